"""A sheet frozen as plain values, and thawed again: what was submitted can be judged, graded and printed as it was then.

It knows parts and their columns; who froze it and why is for the steps, what changed since for `epcr.review.revision`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final, TypeVar

from sqlalchemy import Date, inspect, select
from sqlalchemy.orm import Session, object_session
from sqlalchemy.orm.attributes import set_committed_value

from epcr.db import Base, UtcMoment
from epcr.review.model import Revision
from epcr.review.revision import Frozen, heading
from epcr.sheet.absent import negatives_in, source_of
from epcr.sheet.answer import Answer
from epcr.sheet.class_ruleset import RulesetVersion
from epcr.sheet.context import Context
from epcr.sheet.field import Spec
from epcr.sheet.run_sheet import BY_SLUG, SECTIONS, RunSheet, in_time
from epcr.sheet.section import Entry, SheetPart
from epcr.sheet.verdict import KeptVerdict, plain_verdict, read_verdict

Stored = TypeVar("Stored", bound=Base)

# Of a row: what stands elsewhere in the frozen part, and the keys that tell to which sheet it belongs.
_ELSEWHERE: Final = frozenset({"id", "run_sheet_id", "verdict"})


def freeze(sheet: RunSheet) -> dict[str, Any]:
    """Everything the sheet says, struck entries and answers included, with its customs and rules of now: values that JSON holds."""
    context = sheet.context()
    own = sheet.own_rules
    return {
        **_of_now(sheet),
        "own_rules": [own.name, own.version] if own is not None else None,
        "parts": [_frozen(part, context) for part in _all_parts(sheet)],
    }


def thaw(revision: Revision) -> RunSheet:
    """The sheet as it was submitted, in no session: it can be read, judged and printed, and nothing of it is ever stored."""
    session = object_session(revision)
    if session is None:
        message = "a revision is thawed by the session that it was read with"
        raise ValueError(message)
    frozen, now = revision.snapshot, session.get_one(RunSheet, revision.run_sheet_id)
    if "sheet" not in frozen:
        return thawed(frozen, now, now.own_rules)
    own = frozen["own_rules"]
    return thawed(frozen, now, session.get(RulesetVersion, tuple(own)) if own else None)


def thawed(
    frozen: Mapping[str, Any], now: RunSheet | None = None, own_rules: RulesetVersion | None = None
) -> RunSheet:
    """The sheet that these values were frozen from.

    `now` is the sheet as it stands: revisions from before answers, customs and rules were frozen too take those of it.
    `own_rules` is the version of the class's own ruleset that judges it. Raises ValueError where nothing says whose sheet it is.
    """
    whole = frozen if "sheet" in frozen else {**frozen, **_of_now(now)}
    sheet = _made(RunSheet, whole["sheet"])
    set_committed_value(sheet, "own_rules", own_rules)
    for order, part in enumerate(whole["parts"]):
        _put(sheet, part, order)
    sheet.answers = [_made(Answer, {"run_sheet_id": sheet.id, **answer}) for answer in whole["answers"]]
    return sheet


def numbered(session: Session, sheet: RunSheet, number: int) -> Revision:
    """The revision of a sheet with this number, which it has."""
    asked = select(Revision).where(Revision.run_sheet_id == sheet.id, Revision.number == number)
    return session.scalars(asked).one()


def _of_now(sheet: RunSheet | None) -> dict[str, Any]:
    if sheet is None:
        message = "a revision from before sheets were frozen whole needs the sheet that it is of"
        raise ValueError(message)
    return {
        "sheet": {"id": sheet.id, **_row(sheet)},
        "answers": [_row(answer) for answer in sheet.answers],
    }


def _all_parts(sheet: RunSheet) -> Iterator[SheetPart]:
    for section in SECTIONS:
        parts = sheet.every(section)
        yield from in_time(parts) if section.many else parts


def _frozen(part: SheetPart, context: Context) -> Frozen:
    fields = {}
    for name in part.fields():
        if part.documented(name):
            fields[name] = {**_said(part, name), "words": part.show(name, context)}
    entry = part if isinstance(part, Entry) else None
    verdict: KeptVerdict | None = getattr(part, "verdict", None)
    return {
        "section": part.page.slug,
        "entry": entry.id if entry else "",
        "title": heading(part, context),
        "struck": (entry.struck_reason or "struck") if entry and entry.struck else None,
        "verdict": plain_verdict(verdict) if verdict else None,
        "fields": fields,
        "row": _row(part, aside=part.fields()),
    }


def _said(part: SheetPart, name: str) -> dict[str, Any]:
    answer: dict[str, Any] = {}
    if (value := getattr(part, name)) is not None:
        answer["value"] = _plain(value)
    if why := part.why(name):
        answer["why"] = why
    if source := part.absent.get(source_of(name)):
        answer["source"] = source
    if missed := sorted(negatives_in(part.absent, name)):
        answer["not"] = missed
    return answer


def _put(sheet: RunSheet, frozen: Frozen, order: int) -> None:
    """Put a frozen part into its place. Of a section that is no more nothing can be said."""
    kind = BY_SLUG.get(frozen["section"])
    if kind is None:
        return
    row = {"run_sheet_id": sheet.id, **frozen.get("row", {})}
    if kind.many:
        row["id"] = frozen["entry"]
        row.setdefault("created_at", (sheet.created_at + timedelta(microseconds=order)).isoformat())
        if frozen["struck"] is not None and "row" not in frozen:
            row |= {"struck_at": sheet.created_at.isoformat(), "struck_reason": frozen["struck"]}
    specs = {name: spec for name, spec in kind.fields().items() if name in frozen["fields"]}
    row |= {name: answer["value"] for name in specs if "value" in (answer := frozen["fields"][name])}
    row.setdefault("absent", dict(_absent(specs, frozen["fields"])))
    if frozen.get("verdict") is not None:
        row["verdict"] = read_verdict(frozen["verdict"])
    part = _made(kind, row)
    if kind.many:
        getattr(sheet, kind.page.slug).append(part)
    else:
        setattr(sheet, kind.page.slug, part)


def _absent(specs: Mapping[str, Spec], fields: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """The answers to "why not?" of a part from before they were frozen as they stand, in the order of their codes."""
    for name, spec in specs.items():
        answer = fields[name]
        if "why" in answer:
            yield name, answer["why"]
        if "source" in answer:
            yield source_of(name), answer["source"]
        yield from ((f"{name}:{code}", spec.negative) for code in answer.get("not", ()))


def _row(stored: Base, aside: Iterable[str] = ()) -> dict[str, Any]:
    """The columns of a row as plain values, without those that stand elsewhere."""
    names = [column.key for column in inspect(type(stored)).column_attrs]
    return {name: _plain(getattr(stored, name)) for name in names if name not in {*_ELSEWHERE, *aside}}


def _made(kind: type[Stored], row: Mapping[str, Any]) -> Stored:
    """A row from plain values. Columns that are no more are left out, and those that were not yet stay as they begin."""
    columns = inspect(kind).columns
    values = {name: _valued(columns[name].type, plain) for name, plain in row.items() if name in columns}
    return kind(**values)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime | date) else value


def _valued(kind: object, plain: Any) -> Any:
    if plain is None:
        return None
    if isinstance(kind, UtcMoment):
        return datetime.fromisoformat(plain)
    return date.fromisoformat(plain) if isinstance(kind, Date) else plain
