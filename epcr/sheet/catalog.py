"""The interventions to choose from: procedures and medications, with the words and abbreviations they go by.

One file, `schemas/interventions/catalog.csv`; lists in it are parted by `|`. It knows names, codes and usual routes. Who may
do them, and whether the rules that a line names exist, is for `epcr.scope`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from epcr import paths
from epcr.broken_schema import BrokenSchema, Complain, stop
from epcr.letters import compared
from epcr.sheet.list_words import sought
from epcr.sheet.vocabulary import Term, Vocabulary, vocabulary

COLUMNS: Final = (
    "id", "kind", "label", "code", "code_system", "category", "synonyms", "routes", "supply", "formulation", "mode",
    "units", "judged_as",
)  # fmt: skip
# What is not in the list: its name is typed beside it, and no rule judges it.
OTHERS: Final = ("other_medication", "other_procedure")
FILLED_IN: Final = ("id", "kind", "label", "category", "judged_as")


@dataclass(frozen=True)
class Intervention:
    """One thing to choose. `kind` decides the form: a `medication` has route and dose, a `procedure` attempts and size.

    `routes` are codes of eMedications.04 and `units` of eMedications.06, the usual ones first. `supply`, `formulation` and
    `mode` are what the choice already says ("the patient's own"), None where it says nothing. `judged_as` are the ids of the
    rules that may apply.
    """

    id: str
    kind: str
    label: str
    category: str
    code: str | None
    code_system: str | None
    synonyms: tuple[str, ...]
    routes: tuple[str, ...]
    supply: str | None
    formulation: str | None
    mode: str | None
    units: tuple[str, ...]
    judged_as: tuple[str, ...]

    @property
    def other(self) -> bool:
        """Whether it stands for whatever is not in the list."""
        return self.id in OTHERS

    @property
    def names(self) -> tuple[str, ...]:
        """What people call it: the label, the label without what follows its comma, the synonyms, the code."""
        return (self.label, self.label.partition(",")[0], *self.synonyms, *([self.code] if self.code else []))


@dataclass(frozen=True, eq=False)
class Catalog:
    """All interventions in the order in which people see them, by id, and as a vocabulary to choose from."""

    rows: dict[str, Intervention]
    terms: Vocabulary

    def __iter__(self) -> Iterator[Intervention]:
        """The interventions in order."""
        return iter(self.rows.values())

    def __len__(self) -> int:
        """How many there are."""
        return len(self.rows)

    def __getitem__(self, name: str) -> Intervention:
        """The intervention with this id; KeyError for another word."""
        return self.rows[name]

    def kind(self, item: str | None) -> str:
        """`procedure`, `medication`, or empty for an unknown item."""
        row = self.rows.get(item or "")
        return row.kind if row else ""

    def with_code(self, code: str) -> tuple[Intervention, ...]:
        """The interventions that carry a code of the standard."""
        return tuple(one for one in self if one.code == code)

    def called(self, words: str) -> list[Intervention]:
        """The interventions of the list that go by just this name, in any case; what stands for others goes by none."""
        wanted = sought(words)
        return [one for one in self if not one.other and wanted in {sought(name) for name in one.names}]

    def search(self, words: str) -> list[Intervention]:
        """The interventions that hold every word in label, synonyms, code or category; whole words first."""
        wanted = sought(words).split()
        ranked = [(rank, one) for one in self if (rank := _rank(one, wanted)) is not None]
        return [one for _, one in sorted(ranked, key=lambda pair: pair[0])] if wanted else list(self)


def file() -> Path:
    """Where the catalog lies."""
    return paths.schemas() / "interventions" / "catalog.csv"


@cache
def catalog() -> Catalog:
    """The shipped catalog, read once a process. Raises BrokenSchema, naming file, line and reason."""
    rows = {cells["id"]: _row(line, cells) for line, cells in lines_of(file(), stop)}
    return Catalog(rows, Vocabulary("interventions", tuple(_term(one) for one in rows.values())))


def lines_of(path: Path, complain: Complain) -> Iterator[tuple[str, dict[str, str]]]:
    """Each line of a catalog by its place, with its cells by column; a complaint about each that is no line of one."""
    seen: set[str] = set()
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines, strict=True)
            if tuple(reader.fieldnames or ()) != COLUMNS:
                complain(path, "line 1", _wrong_columns(reader.fieldnames or ()))
                return
            for row in reader:
                place = f"line {reader.line_num}"
                if None in row or None in row.values():
                    complain(path, place, f"must have {len(COLUMNS)} columns")
                    continue
                cells = {key: told.strip() for key, told in row.items()}
                missing = [key for key in FILLED_IN if not cells[key]]
                for key in missing:
                    complain(path, place, f"{key} is missing")
                if cells["id"] in seen:
                    complain(path, place, f"{cells['id']} stands twice; keep one")
                elif not missing:
                    seen.add(cells["id"])
                    yield place, cells
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        complain(path, "the file", f"cannot be read as CSV: {error}")


def parts(told: str) -> tuple[str, ...]:
    """The words of a cell that holds a list."""
    return tuple(part for word in told.split("|") if (part := word.strip()))


def _wrong_columns(found: Sequence[str]) -> str:
    differ = [f"{key} is missing" for key in COLUMNS if key not in found]
    differ += [f"{key!r} is none of them" for key in found if key not in COLUMNS]
    return "; ".join([f"must name the columns {', '.join(COLUMNS)}", *differ])


def _row(place: str, cells: dict[str, str]) -> Intervention:
    return Intervention(
        id=cells["id"],
        kind=cells["kind"],
        label=cells["label"],
        category=cells["category"],
        code=cells["code"] or None,
        code_system=cells["code_system"] or None,
        synonyms=parts(cells["synonyms"]),
        routes=_codes(place, "route", cells["routes"]),
        supply=cells["supply"] or None,
        formulation=cells["formulation"] or None,
        mode=cells["mode"] or None,
        units=_codes(place, "dose_unit", cells["units"]),
        judged_as=parts(cells["judged_as"]),
    )


def _term(one: Intervention) -> Term:
    synonyms = (*one.synonyms, one.code) if one.code else one.synonyms
    return Term(one.id, one.label, one.kind.capitalize() + "s", synonyms, one.code or "")


def _codes(place: str, name: str, told: str) -> tuple[str, ...]:
    found = []
    for word in parts(told):
        term = vocabulary(name).find(word)
        if term is None:
            raise BrokenSchema(file(), place, f"schemas/vocabulary/{name}.csv has no {word!r}")
        found.append(term.code)
    return tuple(found)


def _rank(one: Intervention, wanted: list[str]) -> int | None:
    """How well it is meant: 0 by its label or a name, 1 where the label begins so, 2 by words of it; None where one is missing."""
    label, words = compared(one.label), " ".join(wanted)
    names = {compared(name) for name in (*one.synonyms, one.code or "", one.id)}
    every = " ".join((label, *names, compared(one.category)))
    if not all(word in every for word in wanted):
        return None
    if words == label or words in names:
        return 0
    if label.startswith(words):
        return 1
    in_words = {word.strip("(),:") for word in label.split()} | names
    return 2 if all(word in in_words for word in wanted) else 3
