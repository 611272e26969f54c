"""A sheet that was written elsewhere, taken into a class: as it was, judged by the rules of the class, and once.

It knows no format: whoever reads one hands over what it says.
"""

from __future__ import annotations

from typing import Protocol

from sqlalchemy.orm import Session

from epcr.checks.verdicts import judge_changed
from epcr.db import now
from epcr.people.ending import require_going_on
from epcr.people.model import Classroom, Person
from epcr.refused import Refused
from epcr.review.frozen import freeze
from epcr.review.revision import compare
from epcr.scenarios.beginning import of_class
from epcr.sheet.run_sheet import SECTIONS, RunSheet
from epcr.words.counting import counted

_NAMED = 3  # fields that a refusal names


class Written(Protocol):
    """What a format says of a sheet."""

    @property
    def id(self) -> str:
        """The id of the sheet."""

    def put_on(self, sheet: RunSheet) -> None:
        """Let a sheet, which is new and empty, be this one."""


def take_in(session: Session, written: Written, classroom: Classroom, trainee: Person) -> bool:
    """Store a sheet as this trainee's draft in the class; False where just this sheet is there already. The caller commits.

    Raises Refused where it says something else than the sheet of its id, and where the class or somebody else's entry is in the way.
    """
    sheet = of_class(classroom, trainee)
    written.put_on(sheet)
    there = session.get(RunSheet, written.id)
    if there is not None:
        _require_same(there, sheet)
        return False
    require_going_on(classroom, "No run sheets are taken into it.")
    _require_free(session, sheet)
    judge_changed(sheet, now())
    session.add(sheet)
    session.flush()
    return True


def _require_same(there: RunSheet, sheet: RunSheet) -> None:
    changes = list(compare(freeze(there), freeze(sheet)))
    if not changes:
        return
    named = ", ".join(f"{change.section}, {change.label}" for change in changes[:_NAMED])
    more = f" and {counted(len(changes) - _NAMED, 'more field')}" if len(changes) > _NAMED else ""
    message = (
        f"Run sheet {there.id} is here already and says otherwise at {named}{more}. Nothing was changed."
    )
    raise Refused(message)


def _require_free(session: Session, sheet: RunSheet) -> None:
    """No entry of it may stand on another sheet: its id is its own everywhere."""
    for section in SECTIONS:
        for part in sheet.every(section) if section.many else ():
            other = session.get(section, part.id)
            if other is not None:
                message = (
                    f"The entry {part.anchor()} stands on another run sheet already. Nothing was changed."
                )
                raise Refused(message)
