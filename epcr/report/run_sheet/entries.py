"""Entries on paper: each with its time in the margin and its fields one after the other; struck ones crossed out at the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from epcr.handoff.words import clock
from epcr.paper.strips import Strip
from epcr.report.run_sheet.flow import LabeledValue, paragraph, plain, run_in, titled
from epcr.report.run_sheet.press import SheetPress
from epcr.sheet.kinds.drawn import Drawing
from epcr.sheet.section import Entry
from epcr.words.naming import lower

NO_TIME: Final = "No time"
SHORT: Final = 40  # characters of a name that stands in the margin
_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


def entries(press: SheetPress, listed: Sequence[Entry]) -> Iterator[Strip]:
    """Entries one below the other, each led by its first field; without times that stands in the margin."""
    timed = any(entry.moment() is not None for entry in listed)
    for number, entry in enumerate(listed, start=1):
        lead, rest = lead_and_rest(press, entry)
        lead = lead or f"{entry.noun.capitalize()} {number}"
        in_margin = not timed and bool(rest) and len(lead) <= SHORT
        values = rest if in_margin else [LabeledValue("", lead, strong=True), *rest]
        beside = lead if in_margin else at(press, entry) if timed else ""
        body = [*paragraph(run_in(values, press.body)), *press.entry_remarks(entry)]
        yield from titled(beside, body, kind="P")


def lead_and_rest(
    press: SheetPress, entry: Entry, *, without: Iterable[str] = (), usual: Mapping[str, str] = _NOTHING
) -> tuple[str, list[LabeledValue]]:
    """What leads an entry, and its other fields with their labels; its own time stands in the margin.

    What is as `usual` is not repeated; a field that is usually told and is empty here says so.
    """
    aside = {*without, entry.timed_by}
    unlike = [
        (field, group.asked)
        for group in press.groups(entry)
        for field in group.fields
        if field.name not in aside and field.words != usual.get(field.name, "")
    ]
    first = next(iter(entry.fields()))
    documented = [field for field, _asked in unlike if field.words]
    lead = next((field.words for field in documented if field.name == first), "")
    values = [
        LabeledValue(field.label, field.words, strong=field.missing)
        for field in documented
        if field.name != first
    ]
    empty = [lower(field.label) for field, asked in unlike if asked and not field.words]
    if empty:
        values.append(LabeledValue("Not documented", ", ".join(empty)))
    return lead, values


def at(press: SheetPress, entry: Entry) -> str:
    """When it was, as it stands in the margin; why there is no time."""
    moment = entry.moment()
    if moment is not None:
        return clock(moment, press.context.customs)
    why = entry.show(entry.timed_by, press.context) if entry.timed_by else ""
    return why or NO_TIME


def struck(press: SheetPress, listed: Sequence[Entry]) -> Iterator[Strip]:
    """What was struck, when and why, crossed out and still to be read."""
    for entry in listed:
        words = "; ".join(
            f"{spec.label} {value}"
            for name, spec in entry.fields().items()
            if not isinstance(spec, Drawing) and (value := entry.show(name, press.context))
        )
        when = press.run_sheet.recorded_at(entry.struck_at) if entry.struck_at else ""
        head = f"{when}: {entry.struck_reason or 'without a reason'}"
        press.paper.note_missing(f"{head} {words}")
        crossed = plain(words or f"{entry.noun.capitalize()} with nothing documented", press.body)
        body = [
            *(
                replace(strip, leads=True)
                for strip in paragraph(run_in([LabeledValue(head, "")], press.body), below=0)
            ),
            *paragraph(crossed, crossed=True),
        ]
        yield from titled("Struck", [*body, *press.entry_remarks(entry)], kind="P")
