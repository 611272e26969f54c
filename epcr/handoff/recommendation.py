"""The recommendation of a handoff: what the patient needs, what to watch for, and what is still open."""

from __future__ import annotations

from collections.abc import Iterator

from epcr.checks.age import age_in_years
from epcr.checks.conditions import Stated, refusal
from epcr.checks.usual import band_then, is_unusual
from epcr.checks.verdicts import judging
from epcr.handoff import words
from epcr.handoff.pieces import anchors_of, at_time, optional, timed, told_of
from epcr.handoff.priorities import response_due
from epcr.handoff.statement import Statement
from epcr.handoff.trend import trend
from epcr.handoff.words import NOT_DOCUMENTED, listed, said
from epcr.sheet.anchor import Anchor
from epcr.sheet.context import Context
from epcr.sheet.interventions import Intervention
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.signs import ON_HANDOFF, Sign, unreserved
from epcr.sheet.vitals import VitalSigns
from epcr.sheet.vocabulary import vocabulary
from epcr.words.naming import lower

NO_TEAM_ALERT = "4224001"  # eDisposition.24 "No"
WORSE = "9916005"  # eMedications.07, eProcedures.08


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
    if refusal(Stated(run_sheet)) and not run_sheet.transported:
        return told_of("Advice", disposition, ("instructions",), context)
    alerts = [code for code in disposition.team_alert or () if code != NO_TEAM_ALERT]
    needs = []
    if alerts:
        names = [lower(vocabulary("team_alert").label(code).removeprefix("Yes, ")) for code in alerts]
        needs.append(f"{listed(names)} team, alerted{timed(disposition.team_alert_at, context)}")
    if disposition.hospital_capability:
        needs.append(lower(said(disposition, "hospital_capability", context)))
    anchors = anchors_of(disposition, ("team_alert", "team_alert_at", "hospital_capability"))
    if not needs:
        note = " (no team alert)" if disposition.team_alert else ""
        return Statement("Needs", f"{NOT_DOCUMENTED}{note}", anchors, missing=True)
    return Statement("Needs", "; ".join(needs), anchors, disposition.team_alert_at)


def _watch_for(run_sheet: RunSheet, context: Context) -> Iterator[Statement]:
    """Last values outside the usual range for the age, and what got worse or went wrong."""
    warnings: list[str] = []
    anchors: list[Anchor] = []
    last, at = trend(run_sheet).last, None
    outside = _unusual_at_last(run_sheet, last, context)
    if last is not None and outside:
        at = last.taken_at
        values = [
            f"{sign.name if sign.whole else lower(sign.label)} {said(last, sign.name, context)}"
            for sign in outside
        ]
        warnings.append(f"{', '.join(values)}{at_time(at, context)}")
        anchors += [last.anchor(sign.name) for sign in outside]
    for intervention in run_sheet.entries("interventions"):
        if trouble := _trouble(intervention):
            warnings.append(
                f"{listed(trouble)} after {lower(words.item(intervention))}{at_time(intervention.performed_at, context)}"
            )
            anchors += [intervention.anchor("response"), intervention.anchor("complications")]
    if warnings:
        yield Statement("Watch for", "; ".join(warnings), tuple(anchors), at)


def _unusual_at_last(run_sheet: RunSheet, last: VitalSigns | None, context: Context) -> list[Sign]:
    """The signs that are outside of the usual range for the age; of an unknown age none is."""
    if last is None or age_in_years(run_sheet) is None:
        return []
    band = band_then(run_sheet, last)
    return [sign for sign in (*ON_HANDOFF, *unreserved()) if is_unusual(last, sign.name, band, context)]


def _trouble(intervention: Intervention) -> list[str]:
    """That the patient got worse after it, and what went wrong."""
    return [*(["worse"] if intervention.response == WORSE else []), *words.complications(intervention)]


