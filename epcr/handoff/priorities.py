"""What a handoff must know of interventions beside the sheet, read from `schemas/handoff.toml`: whose response is told, what comes
first in a cardiac arrest, how an intervention is called where there is little room.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from msgspec import Struct

from epcr import paths
from epcr.broken_schema import BrokenSchema
from epcr.handoff import words
from epcr.sheet.catalog import catalog
from epcr.sheet.interventions import Intervention
from epcr.sheet.run_sheet import RunSheet
from epcr.toml_file import read_toml


class Response(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Procedures whose response is told, and for how many minutes after it there is none yet."""

    due: tuple[str, ...]
    too_soon: int


class Urgent(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Interventions of one kind that come first in a cardiac arrest."""

    name: str
    items: tuple[str, ...]


class Priorities(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole file; what is urgent in an arrest stands in the order of its weight."""

    response: Response
    arrest: tuple[Urgent, ...]
    short_names: dict[str, str]


def file() -> Path:
    """Where they lie."""
    return paths.schemas() / "handoff.toml"


@cache
def priorities() -> Priorities:
    """Those that are shipped, read once a process."""
    return load(file())


def load(path: Path) -> Priorities:
    """Read and check such a file. Raises BrokenSchema with the file, the key and the reason."""
    read = read_toml(path, Priorities, "priorities of the handoff")
    for key, reason in _broken(read):
        raise BrokenSchema(path, key, reason)
    return read


def _broken(read: Priorities) -> Iterator[tuple[str, str]]:
    """What the product cannot use, and why. Who reads it stops at the first: the checks that follow lean on it."""
    yield from _broken_list("response.due", read.response.due)
    for number, kind in enumerate(read.arrest):
        yield from _broken_list(f"arrest[{number}].items", kind.items)
    for place, item in enumerate(read.response.due):
        if catalog().kind(item) == "medication":
            reason = f"{item} is a medication; of each that was given the response is told"
            yield f"response.due[{place}]", reason
    if read.response.too_soon < 0:
        yield "response.too_soon", "must be 0 or more minutes"
    for item, short in read.short_names.items():
        key = f"short_names.{item}"
        yield from _unknown(key, item)
        if not 0 < len(short.strip()) < len(catalog()[item].label):
            yield key, f"must be shorter than {catalog()[item].label!r}, and not empty"


def _broken_list(key: str, items: Sequence[str]) -> Iterator[tuple[str, str]]:
    for place, item in enumerate(items):
        yield from _unknown(f"{key}[{place}]", item)
        if item in items[:place]:
            yield f"{key}[{place}]", f"{item} stands twice; keep one"


def _unknown(key: str, item: str) -> Iterator[tuple[str, str]]:
    if item not in catalog().rows:
        yield key, f"interventions/catalog.csv has no {item!r}"


def short_name(item: str | None, name: str) -> str:
    """What an intervention is called where there is little room; its name where it has no shorter one."""
    return priorities().short_names.get(item or "", name)


def urgency(intervention: Intervention, run_sheet: RunSheet) -> int:
    """How early it comes in a cardiac arrest: 1 and more, the first of all highest; 0 for others and where there was none."""
    if not run_sheet.had_arrest or not intervention.given:
        return 0
    kinds = priorities().arrest
    return next(
        (len(kinds) - place for place, kind in enumerate(kinds) if intervention.item in kind.items), 0
    )


def response_due(intervention: Intervention, run_sheet: RunSheet) -> bool:
    """Whether the response to it must be told: a medication or a procedure for an effect, by this unit, and not a moment ago."""
    if not intervention.given or words.whose(intervention):
        return False
    if intervention.kind != "medication" and intervention.item not in priorities().response.due:
        return False
    handed_over = _handed_over(run_sheet)
    if intervention.performed_at is None or handed_over is None:
        return True
    return handed_over - intervention.performed_at > timedelta(minutes=priorities().response.too_soon)


def _handed_over(run_sheet: RunSheet) -> datetime | None:
    return run_sheet.incident.transfer_of_care or run_sheet.incident.at_destination
