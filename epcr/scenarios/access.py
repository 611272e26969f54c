"""Who may read the scenarios: they hold what is true in the patient, so trainees do not."""

from __future__ import annotations

from epcr.people.model import Role

TEACHING = frozenset({Role.INSTRUCTOR, Role.ADMINISTRATOR})

ACCESS: dict[str, frozenset[Role] | None] = {
    "scenarios.listed": TEACHING,
    "scenarios.read_out": TEACHING,
    "scenarios.model_sheet": TEACHING,
}
