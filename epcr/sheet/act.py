"""One act as rules are asked about it: what was done, by whom, to whom, with what and on whose word.

These are the facts that a verdict is given on, and that it is kept with: as long as they are the same, it stands. It refuses to
know any rule, and what a run sheet calls these things: `epcr.checks.acts` makes one of the other.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct

Supply = Literal["agency", "patient", "another"]  # another: somebody else's, like the bottle of a spouse
Setting = Literal["scene", "interfacility"]
Mode = Literal["initiate", "maintain", "adjust", "monitor", "acquire", "interpret"]
Order = Literal["standing", "online_prior", "online_concurrent", "on_scene", "none"]
Formulation = Literal["unit_dose", "measured", "auto_injector", "drawn_up", "oral", "infusion"]
Indication = Literal[
    "cardiac_arrest",
    "chest_pain",
    "respiratory_distress",
    "airway_obstruction",
    "anaphylaxis",
    "hypoglycemia",
    "opioid_overdose",
    "poisoning",
    "nerve_agent",
    "pain",
    "nausea",
    "seizure",
    "shock",
    "dysrhythmia",
    "stroke",
    "trauma",
    "hemorrhage",
    "burn",
    "hypothermia",
    "hyperthermia",
    "delivery",
    "agitation",
    "infection_control",
    "other",
]

# Beyond these nobody was ever measured; such an act was mistyped and cannot be judged.
Years = Annotated[float, Meta(ge=0, le=150)]
Kilograms = Annotated[float, Meta(gt=0, le=1000)]
Amount = Annotated[float, Meta(ge=0)]


class PatientFacts(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whom the act was done to, and how the patient was then. Absent: an adult, longer than the length-based tape.

    `apneic`, `pulseless` and `awake` have no default: a rule that asks for one of them cannot be judged without it.
    """

    age_years: Years | None = None
    weight_kg: Kilograms | None = None
    shorter_than_tape: bool | None = None
    indication: Indication | None = None
    apneic: bool | None = None
    pulseless: bool | None = None
    awake: bool | None = None


class Agency(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The agency of the unit. Absent: no programs, with medical control and standing orders."""

    programs: tuple[str, ...] | None = None
    medical_control: bool | None = None
    standing_orders: bool | None = None


class Performer(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who did it. `restricted` and `educated` are true or false for everything, or list the ids of items."""

    certificate_valid_from: date | None = None
    certificate_valid_to: date | None = None
    state: str | None = None
    endorsements: tuple[str, ...] | None = None
    restricted: bool | tuple[str, ...] | None = None
    on_duty: bool | None = None
    educated: bool | tuple[str, ...] | None = None

    def is_restricted_for(self, item: str) -> bool:
        """Whether the certificate is restricted for everything, or for this item."""
        return self.restricted is True or (isinstance(self.restricted, tuple) and item in self.restricted)

    def is_educated_for(self, item: str) -> bool:
        """Whether nobody told that education for this item is missing."""
        return item in self.educated if isinstance(self.educated, tuple) else self.educated is not False


class Student(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The studies of whoever did it; what is absent was not shown. `cleared` may list the ids of items."""

    training_for: str | None = None
    program_shift: bool | None = None
    cleared: bool | tuple[str, ...] | None = None
    preceptor_level: str | None = None

    def is_cleared_for(self, item: str) -> bool:
        """Whether it was shown that the student is cleared for everything, or for this item."""
        return item in self.cleared if isinstance(self.cleared, tuple) else self.cleared is True


class Act(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One act. An absent key stands for the default that SEMANTICS gives it.

    `level` is the certificate held and worked on this call ("none" without one), `route` the code or label
    of eMedications.04, `code` a SNOMED CT or RxNorm code where no `item` is named, `on` the day of the act.
    `control_reached` says whether medical control could be reached; absent it could.
    """

    ruleset: str | None = None
    item: str | None = None
    code: str | None = None
    route: str | None = None
    level: str | None = None
    on: date | None = None
    supply: Supply | None = None
    formulation: Formulation | None = None
    mode: Mode | None = None
    setting: Setting | None = None
    order: Order | None = None
    control_reached: bool | None = None
    patient: PatientFacts | None = None
    dose: Amount | None = None
    dose_given_before: Amount | None = None
    unit: str | None = None
    agency: Agency | None = None
    performer: Performer | None = None
    student: Student | None = None
    prior_to_arrival: bool | None = None
    other_unit: bool | None = None
    not_given: bool | None = None
