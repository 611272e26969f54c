"""What the check page of a sheet showed, and what is otherwise by the time the sheet is submitted or a warning answered.

Values may be changed from another tab or phone, and rules by whoever teaches the class. What changed is read from the
audit: who, what it was, what it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from epcr.audit import AuditLine
from epcr.checks.finding import Finding
from epcr.people.model import Person
from epcr.review.model import Kind, Step
from epcr.review.revision import SheetChange, heading
from epcr.review.state import Standing
from epcr.sheet.anchor import Anchor
from epcr.sheet.context import Context
from epcr.sheet.run_sheet import BY_SLUG, ENTRY_SLUGS, RunSheet
from epcr.sheet.section import Entry, SheetPart
from epcr.shown import Shown, summed
from epcr.web.audited import in_words


@dataclass(frozen=True)
class Since:
    """What is new since a page was drawn. `page_known` is False where the page did not say what it showed."""

    page_known: bool = True
    steps: tuple[Step, ...] = ()
    changes: tuple[SheetChange, ...] = ()
    changed_by: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    def __bool__(self) -> bool:
        """Whether the sheet is another one than the page showed."""
        return not self.page_known or bool(self.steps or self.changes or self.findings)


def shown(session: Session, sheet: RunSheet, stands: Standing, findings: Iterable[Finding]) -> Shown:
    """What the check page shows: the sheet as it was changed last, where it stands, and what was found."""
    step = max((taken.id for taken in stands.history), default=0)
    at = {f"revision-{stands.revision}": (), f"step-{step}": (), f"line-{_newest_line(session, sheet)}": ()}
    return Shown.of({**at, **_findings(findings)})


def shown_of(findings: Iterable[Finding]) -> Shown:
    """What the form of an answer shows: the findings that it answers."""
    return Shown.of(_findings(findings))


def unseen(findings: Iterable[Finding], was: Shown) -> list[Finding]:
    """The findings that a page did not show, or showed with other words."""
    return [finding for finding in findings if not was.holds(_name(finding), *_texts(finding))]


def since(
    session: Session, sheet: RunSheet, stands: Standing, findings: Sequence[Finding], was: Shown
) -> Since:
    """What is otherwise than the page showed: given back meanwhile, values changed, something found."""
    line, step = ([number for number, *_ in was.numbers(kind)] for kind in ("line", "step"))
    if not line or not step:
        return Since(page_known=False)
    lines = session.scalars(
        select(AuditLine)
        .where(AuditLine.run_sheet_id == sheet.id, AuditLine.id > line[0], AuditLine.outcome.is_(None))
        .order_by(AuditLine.id)
    ).all()
    changes = tuple(_changes(sheet, lines))
    actors = select(Person.name).where(Person.login.in_({written.actor for written in lines}))
    given_back = {Kind.RETURNED, Kind.REOPENED}
    return Since(
        steps=tuple(taken for taken in stands.history if taken.id > step[0] and taken.kind in given_back),
        changes=changes,
        changed_by=tuple(session.scalars(actors.order_by(Person.name))) if changes else (),
        findings=tuple(unseen(findings, was)),
    )


def _newest_line(session: Session, sheet: RunSheet) -> int:
    newest = select(func.max(AuditLine.id)).where(AuditLine.run_sheet_id == sheet.id)
    return session.scalar(newest) or 0


def _findings(findings: Iterable[Finding]) -> dict[str, list[object]]:
    return {_name(finding): _texts(finding) for finding in findings}


def _name(finding: Finding) -> str:
    """A finding has no number; what is said, and where, makes one for it."""
    return f"finding-{summed(finding.source, finding.anchor)}{summed(finding.anchor, finding.source)}"


def _texts(finding: Finding) -> list[object]:
    return [finding.weight, finding.message, finding.value, finding.open]


def _changes(sheet: RunSheet, lines: Iterable[AuditLine]) -> Iterator[SheetChange]:
    """What these lines changed: once a place, from what it was before the first of them to what stands there now."""
    context, seen = sheet.context(), set[str]()
    for line in lines:
        anchor = Anchor.parse(line.anchor, entry_sections=ENTRY_SLUGS)
        if line.anchor in seen or anchor.section not in BY_SLUG:
            continue
        change = _Line(anchor, sheet.find(anchor), _read(line.before), _read(line.after))
        if not change.answers:  # several warnings are answered at one place
            seen.add(line.anchor)
        yield from change.told(context)


def _read(kept: str | None) -> dict[str, Any]:
    return json.loads(kept) if kept else {}


@dataclass(frozen=True)
class _Line:
    """A line of the audit at its place, with the part of the sheet that stands there now."""

    anchor: Anchor
    part: SheetPart | None
    before: Mapping[str, Any]
    after: Mapping[str, Any]

    @property
    def answers(self) -> bool:
        """Whether it tells of an answer to a warning."""
        return "answer" in self.after

    @property
    def title(self) -> str:
        """The section."""
        return BY_SLUG[self.anchor.section].page.title

    def told(self, context: Context) -> Iterator[SheetChange]:
        """What it changed, in words; nothing where it stands as it was."""
        name = self.anchor.field
        if self.answers:
            yield SheetChange(self.anchor, self.title, "A warning was answered", "", self.after["answer"])
        elif name and name in BY_SLUG[self.anchor.section].fields():
            yield from _of_field(self.anchor, self.part, in_words(self.anchor, self.before, context), context)
        elif not name and isinstance(self.part, Entry):
            yield from self._of_entry(self.part, context)

    def _of_entry(self, entry: Entry, context: Context) -> Iterator[SheetChange]:
        """An entry that was added, struck or put back."""
        added = "" if "added" in self.after else "recorded"
        was = f"struck: {self.before['struck']}" if "struck" in self.before else added
        now = f"struck: {entry.struck_reason}" if entry.struck else "recorded"
        if was != now:
            yield SheetChange(self.anchor, self.title, heading(entry, context), was, now)


def _of_field(anchor: Anchor, part: SheetPart | None, before: str, context: Context) -> Iterable[SheetChange]:
    kind = BY_SLUG[anchor.section]
    label = kind.fields()[anchor.field].label
    after = part.show(anchor.field, context) if part is not None else ""
    if before != after:
        entry = f"{heading(part, context)}: " if isinstance(part, Entry) else ""
        yield SheetChange(anchor, kind.page.title, f"{entry}{label}", before, after)
