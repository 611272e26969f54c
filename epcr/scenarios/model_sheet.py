"""The model sheet of a scenario: how its call should be written, for whoever reviews what the trainees of a class wrote of it.

It is kept frozen beside the content of the scenario that it was written for, and thawed to be read or compared; of grading it knows
nothing.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from epcr.db import Base, UtcMoment, now
from epcr.people.model import Person
from epcr.review.frozen import freeze, thawed
from epcr.scenarios.scenario import Scenario
from epcr.scenarios.versions import ScenarioVersion, keep
from epcr.sheet.class_ruleset import RulesetVersion
from epcr.sheet.run_sheet import RunSheet


class ModelSheet(Base):
    """The model sheet of a version of a scenario in a class. `snapshot` is the sheet as `freeze` gives it, `made_of` its id."""

    __tablename__ = "model_sheet"

    classroom_id: Mapped[int] = mapped_column(
        ForeignKey("classroom.id", ondelete="CASCADE"), primary_key=True
    )
    digest: Mapped[str] = mapped_column(
        String(64), ForeignKey(ScenarioVersion.digest, ondelete="CASCADE"), primary_key=True
    )
    snapshot: Mapped[dict[str, Any]] = mapped_column(JSON, deferred=True)
    made_of: Mapped[str] = mapped_column(String(32))
    by_name: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(UtcMoment(), default=now)

    def thawed(self, session: Session) -> RunSheet:
        """The sheet as it was, in no session: it can be read, judged and compared, and nothing of it is ever stored."""
        own = self.snapshot["own_rules"]
        return thawed(self.snapshot, own_rules=session.get(RulesetVersion, tuple(own)) if own else None)


def model_of(session: Session, sheet: RunSheet) -> ModelSheet | None:
    """The model sheet for what the trainee of this sheet was told; None where its class has none."""
    if sheet.scenario_version is None:
        return None
    return session.get(ModelSheet, (sheet.classroom_id, sheet.scenario_version))


def make_model(session: Session, sheet: RunSheet, scenario: Scenario, who: Person) -> ModelSheet:
    """Let a sheet, as it stands, be the model of what a scenario tells today in its class; one that was there is replaced.

    The caller commits.
    """
    keep(session, scenario)
    made = ModelSheet(
        classroom_id=sheet.classroom_id,
        digest=scenario.version,
        snapshot=freeze(sheet),
        made_of=sheet.id,
        by_name=who.name,
        at=now(),
    )
    return session.merge(made)
