"""The catalog of what can be done and is chosen from: procedures and medications, with the words and abbreviations they go by.

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
from epcr.sheet.vocabulary import Term, Vocabulary, vocabulary, with_plain_words

COLUMNS: Final = (
    "id", "kind", "label", "code", "code_system", "category", "synonyms", "routes", "supply", "formulation", "mode",
    "units", "judged_as",
)  # fmt: skip
# What is not in the list: its name is typed beside it, and no rule judges it.
OTHERS: Final = ("other_medication", "other_procedure")
FILLED_IN: Final = ("id", "kind", "label", "category", "judged_as")


@dataclass(frozen=True)
class CatalogItem:
    """One thing that can be done. `kind` decides the form: a `medication` has route and dose, a `procedure` attempts and size.

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
    def details(self) -> int:
        """How much the choice says beyond its code: supply, formulation and mode."""
        return sum(detail is not None for detail in (self.supply, self.formulation, self.mode))

    @property
    def names(self) -> tuple[str, ...]:
        """What people call it: the label, the label without what follows its comma, the synonyms, the code."""
        return (self.label, self.label.partition(",")[0], *self.synonyms, *([self.code] if self.code else []))


@dataclass(frozen=True, eq=False)
class Catalog:
    """All items in the order in which people see them, by id, and as a vocabulary to choose from."""

    rows: dict[str, CatalogItem]
    terms: Vocabulary

    def __iter__(self) -> Iterator[CatalogItem]:
        """The items in order."""
        return iter(self.rows.values())

    def __len__(self) -> int:
        """How many there are."""
        return len(self.rows)

    def __getitem__(self, name: str) -> CatalogItem:
        """The item with this id; KeyError for another word."""
        return self.rows[name]

    def kind(self, item: str | None) -> str:
        """`procedure`, `medication`, or empty for an unknown item."""
        row = self.rows.get(item or "")
        return row.kind if row else ""

    def with_code(self, code: str) -> tuple[CatalogItem, ...]:
        """The items that carry a code of the standard."""
        return tuple(item for item in self if item.code == code)

    def called(self, words: str) -> list[CatalogItem]:
        """The items of the list that go by just this name, in any case; what stands for others goes by none."""
        wanted = sought(words)
        return [item for item in self if not item.other and wanted in {sought(name) for name in item.names}]

    def search(self, words: str) -> list[CatalogItem]:
        """The items that hold every word in label, synonyms, code or category; whole words first."""
        wanted = sought(words).split()
        ranked = [(rank, item) for item in self if (rank := _rank(item, wanted)) is not None]
        return [item for _, item in sorted(ranked, key=lambda pair: pair[0])] if wanted else list(self)


def file() -> Path:
    """Where the catalog lies."""
    return paths.schemas() / "interventions" / "catalog.csv"


@cache
def catalog() -> Catalog:
    """The shipped catalog, read once a process. Raises BrokenSchema, naming file, line and reason."""
    rows = {cells["id"]: _row(line, cells) for line, cells in lines_of(file(), stop)}
    return Catalog(
        rows,
        Vocabulary(
            "interventions", with_plain_words("interventions", tuple(_term(item) for item in rows.values()))
        ),
    )


def lines_of(path: Path, complain: Complain) -> Iterator[tuple[str, dict[str, str]]]:
    """Each line of a catalog by its place, with its cells by column; a complaint about each that is no line of one."""
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            yield from _lines(path, csv.DictReader(lines, strict=True), complain)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        complain(path, "the file", f"cannot be read as CSV: {error}")


def _lines(
    path: Path, reader: csv.DictReader[str], complain: Complain
) -> Iterator[tuple[str, dict[str, str]]]:
    columns = reader.fieldnames or ()
    if tuple(columns) != COLUMNS:
        complain(path, "line 1", _wrong_columns(columns))
        return
    seen: set[str] = set()
    for row in reader:
        place = f"line {reader.line_num}"
        wrong = _wrong_line(row, seen)
        for reason in wrong:
            complain(path, place, reason)
        if not wrong:
            cells = {key: cell.strip() for key, cell in row.items()}
            seen.add(cells["id"])
            yield place, cells


def _wrong_line(row: dict[str, str], seen: set[str]) -> list[str]:
    """Why a row is no line of the catalog."""
    if None in row or None in row.values():
        return [f"must have {len(COLUMNS)} columns"]
    name = row["id"].strip()
    missing = [f"{key} is missing" for key in FILLED_IN if not row[key].strip()]
    return [*missing, f"{name} stands twice; keep one"] if name in seen else missing


def parts(cell: str) -> tuple[str, ...]:
    """The words of a cell that holds a list."""
    return tuple(part for word in cell.split("|") if (part := word.strip()))


def _wrong_columns(names: Sequence[str]) -> str:
    differ = [f"{key} is missing" for key in COLUMNS if key not in names]
    differ += [f"{key!r} is none of them" for key in names if key not in COLUMNS]
    return "; ".join([f"must name the columns {', '.join(COLUMNS)}", *differ])


def _row(place: str, cells: dict[str, str]) -> CatalogItem:
    return CatalogItem(
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


def _term(item: CatalogItem) -> Term:
    synonyms = (*item.synonyms, item.code) if item.code else item.synonyms
    return Term(item.id, item.label, item.kind.capitalize() + "s", synonyms, item.code or "")


def _codes(place: str, name: str, cell: str) -> tuple[str, ...]:
    codes = []
    for word in parts(cell):
        term = vocabulary(name).find(word)
        if term is None:
            raise BrokenSchema(file(), place, f"schemas/vocabulary/{name}.csv has no {word!r}")
        codes.append(term.code)
    return tuple(codes)


def _rank(item: CatalogItem, wanted: list[str]) -> int | None:
    """How well it is meant: 0 by its label or a name, 1 where the label begins so, 2 by words of it; None where one is missing."""
    label, words = compared(item.label), " ".join(wanted)
    names = {compared(name) for name in (*item.synonyms, item.code or "", item.id)}
    every = " ".join((label, *names, compared(item.category)))
    if not all(word in every for word in wanted):
        return None
    if words == label or words in names:
        return 0
    if label.startswith(words):
        return 1
    in_words = {word.strip("(),:") for word in label.split()} | names
    return 2 if all(word in in_words for word in wanted) else 3
