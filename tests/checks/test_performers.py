"""From a crew member to the performer and the student of an act."""

from dataclasses import replace
from datetime import date

import pytest

from epcr.checks import findings
from epcr.checks.acts import Acts
from epcr.checks.performers import (
    declared_endorsements,
    declared_levels,
    level_worked,
    performer_of,
    student_of,
    two_letters,
)
from epcr.checks.verdicts import judge_intervention
from epcr.scope import Performer, Student, rulesets
from epcr.scope.ruleset import Compact
from epcr.sheet.context import Context
from epcr.sheet.crew import CrewMember
from epcr.sheet.listed import slug_of
from epcr.words.near import nearest
from tests.build import BASIC, MEDIC, clock, crew_member, sheet, with_intervention
from tests.checks.saying import noted, only, warned

SPECS = CrewMember.fields()


def performing(item="iv_access", **values):
    """The built sheet, on which the EMT, changed by `values`, does something; sheet and intervention."""
    run_sheet = sheet()
    for name, value in values.items():
        setattr(run_sheet.crew[1], name, value)
    return run_sheet, with_intervention(run_sheet, item=item, performer=BASIC, attempts=1, successful=True)


# ---- the certificate


def test_of_a_member_who_told_nothing_nothing_is_told():
    assert performer_of(crew_member(), "iv_access") is None
    assert performer_of(crew_member(on_duty=True, compact_privilege=True), "iv_access") is None


def test_the_certificate_reaches_the_performer():
    member = crew_member(
        valid_from=date(2025, 1, 1), valid_to=date(2026, 1, 1), certificate_state="MT", on_duty=False,
        endorsements=["EMT Airway Endorsement", "aemt-99"],
    )  # fmt: skip
    assert performer_of(member, "iv_access") == Performer(
        certificate_valid_from=date(2025, 1, 1),
        certificate_valid_to=date(2026, 1, 1),
        state="MT",
        endorsements=("emt-airway", "aemt-99"),
        on_duty=False,
    )


@pytest.mark.parametrize(
    ("told", "expected"),
    [("VT", "VT"), ("Vermont", "VT"), ("50", "VT"), ("vt", "VT"), ("XX", "XX"), (None, None)],
)
def test_a_state_is_told_in_two_letters_whatever_it_was_written_in(told, expected):
    assert two_letters(told) == expected


@pytest.mark.parametrize(
    ("listed", "item", "restricted"),
    [
        (["iv_access"], "iv_access", True), (["everything"], "iv_access", True), (["cric", "iv_access"], "iv_access", True),
        (["cric"], "iv_access", None), ([], "iv_access", None), (None, "iv_access", None), (["everything"], None, None),
        (["wound_care"], "chest_seal", True), (["chest_seal"], "wound_care", None), (["plasma"], "blood_maintain", None),
        (["iv_fluid_bolus"], "saline_bolus", True), (["a word of old"], "iv_access", None),
    ],
)  # fmt: skip
def test_a_restriction_counts_for_its_items_and_for_what_they_are_the_common_name_of(
    listed, item, restricted
):
    found = performer_of(crew_member(restricted_for=listed), item)
    assert (found and found.restricted) is restricted
    taught = performer_of(
        crew_member(not_educated_for=[one for one in listed or [] if one != "everything"]), item
    )
    expected = False if restricted and listed != ["everything"] else None
    assert (taught and taught.educated) is expected


@pytest.mark.parametrize(
    "words", ["EMT Airway Endorsement", "emt-airway", "EMT airway", "Emt-Airway Endorsement"]
)
def test_an_endorsement_is_the_same_by_name_and_by_slug(words):
    assert performer_of(crew_member(endorsements=[words]), None).endorsements == ("emt-airway",)


def test_an_endorsement_of_a_ruleset_from_a_file_is_known_by_its_name():
    national = rulesets()["us-national-2019"]
    ohio = replace(
        national, id="us-oh", endorsements={"oh-7": "Ohio Seven", "ohio-iv": "Ohio IV Endorsement"}
    )
    told = crew_member(endorsements=["ohio seven", "Ohio IV", "Something Else Endorsement"])
    assert performer_of(told, None, None, [ohio]).endorsements == ("oh-7", "ohio-iv", "something-else")
    assert declared_endorsements([ohio])["oh-7"] == "Ohio Seven"
    assert "EMT" in declared_levels([ohio])


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"valid_to": date(2025, 3, 13)}, "The certificate was valid only until"),
        ({"valid_from": date(2025, 3, 15)}, "The certificate is valid only from"),
        ({"on_duty": False}, "The performer was off duty"),
        ({"restricted_for": ["oxygen"]}, "The certificate is restricted for this"),
        ({"restricted_for": ["everything"]}, "The certificate is restricted for this"),
        ({"not_educated_for": ["oxygen"]}, "The performer was not educated for this"),
    ],
)
def test_what_a_certificate_does_not_cover_is_refused_and_said(values, reason):
    run_sheet, given = performing("oxygen", **values)
    verdict = judge_intervention(run_sheet, given)
    assert (verdict.verdict, verdict.layer) == ("not_permitted", "certificate")
    assert verdict.reason.startswith(reason)
    assert reason in only(run_sheet, "scope.not_permitted").message


