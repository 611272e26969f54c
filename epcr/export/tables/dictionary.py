"""The dictionary: every field of a run sheet with its label, kind, unit, limits, codes, and its places in NEMSIS and LOINC."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from epcr.sheet.field import Spec
from epcr.sheet.kinds.choice import Choice
from epcr.sheet.kinds.number import Number, Readout
from epcr.sheet.run_sheet import SECTIONS
from epcr.sheet.section import SheetPart
from epcr.sheet.units import plain
from epcr.sheet.vocabulary import Term
from epcr.sheet.vocabulary import vocabulary as terms_of
from epcr.words.counting import counted

COLUMNS: Final = (
    "section", "field", "label", "kind", "unit", "lowest", "highest", "usual_from", "usual_to", "list", "codes", "nemsis", "loinc",
    "absent_because",
)  # fmt: skip
CODE_COLUMNS: Final = ("list", "code", "label", "group", "nemsis")


@dataclass(frozen=True)
class FieldEntry:
    """A field. `limits` and `usual` are in its unit, None where it is no number; `nemsis` and `loinc` are names and codes in words."""

    section: str
    name: str
    label: str
    kind: str
    unit: str
    limits: tuple[float, float] | None
    usual: tuple[float, float] | None
    vocabulary: str
    terms: tuple[Term, ...]
    words: tuple[str, ...]
    nemsis: tuple[str, ...]
    loinc: tuple[str, ...]
    reasons: tuple[str, ...]

    @property
    def codes(self) -> str:
        """Each code it can have, with its label."""
        coded = [f"{term.code} {term.label}" for term in self.terms]
        return " | ".join([*coded, *self.words])

    @property
    def values(self) -> str:
        """What it can hold, in a few words: limits with the unit, or the list and how many terms it has."""
        if self.limits is not None:
            usual = f", usual {plain(self.usual[0])} to {plain(self.usual[1])}" if self.usual else ""
            return f"{plain(self.limits[0])} to {plain(self.limits[1])} {self.unit}".rstrip() + usual
        return f"{self.vocabulary}, {counted(len(self.terms), 'term')}" if self.vocabulary else ""

    @property
    def in_one_line(self) -> str:
        """All of it but the codes of a list."""
        named = (("NEMSIS", self.nemsis), ("LOINC", self.loinc))
        elsewhere = [f"{system} {' '.join(names)}" for system, names in named if names]
        return "; ".join(filter(None, [f"{self.name}: {self.label}", self.kind, self.values, *elsewhere]))

    def row(self) -> list[object]:
        """Its cells, in the order of COLUMNS."""
        low, high = self.limits or (None, None)
        usual_low, usual_high = self.usual or (None, None)
        return [
            self.section, self.name, self.label, self.kind, self.unit, low, high, usual_low, usual_high, self.vocabulary, self.codes,
            " ".join(self.nemsis), " ".join(self.loinc), "; ".join(self.reasons),
        ]  # fmt: skip


def dictionary() -> tuple[tuple[type[SheetPart], tuple[FieldEntry, ...]], ...]:
    """The sections in their order, each with its fields."""
    return tuple(
        (section, tuple(_entry(section.page.slug, name, spec) for name, spec in section.fields().items()))
        for section in SECTIONS
    )


def rows() -> Iterator[list[object]]:
    """A row for each field."""
    for _, entries in dictionary():
        for entry in entries:
            yield entry.row()


def code_rows() -> Iterator[list[object]]:
    """A row for each term of each list that a field uses, once a list."""
    lists: dict[str, tuple[Term, ...]] = {}
    of_lists = (entry for _, entries in dictionary() for entry in entries if entry.vocabulary)
    for entry in of_lists:
        lists.setdefault(entry.vocabulary, entry.terms)
    for name, terms in lists.items():
        for term in terms:
            standard = term.standard or " ".join(f"{element}={code}" for element, code in term.by_element)
            yield [name, term.code, term.label, term.group, standard]


def _entry(slug: str, name: str, spec: Spec) -> FieldEntry:
    reasons = terms_of("reason")
    number = spec if isinstance(spec, Number) else None
    choice = spec if isinstance(spec, Choice) else None
    return FieldEntry(
        section=slug,
        name=name,
        label=spec.label,
        kind=spec.kind,
        unit=spec.unit,
        limits=number.possible if number else None,
        usual=number.usual if number else None,
        vocabulary=choice.vocabulary if choice else "",
        terms=choice.terms.terms if choice else (),
        words=tuple(f"{code} {words}" for code, words, *_ in spec.words) if isinstance(spec, Readout) else (),
        nemsis=tuple(_name(element.name, element.when) for element in spec.elements),
        loinc=tuple(_name(code.code, code.when) for code in spec.loincs),
        reasons=tuple(reasons.label(reason) for reason in spec.reasons),
    )


def _name(name: str, when: tuple[str, tuple[str, ...]] | None) -> str:
    """A name or code, with the answer for which it holds."""
    return f"{name}({when[0]}={'/'.join(when[1])})" if when else name