def _beyond_scope(run_sheet: RunSheet, context: Context) -> Iterator[Statement]:
    beyond: list[str] = []
    anchors: list[Anchor] = []
    judged = judging(run_sheet)
    for intervention in run_sheet.entries("interventions"):
        verdict = judged(intervention)
        if verdict.refused:
            beyond.append(
                f"{words.item(intervention)}{at_time(intervention.performed_at, context)} by {words.performer(intervention, context)}: "
                f"{verdict.mark.paper}"
            )
            anchors.append(intervention.anchor("item"))
    if beyond:
        yield Statement("Scope", "; ".join(beyond), tuple(anchors))


def _open_items(run_sheet: RunSheet, context: Context) -> Iterator[Statement]:
    open_items: list[str] = []
    anchors: list[Anchor] = []
    interventions = [
        intervention
        for intervention in run_sheet.entries("interventions")
        if intervention.given and not words.whose(intervention)
    ]
    silent = [
        intervention
        for intervention in interventions
        if intervention.kind == "medication"
        and not intervention.documented("response")
        and response_due(intervention, run_sheet)
    ]
    if silent:
        named = listed(
            [
                f"{lower(words.item(intervention))}{at_time(intervention.performed_at, context)}"
                for intervention in silent
            ]
        )
        open_items.append(f"response to {named} {NOT_DOCUMENTED}")
        anchors += [intervention.anchor("response") for intervention in silent]
    last_act = max(
        (intervention for intervention in interventions if intervention.performed_at),
        key=lambda intervention: intervention.performed_at,
        default=None,
    )
    last_set = trend(run_sheet).last
    if last_act is not None and (
        last_set is None or last_set.taken_at is None or last_set.taken_at < last_act.performed_at
    ):
        open_items.append(
            f"reassess: no vital signs after {lower(words.item(last_act))}{at_time(last_act.performed_at, context)}"
        )
        anchors.append(last_act.anchor("performed_at"))
    measured = any(vitals.glucose is not None for vitals in run_sheet.entries("vitals"))
    if run_sheet.primary.glucose_check == "needed" and not measured:
        open_items.append("glucose check needed, not done yet")
        anchors.append(run_sheet.primary.anchor("glucose_check"))
    if open_items:
        yield Statement("Open items", "; ".join(open_items), tuple(anchors))


def _last_doses(run_sheet: RunSheet, context: Context) -> Iterator[Statement]:
    """Each medication given, how often, and when last: what decides about the next dose."""
    by_item: dict[str, list[Intervention]] = {}
    for intervention in run_sheet.entries("interventions"):
        if intervention.kind == "medication" and intervention.given:
            by_item.setdefault(intervention.what or "", []).append(intervention)
    doses = []
    for doses_of_item in by_item.values():
        last = doses_of_item[-1]
        often = f" ×{len(doses_of_item)}, last" if len(doses_of_item) > 1 else ""
        doses.append(
            f"{lower(words.item(last))}: {words.amount(last, context)}{often}{at_time(last.performed_at, context)}"
        )
    if doses:
        anchors = tuple(
            dose.anchor("performed_at") for doses_of_item in by_item.values() for dose in doses_of_item
        )
        last_at = max(
            (
                dose.performed_at
                for doses_of_item in by_item.values()
                for dose in doses_of_item
                if dose.performed_at
            ),
            default=None,
        )
        yield Statement("Last doses", "; ".join(doses), anchors, last_at)


def _not_given(run_sheet: RunSheet) -> Iterator[Statement]:
    interventions = [
        intervention
        for intervention in run_sheet.entries("interventions")
        if intervention.item and not intervention.given
    ]
    if interventions:
        reasons = vocabulary("reason")
        withheld = [
            f"{lower(words.item(intervention))}: {lower(reasons.label(intervention.why('item')))}"
            for intervention in interventions
        ]
        yield Statement(
            "Not given",
            "; ".join(dict.fromkeys(withheld)),
            tuple(intervention.anchor("item") for intervention in interventions),
        )
