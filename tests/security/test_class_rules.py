"""A class's own rules under attack: odd words, odd numbers, forged addresses, and more versions than anybody reads."""

import pytest
from sqlalchemy import event

from epcr.checks.own_rules import own_ruleset
from epcr.class_rules import overlay
from epcr.rulebook import known
from epcr.scope import built, rulesets
from epcr.scope.ceilings import widened
from epcr.sheet.class_ruleset import ClassRuleset, RulesetVersion, digest
from epcr.shown import Shown
from tests.class_rules.conftest import copied
from tests.class_rules.rules import ruleset, versions

MARKUP = "<script>alert(1)</script></textarea>{{7*7}}\x00\u202eoc"


@pytest.fixture
def rules(attack):
    return copied(attack.world, "us-national-2019")


def write(attack, rules, *, version="1", **typed):
    number, name = rules
    sent = {
        "may": "yes",
        "levels": "EMR",
        "source": "Order 12",
        "reason": "We teach it so",
        "seen": str(Shown.of({f"version-{version}": ()})),
        **typed,
    }
    return attack.post("teacher", f"/classes/{number}/rules/{name}/items/iv_access", sent)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"dose_max": "5"}, "Choose the unit of the dose."),
        ({"cumulative_max": "5"}, "Choose the unit of the dose."),
        ({"age_from": "9", "age_under": "8"}, "Write a number above 9"),
        ({"weight_from": "9", "weight_under": "9"}, "Write a number above 9"),
        ({"age_from": "1_0"}, "as a number"),
        ({"age_from": "nan"}, "as a number"),
        ({"age_from": "-1"}, "as a number"),
        ({"source": "\u200b\u202e"}, "Write where this rule comes from."),
        ({"reason": "\u200b\u200d"}, "Write why"),
    ],
)
def test_what_no_rule_can_say_is_refused_at_its_field_also_where_somebody_saved_meanwhile(
    attack, rules, typed, said
):
    for version in ("1", "0"):
        answer = write(attack, rules, version=version, **typed)
        if answer.status_code == 409:  # what is said of the reason comes after who was first
            continue
        assert answer.status_code == 422
        assert said in answer.get_data(as_text=True)
    assert len(versions(attack.world, rules[1])) == 1


def test_nought_below_nought_is_nought(attack, rules):
    assert write(attack, rules, age_from="-0").status_code == 303
    (grant,) = ruleset(attack.world, rules[1]).items["iv_access"].cells["EMR"].grants
    assert str(grant.age_from) == "0.0"


def test_words_of_an_instructor_stay_words_wherever_they_are_read(attack, rules):
    number, name = rules
    typed = {"source": MARKUP, "reason": f"{MARKUP}\n{MARKUP}", "note": MARKUP, "further_endorsement": MARKUP}
    assert write(attack, rules, **typed).status_code == 303
    for path in (f"/classes/{number}/rules/{name}", f"/classes/{number}/rules/{name}/history",
                 f"/classes/{number}/rules/{name}/items/iv_access", f"/classes/{number}/rules/{name}/items/iv_access?level=EMR&way=1",
                 f"/rulesets/{name}?words=iv", f"/rulesets/{name}/items/iv_access",
                 f"/rulesets/compare?one={name}&other=us-national-2019"):  # fmt: skip
        page = attack.world.as_("teacher").open(path).response.get_data(as_text=True)
        assert "<script>alert" not in page, path
        assert not {"\x00", "\u202e"}.intersection(page), path
    for path in ("matrix.pdf", "card.pdf?level=EMR"):
        assert attack.world.as_("ruiz").client.get(f"/rulesets/{name}/{path}").data.startswith(b"%PDF")


@pytest.mark.parametrize("login", ["stranger", "other_teacher"])
def test_the_rules_of_another_class_are_not_there(attack, rules, login):
    number, name = rules
    client = attack.world.as_(login).client
    for path in (f"/classes/{number}/rules/{name}", f"/rulesets/{name}", f"/rulesets/{name}/matrix.pdf",
                 f"/rulesets/{name}/card.pdf?level=EMT", f"/rulesets/{name}/items/iv_access",
                 f"/rulesets/compare?one=us-vt&other={name}"):  # fmt: skip
        assert client.get(path).status_code == 404, path
    assert write(attack, rules).status_code == 303  # by who teaches the class
    own = f"/classes/{number}/rules/{name}"
    for path in (f"{own}/items/iv_access", f"{own}/judge", f"{own}/history/2/take-back"):
        sent = {
            "may": "yes",
            "levels": "EMR",
            "source": "x",
            "reason": "x",
            "seen": str(Shown.of({"version-2": ()})),
        }
        assert attack.post(login, path, sent).status_code == 404, path
    assert len(versions(attack.world, name)) == 2


