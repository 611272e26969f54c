"""The queue's filter as an address says it: read from a query, and written into one."""

from __future__ import annotations

from typing import Any

from flask import request

from epcr.review.queue import Filter
from epcr.review.state import State

LARGEST_ID = 2**31 - 1
STATES = tuple(state for state in State if state is not State.DISCARDED)


def asked_for() -> Filter:
    """What the address of this request asks for."""
    chosen = request.args.get("state", State.SUBMITTED.value)
    scenario = request.args.get("scenario", "")
    return Filter(
        classroom=asked_number("classroom"),
        trainee=asked_number("trainee"),
        scenario=("" if scenario == "blank" else scenario) if _is_word(scenario) else None,
        state=State(chosen) if chosen in STATES else None,
        ended=request.args.get("ended") == "1",
    )


def as_query(asked: Filter) -> dict[str, Any]:
    """What an address says when this is asked for."""
    return {
        "state": None if asked.state is State.SUBMITTED else asked.state.value if asked.state else "",
        "classroom": asked.classroom,
        "trainee": asked.trainee,
        "scenario": "blank" if asked.scenario == "" else asked.scenario,
        "ended": 1 if asked.ended else None,
    }


def asked_number(name: str) -> int | None:
    """A number from the address; what is none, or is larger than any id, asks for nothing."""
    number = request.args.get(name, type=int)
    return number if number is not None and 0 < number <= LARGEST_ID else None


def _is_word(text: str) -> bool:
    return bool(text) and len(text) <= 80 and text.isprintable()
