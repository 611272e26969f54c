"""Which rows of the table a dose is compared with: by its item, its route, and whom it was given to."""

from __future__ import annotations

from dataclasses import dataclass

from epcr.doses.measures import Strengths, measure_of
from epcr.doses.patient import DosePatient, is_for
from epcr.doses.table import DoseTable, NotFor, UsualDose
from epcr.sheet.catalog import catalog

# Where a unit in a time makes sense without a row: what runs into a vein. eMedications.04.
_INTO_A_VEIN = frozenset({"9927023", "9927021", "9927069", "9927061", "9927075"})


@dataclass(frozen=True)
class RowsOfItem:
    """The rows of one item."""

    item: str
    table: DoseTable

    @property
    def every(self) -> tuple[UsualDose, ...]:
        """All of them, whatever the route and the patient."""
        return self.table.doses.get(self.item, ())

    @property
    def strengths(self) -> Strengths:
        """What its units turn into each other by."""
        return self.table.strengths_of(self.item)

    def by_route(self, route: str | None) -> tuple[UsualDose, ...]:
        """The rows of a route, else of those by which the same dose is given; all where no route was told."""
        if route is None:
            return self.every
        own = tuple(row for row in self.every if route in row.routes)
        alike = self.table.judging.same_dose.get(route, ())
        return own or tuple(row for row in self.every if not set(alike).isdisjoint(row.routes))

    def for_patient(self, rows: tuple[UsualDose, ...], patient: DosePatient) -> tuple[UsualDose, ...]:
        """The rows for a patient; of one too young for any, those for the youngest there are."""
        fitting = tuple(row for row in rows if is_for(row.band, patient))
        if fitting or not rows:
            return fitting
        youngest = min(row.band.youngest for row in rows)
        too_young = patient.age_years is not None and patient.age_years < youngest
        return tuple(row for row in rows if row.band.youngest == youngest) if too_young else rows

    def likely(self, route: str | None, patient: DosePatient) -> tuple[UsualDose, ...]:
        """The rows for a patient by a route, or by any where there are none by this one."""
        return self.for_patient(self.by_route(route) or self.every, patient)

    def is_too_young(self, rows: tuple[UsualDose, ...], patient: DosePatient) -> bool:
        """Whether none of these rows is for somebody as young as the patient."""
        age = patient.age_years
        return age is not None and bool(rows) and all(age < row.band.youngest for row in rows)

    def refused_to(self, patient: DosePatient) -> NotFor | None:
        """Why this patient, whose age is known, is not given it at all; None where nothing is known against it."""
        if patient.age_years is None:
            return None
        refusals = self.table.not_for.get(self.item, ())
        return next((row for row in refusals if is_for(row.band, patient)), None)

    # Units ------------------------------------------------------------------------------------------------------------

    def can_be_in(self, kind: str, route: str | None, *, timed: bool) -> bool:
        """Whether a dose of it can be in a kind of unit: as its rows, the catalog, or its strengths have it.

        What runs into a vein may be told by the minute, and a mass as the volume that was drawn up.
        """
        known = self._dimensions()
        if not known or (kind, timed) in known:
            return True
        kinds = {measured for measured, _ in known}
        if timed:
            return (
                kind in kinds | {"volume"}
                and (route is None or route in _INTO_A_VEIN)
                and "flow" not in kinds
            )
        return kind == "volume" and "mass" in kinds

    def _dimensions(self) -> set[tuple[str, bool]]:
        units = (measure_of(unit) for unit in catalog()[self.item].units)
        measures = [*(row.measure for row in self.every), *(unit for unit in units if unit is not None)]
        by_strength = {(kind, False) for kind in self.strengths.kinds()} if measures else set()
        return {measure.dimension for measure in measures} | by_strength
