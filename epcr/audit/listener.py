"""Writes the audit while a session flushes: one line a changed field, in the same transaction as the change.

It knows sessions and sheet parts, and refuses a change that nobody stands for. It judges nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, event, insert, inspect
from sqlalchemy.orm import Mapper, Session, UOWTransaction, object_session
from sqlalchemy.orm.attributes import History, instance_state

from epcr.audit.change import noted, noted_order, sender
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
    changed = (row for row in session.dirty if session.is_modified(row))
    for row in (*session.new, *session.deleted, *changed):
        if isinstance(row, WATCHED):
            message = (
                f"a {type(row).__name__} was to be changed by nobody: set session.info['actor'] to a login"
            )
            raise NoActor(message)


def _note_device(session: Session, _context: UOWTransaction, _instances: object) -> None:
    """A part that is saved keeps when its device says that it was written, beside when the server saved it."""
    for part in (*session.new, *session.dirty):
        if isinstance(part, SheetPart) and _is_saved(part):
            part.device_at = written_at(session)


def _is_saved(part: SheetPart) -> bool:
    """Whether this flush saves the part. Two saves of one second have the same `saved_at`, but never the same version."""
    return any(_history(part, name).has_changes() for name in ("saved_at", "version"))


def _write_lines(session: Session, _context: UOWTransaction) -> None:
    # The histories still stand here, and the keys of new rows are known; see SessionEvents.after_flush.
    lines = [line for row in session.new for line in _of_new(row)]
    lines += [line for row in session.dirty for line in _of_changed(row)]
    if lines:
        places = noted_order(
            session
        )  # what a device sent stands as it was typed, what follows from it after it
        lines.sort(key=lambda line: places.get(line[1], len(places)))
        _write(session, session.connection(), lines)


def _write_deletion(_mapper: Mapper[Any], connection: Connection, part: Section | Entry | Answer) -> None:
    session = object_session(part)
    if session is None or not session.info.get("actor"):
        message = f"a {type(part).__name__} was to be deleted by nobody: set session.info['actor'] to a login"
        raise NoActor(message)
    _write(session, connection, [_of_deleted(part)])


def _write(session: Session, connection: Connection, lines: Iterable[Line]) -> None:
    at, device_at, actor, device = now(), written_at(session), session.info["actor"], sender(session)
    rows = []
    for sheet, anchor, before, after in lines:
        change = noted(session, anchor)
        rows.append(
            {
                "run_sheet_id": sheet,
                "actor": actor,
                "at": at,
                "device_at": change.at or device_at,
                "anchor": anchor,
                "before": in_json(before),
                "after": in_json(after),
                "op": change.op or None,
                "settles": change.settles,
                "device": device,
            }
        )
    connection.execute(insert(AuditLine.__table__), rows)  # type: ignore[arg-type]


def _of_new(row: object) -> Iterator[Line]:
    if isinstance(row, RunSheet):
        yield row.id, "sheet", None, {"begun": row.scenario or "blank"}
    elif isinstance(row, Answer):
        yield row.run_sheet_id, row.anchor, None, _answer(row)
    elif isinstance(row, Section | Entry):
        if isinstance(row, Entry):
            yield row.run_sheet_id, str(row.anchor()), None, {"added": row.noun}
        yield from _fields(row)


def _of_changed(row: object) -> Iterator[Line]:
    if isinstance(row, RunSheet):
        for column in inspect(RunSheet).column_attrs:
            history = _history(row, column.key)
            if history.has_changes():
                yield (
                    row.id,
                    f"sheet-{column.key}",
                    {"value": _old(history)},
                    {"value": getattr(row, column.key)},
                )
    elif isinstance(row, Answer):
        if any(_history(row, name).has_changes() for name in ("kind", "text", "value")):
            yield row.run_sheet_id, row.anchor, _answer_before(row), _answer(row)
    elif isinstance(row, Section | Entry):
        yield from _fields(row)
        if isinstance(row, Entry):
            yield from _strike(row)


def _of_deleted(part: Section | Entry | Answer) -> Line:
    if isinstance(part, Answer):
        return part.run_sheet_id, part.anchor, _answer(part), None
    kept = {
        name: content
        for name in _names(part)
        if (content := content_of(getattr(part, name), part.absent, name))
    }
    return part.run_sheet_id, str(part.anchor()), kept, None


def _fields(part: Part) -> Iterator[Line]:
    absent_then, absent_now = _before(part, "absent") or {}, part.absent or {}
    # What is not in it is as it was, and nothing can be said of it anew.
    touched = instance_state(part).committed_state
    for name in _names(part):
        if name not in touched and absent_then == absent_now:
            continue
        before = content_of(_before(part, name), absent_then, name)
        after = content_of(getattr(part, name), absent_now, name)
        if before != after:
            yield part.run_sheet_id, str(part.anchor(name)), before, after


def _strike(entry: Entry) -> Iterator[Line]:
    history = _history(entry, "struck_at")
    if not history.has_changes():
        return
    before = {"struck": _before(entry, "struck_reason")} if _old(history) else None
    after = {"struck": entry.struck_reason} if entry.struck else None
    yield entry.run_sheet_id, str(entry.anchor()), before, after


def _names(part: SheetPart) -> Iterator[str]:
    """The stored attributes that say something about the call, the verdict included."""
    return (column.key for column in inspect(type(part)).column_attrs if column.key not in NOT_FIELDS)


def content_of(value: Any, absent: Mapping[str, str], name: str) -> dict[str, Any] | None:
    """All that is said of a field: value, reason, what was not found; None when nothing is."""
    content: dict[str, Any] = {} if value is None else {"value": value}
    if why := absent.get(name):
        content["why"] = why
    if source := absent.get(source_of(name)):
        content["source"] = source
    if missed := sorted(key.removeprefix(f"{name}:") for key in absent if key.startswith(f"{name}:")):
        content["not"] = missed
    return content or None


def _answer(answer: Answer) -> dict[str, str]:
    return {"answer": answer.text, "kind": answer.kind, "to": answer.source}


def _answer_before(answer: Answer) -> dict[str, Any]:
    return {"answer": _before(answer, "text"), "kind": _before(answer, "kind"), "to": answer.source}


def _history(row: object, name: str) -> History:
    return inspect(row).attrs[name].history  # type: ignore[no-any-return]


def _before(row: object, name: str) -> Any:
    """What an attribute held before this flush."""
    history = _history(row, name)
    return _old(history) if history.has_changes() else getattr(row, name)


def _old(history: History) -> Any:
    return history.deleted[0] if history.deleted else None


def in_json(content: Any) -> str | None:
    """What is said of a field as a line keeps it."""
    return None if content is None else json.dumps(content, sort_keys=True, ensure_ascii=False, default=_text)


def _text(value: object) -> str | dict[str, Any]:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).isoformat()  # as it is read back: a change builds on what a line says
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, KeptVerdict):
        return plain_verdict(value)
    return str(value)
