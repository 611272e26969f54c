"""Who may print and export a class's sheets. Whether they may read this sheet is asked again for each, when it is drawn."""

from __future__ import annotations

from epcr.people.model import Role

REVIEWERS = frozenset({Role.INSTRUCTOR, Role.ADMINISTRATOR})

ACCESS: dict[str, frozenset[Role] | None] = {
    "batch.choose": REVIEWERS,
    "batch.bundle": REVIEWERS,
    "batch.nemsis": REVIEWERS,
    "batch.nemsis_sheet": REVIEWERS,
}
