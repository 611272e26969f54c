"""What would become of a class list: who is added, who is here already, who comes from another class, which line is left out and
why, what is asked.

Pure: it is told who has which login, and makes nobody. What whoever looked decides is for `epcr.people.deciding`.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from epcr.isolates import isolated
from epcr.letters import compared
from epcr.people.headings import Part, columns_under, columns_without, is_heading
from epcr.people.listing import made_up_login, read_level, read_login, read_name
from epcr.people.spreadsheet import ListLine
from epcr.refused import Refused
from epcr.shown import Shown
from epcr.wording import one_line

NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
LONGEST_WORD = 60  # characters of a word for a level; chosen here
MOST = 500  # people in one list, chosen here; each costs 45 ms to hash
OFFERED = 30  # columns that are offered to choose from, chosen here


@dataclass(frozen=True)
class Known:
    """Somebody who is in the system: their login, their name, whether they are a trainee of the class that is written.

    `trainee` and `ended` are theirs; `level` is what they play in the class, or what they come with. `of_others`: only a list put
    them into it, so that their name is corrected elsewhere. `classes` are the names of the classes they are in.
    """

    login: str
    name: str
    here: bool
    trainee: bool = False
    ended: bool = False
    level: str | None = None
    of_others: bool = False
    classes: tuple[str, ...] = ()


class Fate(StrEnum):
    """What becomes of a line."""

    NEW = "new"
    HERE = "here"
    COMES = "comes"
    ASKED = "asked"
    OUT = "out"


@dataclass(frozen=True)
class ListRow:
    """One line of the list and what becomes of it; `why` says it in a sentence. `made_up` is the login.

    `known` is who it is, where that is sure; `candidates` are those it may be, where it is asked. `word` is what stands for the level
    and was not understood.
    """

    line: int
    fate: Fate
    name: str
    login: str
    level: str | None = None
    made_up: bool = False
    why: str = ""
    known: Known | None = None
    candidates: tuple[Known, ...] = ()
    word: str = ""

    @property
    def key(self) -> str:
        """What tells the line from the others, whatever stands above it."""
        return short_digest(self.name, self.login)

    @property
    def other_name(self) -> bool:
        """Whether the list calls somebody who is here by another name."""
        return self.known is not None and _key(self.known.name) != _key(self.name)

    @property
    def other_level(self) -> bool:
        """Whether the list gives somebody who is here another level."""
        return self.known is not None and self.level is not None and self.level != self.known.level


@dataclass(frozen=True)
class Answers:
    """What was said about the list: whether its first line is a heading, and what each column is. Empty where nothing was."""

    heading: bool | None = None
    columns: tuple[Part, ...] = ()


@dataclass(frozen=True)
class ListReading:
    """The lines of a list and how they are read. `heading` None must be asked; so must the name where no column is one."""

    heading: bool | None
    columns: tuple[Part, ...]
    titles: tuple[str, ...]
    lines: tuple[ListLine, ...]
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


def read(lines: Sequence[ListLine], answers: Answers) -> ListReading:
    """How a list is read, as it was answered and else as it looks. Raises Refused for a list of nobody."""
    written = [line for line in lines if not line.blank]
    if not written:
        raise Refused("Write at least one person: name, login and perhaps a level.", "people")
    heading = is_heading(written) if answers.heading is None else answers.heading
    first, people = written[0], _people(written, heading=heading)
    width = min(max(len(line.cells) for line in (first, *people)), OFFERED)
    looked = columns_without(people) if heading is False else _under(first, people)
    answered = answers.columns[:width]
    columns = (*answered, *[*looked, *_unused(width)][len(answered) : width])
    titles = (
        (first.cell(place) if heading is not False else "") or f"Column {place + 1}" for place in range(width)
    )
    kept = tuple(line for line in people if heading is not True or line.cells != first.cells)
    return ListReading(heading, columns, tuple(titles), kept, len(lines) - len(written))


def _people(written: list[ListLine], *, heading: bool | None) -> list[ListLine]:
    """The lines that are people: those below a heading, or below what may be one. Raises Refused where nobody is."""
    if heading is False:
        return written
    people = written[1:]
    if heading and not people:
        raise Refused("There is only a heading. Write at least one person below it.", "people")
    if heading and len(written[0].cells) == 1:  # one column: a comma stands in a name
        return [ListLine(line.number, (", ".join(line.cells),)) for line in people]
    return people


def _unused(width: int) -> list[Part]:
    return ["unused"] * width


def _under(heading: ListLine, people: Sequence[ListLine]) -> tuple[Part, ...]:
    """The columns under a heading; where none of its words is known, as they stand."""
    parts = columns_under(heading)
    return (
        parts if set(parts) & {"login", "level", "first", "last"} else _merged(parts, columns_without(people))
    )


def _merged(parts: Sequence[Part], looked: Sequence[Part]) -> tuple[Part, ...]:
    if parts.count("name") == 1 and parts[0] != "name":
        return tuple(parts)
    return tuple(looked) + tuple(parts[len(looked) :])


@dataclass
class _Judging:
    """The lines read so far, so that nobody is added twice."""

    reading: ListReading
    people: Mapping[str, Known]
    levels: Mapping[str, str]
    called: dict[str, list[Known]] = field(default_factory=dict)
    logins: dict[str, int] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)
    unnamed: dict[str, int] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    written: set[str] = field(default_factory=set)

    def row(self, line: ListLine) -> ListRow:
        if not line.cells:
            return ListRow(
                line.number, Fate.OUT, "", "", why="Close the quotes in this line, or take them out."
            )
        name, login = self._name(line), self.cell(line, "login")
        word = self.cell(line, "level")
        try:
            level, word = level_of(word, self.levels)
            return replace(self._judged(line, read_name(name), login), level=level, word=word)
        except Refused as refused:
            return ListRow(line.number, Fate.OUT, name, login, why=str(refused))

    def _judged(self, line: ListLine, name: str, typed: str) -> ListRow:
        known_as = _key(name)
        if not typed:
            return self._without_login(line, name, known_as)
        login = read_login(typed)
        if login in self.logins:
            why = f"The login {isolated(login)} is already in line {self.logins[login]}."
            return ListRow(line.number, Fate.OUT, name, login, why=why)
        self.logins[login] = line.number
        self.names.setdefault(known_as, line.number)
        known = self.people.get(login)
        if known is not None:
            return self._of_login(line, name, known)
        same = self._called(known_as)
        if same:
            why = "Somebody of this name has another login."
            return ListRow(line.number, Fate.ASKED, name, login, why=why, candidates=same)
        return ListRow(line.number, Fate.NEW, name, login)

    def _of_login(self, line: ListLine, name: str, known: Known) -> ListRow:
        same = _key(known.name) == _key(name)
        if known.here:
            why = "Nothing changes." if same else f"As {isolated(known.name)}. Nothing changes."
            if known.ended:
                why = "The account has ended; an administrator can open it again."
            return ListRow(line.number, Fate.HERE, name, known.login, why=why, known=known)
        if not known.trainee:
            why = f"The login {isolated(known.login)} belongs to somebody who is not a trainee. Write another login."
            return ListRow(line.number, Fate.OUT, name, known.login, why=why)
        if known.ended:
            why = f"The account {isolated(known.login)} has ended. An administrator can open it again."
            return ListRow(line.number, Fate.OUT, name, known.login, why=why)
        if same:
            return ListRow(line.number, Fate.COMES, name, known.login, why=comes_from(known), known=known)
        why = f"The login {isolated(known.login)} is that of {isolated(known.name)}."
        return self._asked(line, name, (known,), why)

    def _without_login(self, line: ListLine, name: str, known_as: str) -> ListRow:
        same = self._called(known_as)
        here = [known for known in same if known.here]
        seen = self.unnamed.get(known_as, 0)
        self.unnamed[known_as] = seen + 1
        if seen < len(here):
            return _here_already(line, name, here)
        if here or known_as in self.names:
            before = f" in line {self.names[known_as]}" if known_as in self.names else ""
            why = f"The name is there already{before}. If two people have the same name, write a login for each."
            return ListRow(line.number, Fate.OUT, name, "", why=why)
        if same:
            return self._asked(line, name, same, "Somebody of this name has a login.")
        login = self._make_up(line, name)
        return ListRow(line.number, Fate.NEW, name, login, made_up=True)

    def _asked(self, line: ListLine, name: str, candidates: tuple[Known, ...], why: str) -> ListRow:
        login = self._make_up(line, name)
        return ListRow(line.number, Fate.ASKED, name, login, made_up=True, why=why, candidates=candidates)

    def _make_up(self, line: ListLine, name: str) -> str:
        login = made_up_login(name, self.taken | self.logins.keys())
        self.logins[login] = line.number
        self.names.setdefault(_key(name), line.number)
        return login

    def _called(self, known_as: str) -> tuple[Known, ...]:
        """Who has this name: of the class, and trainees of others who can sign in; not who stands in the list by their login."""
        return tuple(
            known
            for known in self.called.get(known_as, ())
            if known.login not in self.written and (known.here or (known.trainee and not known.ended))
        )

    def _name(self, line: ListLine) -> str:
        """First and last name joined, where they stand in two columns."""
        parts = [self.cell(line, part) for part in ("name", "first", "last")]
        return " ".join(part for part in parts if part)

    def cell(self, line: ListLine, part: Part) -> str:
        return " ".join(
            line.cell(place)
            for place, column in enumerate(self.reading.columns)
            if column == part and line.cell(place)
        )


def _here_already(line: ListLine, name: str, here: Sequence[Known]) -> ListRow:
    """A line without a login that names somebody of the class, or one of several."""
    if len(here) > 1:
        why = f"{len(here)} people of this name are here. To tell them apart, write a login."
        return ListRow(line.number, Fate.HERE, name, "", why=why)
    why = f"With the login {isolated(here[0].login)}. For another person of the same name, write a login."
    return ListRow(line.number, Fate.HERE, name, here[0].login, why=why, known=here[0])


def judged(
    reading: ListReading, people: Iterable[Known], levels: Mapping[str, str] = NOTHING
) -> list[ListRow]:
    """What becomes of each line, given everybody who can sign in, and the levels that words for them were said to mean."""
    known = {person.login: person for person in people}
    judging = _Judging(reading, known, levels)
    for person in known.values():
        judging.called.setdefault(_key(person.name), []).append(person)
    # A login that a later line writes is no longer free for one that is made up.
    judging.written = set(_written(judging))
    judging.taken = {*known, *judging.written}
    return [judging.row(line) for line in reading.lines]


def level_of(text: str, levels: Mapping[str, str]) -> tuple[str | None, str]:
    """The level that a cell gives, or the word in it that must be asked about. `levels` are the words that were answered."""
    if not any(letter.isalnum() for letter in text):
        return None, ""
    try:
        return read_level(text), ""
    except Refused:
        word = one_line(text)[:LONGEST_WORD]
        answered = levels.get(word.casefold())
        return (None, word) if answered is None else (answered or None, "")


def words_of(rows: Iterable[ListRow]) -> dict[str, int]:
    """The words for a level that must be asked about, as they stand first, and in how many lines each stands."""
    first: dict[str, str] = {}
    lines: Counter[str] = Counter()
    for row in rows:
        if row.word and row.fate is not Fate.OUT:
            first.setdefault(row.word.casefold(), row.word)
            lines[row.word.casefold()] += 1
    return {first[word]: number for word, number in lines.items()}


def lacking(rows: Sequence[ListRow], people: Iterable[Known]) -> list[Known]:
    """Who is in the class and does not stand in the list, by name."""
    met = {row.known.login for row in rows if row.known is not None}
    met |= {known.login for row in rows for known in row.candidates} | {row.login for row in rows}
    names = {_key(row.name) for row in rows if row.known is None and row.fate is Fate.HERE}
    left = [
        person
        for person in people
        if person.here and not person.ended and person.login not in met and _key(person.name) not in names
    ]
    return sorted(left, key=lambda person: (person.name.casefold(), person.login))


def comes_from(known: Known) -> str:
    """That somebody is added who was here before, in a sentence."""
    where = f"In {', '.join(known.classes)} until now" if known.classes else "Here before, in no class now"
    return f"{where}. Comes with their own password."


def _written(judging: _Judging) -> Iterator[str]:
    for line in judging.reading.lines:
        try:
            yield read_login(judging.cell(line, "login"))
        except Refused:
            continue


def shown_of(rows: Iterable[ListRow]) -> Shown:
    """What a page shows of a list, the people and the questions: who confirms decides that and nothing else."""
    lines = (
        (
            row.fate,
            row.name,
            row.login,
            row.level,
            row.word,
            *map(_person_shown, (row.known, *row.candidates)),
        )
        for row in rows
        if row.fate is not Fate.OUT
    )
    return Shown.of({"list": lines})


def _person_shown(known: Known | None) -> tuple[str, ...]:
    return () if known is None else (known.login, known.name, known.level or "", str(known.here))


def short_digest(*words: str) -> str:
    """A short name for words, as a field of a form can have it."""
    return hashlib.sha256("\0".join(words).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _key(name: str) -> str:
    """A name as two lists write it: `Ruiz, Ana` is `Ana Ruiz`."""
    return " ".join(sorted(compared(name).replace(",", " ").split()))
