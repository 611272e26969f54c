"""A ruleset copied for a class, its cells changed version by version, and given back."""

import json
import tomllib

import pytest

from epcr.checks.own_rules import own_ruleset, ruleset_from
from epcr.class_rules import overlay, steps
from epcr.people.model import Classroom, Person
from epcr.refused import Refused
from epcr.scope import Agency, PatientFacts, rulesets
from epcr.scope.conditions import cell_text
from epcr.sheet.class_ruleset import ClassRuleset, RulesetVersion
from tests.class_rules.conftest import copied
from tests.class_rules.rules import ruleset, saved, verdict, versions, way


def test_a_copy_says_what_its_file_says(world, begun):
    classroom, name = begun
    assert name == f"class-{classroom}-1"
    own, parent = ruleset(world, name), rulesets()["us-national-2019"]
    assert (own.id, own.title, own.parent) == (name, "Evening rules", parent)
    assert own.items == parent.items
    assert own.in_force_from == parent.in_force_from
    (first,) = versions(world, name)
    assert (first.version, first.told["version"], first.changed) == (1, "1", [])


def test_a_second_copy_has_a_number_of_its_own(world, begun):
    classroom, _ = begun
    assert copied(world, "us-vt") == (classroom, f"class-{classroom}-2")


def test_only_a_ruleset_of_a_file_can_be_copied(world, begun):
    with pytest.raises(Refused, match="Choose the ruleset"):
        copied(world, begun[1])


def test_a_changed_cell_judges_and_says_where_it_stands(world, begun):
    _, name = begun
    assert verdict(world, name, item="iv_access").verdict == "not_permitted"
    assert saved(world, name, "iv_access", {"EMT": [way()]}) == 2
    said = verdict(world, name, item="iv_access")
    assert (said.verdict, said.source, said.confidence) == (
        "permitted",
        "Order of the medical director",
        "high",
    )
    assert (said.ruleset, said.rule_from) == (name, name)
    assert said.version == f"2 over {rulesets()['us-national-2019'].version}"
    assert rulesets()["us-national-2019"].items["iv_access"].cells["EMT"].grants == ()


def test_a_cell_closed_by_the_class_names_the_class_as_its_source(world, begun):
    _, name = begun
    saved(world, name, "aspirin_po", {"EMT": [way("no", source="Closed for this course")]})
    saved(world, name, "aspirin_po", {"AEMT": [way(source="Another word")]})
    said = verdict(world, name, item="aspirin_po")
    assert (said.verdict, said.source) == ("not_permitted", "Closed for this course")
    assert verdict(world, name, item="aspirin_po", level="AEMT").source == "Another word"
    assert verdict(world, name, item="aspirin_po", level="Paramedic").rule_from == "us-national-2019"


def test_every_condition_of_a_rule_can_be_told(world, begun):
    _, name = begun
    told = way(
        "medical_direction", supply=["agency"], route=["9927015"], formulation=["measured"], mode=["initiate"],
        setting=["scene"], indication=["opioid_overdose"], indication_unsaid_is_other=True, age_from=8.0, age_under=65.0,
        weight_from=20.0, weight_under=120.0, tape="longer", program="naloxone_im_vial", endorsement=["airway"],
        order=["online_prior"], dose_max=2.0, dose_min=1.0, cumulative_max=4.0, absolute_max=8.0, per_kg=True,
        unit="mg", single_dose=True, needs=["medical_control"],
        findings=["apneic", "not_awake"], control="unreachable", note="For the course",
    )  # fmt: skip
    item = "naloxone_im_vial"
    names = {"endorsements": {"airway": "Airway endorsement"}, "programs": {item: "Naloxone program"}}
    saved(world, name, item, {"EMR": [told]}, names=names)
    own = ruleset(world, name)
    (grant,) = own.items[item].cells["EMR"].grants
    assert overlay.way_of(grant) == told
    assert own.endorsements["airway"] == "Airway endorsement"
    assert "Naloxone program" in cell_text(own.items[item].cells["EMR"], own)


