"""Pieces of which statements are made: the values of fields with a lead, gaps, anchors, times."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from epcr.handoff.statement import Statement
from epcr.handoff.words import NOT_DOCUMENTED, said
from epcr.sheet.anchor import Anchor
from epcr.sheet.context import Context
from epcr.sheet.kinds.text import Text
from epcr.sheet.section import SheetPart
from epcr.words.naming import lower

_TYPED = frozenset(
    {"Complaint", "Events", "Condition", "First look", "Allergies", "Medications", "History", "Impression"}
)


def begun(statement: Statement) -> Statement:
    """The statement with a capital at its start; what people typed stays as they typed it."""
    if statement.label in _TYPED:
        return statement
    return replace(statement, words=statement.words[:1].upper() + statement.words[1:])


def told_of(label: str, part: SheetPart, names: Sequence[str], context: Context) -> Statement:
    """A statement that must be there: what its fields say, else NOT DOCUMENTED."""
    documented = [field_words for name in names if (field_words := said(part, name, context))]
    return Statement(
        label, "; ".join(documented) or NOT_DOCUMENTED, anchors_of(part, names), missing=not documented
    )


def optional(
    label: str, part: SheetPart, fields: Sequence[tuple[str, str]], context: Context
) -> Iterator[Statement]:
    """A statement that stands only where something is documented."""
    pieces = pieces_of(part, fields, context)
    if pieces:
        yield Statement(
            label, "; ".join(pieces), anchors_of(part, [name for name, _ in fields]), optional=True
        )


def pieces_of(part: SheetPart, fields: Iterable[tuple[str, str]], context: Context) -> list[str]:
    """Documented fields in words, each led by what it is where the value alone does not tell."""
    return [piece_of(part, name, lead, context) for name, lead in fields if part.documented(name)]


def piece_of(part: SheetPart, name: str, lead: str, context: Context) -> str:
    value, in_words = getattr(part, name), said(part, name, context)
    if value is True:
        return lead
    if value is False:
        return f"{lead}: no"
    if isinstance(part.fields()[name], Text) and value is not None:
        typed = in_words.removesuffix(".")
        return f"{lead}: {typed}" if lead else typed
    return with_lead(lead, in_words)


def with_lead(lead: str, value: str) -> str:
    """The value led by what it is, unless it says so itself ("No major bleeding")."""
    in_words = value if value == NOT_DOCUMENTED else lower(value)
    says_so = not lead or lead in value.casefold() or in_words.startswith("no ")
    return in_words if says_so else f"{lead} {in_words}"


def gap(label: str, part: SheetPart, name: str) -> Statement:
    return Statement(label, NOT_DOCUMENTED, anchors_of(part, (name,)), missing=True)


def anchors_of(part: SheetPart, names: Iterable[str]) -> tuple[Anchor, ...]:
    return tuple(part.anchor(name) for name in names)


def at_time(moment: datetime | None, context: Context) -> str:
    return f" at {context.customs.clock(moment)}" if moment else ""


def timed(moment: datetime | None, context: Context) -> str:
    """At which time, to end a sentence with; that it is not documented."""
    return at_time(moment, context) or f", time {NOT_DOCUMENTED}"
