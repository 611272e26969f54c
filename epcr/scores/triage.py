"""Sorting of many patients: START for adults and JumpSTART for children. Each says a color and why; where a step is unknown, which.

It knows nothing of sheets, and it decides nothing: what it says is a suggestion. The steps and numbers of both were compared with the
facts of the project (START high, JumpSTART high for the numbers and medium for the order) and agree. "Irregular" breathing of a child,
red in those, is not told by a rate and is not judged.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Color = Literal["green", "yellow", "red", "black"]
Responds = Literal["obeys", "alert", "voice", "pain", "nothing"]

# START: Super G, et al. Hoag Memorial Hospital Presbyterian and Newport Beach Fire Department, 1983, revised 1994: "30-2-can do".
FASTEST: Final = 30  # breaths/min: more is red
# JumpSTART: Romig LE. Pediatric triage: a system to JumpSTART your triage of young patients at MCIs. JEMS 2002;27:52-63.
CHILD_RATES: Final = (15, 45)  # breaths/min: fewer or more is red
CHILD_UNDER: Final = 8  # years, or while they look like a child


@dataclass(frozen=True)
class Seen:
    """What was seen of a patient; None what is not known. `opened` is whether breathing began when the airway was opened, `rescued` whether
    it began after 5 rescue breaths.

    `rate` in breaths/min, 0 for none. `pulse` is whether a pulse was felt at the wrist (of a child anywhere), `slow_refill` whether
    capillary refill took more than 2 s.
    """

    walks: bool | None = None
    rate: float | None = None
    opened: bool | None = None
    rescued: bool | None = None
    pulse: bool | None = None
    slow_refill: bool | None = None
    responds: Responds | None = None


@dataclass(frozen=True)
class Sorted:
    """A color, empty where a step is not known, and the reasons: what was found, or what is still needed."""

    color: Color | Literal[""]
    reasons: tuple[str, ...]


def start(seen: Seen) -> Sorted:
    """The color of an adult by START, in its order: walking, respirations, perfusion, mental status."""
    if seen.walks:
        return Sorted("green", ("walks",))
    if seen.rate is None:
        return _needs("the respiratory rate")
    if not seen.rate:
        return _not_breathing(seen)
    if seen.rate > FASTEST:
        return Sorted("red", (f"breathes {seen.rate:g} /min, more than {FASTEST}",))
    return _by_perfusion(seen, f"breathes {seen.rate:g} /min")


def _by_perfusion(seen: Seen, breathes: str) -> Sorted:
    if seen.pulse is False:
        return Sorted("red", (breathes, "no radial pulse"))
    if seen.slow_refill:
        return Sorted("red", (breathes, "capillary refill over 2 seconds"))
    if seen.slow_refill is None and seen.pulse is None:
        return _needs("capillary refill or a radial pulse")
    return _by_commands(seen, breathes)


def _not_breathing(seen: Seen) -> Sorted:
    if (helped := _helped(seen)) is not None:
        return helped
    if seen.opened is None:
        return _needs("whether breathing began when the airway was opened")
    return Sorted("black", ("does not breathe with the airway opened",))


def _by_commands(seen: Seen, breathes: str) -> Sorted:
    if seen.responds in {"obeys", "alert"}:
        return Sorted("yellow", (breathes, "perfusion good", "follows commands"))
    if seen.responds in {"pain", "nothing"}:
        return Sorted("red", (breathes, "cannot follow commands"))
    return _needs("whether the patient follows commands")


def jumpstart(seen: Seen) -> Sorted:
    """The color of a child by JumpSTART: walking, breathing, pulse, AVPU; of who breathes only by help, the color is black or red."""
    if seen.walks:
        return Sorted("green", ("walks",))
    if seen.rate is None:
        return _needs("the respiratory rate")
    if not seen.rate:
        return _no_breath(seen)
    low, high = CHILD_RATES
    if not low <= seen.rate <= high:
        return Sorted("red", (f"breathes {seen.rate:g} /min, outside {low} to {high}",))
    return _by_pulse(seen, f"breathes {seen.rate:g} /min")


def _by_pulse(seen: Seen, breathes: str) -> Sorted:
    if seen.pulse is None:
        return _needs("whether a pulse is felt")
    return _by_response(seen, breathes) if seen.pulse else Sorted("red", (breathes, "no pulse felt"))


def _no_breath(seen: Seen) -> Sorted:
    if (helped := _helped(seen)) is not None:
        return helped
    if seen.opened is None:
        return _needs("whether breathing began when the airway was opened")
    if seen.rescued is False:
        return Sorted("black", ("does not breathe after 5 rescue breaths",))
    if seen.pulse is None:
        return _needs("whether a pulse is felt")
    if not seen.pulse:
        return Sorted("black", ("does not breathe with the airway opened", "no pulse felt"))
    return _needs("whether breathing began after 5 rescue breaths")


def _helped(seen: Seen) -> Sorted | None:
    if not (seen.opened or seen.rescued):
        return None
    helped = "with the airway opened" if seen.opened else "after 5 rescue breaths"
    return Sorted("red", (f"breathes only {helped}",))


def _by_response(seen: Seen, breathes: str) -> Sorted:
    if seen.responds in {"obeys", "alert", "voice"}:
        return Sorted("yellow", (breathes, "pulse felt", "responds"))
    if seen.responds == "nothing":
        return Sorted("red", (breathes, "unresponsive"))
    return _needs("whether the response to pain is appropriate")


def _needs(step: str) -> Sorted:
    return Sorted("", (step,))
