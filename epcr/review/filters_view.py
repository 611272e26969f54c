"""What a list of run sheets can be narrowed to, and what it is narrowed to in words; for the queue and for what is printed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from epcr.people.ending import goes_on
from epcr.review.queue import Choices, Filter
from epcr.review.state import State
from epcr.visit.pieces import Chooser, options

BLANK: Final = "blank"  # how an address asks for sheets without a scenario
_STATES: Final = (
    (State.SUBMITTED.value, "Waiting for review"),
    (State.RETURNED.value, "Returned"),
    (State.ACCEPTED.value, "Accepted"),
    (State.DRAFT.value, "Being written"),
    ("", "Any state"),
)
_IN_WORDS: Final[dict[State | None, str]] = {
    State.SUBMITTED: "waiting for review",
    State.DRAFT: "being written",
    State.RETURNED: "returned to trainees",
    State.ACCEPTED: "accepted",
}


@dataclass(frozen=True)
class FilterForm:
    """The form. The options of `scenario` are ids, which the page turns into titles.

    `offers_ended` where a class has ended, whose sheets are listed with `ended`; `words` end the sentence that counts the sheets.
    """

    state: Chooser
    classroom: Chooser
    trainee: Chooser
    scenario: Chooser
    offers_ended: bool
    ended: bool
    words: str


def filter_form(choices: Choices, asked: Filter) -> FilterForm:
    """The form that asks for what is asked."""
    rooms = ((str(room.id), room.name + ("" if goes_on(room) else " (ended)")) for room in choices.classrooms)
    trainees = ((str(trainee.id), trainee.name) for trainee in choices.trainees)
    scenarios = ((scenario, scenario) for scenario in choices.scenarios)
    chosen_scenario = BLANK if asked.scenario == "" else asked.scenario
    return FilterForm(
        state=_chooser("state", "State", _STATES, asked.state),
        classroom=_chooser("classroom", "Class", [("", "All my classes"), *rooms], asked.classroom),
        trainee=_chooser("trainee", "Trainee", [("", "All trainees"), *trainees], asked.trainee),
        scenario=_chooser(
            "scenario",
            "Scenario",
            [("", "All scenarios"), *scenarios, (BLANK, "Blank sheet")],
            chosen_scenario,
        ),
        offers_ended=choices.over > 0,
        ended=asked.ended,
        words=_IN_WORDS.get(asked.state, "in any state"),
    )


def _chooser(name: str, words: str, pairs: Iterable[tuple[str, str]], chosen: object) -> Chooser:
    return Chooser(f"filter-{name}", name, words, options(pairs, str(chosen or "")))
