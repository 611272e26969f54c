"""Whose scope of practice holds for a certificate of another state: that of here, or under a Compact that of its home state.

It finds the rules of the home state; it refuses to judge by them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from epcr.scope.layers import issued_elsewhere
from epcr.scope.ruleset import Ruleset
from epcr.sheet.act import Act
from epcr.words.naming import listed, quoted


def home_state(act: Act, ruleset: Ruleset) -> str | None:
    """The state by whose scope the performer works here; None where the rules of here hold.

    A student acts under a program and a preceptor of here, so the rules of here hold.
    """
    if ruleset.compact is None or ruleset.compact.scope != "home" or act.student is not None:
        return None
    return issued_elsewhere(act, ruleset)


def home_scopes(act: Act, ruleset: Ruleset, known: Mapping[str, Ruleset], on: date) -> tuple[Ruleset, ...]:
    """The rulesets of the home state on this day, as the state wrote them; none where the rules of here hold.

    What an agency or a class of that state wrote over them is its own and travels with nobody.
    """
    state = home_state(act, ruleset)
    if state is None:
        return ()
    return tuple(rules for rules in known.values() if _is_of_the_state(rules, state) and rules.in_force(on))


def no_home_scope(state: str, homes: Sequence[Ruleset]) -> str:
    """Why the scope of the home state cannot decide: there is no ruleset of it, or more than one."""
    begin = f"Under the Compact the scope of practice of the home state, {state}, decides"
    if not homes:
        return f"{begin}, and no ruleset of {state} holds on that day; add one with state = {quoted(state)}"
    names = listed((quoted(rules.id) for rules in homes), "and")
    return f"{begin}, and {names} are each said to be it; keep one"


def _is_of_the_state(rules: Ruleset, state: str) -> bool:
    return rules.state == state and (rules.parent is None or rules.parent.state != state)
