"""What holds for every act: invented ones, over all items, levels, routes and conditions."""

from __future__ import annotations

import json
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st
from msgspec import to_builtins

from epcr.scope import Act, built, judge, judge_lines, read_act, rulesets
from epcr.scope.words import LEVELS, ROUTES
from epcr.sheet.act import Formulation, Indication, Mode, Order, Setting, Supply
from tests.luck import examples
from tests.scope.asking import NATIONAL, TODAY

KNOWN = rulesets()
CODES = sorted({*KNOWN[NATIONAL].by_code, *KNOWN[NATIONAL].also_by_code, *KNOWN[NATIONAL].unlisted_by_code})
ITEMS = sorted({name for ruleset in KNOWN.values() for name in (*ruleset.items, *ruleset.unlisted)})
PROGRAMS = sorted({name for ruleset in KNOWN.values() for name in ruleset.programs})
ENDORSEMENTS = sorted({name for ruleset in KNOWN.values() for name in ruleset.endorsements})
SEVEN = {
    "permitted", "permitted_assist", "permitted_supervised", "needs_medical_direction", "needs_local_authorization",
    "not_permitted", "cannot_judge",
}  # fmt: skip
REFUSALS = {"needs_medical_direction", "needs_local_authorization", "not_permitted"}
LAYERS = {"certificate", "student", "rule", "agency", "endorsement", "patient", "order"}
EXAMPLES = examples(80)


def maybe(values):
    return st.none() | values


def one_of(words):
    return maybe(st.sampled_from(get_args(words)))


levels = st.sampled_from(("none", "VEFR", "EMR", "EMT", "AEMT", "Paramedic", "Community Paramedic"))
any_level = st.sampled_from(LEVELS)
yes_no = maybe(st.booleans())
of_items = yes_no | st.lists(st.sampled_from(ITEMS), max_size=3)
days = maybe(st.dates(TODAY.replace(year=2025), TODAY.replace(year=2027)).map(str))

acts = st.fixed_dictionaries(
    {
        "ruleset": st.sampled_from(sorted(KNOWN)),
        "level": levels | any_level,
        "route": maybe(st.sampled_from([*ROUTES, *ROUTES.values()])),
        "on": days,
        "supply": one_of(Supply),
        "formulation": one_of(Formulation),
        "mode": one_of(Mode),
        "setting": one_of(Setting),
        "order": one_of(Order),
        "control_reached": yes_no,
        "dose": maybe(st.floats(0, 1000)),
        "dose_given_before": maybe(st.floats(0, 1000)),
        "unit": maybe(st.sampled_from(["mcg", "mg", "mL", "puffs"])),
        "patient": maybe(
            st.fixed_dictionaries(
                {
                    "age_years": maybe(st.floats(0, 100)),
                    "weight_kg": maybe(st.floats(1, 200)),
                    "shorter_than_tape": yes_no,
                    "indication": one_of(Indication),
                    "apneic": yes_no,
                    "pulseless": yes_no,
                    "awake": yes_no,
                }
            )
        ),
        "agency": maybe(
            st.fixed_dictionaries(
                {
                    "programs": maybe(st.lists(st.sampled_from(PROGRAMS), max_size=4)),
                    "medical_control": yes_no,
                    "standing_orders": yes_no,
                }
            )
        ),
        "performer": maybe(
            st.fixed_dictionaries(
                {
                    "certificate_valid_from": days,
                    "certificate_valid_to": days,
                    "endorsements": maybe(st.lists(st.sampled_from(ENDORSEMENTS), max_size=4)),
                    "restricted": of_items,
                    "on_duty": yes_no,
                    "educated": of_items,
                }
            )
        ),
        "student": maybe(
            st.fixed_dictionaries(
                {
                    "training_for": maybe(levels),
                    "program_shift": yes_no,
                    "cleared": of_items,
                    "preceptor_level": maybe(levels),
                }
            )
        ),
    }
).flatmap(
    lambda act: st.one_of(
        st.sampled_from(ITEMS).map(lambda item: {**act, "item": item}),
        st.sampled_from(CODES).map(lambda code: {**act, "code": code}),
    )
)


