"""What this class and scenario use in the lists of a section: the order in which a searched list offers its terms (`ranking.js`).

It counts sheets that an instructor accepted, those of the same scenario first: what was returned as wrong is not taught on. The
interventions have an order of their own, that of the call screen (`usual_acts`), and what somebody is certified for is nobody else's.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from epcr.sheet.crew import CrewMember
from epcr.sheet.interventions import Intervention
from epcr.sheet.kinds.choice import Choice, Several
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.section import Entry, SheetPart
from epcr.web.usual_acts import is_accepted, usual_acts

MOST_ROWS: Final = 200  # of a section, the newest sheets first; chosen here
MOST_TERMS: Final = 12  # of a field, chosen here: what is seen without scrolling


def usual_terms(session: Session, sheet: RunSheet, section: type[SheetPart]) -> str:
    """What is used in each list of a section, as JSON by the name of the field; empty where nothing is known."""
    if section is Intervention:
        ranked = {"item": list(usual_acts(session, sheet))}
    else:
        fields = dict(_searched(section)) if section is not CrewMember else {}
        ranked = _ranked(fields, _rows(session, sheet, section, fields), sheet.scenario) if fields else {}
    known = {name: codes for name, codes in ranked.items() if codes}
    return json.dumps(known, ensure_ascii=False, separators=(",", ":"), sort_keys=True) if known else ""


def _searched(section: type[SheetPart]) -> Iterator[tuple[str, Choice]]:
    """The fields that are searched lists."""
    for name, spec in section.fields().items():
        if isinstance(spec, Choice) and spec.look in {"list", "open"}:
            yield name, spec


def _rows(
    session: Session, sheet: RunSheet, section: type[SheetPart], fields: Iterable[str]
) -> list[tuple[Any, ...]]:
    """The scenario of each accepted sheet of the class, and what stands in these fields of it; this sheet's own left out."""
    asked = (
        select(RunSheet.scenario, *(getattr(section, name) for name in fields))
        .join(RunSheet, section.run_sheet_id == RunSheet.id)  # type: ignore[attr-defined]
        .where(RunSheet.classroom_id == sheet.classroom_id, RunSheet.id != sheet.id, is_accepted())
        .order_by(RunSheet.created_at.desc(), RunSheet.id)
        .limit(MOST_ROWS)
    )
    if issubclass(section, Entry):
        asked = asked.where(section.struck_at.is_(None))
    return [tuple(row) for row in session.execute(asked)]


def _ranked(
    fields: Mapping[str, Choice], rows: Iterable[tuple[Any, ...]], scenario: str | None
) -> dict[str, list[str]]:
    """The terms of each field that stand there most often, on sheets of the same scenario first. An open list has its words."""
    here: dict[str, Counter[str]] = {name: Counter() for name in fields}
    anywhere: dict[str, Counter[str]] = {name: Counter() for name in fields}
    for of_scenario, *values in rows:
        for (name, spec), value in zip(fields.items(), values, strict=True):
            codes = [code for code in _codes(spec, value) if code in spec.terms]
            anywhere[name].update(codes)
            if scenario is not None and of_scenario == scenario:
                here[name].update(codes)
    return {name: _best(spec, here[name], anywhere[name]) for name, spec in fields.items()}


def _best(spec: Choice, here: Counter[str], anywhere: Counter[str]) -> list[str]:
    order = {term.code: place for place, term in enumerate(spec.terms)}
    codes = sorted(anywhere, key=lambda code: (-here[code], -anywhere[code], order[code]))[:MOST_TERMS]
    return [spec.terms.label(code) if spec.open else code for code in codes]


def _codes(spec: Choice, value: Any) -> list[str]:
    if value is None:
        return []
    return list(value) if isinstance(spec, Several) else [value]
