"""Entries on paper: each with its time in the margin and its fields one after the other; struck ones crossed out at the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from epcr.handoff.words import clock
from epcr.paper.strips import Strip
from epcr.report.run_sheet.flow import Said, paragraph, plain, run_in, titled
from epcr.report.run_sheet.press import Press, Told
from epcr.sheet.kinds.drawn import Signature
from epcr.sheet.section import Entry
from epcr.words.naming import lower

NO_TIME: Final = "No time"
SHORT: Final = 40  # characters of a name that stands in the margin
_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


def entries(press: Press, listed: Sequence[Entry]) -> Iterator[Strip]:
    """Entries one below the other, each led by its first field; without times that stands in the margin."""
    timed = any(one.moment() is not None for one in listed)
    for number, one in enumerate(listed, start=1):
        lead, rest = told_of(press, one)
        lead = lead or f"{one.noun.capitalize()} {number}"
        in_margin = not timed and bool(rest) and len(lead) <= SHORT
        said = rest if in_margin else [Said("", lead, strong=True), *rest]
        beside = lead if in_margin else at(press, one) if timed else ""
        body = [*paragraph(run_in(said, press.body)), *press.entry_remarks(one)]
        yield from titled(beside, body, kind="P")


def told_of(
    press: Press, one: Entry, *, without: Iterable[str] = (), usual: Mapping[str, str] = _NOTHING
) -> tuple[str, list[Said]]:
    """What leads an entry, and its other fields with their labels; its own time stands in the margin.

    What is as `usual` is not repeated; a field that is usually told and is empty here says so.
    """
    told: list[Told] = []
    empty: list[str] = []
    aside = {*without, one.timed_by}
    for _title, fields, asked in press.groups(one):
        for field in fields:
            if field.name in aside or field.words == usual.get(field.name, ""):
                continue
            if field.words:
                told.append(field)
            elif asked:
                empty.append(lower(field.label))
    first = next(iter(one.fields()))
    lead = next((field.words for field in told if field.name == first), "")
    said = [Said(field.label, field.words, strong=field.missing) for field in told if field.name != first]
    if empty:
        said.append(Said("Not documented", ", ".join(empty)))
    return lead, said


def at(press: Press, one: Entry) -> str:
    """When it was, as it stands in the margin; why there is no time."""
    moment = one.moment()
    if moment is not None:
        return clock(moment, press.context.customs)
    why = one.show(one.timed_by, press.context) if one.timed_by else ""
    return why or NO_TIME


def struck(press: Press, listed: Sequence[Entry]) -> Iterator[Strip]:
    """What was struck, when and why, crossed out and still to be read."""
    for one in listed:
        words = "; ".join(
            f"{spec.label} {told}"
            for name, spec in one.fields().items()
            if not isinstance(spec, Signature) and (told := one.show(name, press.context))
        )
        when = press.context.customs.clock(one.struck_at.replace(microsecond=0)) if one.struck_at else ""
        head = f"{when}: {one.struck_reason or 'without a reason'}"
        press.paper.note_missing(f"{head} {words}")
        crossed = plain(words or f"{one.noun.capitalize()} with nothing documented", press.body)
        body = [
            *(
                replace(strip, leads=True)
                for strip in paragraph(run_in([Said(head, "")], press.body), below=0)
            ),
            *paragraph(crossed, crossed=True),
        ]
        yield from titled("Struck", [*body, *press.entry_remarks(one)], kind="P")
