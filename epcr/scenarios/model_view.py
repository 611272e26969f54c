"""The page of a model sheet: a sheet as a trainee wrote it beside the sheet as it should be, section by section."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for

from epcr.review.margin import Margin
from epcr.review.paper import PaperSection, paper
from epcr.scenarios.model_sheet import ModelSheet
from epcr.scenarios.scenario import Scenario
from epcr.sheet.run_sheet import RunSheet


@dataclass(frozen=True)
class SideEntry:
    """A section, or an entry of one, on one of both sides: what it is called, and its fields as label and words."""

    title: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SideBySide:
    """One section: what stands on the sheet, and what on the model."""

    slug: str
    title: str
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


def _side_by_side(sheet: RunSheet, model: RunSheet) -> Iterable[SideBySide]:
    """The sections in which either has anything."""
    for here, there in zip(paper(sheet, Margin((), (), ())), paper(model, Margin((), (), ())), strict=True):
        sides = _entries(here), _entries(there)
        if any(sides):
            yield SideBySide(here.slug, here.title, *sides)


def _entries(section: PaperSection) -> tuple[SideEntry, ...]:
    entries = (
        SideEntry(
            block.title if section.many else "", tuple((line.label, line.words) for line in block.lines)
        )
        for block in section.columns
    )
    return tuple(entry for entry in entries if entry.lines)
