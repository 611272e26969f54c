"""The recommendation of a handoff: what the patient needs, what to watch for, and what is still open."""

from __future__ import annotations

from collections.abc import Iterator

from epcr.checks.age import age_in_years
from epcr.checks.conditions import refusal
from epcr.checks.usual import band_at, is_unusual
from epcr.checks.verdicts import judging
from epcr.handoff import words
from epcr.handoff.pieces import anchors_of, at_time, optional, told_of
from epcr.handoff.priorities import response_due
from epcr.handoff.statement import Statement
from epcr.handoff.trend import trend
from epcr.handoff.words import NOT_DOCUMENTED, listed, said
from epcr.sheet.anchor import Anchor
from epcr.sheet.context import Context
from epcr.sheet.interventions import Intervention
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.signs import ON_HANDOFF, unreserved
from epcr.sheet.vocabulary import vocabulary
from epcr.words.naming import lower

NO_TEAM_ALERT = "4224001"  # eDisposition.24 "No"
WORSE = "9916005"  # eMedications.07, eProcedures.08
NO_COMPLICATION = "no_complication"


def recommendation(run_sheet: RunSheet, context: Context) -> Iterator[Statement]:
    yield _needs(run_sheet, context)
    yield from _watch_for(run_sheet, context)
    yield from _beyond_scope(run_sheet, context)
    yield from _open_items(run_sheet, context)
    yield from _last_doses(run_sheet, context)
    yield from _not_given(run_sheet)
    yield from optional("Condition", run_sheet.disposition, (("condition_at_release", ""),), context)


def _needs(run_sheet: RunSheet, context: Context) -> Statement:
    disposition = run_sheet.disposition
    if refusal(run_sheet) and not run_sheet.transported:
        return told_of("Advice", disposition, ("instructions",), context)
    alerts = [code for code in disposition.team_alert or () if code != NO_TEAM_ALERT]
    told = []
    if alerts:
        names = [lower(vocabulary("team_alert").label(code).removeprefix("Yes, ")) for code in alerts]
        told.append(
            f"{listed(names)} team, alerted{at_time(disposition.team_alert_at, context) or ', time ' + NOT_DOCUMENTED}"
        )
    if disposition.hospital_capability:
        told.append(lower(said(disposition, "hospital_capability", context)))
    anchors = anchors_of(disposition, ("team_alert", "team_alert_at", "hospital_capability"))
    if not told:
        note = " (no team alert)" if disposition.team_alert else ""
        return Statement("Needs", f"{NOT_DOCUMENTED}{note}", anchors, missing=True)
    return Statement("Needs", "; ".join(told), anchors, disposition.team_alert_at)


def _watch_for(run_sheet: RunSheet, context: Context) -> Iterator[Statement]:
    """Last values outside the usual range for the age, and what got worse or went wrong."""
    told: list[str] = []
    anchors: list[Anchor] = []
    last = trend(run_sheet).last
    years = age_in_years(run_sheet)
    at = None
    if last is not None and years is not None:
        band = band_at(years)
        outside = [
            sign for sign in (*ON_HANDOFF, *unreserved()) if is_unusual(last, sign.name, band, context)
        ]
        if outside:
            at = last.taken_at
            shown_values = [
                f"{sign.name if sign.whole else lower(sign.label)} {said(last, sign.name, context)}"
                for sign in outside
            ]
            told.append(f"{', '.join(shown_values)}{at_time(at, context)}")
            anchors += [last.anchor(sign.name) for sign in outside]
    for act in run_sheet.entries("interventions"):
        trouble = ["worse"] if act.response == WORSE else []
        trouble += [
            lower(vocabulary("complication").label(code))
            for code in act.complications or ()
            if code != NO_COMPLICATION
        ]
        if trouble:
            told.append(
                f"{listed(trouble)} after {lower(words.item(act))}{at_time(act.performed_at, context)}"
            )
            anchors += [act.anchor("response"), act.anchor("complications")]
    if told:
        yield Statement("Watch for", "; ".join(told), tuple(anchors), at)


def _beyond_scope(run_sheet: RunSheet, context: Context) -> Iterator[Statement]:
    told: list[str] = []
    anchors: list[Anchor] = []
    judged = judging(run_sheet)
    for act in run_sheet.entries("interventions"):
        verdict = judged(act)
        if verdict.refused:
            told.append(
                f"{words.item(act)}{at_time(act.performed_at, context)} by {words.performer(act, context)}: "
                f"{verdict.mark.paper}"
            )
            anchors.append(act.anchor("item"))
    if told:
        yield Statement("Scope", "; ".join(told), tuple(anchors))


def _open_items(run_sheet: RunSheet, context: Context) -> Iterator[Statement]:
    told: list[str] = []
    anchors: list[Anchor] = []
    acts = [act for act in run_sheet.entries("interventions") if act.given and not words.whose(act)]
    silent = [
        act
        for act in acts
        if act.kind == "medication" and not act.documented("response") and response_due(act, run_sheet)
    ]
    if silent:
        named = listed([f"{lower(words.item(act))}{at_time(act.performed_at, context)}" for act in silent])
        told.append(f"response to {named} {NOT_DOCUMENTED}")
        anchors += [act.anchor("response") for act in silent]
    last_act = max((act for act in acts if act.performed_at), key=lambda act: act.performed_at, default=None)
    last_set = trend(run_sheet).last
    if last_act is not None and (
        last_set is None or last_set.taken_at is None or last_set.taken_at < last_act.performed_at
    ):
        told.append(
            f"reassess: no vital signs after {lower(words.item(last_act))}{at_time(last_act.performed_at, context)}"
        )
        anchors.append(last_act.anchor("performed_at"))
    measured = any(one.glucose is not None for one in run_sheet.entries("vitals"))
    if run_sheet.primary.glucose_check == "needed" and not measured:
        told.append("glucose check needed, not done yet")
        anchors.append(run_sheet.primary.anchor("glucose_check"))
    if told:
        yield Statement("Open items", "; ".join(told), tuple(anchors))


def _last_doses(run_sheet: RunSheet, context: Context) -> Iterator[Statement]:
    """Each medication given, how often, and when last: what decides about the next dose."""
    by_item: dict[str, list[Intervention]] = {}
    for act in run_sheet.entries("interventions"):
        if act.kind == "medication" and act.given:
            by_item.setdefault(act.what or "", []).append(act)
    told = []
    for acts in by_item.values():
        last = acts[-1]
        often = f" ×{len(acts)}, last" if len(acts) > 1 else ""
        told.append(
            f"{lower(words.item(last))}: {words.amount(last, context)}{often}{at_time(last.performed_at, context)}"
        )
    if told:
        anchors = tuple(act.anchor("performed_at") for acts in by_item.values() for act in acts)
        last_at = max(
            (act.performed_at for acts in by_item.values() for act in acts if act.performed_at), default=None
        )
        yield Statement("Last doses", "; ".join(told), anchors, last_at)


def _not_given(run_sheet: RunSheet) -> Iterator[Statement]:
    acts = [act for act in run_sheet.entries("interventions") if act.item and not act.given]
    if acts:
        reasons = vocabulary("reason")
        told = [f"{lower(words.item(act))}: {lower(reasons.label(act.why('item')))}" for act in acts]
        yield Statement(
            "Not given", "; ".join(dict.fromkeys(told)), tuple(act.anchor("item") for act in acts)
        )
