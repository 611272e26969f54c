"""Writes the audit while a session flushes: one line a changed field, in the same transaction as the change.

It knows sessions and sheet parts, and refuses a change that nobody stands for. It judges nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, event, insert, inspect
from sqlalchemy.orm import Mapper, Session, UOWTransaction, object_session
from sqlalchemy.orm.attributes import History

from epcr.audit.device import written_at
from epcr.audit.model import AuditLine
from epcr.db import now
from epcr.sheet.absent import source_of
from epcr.sheet.answer import Answer
from epcr.sheet.class_ruleset import ClassRuleset, RulesetVersion
from epcr.sheet.run_sheet import SECTIONS, RunSheet
from epcr.sheet.section import Entry, Section, SheetPart
from epcr.sheet.verdict import KeptVerdict, plain_verdict

WATCHED = (SheetPart, RunSheet, Answer, ClassRuleset, RulesetVersion)
# What a part keeps for itself: its place, its version, and what is written on lines of their own.
NOT_FIELDS = frozenset(
    {
        "id",
        "run_sheet_id",
        "version",
        "saved_at",
        "device_at",
        "created_at",
        "absent",
        "struck_at",
        "struck_reason",
    }
)

Part = Section | Entry
Line = tuple[str, str, Any, Any]
"""Run sheet, anchor, before, after."""


class NoActor(Exception):  # noqa: N818 - it is named for what it found
    """A run sheet or a class's rules were to be changed by a session that names nobody in `session.info["actor"]`."""


def install() -> None:
    """Watch every session; doing it twice changes nothing."""
    listeners = (
        ("before_flush", _require_actor),
        ("before_flush", _note_device),
        ("after_flush", _write_lines),
    )
    for name, listener in listeners:
        if not event.contains(Session, name, listener):
            event.listen(Session, name, listener)
    # A child that its sheet lets go is deleted within the flush and never stands in `session.deleted`.
    for watched in (*SECTIONS, Answer):
        if not event.contains(watched, "before_delete", _write_deletion):
            event.listen(watched, "before_delete", _write_deletion)


def _require_actor(session: Session, _context: UOWTransaction, _instances: object) -> None:
    if session.info.get("actor"):
        return
    changed = (one for one in session.dirty if session.is_modified(one))
    for one in (*session.new, *session.deleted, *changed):
        if isinstance(one, WATCHED):
            message = (
                f"a {type(one).__name__} was to be changed by nobody: set session.info['actor'] to a login"
            )
            raise NoActor(message)


def _note_device(session: Session, _context: UOWTransaction, _instances: object) -> None:
    """A part that is saved keeps when its device says that it was written, beside when the server saved it."""
    for one in (*session.new, *session.dirty):
        if isinstance(one, SheetPart) and _is_saved(one):
            one.device_at = written_at(session)


def _is_saved(part: SheetPart) -> bool:
    """Whether this flush saves the part. Two saves of one second have the same `saved_at`, but never the same version."""
    return any(_history(part, name).has_changes() for name in ("saved_at", "version"))


def _write_lines(session: Session, _context: UOWTransaction) -> None:
    # The histories still stand here, and the keys of new rows are known; see SessionEvents.after_flush.
    lines = [line for one in session.new for line in _of_new(one)]
    lines += [line for one in session.dirty for line in _of_changed(one)]
    if lines:
        _write(session, session.connection(), lines)


def _write_deletion(_mapper: Mapper[Any], connection: Connection, one: Section | Entry | Answer) -> None:
    session = object_session(one)
    if session is None or not session.info.get("actor"):
        message = f"a {type(one).__name__} was to be deleted by nobody: set session.info['actor'] to a login"
        raise NoActor(message)
    _write(session, connection, [_of_deleted(one)])


def _write(session: Session, connection: Connection, lines: Iterable[Line]) -> None:
    at, device_at, actor = now(), written_at(session), session.info["actor"]
    connection.execute(
        insert(AuditLine.__table__),  # type: ignore[arg-type]
        [
            {
                "run_sheet_id": sheet,
                "actor": actor,
                "at": at,
                "device_at": device_at,
                "anchor": anchor,
                "before": _json(before),
                "after": _json(after),
            }
            for sheet, anchor, before, after in lines
        ],
    )


