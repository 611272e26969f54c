"""Small places, with a county below a ceiling: what each says of an act, and whose verdict it is."""

from __future__ import annotations

import pytest

from epcr.scope import read_act
from tests.rulebook.places import child, item, root
from tests.scope.asking import TODAY, asked

SHOWN = {"training_for": "Paramedic", "program_shift": True, "cleared": True, "preceptor_level": "Paramedic"}


def below(of_place, of_county, **more):
    """The rules of a place that is a ceiling, and of a county below it, each with the cell of an EMT for aspirin."""
    cells = {"EMR": "no", "EMT": of_place, "Paramedic": "yes"}
    above = root(items=[item("aspirin", cells=cells)], ceiling=True)
    county = child(above, items=[{"id": "aspirin", "cells": {"EMT": of_county}}], **more)
    return {"place": above, "county": county}


BY_AN_EMT = {"ruleset": "county", "item": "aspirin", "level": "EMT"}


def test_a_refusal_by_a_ceiling_is_told_as_a_verdict_of_the_child():
    known = below("no", "yes")
    refused = asked(known, **BY_AN_EMT)
    assert (refused.verdict, refused.layer, refused.rule_from) == ("not_permitted", "rule", "place")
    county = known["county"]
    assert (refused.ruleset, refused.ruleset_title, refused.version, refused.in_force_from) == (
        "county",
        county.title,
        county.version,
        county.in_force_from,
    )
    assert refused.act == read_act(BY_AN_EMT)
    assert refused.on == TODAY
    assert [change.text for change in refused.changes] == ["a Paramedic performs it"]


def test_what_both_refuse_is_refused_by_the_child():
    assert asked(below("no", "no"), **BY_AN_EMT).rule_from == "county"
    assert asked(below("yes", "no"), **BY_AN_EMT).rule_from == "county"
    assert asked(below("yes", "yes"), **BY_AN_EMT).rule_from == "county"


def test_a_ceiling_is_asked_about_the_same_day_and_the_same_act():
    known = below({"may": "yes", "age_from": 12}, "yes")
    assert asked(known, **BY_AN_EMT, patient={"age_years": 12}).verdict == "permitted"
    assert asked(known, **BY_AN_EMT, patient={"age_years": 11}).layer == "patient"
    early = below("yes", "yes", in_force_from=TODAY.replace(year=2020))
    refused = asked(early, **BY_AN_EMT, on="2021-01-01")
    assert (refused.verdict, refused.ruleset) == ("cannot_judge", "county")
    assert asked(early, **BY_AN_EMT, on="2025-01-01").verdict == "permitted"


def test_a_cell_that_a_ceiling_lets_be_extended_is_the_childs_for_that_level_alone():
    open_cell = {"may": "no", "extendable": True}
    assert asked(below(open_cell, "yes"), **BY_AN_EMT).verdict == "permitted"
    above = root(
        items=[item("aspirin", cells={"EMR": "no", "EMT": open_cell, "Paramedic": "no"})], ceiling=True
    )
    county = child(
        above, items=[{"id": "aspirin", "cells": {"EMR": "yes", "EMT": "yes", "Paramedic": "yes"}}]
    )
    known = {"place": above, "county": county}
    for level, permitted in (("EMR", False), ("EMT", True), ("Paramedic", False)):
        assert asked(known, **{**BY_AN_EMT, "level": level}).permitted is permitted
    shown = {"training_for": "EMT", "program_shift": True, "cleared": True, "preceptor_level": "EMT"}
    assert asked(known, **{**BY_AN_EMT, "level": "none"}, student=shown).verdict == "permitted_supervised"


def test_a_ceiling_holds_beyond_what_lies_between():
    known = below("no", {"may": "yes"})
    state = child(known["place"], "state")
    agency = child(state, "agency", items=[{"id": "aspirin", "cells": {"EMT": "yes"}}])
    verdict = asked({**known, "state": state, "agency": agency}, **{**BY_AN_EMT, "ruleset": "agency"})
    assert (verdict.verdict, verdict.ruleset, verdict.rule_from) == ("not_permitted", "agency", "place")


def test_studies_do_not_mend_what_cannot_be_judged_within_the_certificate():
    cells = {"EMR": "no", "EMT": {"may": "yes", "dose_max": 4, "unit": "mg"}, "Paramedic": "yes"}
    known = {"place": root(items=[item("aspirin", cells=cells)])}
    unsaid = asked(known, ruleset="place", item="aspirin", level="EMT", dose=5, student=SHOWN)
    assert (unsaid.verdict, unsaid.missing) == ("cannot_judge", ("unit",))


def test_what_the_rule_and_the_way_note_stands_in_one_line_and_a_childs_rule_has_its_own():
    noted = item(
        "aspirin",
        notes="Chew it",
        cells={"EMR": "no", "EMT": {"may": "yes", "note": "Once"}, "Paramedic": "yes"},
    )
    above = root(items=[noted])
    county = child(above, items=[{"id": "aspirin", "cells": {"EMT": "no"}}])
    known = {"place": above, "county": county}
    act = {"item": "aspirin", "level": "EMT"}
    assert asked(known, **act, ruleset="place").note == "Once; Chew it"
    assert asked(known, **{**act, "level": "Paramedic"}, ruleset="place").note == "Chew it"
    assert asked(known, **act, ruleset="county").note is None
    assert asked(known, **{**act, "level": "Paramedic"}, ruleset="county").note == "Chew it"


@pytest.mark.parametrize(
    ("state", "holds"), [("XX", True), ("UT", True), (" ut ", True), ("NV", False), (None, True)]
)
def test_a_certificate_holds_in_its_own_state_and_in_those_of_the_compact(state, holds):
    compact = {"states": ["UT"], "source": "page", "confidence": "low"}
    act = {"ruleset": "place", "item": "aspirin", "level": "EMT", "performer": {"state": state}}
    verdict = asked({"place": root(compact=compact)}, **act)
    assert verdict.permitted is holds
    if not holds:
        assert (verdict.layer, verdict.source, verdict.confidence) == (
            "certificate",
            "The law, part 2",
            "low",
        )
    assert asked({"place": root()}, **act).permitted is True


def test_what_has_neither_a_row_nor_a_code_may_be_judged_by_its_route():
    into_a_vein = item(
        "vein", kind="route", code="9927023", cells={"EMR": "no", "EMT": "no", "Paramedic": "yes"}
    )
    herbal = {"id": "herbal", "name": "Herbal drip", "source": "law", "by_route": True}
    known = {"place": root(items=[into_a_vein], unlisted=[herbal])}
    act = {"ruleset": "place", "item": "herbal", "level": "Paramedic"}
    given = asked(known, **act, route="Intravenous (IV)")
    assert (given.verdict, given.rule, given.item, given.item_name) == (
        "permitted",
        "vein",
        "herbal",
        "Herbal drip",
    )
    assert asked(known, **act).missing == ("route",)
    assert asked(known, **act, route="Oral").reason == (
        "Herbal drip has no rule of its own, and the route Oral has none either"
    )
