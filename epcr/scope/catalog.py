"""The catalog of interventions: what a trainee may choose, by which words it is found, and which rules judge it.

One file, `schemas/interventions/catalog.csv`; lists in it are parted by `|`. It refuses to know who may do what.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Final, get_args

from epcr import paths
from epcr.broken_schema import BrokenSchema
from epcr.scope.ruleset import Complain, Ruleset, read_rulesets, rulesets, stop
from epcr.scope.words import Formulation, Mode, Supply, route_code, unknown, unknown_route

COLUMNS: Final = (
    "id",
    "kind",
    "label",
    "code",
    "code_system",
    "category",
    "synonyms",
    "routes",
    "supply",
    "formulation",
    "mode",
    "units",
    "judged_as",
)
_MAY_BE_EMPTY: Final = frozenset(
    {"code", "code_system", "synonyms", "routes", "supply", "formulation", "mode", "units"}
)
KINDS: Final = ("procedure", "medication")
CODE_SYSTEMS: Final = ("SNOMED CT", "RxNorm")

# The units in which doses are written, with their codes in eMedications.06 (NEMSIS v3.5.1).
UNITS: Final = {
    "g": "3706001",
    "L": "3706009",
    "puffs": "3706043",
    "mcg": "3706015",
    "mcg/kg/min": "3706017",
    "mEq": "3706019",
    "mg": "3706021",
    "mg/kg/min": "3706023",
    "mL": "3706025",
    "mL/hr": "3706027",
    "LPM": "3706035",
    "mcg/min": "3706037",
    "mg/kg": "3706039",
    "mg/min": "3706041",
    "units/hr": "3706045",
    "mcg/kg": "3706047",
    "units": "3706049",
    "units/kg/hr": "3706051",
    "units/kg": "3706053",
    "mg/hr": "3706055",
}


@dataclass(frozen=True)
class Intervention:
    """One thing to choose. `kind` decides the form: a medication has route and dose, a procedure attempts and size.

    `routes` are codes of eMedications.04 and `units` of eMedications.06, the usual ones first. `supply`,
    `formulation` and `mode` are what the choice already says, None where it says nothing. `judged_as` are the
    ids of the rules that may apply.
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

    def asked_as(self) -> dict[str, str]:
        """The key and value that name it in an act: its own rule, or the code that may stand for several."""
        if self.code is None or self.judged_as == (self.id,):
            return {"item": self.id}
        return {"code": self.code}


@dataclass(frozen=True, eq=False)
class Catalog:
    """All interventions in the order in which people see them, by id."""

    interventions: Mapping[str, Intervention]

    def __iter__(self) -> Iterator[Intervention]:
        """The interventions in order."""
        return iter(self.interventions.values())

    def __len__(self) -> int:
        """How many there are."""
        return len(self.interventions)

    def __getitem__(self, name: str) -> Intervention:
        """The intervention with this id; KeyError for another word."""
        return self.interventions[name]

    def with_code(self, code: str) -> tuple[Intervention, ...]:
        """The interventions that carry a code of the standard."""
        return tuple(one for one in self if one.code == code)

    def search(self, words: str) -> list[Intervention]:
        """The interventions that hold every word in label, synonyms, code or category; whole words first."""
        sought = words.casefold().split()
        ranked = [(rank, one) for one in self if (rank := _rank(one, sought)) is not None]
        return [one for _, one in sorted(ranked, key=lambda pair: pair[0])] if sought else list(self)


def _rank(one: Intervention, sought: list[str]) -> int | None:
    """How well it is meant: 0 where each word is a name of it or a word of its label; None where one is missing."""
    label = one.label.casefold()
    names = {name.casefold() for name in (*one.synonyms, one.code or "", one.id)}
    every = " ".join((label, *names, one.category.casefold()))
    if not all(word in every for word in sought):
        return None
    if " ".join(sought) in names or label.startswith(" ".join(sought)):
        return 0
    in_words = {word.strip("(),:") for word in label.split()} | names
    return 1 if all(word in in_words for word in sought) else 2


