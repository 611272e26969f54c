"""The address to which a device sends changes, one message at a time, and what it is told of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, abort, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from epcr.audit import CONTESTED
from epcr.audit import change as audited
from epcr.review.holding import is_uncontested, reads_first
from epcr.review.whose_sheet import editable, written
from epcr.sheet.run_sheet import BY_SLUG, FOR_A_CHANGE, WHOLE, RunSheet
from epcr.sheet.section import SheetPart, new_id
from epcr.visit.showing import decides, was_shown
from epcr.visit.signed_in import session
from epcr.web import notice, outcome
from epcr.web.changes.applying import ChangeResult, NotSaved, Round
from epcr.web.changes.message import STANDS, TYPED, FieldChange, UnreadableMessage, device_name, read
from epcr.web.changes.pieces import drawn, said_at_fields
from epcr.web.changes.record import earlier
from epcr.web.changes.sender import named
from epcr.web.changes.two_values import TwoValues, two_values
from epcr.web.frame_view import saved_in_words
from epcr.web.merging import sum_of
from epcr.web.opened_sheet import OpenedSheet
from epcr.web.pages import context_of
from epcr.web.sheet_pages import READ_IT, closed, standing_of_new
from epcr.words.language import marked

blueprint = Blueprint("changes", __name__)
NO_MESSAGE = notice.Notice(
    marked("What was sent could not be read"),
    marked("Nothing was saved. It stays on this device; reload the page and it is sent again."),
    422,
)


@blueprint.post("/sheets/<sheet_id>/changes")
@reads_first
def take(sheet_id: str) -> tuple[Response, int]:
    """Take changes of one sheet, each once, and say of each what became of it and how the sheet stands after it."""
    sheet = written(sheet_id, WHOLE)
    message = _message()
    try:
        changes = read(message)
    except UnreadableMessage:
        return outcome.error(NO_MESSAGE)
    audited.sent_from(session(), named(request.user_agent.string, device_name(message)))
    session().info["device_at"] = max((change.at for change in changes if change.at), default=None)
    taken, results = _applied(sheet, changes)
    agreed = is_uncontested(session(), sheet_id) and not any(
        result.outcome == CONTESTED for result in results
    )
    session().commit()
    opened = OpenedSheet(taken.sheet, standing_of_new(taken.sheet), is_uncontested=agreed)
    return jsonify(_answer(taken, results, opened) | {"pieces": drawn(opened, message)}), 200


def _message() -> object:
    """What was sent; None where it is no JSON, or more deeply nested than any message of ours."""
    try:
        return request.get_json(silent=True)
    except RecursionError:
        return None


def _applied(sheet: RunSheet, changes: Sequence[FieldChange]) -> tuple[Round, list[ChangeResult]]:
    """Apply what can be: what a strict class does not save is left out, and the rest tried again without it."""
    not_saved: dict[str, str] = {}
    while True:
        taken = _round(sheet, changes, not_saved)
        try:
            return taken, taken.apply(changes)
        except NotSaved as error:
            session().rollback()
            audited.forget(session())
            not_saved |= error.refused
            sheet = written(sheet.id, WHOLE)


def _round(sheet: RunSheet, changes: Sequence[FieldChange], not_saved: Mapping[str, str]) -> Round:
    """What is known of a message before its changes are applied."""
    ops = {
        op
        for change in changes
        for op in (change.op, change.was, change.settles)
        if len(op) == len(change.op)
    }
    entries = {
        (change.anchor.section, change.anchor.entry)
        for change in changes
        if change.anchor.entry and sheet.part(change.anchor.section, change.anchor.entry) is None
    }
    foreign = [f"{slug}-{entry}" for slug, entry in sorted(entries) if session().get(BY_SLUG[slug], entry)]
    return Round(
        session(), sheet, earlier(session(), ops), closed=closed(sheet), left_out=not_saved, foreign=foreign
    )


def _answer(taken: Round, results: Iterable[ChangeResult], opened: OpenedSheet) -> dict[str, Any]:
    """What the device needs to go on: each result, the parts that were asked about as they stand with what was found at their fields,
    and how the sheet stands.
    """
    sheet, waiting = taken.sheet, opened.two_values
    parts = [part for part in taken.parts.values() if sheet.holds(part)]
    saved = [part.saved_at for part in sheet.parts() if part.saved_at is not None]
    return {
        "results": [_result(result) for result in results],
        "parts": {str(part.anchor()): _part(sheet, part) for part in parts},
        "said": {str(part.anchor()): said_at_fields(opened, part) for part in parts},
        "contested": [_waiting(values) for values in waiting],
        "saved": saved_in_words(max(saved, default=None), sheet, len(waiting)),
        **outcome.stands(sheet, {part.page.slug for part in parts}, opened.of_the_checks),
    }


def _result(result: ChangeResult) -> dict[str, str]:
    answer = {"op": result.op, "outcome": result.outcome, "anchor": result.anchor, "words": result.words}
    return answer | ({"yours": result.yours, "stands": result.stands} if result.outcome == CONTESTED else {})


def _part(sheet: RunSheet, part: SheetPart) -> dict[str, Any]:
    """A part as it stands: its fields in words, and the sum by which a device knows each."""
    context = context_of(sheet, part)
    return {
        "version": part.version,
        "shown": outcome.shown(sheet, part),
        "was": {name: sum_of(part, name, context) for name in part.fields()},
    }


def _waiting(values: TwoValues) -> dict[str, Any]:
    return {
        "op": values.op, "anchor": str(values.anchor), "typed": values.typed, "stands": values.stands,
        "knows": values.knows, "by": asdict(values.by), "against": asdict(values.against),
    }  # fmt: skip


@blueprint.post("/sheets/<sheet_id>/two-values")
@decides
@reads_first
def settle(sheet_id: str) -> AnyResponse:
    """Take one of two values of a field, as the page showed both."""
    sheet = editable(sheet_id, FOR_A_CHANGE)
    op, chosen = request.form.get("op", ""), request.form.get("choose", "")
    waiting = next((values for values in two_values(session(), sheet) if values.op == op), None)
    if waiting is None:
        abort(409, f"This was decided in the meantime. {READ_IT}")
    if was_shown().sums.get("two") != waiting.knows:
        abort(409, f"One of the two values was changed since your page was drawn. {READ_IT}")
    if chosen not in {TYPED, STANDS}:
        abort(400)
    anchor = waiting.anchor
    change = FieldChange(new_id(), anchor, settles=op, chosen=chosen)
    taken = _round(sheet, [change], {})
    try:
        taken.apply([change])
    except NotSaved as error:
        session().rollback()
        abort(409, next(iter(error.refused.values())))
    session().commit()
    where = url_for(
        "sheet.section",
        sheet_id=sheet.id,
        slug=anchor.section,
        entry=anchor.entry or None,
        _anchor=str(anchor),
    )
    return redirect(where, 303)