def test_a_limit_for_something_else_is_none():
    run_sheet, _ = performing("oxygen", restricted_for=["cric"], not_educated_for=["cpap"])
    assert warned(run_sheet) == []


def test_a_certificate_of_another_state_without_privilege_under_the_compact_does_not_count():
    vermont = replace(rulesets()["us-vt"], compact=Compact(("ID",), "a statute", "high"))
    told = {"certificate_state": "ID", "compact_privilege": False}
    assert performer_of(crew_member(**told), None, vermont).restricted is True
    assert performer_of(crew_member(**told), None, rulesets()["us-vt"]).restricted is None
    for other in ({"compact_privilege": True}, {"compact_privilege": None}, {"certificate_state": "VT"}):
        assert performer_of(crew_member(**{**told, **other}), None, vermont).restricted is None
    assert performer_of(crew_member(compact_privilege=False), None, vermont) is None


# ---- endorsements that nobody knows


def test_an_endorsement_that_no_ruleset_knows_is_noted_with_the_nearest():
    run_sheet, _ = performing("oxygen", endorsements=["EMT Airwy Endorsement", "emt-airway", "zzzz"])
    found = [one for one in findings(run_sheet) if one.source == "scope.endorsement"]
    assert [one.message for one in found] == [
        "No ruleset knows the endorsement “EMT Airwy Endorsement” of T. Birch; the nearest known is “EMT Airway Endorsement”",
        "No ruleset knows the endorsement “zzzz” of T. Birch",
    ]
    assert {str(one.anchor) for one in found} == {f"crew-{BASIC}-endorsements"}
    assert noted(run_sheet) == ["scope.endorsement", "scope.endorsement"]
    run_sheet.crew[1].struck_at = clock("18:00")
    assert noted(run_sheet) == []


def test_an_endorsement_opens_what_the_ruleset_says_it_opens():
    run_sheet, placed = performing("iv_access")
    run_sheet.ruleset = "us-mt"
    assert judge_intervention(run_sheet, placed).layer == "endorsement"
    run_sheet.crew[1].endorsements = ["EMT IV/IO Initiation Endorsement"]
    assert judge_intervention(run_sheet, placed).permitted is True


# ---- the studies


def studying(item="iv_access", **values):
    told = {
        "student": True,
        "training_for": "Paramedic",
        "preceptor": MEDIC,
        "program_shift": True,
        "cleared": True,
    }
    return performing(item, **{**told, **values})


@pytest.mark.parametrize(
    ("values", "cleared"),
    [
        ({"cleared": True}, True), ({"cleared": False}, False), ({"cleared": None}, None),
        ({"cleared": None, "cleared_for": ["iv_access"]}, True), ({"cleared": False, "cleared_for": ["iv_access"]}, True),
        ({"cleared": None, "cleared_for": ["cric"]}, False), ({"cleared": True, "cleared_for": ["cric"]}, True),
    ],
)  # fmt: skip
def test_a_student_is_cleared_for_all_or_for_what_is_listed(values, cleared):
    run_sheet, placed = studying(**values)
    assert Acts(run_sheet).of(placed).student == Student(
        training_for="Paramedic", program_shift=True, cleared=cleared, preceptor_level="Paramedic"
    )
    assert judge_intervention(run_sheet, placed).permitted is (cleared is True)


@pytest.mark.parametrize(
    "values",
    [{"preceptor_present": False}, {"preceptor": BASIC}, {"preceptor": None}, {"preceptor": "0" * 32}],
)
def test_without_a_preceptor_beside_the_patient_nobody_supervises(values):
    run_sheet, placed = studying(**values)
    assert Acts(run_sheet).of(placed).student.preceptor_level is None
    assert "only with a preceptor present" in judge_intervention(run_sheet, placed).reason


def test_a_struck_preceptor_supervises_nobody():
    run_sheet, placed = studying(preceptor_present=True)
    assert judge_intervention(run_sheet, placed).verdict == "permitted_supervised"
    run_sheet.crew[0].struck_at = clock("18:00")
    assert Acts(run_sheet).of(placed).student.preceptor_level is None


