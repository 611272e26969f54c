"""The page of an agency's document as a value: what the class has, and what a document would make of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from epcr.agencies.agency_set import AgencySet, ListedFacility, ListedPerson, ListedUnit
from epcr.agencies.model import AgencyFacility, AgencyPerson, AgencyUnit, Line
from epcr.agencies.taking import TABLES, ListChange, Listed, RulesChange, Taking, lines_of
from epcr.people.model import Classroom
from epcr.sheet.date_words import write_date
from epcr.sheet.vocabulary import vocabulary
from epcr.shown import Shown
from epcr.words.counting import counted

MOST_ROWS: Final = 100  # of a list, chosen here: a page that is still read
OPEN_ROWS: Final = 12  # a longer list is folded
MOST_NAMED: Final = 12  # names in a sentence
LABELS: Final = {
    "name": "Name", "number": "Number", "state_id": "ID in the state", "state": "State",
}  # fmt: skip
TITLES: Final = {AgencyPerson: "Crew list", AgencyUnit: "Units", AgencyFacility: "Destinations"}
COLUMNS: Final = {
    AgencyPerson: ("Name", "Level", "Certificate"),
    AgencyUnit: ("Unit", "Vehicle number"),
    AgencyFacility: ("Name", "Code", "State", "ZIP code"),
}
NOUNS: Final = {
    AgencyPerson: ("person", "people"), AgencyUnit: ("unit", ""), AgencyFacility: ("destination", ""),
}  # fmt: skip
NOT_SAID: Final = "–"


@dataclass(frozen=True)
class NamedWord:
    """A word of the agency: what it is, what it becomes, and what stood there before where that was another."""

    label: str
    word: str
    before: str = ""


@dataclass(frozen=True)
class ListTable:
    """A list as a table. `counts` says what becomes of it, `gone` names who leaves it, `more` how many rows are not shown."""

    key: str
    title: str
    counts: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    is_open: bool
    gone: str = ""
    more: str = ""


@dataclass(frozen=True)
class RulesWords:
    """What the permission lists make of the rules, in sentences; `unknown` and `excess` are what is left out of them."""

    title: str
    sentences: tuple[str, ...]
    unknown: str
    excess: str


@dataclass(frozen=True)
class AgencySetPage:
    """The page before a document: what the class has of an agency. `moved` says that it changed since somebody emptied it."""

    number: int
    classroom: str
    lists: tuple[ListTable, ...]
    moved: bool
    shown: Shown


@dataclass(frozen=True)
class TakingPage:
    """The page of a document that was looked at."""

    number: int
    classroom: str
    whose: str
    names: tuple[NamedWord, ...]
    lists: tuple[ListTable, ...]
    rules: RulesWords | None
    differs: bool
    moved: bool
    document: str
    shown: Shown


def agency_set_page(session: Session, classroom: Classroom, *, moved: bool = False) -> AgencySetPage:
    """What the class has."""
    held = {table: lines_of(session, classroom.id, table) for table in TABLES}
    return AgencySetPage(
        number=classroom.id,
        classroom=classroom.name,
        lists=tuple(
            _table(table, [line.listed() for line in lines], _counted(table, len(lines)))
            for table, lines in held.items()
            if lines
        ),
        moved=moved,
        shown=shown_of(session, classroom),
    )


def shown_of(session: Session, classroom: Classroom) -> Shown:
    """What the page shows of the lists of the class, for whoever empties them."""
    return Shown.of(
        {
            table.__tablename__: [line.listed() for line in lines_of(session, classroom.id, table)]
            for table in TABLES
        }
    )


def taking_page(
    classroom: Classroom, document: AgencySet, change: Taking, packed: str, *, moved: bool = False
) -> TakingPage:
    """What the document would change."""
    state = vocabulary_word("state", document.state)
    whose = document.agencies[0].name or document.agencies[0].number if document.is_of_an_agency else state
    return TakingPage(
        number=classroom.id,
        classroom=classroom.name,
        whose=whose,
        names=tuple(_names(change)),
        lists=tuple(
            _table(of_list.table, of_list.all, _becomes(of_list), _gone(of_list)) for of_list in change.lists
        ),
        rules=_rules(change.rules) if change.rules else None,
        differs=change.differs,
        moved=moved,
        document=packed,
        shown=change.shown(),
    )


def vocabulary_word(name: str, standard: str) -> str:
    """The label of a code of the standard; the code itself where no term has it."""
    return next((term.label for term in vocabulary(name) if term.standard == standard), standard)


def _names(change: Taking) -> Iterable[NamedWord]:
    for name, word in change.agency.items():
        before = change.names[name][0] if name in change.names else ""
        if name == "state":
            yield NamedWord(
                LABELS[name], vocabulary_word("state", word), before and vocabulary_word("state", before)
            )
        else:
            yield NamedWord(LABELS[name], word, before)


def _table(table: type[Line], values: Sequence[Listed], counts: str, gone: str = "") -> ListTable:
    return ListTable(
        key=table.__tablename__.replace("_", "-"),
        title=TITLES[table],
        counts=counts,
        columns=COLUMNS[table],
        rows=tuple(_row(value) for value in values[:MOST_ROWS]),
        is_open=len(values) <= OPEN_ROWS,
        gone=gone,
        more=f"And {len(values) - MOST_ROWS:,} more." if len(values) > MOST_ROWS else "",
    )


def _row(value: Listed) -> tuple[str, ...]:
    match value:
        case ListedPerson():
            level = vocabulary("level").label(value.level) if value.level else "to be chosen on the sheet"
            return value.name, level, _certificate(value) or NOT_SAID
        case ListedUnit():
            return value.call_sign or NOT_SAID, value.vehicle or NOT_SAID
        case ListedFacility():
            return value.name, value.code or NOT_SAID, value.state or NOT_SAID, value.zip_code or NOT_SAID


def _certificate(person: ListedPerson) -> str:
    named = " ".join(filter(None, (person.certificate_state, person.certificate_number)))
    days = [_day("from", person.valid_from), _day("to", person.valid_to)]
    valid = " ".join(filter(None, days))
    return ", ".join(filter(None, (named, valid and f"valid {valid}")))


def _day(word: str, day: date | None) -> str:
    return f"{word} {write_date(day)}" if day else ""


def _becomes(change: ListChange) -> str:
    parts = [_counted(change.table, len(change.all))]
    parts += [f"{len(change.new):,} new"] if change.new else []
    parts += [f"{len(change.go):,} no longer in it"] if change.go else []
    return ", ".join(parts) if change.differs else f"{parts[0]}, nothing changes"


def _gone(change: ListChange) -> str:
    names = [_row(line.listed())[0] for line in change.go]
    return _named(names)


def _named(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_NAMED:,} more" if len(names) > MOST_NAMED else ""
    return "; ".join(names[:MOST_NAMED]) + more


def _counted(table: type[Line], number: int) -> str:
    return counted(number, *NOUNS[table])


def _rules(change: RulesChange) -> RulesWords:
    listed = change.listed
    differing = f"{counted(len(listed.cells), 'rule')} differ" if len(listed.cells) != 1 else "1 rule differs"
    sentences = [f"{differing} from “{listed.parent.title}”."]
    if change.judges:
        sentences.append("The class is judged by them already; nothing changes.")
    elif change.own is not None:
        sentences.append("The class has them already, and is judged by them again from now on.")
    else:
        sentences.append("They become rules of the class, and it is judged by them from now on.")
    if change.differs:
        sentences.append("Verdicts that were given stay.")
    return RulesWords(
        title=listed.title,
        sentences=tuple(sentences),
        unknown=_named(listed.unknown),
        excess=_named([str(excess) for excess in listed.excess]),
    )
