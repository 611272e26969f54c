"""What the trainee says of an act: one of the six answers to an act outside scope, or which of several it was.

An answer that changes a fact (an order, who performed it, whose medication, what it was) changes the intervention and judges
it anew; a reason only answers the finding and leaves the verdict as it is. Where something is missing nothing is changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from epcr.checks import findings
from epcr.checks.verdicts import judge_changed, judging
from epcr.db import now
from epcr.sheet.catalog import catalog
from epcr.sheet.interventions import Intervention
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.verdict import KeptVerdict
from epcr.web import saving, verdict_words
from epcr.wording import one_line

ONLINE, ON_SCENE = "9918001", "9918003"  # eProcedures.11, eMedications.11
MEDICATION_OF_PATIENT = "patient"


class Lacking(ValueError):  # noqa: N818 - it is named for what it says
    """An answer that cannot be taken: a sentence by the control that lacks something, "" for the answer as a whole."""

    def __init__(self, sentences: Mapping[str, str]) -> None:
        """Keep the sentences."""
        super().__init__(". ".join(sentences.values()))
        self.sentences = dict(sentences)


def answer(sheet: RunSheet, act: Intervention, form: Mapping[str, str]) -> str:
    """Take the answer and say what became of it. Raises Lacking with what to add; the caller then undoes what was changed."""
    kind = form.get("kind", "")
    if kind not in ANSWERS:
        raise Lacking({"": "Choose what happened."})
    return ANSWERS[kind](sheet, act, form)


def _order(sheet: RunSheet, act: Intervention, form: Mapping[str, str]) -> str:
    lacks: dict[str, str] = {}
    by_whom, read_back = one_line(form.get("by_whom", "")), form.get("read_back", "")
    if not by_whom:
        lacks["by_whom"] = "Write who gave the order."
    ordered_at = _moment(sheet, act, form.get("ordered_at", ""), lacks)
    if read_back not in {"yes", "no"}:
        lacks["read_back"] = "Say whether the order was read back."
    if lacks:
        raise Lacking(lacks)
    act.authorized_by, act.ordered_at, act.order_read_back = by_whom[:120], ordered_at, read_back == "yes"
    act.authorization = ON_SCENE if form.get("given") == "on_scene" else ONLINE
    return _anew(sheet, act)


def _moment(sheet: RunSheet, act: Intervention, typed: str, lacks: dict[str, str]) -> datetime | None:
    moment: datetime | None = None
    try:
        moment = act.fields()["ordered_at"].read([typed], sheet.context(act))
    except ValueError as error:
        lacks["ordered_at"] = str(error)
    else:
        if moment is None:
            lacks["ordered_at"] = "Write when the order was given."
    return moment


def _assisted(sheet: RunSheet, act: Intervention, form: Mapping[str, str]) -> str:
    somebody = one_line(form.get("somebody", ""))
    who = one_line(form.get("who", "")) or somebody
    if not who:
        raise Lacking({"who": "Say whom you assisted."})
    if somebody and somebody != who:
        raise Lacking({"somebody": "Name one: a member of the crew, or somebody else."})
    if who not in sheet.context().crew:
        return _reason(sheet, act, f"Assisted {who}", "assisted")
    if who == act.performer:
        raise Lacking({"who": "Choose whom you assisted, not yourself."})
    act.assisted, act.performer = act.performer, who
    return _anew(sheet, act)


def _someone_else(sheet: RunSheet, act: Intervention, form: Mapping[str, str]) -> str:
    who = form.get("who", "")
    if who not in sheet.context().crew or who == act.performer:
        raise Lacking({"who": "Choose somebody else on the crew, or add them under Crew first."})
    act.performer = who
    if act.assisted == who:
        act.assisted = None
    return _anew(sheet, act)


def _own_medication(sheet: RunSheet, act: Intervention, _form: Mapping[str, str]) -> str:
    if act.kind != "medication":
        raise Lacking({"": "Only a medication can be the patient’s own; choose another answer."})
    act.supply = MEDICATION_OF_PATIENT
    row = catalog().rows[str(act.item)]
    if row.supply == "agency":  # the item itself says whose it is; the patient's own has an item beside it
        beside = (
            item for item in catalog().with_code(row.code or "") if item.supply == MEDICATION_OF_PATIENT
        )
        act.item = next((item.id for item in beside if set(item.routes) & set(row.routes)), act.item)
    return _anew(sheet, act)


def _exceeded(sheet: RunSheet, act: Intervention, form: Mapping[str, str]) -> str:
    why = one_line(form.get("why", ""))
    if not why:
        raise Lacking({"why": "Write why you went beyond your scope."})
    return _reason(sheet, act, why, "exceeded")


def _mistake(sheet: RunSheet, act: Intervention, _form: Mapping[str, str]) -> str:
    saving.strike(act, "Entered by mistake")
    judge_changed(sheet, now())
    return "Struck as entered by mistake. It stays in the record."


def _meant(sheet: RunSheet, act: Intervention, form: Mapping[str, str]) -> str:
    """Which of several interventions with one code it was."""
    offered = [item.id for item in verdict_words.candidates(judging(sheet)(act))]
    if form.get("item") not in offered:
        raise Lacking({"": "Choose which one it was."})
    act.item = form["item"]
    return _anew(sheet, act)


def _anew(sheet: RunSheet, act: Intervention) -> str:
    act.version += 1
    if refused := saving.judge_saved(sheet, act):
        raise Lacking(
            {"": f"Not changed: with that it is outside scope, and this class refuses it. {refused.reason}."}
        )
    return _said_anew(judging(sheet)(act))


def _said_anew(verdict: KeptVerdict) -> str:
    if verdict.refused:
        return f"Checked again: still outside scope. {verdict.reason}."
    if verdict.permitted:
        return "Checked again: in scope."
    return f"Checked again. {verdict.reason}."


def _reason(sheet: RunSheet, act: Intervention, text: str, kind: str) -> str:
    about = [
        finding
        for finding in findings(sheet)
        if finding.anchor == act.anchor("item") and finding.source.startswith("scope")
    ]
    if not about:
        raise Lacking({"": "This act is within scope now; there is nothing to answer."})
    saving.answer(sheet, about, text[:500], kind=kind)
    return "Answered. The verdict stays as it is; your instructor reads both."


ANSWERS: dict[str, Callable[[RunSheet, Intervention, Mapping[str, str]], str]] = {
    "order_given": _order,
    "assisted": _assisted,
    "someone_else": _someone_else,
    "own_medication": _own_medication,
    "exceeded": _exceeded,
    "mistake": _mistake,
    "meant": _meant,
}
