"""Who may open which page of a rehearsal. Whether they may see this sheet is decided where it is loaded."""

from __future__ import annotations

from epcr.people.model import Role

ALL = frozenset(Role)

ACCESS: dict[str, frozenset[Role] | None] = {
    "rehearsal.start": ALL,
    "rehearsal.begin": ALL,
    "rehearsal.show": ALL,
    "rehearsal.end_speech": ALL,
    "rehearsal.answer": ALL,
}
