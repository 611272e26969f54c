"""The six answers to an act outside scope.

An answer that changes a fact (an order, who performed it, whose medication) changes the intervention and judges it anew; a
reason only answers the finding and leaves the verdict as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from epcr.checks import findings
from epcr.people.wording import one_line
from epcr.sheet.interventions import Intervention
from epcr.sheet.run_sheet import RunSheet
from epcr.web import saving

ONLINE, ON_SCENE = "9918001", "9918003"  # eProcedures.11, eMedications.11
MEDICATION_OF_PATIENT = "patient"


def answer(sheet: RunSheet, act: Intervention, form: Mapping[str, str]) -> str:
    """Take the answer and say what became of it. Raises ValueError with a sentence on what is missing."""
    kind = form.get("kind", "")
    if kind not in ANSWERS:
        message = "Choose what is true."
        raise ValueError(message)
    return ANSWERS[kind](sheet, act, form)


def _order(sheet: RunSheet, act: Intervention, form: Mapping[str, str]) -> str:
    act.authorized_by = _needed(form, "by_whom", "Write who gave the order.")[:120]
    act.authorization = ON_SCENE if form.get("given") == "on_scene" else ONLINE
    spec = act.fields()["ordered_at"]
    act.ordered_at = spec.read(
        [_needed(form, "ordered_at", "Write when the order was given.")], sheet.context()
    )
    read_back = form.get("read_back", "")
    if read_back not in {"yes", "no"}:
        message = "Say whether the order was read back."
        raise ValueError(message)
    act.order_read_back = read_back == "yes"
    return _anew(sheet, act)


def _assisted(sheet: RunSheet, act: Intervention, form: Mapping[str, str]) -> str:
    who = _needed(form, "who", "Say whom you assisted.")
    if who in sheet.context().crew:
        if who == act.performer:
            message = "Choose whom you assisted, not yourself."
            raise ValueError(message)
        act.assisted, act.performer = act.performer, who
        return _anew(sheet, act)
    return _reason(sheet, act, f"Assisted {who}", "assisted")


def _someone_else(sheet: RunSheet, act: Intervention, form: Mapping[str, str]) -> str:
    who = _needed(form, "who", "Choose who performed it.")
    if who not in sheet.context().crew or who == act.performer:
        message = "Choose another member of the crew, or add them to the crew first."
        raise ValueError(message)
    act.performer = who
    return _anew(sheet, act)


def _own_medication(sheet: RunSheet, act: Intervention, _form: Mapping[str, str]) -> str:
    act.supply = MEDICATION_OF_PATIENT
    return _anew(sheet, act)


def _exceeded(sheet: RunSheet, act: Intervention, form: Mapping[str, str]) -> str:
    return _reason(sheet, act, _needed(form, "why", "Write why you went beyond your scope."), "exceeded")


def _mistake(sheet: RunSheet, act: Intervention, _form: Mapping[str, str]) -> str:
    saving.strike(act, "Entered by mistake")
    saving.judge_all(sheet)
    return "Struck as entered by mistake. It stays in the record."


def _anew(sheet: RunSheet, act: Intervention) -> str:
    act.version += 1
    verdict = saving.judge(sheet, act)
    if verdict.permitted is False and sheet.mode == "strict":
        message = f"Not saved: with that it is outside scope, and this class refuses it. {verdict.reason}"
        raise ValueError(message)
    if verdict.permitted is False:
        return f"Judged anew with that: still outside scope. {verdict.reason}"
    return (
        "Judged anew with that: within scope now."
        if verdict.permitted
        else f"Judged anew with that. {verdict.reason}"
    )


def _reason(sheet: RunSheet, act: Intervention, text: str, kind: str) -> str:
    about = [
        one for one in findings(sheet) if one.anchor == act.anchor("item") and one.source.startswith("scope")
    ]
    if not about:
        message = "This act is within scope now; there is nothing to answer."
        raise ValueError(message)
    saving.answer(sheet, about, text[:500], kind=kind)
    return "Answered. The verdict stays as it is; your instructor reads both."


def _needed(form: Mapping[str, str], name: str, message: str) -> str:
    text = one_line(form.get(name, ""))
    if not text:
        raise ValueError(message)
    return text


ANSWERS: dict[str, Callable[[RunSheet, Intervention, Mapping[str, str]], str]] = {
    "order_given": _order,
    "assisted": _assisted,
    "someone_else": _someone_else,
    "own_medication": _own_medication,
    "exceeded": _exceeded,
    "mistake": _mistake,
}
