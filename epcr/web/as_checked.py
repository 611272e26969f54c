"""What the check page of a sheet showed, and what is otherwise by the time the sheet is submitted or a warning answered.

Values may be changed from another tab or phone, and rules by whoever teaches the class. What changed is read from the
audit: who, what it was, what it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from epcr.audit import AuditLine
from epcr.checks.finding import Finding
from epcr.people.model import Person
from epcr.review.model import Kind, Step
from epcr.review.revision import Change, heading
from epcr.review.state import Standing
from epcr.sheet.anchor import Anchor
from epcr.sheet.context import Context
from epcr.sheet.kinds.day import Day
from epcr.sheet.kinds.moment import Moment
from epcr.sheet.run_sheet import BY_SLUG, ENTRY_SLUGS, RunSheet
from epcr.sheet.section import Entry, SheetPart
from epcr.shown import Shown, summed


@dataclass(frozen=True)
class Since:
    """What is new since a page was drawn. `told` is False where the page did not say what it showed."""

    told: bool = True
    steps: tuple[Step, ...] = ()
    changes: tuple[Change, ...] = ()
    changed_by: tuple[str, ...] = ()
    found: tuple[Finding, ...] = ()

    def __bool__(self) -> bool:
        """Whether the sheet is another one than the page showed."""
        return not self.told or bool(self.steps or self.changes or self.found)


def shown(session: Session, sheet: RunSheet, stands: Standing, found: Iterable[Finding]) -> Shown:
    """What the check page shows: the sheet as it was changed last, where it stands, and what was found."""
    step = max((one.id for one in stands.history), default=0)
    at = {f"revision-{stands.revision}": (), f"step-{step}": (), f"line-{_newest_line(session, sheet)}": ()}
    return Shown.of({**at, **_findings(found)})


def shown_of(found: Iterable[Finding]) -> Shown:
    """What the form of an answer shows: the findings that it answers."""
    return Shown.of(_findings(found))


def unseen(found: Iterable[Finding], was: Shown) -> list[Finding]:
    """The findings that a page did not show, or showed with other words."""
    return [one for one in found if not was.holds(_name(one), *_texts(one))]


def since(session: Session, sheet: RunSheet, stands: Standing, found: Sequence[Finding], was: Shown) -> Since:
    """What is otherwise than the page showed: given back meanwhile, values changed, something found."""
    line, step = ([number for number, *_ in was.numbers(kind)] for kind in ("line", "step"))
    if not line or not step:
        return Since(told=False)
    lines = session.scalars(
        select(AuditLine)
        .where(AuditLine.run_sheet_id == sheet.id, AuditLine.id > line[0])
        .order_by(AuditLine.id)
    ).all()
    changes = tuple(_changes(sheet, lines))
    actors = select(Person.name).where(Person.login.in_({one.actor for one in lines}))
    given_back = {Kind.RETURNED, Kind.REOPENED}
    return Since(
        steps=tuple(one for one in stands.history if one.id > step[0] and one.kind in given_back),
        changes=changes,
        changed_by=tuple(session.scalars(actors.order_by(Person.name))) if changes else (),
        found=tuple(unseen(found, was)),
    )


def _newest_line(session: Session, sheet: RunSheet) -> int:
    newest = select(func.max(AuditLine.id)).where(AuditLine.run_sheet_id == sheet.id)
    return session.scalar(newest) or 0


def _findings(found: Iterable[Finding]) -> dict[str, list[object]]:
    return {_name(one): _texts(one) for one in found}


def _name(one: Finding) -> str:
    """A finding has no number; what is said, and where, makes one for it."""
    return f"finding-{summed(one.source, one.anchor)}{summed(one.anchor, one.source)}"


def _texts(one: Finding) -> list[object]:
    return [one.weight, one.message, one.value, one.open]


def _changes(sheet: RunSheet, lines: Iterable[AuditLine]) -> Iterable[Change]:
    """What these lines changed: once a place, from what it was before the first of them to what stands there now."""
    context, seen = sheet.context(), set[str]()
    for line in lines:
        anchor = Anchor.parse(line.anchor, entry_sections=ENTRY_SLUGS)
        if line.anchor in seen or anchor.section not in BY_SLUG:
            continue
        before, after = (json.loads(one) if one else {} for one in (line.before, line.after))
        part = sheet.find(anchor)
        title = BY_SLUG[anchor.section].page.title
        if "answer" in after:
            yield Change(anchor, title, "A warning was answered", "", after["answer"])
            continue
        seen.add(line.anchor)
        if anchor.field and anchor.field in BY_SLUG[anchor.section].fields():
            yield from _of_field(anchor, part, _words(anchor, before, context), context)
        elif not anchor.field and isinstance(part, Entry):
            was = (
                f"struck: {before['struck']}"
                if "struck" in before
                else ""
                if "added" in after
                else "recorded"
            )
            now = f"struck: {part.struck_reason}" if part.struck else "recorded"
            if was != now:
                yield Change(anchor, title, heading(part, context), was, now)


def _of_field(anchor: Anchor, part: SheetPart | None, before: str, context: Context) -> Iterable[Change]:
    kind = BY_SLUG[anchor.section]
    label = kind.fields()[anchor.field].label
    after = part.show(anchor.field, context) if part is not None else ""
    if before != after:
        entry = f"{heading(part, context)}: " if isinstance(part, Entry) else ""
        yield Change(anchor, kind.page.title, f"{entry}{label}", before, after)


def _words(anchor: Anchor, said: dict[str, Any], context: Context) -> str:
    """What a line of the audit says of a field, in the words that the field has for it."""
    part = BY_SLUG[anchor.section]()
    spec, value = part.fields()[anchor.field], said.get("value")
    if isinstance(value, str) and isinstance(spec, Moment):
        value = datetime.fromisoformat(value)
    elif isinstance(value, str) and isinstance(spec, Day):
        value = date.fromisoformat(value)
    setattr(part, anchor.field, value)
    why, negatives = said.get("why"), said.get("not", ())
    part.absent = {
        **({anchor.field: why} if why else {}),
        **{f"{anchor.field}:{code}": "" for code in negatives},
    }
    return part.show(anchor.field, context)
