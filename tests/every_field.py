"""A sheet in which every declared field of every section has a value, and the same sheet with none: nothing may be lost on its way."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from epcr.sheet.context import Context
from epcr.sheet.kinds.choice import Choice, Item, Several
from epcr.sheet.kinds.crew_member import OfCrew, SeveralOfCrew
from epcr.sheet.kinds.day import Day
from epcr.sheet.kinds.drawn import Drawing
from epcr.sheet.kinds.moment import Moment
from epcr.sheet.kinds.number import Number
from epcr.sheet.kinds.yes_no import YesNo
from epcr.sheet.run_sheet import ENTRY_SLUGS, SECTIONS, RunSheet
from epcr.sheet.section import Entry, SheetPart
from tests.build import MEDIC, clock, crew_member, empty_sheet

# The ids of the entries, alike on both sheets. Of interventions one is a procedure and one a medication: each has fields of its own.
IDS = {slug: (f"{number:032x}",) for number, slug in enumerate(sorted(ENTRY_SLUGS))}
IDS["interventions"] = ("a" * 32, "b" * 32)
ITEMS = {"a" * 32: "aspirin_po", "b" * 32: "ecg12_acquire"}
REGION = "chest"


def no_field() -> RunSheet:
    """The sheet with its entries, and nothing in them."""
    sheet = empty_sheet(id="0123456789ab")
    sheet.crew = [crew_member(id=MEDIC, member="R. Alder")]
    for section in SECTIONS:
        for number in IDS.get(section.page.slug, ()):
            sheet.keep(section(id=number, created_at=clock("17:00")))
    return sheet


def every_field() -> RunSheet:
    """The sheet with everything in it that can be said."""
    sheet = no_field()
    context = sheet.context()
    for part in sheet.parts():
        for number, name in enumerate(part.fields()):
            if getattr(part, "id", "") != MEDIC:
                setattr(part, name, made_up(part, name, number, context))
    sheet.incident.date_of_call = clock("12:00").date()
    return sheet


def made_up(part: SheetPart, name: str, number: int, context: Context) -> Any:
    """A value that the field of a part can have; of text, numbers, days and times another one for each number."""
    spec = part.fields()[name]
    if name in {"region", "item"}:
        return REGION if name == "region" else ITEMS[part.id] if isinstance(part, Entry) else None
    if name == "possible_injury":
        return "9922005"  # yes: the section of injuries is asked for
    match spec:
        case SeveralOfCrew():
            return [MEDIC]
        case OfCrew():
            return MEDIC
        case Item() | Choice() | Several():
            return _chosen(part, spec)
        case YesNo():
            return True
        case Day():
            return date(2001, 1, 1) + timedelta(days=number)
        case Moment():
            return clock("17:00") + timedelta(minutes=number)
        case Drawing():
            return [[[0, 0], [1000, 300]]]
        case Number():
            return _number(spec, number)
        case _:
            return f"{part.page.slug.title()}word{number}"[: getattr(spec, "most", 99)]


def _chosen(part: SheetPart, spec: Choice) -> Any:
    # The last: the first stands for nothing found in many lists, and is what most other fields would say too.
    terms = [one for one in spec.terms if not spec.within or one.group == getattr(part, spec.within)]
    code = terms[-1].code if terms else "Words of our own"
    return [code] if isinstance(spec, Several) else code


def _number(spec: Number, number: int) -> float:
    low, high = (round(end) for end in spec.possible)
    return min(high, max(low, low + number + 1))


__all__ = ["IDS", "MEDIC", "every_field", "made_up", "no_field"]
