"""Two values of one field, of which somebody must take one: in words for pages, as findings for the gate before submitting."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from epcr.checks.finding import Finding, Weight
from epcr.db import now
from epcr.people.model import Person
from epcr.sheet.anchor import Anchor
from epcr.sheet.run_sheet import ENTRY_SLUGS, RunSheet
from epcr.shown import Shown
from epcr.web.audited import in_words
from epcr.web.changes.record import Contested, Source, contested, stored
from epcr.words.naming import lower

SOURCE = "changes.contested"
NOTHING = "nothing"


@dataclass(frozen=True)
class Provenance:
    """Where a value came from: a name, a clock, a device by the words it is known by, and when that was heard of last; "" is not known."""

    who: str = ""
    at: str = ""
    device: str = ""
    seen: str = ""

    @property
    def words(self) -> str:
        """By whom and when."""
        return f"{self.who} at {self.at}" if self.who else "there before"

    @property
    def place(self) -> str:
        """By whom, when and on which device."""
        return f"{self.words} on {self.device}" if self.device else self.words

    @property
    def where(self) -> str:
        """The device, and when it was heard of last, as it follows that."""
        seen = f", last seen at {self.seen}" if self.seen else ""
        return f" on {self.device}{seen}" if self.device else ""


@dataclass(frozen=True)
class TwoValues:
    """`typed` came from a device after `stands` was saved: `by` says from where, `against` the same of what stands."""

    op: str
    anchor: Anchor
    label: str
    typed: str
    stands: str
    by: Provenance
    against: Provenance

    @property
    def shown(self) -> Shown:
        """What a form carries that decides on them."""
        return Shown.of({"two": [self.op, self.typed, self.stands]})

    @property
    def knows(self) -> str:
        """The sum by which a device says that it decides on these two."""
        return self.shown.sums["two"]

    @property
    def sentence(self) -> str:
        """What is to be decided, where no buttons for it stand: of each value by whom, when and on which device."""
        first, second = f"{self.stands}, {self.against.place}", f"{self.typed}, {self.by.place}"
        return f"Choose one of two values of {lower(self.label)}: {first}; or {second}"


def two_values(session: Session, sheet: RunSheet) -> list[TwoValues]:
    """What waits for a decision on this sheet. Of an entry that is gone or struck nothing does."""
    return [values for waiting in contested(session, sheet) if (values := _in_words(session, sheet, waiting))]


def _in_words(session: Session, sheet: RunSheet, waiting: Contested) -> TwoValues | None:
    anchor = Anchor.parse(waiting.anchor, entry_sections=ENTRY_SLUGS)
    part = sheet.find(anchor)
    if part is None or getattr(part, "struck", False):
        return None
    if waiting.typed == json.loads(stored(part, anchor.field) or "{}"):
        return None  # somebody typed the same again
    context = sheet.context(part)
    return TwoValues(
        waiting.op,
        anchor,
        part.fields()[anchor.field].label,
        in_words(anchor, waiting.typed, context) or NOTHING,
        part.show(anchor.field, context) or NOTHING,
        _provenance(session, sheet, waiting.by),
        _provenance(session, sheet, waiting.against),
    )


def _provenance(session: Session, sheet: RunSheet, source: Source | None) -> Provenance:
    if source is None:
        return Provenance()
    name = session.scalar(select(Person.name).where(Person.login == source.who)) or source.who
    seen = _told(source.seen, sheet) if source.seen else ""
    return Provenance(name, _told(source.at, sheet), source.device, seen)


def _told(moment: datetime, sheet: RunSheet) -> str:
    """The clock of today; of another day with its date, so that a device whose clock is a day off shows that."""
    customs = sheet.customs()
    local = customs.local(moment)
    today = local.date() == customs.local(now()).date()
    clock = customs.clock(moment)
    return sheet.real_time(clock if today else f"{clock} on {local:%m/%d}")


def beside_the_buttons(findings: Iterable[Finding]) -> list[Finding]:
    """What else is said at a field: the two values stand below it, each a button, and are not told a second time."""
    return [finding for finding in findings if finding.source != SOURCE]


def as_finding(values: TwoValues) -> Finding:
    """It stands in the way of submitting until somebody decides."""
    return Finding(Weight.ERROR, values.anchor, values.sentence, SOURCE, values.op)
