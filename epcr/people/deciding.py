"""What whoever looked at a class list decides: who a line is, whether a name or a level of the list is taken, what a word means.

Pure: it makes questions of what was looked at, and a plan of the answers. It makes nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from epcr.people.preview import Fate, Known, ListRow, short_digest, words_of
from epcr.sheet.vocabulary import vocabulary
from epcr.words.counting import counted

MOST_WORDS: Final = (
    12  # words for a level that are asked about one by one; chosen here: there are fifteen levels
)
KEEP, TAKE, NEW, OUT, NO_LEVEL = "keep", "take", "new", "out", "-"
_IS: Final = "is "


@dataclass(frozen=True)
class ListQuestion:
    """One decision: the field that carries it, what it is about, what can be chosen, what is. `complaint` is what stands in its way."""

    field: str
    about: str
    options: tuple[tuple[str, str], ...]
    chosen: str = ""
    complaint: str = ""


@dataclass(frozen=True)
class ListedChange:
    """Something of a person that the list says otherwise and that is taken: `was` is what they were shown with."""

    login: str
    was: str | None
    becomes: str | None


@dataclass(frozen=True)
class Plan:
    """What is done when it is confirmed: who is made, who of others comes into the class, which names and levels are taken."""

    new: tuple[ListRow, ...] = ()
    come: tuple[Known, ...] = ()
    names: tuple[ListedChange, ...] = ()
    levels: tuple[ListedChange, ...] = ()


# Words for a level ----------------------------------------------------------------------------------------------------


def about_words(rows: Sequence[ListRow], sent: Mapping[str, str]) -> list[ListQuestion]:
    """A question for each word in the place of a level that is not understood, once for all lines with it."""
    levels = tuple((term.code, term.label) for term in vocabulary("level") if term.code != "none")
    options = (*levels, (NO_LEVEL, "Not certified yet"))
    questions = []
    for word, lines in words_of(rows).items():
        field = f"word-{short_digest(word.casefold())}"
        number = counted(lines, "line")
        questions.append(_asked(ListQuestion(field, f"“{word}”, in {number}", options), sent))
    return questions


def levels_meant(rows: Sequence[ListRow], sent: Mapping[str, str]) -> dict[str, str]:
    """What each word was said to mean: a level, or nothing for nobody certified yet."""
    words = [word.casefold() for word in words_of(rows)]
    answers = zip(words, about_words(rows, sent), strict=True)
    return {
        word: "" if question.chosen == NO_LEVEL else question.chosen
        for word, question in answers
        if question.chosen
    }


# Lines ----------------------------------------------------------------------------------------------------------------


def about_lines(rows: Sequence[ListRow], sent: Mapping[str, str]) -> list[ListQuestion]:
    """Who a line is where that is not sure, and what is taken where the list says otherwise; kept unless it is chosen."""
    return [_asked(question, sent) for row in rows for question in _of_line(row)]


def _of_line(row: ListRow) -> Iterator[ListQuestion]:
    if row.fate is Fate.ASKED:
        people = tuple((_IS + known.login, _who(known)) for known in row.candidates)
        somebody_else = (NEW, f"Somebody else, with the login {row.login}")
        options = (*people, somebody_else, (OUT, "Leave this line out"))
        yield ListQuestion(_field("who", row), f"Line {row.line}, {row.name}: who is it?", options)
    if row.known is None or row.known.ended or row.fate not in {Fate.HERE, Fate.COMES}:
        return
    if row.other_name and row.fate is Fate.HERE and not row.known.of_others:
        options = ((KEEP, f"Keep {row.known.name}"), (TAKE, f"Take {row.name}"))
        yield ListQuestion(_field("name", row), f"The name of {row.known.login}", options, KEEP)
    if row.other_level:
        options = ((KEEP, f"Keep {_level(row.known.level)}"), (TAKE, f"Take {_level(row.level)}"))
        yield ListQuestion(_field("level", row), f"The level of {row.known.name}", options, KEEP)


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


def _field(kind: str, row: ListRow) -> str:
    return f"{kind}-{row.key}"


def _asked(question: ListQuestion, sent: Mapping[str, str]) -> ListQuestion:
    answer = sent.get(question.field, "")
    return replace(question, chosen=answer) if answer in dict(question.options) else question


# The plan -------------------------------------------------------------------------------------------------------------


def checked(rows: Sequence[ListRow], questions: Sequence[ListQuestion]) -> list[ListQuestion]:
    """The questions, each with what stands in its way: it is not answered, or two lines are said to be one person."""
    met = {row.known.login for row in rows if row.known is not None}
    marked = []
    for question in questions:
        login = question.chosen.removeprefix(_IS) if question.chosen.startswith(_IS) else ""
        if not question.chosen:
            marked.append(replace(question, complaint="Choose one of these."))
        elif login and login in met:
            marked.append(
                replace(
                    question, complaint=f"Another line is {login} already. Choose somebody else for this one."
                )
            )
        else:
            marked.append(question)
        met |= {login} if login else set()
    return marked


def plan(rows: Sequence[ListRow], questions: Sequence[ListQuestion]) -> Plan:
    """What is done with these answers."""
    answers = {question.field: question.chosen for question in questions}

    def who(row: ListRow) -> str:
        return answers.get(_field("who", row), "")

    def taken(kind: str) -> Iterator[tuple[ListRow, Known]]:
        """The lines of which this is taken, each with whom it is about."""
        for row in rows:
            if row.known is not None and answers.get(_field(kind, row)) == TAKE:
                yield row, row.known

    return Plan(
        new=tuple(row for row in rows if row.fate is Fate.NEW or who(row) == NEW),
        come=tuple(known for row in rows for known in _who_comes(row, who(row))),
        names=tuple(ListedChange(known.login, known.name, row.name) for row, known in taken("name")),
        levels=tuple(ListedChange(known.login, known.level, row.level) for row, known in taken("level")),
    )


def _who_comes(row: ListRow, who: str) -> Iterator[Known]:
    """Whom the line brings into the class from others: who it is, or who it was said to be."""
    if row.fate is Fate.COMES and row.known is not None:
        yield row.known
    elif row.fate is Fate.ASKED and who.startswith(_IS):
        yield from (known for known in row.candidates if who == _IS + known.login and not known.here)
