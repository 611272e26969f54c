"""Scenarios as they stood when sheets were begun from them: each content is kept once, under the sum of it.

A file that is changed is another version. It refuses to know what a sheet says; it finds what its trainee was told.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import JSON, Connection, String, event
from sqlalchemy.orm import Mapped, Mapper, Session, mapped_column

from epcr import converting
from epcr.db import Base, UtcMoment, inserting, now
from epcr.scenarios.scenario import Scenario, scenarios
from epcr.sheet.run_sheet import RunSheet


class ScenarioVersion(Base):
    """What a scenario told, as its file would tell it. `digest` is `Scenario.version`; a stored version never changes."""

    __tablename__ = "scenario_version"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    scenario: Mapped[str] = mapped_column(String(80), index=True)
    told: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(UtcMoment(), default=now)


def keep(session: Session, scenario: Scenario) -> None:
    """Keep what the scenario tells today, once however many sheets begin from it at the same moment."""
    values = {
        "digest": scenario.version,
        "scenario": scenario.id,
        "told": msgspec.to_builtins(scenario),
        "at": now(),
    }
    session.execute(inserting(session, ScenarioVersion).values(values).on_conflict_do_nothing())


def scenario_of(session: Session, sheet: RunSheet) -> Scenario | None:
    """The scenario that the sheet was begun from, as it stood then.

    Sheets from before versions were kept have that of today. None for a blank sheet, and where nothing tells it any more: the
    file is gone, or the kept one has a shape that this version of the program does not read.
    """
    today = scenarios().get(sheet.scenario or "")
    if sheet.scenario_version is None or (today is not None and today.version == sheet.scenario_version):
        return today
    kept = session.get(ScenarioVersion, sheet.scenario_version)
    try:
        return converting.convert(kept.told, Scenario) if kept is not None else None
    except msgspec.ValidationError:
        return None


def is_changed(sheet: RunSheet) -> bool:
    """Whether the file of its scenario tells something else today, or is gone."""
    today = scenarios().get(sheet.scenario or "")
    return sheet.scenario_version is not None and (today is None or today.version != sheet.scenario_version)


@event.listens_for(ScenarioVersion, "before_update")
@event.listens_for(ScenarioVersion, "before_delete")
def _refuse(_mapper: Mapper[Any], _connection: Connection, version: ScenarioVersion) -> None:
    """A sheet names the version that it was begun from, so that what the version told must stay."""
    message = f"version {version.digest[:12]} of scenario {version.scenario} is stored and never changes"
    raise RuntimeError(message)
