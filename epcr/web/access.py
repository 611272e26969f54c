"""Who may open which page: one table, and everything that is not in it is refused.

Whether a person may see *this* sheet or class is decided where it is loaded, with a 404.
"""

from __future__ import annotations

from flask import Flask, abort, request

from epcr.accounts.access import ACCESS as PEOPLE
from epcr.agencies.access import ACCESS as AGENCIES
from epcr.batch.access import ACCESS as BATCH
from epcr.class_rules.access import ACCESS as CLASS_RULES
from epcr.endings.access import ACCESS as ENDINGS
from epcr.intake.access import ACCESS as INTAKE
from epcr.people.model import Role
from epcr.rehearsal.access import ACCESS as REHEARSAL
from epcr.review.access import ACCESS as REVIEW
from epcr.rulebook.access import ACCESS as RULEBOOK
from epcr.scenarios.access import ACCESS as SCENARIOS
from epcr.visit.signed_in import somebody

ALL = frozenset(Role)
TRAINEE = frozenset({Role.TRAINEE})

# None: open to everybody, signed in or not.
ACCESS: dict[str, frozenset[Role] | None] = {
    "static": None,
    "health.healthz": None,
    "offline.page": None,
    "offline.worker": None,
    "trust.steps": None,
    "trust.certificate": None,
    "sheet.home": ALL,
    "sheet.begin": TRAINEE,
    "sheet.call": ALL,
    "sheet.section": ALL,
    "sheet.save": TRAINEE,
    "sheet.strike": TRAINEE,
    "sheet.no_abnormality": TRAINEE,
    "sheet.take_back": TRAINEE,
    "sheet.answer_scope": TRAINEE,
    "sheet.answer": TRAINEE,
    "sheet.check": TRAINEE,
    "sheet.next_open": TRAINEE,
    "sheet.submit": TRAINEE,
    "paper.choose": ALL,
    "paper.document": ALL,
    "dictionary.page": ALL,
    "dictionary.table": ALL,
    "exported.sheet": frozenset({Role.INSTRUCTOR, Role.ADMINISTRATOR}),
    "moments.dates": TRAINEE,
    "moving.choose": frozenset({Role.TRAINEE, Role.ADMINISTRATOR}),
    "moving.move": frozenset({Role.TRAINEE, Role.ADMINISTRATOR}),
    "person.in_class": frozenset({Role.INSTRUCTOR, Role.ADMINISTRATOR}),
    "person.anybody": frozenset({Role.ADMINISTRATOR}),
    "somebody_else.ask": TRAINEE,
    "somebody_else.go_on": TRAINEE,
    "changes.settle": TRAINEE,
    "changes.take": TRAINEE,
    "scope_preview.brief": TRAINEE,
    "scope_preview.judged": TRAINEE,
    "scope_preview.marks": TRAINEE,
    **AGENCIES,
    **BATCH,
    **CLASS_RULES,
    **ENDINGS,
    **INTAKE,
    **PEOPLE,
    **REHEARSAL,
    **REVIEW,
    **RULEBOOK,
    **SCENARIOS,
}


def install(app: Flask) -> None:
    """Ask the table before every request."""

    @app.before_request
    def admit() -> None:
        if request.endpoint is None:
            return
        roles = ACCESS.get(request.endpoint, frozenset())
        if roles is None:
            return
        who = somebody()
        if who is None:
            abort(401)
        if who.role not in roles:
            abort(404)
