"""What would become of a class list: who is added, who is here already, which line is left out and why, what is asked.

Pure: it is told who has which login, and makes nobody.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from epcr.isolates import isolated
from epcr.people.headings import Part, columns_under, columns_without, is_heading
from epcr.people.listing import made_up_login, read_level, read_login, read_name
from epcr.people.refused import Refused
from epcr.people.spreadsheet import Line

MOST = 500  # people in one list, chosen here; each costs 45 ms to hash
OFFERED = 30  # columns that are offered to choose from, chosen here


@dataclass(frozen=True)
class Known:
    """Somebody who is in the system: their login, their name, whether they are a trainee of the class that is written."""

    login: str
    name: str
    here: bool


class Fate(StrEnum):
    """What becomes of a line."""

    NEW = "new"
    HERE = "here"
    OUT = "out"


@dataclass(frozen=True)
class Row:
    """One line of the list and what becomes of it; `why` says it in a sentence. `made_up` is the login."""

    line: int
    fate: Fate
    name: str
    login: str
    level: str | None = None
    made_up: bool = False
    why: str = ""


@dataclass(frozen=True)
class Answers:
    """What was said about the list: whether its first line is a heading, and what each column is. Empty where nothing was."""

    heading: bool | None = None
    columns: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Reading:
    """The lines of a list and how they are read. `heading` None must be asked; so must the name where no column is one."""

    heading: bool | None
    columns: tuple[Part, ...]
    titles: tuple[str, ...]
    lines: tuple[Line, ...]
    blank: int

    @property
    def asks_name(self) -> bool:
        """Whether no column is the name."""
        return not {"name", "first", "last"} & set(self.columns)

    @property
    def asks(self) -> bool:
        """Whether something must be answered before anybody can be added."""
        return self.heading is None or self.asks_name

    @property
    def unused(self) -> tuple[str, ...]:
        """The columns that nothing is taken from, by their title."""
        return tuple(title for title, part in zip(self.titles, self.columns, strict=True) if part == "unused")


def read(lines: Sequence[Line], answers: Answers) -> Reading:
    """How a list is read, as it was answered and else as it looks. Raises Refused for a list of nobody."""
    written = [line for line in lines if not line.blank]
    if not written:
        raise Refused("Write at least one person: name, login and perhaps a level.", "people")
    heading = is_heading(written) if answers.heading is None else answers.heading
    first, people = written[0], written if heading is False else written[1:]
    if heading and not people:
        raise Refused("There is only a heading. Write at least one person below it.", "people")
    if heading and len(first.cells) == 1:  # one column: a comma stands in a name
        people = [Line(line.number, (", ".join(line.cells),)) for line in people]
    width = min(max(len(line.cells) for line in (*written[:1], *people)), OFFERED)
    looked = columns_without(people) if heading is False else _under(first, people)
    columns: list[Part] = [*looked, *_unused(width)][:width]
    for place, part in enumerate(answers.columns[:width]):
        columns[place] = part
    titles = [
        first.cell(place) if heading is not False and first.cell(place) else f"Column {place + 1}"
        for place in range(width)
    ]
    kept = [line for line in people if heading is not True or line.cells != first.cells]
    return Reading(heading, tuple(columns), tuple(titles), tuple(kept), len(lines) - len(written))


def _unused(width: int) -> list[Part]:
    return ["unused"] * width


def _under(heading: Line, people: Sequence[Line]) -> tuple[Part, ...]:
    """The columns under a heading; where none of its words is known, as they stand."""
    found = columns_under(heading)
    return (
        found if set(found) & {"login", "level", "first", "last"} else _merged(found, columns_without(people))
    )


def _merged(found: Sequence[Part], looked: Sequence[Part]) -> tuple[Part, ...]:
    if found.count("name") == 1 and found[0] != "name":
        return tuple(found)
    return tuple(looked) + tuple(found[len(looked) :])


@dataclass
class _Judging:
    """The lines read so far, so that nobody is added twice."""

    reading: Reading
    people: Mapping[str, Known]
    here: dict[str, Known]
    logins: dict[str, int] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def row(self, line: Line) -> Row:
        if not line.cells:
            return Row(line.number, Fate.OUT, "", "", why="Close the quotes in this line, or take them out.")
        name, login = self._name(line), self.cell(line, "login")
        try:
            return self._judged(line, read_name(name), login, read_level(self.cell(line, "level")))
        except Refused as refused:
            return Row(line.number, Fate.OUT, name, login, why=str(refused))

    def _judged(self, line: Line, name: str, typed: str, level: str | None) -> Row:
        known_as = _key(name)
        if not typed:
            return self._without_login(line, name, known_as, level)
        login = read_login(typed)
        known = self.people.get(login)
        if known is not None and known.here:
            same = _key(known.name) == known_as
            why = "Nothing changes." if same else f"As {isolated(known.name)}. Nothing changes."
            return Row(line.number, Fate.HERE, name, login, level, why=why)
        if known is not None:
            # Somebody else's trainee must not be put into a class by a list: its instructor could then set their password.
            why = f"Somebody already has the login {isolated(login)}; if it is the same person, let them join with the code."
            return Row(line.number, Fate.OUT, name, login, level, why=why)
        if login in self.logins:
            why = f"The login {isolated(login)} already stands in line {self.logins[login]}."
            return Row(line.number, Fate.OUT, name, login, level, why=why)
        self.logins[login] = line.number
        self.names.setdefault(known_as, line.number)
        return Row(line.number, Fate.NEW, name, login, level)

    def _without_login(self, line: Line, name: str, known_as: str, level: str | None) -> Row:
        if known_as in self.here:
            known = self.here[known_as]
            why = (
                f"With the login {isolated(known.login)}. For another person of the same name, write a login."
            )
            return Row(line.number, Fate.HERE, name, known.login, level, why=why)
        if known_as in self.names:
            why = f"The name already stands in line {self.names[known_as]}. For two people of one name, write a login for each."
            return Row(line.number, Fate.OUT, name, "", level, why=why)
        login = made_up_login(name, self.taken | self.logins.keys())
        self.logins[login] = self.names[known_as] = line.number
        return Row(line.number, Fate.NEW, name, login, level, made_up=True)

    def _name(self, line: Line) -> str:
        """First and last name joined, where they stand in two columns."""
        parts = [self.cell(line, part) for part in ("name", "first", "last")]
        return " ".join(part for part in parts if part)

    def cell(self, line: Line, part: Part) -> str:
        return " ".join(
            line.cell(place)
            for place, one in enumerate(self.reading.columns)
            if one == part and line.cell(place)
        )


def judged(reading: Reading, people: Iterable[Known]) -> list[Row]:
    """What becomes of each line, given everybody who can sign in."""
    known = {one.login: one for one in people}
    judging = _Judging(reading, known, {_key(one.name): one for one in known.values() if one.here})
    # A login that a later line writes is no longer free for one that is made up.
    judging.taken = {*known, *_written(judging)}
    return [judging.row(line) for line in reading.lines]


def _written(judging: _Judging) -> Iterator[str]:
    for line in judging.reading.lines:
        try:
            yield read_login(judging.cell(line, "login"))
        except Refused:
            continue


def added(rows: Iterable[Row]) -> list[Row]:
    """Those who would be added."""
    return [row for row in rows if row.fate is Fate.NEW]


def fingerprint(rows: Iterable[Row]) -> str:
    """The same for the same people to add and for no others: who confirms adds exactly those who were shown."""
    told = [(row.name, row.login, row.level) for row in added(rows)]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def _key(name: str) -> str:
    """A name as two lists write it: `Ruiz, Ana` is `Ana Ruiz`."""
    return " ".join(sorted(name.casefold().replace(",", " ").split()))


WORDS: Final[Mapping[Part, str]] = {
    "name": "Full name",
    "first": "First name",
    "last": "Last name",
    "login": "Login",
    "level": "Certification level",
    "unused": "Not used",
}
"""What the columns are called where they are chosen."""
