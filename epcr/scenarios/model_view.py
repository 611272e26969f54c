"""The page of a model sheet: a sheet as a trainee wrote it beside the sheet as it should be, section by section."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask import url_for

from epcr.review.margin import Margin
from epcr.review.paper import PaperSection, paper
from epcr.scenarios.model_sheet import ModelSheet
from epcr.scenarios.scenario import Scenario
from epcr.sheet.run_sheet import BY_SLUG, RunSheet


@dataclass(frozen=True)
class SideRow:
    """A field of a section that stands once, as it is on both sides; empty for not documented."""

    label: str
    here: str
    model: str


@dataclass(frozen=True)
class SideEntry:
    """An entry on one side: what it is called, and what is documented of it."""

    title: str
    facts: tuple[str, ...]


@dataclass(frozen=True)
class SideBySide:
    """One section. One that stands once has `rows`; one with entries has them on each side, for nobody knows which belong together."""

    slug: str
    title: str
    rows: tuple[SideRow, ...]
    here: tuple[SideEntry, ...]
    model: tuple[SideEntry, ...]


@dataclass(frozen=True)
class ModelPage:
    """The page. `made_by` is empty where there is no model; `own` says that the sheet itself is the model.

    `scenarios` are those that the sheet can be the model of, id and title, with the one of the sheet as `scenario`.
    """

    desk: str
    address: str
    name: str
    number: str
    made_by: str
    own: bool
    sections: tuple[SideBySide, ...]
    scenarios: tuple[tuple[str, str], ...]
    scenario: str


def model_page(
    sheet: RunSheet, kept: ModelSheet | None, model: RunSheet | None, scenarios: Iterable[Scenario]
) -> ModelPage:
    """The page of a sheet beside the model of its scenario, where there is one."""
    return ModelPage(
        desk=url_for("review.desk", sheet_id=sheet.id),
        address=url_for("scenarios.model_sheet", sheet_id=sheet.id),
        name=sheet.patient.name() or "Patient not named",
        number=sheet.number,
        made_by=kept.by_name if kept is not None else "",
        own=kept is not None and kept.made_of == sheet.id,
        sections=tuple(_side_by_side(sheet, model)) if model is not None else (),
        scenarios=tuple((scenario.id, scenario.title) for scenario in scenarios),
        scenario=sheet.scenario or "",
    )


def _side_by_side(sheet: RunSheet, model: RunSheet) -> Iterator[SideBySide]:
    """The sections in which either has anything."""
    for here, there in zip(paper(sheet, Margin((), (), ())), paper(model, Margin((), (), ())), strict=True):
        rows = () if here.many else tuple(_rows(here, there))
        entries = (_entries(here), _entries(there)) if here.many else ((), ())
        if rows or any(entries):
            yield SideBySide(here.slug, here.title, rows, *entries)


def _rows(here: PaperSection, there: PaperSection) -> Iterator[SideRow]:
    """The fields that either side documents, in the order of the section."""
    left, right = _words(here), _words(there)
    for spec in BY_SLUG[here.slug].fields().values():
        if spec.label in left or spec.label in right:
            yield SideRow(spec.label, left.get(spec.label, ""), right.get(spec.label, ""))


def _words(section: PaperSection) -> dict[str, str]:
    return {line.label: line.words for block in section.blocks for line in block.lines}


def _entries(section: PaperSection) -> tuple[SideEntry, ...]:
    return tuple(
        SideEntry(block.title, tuple(f"{line.label}: {line.words}" for line in block.lines))
        for block in section.columns
    )
