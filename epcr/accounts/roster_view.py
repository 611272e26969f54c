"""A class list that was looked at, as its page shows it: what is asked, how it is read, and what becomes of each line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from epcr.accounts.looked import Looked
from epcr.people.deciding import MOST_WORDS, ListQuestion
from epcr.people.headings import Part
from epcr.people.model import Classroom
from epcr.people.preview import MOST, Fate, Known, ListReading, ListRow, shown_of
from epcr.shown import Shown
from epcr.visit.pieces import Chooser, Mark, Option, options
from epcr.words.counting import counted


@dataclass(frozen=True)
class ListDecision:
    """Something that is decided line by line; `complaint` is what stands in its way."""

    field: str
    about: str
    options: tuple[Option, ...]
    complaint: str


@dataclass(frozen=True)
class ListAsk:
    """What must be answered about the list itself before anybody is added."""

    title: str
    words: str


@dataclass(frozen=True)
class Words:
    """The words in the place of a level that are asked about, one chooser each; `tone` is louder while one is not answered."""

    tone: str
    title: str
    choosers: tuple[Chooser, ...]


@dataclass(frozen=True)
class RosterRow:
    """A line of the list; `login_note` and `becomes` stand behind the login and the mark."""

    name: str
    login: str
    login_note: str
    level: str
    line: int
    becomes: tuple[str, ...]


@dataclass(frozen=True)
class Rows:
    """The lines of one fate."""

    key: str
    title: str
    caption: str
    mark: Mark
    rows: tuple[RosterRow, ...]


@dataclass(frozen=True)
class RosterPreview:
    """The page. `too_many` and `letters` are empty where there is nothing to say, `first_line` where it is sure whether it is
    a heading; `add` is the button that adds, if one does.
    """

    classroom: str
    number: int
    counts: str
    changed: bool
    too_many: str
    letters: str
    unanswered: tuple[ListDecision, ...]
    shown: Shown
    first_line: str
    asks: tuple[ListAsk, ...]
    words: Words | None
    decisions: tuple[ListDecision, ...]
    reading_open: bool
    columns: tuple[Chooser, ...]
    unused: tuple[str, ...]
    blank: str
    list_open: bool
    add: str
    groups: tuple[Rows, ...]
    lacking: tuple[Known, ...]


# What the columns are called where they are chosen.
_COLUMNS: Final[Mapping[Part, str]] = {
    "name": "Full name",
    "first": "First name",
    "last": "Last name",
    "login": "Login",
    "level": "Certification level",
    "unused": "Not used",
}
# What becomes of lines: key and title of the section, the table's caption, the mark of each line.
_GROUPS: Mapping[Fate, tuple[str, str, str, Mark]] = {
    Fate.OUT: ("out", "Left out", "Lines that are left out", Mark("attention", "alert", "Left out")),
    Fate.NEW: ("new", "To be added", "People to be added", Mark("good", "plus", "New")),
    Fate.COMES: (
        "comes",
        "To be added with their own password",
        "People who have a login already and come into the class",
        Mark("good", "plus", "Added"),
    ),
    Fate.ASKED: (
        "asked",
        "Asked about",
        "Lines of which it is not sure who they are",
        Mark("attention", "question", "Asked above"),
    ),
    Fate.HERE: (
        "here",
        "Here already",
        "People who are here already",
        Mark("plain", "check", "Here already"),
    ),
}


def roster_preview(looked: Looked, classroom: Classroom, *, changed: bool = False) -> RosterPreview:
    """The page of a list that was looked at; `changed` says that it stands otherwise than it was shown."""
    by_fate = {fate: [row for row in looked.rows if row.fate is fate] for fate in _GROUPS}
    decisions = tuple(_decision(question) for question in looked.lines)
    many_words = len(looked.words) > MOST_WORDS
    return RosterPreview(
        classroom=classroom.name,
        number=classroom.id,
        counts=", ".join(counts({fate: len(rows) for fate, rows in by_fate.items()}, len(looked.lacking))),
        changed=changed,
        too_many=f"Import at most {MOST} people at once; the list has {len(by_fate[Fate.NEW])}. Cut it in two."
        if looked.too_many
        else "",
        letters=looked.letters,
        unanswered=tuple(decision for decision in decisions if decision.complaint),
        shown=shown_of(looked.rows),
        first_line=" · ".join(looked.reading.titles) if looked.reading.heading is None else "",
        asks=tuple(_asks(looked.reading, len(looked.words) if many_words else 0)),
        words=None if many_words or not looked.words else _words(looked),
        decisions=() if looked.asks else decisions,
        reading_open=looked.reading.asks or many_words,
        columns=_columns(looked.reading),
        unused=looked.reading.unused,
        blank=f"{counted(looked.reading.blank, 'empty line')} skipped." if looked.reading.blank else "",
        list_open=not looked.certain and not looked.lines and not looked.asks,
        add=_add(looked),
        groups=tuple(_rows(fate, rows) for fate, rows in by_fate.items() if rows),
        lacking=tuple(looked.lacking),
    )


def counts(by_fate: Mapping[Fate, int], lacking: int) -> Iterator[str]:
    """How many lines have which fate, in words; that nobody is new is said too."""
    if here := by_fate[Fate.HERE]:
        yield f"{here} {_are(here)} here already"
    new = by_fate[Fate.NEW]
    yield f"{new} {_are(new)} new" if new else "nobody is new"
    if comes := by_fate[Fate.COMES]:
        yield f"{comes} {_are(comes)} added with their own password"
    if asked := by_fate[Fate.ASKED]:
        yield f"{asked} {_are(asked)} asked about"
    if out := by_fate[Fate.OUT]:
        yield f"{counted(out, 'line is', 'lines are')} left out"
    if lacking:
        yield f"{lacking} {_are(lacking)} in the class and not on the list"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _asks(reading: ListReading, words: int) -> Iterator[ListAsk]:
    """What must be answered beside the heading; `words` are too many to ask about one by one, 0 where not."""
    if reading.heading is not None and reading.asks_name:
        yield ListAsk(
            "Which column is the name?",
            "The headings do not say. Choose it below, then check the list again.",
        )
    if words:
        yield ListAsk(
            "Is this column the level?",
            f"{words} different words in it are not levels. "
            "Choose below which column is the level, or that none is, then check again.",
        )


def _words(looked: Looked) -> Words:
    return Words(
        "attention" if looked.asks else "plain",
        f"Which level {'is that' if len(looked.words) == 1 else 'are these'}?",
        tuple(
            Chooser(
                question.field,
                question.field,
                question.about,
                (Option("", "Choose"), *options(question.options, question.chosen)),
            )
            for question in looked.words
        ),
    )


def _decision(question: ListQuestion) -> ListDecision:
    return ListDecision(
        question.field, question.about, options(question.options, question.chosen), question.complaint
    )


def _columns(reading: ListReading) -> tuple[Chooser, ...]:
    return tuple(
        Chooser(f"column-{place}", f"column-{place}", title, options(_COLUMNS.items(), part))
        for place, (title, part) in enumerate(zip(reading.titles, reading.columns, strict=True), start=1)
    )


def _add(looked: Looked) -> str:
    """The words of the button that does what was decided; empty where nothing can be done yet."""
    if not looked.addable:
        return ""
    return f"Add {counted(looked.certain, 'person', 'people')}" if looked.certain else "Do what you chose"


def _rows(fate: Fate, rows: Sequence[ListRow]) -> Rows:
    key, title, caption, mark = _GROUPS[fate]
    return Rows(key, title, caption, mark, tuple(_line(row) for row in rows))


def _line(row: ListRow) -> RosterRow:
    undecided = row.other_name or row.other_level
    becomes = (row.why, "Unless you decide otherwise above." if undecided else "")
    return RosterRow(
        name=row.name or "empty",
        login=row.login,
        login_note="made up" if row.made_up else "",
        level=row.level or row.word,
        line=row.line,
        becomes=tuple(change for change in becomes if change),
    )
