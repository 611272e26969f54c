"""`make strokes`: how many taps, keys, flicks and page loads it takes to write down what happens, and a whole call, on a phone.

Seconds are those of the model in `finger.py`, never of a clock, and the loads are taken at a fixed figure: the same on every machine.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.strokes import unit_acts, whole_call
from tests.strokes.demo_phone import at_the_demo_class
from tests.strokes.finger import Strokes
from tests.strokes.phone import Phone
from tests.strokes.table import HEAD, measured, whole


def counted(phone: Phone, act: Callable[[Phone], None]) -> Strokes:
    """What an act takes."""
    before = phone.strokes
    act(phone)
    return phone.strokes - before


def main() -> None:
    """Print both tables."""
    print(HEAD)
    rows = measured("unit")
    with at_the_demo_class() as phone:
        unit_acts.prepare(phone)
        for key, act in unit_acts.UNIT_ACTS.items():
            unit_acts.ready_for(key, phone)
            print(rows[key].line(counted(phone, act)), flush=True)
    print("\nA whole call, Pressure in the chest, as an EMT:")
    taken: dict[str, Strokes] = {}
    with at_the_demo_class() as phone:
        for key, act in whole_call.CALL:
            taken[key] = taken.get(key, Strokes()) + counted(phone, act)
    for line in whole(taken, whole_call.TEXTS):
        print(line)


if __name__ == "__main__":
    main()