def verdict_on(act):
    return judge(read_act(act), KNOWN, today=TODAY)


@EXAMPLES
@given(acts)
def test_every_verdict_is_one_of_the_seven_and_a_refusal_names_layer_rule_and_source(act):
    verdict = verdict_on(act)
    assert verdict.verdict in SEVEN
    assert verdict.reason
    assert (
        verdict.permitted
        is {True: True, False: False, None: None}[
            None if verdict.verdict == "cannot_judge" else verdict.verdict not in REFUSALS
        ]
    )
    if verdict.verdict in REFUSALS:
        assert verdict.layer in LAYERS
        assert verdict.rule
        assert verdict.source
        assert verdict.confidence
        assert verdict.rule_from in KNOWN
    else:
        assert verdict.layer is None
    if verdict.permitted:
        assert verdict.rule
        assert verdict.source
    assert verdict.ruleset == act["ruleset"]


def test_every_item_at_every_level_by_every_listed_route_in_every_ruleset_has_a_verdict_that_explains_itself():
    for rules in KNOWN.values():
        for item in rules.items.values():
            for level in rules.levels:
                for route in item.routes or (None,):
                    act = Act(ruleset=rules.id, item=item.id, level=level, route=route)
                    explains_itself(judge(act, KNOWN, today=TODAY), rules)


def explains_itself(verdict, rules):
    """A verdict by these rules: one of the seven, and what was decided by which rule of which source."""
    assert verdict.verdict in SEVEN
    assert (verdict.ruleset, verdict.version) == (rules.id, rules.version)
    if verdict.verdict == "cannot_judge":
        open_cell = rules.items[verdict.item].cells[verdict.level].unknown
        assert open_cell or verdict.missing or verdict.candidates, verdict
        return
    assert verdict.rule in rules.items
    assert verdict.rule_from in {rules.id, *(above.id for above in rules.lineage())}
    assert verdict.source
    assert verdict.confidence in {"high", "medium", "low"}
    assert (verdict.layer in LAYERS) is (verdict.verdict in REFUSALS)
    for change in verdict.changes:
        assert judge(change.act, KNOWN, today=TODAY).permitted is True


words = st.sampled_from(["yes", "no", "assist", "medical_direction", "unknown"])
ways = st.fixed_dictionaries(
    {"may": st.sampled_from(["yes", "assist", "medical_direction"])},
    optional={
        "supply": st.just(["patient"]),
        "setting": st.sampled_from([["scene"], ["interfacility"]]),
        "indication": st.lists(st.sampled_from(get_args(Indication)), min_size=1, max_size=3),
        "age_from": st.integers(1, 17),
        "tape": st.sampled_from(["longer", "shorter"]),
        "order": st.lists(st.sampled_from(get_args(Order)), min_size=1, max_size=3),
        "program": st.sampled_from(sorted(KNOWN["us-vt"].programs)),
    },
)
below_vermont = st.dictionaries(
    st.sampled_from(sorted(KNOWN["us-vt"].items)),
    st.dictionaries(st.sampled_from(sorted(KNOWN["us-vt"].levels)), words | ways, min_size=1, max_size=3),
    min_size=1,
    max_size=4,
)


