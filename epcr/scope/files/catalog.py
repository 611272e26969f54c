"""The catalog of interventions as the scope check sees it: how a choice is named in an act, and what is wrong with a line.

Choosing is for `epcr.sheet.catalog`, which reads the file. It refuses to know who may do what.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, get_args

from epcr.broken_schema import BrokenSchema, Complain
from epcr.scope.files.consistency import complain_of_rules
from epcr.scope.files.library import read_rulesets
from epcr.scope.ruleset import Ruleset
from epcr.scope.words import unknown_route
from epcr.sheet.act import Formulation, Mode, Supply
from epcr.sheet.catalog import CatalogItem, file, lines_of, parts
from epcr.sheet.vocabulary import vocabulary
from epcr.words.near import unknown

_CLOSED: Final[Mapping[str, tuple[str, ...]]] = {
    "kind": ("procedure", "medication"),
    "code_system": ("SNOMED CT", "RxNorm"),
    "supply": get_args(Supply),
    "formulation": get_args(Formulation),
    "mode": get_args(Mode),
}


def asked_as(choice: CatalogItem, rules: Ruleset) -> dict[str, str]:
    """The key and value that name it in an act: its own id where the ruleset has it, else a code that may stand for several.

    What the ruleset leaves out by its id alone is never judged by the rules of another with the same code (nitroglycerin
    ointment by those of the tablet). A code that the ruleset has once as a procedure and once as a medication (a transfusion)
    names the one of the same kind. What has no code and no row of its own is judged by the one rule that the catalog names for it
    (applying pads by that of the AED).
    """
    shared = choice.code in rules.by_code or choice.code in rules.also_by_code
    left_out = rules.unlisted.get(choice.id)
    by_id = left_out is not None and (left_out.code is None or not shared)
    if not choice.code and choice.id not in {*rules.items, *rules.unlisted} and len(choice.judged_as) == 1:
        return {"item": choice.judged_as[0]}
    if not choice.code or choice.id in rules.items or by_id:
        return {"item": choice.id}
    alike = [
        item
        for item in rules.by_code.get(choice.code, ())
        if _is_medication(item.kind) == _is_medication(choice.kind)
    ]
    if len(alike) == 1 and len(rules.by_code[choice.code]) > 1:
        return {"item": alike[0].id}
    return {"code": choice.code}


def _is_medication(kind: str) -> bool:
    return kind in {"medication", "fluid"}


def broken_schemas(folder: Path | None = None) -> Iterator[BrokenSchema]:
    """Everything that cannot be used in the shipped rulesets, in those of a folder, and in the catalog."""
    broken: list[BrokenSchema] = []

    def note(path: Path, key: str, reason: str) -> None:
        broken.append(BrokenSchema(path, key, reason))

    known = read_rulesets(folder, note)
    complain_of_rules(known, note)
    try:
        complain_of_lines(file(), known, note)
    except BrokenSchema as vocabulary_of_the_lines:
        broken.append(vocabulary_of_the_lines)
    yield from broken


def complain_of_lines(path: Path, known: Mapping[str, Ruleset], complain: Complain) -> None:
    """Complain of each thing in a catalog that cannot be used; BrokenSchema where a vocabulary that it needs is broken."""
    judging = {name for ruleset in known.values() for name in (*ruleset.items, *ruleset.unlisted)}
    for place, cells in lines_of(path, complain):
        for reason in _wrong(cells, judging):
            complain(path, place, reason)


def _wrong(cells: Mapping[str, str], judging: set[str]) -> Iterator[str]:
    """Everything that is wrong with the words of a line."""
    for key, words in _CLOSED.items():
        if cells[key] and cells[key] not in words:
            yield unknown(f"The {key}", cells[key], words)
    if bool(cells["code"]) != bool(cells["code_system"]):
        yield "code and code_system go together; give both or none"
    routes, units = vocabulary("route"), vocabulary("dose_unit")
    yield from (unknown_route(word) for word in parts(cells["routes"]) if routes.find(word) is None)
    named = [word for term in units for word in (term.label, *term.synonyms)]
    yield from (
        unknown("The unit", word, named) for word in parts(cells["units"]) if units.find(word) is None
    )
    yield from (
        unknown("The rule", word, judging) for word in parts(cells["judged_as"]) if word not in judging
    )