def test_an_instructor_cannot_have_a_class_judged_by_the_rules_of_another(attack, rules):
    name = rules[1]
    assert attack.post("other_teacher", f"/classes/2/rules/{name}/judge").status_code == 404
    sent = {"name": "Other class", "ruleset": name, "mode": "teach", "zone": "America/New_York",
            "temperature": "°C", "weight": "kg", "glucose": "mg/dL"}  # fmt: skip
    sent |= attack.opened("other_teacher", "/classes/2/settings")
    assert attack.post("other_teacher", "/classes/2/settings", sent).status_code == 422
    assert attack.post("other_teacher", "/classes/2/rules", {"parent": name, "title": "x"}).status_code == 422


def test_a_page_reads_one_version_however_many_there_are(attack, rules):
    number, name = rules
    many(attack.world, name)
    read = []

    @event.listens_for(RulesetVersion, "load")
    def count(version, _context):
        read.append(version.version)

    try:
        for login, path in (
            ("teacher", f"/classes/{number}/rules/{name}"),
            ("ruiz", "/rulesets"),
            ("ruiz", f"/rulesets/{name}"),
        ):
            read.clear()
            assert attack.world.as_(login).client.get(path).status_code == 200
            assert set(read) == {41}, path
    finally:
        event.remove(RulesetVersion, "load", count)
    page = attack.world.as_("teacher").open(f"/classes/{number}/rules/{name}/history")
    assert "reason 7" in page.words


def many(world, name):
    items = [item.id for item in rulesets()["us-national-2019"].items.values() if not item.unrestricted]
    with world.database.write("teacher") as session:
        own = session.get_one(ClassRuleset, name)
        told, author = own.newest().told, own.newest().author_id
        for number in range(2, 42):
            way = {"may": "yes", "source": f"Order {number}", "confidence": "high"}
            told = {**overlay.with_cells(told, items[number], {"EMR": [way]}, {}), "version": str(number)}
            own.version = number
            session.add(
                RulesetVersion(ruleset=own, version=number, told=told, digest=digest(told), changed=[], author_id=author,
                               reason=f"reason {number}")
            )  # fmt: skip


def test_rules_whose_parent_is_gone_stop_no_page_and_judge_no_class(attack, rules):
    number, name = rules
    with attack.world.database.write("teacher") as session:
        own = session.get_one(ClassRuleset, name)
        told = {**own.newest().told, "parent": "gone"}
        own.version = 2
        session.add(
            RulesetVersion(ruleset=own, version=2, told=told, digest=digest(told), changed=[],
                           author_id=own.newest().author_id, reason="x")
        )  # fmt: skip
    answer = attack.post("teacher", f"/classes/{number}/rules/{name}/judge")
    assert answer.status_code == 409
    assert "cannot be used" in answer.get_data(as_text=True)
    assert attack.world.sheet(attack.world.begin()).ruleset == "us-national-2019"
    for path in ("", "/history", "/items/iv_access"):
        assert attack.world.as_("teacher").open(f"/classes/{number}/rules/{name}{path}").status == 200
    assert attack.world.as_("ruiz").client.get(f"/rulesets/{name}").status_code == 404
    assert attack.world.as_("ruiz").client.get("/rulesets").status_code == 200


def test_a_change_asks_the_ceiling_about_its_own_item_alone():
    # About every changed cell at each change, a class with a hundred of them would hold the write lock for seconds.
    told = overlay.begun("class-1-1", "Wide", rulesets()["us-vt"])
    way = {"may": "yes", "source": "x", "confidence": "high"}
    for item in ("ett", "cric"):
        told = overlay.with_cells(told, item, {"EMT": [way]}, {})
    wide = built(told, rulesets())
    assert {one.item for one in widened(wide)} == {"ett", "cric"}
    assert {one.item for one in widened(wide, "cric")} == {"cric"}


def test_a_ruleset_is_opened_without_putting_every_other_together(attack, rules, monkeypatch):
    copied(attack.world, "us-vt")
    made = []
    monkeypatch.setattr(
        known, "own_ruleset", lambda version: made.append(version.name) or own_ruleset(version)
    )
    client = attack.world.as_("ruiz").client
    assert client.get("/rulesets/us-vt").status_code == 200
    assert client.get("/rulesets/%00").status_code == 404
    assert made == []
    assert client.get(f"/rulesets/{rules[1]}").status_code == 200
    assert made == [rules[1]]
