"""The queue as its page shows it: a line for each sheet with what was found and what can be done, or what there is instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from flask import url_for

from epcr.people.ending import goes_on
from epcr.people.model import Person
from epcr.review.asking import as_query
from epcr.review.brought_in import BroughtIn
from epcr.review.filters_view import FilterForm, filter_form
from epcr.review.found_view import OutsideLine, counted_marks, found_in_words, outside_in_the_queue
from epcr.review.queue import Filter, Queue, QueueRow
from epcr.review.reading import DeskReading
from epcr.review.reading_view import ReaderLine, reader_lines
from epcr.review.state import State
from epcr.shown import Shown
from epcr.visit.pieces import ActLink, Mark


@dataclass(frozen=True)
class QueueLine:
    """One sheet. `submitted` is the moment on the class's clock, empty where it was not yet, `at` that moment or when it was begun.

    `counted` and `outside` are the acts outside scope, in short and one by one, `brought_in` those that were and are no more, as
    `changed` counts them. `begin` is where its review begins, empty where
    nobody can begin it; `go_on` are the words that lead to its desk then.
    """

    number: str
    desk: str
    written_by: str
    patient: str
    classroom: str
    ended: str
    readers: tuple[ReaderLine, ...]
    scenario: str | None
    submitted: str
    at: datetime
    findings: str
    counted: tuple[Mark, ...]
    outside: tuple[OutsideLine, ...]
    brought_in: tuple[BroughtIn, ...]
    changed: Mark
    revision: int
    state: str
    begin: str
    shown: Shown
    go_on: str


@dataclass(frozen=True)
class Instead:
    """What stands where no sheet is listed, with the way on."""

    words: str
    way: ActLink
    look: str = "btn-secondary"


@dataclass(frozen=True)
class QueuePage:
    """The page. `order` ends the sentence that counts the sheets; `earlier` and `later` are other pages of the list, perhaps
    empty; `instead` is None where sheets are listed.
    """

    total: int
    order: str
    print: str
    filters: FilterForm
    lines: tuple[QueueLine, ...]
    page: int
    pages: int
    earlier: str
    later: str
    instead: Instead | None


def queue_page(
    queue: Queue, asked: Filter, readings: Mapping[str, Sequence[DeskReading]], looking: Person
) -> QueuePage:
    """The page of the queue for somebody who looks at it; `readings` are of others, by sheet."""
    query = as_query(asked)
    first = queue.rows and asked.state is State.SUBMITTED
    return QueuePage(
        total=queue.total,
        order=", longest wait first" if first else "",
        print=url_for("batch.choose", **query) if queue.total else "",
        filters=filter_form(queue.choices, asked),
        lines=tuple(_line(row, readings.get(row.sheet.id, ()), looking) for row in queue.rows),
        page=queue.page,
        pages=queue.pages,
        earlier=url_for("review.queue", page=queue.page - 1, **query) if queue.page > 1 else "",
        later=url_for("review.queue", page=queue.page + 1, **query) if queue.page < queue.pages else "",
        instead=None if queue.rows else _instead(queue, asked),
    )


def _line(row: QueueRow, readings: Sequence[DeskReading], looking: Person) -> QueueLine:
    desk = url_for("review.desk", sheet_id=row.sheet.id)
    waits = row.state is State.SUBMITTED and not row.stands.opened
    return QueueLine(
        number=row.sheet.number,
        desk=desk,
        written_by=row.written_by,
        patient=row.patient,
        classroom=row.classroom.name,
        ended="" if goes_on(row.classroom) else " (ended)",
        readers=reader_lines(row.stands.begun, readings, looking),
        scenario=row.sheet.scenario,
        submitted=row.submitted,
        at=row.submitted_at or row.sheet.created_at,
        findings=found_in_words(row.findings, row.answered),
        counted=counted_marks(row.outside),
        outside=outside_in_the_queue(row.outside, desk),
        brought_in=tuple(replace(act, anchor=f"{desk}#{act.anchor}") for act in row.brought_in),
        changed=Mark("plain", "pen", f"{len(row.brought_in)} changed into scope"),
        revision=row.revision,
        state=row.stands.word,
        begin=url_for("review.open_sheet", sheet_id=row.sheet.id) if waits else "",
        shown=row.shown,
        go_on="Continue" if row.stands.opened else "Read",
    )


_NO_CLASS: Final = "You have no class yet. Make one, and its sheets come here when they are submitted."
_NONE_SUCH: Final = "No run sheet matches. Widen the choices above, or see what waits for review."
_NOTHING: Final = "Nothing waits for you. Sheets come here when trainees submit them."


def _instead(queue: Queue, asked: Filter) -> Instead:
    """Without a class one is made; what was narrowed too far is widened; where nothing waits, all there is can be seen."""
    if not queue.choices.classrooms and not queue.choices.over:
        return Instead(_NO_CLASS, ActLink("Make a class", url_for("people.new_class")), "btn-primary")
    if _is_narrowed(asked):
        return Instead(_NONE_SUCH, ActLink("What waits for review", url_for("review.queue")))
    return Instead(_NOTHING, ActLink("See all run sheets", url_for("review.queue", state="")))


def _is_narrowed(asked: Filter) -> bool:
    named = asked.classroom or asked.trainee or asked.scenario is not None
    return bool(named) or asked.state is not State.SUBMITTED
