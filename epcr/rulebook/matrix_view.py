"""One ruleset as its page shows it: what must be known of it, what narrows the table, and the table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from flask import url_for

from epcr.isolates import isolated
from epcr.rulebook.list_view import chooser, confidences, in_force
from epcr.rulebook.matrix import (
    RulesetCount,
    Wanted,
    categories,
    kinds,
    layers,
    matrix,
    measure,
    standing_of,
)
from epcr.rulebook.result_view import ItemLink, Result, result
from epcr.scope import Ruleset
from epcr.scope.conditions import MARKS, Mark, compact_words, shared_words
from epcr.scope.ruleset import ChangeNotice
from epcr.sheet.date_words import write_date
from epcr.visit.pieces import Chooser, options


@dataclass(frozen=True)
class Legend:
    """A word of the table's squares, and what it means."""

    mark: Mark
    words: str
    means: str
    conditions: tuple[str, ...] = ()


_MEANS: Final[Mapping[Mark, str]] = {
    "yes": "The level may do it on a standing order.",
    "no": "It is outside the level’s scope. No order opens it.",
    "own": "The level may help with what was prescribed to the patient, not give the agency’s stock.",
    "order": "Ask first: a physician must order it, online; on scene where the rule says so.",
    "unknown": "No source of these rules says whether the level may, so it is not judged.",
    "conditions": "The level may do it if what is written under the word is true. If there are several ways, one is enough.",
}
LEGEND: Final = tuple(Legend(mark, MARKS[mark], means) for mark, means in _MEANS.items())


@dataclass(frozen=True)
class NoticeLine:
    """A change notice, with the rules it is about that the ruleset has."""

    title: str
    dated: str
    summary: str
    rules: tuple[ItemLink, ...]
    source: str


@dataclass(frozen=True)
class MatrixPage:
    """The page. `compact` and `compact_source` are empty for a ruleset without one; `parent` is the id of the one it builds on."""

    id: str
    title: str
    version: str
    in_force: str
    parent: str
    compare: str
    notice: str
    source: str
    items: int
    rules: str
    confidence: str
    layers: tuple[str, ...]
    legend: tuple[Legend, ...]
    one_by_one: str
    notes: tuple[str, ...]
    compact: str
    compact_source: str
    basis: str
    change_notices: tuple[NoticeLine, ...]
    asked_for: tuple[str, ...]
    card: tuple[Chooser, ...]
    words: str
    choosers: tuple[Chooser, ...]
    changed: bool
    result: Result


def matrix_page(
    ruleset: Ruleset, wanted: Wanted, query: Mapping[str, str], *, card_level: str, today: date
) -> MatrixPage:
    """The page of a ruleset on a day, as far as it is wanted; `card_level` is the level whose card is offered first."""
    counted, compact = measure(ruleset), ruleset.compact
    levels = [(level, level) for level in ruleset.levels]
    paper = options((("letter", "Letter"), ("a4", "A4")), "")
    return MatrixPage(
        id=ruleset.id,
        title=ruleset.title,
        version=ruleset.version,
        in_force=in_force(ruleset, today),
        parent=ruleset.parent.id if ruleset.parent else "",
        compare=_compare(ruleset),
        notice=ruleset.notice,
        source=ruleset.source,
        items=counted.items,
        rules=_rules(ruleset, counted),
        confidence=confidences(counted),
        layers=tuple(layer.id for layer in ruleset.lineage()),
        legend=LEGEND,
        one_by_one=_one_by_one(ruleset),
        notes=tuple(_notes(ruleset)),
        compact=compact_words(compact) if compact else "",
        compact_source=f"{compact.source}, how sure: {compact.confidence}." if compact else "",
        basis=_basis(ruleset),
        change_notices=tuple(_notice(notice, ruleset) for notice in ruleset.change_notices),
        asked_for=tuple(_asked_for(ruleset)),
        card=(
            Chooser("card-level", "level", "Level of the card", options(levels, card_level)),
            Chooser("card-paper", "paper", "Paper", paper),
        ),
        words=wanted.words,
        choosers=(
            chooser("level", "Level", levels, wanted.level, "All levels"),
            chooser(
                "category",
                "Category",
                [(category, category) for category in categories(ruleset)],
                wanted.category,
                "All categories",
            ),
            chooser("kind", "Kind", list(kinds(ruleset).items()), wanted.kind, "All kinds"),
        ),
        changed=wanted.changed,
        result=result(matrix(ruleset, wanted), wanted, query),
    )


