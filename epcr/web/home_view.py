"""A trainee's own sheets, and the form that begins one, as their page is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import url_for

from epcr.people.ending import goes_on, said_of
from epcr.people.model import Person
from epcr.review.state import State
from epcr.scenarios import scenarios
from epcr.scenarios.scenario import Scenario
from epcr.sheet.run_sheet import RunSheet
from epcr.web import whose_class
from epcr.web.filters import ago
from epcr.web.own_sheets import OwnSheets


@dataclass(frozen=True)
class SheetLine:
    """A sheet in the list. `to_change` leads to what the instructor wrote, `ended` is what the end of its class means for it.

    `discard` is where one is thrown away on which nothing was ever saved; empty at all others. `base` is what its addresses begin with.
    """

    address: str
    patient: str
    complaint: str
    scenario: str
    classroom: str
    state: str
    to_change: str
    ended: str
    number: str
    revision: int
    begun: str
    discard: str
    base: str


@dataclass(frozen=True)
class Room:
    """A class to begin a sheet in, and the address of leaving it."""

    number: int
    name: str
    words: str
    leaves: str


@dataclass(frozen=True)
class ScenarioChoice:
    """A scenario to begin from; the blank sheet has no id. `clock` says by which clock its call runs."""

    id: str
    title: str
    words: str
    clock: str
    chosen: bool


@dataclass(frozen=True)
class HomePage:
    """The page. `over` is how many sheets lie in classes that can only be read, `ended` what is said of classes that begin no more.

    `earlier` and `later` are other pages of the list, perhaps empty. `only_room` is the one class that there is, 0 where one is
    chosen; `asks_scenario` the class of the question for the scenario.
    """

    lines: tuple[SheetLine, ...]
    tells_classes: bool
    over: int
    show_ended: bool
    page: int
    pages: int
    earlier: str
    later: str
    rooms: tuple[Room, ...]
    only_room: int
    no_class: str
    asks_scenario: str
    scenarios: tuple[ScenarioChoice, ...]
    ended: tuple[str, ...]
    address: str
    begins: str
    joins: str


def home_page(who: Person, shown: OwnSheets, *, chosen: str | None, no_class: str) -> HomePage:
    """The sheets that are listed, with the scenario that is chosen, None for none; `no_class` says why none was begun."""
    rooms = whose_class.offered(who)
    named = whose_class.names_on_list(who, shown.sheets)
    return HomePage(
        lines=tuple(_line(sheet, shown, named) for sheet in shown.sheets),
        tells_classes=bool(named),
        over=shown.over,
        show_ended=shown.show_ended,
        page=shown.page,
        pages=shown.pages,
        earlier=_other_page(shown, shown.page - 1),
        later=_other_page(shown, shown.page + 1),
        rooms=tuple(
            Room(room.number, room.name, room.words, url_for("roster.leave", number=room.number))
            for room in rooms
        ),
        only_room=rooms[0].number if len(rooms) == 1 else 0,
        no_class=no_class,
        asks_scenario="begin-ask" if len(rooms) > 1 else "visually-hidden",
        scenarios=tuple(_scenarios(chosen)),
        ended=_ended(who),
        address=url_for("sheet.home"),
        begins=url_for("sheet.begin"),
        joins=url_for("people.join_another"),
    )


def _other_page(shown: OwnSheets, page: int) -> str:
    """The address of another page of the list; empty where there is none of this number."""
    # None stands in no address.
    ended = 1 if shown.show_ended else None
    return url_for("sheet.home", page=page, ended=ended) if 1 <= page <= shown.pages else ""


def _line(sheet: RunSheet, shown: OwnSheets, named: Mapping[int, str]) -> SheetLine:
    stands = shown.stand[sheet.id]
    scenario = scenarios().get(sheet.scenario or "")
    ended = shown.words[sheet.classroom_id]
    runs = stands.state is State.DRAFT and stands.editable
    incident = url_for("sheet.section", sheet_id=sheet.id, slug="incident")
    returned = stands.state is State.RETURNED and stands.editable
    return SheetLine(
        address=url_for("sheet.call", sheet_id=sheet.id) if runs else incident,
        patient=sheet.patient.name(),
        complaint=sheet.history.chief_complaint or "",
        scenario=scenario.title if scenario else "Blank sheet",
        classroom=named.get(sheet.classroom_id, ""),
        state=stands.word,
        to_change=url_for("sheet.check", sheet_id=sheet.id) if returned else "",
        ended="Class ended" if ended and not stands.written else ended,
        number=sheet.number,
        revision=stands.revision,
        begun=ago(sheet.created_at),
        discard=url_for("review.discard", sheet_id=sheet.id) if sheet.id in shown.untouched else "",
        base=url_for("sheet.section", sheet_id=sheet.id, slug=""),
    )


def _scenarios(chosen: str | None) -> Iterator[ScenarioChoice]:
    for number, scenario in scenarios().items():
        yield ScenarioChoice(
            number, scenario.title, scenario.dispatch.text, _clock(scenario), chosen=number == chosen
        )
    yield ScenarioChoice(
        "",
        "Blank sheet",
        "For a call your instructor gives you.",
        "",
        chosen=chosen == "",
    )


def _clock(scenario: Scenario) -> str:
    """Which clock the call will have."""
    clock = scenario.dispatch.time_out
    return f"Begin starts its clock at {clock}." if clock else "It goes by the actual time of day."


def _ended(who: Person) -> tuple[str, ...]:
    """What is said of classes that have ended."""
    return tuple(said_of(room) for room in who.classrooms if not goes_on(room))