def inline(value):
    """A plain value as TOML writes it in one line."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{json.dumps(key)} = {inline(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(inline(one) for one in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def test_what_is_stored_could_stand_in_a_file(world, begun):
    _, name = begun
    saved(world, name, "aspirin_po", {"EMT": [way(dose_max=324.0, unit="mg")], "EMR": [way("no")]})
    told = versions(world, name)[-1].told
    written = "\n".join(f"{key} = {inline(value)}" for key, value in told.items())
    of_file = ruleset_from(tomllib.loads(written))
    assert of_file.items == ruleset(world, name).items


def test_several_levels_and_several_ways(world, begun):
    _, name = begun
    saved(
        world,
        name,
        "iv_access",
        {
            "EMR": [way(program="iv_access"), way("medical_direction", indication=["shock"])],
            "EMT": [way()],
        },
        names={"programs": {"iv_access": "IV program"}},
    )
    without = {"item": "iv_access", "level": "EMR", "patient": PatientFacts(indication="pain")}
    assert verdict(world, name, **without).permitted is False
    assert verdict(world, name, **without, agency=Agency(programs=("iv_access",))).verdict == "permitted"
    assert (
        verdict(
            world, name, **{**without, "patient": PatientFacts(indication="shock")}, order="online_prior"
        ).permitted
        is True
    )
    rules = ruleset(world, name)
    assert len(rules.items["iv_access"].cells["EMR"].grants) == 2
    assert len(versions(world, name)[-1].changed) == 2


def test_back_to_the_rule_of_the_file(world, begun):
    _, name = begun
    saved(world, name, "iv_access", {"EMT": [way()]})
    saved(world, name, "iv_access", {"EMT": None}, reason="It confused people")
    assert ruleset(world, name).items == rulesets()["us-national-2019"].items
    last = versions(world, name)[-1]
    assert (last.told["items"], last.told["sources"].keys()) == ([], {"class"})
    (cell,) = last.changed
    assert cell["was"].startswith("yes. Source: Order of the medical director")
    assert cell["is"].startswith("as in the file: no.")


def test_a_version_keeps_who_when_why_what_it_was_and_what_it_is(world, begun):
    _, name = begun
    saved(world, name, "iv_access", {"EMT": [way()]}, reason="EMTs place lines in our county")
    version = versions(world, name)[-1]
    with world.database.read() as session:
        assert session.get(Person, version.author_id).login == "teacher"
    assert version.at is not None
    assert version.reason == "EMTs place lines in our county"
    (cell,) = version.changed
    assert (cell["item"], cell["level"]) == ("iv_access", "EMT")
    assert cell["was"].startswith("as in the file: no.")
    assert cell["is"] == "yes. Source: Order of the medical director"


@pytest.mark.parametrize("change", ["reason", "told"])
def test_a_stored_version_never_changes(world, begun, change):
    _, name = begun
    with world.database.write("teacher") as session:
        version = session.get(RulesetVersion, (name, 1))
        setattr(version, change, "other" if change == "reason" else {"id": "other"})
        with pytest.raises(RuntimeError, match="never changes"):
            session.flush()
        session.rollback()


def test_a_change_needs_a_reason(world, begun):
    with pytest.raises(Refused, match="Write why"):
        saved(world, begun[1], "iv_access", {"EMT": [way()]}, reason=" ")
    assert len(versions(world, begun[1])) == 1


def test_what_changes_nothing_is_no_version(world, begun):
    _, name = begun
    saved(world, name, "iv_access", {"EMT": [way()]})
    with pytest.raises(Refused, match="already"):
        saved(world, name, "iv_access", {"EMT": [way()]})
    with pytest.raises(Refused, match="already"):
        saved(world, name, "iv_access", {"Paramedic": None})


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (way(age_from=9.0, age_under=8.0), "leaves nobody below"),
        (way(dose_max=2.0), "unit"),
        (way(endorsement=["nobody-knows"]), "is unknown"),
        (way("assist", supply=["agency"]), "assisting is with the patient's own"),
    ],
)
def test_what_cannot_be_a_rule_is_refused(world, begun, cell, said):
    with pytest.raises(Refused, match=said):
        saved(world, begun[1], "aspirin_po", {"EMT": [cell]})
    assert len(versions(world, begun[1])) == 1


def test_under_a_ceiling_a_class_only_narrows(world):
    _, name = copied(world, "us-vt")
    parent = rulesets()["us-vt"]
    assert parent.ceiling
    closed = next(
        one
        for one in parent.items.values()
        if not one.cells["EMT"].grants and not one.cells["EMT"].extendable
    )
    with pytest.raises(Refused, match=r"is a ceiling, which a class may only narrow.*For EMT it says: no"):
        saved(world, name, closed.id, {"EMT": [way()]})
    saved(world, name, "aspirin_po", {"EMT": [way("no")]})
    assert verdict(world, name, item="aspirin_po").permitted is False


def test_a_change_is_taken_back_as_a_new_version(world, begun):
    _, name = begun
    saved(world, name, "iv_access", {"EMT": [way()]})
    saved(world, name, "aspirin_po", {"EMR": [way("no")]})
    assert taken_back(world, name, 2) == 4
    assert verdict(world, name, item="iv_access").permitted is False
    assert verdict(world, name, item="aspirin_po", level="EMR").permitted is False
    assert versions(world, name)[-1].reason == "Version 2 taken back: It was wrong"
    assert taken_back(world, name, 4) == 5
    assert verdict(world, name, item="iv_access").permitted is True


def test_a_change_that_was_changed_again_is_not_taken_back(world, begun):
    _, name = begun
    saved(world, name, "iv_access", {"EMT": [way()]})
    saved(world, name, "iv_access", {"EMT": [way("medical_direction")]})
    with pytest.raises(Refused, match="Take the later change back first"):
        taken_back(world, name, 2)
    with pytest.raises(Refused, match="Choose a version"):
        taken_back(world, name, 1)


def taken_back(world, name, version, seen=None):
    with world.database.write("teacher") as session:
        own = session.get(ClassRuleset, name)
        author = session.query(Person).filter_by(login="teacher").one()
        made = steps.take_back(
            session, own, author, seen=seen or own.version, version=version, reason="It was wrong"
        )
        return made.version


def test_of_two_who_write_at_once_the_second_is_told(world, begun):
    _, name = begun
    saved(world, name, "iv_access", {"EMT": [way()]}, seen=1)
    with pytest.raises(steps.SavedMeanwhile):
        saved(world, name, "iv_access", {"EMT": [way("assist")]}, seen=1)
    with pytest.raises(steps.SavedMeanwhile):
        taken_back(world, name, 2, seen=1)
    assert len(versions(world, name)) == 2


def test_a_version_is_built_once_and_anew_over_other_files(world, begun):
    _, name = begun
    (first,) = versions(world, name)
    assert own_ruleset(first) is own_ruleset(first)
    again = own_ruleset(first)
    rulesets.cache_clear()
    assert own_ruleset(first) is not again


def test_the_rules_of_another_class_are_not_found(world, begun):
    with world.database.read() as session:
        other = session.query(Classroom).filter_by(name="Other class").one()
        assert steps.find(session, other, begun[1]) is None
