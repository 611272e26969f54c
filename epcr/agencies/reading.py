"""Reads what a class can play out of a DEMDataSet or StateDataSet: which element says what.

Of people it takes name, level and certificate, and nothing else that the standard knows of them. What it cannot take it refuses with
line and element.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final, TypeVar

from lxml import etree

from epcr.agencies.agency_set import AgencySet, ListedFacility, ListedPerson, ListedUnit, NamedAgency
from epcr.agencies.facility_kinds import KINDS
from epcr.export.nemsis.table import elements
from epcr.hardened_xml import DocumentRefused
from epcr.permissions import lists_of
from epcr.sheet.vocabulary import vocabulary
from epcr.standard.document import NAMESPACE, NIL, StandardDocument, line_of, local, text_of
from epcr.words.counting import counted
from epcr.words.naming import listed, quoted

Value = TypeVar("Value")
MOST: Final = 5_000  # of people, of units and of destinations, chosen here
LONGEST: Final = {  # characters, as the standard has them
    "dAgency.01": 50, "dAgency.02": 15, "dAgency.03": 100, "dPersonnel.01": 60, "dPersonnel.02": 50, "dPersonnel.21": 50,
    "dPersonnel.23": 50, "dVehicle.01": 50, "dVehicle.03": 50, "dFacility.02": 100, "dFacility.03": 50, "dFacility.10": 11,
}  # fmt: skip


def agency_set(document: StandardDocument) -> AgencySet:
    """What the document says. Raises DocumentRefused, naming the element and with its line, for what cannot be taken."""
    if document.data_set == "DEMDataSet":
        return _of_agency(document)
    if document.data_set == "StateDataSet":
        return _of_state(document)
    raise DocumentRefused(
        f"the document is an {document.data_set}; give a DEMDataSet or a StateDataSet, which tell of an agency",
        line_of(document.root),
    )


def _of_agency(document: StandardDocument) -> AgencySet:
    agencies = dict.fromkeys(_agency(group, "dAgency") for group in _groups(document.root, "dAgency"))
    if not agencies:
        raise DocumentRefused("dAgency is missing; say whose document it is", line_of(document.root))
    if len(agencies) > 1:
        numbers = listed((agency.number for agency in agencies), "and")
        raise DocumentRefused(
            f"dAgency.02: the document is of {counted(len(agencies), 'agency', 'agencies')} ({numbers}); give one of a single agency",
            line_of(document.root),
        )
    (agency,) = agencies
    people = _at_most(document.root, "dPersonnel.PersonnelGroup", "people")
    units = _at_most(document.root, "dVehicle.VehicleGroup", "units")
    return AgencySet(
        data_set=document.data_set,
        state=agency.state,
        agencies=(agency,),
        people=_once(person for group in people if (person := _person(group, agency.state))),
        units=_once(unit for group in units if (unit := _unit(group))),
        facilities=_once(_facilities(document.root, "d")),
        lists=lists_of(document),
    )


def _of_state(document: StandardDocument) -> AgencySet:
    place = next(_groups(document.root, "sState.01"), None)
    if place is None:
        raise DocumentRefused("sState.01 is missing; say whose document it is", line_of(document.root))
    state = _state(place)
    agencies = [_agency(group, "sAgency", state) for group in _groups(document.root, "sAgencyGroup")]
    return AgencySet(
        data_set=document.data_set,
        state=state,
        agencies=_once(agencies),
        facilities=_once(_facilities(document.root, "s")),
        lists=lists_of(document),
    )


def _agency(group: etree._Element, section: str, state: str = "") -> NamedAgency:
    own = _inside(group, f"{section}.04")
    return NamedAgency(
        state_id=_text(group, f"{section}.01"),
        number=_text(group, f"{section}.02"),
        name=_text(group, f"{section}.03"),
        state=_state(own) if own is not None else state,
    )


def _person(group: etree._Element, state: str) -> ListedPerson | None:
    """Somebody, with the license of this state before others; None where nothing says who it is."""
    licenses = sorted(
        _groups(group, "dPersonnel.LicensureGroup"),
        key=lambda license_group: _text(license_group, "dPersonnel.22") != state,
    )
    own = licenses[0] if licenses else group
    number = _text(own, "dPersonnel.23")
    names = [_text(group, "dPersonnel.02"), _text(group, "dPersonnel.01")]
    name = " ".join(filter(None, names)) or _text(group, "dPersonnel.21") or number
    if not name:
        return None
    return ListedPerson(
        name=name,
        level=_level(group, own),
        certificate_number=number,
        certificate_state=_letters(own, "dPersonnel.22"),
        valid_from=_day(own, "dPersonnel.25") or _day(own, "dPersonnel.26"),
        valid_to=_day(own, "dPersonnel.27"),
    )


def _level(group: etree._Element, license_group: etree._Element) -> str | None:
    """The level at which somebody practices there, the newest of several, else that of the license."""
    practiced = sorted(
        _groups(group, "dPersonnel.CertificationLevelGroup"),
        key=lambda level_group: _text(level_group, "dPersonnel.39"),
    )
    places = [_inside(level_group, "dPersonnel.38") for level_group in reversed(practiced)]
    stated = [place for place in (*places, _inside(license_group, "dPersonnel.24")) if place is not None]
    codes = [_level_code(place) for place in stated]
    fitting = [term.code for term in vocabulary("level") if codes and term.standard == codes[0]]
    return fitting[0] if len(fitting) == 1 else None


def _level_code(place: etree._Element) -> str:
    kind, code = elements()["eCrew.02"].type, text_of(place)
    if kind is None or code not in kind.codes:
        raise _unknown(place, "level", "write a code of the standard's list 9925")
    return code


def _unit(group: etree._Element) -> ListedUnit | None:
    unit = ListedUnit(_text(group, "dVehicle.03"), _text(group, "dVehicle.01"))
    return unit if unit.call_sign or unit.vehicle else None


def _facilities(root: etree._Element, letter: str) -> Iterator[ListedFacility]:
    """The places of a kind stand in one group with it."""
    section = f"{letter}Facility"
    _at_most(root, f"{section}.FacilityGroup", "destinations")
    for of_kind in _groups(root, f"{section}Group"):
        kind = _kind_of_facility(of_kind, section)
        for group in _groups(of_kind, f"{section}.FacilityGroup"):
            if name := _text(group, f"{section}.02"):
                yield ListedFacility(
                    name=name,
                    code=_text(group, f"{section}.03"),
                    kind=kind,
                    state=_letters(group, f"{section}.09"),
                    zip_code=_text(group, f"{section}.10"),
                )


def _kind_of_facility(of_kind: etree._Element, section: str) -> str:
    place = _inside(of_kind, f"{section}.01")
    if place is None:
        return ""
    if text_of(place) not in KINDS:
        raise _unknown(place, "kind of facility", "write a code of the standard's list 1701")
    return text_of(place)


def _groups(above: etree._Element, name: str) -> Iterator[etree._Element]:
    return above.iterdescendants(f"{{{NAMESPACE}}}{name}")


def _at_most(root: etree._Element, name: str, what: str) -> list[etree._Element]:
    """The groups of this name. Raises DocumentRefused for more than anybody chooses from."""
    groups = list(_groups(root, name))
    if len(groups) > MOST:
        raise DocumentRefused(f"{name}: the document has more than {MOST:,} {what}", line_of(groups[MOST]))
    return groups


def _inside(group: etree._Element, name: str) -> etree._Element | None:
    """The element of this name that says something."""
    return next((place for place in _groups(group, name) if _says(place)), None)


def _says(place: etree._Element) -> bool:
    """Whether something stands there. Raises DocumentRefused for what is empty and does not say why."""
    if text_of(place):
        return True
    if place.get(NIL) not in {"true", "1"}:
        raise DocumentRefused(
            f"{local(place)} is empty; write a value, or mark it as not recorded (NV, xsi:nil)",
            line_of(place),
        )
    return False


def _text(group: etree._Element, name: str) -> str:
    place = _inside(group, name)
    if place is None:
        return ""
    text = text_of(place)
    longest = LONGEST.get("d" + name[1:], 50)
    if len(text) > longest:
        raise DocumentRefused(f"{name} holds more than {longest} characters", line_of(place))
    return text


def _state(place: etree._Element) -> str:
    """The number of a state."""
    if not any(term.standard == text_of(place) for term in vocabulary("state")):
        raise _unknown(place, "state", "write its two digits, like 09 for Connecticut")
    return text_of(place)


def _letters(group: etree._Element, name: str) -> str:
    """The letters of the state whose number stands there; empty where none does."""
    place = _inside(group, name)
    if place is None:
        return ""
    number = _state(place)
    return next(term.code for term in vocabulary("state") if term.standard == number)


def _day(group: etree._Element, name: str) -> date | None:
    place = _inside(group, name)
    if place is None:
        return None
    try:
        return date.fromisoformat(text_of(place))
    except ValueError:
        raise DocumentRefused(
            f"{name}: {quoted(text_of(place))} is no date; write it like 2028-09-30", line_of(place)
        ) from None


def _unknown(place: etree._Element, what: str, instead: str) -> DocumentRefused:
    return DocumentRefused(
        f"{local(place)}: the {what} {quoted(text_of(place))} is unknown; {instead}", line_of(place)
    )


def _once(values: Iterable[Value]) -> tuple[Value, ...]:
    return tuple(dict.fromkeys(values))
