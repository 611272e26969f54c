"""What the lists of the class's agency suggest in the fields of a section: a name to choose, and what comes with it once it is chosen.

Nothing stands in a field before that, and what came with a name can be typed over.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy.orm import Session

from epcr.agencies.facility_kinds import KINDS
from epcr.agencies.model import AgencyFacility, AgencyPerson, AgencyUnit, Line
from epcr.agencies.taking import lines_of
from epcr.letters import compared
from epcr.people.certificates import IDENTITY, name_on_a_crew
from epcr.sheet.context import Context
from epcr.sheet.crew import CrewMember
from epcr.sheet.disposition import Disposition
from epcr.sheet.incident import Incident
from epcr.sheet.kinds.text import Text
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.section import SheetPart
from epcr.sheet.vocabulary import Term, vocabulary
from epcr.web.group_view import DrawnGroup
from epcr.web.term_list import TermList, term_list

MOST: Final = 300  # of a field, chosen here: what a page still carries


@dataclass(frozen=True)
class Suggestion:
    """A name that can be chosen, the other words that find it, and what it enters by the name of the field, itself included."""

    name: str
    words: tuple[str, ...]
    sets: Mapping[str, Any]


@dataclass(frozen=True)
class Suggested:
    """What is suggested in the fields of one form, by their name."""

    part: str
    fields: Mapping[str, Sequence[Suggestion]]
    section: type[SheetPart]

    def lists(self) -> dict[str, TermList]:
        """The lists of words, by id."""
        return {list_id(name): _listed(suggestions) for name, suggestions in self.fields.items()}

    def marked(self, groups: Iterable[DrawnGroup]) -> tuple[DrawnGroup, ...]:
        """The groups of the form, each field of them with the list that it is suggested from."""
        ids = {f"{self.part}-{name}": list_id(name) for name in self.fields}
        return tuple(
            replace(
                group,
                fields=tuple(
                    replace(field, shape=replace(field.shape, word_list=ids[field.id]))
                    if field.id in ids
                    else field
                    for field in group.fields
                ),
            )
            for group in groups
        )

    def in_json(self) -> str:
        """What a name brings along, by field and name, as the script reads it; empty where nothing is suggested."""
        known = {
            name: {suggestion.name: self._written(suggestion.sets) for suggestion in suggestions}
            for name, suggestions in self.fields.items()
        }
        return json.dumps(known, ensure_ascii=False, separators=(",", ":")) if known else ""

    def _written(self, sets: Mapping[str, Any]) -> dict[str, str]:
        specs = self.section.fields()
        return {name: "\n".join(specs[name].write(value, Context())) for name, value in sets.items()}


def list_id(name: str) -> str:
    """The id of the list of a field."""
    return f"agency-{name}"


def suggested(session: Session, sheet: RunSheet, part: SheetPart) -> Suggested:
    """What the class's lists suggest in this section or entry; nothing where the class has none."""
    section = type(part)
    fields = {
        name: _first(suggestions) for name, suggestions in _fields(session, sheet, section) if suggestions
    }
    return Suggested(str(part.anchor()), fields, section)


def _fields(
    session: Session, sheet: RunSheet, section: type[SheetPart]
) -> Iterator[tuple[str, list[Suggestion]]]:
    def held(table: type[Line]) -> list[Any]:
        return lines_of(session, sheet.classroom_id, table)

    if section is CrewMember:
        yield "member", _people(sheet, held(AgencyPerson))
    elif section is Incident:
        units = held(AgencyUnit)
        yield "unit", [_unit(unit, unit.call_sign) for unit in units if unit.call_sign]
        yield "vehicle", [_unit(unit, unit.vehicle) for unit in units if unit.vehicle]
        yield "sending_facility", [_sending(place) for place in held(AgencyFacility)]
    elif section is Disposition:
        yield "destination", [_destination(place) for place in held(AgencyFacility)]


def _first(suggestions: Iterable[Suggestion]) -> list[Suggestion]:
    """The first of each name."""
    named: dict[str, Suggestion] = {}
    for suggestion in suggestions:
        named.setdefault(suggestion.name, suggestion)
    return list(named.values())[:MOST]


def _people(sheet: RunSheet, people: Iterable[AgencyPerson]) -> list[Suggestion]:
    """Those who are not on the crew yet."""
    here = {compared(member.member or "") for member in sheet.crew if not member.struck}
    named = [(name_on_a_crew(person.name), person) for person in people]
    return [_person(name, person) for name, person in named if compared(name) not in here]


def _person(name: str, person: AgencyPerson) -> Suggestion:
    level = vocabulary("level").label(person.level) if person.level else ""
    words = tuple(filter(None, (level, person.certificate_number)))
    certificate = {field: getattr(person, field) or None for field in IDENTITY}
    return Suggestion(name, words, {"member": name, "level": person.level, **certificate})


def _unit(unit: AgencyUnit, name: str) -> Suggestion:
    words = tuple(word for word in (unit.call_sign, unit.vehicle) if word and word != name)
    return Suggestion(name, words, {"unit": unit.call_sign or None, "vehicle": unit.vehicle or None})


def _sending(place: AgencyFacility) -> Suggestion:
    return Suggestion(place.name, (place.code,) if place.code else (), {"sending_facility": place.name})


def _destination(place: AgencyFacility) -> Suggestion:
    """A place with what is always so of it; a hospital's emergency department or bed is for whoever was there to say."""
    zip_code = Disposition.fields()["destination_zip_code"]
    fits = isinstance(zip_code, Text) and len(place.zip_code) <= zip_code.most
    sets = {
        "destination": place.name,
        "destination_code": place.code or None,
        "destination_state": place.state or None,
        "destination_zip_code": place.zip_code if place.zip_code and fits else None,
    }
    kind = KINDS.get(place.kind)
    return Suggestion(
        place.name,
        (place.code,) if place.code else (),
        {**sets, **({"destination_type": kind} if kind else {})},
    )


def _listed(suggestions: Sequence[Suggestion]) -> TermList:
    """The names as a list of words; beside each the first of its other words: a level, a vehicle, a code."""
    terms = [Term(suggestion.name, suggestion.name, synonyms=suggestion.words) for suggestion in suggestions]
    whole = term_list(terms)
    beside = [next(iter(suggestion.words), "") for suggestion in suggestions]
    lines = zip(whole.terms, beside, strict=True)
    return replace(whole, terms=tuple(replace(line, beside=word) for line, word in lines))
