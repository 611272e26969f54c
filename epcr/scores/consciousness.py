"""The Glasgow Coma Scale's total. It refuses to guess a part that was not assessed."""

from __future__ import annotations

from typing import Final

# Teasdale G, Jennett B. Assessment of coma and impaired consciousness. Lancet 1974;2:81-84; motor response with six
# steps as in Teasdale G, Jennett B. Acta Neurochir 1976;34:45-55.
BEST: Final = {"eye": 4, "verbal": 5, "motor": 6}
# What a voice counts that a tube keeps silent, marked with a T behind the total. American College of Surgeons, National Trauma
# Data Standard: the verbal score of an intubated patient is 1.
_NO_VOICE: Final = 1


def gcs_total(
    eye: str | None, verbal: str | None, motor: str | None, *, intubated: bool = False
) -> int | None:
    """The total, 3 to 15, from the codes "1" to "4", "5" and "6" of the parts; None where one is missing or no such code.

    Of an intubated patient the verbal part is no answer, whatever was entered: it counts 1, and the total is 3T to 11T.
    """
    voice = _NO_VOICE if intubated else _part(verbal, BEST["verbal"])
    parts = [_part(eye, BEST["eye"]), voice, _part(motor, BEST["motor"])]
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None


def _part(code: str | None, best: int) -> int | None:
    return int(code) if code is not None and code in {str(step) for step in range(1, best + 1)} else None
