"""What a document changes of the agency that a class plays, shown before it is taken and taken as it was shown: twice changes nothing.

The route or the command commits. What is taken goes into nothing but the class: no sheet gets a word of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from epcr.agencies.agency_set import AgencySet, ListedFacility, ListedPerson, ListedUnit
from epcr.agencies.model import AgencyFacility, AgencyPerson, AgencyUnit, Line
from epcr.class_rules import steps
from epcr.class_rules.by_lists import ListedRules, parent_for, rules_by_lists
from epcr.people import classrooms
from epcr.people.ending import require_going_on
from epcr.people.model import Classroom, Person
from epcr.scope import rulesets
from epcr.sheet.class_ruleset import ClassRuleset
from epcr.shown import Shown

NAMES: Final = ("name", "number", "state_id", "state")
TABLES: Final[Sequence[type[Line]]] = (AgencyPerson, AgencyUnit, AgencyFacility)
Listed = ListedPerson | ListedUnit | ListedFacility


@dataclass(frozen=True)
class ListChange:
    """What becomes of one list of a class: what is new, what stays, and the lines that go."""

    table: type[Line]
    new: tuple[Listed, ...]
    stay: tuple[Listed, ...]
    go: tuple[Line, ...]

    @property
    def all(self) -> tuple[Listed, ...]:
        """What then stands in it."""
        return (*self.new, *self.stay)

    @property
    def differs(self) -> bool:
        """Whether anything changes."""
        return bool(self.new or self.go)


@dataclass(frozen=True)
class RulesChange:
    """What the permission lists make of the class's rules. `own` is the ruleset that began with them before; None for a new one."""

    listed: ListedRules
    own: ClassRuleset | None
    judges: bool

    @property
    def differs(self) -> bool:
        """Whether a ruleset begins, or the class is judged by another."""
        return not self.judges


@dataclass(frozen=True)
class Taking:
    """All that a document changes of a class. `names` are those that differ: what stood there, and what it becomes."""

    agency: Mapping[str, str]
    names: Mapping[str, tuple[str, str]]
    lists: tuple[ListChange, ...]
    rules: RulesChange | None

    @property
    def differs(self) -> bool:
        """Whether anything changes."""
        return bool(
            self.names or any(change.differs for change in self.lists) or (self.rules and self.rules.differs)
        )

    def shown(self) -> Shown:
        """What a page shows of it, for whoever decides on it."""
        things: dict[str, list[object]] = {"names": list(self.names.items())}
        for change in self.lists:
            things[change.table.__tablename__] = [*change.new, *(line.listed() for line in change.go)]
        if self.rules is not None:
            things["rules"] = [self.rules.listed.parent.id, self.rules.listed.source, self.rules.judges]
        return Shown.of(things)


def taking(session: Session, classroom: Classroom, document: AgencySet) -> Taking:
    """What the document would change."""
    agency = _agency(classroom, document)
    held = classroom.agency or {}
    return Taking(
        agency=agency,
        names={
            name: (str(held.get(name) or ""), word)
            for name, word in agency.items()
            if word != (held.get(name) or "")
        },
        lists=tuple(_lists(session, classroom, document)),
        rules=_rules(session, classroom, document),
    )


def take(session: Session, classroom: Classroom, author: Person, document: AgencySet) -> Taking:
    """Take what the document says, as it would be shown now; what was changed. Raises Refused where the class has ended."""
    classrooms.hold_class(session, classroom)
    require_going_on(classroom, "Its agency stays as it is.")
    change = taking(session, classroom, document)
    if change.names:
        classrooms.change_agency(session, classroom, {**(classroom.agency or {}), **change.agency})
    for of_list in change.lists:
        _write(session, classroom, document, of_list)
    if change.rules is not None and change.rules.differs:
        own = change.rules.own or steps.begin_listed(session, classroom, author, change.rules.listed)
        session.flush()
        classrooms.change_class(session, classroom, ruleset=own.name)
    session.flush()
    return change


def lines_of(session: Session, classroom_id: int, table: type[Line]) -> list[Any]:
    """The lines of a list of a class, in the order in which they came."""
    return list(session.scalars(select(table).where(table.classroom_id == classroom_id).order_by(table.id)))


def _agency(classroom: Classroom, document: AgencySet) -> dict[str, str]:
    """What the document says of the agency; what the document leaves open stays as it is."""
    stated = document.agency(str((classroom.agency or {}).get("number") or ""))
    return {name: word for name in NAMES if (word := str(getattr(stated, name)))}


def _lists(session: Session, classroom: Classroom, document: AgencySet) -> Iterator[ListChange]:
    """A state's document has no people and no units: those of the agency stay then."""
    tables: Sequence[tuple[type[Line], Sequence[Listed]]] = (
        (AgencyPerson, document.people),
        (AgencyUnit, document.units),
        (AgencyFacility, document.facilities),
    )
    for table, stated in tables if document.is_of_an_agency else tables[2:]:
        lines = [
            line for line in lines_of(session, classroom.id, table) if line.data_set == document.data_set
        ]
        held, wanted = {line.listed() for line in lines}, set(stated)
        yield ListChange(
            table,
            new=tuple(value for value in stated if value not in held),
            stay=tuple(value for value in stated if value in held),
            go=tuple(line for line in lines if line.listed() not in wanted),
        )


def _rules(session: Session, classroom: Classroom, document: AgencySet) -> RulesChange | None:
    lists = document.lists_here()
    if lists is None:
        return None
    judging = steps.find(session, classroom, classroom.ruleset)
    parent = parent_for(lists, judging.parent if judging else classroom.ruleset, rulesets())
    listed = rules_by_lists(lists, parent)
    own = steps.find_listed(session, classroom, listed)
    return RulesChange(listed, own, judges=own is not None and classroom.ruleset == own.name)


def _write(session: Session, classroom: Classroom, document: AgencySet, change: ListChange) -> None:
    for line in change.go:
        session.delete(line)
    for value in change.new:
        session.add(change.table(classroom_id=classroom.id, data_set=document.data_set, **asdict(value)))


def empty(session: Session, classroom: Classroom) -> None:
    """Take every line out of the lists of the class; what the agency is called and the rules stay."""
    classrooms.hold_class(session, classroom)
    for table in TABLES:
        for line in lines_of(session, classroom.id, table):
            session.delete(line)
    session.flush()
