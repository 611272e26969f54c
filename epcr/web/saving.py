"""What saving a section does: all of it or nothing, with the version checked and the interventions judged.

The route commits; here only the objects of the session change.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final, cast

import wtforms

from epcr.checks.finding import Finding
from epcr.checks.verdicts import judge_changed
from epcr.db import now
from epcr.sheet.answer import Answer
from epcr.sheet.control import Control
from epcr.sheet.exam import NO_ABNORMALITY, ExamFinding
from epcr.sheet.interventions import Intervention
from epcr.sheet.kinds.moment import Moment
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.section import Entry, SheetPart
from epcr.sheet.verdict import KeptVerdict
from epcr.web.forms import differences
from epcr.web.unlisted import Offer

_ENTRY_ID = re.compile(r"[0-9a-f]{32}")
NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
LONGEST_CALL: Final = timedelta(
    hours=12
)  # chosen here: half a day behind a call the clock on the wall is not the call's


@dataclass(frozen=True)
class Conflict:
    """A control whose stored value changed since the page was opened: what was typed stands in it, `stored` is the other."""

    control: Control
    stored: str

    @property
    def yours(self) -> str:
        """What was typed here, in words where it can be read."""
        return self.control.spec.show(self.control.data, self.control.context) or self.control.text()


@dataclass(frozen=True)
class Outcome:
    """What became of a save. Neither saved nor in conflict nor refused nor asked about means that the form has errors.

    `closed` says why nothing can be written there at all.
    `offer`: what is not in the list of interventions is asked about first.
    `untouched`: the form of a new entry came back as it was shown; there was nothing to add. `meanwhile`: what somebody else
    changed after the page was drawn and this form did not touch. `changed`: what this form changed.
    """

    saved: bool = False
    untouched: bool = False
    conflict: list[Conflict] = field(default_factory=list)
    meanwhile: list[Control] = field(default_factory=list)
    changed: list[Control] = field(default_factory=list)
    refused: KeptVerdict | None = None
    offer: Offer | None = None
    closed: str = ""


def is_entry_id(text: str) -> bool:
    """Whether this can be the id of an entry."""
    return _ENTRY_ID.fullmatch(text) is not None


def new_entry(sheet: RunSheet, kind: type[SheetPart]) -> SheetPart:
    """An entry that is not stored yet, begun as its section says: at what the clock shows, by who did the last one.

    The first one is begun by the crew where it is one person.
    """
    part = kind()
    if not isinstance(part, Entry):
        return part
    if part.begins_now:
        setattr(part, part.timed_by, by_the_clock(sheet, part, part.timed_by))
    crew = sheet.context().crew if part.begins_as_before else {}
    for name in part.begins_as_before:
        earlier = [getattr(entry, name) for entry in sheet.every(kind) if not entry.struck]
        alone = next(iter(crew)) if len(crew) == 1 else None
        setattr(part, name, next((who for who in reversed(earlier) if who in crew), alone))
    return part


def by_the_clock(sheet: RunSheet, part: SheetPart, name: str) -> datetime | None:
    """What the clock of the call shows now: the scenario's own while it runs, on the day of the call.

    Without one, what the clock on the wall shows, as if it were typed: a sheet may be written weeks after its call. None where that
    would lie half a day behind the call: a call of 16:48 that is played at 11:12 has a clock of its own.
    """
    return on_the_call(sheet, part, name, now())


def on_the_call(sheet: RunSheet, part: SheetPart, name: str, moment: datetime) -> datetime | None:
    """The same at another real moment, as it would be read at a time of this part."""
    clock = sheet.clock()
    if clock.of_scenario:
        return clock.at(moment).replace(second=0, microsecond=0) if clock.runs(moment) else None
    present = moment.replace(second=0, microsecond=0)
    shown = cast(Moment, part.fields()[name]).by_the_clock(present, sheet.context(part))
    moments = (
        getattr(sheet.incident, field)
        for field, spec in sheet.incident.fields().items()
        if isinstance(spec, Moment)
    )
    times = [moment for moment in moments if moment is not None]
    return None if times and shown - max(times) > LONGEST_CALL else shown


def no_room(sheet: RunSheet, kind: type[Entry]) -> str:
    """Why no other entry of this kind can be added, in a sentence; empty where there is room."""
    return no_room_for(sheet, kind, 1)


def no_room_for(sheet: RunSheet, kind: type[Entry], more: int) -> str:
    """The same for so many others."""
    if len(sheet.every(kind)) + more <= kind.most:
        return ""
    return f"A sheet holds at most {kind.most} {kind.noun}s, struck ones included, and this one has them. Change one of these instead."


def _nothing_to_ask(_form: wtforms.Form, _changed: Sequence[Control]) -> Offer | None:
    return None


def nothing_follows(_sheet: RunSheet, _part: SheetPart, _changed: Sequence[Control]) -> None:
    """What most sections fill in after what was changed."""


def save(
    sheet: RunSheet,
    part: SheetPart,
    form: wtforms.Form,
    *,
    version: int,
    began: Mapping[str, str] = NOTHING,
    others: Collection[str] | None = None,
    asks_first: Callable[[wtforms.Form, Sequence[Control]], Offer | None] = _nothing_to_ask,
    complete: Callable[[RunSheet, SheetPart, Sequence[Control]], None] = nothing_follows,
) -> Outcome:
    """Write the form to the section or entry, when it may be written.

    `others` are the fields that somebody else changed after the page of this `version` was drawn: only there can two values
    stand against each other. None where that is not known.
    `began` is what the form of a new entry was shown with, by field and as typed: its time, performer or region. `asks_first` and
    `complete` are those of the section's page (`epcr.web.pages.section_page`).
    """
    stored = sheet.holds(part)
    valid = form.validate()
    changed = differences(form, part)
    stale = stored and version != part.version
    if stale and valid and not changed:
        return Outcome(saved=True)  # the same request once more
    if stale and (conflict := _conflict(part, changed, others)):
        return Outcome(conflict=conflict)
    asked = asks_first(form, changed) if valid else None
    if not valid or asked is not None:
        return Outcome(offer=asked)
    if _untouched(sheet, part, changed, began):
        return Outcome(saved=stored, untouched=not stored)
    meanwhile = _meanwhile(form, changed, others)
    write(sheet, part, form)
    complete(sheet, part, changed)
    if refused := judge_saved(sheet, part):
        return Outcome(refused=refused)
    return Outcome(saved=True, meanwhile=meanwhile, changed=changed)


def _conflict(part: SheetPart, changed: Sequence[Control], others: Collection[str] | None) -> list[Conflict]:
    """Where what was typed stands against what somebody else saved; everywhere, where that is not known."""
    against = [control for control in changed if others is None or control.short_name in others]
    return [Conflict(control, part.show(control.short_name, control.context)) for control in against]


def _meanwhile(
    form: wtforms.Form, changed: Sequence[Control], others: Collection[str] | None
) -> list[Control]:
    """What somebody else changed and this form did not touch."""
    controls = cast("list[Control]", list(form))
    return [
        control
        for control in controls
        if control not in changed and control.typed is None and control.short_name in (others or ())
    ]


def _untouched(
    sheet: RunSheet, part: SheetPart, changed: Sequence[Control], began: Mapping[str, str]
) -> bool:
    """Whether nothing was said in the form. What a new entry was shown with says nothing, until it is changed."""
    is_new = not sheet.holds(part)
    return all(
        is_new
        and control.text() == began.get(control.short_name)
        and not control.reason
        and not control.negatives
        for control in changed
    )


def write(sheet: RunSheet, part: SheetPart, form: wtforms.Form) -> None:
    """Put what stands in the form into the part; with the date of the call its times move."""
    sheet.keep(part)
    day = sheet.customs().day
    form.populate_obj(part)
    moved_to = sheet.incident.date_of_call
    if day is not None and moved_to is not None and moved_to != day:
        sheet.move_days((moved_to - day).days)
    saved(part)


def saved(part: SheetPart) -> None:
    """Note that the part was saved now."""
    part.version += 1
    part.saved_at = now()


def judge_saved(sheet: RunSheet, part: SheetPart) -> KeptVerdict | None:
    """Judge what a saved part changed. The verdict on an act that a strict class does not save; the caller then undoes it."""
    act = part if isinstance(part, Intervention) else None
    judge_changed(sheet, now(), saved=act)
    verdict = act.verdict if act and sheet.mode == "strict" else None
    return verdict if verdict and verdict.refused else None


def strike(part: Entry, reason: str) -> None:
    """Strike an entry; it stays in the record with its reason."""
    part.struck_at = now()
    part.struck_reason = reason
    part.version += 1


def restore(part: Entry) -> None:
    """Put a struck entry back."""
    part.struck_at = None
    part.struck_reason = None
    part.version += 1


def no_abnormality(sheet: RunSheet, region: str, entry: str) -> ExamFinding:
    """Record that a body region was examined now and nothing was found. The same tap twice records it once."""
    earlier = next((finding for finding in sheet.exam if finding.id == entry), None)
    if earlier is not None:
        return earlier
    finding = ExamFinding(region=region, findings=[NO_ABNORMALITY[region]])
    finding.examined_at = by_the_clock(sheet, finding, "examined_at")
    if is_entry_id(entry):
        finding.id = entry
    finding.version = 1
    finding.saved_at = now()
    sheet.exam.append(finding)
    return finding


def answer(sheet: RunSheet, findings: Iterable[Finding], text: str, *, kind: str = "explained") -> None:
    """Answer findings with one text."""
    for finding in findings:
        anchor, value = str(finding.anchor), finding.value
        sheet.answers.append(
            Answer(source=finding.source, anchor=anchor, value=value, kind=kind, text=text, at=now())
        )