def _compare(ruleset: Ruleset) -> str:
    """Where it is laid beside its parent, or, without one, beside another that is chosen there."""
    if ruleset.parent is None:
        return url_for("rulebook.compare", one=ruleset.id)
    return url_for("rulebook.compare", one=ruleset.parent.id, other=ruleset.id)


def _rules(ruleset: Ruleset, counted: RulesetCount) -> str:
    more = f", {counted.everybody} more for every level" if counted.everybody else ""
    own = f"; {counted.own} cells are its own" if ruleset.parent else ""
    return f"{counted.items} items{more}{own}"


def _one_by_one(ruleset: Ruleset) -> str:
    """How a cell is read."""
    parent = "Where nothing else is said, a cell is the parent’s; “parent: …” under a cell says what this ruleset changed. "
    return (
        f"Cells are judged one by one: a higher level does not simply include a lower one. {parent if ruleset.parent else ''}"
        "“Disputed” says that sources disagree about the cell. The numbers in the last column lead to the sources at the end."
    )


def _notes(ruleset: Ruleset) -> Iterator[str]:
    """What holds for the whole table, a paragraph each."""
    yield from _ceilings(ruleset)
    for level in ruleset.levels:
        if standing := standing_of(ruleset, level):
            yield f"{level} functions here {standing}: its column is the other’s."
    yield from (f"{shared_words(condition, ruleset)}." for condition in ruleset.conditions)
    if "medical_control" in ruleset.needs:
        yield "All of this holds only for an agency that has medical control."
    if "standing_orders" in ruleset.needs:
        yield "All of this holds only for an agency that has standing orders."


def _ceilings(ruleset: Ruleset) -> Iterator[str]:
    """That nothing is permitted beyond it: the ruleset itself, or one above it."""
    if ruleset.ceiling:
        yield (
            "This ruleset is a ceiling: rulesets that build on it may narrow what it permits and never widen it, but where a "
            "cell says that an agency may extend it."
        )
    for layer in layers(ruleset):
        if layer.ceiling and layer.id != ruleset.id:
            yield (
                f"{isolated(layer.title)} is a ceiling: nothing here permits more than it does, but where it lets an agency "
                "extend a cell."
            )


def _asked_for(ruleset: Ruleset) -> Iterator[str]:
    """What rules may ask for beside a level: endorsements of a person, programs of an agency."""
    if ruleset.endorsements:
        names = ", ".join(ruleset.endorsements.values())
        yield f"An endorsement is personal: it is on the certificate of the person acting. {names}."
    if ruleset.programs:
        names = ", ".join(ruleset.programs.values())
        yield f"A program belongs to the agency: the state or its local agency let it take part. {names}."


def _basis(ruleset: Ruleset) -> str:
    whoever, student = ruleset.certificate, ruleset.student
    return (
        f"The person acting must be educated, certified and on duty: {whoever.source} (how sure: {whoever.confidence}). "
        f"Students: {student.source} (how sure: {student.confidence})."
    )


def _notice(notice: ChangeNotice, ruleset: Ruleset) -> NoticeLine:
    there = [name for name in notice.items if name in ruleset.items]
    links = (ItemLink(name, ruleset.items[name].name, "." if name == there[-1] else ",") for name in there)
    return NoticeLine(
        notice.title,
        write_date(notice.dated),
        notice.summary,
        tuple(links),
        f"{notice.source}, how sure: {notice.confidence}.",
    )
