"""Who may open which page about the document that a sheet came from, or goes out as."""

from __future__ import annotations

from epcr.people.model import Role

ACCESS: dict[str, frozenset[Role] | None] = {
    "intake.further": frozenset(Role),
    "intake.check": frozenset({Role.INSTRUCTOR, Role.ADMINISTRATOR}),
    "intake.exercise": frozenset({Role.INSTRUCTOR, Role.ADMINISTRATOR}),
}
