"""The interventions a trainee can document: procedures and medications, with the words and abbreviations they go by.

It knows names, codes and usual routes. Who may do them is for `epcr.scope`.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from epcr import paths
from epcr.broken_schema import BrokenSchema
from epcr.sheet.vocabulary import Term, Vocabulary


@dataclass(frozen=True)
class Intervention:
    """One row of the catalog; `kind` is `procedure` or `medication`.

    `supply`, `formulation` and `mode` are what the item itself says ("the patient's own"), `routes` and `units` the usual ones.
    """

    id: str
    kind: str
    label: str
    code: str
    code_system: str
    category: str
    synonyms: tuple[str, ...]
    routes: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    supply: str = ""
    formulation: str = ""
    mode: str = ""


@dataclass(frozen=True)
class Catalog:
    """All interventions, by id, and as a vocabulary to choose from."""

    rows: dict[str, Intervention]
    terms: Vocabulary

    def kind(self, item: str | None) -> str:
        """`procedure`, `medication`, or empty for an unknown item."""
        row = self.rows.get(item or "")
        return row.kind if row else ""


def file() -> Path:
    """Where the catalog lies."""
    return paths.schemas() / "interventions" / "catalog.csv"


@cache
def catalog() -> Catalog:
    """The catalog. Raises BrokenSchema, naming file, row and reason."""
    path = file()
    rows: dict[str, Intervention] = {}
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines)
            for row in reader:
                key = f"line {reader.line_num}"
                if row["kind"] not in {"procedure", "medication"}:
                    raise BrokenSchema(path, key, f"kind must be procedure or medication, not {row['kind']!r}")
                if row["id"] in rows:
                    raise BrokenSchema(path, key, f"the id {row['id']} stands twice")
                rows[row["id"]] = Intervention(
                    row["id"], row["kind"], row["label"], row["code"], row["code_system"], row["category"], _words(row["synonyms"]),
                    _words(row["routes"]), _words(row["units"]), row["supply"], row["formulation"], row["mode"],
                )  # fmt: skip
    except FileNotFoundError:
        raise BrokenSchema(path, "(file)", "there is no catalog of interventions") from None
    except KeyError as error:
        raise BrokenSchema(path, "(header)", f"there is no column {error}") from None
    terms = tuple(
        Term(row.id, row.label, row.kind.capitalize() + "s", (*row.synonyms, row.code) if row.code else row.synonyms, row.code)
        for row in rows.values()
    )
    return Catalog(rows, Vocabulary("interventions", terms))


def _words(told: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in told.split("|") if word.strip())
