"""Who may take an agency's document into a class. Whether they teach this class is decided where it is loaded."""

from __future__ import annotations

from epcr.people.model import Role

TEACHING = frozenset({Role.INSTRUCTOR, Role.ADMINISTRATOR})

ACCESS: dict[str, frozenset[Role] | None] = {
    "agencies.look": TEACHING,
    "agencies.take": TEACHING,
    "agencies.empty": TEACHING,
}
