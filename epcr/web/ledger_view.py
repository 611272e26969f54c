"""The entries of a section as a list above its form, those that were struck below it, and how one is struck and put back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from markupsafe import Markup

from epcr.checks.finding import Finding
from epcr.sheet.section import Entry
from epcr.shown import Shown
from epcr.web.form_view import SectionForm
from epcr.web.isolation import name, quoted
from epcr.web.opened_sheet import OpenedSheet

Words = Markup | str  # with typed words in elements of their own


@dataclass(frozen=True)
class LedgerLine:
    """An entry in the list. `change` is "" for the one that stands in the form."""

    anchor: str
    here: bool
    name: Words
    facts: tuple[Words, ...]
    findings: Sequence[Finding]
    change: str


@dataclass(frozen=True)
class Striking:
    """The form that strikes an entry."""

    anchor: str
    noun: str
    address: str
    shows: Shown


@dataclass(frozen=True)
class PutBackButton:
    """The button that puts a struck entry back."""

    address: str
    shows: Shown
    name: Words


@dataclass(frozen=True)
class StruckLine:
    """A struck entry. `back` is None where nothing can be changed."""

    anchor: str
    words: Words
    at: str
    reason: str
    back: PutBackButton | None


@dataclass(frozen=True)
class Entries:
    """What stands around the form of an entry.

    `title` is that of the form, `add` what a new entry is called, `new` the address of a new one; "" where the form is that of one.
    """

    title: Words
    add: str
    new: str
    lines: tuple[LedgerLine, ...]
    strike: Striking | None
    struck: tuple[StruckLine, ...]


def entries(drawn: SectionForm) -> Entries:
    """The list of a section that has no page of its own."""
    part: Any = drawn.part
    article = "an" if part.noun[0] in "aeiou" else "a"
    add = f"Add {article} {part.noun}"
    context = drawn.opened.context

    def named(entry: Entry) -> Words:
        return name(entry.title(context)) or entry.heading(context)

    return Entries(
        title=add if drawn.is_new else named(part),
        add=add,
        new="" if drawn.is_new else drawn.opened.section(drawn.slug, anchor="new"),
        lines=tuple(line(drawn, entry, named(entry)) for entry in drawn.entries),
        strike=striking(drawn),
        struck=struck(drawn, named),
    )


def line(drawn: SectionForm, entry: Entry, words: Words) -> LedgerLine:
    """An entry under its name."""
    here = entry.id == drawn.part.id  # type: ignore[attr-defined]
    opened = drawn.opened
    return LedgerLine(
        anchor=str(entry.anchor()),
        here=here,
        name=words,
        facts=facts(opened, entry),
        findings=opened.of_entry(entry),
        change="" if here else opened.section(drawn.slug, entry=entry.id, anchor="entry"),
    )


def facts(opened: OpenedSheet, entry: Entry) -> tuple[Words, ...]:
    """What is known of an entry, in one line; a name in it stands apart."""
    names = entry.names()
    return tuple(name(fact) if fact in names else quoted(fact) for fact in entry.facts(opened.context))


def striking(drawn: SectionForm) -> Striking | None:
    """How the entry in the form is struck; None for one that is new or struck already."""
    part: Any = drawn.part
    if drawn.is_new or part.struck:
        return None
    return Striking(str(part.anchor()), part.noun, _address(drawn.opened, part), _shown(part))


def struck(drawn: SectionForm, named: Callable[[Any], Words]) -> tuple[StruckLine, ...]:
    """The struck entries, each under its name."""
    opened = drawn.opened
    return tuple(
        StruckLine(
            anchor=str(entry.anchor()),
            words=named(entry),
            at=opened.sheet.recorded_at(entry.struck_at),
            reason=entry.struck_reason or "",
            back=put_back(opened, entry, named(entry)) if opened.changeable else None,
        )
        for entry in drawn.struck
        if entry.struck_at
    )


def put_back(opened: OpenedSheet, entry: Entry, words: Words) -> PutBackButton:
    """The button that puts an entry back."""
    return PutBackButton(_address(opened, entry), _shown(entry), quoted(words))


def _address(opened: OpenedSheet, entry: Entry) -> str:
    return url_for("sheet.strike", sheet_id=opened.sheet.id, slug=entry.page.slug, entry=entry.id)


def _shown(entry: Entry) -> Shown:
    """A struck or changed entry is another one than the page showed."""
    return Shown.of({"entry": [entry.version]})
