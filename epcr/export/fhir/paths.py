"""A place inside a resource, written like `name.0.given.1`: something is put there and taken from there again."""

from __future__ import annotations

from typing import Any

from epcr.export.fhir.names import Json


def put(resource: Json, path: str, value: Any) -> None:
    """Put a value at a place, making what leads to it. A list grows by one at most: what stands before must be there."""
    here: Any = resource
    steps = path.split(".")
    for step, following in zip(steps, [*steps[1:], ""], strict=True):
        last = following == ""
        fresh: Any = value if last else [] if following.isdigit() else {}
        if isinstance(here, list):
            if int(step) == len(here):
                here.append(fresh)
            elif last:
                here[int(step)] = fresh
            here = here[int(step)]
        else:
            here = here.setdefault(step, fresh) if not last else here.__setitem__(step, fresh)


def take(resource: Json, path: str) -> Any:
    """What stands at a place; None where nothing does."""
    here: Any = resource
    for step in path.split("."):
        if isinstance(here, list):
            here = here[int(step)] if int(step) < len(here) else None
        else:
            here = here.get(step) if isinstance(here, dict) else None
        if here is None:
            return None
    return here
