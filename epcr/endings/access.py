"""Who may open which page of what ends. Whether they teach this class is decided where it is loaded."""

from __future__ import annotations

from epcr.people.model import Role

TEACHING = frozenset({Role.INSTRUCTOR, Role.ADMINISTRATOR})
INSTRUCTOR = frozenset({Role.INSTRUCTOR})
ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})

ACCESS: dict[str, frozenset[Role] | None] = {
    "endings.end_class": TEACHING,
    "endings.open_class": TEACHING,
    "endings.teach_no_longer": INSTRUCTOR,
    "endings.end_account": ADMINISTRATOR,
    "endings.open_account": ADMINISTRATOR,
}
