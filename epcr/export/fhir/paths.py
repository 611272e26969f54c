"""A place inside a resource, written like `name.0.given.1`: something is put there and taken from there again."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from epcr.export.fhir.names import Json


def put(resource: Json, path: str, value: Any) -> None:
    """Put a value at a place, making what leads to it. A list grows by one at most: what stands before must be there."""
    here: Any = resource
    steps = path.split(".")
    for step, following in pairwise(steps):
        here = _led_to(here, step, [] if following.isdigit() else {})
    last = steps[-1]
    if not isinstance(here, list):
        here[last] = value
    elif int(last) == len(here):
        here.append(value)
    else:
        here[int(last)] = value


def _led_to(here: Any, step: str, fresh: Any) -> Any:
    """What stands behind a step; what is `fresh` is put there where nothing does."""
    if not isinstance(here, list):
        return here.setdefault(step, fresh)
    if int(step) == len(here):
        here.append(fresh)
    return here[int(step)]


def take(resource: Json, path: str) -> Any:
    """What stands at a place; None where nothing does. Raises TypeError where something else leads to it."""
    here: Any = resource
    for step in path.split("."):
        wanted: type[Any] = list if step.isdigit() else dict
        if not isinstance(here, wanted):
            message = f"{wanted.__name__} is wanted before {step} of {path}"
            raise TypeError(message)
        try:
            here = here[int(step) if step.isdigit() else step]
        except (IndexError, KeyError):
            return None
    return here
