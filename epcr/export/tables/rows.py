"""A run sheet as rows of tables: one of itself, one of each entry, one of each verdict and each finding.

A column is called as the field is everywhere. Numbers are in the standard's unit, times by the clock of the class with their offset,
choices in words; which code is behind a word says the table of codes. Who wrote a sheet and where it stands is for whoever asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from epcr.checks import findings
from epcr.checks.verdicts import judging
from epcr.sheet.absent import negatives_in
from epcr.sheet.context import Context
from epcr.sheet.field import Spec
from epcr.sheet.kinds.choice import Choice, Several
from epcr.sheet.kinds.crew_member import OfCrew
from epcr.sheet.run_sheet import SECTIONS, RunSheet
from epcr.sheet.section import Entry, SheetPart
from epcr.sheet.vocabulary import vocabulary

Row = list[Any]


@dataclass(frozen=True)
class SheetTable:
    """A table: its name, which a file has too, what it is of, its columns, and the rows of a sheet in it."""

    name: str
    says: str
    columns: tuple[str, ...]
    rows: Callable[[RunSheet], Iterator[Row]]


def value_of(spec: Spec, value: Any, context: Context) -> Any:
    """The value of a field as a table has it."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(spec, Choice | OfCrew):
        return spec.show(value, context)
    plain = spec.code(value, context)
    return plain if isinstance(plain, bool | int | float | str) else spec.write(value, context)[0]


def absent_in(part: SheetPart, before: str = "") -> str:
    """Why values are lacking, what was not found and what stands beside a value: `name: reason`, parted by semicolons.

    `before` stands before each name.
    """
    absences = []
    reasons = vocabulary("reason")
    for name, spec in part.fields().items():
        if why := part.why(name):
            absences.append(f"{before}{name}: {reasons.label(why)}")
        if isinstance(spec, Several):
            absences += [f"{before}{name}: no {spec.word(code)}" for code in negatives_in(part.absent, name)]
    return "; ".join(absences)


def _of_sheet(sheet: RunSheet) -> Iterator[Row]:
    context = sheet.context()
    parts = [getattr(sheet, section.page.slug) for section in _ONCE]
    row = [sheet.id, sheet.scenario, sheet.created_at.isoformat(), sheet.zone, sheet.ruleset]
    for part in parts:
        row += [value_of(spec, getattr(part, name), context) for name, spec in part.fields().items()]
    absent = [absent_in(part, f"{part.page.slug}-") for part in parts]
    yield [*row, "; ".join(filter(None, absent))]


def _entries(section: type[Entry]) -> Callable[[RunSheet], Iterator[Row]]:
    def rows(sheet: RunSheet) -> Iterator[Row]:
        context = sheet.context()
        for part in sheet.every(section):
            values = [value_of(spec, getattr(part, name), context) for name, spec in part.fields().items()]
            struck = (part.struck_reason or "struck") if part.struck else None
            yield [sheet.id, part.id, struck, *values, absent_in(part)]

    return rows


def _verdicts(sheet: RunSheet) -> Iterator[Row]:
    context, verdict_at = sheet.context(), judging(sheet)
    for act in sheet.entries("interventions"):
        kept = verdict_at(act)
        yield [
            sheet.id, act.id, act.name(), act.show("performer", context), kept.verdict, kept.permitted, kept.reason, kept.judged_level,
            kept.layer, kept.rule, kept.ruleset, kept.version, kept.source, kept.judged_at.isoformat() if kept.judged_at else None,
        ]  # fmt: skip


def _findings(sheet: RunSheet) -> Iterator[Row]:
    for finding in findings(sheet):
        yield [
            sheet.id,
            str(finding.anchor),
            finding.weight.value,
            finding.message,
            finding.source,
            finding.words or finding.value,
            finding.answer,
        ]


_ONCE: Final = tuple(section for section in SECTIONS if not section.many)
_MANY: Final[Sequence[type[Entry]]] = tuple(section for section in SECTIONS if issubclass(section, Entry))
_FIELDS: Final = tuple(str(section.page.slug) + f"-{name}" for section in _ONCE for name in section.fields())

TABLES: Final = (
    SheetTable(
        "sheets", "a row for each run sheet, with every field of the sections that stand once",
        ("run_sheet", "scenario", "begun", "zone", "ruleset", *_FIELDS, "absent"), _of_sheet,
    ),
    *(
        SheetTable(
            section.page.slug, f"a row for each {section.noun}, struck ones too",
            ("run_sheet", "entry", "struck", *section.fields(), "absent"), _entries(section),
        )
        for section in _MANY
    ),
    SheetTable(
        "verdicts", "what the scope check says of each intervention that stands, by the rules of the class",
        ("run_sheet", "entry", "intervention", "performer", "verdict", "permitted", "reason", "level", "layer", "rule", "ruleset",
         "version", "source", "judged"), _verdicts,
    ),
    SheetTable(
        "findings", "what the checks say of each sheet as it stands, with the trainee’s answers",
        ("run_sheet", "anchor", "weight", "message", "source", "about", "answer"), _findings,
    ),
)  # fmt: skip
