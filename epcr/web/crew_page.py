"""What the crew page knows beside the sheet: the names that rulesets declare, and the certificates of whoever writes.

It judges nothing. `saving` fills the entry; the script on the page does the same at once.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from epcr.checks.own_rules import known_to
from epcr.checks.performers import declared_endorsements, two_letters
from epcr.db import now
from epcr.people.certificate import Certificate
from epcr.people.certificates import (
    FILLED,
    IDENTITY,
    certificates_of,
    fill,
    is_entry_of,
    name_on_a_crew,
    valid_on,
    worked_on,
)
from epcr.scope import Ruleset
from epcr.sheet.context import Context
from epcr.sheet.crew import CrewMember
from epcr.sheet.field import specs
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.section import SheetPart
from epcr.visit.signed_in import person, session


def context_of(sheet: RunSheet, part: SheetPart) -> Context:
    """What surrounds the values of a part; on the crew page with the endorsements and levels of the rulesets."""
    context = sheet.context(part)
    if not isinstance(part, CrewMember):
        return context
    rules = _rules(sheet)
    return replace(
        context,
        endorsements=declared_endorsements([rules] if rules else ()),
        levels=tuple(rules.levels) if rules else (),
    )


def fill_from_certificates(sheet: RunSheet, member: CrewMember) -> None:
    """Write what the certificate of the level just chosen says, where the entry is that of whoever writes the sheet."""
    if is_entry_of(member, person()):
        fill(member, certificates_of(session(), person()), _day(sheet), _state(sheet))


def for_the_script(sheet: RunSheet) -> dict[str, Any]:
    """The certificates of whoever writes, in the words of the controls: what each level is filled with, and what is theirs."""
    held = certificates_of(session(), person())
    if not held:
        return {}
    day, state = _day(sheet), _state(sheet)
    chosen = {one.level: worked_on(held, one.level, day, state) for one in held}
    return {
        "member": name_on_a_crew(person().name),
        "identity": list(IDENTITY),
        "own": [[_written(one, name) for name in IDENTITY] for one in held],
        "levels": {level: _filled(one) for level, one in chosen.items()},
        "not_valid": [level for level, one in chosen.items() if one is not None and not valid_on(one, day)],
        "otherwise": _filled(None),
    }


def _filled(one: Certificate | None) -> dict[str, str]:
    return {name: _written(one, name) if one else "" for name in FILLED}


def _written(one: Certificate, name: str) -> str:
    return "\n".join(specs(Certificate)[name].write(getattr(one, name), Context()))


def _rules(sheet: RunSheet) -> Ruleset | None:
    return known_to(sheet).get(sheet.ruleset)


def _state(sheet: RunSheet) -> str | None:
    rules = _rules(sheet)
    return two_letters(rules.state) if rules else None


def _day(sheet: RunSheet) -> date:
    return sheet.customs().day or now().date()
