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
    """What stands at a place; None where nothing does. Raises TypeError where something else leads to it."""
    here: Any = resource
    for step in path.split("."):
        wanted: type[Any] = list if step.isdigit() else dict
        if not isinstance(here, wanted):
            message = f"{wanted.__name__} is wanted before {step} of {path}"
            raise TypeError(message)
        key: Any = int(step) if step.isdigit() else step
        there = key < len(here) if step.isdigit() else key in here
        if not there:
            return None
        here = here[key]
    return here