def _of_new(one: object) -> Iterator[Line]:
    if isinstance(one, RunSheet):
        yield one.id, "sheet", None, {"begun": one.scenario or "blank"}
    elif isinstance(one, Answer):
        yield one.run_sheet_id, one.anchor, None, _answer(one)
    elif isinstance(one, Section | Entry):
        if isinstance(one, Entry):
            yield one.run_sheet_id, str(one.anchor()), None, {"added": one.noun}
        yield from _fields(one)


def _of_changed(one: object) -> Iterator[Line]:
    if isinstance(one, RunSheet):
        for column in inspect(RunSheet).column_attrs:
            history = _history(one, column.key)
            if history.has_changes():
                yield (
                    one.id,
                    f"sheet-{column.key}",
                    {"value": _old(history)},
                    {"value": getattr(one, column.key)},
                )
    elif isinstance(one, Answer):
        if any(_history(one, name).has_changes() for name in ("kind", "text", "value")):
            yield one.run_sheet_id, one.anchor, _answer_before(one), _answer(one)
    elif isinstance(one, Section | Entry):
        yield from _fields(one)
        if isinstance(one, Entry):
            yield from _strike(one)


def _of_deleted(one: Section | Entry | Answer) -> Line:
    if isinstance(one, Answer):
        return one.run_sheet_id, one.anchor, _answer(one), None
    kept = {name: said for name in _names(one) if (said := _said(getattr(one, name), one.absent, name))}
    return one.run_sheet_id, str(one.anchor()), kept, None


def _fields(part: Part) -> Iterator[Line]:
    reasons = _history(part, "absent")
    absent_now = part.absent or {}
    absent_then = (_old(reasons) or {}) if reasons.has_changes() else absent_now
    for name in _names(part):
        history = _history(part, name)
        value = getattr(part, name)
        before = _said(_old(history) if history.has_changes() else value, absent_then, name)
        after = _said(value, absent_now, name)
        if before != after:
            yield part.run_sheet_id, str(part.anchor(name)), before, after


def _strike(entry: Entry) -> Iterator[Line]:
    history = _history(entry, "struck_at")
    if not history.has_changes():
        return
    reasons = _history(entry, "struck_reason")
    reason_then = _old(reasons) if reasons.has_changes() else entry.struck_reason
    before = {"struck": reason_then} if _old(history) else None
    after = {"struck": entry.struck_reason} if entry.struck else None
    yield entry.run_sheet_id, str(entry.anchor()), before, after


def _names(part: SheetPart) -> Iterator[str]:
    """The stored attributes that say something about the call, the verdict included."""
    return (column.key for column in inspect(type(part)).column_attrs if column.key not in NOT_FIELDS)


def _said(value: Any, absent: dict[str, str], name: str) -> dict[str, Any] | None:
    """All that is said of a field: value, reason, what was not found; None when nothing is."""
    said: dict[str, Any] = {} if value is None else {"value": value}
    if why := absent.get(name):
        said["why"] = why
    if source := absent.get(source_of(name)):
        said["source"] = source
    if missed := sorted(key.removeprefix(f"{name}:") for key in absent if key.startswith(f"{name}:")):
        said["not"] = missed
    return said or None


def _answer(one: Answer) -> dict[str, str]:
    return {"answer": one.text, "kind": one.kind, "to": one.source}


def _answer_before(one: Answer) -> dict[str, Any]:
    def old(name: str) -> Any:
        history = _history(one, name)
        return _old(history) if history.has_changes() else getattr(one, name)

    return {"answer": old("text"), "kind": old("kind"), "to": one.source}


def _history(one: object, name: str) -> History:
    return inspect(one).attrs[name].history  # type: ignore[no-any-return]


def _old(history: History) -> Any:
    return history.deleted[0] if history.deleted else None


def _json(said: Any) -> str | None:
    return None if said is None else json.dumps(said, sort_keys=True, ensure_ascii=False, default=_text)


def _text(value: object) -> str | dict[str, Any]:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, KeptVerdict):
        return plain_verdict(value)
    return str(value)
