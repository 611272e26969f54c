"""Whether a dose keeps within the limits of a rule: least and most at once, most in all, by weight or not, with an order or without.

It knows one act and one way of a rule; what is usual of a drug is for `epcr.doses`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final, NamedTuple

from epcr.scope.ruleset import Grant
from epcr.scope.words import times_in_unit
from epcr.sheet.act import Act, PatientFacts
from epcr.sheet.units import plain
from epcr.sheet.verdict_marks import Layer, Word

LIMITS: Final = ("dose_min", "dose_max", "cumulative_max", "absolute_max")
# 0.1 mg and 0.05 mg are 150 mcg, whatever binary fractions say.
_SLACK: Final = 1 + 1e-9


class DoseRefusal(NamedTuple):
    """What is said of a dose outside the limits: the verdict, the layer, the reason, and the key of the act that is missing."""

    verdict: Word
    layer: Layer | None
    reason: str
    missing: str = ""


def dose_refusal(act: Act, grant: Grant, *, ordered: bool) -> DoseRefusal | None:
    """Why a dose is not covered; None where it is. An absent dose satisfies every limit.

    An order of medical direction lifts what a standing order covers, and never the absolute maximum.
    """
    dose, before = act.dose or 0.0, act.dose_given_before or 0.0
    if grant.single_dose and before > 0 and not ordered:
        return _needs_order("A standing order covers one dose; one was given before")
    broken = _broken(grant, dose, dose + before, ordered=ordered)
    if not broken:
        return None
    size, weight = times_in_unit(act.unit, grant.unit), weight_of(act, grant)
    if size is None:
        reason = f"Say the unit of the dose, one that compares with {grant.unit}: the rule has a limit"
        return DoseRefusal("cannot_judge", None, reason, "unit")
    if weight is None:
        reason = "Say the patient’s weight: the dose of the rule goes by it"
        return DoseRefusal("cannot_judge", None, reason, "patient.weight_kg")
    return next(
        (limit.refusal(size, weight, grant) for limit in broken if limit.is_broken(size, weight)), None
    )


def limit_words(grant: Grant, limit: float) -> str:
    """A limit as people say it: `0.3 mg`, `0.01 mg/kg`."""
    return f"{plain(limit)} {grant.unit}{'/kg' if grant.per_kg else ''}"


def weight_of(act: Act, grant: Grant) -> float | None:
    """What the limits of a rule are multiplied by: the weight in kg where they go by it, else 1; None where nobody said it."""
    if not grant.per_kg:
        return 1.0
    return (act.patient or PatientFacts()).weight_kg


def covered(grant: Grant, act: Act) -> tuple[float, float]:
    """The least and the most single dose that a standing order covers, in the unit of the act; (0, 0) where nothing compares."""
    size, weight = times_in_unit(grant.unit, act.unit), weight_of(act, grant)
    if size is None or weight is None:
        return 0.0, 0.0
    least, single, together, absolute = (
        limit * size * weight if limit is not None else default
        for limit, default in (
            (grant.dose_min, 0.0), (grant.dose_max, math.inf), (grant.cumulative_max, math.inf), (grant.absolute_max, math.inf),
        )
    )  # fmt: skip
    return least, min(single, absolute, together - (act.dose_given_before or 0))


class _Limit(NamedTuple):
    """One limit beside what was given, both as they are told; `least` is one that is not to be fallen below."""

    limit: float
    given: float
    what: str
    least: bool = False
    absolute: bool = False

    def is_broken(self, size: float, weight: float) -> bool:
        given, limit = self.given * size, self.limit * weight
        return given * _SLACK < limit if self.least else given > limit * _SLACK

    def refusal(self, size: float, weight: float, grant: Grant) -> DoseRefusal:
        words = limit_words(grant, self.limit)
        if grant.per_kg:
            words += f" × {plain(weight)} kg = {plain(self.limit * weight)} {grant.unit}"
        if self.absolute:
            return DoseRefusal(
                "not_permitted", "order", f"{words} is the most for {self.what}, with or without an order"
            )
        end = "at least" if self.least else "at most"
        return _needs_order(f"A standing order covers {end} {words} for {self.what}")


def _broken(grant: Grant, dose: float, together: float, *, ordered: bool) -> list[_Limit]:
    """The limits that count for a dose; nothing where nothing was given."""
    return list(_limits(grant, dose, together, ordered=ordered)) if dose or together else []


def _limits(grant: Grant, dose: float, together: float, *, ordered: bool) -> Iterator[_Limit]:
    if grant.absolute_max is not None and dose:
        yield _Limit(grant.absolute_max, dose, "a single dose", absolute=True)
    if ordered:
        return
    if grant.dose_max is not None and dose:
        yield _Limit(grant.dose_max, dose, "a single dose")
    if grant.cumulative_max is not None:
        yield _Limit(grant.cumulative_max, together, "all doses together")
    if grant.dose_min is not None and dose:
        yield _Limit(grant.dose_min, dose, "a single dose", least=True)


def _needs_order(reason: str) -> DoseRefusal:
    return DoseRefusal("needs_medical_direction", "order", reason)
