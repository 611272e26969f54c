"""What a field must hold for a fact of a pair to be true: a term, yes or no, any value, a number within limits, a later time.

Each is asked with a value that is there, the part it stands in, and the sheet.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Protocol

from epcr.sheet.catalog import catalog
from epcr.sheet.kinds.choice import Choice, Item
from epcr.sheet.run_sheet import BY_SLUG, RunSheet
from epcr.sheet.section import SheetPart

Place = tuple[str, str]  # section and field


class WantedAnswer(Protocol):
    """A question about the value of a field."""

    def holds(self, name: str, part: SheetPart, run_sheet: RunSheet) -> bool:
        """Whether the field of this name in this part holds it."""


@dataclass(frozen=True)
class OneOf:
    """One of these codes, or one of those chosen."""

    codes: frozenset[str]

    def holds(self, name: str, part: SheetPart, run_sheet: RunSheet) -> bool:
        """Whether one of the codes is there."""
        return not self.codes.isdisjoint(_chosen(part, name))


@dataclass(frozen=True)
class OnlyThese:
    """Some of these codes and no others."""

    codes: frozenset[str]

    def holds(self, name: str, part: SheetPart, run_sheet: RunSheet) -> bool:
        """Whether something is chosen, and nothing else than these."""
        chosen = _chosen(part, name)
        return bool(chosen) and self.codes.issuperset(chosen)


@dataclass(frozen=True)
class Exactly:
    """Exactly this answer, yes or no."""

    yes: bool

    def holds(self, name: str, part: SheetPart, run_sheet: RunSheet) -> bool:
        """Whether it was answered so."""
        return getattr(part, name) is self.yes


@dataclass(frozen=True)
class Anything:
    """Any value at all."""

    def holds(self, name: str, part: SheetPart, run_sheet: RunSheet) -> bool:
        """Whether there is a value."""
        return getattr(part, name) not in (None, [])


@dataclass(frozen=True)
class Within:
    """A number above and below these limits, in the standard's unit, or one of the words that a meter shows."""

    above: float | None
    below: float | None
    words: frozenset[str]

    def holds(self, name: str, part: SheetPart, run_sheet: RunSheet) -> bool:
        """Whether the number lies there."""
        value = getattr(part, name)
        if value is None or isinstance(value, str):
            return value in self.words
        return (self.above is None or value > self.above) and (self.below is None or value < self.below)


@dataclass(frozen=True)
class Later:
    """A time after that of another field, which stands once on the sheet."""

    than: Place

    def holds(self, name: str, part: SheetPart, run_sheet: RunSheet) -> bool:
        """Whether both times are there in that order."""
        moment, other = getattr(part, name), getattr(getattr(run_sheet, self.than[0]), self.than[1])
        return moment is not None and other is not None and moment > other


@dataclass(frozen=True)
class CodedIn:
    """A term whose published code is that of a term chosen in another field, which stands once on the sheet."""

    place: Place

    def holds(self, name: str, part: SheetPart, run_sheet: RunSheet) -> bool:
        """Whether both lists name the same thing."""
        slug, field = self.place
        other = BY_SLUG[slug].fields()[field]
        named = {_published(other, code) for code in _chosen(getattr(run_sheet, slug), field)}
        return any(_published(part.fields()[name], code) in named - {""} for code in _chosen(part, name))


def _chosen(part: SheetPart, name: str) -> Collection[str]:
    value: Any = getattr(part, name)
    return value if isinstance(value, list) else [] if value is None else [value]


def _published(spec: object, code: str) -> str:
    """The code under which other lists name the same thing; empty for words that somebody typed."""
    if isinstance(spec, Item):
        return (catalog()[code].code or "") if catalog().kind(code) else ""
    return (spec.terms.standard(code) or "") if isinstance(spec, Choice) else ""
