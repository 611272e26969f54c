"""The frame of every page of a run sheet: the patient and the clock on top, the sections at the left, the call in time at the right."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Final

from flask import url_for

from epcr.db import now
from epcr.people.ending import still_open
from epcr.people.model import Role
from epcr.review import steps
from epcr.sheet.customs import Customs
from epcr.sheet.run_sheet import BY_SLUG, SECTIONS, RunSheet
from epcr.visit.reach import secured
from epcr.visit.signed_in import person, session
from epcr.web import whose_class
from epcr.web.filters import counted
from epcr.web.isolation import in_attribute
from epcr.web.opened_sheet import OpenedSheet
from epcr.web.outline import Banner, Happening, Outlined, banner, outline, timeline
from epcr.web.walking import WayBack, way_back

_SHAPES: Final = MappingProxyType({"complete": "check", "missing": "dot", "empty": "ring"})
_STATES: Final = MappingProxyType({"complete": "complete", "missing": "begun", "empty": "not begun"})


@dataclass(frozen=True)
class Count:
    """How much is open in a section, in words; `css` is the class of those that are told apart."""

    words: str
    css: str = ""


@dataclass(frozen=True)
class SectionLine:
    """A section in the list. `counts` is None where there is nothing to count."""

    slug: str
    title: str
    address: str
    here: bool
    shape: str
    state: str
    counts: tuple[Count, ...] | None


@dataclass(frozen=True)
class Onward:
    """Where one goes on under the thumb: the next section in which something is missing, else the check."""

    slug: str
    title: str
    address: str


@dataclass(frozen=True)
class CheckLine:
    """The line that leads to checking and submitting."""

    words: str
    address: str
    here: bool
    count: int


@dataclass(frozen=True)
class CallLine:
    """The line that leads to the call screen."""

    address: str
    here: bool


@dataclass(frozen=True)
class TimelineLine:
    """What happened on the call; `shape` and `verdict` where the verdict on it is a refusal."""

    slug: str
    address: str
    clock: str
    text: str
    shape: str
    verdict: str


@dataclass(frozen=True)
class Quick:
    """A new entry one tap away, at the timeline and under the thumb."""

    slug: str
    address: str
    shape: str
    words: str
    short: str


@dataclass(frozen=True)
class PageClock:
    """What a device needs to tell the time of the call: when the page was drawn, how far the call's clock is ahead, and when it ends,
    in milliseconds, the moments since 1970. `ends` is empty for a clock that does not.
    """

    drawn: int
    ahead: int
    ends: str


@dataclass(frozen=True)
class Frame:
    """All that stands around the content of a page.

    `folded` are sections that such a call rarely fills in, behind `more`, which is open where the page is one of them.

    `named` is the sheet in a title. `asks_who` is where somebody else takes a sheet over on which nothing was saved. `call` is None
    where nothing is logged any more. `saves` says that the page has a form. `walk` leads back to the check, from where the
    page was opened. `onward` is where one goes on from a section that saves itself, None elsewhere. `notice` says what the
    end of its class means for it. `move` and `home` are "" where nothing leads there. `keeps` is the address under which the
    pages of the sheet lie that a device keeps for when there is no network, "" where it is only read, `not_asked` are the
    sections that are kept too since what is typed then may make them asked; `trust` leads to how a device comes to do so, ""
    where it cannot. Last stands what only a sheet has that can be changed.
    """

    named: str
    banner: Banner
    clock: PageClock
    since: str
    until: str
    saved: str
    sections: tuple[SectionLine, ...]
    folded: tuple[SectionLine, ...]
    more: str
    more_open: bool
    check: CheckLine
    printing: str
    home: str
    classroom: str
    several: bool
    number: str
    revision: int
    state: str
    notice: str
    asks_who: str
    timeline: tuple[TimelineLine, ...]
    not_asked: str
    trust: str
    call: CallLine | None = None
    missing: int = 0
    move: str = ""
    saves: bool = False
    walk: WayBack | None = None
    onward: Onward | None = None
    quick: tuple[Quick, ...] = ()
    keeps: str = ""


def frame(opened: OpenedSheet, here: str, *, saves: bool = False, not_saved: bool = False) -> Frame:
    """The frame around a page; `not_saved` says that it came back with what could not be saved."""
    sheet, stands, shown = opened.sheet, opened.stands, banner(opened.sheet)
    whose = whose_class.of_sheet(sheet)
    saved_at = _saved_at(sheet)
    lines = outline(sheet, opened.findings)
    away = tuple(_section(opened, line, here) for line in lines if line.asked and line.folded)
    until = still_open(steps.class_of(session(), sheet)) if stands.editable else ""
    drawn = Frame(
        named=in_attribute(shown.name) or f"Sheet {sheet.number}",
        banner=shown,
        clock=_clock(sheet),
        since=_iso(shown.since),
        until=_iso(shown.until),
        saved=_saved(opened, saved_at, not_saved=not_saved),
        sections=tuple(_section(opened, line, here) for line in lines if line.asked and not line.folded),
        folded=away,
        more=f"{counted(len(away), 'more section')}, not asked on this call",
        more_open=any(line.here for line in away),
        check=_check(opened, here, sum(line.missing + line.warnings for line in lines)),
        printing=url_for("paper.choose", sheet_id=sheet.id),
        home=url_for("sheet.home") if person().role == Role.TRAINEE else "",
        classroom=whose.name,
        several=whose.several,
        number=sheet.number,
        revision=stands.revision,
        state=stands.word,
        notice=stands.shut or until,
        asks_who="" if saved_at else url_for("somebody_else.ask", sheet_id=sheet.id, slug=here),
        timeline=tuple(_happening(opened, line) for line in timeline(sheet, opened.judged)),
        not_asked="|".join(f"{line.slug}:{line.title}" for line in lines if not line.asked),
        trust=url_for("trust.steps") if secured() else "",
    )
    return _changeable(drawn, opened, lines, here, saves=saves) if opened.changeable else drawn


def _changeable(
    drawn: Frame, opened: OpenedSheet, lines: Sequence[Outlined], here: str, *, saves: bool
) -> Frame:
    """The frame with what stands in it as long as the sheet can be changed."""
    sheet = opened.sheet
    return replace(
        drawn,
        call=CallLine(_call(opened), here == "call"),
        missing=sum(line.missing for line in lines),
        move=url_for("moving.choose", sheet_id=sheet.id) if drawn.several else "",
        saves=saves,
        walk=way_back(sheet) if here in BY_SLUG else None,
        onward=_onward(opened, lines, here) if saves else None,
        quick=tuple(_quick(opened)),
        keeps=opened.base,
    )


def _saved_at(sheet: RunSheet) -> datetime | None:
    parts = (
        part for section in SECTIONS for part in sheet.every(section)
    )  # what was saved and struck since, too
    return max((part.saved_at for part in parts if part.saved_at is not None), default=None)


def _clock(sheet: RunSheet) -> PageClock:
    clock = sheet.clock()
    ends = str(_milliseconds(clock.ends)) if clock.ends else ""
    return PageClock(int(time.time() * 1000), int(clock.ahead.total_seconds() * 1000), ends)


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _saved(opened: OpenedSheet, saved_at: datetime | None, *, not_saved: bool) -> str:
    """Whether what stands on the page is saved, in words."""
    if not opened.changeable:
        return "Read only"
    if not_saved:
        return "Not saved"
    return saved_in_words(saved_at, opened.sheet, len(opened.two_values))


def saved_in_words(saved_at: datetime | None, sheet: RunSheet, to_decide: int = 0) -> str:
    """When something was saved last: the clock of today, the date of another day; before that, what must be decided.

    While the clock of a scenario runs it is by that one, which stands on the same page; after it has stopped it says that it is not.
    """
    if to_decide:
        return "1 field needs a decision" if to_decide == 1 else f"{to_decide} fields need a decision"
    if saved_at is None:
        return "Nothing saved yet"
    present, clock = now(), sheet.clock()
    customs = Customs(sheet.zone)
    if clock.of_scenario and clock.runs(present):
        return f"Saved {customs.time(clock.at(saved_at).replace(second=0, microsecond=0))}"
    local = customs.local(saved_at)
    today = local.date() == customs.local(present).date()
    if not today:
        return f"Saved {local:%m/%d}"
    return f"Saved {sheet.real_time(customs.time(saved_at.replace(second=0, microsecond=0)))}"


def _section(opened: OpenedSheet, line: Outlined, here: str) -> SectionLine:
    return SectionLine(
        slug=line.slug,
        title=line.title,
        address=opened.section(
            line.slug, anchor="" if opened.changeable else opened.reading_anchor(line.slug)
        ),
        here=line.slug == here,
        shape=_SHAPES[line.state],
        state=_STATES[line.state],
        counts=tuple(_counts(line)) if line.missing or line.warnings or line.comments else None,
    )


def _counts(line: Outlined) -> Iterator[Count]:
    if line.missing and line.state != "empty":
        yield Count(f"{line.missing} missing")
    if line.warnings:
        yield Count(f"{line.warnings} to check", "count-warning")
    if line.comments:
        yield Count(counted(line.comments, "comment"), "count-comment")


def _check(opened: OpenedSheet, here: str, count: int) -> CheckLine:
    words = "Check and submit" if opened.changeable else "Status"
    address = url_for("sheet.check", sheet_id=opened.sheet.id)
    return CheckLine(words, address, here == "check", count if opened.changeable else 0)


def _onward(opened: OpenedSheet, lines: Sequence[Outlined], here: str) -> Onward | None:
    """From a section that stands once to the next that misses something; an entry is saved by its button first."""
    if BY_SLUG[here].many:
        return None
    place = [line.slug for line in lines].index(here)
    for line in (*lines[place + 1 :], *lines[:place]):
        if line.asked and line.missing:
            return Onward(line.slug, line.title, opened.section(line.slug))
    return Onward("check", "Check and submit", url_for("sheet.check", sheet_id=opened.sheet.id))


def _happening(opened: OpenedSheet, line: Happening) -> TimelineLine:
    mark = line.verdict.mark if line.verdict and line.verdict.refused else None
    address = opened.section(line.slug, anchor=line.anchor)
    shape, verdict = (mark.shape, mark.in_a_line) if mark else ("", "")
    return TimelineLine(line.slug, address, line.clock, line.text, shape, verdict)


def _call(opened: OpenedSheet) -> str:
    return url_for("sheet.call", sheet_id=opened.sheet.id)


def _quick(opened: OpenedSheet) -> Iterator[Quick]:
    yield Quick("vitals", opened.section("vitals", anchor="new"), "heart", "Vital signs", "Vitals")
    for kind, shape, words in (("procedure", "tool", "Procedure"), ("medication", "drug", "Medication")):
        address = f"{opened.section('interventions')}?kind={kind}#new"
        yield Quick("interventions", address, shape, words, words)
