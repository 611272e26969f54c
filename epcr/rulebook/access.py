"""Who may read the rules: everybody who signs in. Which rulesets of classes one may see is decided by `known`."""

from __future__ import annotations

from epcr.people.model import Role

ALL = frozenset(Role)

ACCESS: dict[str, frozenset[Role] | None] = {
    "rulebook.listed": ALL,
    "rulebook.matrix": ALL,
    "rulebook.rule": ALL,
    "rulebook.matrix_paper": ALL,
    "rulebook.card": ALL,
    "rulebook.compare": ALL,
}
