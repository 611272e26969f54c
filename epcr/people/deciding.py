"""What whoever looked at a class list decides: who a line is, whether a name or a level of the list is taken, what a word means.

Pure: it makes questions of what was looked at, and a plan of the answers. It makes nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from epcr.people.preview import Fate, Known, Row, short_digest, words_of
from epcr.sheet.vocabulary import vocabulary
from epcr.words.counting import counted

MOST_WORDS: Final = (
    12  # words for a level that are asked about one by one; chosen here: there are fifteen levels
)
KEEP, TAKE, NEW, OUT, NO_LEVEL = "keep", "take", "new", "out", "-"
_IS: Final = "is "


@dataclass(frozen=True)
class Question:
    """One decision: the field that carries it, what it is about, what can be chosen, what is. `said` is what stands in its way."""

    field: str
    about: str
    options: tuple[tuple[str, str], ...]
    chosen: str = ""
    said: str = ""


@dataclass(frozen=True)
class Changed:
    """Something of a person that the list says otherwise and that is taken: `was` is what they were shown with."""

    login: str
    was: str | None
    becomes: str | None


@dataclass(frozen=True)
class Plan:
    """What is done when it is confirmed: who is made, who of others comes into the class, which names and levels are taken."""

    new: tuple[Row, ...] = ()
    come: tuple[Known, ...] = ()
    names: tuple[Changed, ...] = ()
    levels: tuple[Changed, ...] = ()


# Words for a level ----------------------------------------------------------------------------------------------------


def about_words(rows: Sequence[Row], sent: Mapping[str, str]) -> list[Question]:
    """A question for each word in the place of a level that is not understood, once for all lines with it."""
    levels = tuple((one.code, one.label) for one in vocabulary("level") if one.code != "none")
    options = (*levels, (NO_LEVEL, "Not certified yet"))
    found = []
    for word, lines in words_of(rows).items():
        field = f"word-{short_digest(word.casefold())}"
        number = counted(lines, "line")
        found.append(_asked(Question(field, f"“{word}”, in {number}", options), sent))
    return found


def levels_meant(rows: Sequence[Row], sent: Mapping[str, str]) -> dict[str, str]:
    """What each word was said to mean: a level, or nothing for nobody certified yet."""
    words = [word.casefold() for word in words_of(rows)]
    answers = zip(words, about_words(rows, sent), strict=True)
    return {word: "" if one.chosen == NO_LEVEL else one.chosen for word, one in answers if one.chosen}


# Lines ----------------------------------------------------------------------------------------------------------------


def about_lines(rows: Sequence[Row], sent: Mapping[str, str]) -> list[Question]:
    """Who a line is where that is not sure, and what is taken where the list says otherwise; kept unless it is chosen."""
    return [_asked(one, sent) for row in rows for one in _of_line(row)]


def _of_line(row: Row) -> Iterator[Question]:
    if row.fate is Fate.ASKED:
        people = tuple((_IS + one.login, _who(one)) for one in row.candidates)
        somebody_else = (NEW, f"Somebody else, with the login {row.login}")
        options = (*people, somebody_else, (OUT, "Leave this line out"))
        yield Question(_field("who", row), f"Line {row.line}, {row.name}: who is it?", options)
    if row.known is None or row.known.ended or row.fate not in {Fate.HERE, Fate.COMES}:
        return
    if row.other_name and row.fate is Fate.HERE and not row.known.of_others:
        options = ((KEEP, f"Keep {row.known.name}"), (TAKE, f"Take {row.name}"))
        yield Question(_field("name", row), f"The name of {row.known.login}", options, KEEP)
    if row.other_level:
        options = ((KEEP, f"Keep {_level(row.known.level)}"), (TAKE, f"Take {_level(row.level)}"))
        yield Question(_field("level", row), f"The level of {row.known.name}", options, KEEP)


def _who(known: Known) -> str:
    where = (
        "in this class"
        if known.here
        else f"in {', '.join(known.classes)}"
        if known.classes
        else "in no class"
    )
    comes = "" if known.here else "; comes with their own password"
    return f"{known.name}, login {known.login}, {where}{comes}"


def _level(code: str | None) -> str:
    return vocabulary("level").label(code) if code else "no level"


def _field(kind: str, row: Row) -> str:
    return f"{kind}-{row.key}"


def _asked(question: Question, sent: Mapping[str, str]) -> Question:
    answer = sent.get(question.field, "")
    return replace(question, chosen=answer) if answer in dict(question.options) else question


# The plan -------------------------------------------------------------------------------------------------------------


def checked(rows: Sequence[Row], questions: Sequence[Question]) -> list[Question]:
    """The questions, each with what stands in its way: it is not answered, or two lines are said to be one person."""
    met = {row.known.login for row in rows if row.known is not None}
    found = []
    for one in questions:
        login = one.chosen.removeprefix(_IS) if one.chosen.startswith(_IS) else ""
        if not one.chosen:
            found.append(replace(one, said="Choose one of these."))
        elif login and login in met:
            found.append(
                replace(one, said=f"Another line is {login} already. Choose somebody else for this one.")
            )
        else:
            found.append(one)
        met |= {login} if login else set()
    return found


def plan(rows: Sequence[Row], questions: Sequence[Question]) -> Plan:
    """What is done with these answers."""
    answers = {one.field: one.chosen for one in questions}
    new: list[Row] = []
    come: list[Known] = []
    names: list[Changed] = []
    levels: list[Changed] = []
    for row in rows:
        who = answers.get(_field("who", row), "")
        if row.fate is Fate.NEW or who == NEW:
            new.append(row)
        elif row.fate is Fate.COMES and row.known is not None:
            come.append(row.known)
        elif who.startswith(_IS):
            come += [one for one in row.candidates if who == _IS + one.login and not one.here]
        if row.known is not None and answers.get(_field("name", row)) == TAKE:
            names.append(Changed(row.known.login, row.known.name, row.name))
        if row.known is not None and answers.get(_field("level", row)) == TAKE:
            levels.append(Changed(row.known.login, row.known.level, row.level))
    return Plan(tuple(new), tuple(come), tuple(names), tuple(levels))