def test_who_is_no_student_has_no_studies():
    run_sheet = sheet()
    assert student_of(run_sheet, crew_member(training_for="Paramedic", cleared=True), "iv_access") is None


def test_the_level_worked_is_the_certificate_held():
    assert level_worked(crew_member(level="EMT-I/85")) == "EMT-I/85"
    assert level_worked(crew_member(level=None)) is None
    assert level_worked(crew_member(level=None, student=True, absent={"level": "not_applicable"})) == "none"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "Ana (EMT)"), ({"level": None}, "Ana"), ({"member": None}, "Crew member without a name (EMT)"),
        ({"student": True, "training_for": "Paramedic"}, "Ana (EMT, student for Paramedic)"),
        ({"student": True}, "Ana (EMT, student)"),
        ({"student": True, "level": None, "training_for": "EMT"}, "Ana (student for EMT)"),
        ({"student": False, "training_for": "Paramedic"}, "Ana (EMT)"),
    ],
)  # fmt: skip
def test_a_student_is_called_one(values, words):
    run_sheet = sheet()
    run_sheet.crew.append(crew_member(**{"id": "9" * 32, "member": "Ana", **values}))
    assert run_sheet.context().crew["9" * 32] == words


# ---- words of the lists


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("EMT Airway Endorsement", "emt-airway"), ("emt-airway", "emt-airway"), ("AEMT-99 Endorsement", "aemt-99"),
        ("EMT IV/IO Initiation Endorsement", "emt-iv-io-initiation"), ("Endorsement", "endorsement"), ("", ""),
    ],
)  # fmt: skip
def test_an_endorsement_has_the_slug_of_its_name(name, slug):
    assert slug_of(name) == slug


def test_every_shipped_endorsement_is_found_by_its_declared_name():
    assert {slug: slug_of(name) for slug, name in declared_endorsements().items()} == {
        slug: slug for slug in declared_endorsements()
    }


def test_interventions_are_listed_by_name_synonym_abbreviation_and_code():
    spec = SPECS["restricted_for"]
    context = Context()
    assert spec.read(["IV access, peripheral\nCPAP\niv_access"], context) == ["iv_access", "cpap"]
    assert spec.read(["everything"], context) == ["everything"]
    assert spec.show(["everything", "cpap"], context).startswith("Everything; ")
    assert spec.read([""], context) is None
    with pytest.raises(ValueError, match="“everything” is not an intervention on the list"):
        SPECS["cleared_for"].read(["everything"], context)
    with pytest.raises(ValueError, match="the nearest is “IV access, peripheral”"):
        spec.read(["IV accss"], context)
    with pytest.raises(ValueError, match=r"“a{39}…” is not an intervention on the list\. Choose"):
        spec.read(["a" * 200], context)


def test_an_endorsement_is_kept_by_its_declared_name_once():
    context = Context(endorsements={"emt-airway": "EMT Airway Endorsement"})
    spec = SPECS["endorsements"]
    assert spec.read(["emt-airway\nOhio IV\nEMT Airway Endorsement\nemt airway"], context) == [
        "EMT Airway Endorsement", "Ohio IV",
    ]  # fmt: skip
    assert [term.label for term in spec.options(context)] == ["EMT Airway Endorsement"]
    assert spec.read(["emt-airway"], Context()) == ["emt-airway"]


def test_a_level_that_only_a_ruleset_has_can_be_chosen_on_its_sheets():
    spec = SPECS["level"]
    assert spec.read(["Ranger EMT"], Context(levels=("Ranger EMT", "EMT"))) == "Ranger EMT"
    assert [term.code for term in spec.options(Context(levels=("Ranger EMT", "EMT")))].count("EMT") == 1
    with pytest.raises(ValueError, match="“Ranger EMT” is not in it"):
        spec.read(["Ranger EMT"], Context())
    assert spec.show("Ranger EMT", Context()) == "Ranger EMT"


def test_nobody_is_their_own_preceptor():
    spec = SPECS["preceptor"]
    context = Context(crew={"a": "Ana", "b": "Ben"}, entry="a")
    assert [term.code for term in spec.options(context)] == ["b"]
    assert spec.read(["b"], context) == "b"
    with pytest.raises(ValueError, match="students cannot be their own"):
        spec.read(["a"], context)


def test_the_nearest_name_begins_alike_or_looks_alike():
    known = ["EMT Airway", "EMT Airway Two", "Monitoring"]
    assert nearest("emt air", known) == "EMT Airway"
    assert nearest("Monitring", known) == "Monitoring"
    assert nearest("zzz", known) is None
    assert nearest("M" * 81, known) is None
