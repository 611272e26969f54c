"""The pages of a class's own rules as values: what the form of a rule does, and what stands at a level."""

from datetime import UTC, datetime

import pytest
from werkzeug.datastructures import MultiDict

from epcr.class_rules.cell_view import cell_page, heading
from epcr.class_rules.editing import EditPlace
from epcr.class_rules.forms import ReasonForm
from epcr.class_rules.history_view import history_page
from epcr.class_rules.reading import LevelRule
from epcr.people.model import Classroom
from epcr.scope import rulesets
from epcr.sheet.class_ruleset import ClassRuleset, RulesetVersion
from epcr.shown import Shown

ROOM = Classroom(id=3, name="Evening", zone="UTC", ruleset="us-national-2019")
MOMENT = datetime(2026, 9, 1, tzinfo=UTC)
OWN = ClassRuleset(name="class-3-1", title="Own", parent="us-national-2019", classroom_id=3)


@pytest.fixture(autouse=True)
def request_of(world_to_read):
    with world_to_read.app.test_request_context():
        yield


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (EditPlace(), "Write the rule"),
        (EditPlace("EMT"), "Write the rule"),
        (EditPlace("EMT", adds=True), "A further way for EMT"),
        (EditPlace("EMT", 2), "Way 2 for EMT"),
        (EditPlace("EMT", 2, removes=True), "Take way 2 for EMT out"),
    ],
)
def test_the_form_of_a_rule_says_what_it_does(place, words):
    assert heading(place) == words


def level(monkeypatch, **told):
    rule = LevelRule(
        **{
            "level": "EMT",
            "file": "no",
            "own": "yes",
            "changed": False,
            "ways": ("yes",),
            "source": "Memo 7",
            "confidence": "high",
            **told,
        }
    )
    monkeypatch.setattr(ClassRuleset, "version", 1)
    item = rulesets()["us-national-2019"].items["iv_access"]
    form = ReasonForm(formdata=MultiDict())
    page = cell_page(ROOM, OWN, item, [rule], EditPlace("EMT", 1, removes=True), form, shown=Shown())
    return page.levels[0]


def test_a_level_that_the_class_left_alone_says_so(monkeypatch):
    one = level(monkeypatch)
    assert (one.as_in_file, one.own, one.ways, one.source) == ("as in the file", "", (), "")
    several = level(monkeypatch, ways=("yes", "by order"))
    assert several.as_in_file == "as in the file, in 2 ways:"
    assert [way.words for way in several.ways] == ["yes", "by order"]


def test_a_level_that_the_class_changed_tells_its_rule_with_the_source(monkeypatch):
    one = level(monkeypatch, changed=True)
    assert (one.as_in_file, one.own, one.source) == ("", "yes", "Memo 7")
    several = level(monkeypatch, changed=True, ways=("yes", "by order"))
    assert (several.own, len(several.ways), several.source) == ("", 2, "Memo 7")


def test_a_further_way_is_offered_where_there_is_one_and_nothing_where_the_level_is_another_one(monkeypatch):
    assert [act.words for act in level(monkeypatch).acts] == ["Write it", "Add a way"]
    assert [act.words for act in level(monkeypatch, ways=()).acts] == ["Write it"]
    assert level(monkeypatch, as_other="Paramedic").acts == ()


def version(number, *cells):
    changed = [
        {"item": "iv_access", "name": cell, "level": "EMT", "was": "no", "is": "yes"} for cell in cells
    ]
    return RulesetVersion(version=number, changed=changed, author_id=number, at=MOMENT, reason="Because")


def test_the_newest_version_holds_and_only_what_changed_something_is_taken_back():
    versions = [version(2, "Access"), version(1)]
    page = history_page(ROOM, OWN, versions, {2: "Toni"}, usable=True, shown=Shown(), at=2, typed="A slip")
    assert [(one.holds, one.author) for one in page.versions] == [(True, "Toni"), (False, "")]
    back = page.versions[0].take_back
    assert (back.open, back.control, back.typed) == (True, "reason", "A slip")
    assert page.versions[1].take_back is None


def test_a_ruleset_that_cannot_be_used_leads_to_no_rule_and_takes_nothing_back():
    page = history_page(ROOM, OWN, [version(1, "Access")], {}, usable=False, shown=Shown())
    assert page.versions[0].take_back is None
    assert [one.address for one in page.versions[0].changes] == [""]