@EXAMPLES
@given(acts, below_vermont, st.randoms())
def test_a_child_of_a_ceiling_never_permits_what_its_parent_refuses(act, cells, chance):
    told = {
        "id": "agency", "title": "An agency", "version": "1", "in_force_from": TODAY.replace(year=2025), "parent": "us-vt",
        "source": "test", "notice": "Only for tests.", "sources": {"here": "Its own rules"},
        "items": [{"id": item, "source": "here", "confidence": "low", "cells": one} for item, one in cells.items()],
    }  # fmt: skip
    known = {**KNOWN, "agency": built(told, KNOWN)}
    item = chance.choice(sorted(cells))
    act = {**act, "item": item, "code": None, "level": chance.choice(sorted(cells[item]))}
    below = judge(read_act({**act, "ruleset": "agency"}), known, today=TODAY)
    above = judge(read_act({**act, "ruleset": "us-vt"}), known, today=TODAY)
    assert not (below.permitted and above.permitted is not True)
    if below.permitted is False and above.permitted is False and below.layer == above.layer == "rule":
        assert below.rule == above.rule


@EXAMPLES
@given(acts)
def test_the_same_act_gets_the_same_verdict(act):
    assert verdict_on(act) == verdict_on(json.loads(json.dumps(act)))


@EXAMPLES
@given(acts)
def test_each_change_that_is_proposed_does_permit(act):
    verdict = verdict_on(act)
    assert verdict.permitted is False or verdict.changes == ()
    for change in verdict.changes:
        assert judge(change.act, KNOWN, today=TODAY).permitted is True
        assert change.facts(verdict.act)
        told = {**to_builtins(verdict.act), **change.facts(verdict.act)}
        assert judge(read_act(told), KNOWN, today=TODAY).permitted is True


@EXAMPLES
@given(acts)
def test_taking_away_an_order_a_program_or_an_endorsement_never_permits(act):
    refused = verdict_on(act).permitted is False
    less = {**act, "order": "none"}
    if act["agency"]:
        less["agency"] = {**act["agency"], "programs": []}
    if act["performer"]:
        less["performer"] = {**act["performer"], "endorsements": []}
    for poorer in ({**act, "order": "none"}, less):
        if refused:
            assert not verdict_on(poorer).permitted


@EXAMPLES
@given(acts)
def test_taking_away_the_certificate_or_the_studies_never_permits(act):
    if verdict_on(act).permitted is False:
        assert not verdict_on({**act, "level": "none", "student": None}).permitted
        assert not verdict_on({**act, "student": None}).permitted
        assert not verdict_on({**act, "performer": {"educated": False}}).permitted


@EXAMPLES
@given(acts)
def test_an_online_order_turns_only_a_missing_order_into_a_permission(act):
    before = verdict_on(act)
    after = verdict_on({**act, "order": "online_prior"})
    if before.permitted is False and before.layer != "order":
        assert after.permitted is False


@EXAMPLES
@given(acts, st.sampled_from(["prior_to_arrival", "other_unit", "not_given"]))
def test_what_we_did_not_do_is_never_judged(act, key):
    verdict = verdict_on({**act, key: True})
    assert (verdict.verdict, verdict.permitted, verdict.layer, verdict.changes) == (None, None, None, ())


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=8,
)
KEYS = [*read_act({}).__struct_fields__, "levl", ""]
PARTS = [
    "age_years",
    "indication",
    "programs",
    "restricted",
    "cleared",
    "training_for",
    "certificate_valid_to",
]
odd_acts = st.dictionaries(
    st.sampled_from(KEYS), junk | st.dictionaries(st.sampled_from(PARTS), junk, max_size=3), max_size=6
)


@EXAMPLES
@given(junk | odd_acts | st.tuples(acts, odd_acts).map(lambda both: {**both[0], **both[1]}))
def test_whatever_is_sent_gets_one_verdict_and_junk_is_never_permitted(told):
    (line,) = judge_lines([json.dumps(told)], KNOWN, today=TODAY)
    said = json.loads(line)
    assert said["verdict"] in {*SEVEN, None}
    assert line.isascii()
    if not isinstance(told, dict):
        assert said["verdict"] == "cannot_judge"


@EXAMPLES
@given(st.text(max_size=60) | st.binary(max_size=60))
def test_any_text_gets_only_cannot_judge(text):
    for line in judge_lines([text], KNOWN, today=TODAY):
        assert json.loads(line)["verdict"] == "cannot_judge"
