"""How a run sheet begins: from a scenario or blank.

It fills in what dispatch told and who is writing. What somebody has to see, ask or measure it leaves empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from epcr.checks.own_rules import known_to
from epcr.db import now
from epcr.people.certificate import Certificate
from epcr.people.certificates import certificates_of, first_member
from epcr.people.corrections import membership_of
from epcr.people.ending import require_going_on
from epcr.people.model import Classroom, Membership, Person
from epcr.scenarios.scenario import Scenario
from epcr.scenarios.versions import keep
from epcr.sheet.run_sheet import RunSheet


def begin(session: Session, classroom: Classroom, person: Person, scenario: Scenario | None) -> RunSheet:
    """A new sheet of the person in the class, with the class's ruleset, mode, zone and units. The caller commits.

    Raises Refused where the class has ended.
    """
    if session.get_bind().dialect.name != "sqlite":
        # A class that changes its rules at this moment waits, and then tells this sheet too; SQLite has one writer anyway.
        session.refresh(classroom, with_for_update={"read": True})
    require_going_on(classroom, "No new run sheets begin in it.")
    membership = membership_of(session, person, classroom)
    if scenario is not None:
        keep(session, scenario)
    sheet = new_sheet(classroom, person, scenario, certificates_of(session, person), membership)
    if scenario is not None:
        start_clock(sheet, scenario)
    session.add(sheet)
    session.flush()
    return sheet


def start_clock(sheet: RunSheet, scenario: Scenario) -> None:
    """Let the scenario's clock begin at the time that dispatch told, which is that of the unit's notification."""
    zero, customs = scenario.dispatch.zero, sheet.customs()
    if zero is None or customs.day is None:
        return
    sheet.scenario_began_at = sheet.created_at
    sheet.scenario_zero = customs.resolve_wall(datetime.combine(customs.day, zero))
    sheet.incident.unit_notified = sheet.scenario_zero


def new_sheet(
    classroom: Classroom,
    person: Person,
    scenario: Scenario | None,
    held: Sequence[Certificate] = (),
    membership: Membership | None = None,
) -> RunSheet:
    """The sheet as it begins, not stored yet, by a person who holds these certificates and plays a level in the class."""
    sheet = of_class(classroom, person)
    if scenario is not None:
        sheet.scenario, sheet.scenario_version = scenario.id, scenario.version
    sheet.incident.date_of_call = sheet.customs().local(now()).date()
    for name, value in (scenario.told() if scenario else {}).items():
        setattr(sheet.incident, name, value)
    rules = known_to(sheet).get(sheet.ruleset)
    sheet.crew.append(
        first_member(
            person, held, sheet.customs().day or now().date(), rules.state if rules else None, membership
        )
    )
    return sheet


def of_class(classroom: Classroom, person: Person) -> RunSheet:
    """An empty sheet of a person, with the rules, the mode, the zone and the units of the class."""
    return RunSheet(
        classroom_id=classroom.id,
        trainee_id=person.id,
        ruleset=classroom.ruleset,
        agency=classroom.agency,
        mode=classroom.mode,
        zone=classroom.zone,
        temperature=classroom.temperature,
        weight=classroom.weight,
        glucose=classroom.glucose,
    )
