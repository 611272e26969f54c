"""Who may open which page of a class's own rules. Whether they teach this class is decided where it is loaded."""

from __future__ import annotations

from epcr.people.model import Role

TEACHING = frozenset({Role.INSTRUCTOR, Role.ADMINISTRATOR})

ACCESS: dict[str, frozenset[Role] | None] = {
    "class_rules.listed": TEACHING,
    "class_rules.copy": TEACHING,
    "class_rules.ruleset": TEACHING,
    "class_rules.judge_by": TEACHING,
    "class_rules.history": TEACHING,
    "class_rules.take_back": TEACHING,
    "class_rules.cell": TEACHING,
    "class_rules.agency": TEACHING,
}
