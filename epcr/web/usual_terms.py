"""What this class and scenario use in the lists of a section: the order in which a searched list offers its terms (`ranking.js`).

It counts sheets that an instructor accepted, those of the same scenario first: what was returned as wrong is not taught on. The
interventions have an order of their own, that of the call screen (`usual_acts`), and what somebody is certified for is nobody else's.
The words that come again (a unit, a hospital, a partner) are asked for in the same statement (`words_again`).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from epcr.sheet.crew import CrewMember
from epcr.sheet.interventions import Intervention
from epcr.sheet.kinds.choice import Choice, Several
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.section import Entry, SheetPart
from epcr.web.usual_acts import is_accepted, usual_acts
from epcr.web.words_again import OtherSheet, come_again, words_again

MOST_ROWS: Final = 200  # of a section, the newest sheets first; chosen here
MOST_TERMS: Final = 12  # of a field, chosen here: what is seen without scrolling


def usual_terms(session: Session, sheet: RunSheet, section: type[SheetPart]) -> str:
    """What is used in each field of a section, as JSON by its name; empty where nothing is known.

    Of a list its terms in their order, of a text the `words_again.Again` to tap.
    """
    if section is Intervention:
        known: Mapping[str, list[Any]] = {"item": list(usual_acts(session, sheet))}
    else:
        lists = dict(_searched(section)) if section is not CrewMember else {}
        names = dict.fromkeys([*lists, *come_again(section)])
        rows = _rows(session, sheet, section, names) if names else []
        accepted = [row for row in rows if row.is_accepted]
        known = _ranked(lists, accepted, sheet.scenario) | words_again(sheet, section, rows)
    known = {name: words for name, words in known.items() if words}
    return json.dumps(known, ensure_ascii=False, separators=(",", ":"), sort_keys=True) if known else ""


def _searched(section: type[SheetPart]) -> Iterator[tuple[str, Choice]]:
    """The fields that are searched lists."""
    for name, spec in section.fields().items():
        if isinstance(spec, Choice) and spec.look in {"list", "open"}:
            yield name, spec


def _rows(
    session: Session, sheet: RunSheet, section: type[SheetPart], fields: Iterable[str]
) -> list[OtherSheet]:
    """What stands in these fields of the class's accepted sheets and of those of the same trainee, the newest first."""
    names, own = list(fields), RunSheet.trainee_id == sheet.trainee_id
    asked = (
        select(RunSheet.scenario, is_accepted(), *(getattr(section, name) for name in names))
        .join(RunSheet, section.run_sheet_id == RunSheet.id)  # type: ignore[attr-defined]
        .where(RunSheet.classroom_id == sheet.classroom_id, RunSheet.id != sheet.id, or_(is_accepted(), own))
        .order_by(RunSheet.created_at.desc(), RunSheet.id)
        .limit(MOST_ROWS)
    )
    if issubclass(section, Entry):
        asked = asked.where(section.struck_at.is_(None))
    return [
        OtherSheet(scenario, bool(accepted), dict(zip(names, values, strict=True)))
        for scenario, accepted, *values in session.execute(asked)
    ]


def _ranked(
    fields: Mapping[str, Choice], rows: Iterable[OtherSheet], scenario: str | None
) -> dict[str, list[Any]]:
    """The terms of each field that stand there most often, on sheets of the same scenario first. An open list has its words."""
    here: dict[str, Counter[str]] = {name: Counter() for name in fields}
    anywhere: dict[str, Counter[str]] = {name: Counter() for name in fields}
    for row in rows:
        for name, spec in fields.items():
            codes = [code for code in _codes(spec, row.values[name]) if code in spec.terms]
            anywhere[name].update(codes)
            if scenario is not None and row.scenario == scenario:
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
