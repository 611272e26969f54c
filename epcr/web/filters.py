"""Words for templates that are the same on every page."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Flask

from epcr.db import now
from epcr.scenarios import scenarios
from epcr.scenarios.versions import is_changed, scenario_of
from epcr.sheet.coma import INTUBATED, UNQUALIFIED
from epcr.sheet.date_words import write_date
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.signs import COMA
from epcr.visit.signed_in import session, somebody
from epcr.words.counting import noun


def ago(moment: datetime | None) -> str:
    """How long ago, in words: `12 min ago`, `3 h ago`, `2 days ago`."""
    if moment is None:
        return ""
    gone = max(now() - moment, timedelta())
    minutes = int(gone.total_seconds() // 60)
    if minutes < 1:
        return "just now"
    if minutes < 60:
        return f"{minutes} min ago"
    if minutes < 48 * 60:
        return f"{minutes // 60} h ago"
    return f"{minutes // (24 * 60)} days ago"


def counted(number: int, singular: str, plural: str = "") -> str:
    """`1 warning`, `2 warnings`, `no warnings`."""
    return f"{number or 'no'} {noun(number, singular, plural)}"


def scenario_title(scenario: str | None) -> str:
    """What a scenario is called; a sheet without one is blank, one whose file is gone keeps its id."""
    if scenario is None:
        return "Blank sheet"
    known = scenarios().get(scenario)
    return known.title if known else scenario


def scenario_then(sheet: RunSheet) -> str:
    """What the scenario of a sheet was called when it was begun, and that its file tells something else today."""
    known = scenario_of(session(), sheet)
    title = known.title if known else scenario_title(sheet.scenario)
    return f"{title} (the scenario was changed since)" if is_changed(sheet) else title


def install(app: Flask) -> None:
    """Give them to every template."""
    app.jinja_env.filters["scenario_title"] = scenario_title
    app.jinja_env.filters["scenario_then"] = scenario_then
    app.jinja_env.filters["ago"] = ago
    app.jinja_env.filters["counted"] = counted
    app.jinja_env.filters["written_date"] = write_date
    app.jinja_env.globals.update(COMA=COMA, INTUBATED=INTUBATED, UNQUALIFIED=UNQUALIFIED)

    @app.context_processor
    def everywhere() -> dict[str, object]:
        return {"somebody": somebody, "now": now}