@cache
def catalog() -> Catalog:
    """The shipped catalog, read once a process; BrokenSchema with file, line and reason when it cannot be used."""
    return read_catalog(_file(), rulesets(), stop)


def broken_schemas(folder: Path | None = None) -> Iterator[BrokenSchema]:
    """Everything that cannot be used in the shipped rulesets, in those of a folder, and in the catalog."""
    found: list[BrokenSchema] = []

    def note(file: Path, key: str, reason: str) -> None:
        found.append(BrokenSchema(file, key, reason))

    known = read_rulesets(folder, note)
    read_catalog(_file(), known, note)
    yield from found


def read_catalog(file: Path, known: Mapping[str, Ruleset], complain: Complain) -> Catalog:
    """Read a catalog afresh, with complaints about each thing that cannot be used."""
    interventions: dict[str, Intervention] = {}
    judging = {name for ruleset in known.values() for name in (*ruleset.items, *ruleset.unlisted)}
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines, strict=True)
            if tuple(reader.fieldnames or ()) != COLUMNS:
                complain(file, "line 1", f"must name the columns {', '.join(COLUMNS)}")
                return Catalog({})
            for row in reader:
                place = f"line {reader.line_num}"
                one = _row(row, partial(complain, file, place), judging)
                if one is None:
                    continue
                if one.id in interventions:
                    complain(file, place, f"{one.id} stands twice; keep one")
                    continue
                interventions[one.id] = one
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        complain(file, "the file", f"cannot be read as CSV: {error}")
    return Catalog(interventions)


def _file() -> Path:
    return paths.schemas() / "interventions" / "catalog.csv"


def _row(
    row: Mapping[str, str | None], complain: Callable[[str], None], judging: set[str]
) -> Intervention | None:
    """One line of the file; None, with a complaint, when a column is missing or a word is unknown."""
    told = {key: (row.get(key) or "").strip() for key in COLUMNS}
    wrong = list(_wrong(row, told, judging))
    for reason in wrong:
        complain(reason)
    if wrong:
        return None
    return Intervention(
        id=told["id"],
        kind=told["kind"],
        label=told["label"],
        category=told["category"],
        code=told["code"] or None,
        code_system=told["code_system"] or None,
        synonyms=_parts(told["synonyms"]),
        routes=tuple(str(route_code(word)) for word in _parts(told["routes"])),
        supply=told["supply"] or None,
        formulation=told["formulation"] or None,
        mode=told["mode"] or None,
        units=tuple(UNITS[word] for word in _parts(told["units"])),
        judged_as=_parts(told["judged_as"]),
    )


def _wrong(row: Mapping[str, str | None], told: Mapping[str, str], judging: set[str]) -> Iterator[str]:
    """Everything that is wrong with a line."""
    if len(row) != len(COLUMNS) or None in row.values():
        yield f"must have {len(COLUMNS)} columns"
        return
    for key in COLUMNS:
        if not told[key] and key not in _MAY_BE_EMPTY:
            yield f"{key} is missing"
    closed: dict[str, tuple[str, ...]] = {
        "kind": KINDS,
        "code_system": CODE_SYSTEMS,
        "supply": get_args(Supply),
        "formulation": get_args(Formulation),
        "mode": get_args(Mode),
    }
    for key, words in closed.items():
        if told[key] and told[key] not in words:
            yield unknown(f"The {key}", told[key], words)
    if bool(told["code"]) != bool(told["code_system"]):
        yield "code and code_system go together; give both or none"
    yield from (unknown_route(word) for word in _parts(told["routes"]) if route_code(word) is None)
    yield from (unknown("The unit", word, UNITS) for word in _parts(told["units"]) if word not in UNITS)
    yield from (
        unknown("The rule", word, judging) for word in _parts(told["judged_as"]) if word not in judging
    )


def _parts(told: str) -> tuple[str, ...]:
    return tuple(part for word in told.split("|") if (part := word.strip()))
