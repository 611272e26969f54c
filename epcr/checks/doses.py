"""Doses that are not usual for this patient: asked about where they are far off, noted quietly where they are a little.

It makes dose acts of the interventions of a sheet; what is usual is for `epcr.doses`. It refuses no dose.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from epcr.checks.acts import ordered_online, weight_seen
from epcr.checks.age import age_in_years
from epcr.checks.finding import Finding, Weight
from epcr.checks.sentences import place
from epcr.doses import (
    NOT_READ_BY_A_PHARMACIST,
    Amount,
    DoseAct,
    DosePatient,
    DoseVerdict,
    GivenDose,
    exact,
    judge_dose,
    measure_of,
    same_drug,
)
from epcr.sheet.context import Context
from epcr.sheet.interventions import Intervention
from epcr.sheet.run_sheet import RunSheet, in_time
from epcr.sheet.vocabulary import vocabulary
from epcr.words.naming import lower

IMPLAUSIBLE: Final = "doses.implausible"
UNUSUAL: Final = "doses.unusual"
ASKS_WEIGHT: Final = "doses.weight"
_SAID: Final[Mapping[str, tuple[Weight, str]]] = MappingProxyType(
    {"implausible": (Weight.WARNING, IMPLAUSIBLE), "unusual": (Weight.NOTE, UNUSUAL)}
)


def unusual_doses(run_sheet: RunSheet, context: Context) -> Iterator[Finding]:
    """A warning at each dose that is far from the usual, a note at each that is a little off or goes by an unknown weight."""
    doses = Doses(run_sheet)
    for intervention in run_sheet.entries("interventions"):
        finding = doses.finding(intervention, context)
        if finding is not None:
            yield finding


@dataclass(frozen=True)
class JudgedDose:
    """A dose of which something is to be said: how much it was, the verdict, the weight and the source of its finding.

    `value` is what the dose was judged by.
    """

    amount: Amount
    verdict: DoseVerdict
    weight: Weight
    source: str
    value: str


class Doses:
    """The doses of one sheet as it stands now, of whoever gave them. Make it anew after a change."""

    def __init__(self, run_sheet: RunSheet) -> None:
        self._in_time: list[Intervention] = run_sheet.entries("interventions")
        self.patient = DosePatient(age_in_years(run_sheet), weight_seen(run_sheet.patient.weight))

    def finding(self, intervention: Intervention, context: Context) -> Finding | None:
        """What is said of a dose on the sheet; None where it is usual or nothing can be said."""
        judged = self.judged(intervention)
        if judged is None:
            return None
        begins = "The dose of" if judged.source == ASKS_WEIGHT else "Check the dose of"
        goes_by = " goes by weight" if judged.source == ASKS_WEIGHT else ""
        why, source = in_sentences(judged.verdict, self.patient), whence(judged.verdict)
        sentences = lower(why) if why.startswith(("It is ", "Enter ", "With ")) else why
        message = f"{begins} {judged.amount}{place(intervention, context)}{goes_by}: {sentences}"
        return Finding(
            judged.weight, intervention.anchor("dose"), message, judged.source, judged.value, basis=source
        )

    def judged(self, intervention: Intervention) -> JudgedDose | None:
        """What is to be said of a dose, on the sheet or about to be saved; None where there is nothing."""
        act = self.act_of(intervention)
        if act is None or not act.amount.number:  # a dose of 0 is asked about by `epcr.checks.plausibility`
            return None
        verdict = judge_dose(act)
        if verdict.asks_weight:
            return JudgedDose(act.amount, verdict, Weight.NOTE, ASKS_WEIGHT, _value(act))
        if verdict.verdict not in _SAID:
            return None
        return JudgedDose(act.amount, verdict, *_SAID[verdict.verdict], _value(act))

    def act_of(self, intervention: Intervention) -> DoseAct | None:
        """The dose that an intervention records; None where it records none, or in a unit that nothing compares with."""
        measure = measure_of(intervention.dose_unit)
        if (
            intervention.kind != "medication"
            or not intervention.given
            or intervention.dose is None
            or measure is None
        ):
            return None
        return DoseAct(
            item=intervention.item or "",
            route=intervention.route if intervention.route in vocabulary("route") else None,
            amount=Amount(exact(intervention.dose), measure),
            patient=self.patient,
            before=tuple(self._before(intervention)),
            ordered=ordered_online(intervention),
            indication=intervention.indication,
        )

    def _before(self, intervention: Intervention) -> Iterator[GivenDose]:
        """The doses of the same drug that stand before this one, by anybody; one about to be saved takes its own place."""
        drug = same_drug(intervention.item or "")
        others = [other for other in self._in_time if other.id != intervention.id]
        placed = in_time([*others, intervention])
        for other in placed[: placed.index(intervention)]:
            measure = measure_of(other.dose_unit)
            if other.item in drug and other.given and other.dose and measure is not None:
                yield GivenDose(str(other.item), Amount(exact(other.dose), measure))


def in_sentences(verdict: DoseVerdict, patient: DosePatient) -> str:
    """What is said of a dose: why, what may have slipped, and what is usual for this patient."""
    sentences = [verdict.why, *(slip.question for slip in verdict.slips[:1]), _usual(verdict, patient)]
    return ". ".join(sentence for sentence in sentences if sentence).replace("?. ", "? ")


def whence(verdict: DoseVerdict) -> str:
    """Where the numbers stand written, and that nobody who should has checked them; empty where there are none."""
    return f"source: {verdict.source}; {NOT_READ_BY_A_PHARMACIST}" if verdict.source else ""


def _usual(verdict: DoseVerdict, patient: DosePatient) -> str:
    if not verdict.usual:
        return ""
    weight = (
        "; enter the weight, and it is worked out"
        if "/kg" in verdict.usual and patient.weight_kg is None
        else ""
    )
    return f"Usual for {patient.named} is {verdict.usual}{weight}"


def _value(act: DoseAct) -> str:
    """What an answer was about: whatever the dose was judged by, in codes."""
    before = "; ".join(f"{given.item} {given.amount}" for given in act.before)
    facts = (
        act.item,
        act.route,
        act.amount,
        act.patient.weight_kg,
        act.patient.age_years,
        act.indication,
        before,
    )
    return "; ".join(str(fact) for fact in facts if fact)
