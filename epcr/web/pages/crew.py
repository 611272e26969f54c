"""What the crew page knows beside the sheet: the names that rulesets declare, and the certificates of whoever writes.

It judges nothing. `saving` fills the entry; the script on the page does the same at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from flask import request

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
from epcr.sheet.control import Control
from epcr.sheet.crew import CrewMember
from epcr.sheet.field import specs
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.section import SheetPart
from epcr.visit.signed_in import person, session
from epcr.web.form_view import SectionForm, form_view
from epcr.web.group_view import crew_groups
from epcr.web.ledger_view import entries
from epcr.web.pages.section_page import SectionPage


def _surroundings(sheet: RunSheet, context: Context) -> Context:
    """With the endorsements and levels of the rulesets."""
    rules = _rules(sheet)
    return replace(
        context,
        endorsements=declared_endorsements([rules] if rules else ()),
        levels=tuple(rules.levels) if rules else (),
    )


def _fill_from_certificates(sheet: RunSheet, part: SheetPart, changed: Sequence[Control]) -> None:
    """Write what the certificate of the level just chosen says, where the entry is that of whoever writes the sheet.

    Not where the script on the page says that it filled it in: what was changed in it since stays.
    """
    chosen = any(control.short_name == "level" for control in changed) and not request.form.get("filled")
    if chosen and isinstance(part, CrewMember) and is_entry_of(part, person()):
        fill(part, certificates_of(session(), person()), _day(sheet), _state(sheet))


def _drawn_with(drawn: SectionForm) -> dict[str, object]:
    return {
        "view": form_view(
            drawn, crew_groups(drawn.form, drawn.part, drawn.findings_at, drawn.opened.context)
        ),
        "entries": entries(drawn),
        "certificates": _for_the_script(drawn.sheet),
        "prefix": f"{drawn.part.anchor()}-",
    }


def _for_the_script(sheet: RunSheet) -> dict[str, Any]:
    """The certificates of whoever writes, in the words of the controls: what each level is filled with, and what is theirs."""
    held = certificates_of(session(), person())
    if not held:
        return {}
    day, state = _day(sheet), _state(sheet)
    chosen = {certificate.level: worked_on(held, certificate.level, day, state) for certificate in held}
    return {
        "member": name_on_a_crew(person().name),
        "identity": list(IDENTITY),
        "own": [[_written(certificate, name) for name in IDENTITY] for certificate in held],
        "levels": {level: _filled(certificate) for level, certificate in chosen.items()},
        "not_valid": [
            level
            for level, certificate in chosen.items()
            if certificate is not None and not valid_on(certificate, day)
        ],
        "otherwise": _filled(None),
    }


def _filled(certificate: Certificate | None) -> dict[str, str]:
    return {name: _written(certificate, name) if certificate else "" for name in FILLED}


def _written(certificate: Certificate, name: str) -> str:
    return "\n".join(specs(Certificate)[name].write(getattr(certificate, name), Context()))


def _rules(sheet: RunSheet) -> Ruleset | None:
    return known_to(sheet).get(sheet.ruleset)


def _state(sheet: RunSheet) -> str | None:
    rules = _rules(sheet)
    return two_letters(rules.state) if rules else None


def _day(sheet: RunSheet) -> date:
    return sheet.customs().day or now().date()


PAGE = SectionPage(
    template="sheet/crew.html",
    surroundings=_surroundings,
    drawn_with=_drawn_with,
    complete=_fill_from_certificates,
)
