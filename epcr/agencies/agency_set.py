"""What a DEMDataSet or StateDataSet says of an agency: its names, its people, its units, where patients are brought, who may do what.

Values alone; how they stand in a document is for `reading`, what a class keeps of them for `model`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from epcr.permissions.lists import Lists
from epcr.standard.document import DataSet


@dataclass(frozen=True)
class NamedAgency:
    """An agency: its ID in its state, its number, its name, and the number of the state (ANSI INCITS 38); empty where none is told."""

    state_id: str = ""
    number: str = ""
    name: str = ""
    state: str = ""


@dataclass(frozen=True)
class ListedPerson:
    """Somebody who works there. `level` is one of ours; None where none is told, or where the standard's is several of ours."""

    name: str
    level: str | None = None
    certificate_number: str = ""
    certificate_state: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True)
class ListedUnit:
    """A vehicle by the call sign of its unit and its own number; one of both may be empty."""

    call_sign: str = ""
    vehicle: str = ""


@dataclass(frozen=True)
class ListedFacility:
    """Where patients are brought. `kind` is the standard's code of it (dFacility.01), `state` its two letters."""

    name: str
    code: str = ""
    kind: str = ""
    state: str = ""
    zip_code: str = ""


@dataclass(frozen=True)
class AgencySet:
    """The whole of a document. A state's names its `agencies` and the state alone; an agency's names one and has people and units."""

    data_set: DataSet
    state: str
    agencies: tuple[NamedAgency, ...] = ()
    people: tuple[ListedPerson, ...] = ()
    units: tuple[ListedUnit, ...] = ()
    facilities: tuple[ListedFacility, ...] = ()
    lists: tuple[Lists, ...] = ()

    @property
    def is_of_an_agency(self) -> bool:
        """Whether it is an agency's own, and no state's."""
        return self.data_set == "DEMDataSet"

    def agency(self, number: str) -> NamedAgency:
        """The agency that a class of this number plays: the document's own, or the state's of that number; else the state alone."""
        if self.is_of_an_agency:
            return self.agencies[0]
        return next(
            (agency for agency in self.agencies if number and agency.number == number),
            NamedAgency(state=self.state),
        )

    def lists_here(self) -> Lists | None:
        """The permission lists that hold in the state of the agency."""
        return next((lists for lists in self.lists if lists.state.standard == self.state), None)
