"""Judges one dose: usual for this patient, a little outside, or so far outside that it is asked about, and which slip explains it.

It only asks; a dose is never refused and never changed. It refuses to know a sheet.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Literal

from epcr.doses.choosing import RowsOfItem
from epcr.doses.comparing import BesideRow, DoseRange, HowFar, compared_with, in_words, range_of
from epcr.doses.measures import Amount
from epcr.doses.patient import DosePatient
from epcr.doses.slips import NOT_FOR_THIS_AGE, DoseSlip, Tried, slips
from epcr.doses.table import DoseTable, UsualDose
from epcr.doses.table_file import table
from epcr.doses.together import GivenDose, too_much_together
from epcr.sheet.catalog import catalog
from epcr.sheet.vocabulary import vocabulary
from epcr.words.naming import abbreviated, listed, lower

Verdict = Literal["usual", "unusual", "implausible", "cannot_judge"]
_REMEMBERED: Final = 4096  # verdicts, about a kilobyte each
MOST_SHOWN: Final = 2  # ranges of different uses in one sentence; the nearest come first
_WORDS: Final[dict[HowFar, Verdict]] = {
    HowFar.USUAL: "usual", HowFar.UNUSUAL: "unusual", HowFar.IMPLAUSIBLE: "implausible",
}  # fmt: skip


@dataclass(frozen=True)
class DoseAct:
    """One dose to judge: the item, the code of its route (or device), how much, to whom, and what was given before.

    `ordered` says that there was an online order.
    """

    item: str
    route: str | None
    amount: Amount
    patient: DosePatient
    before: tuple[GivenDose, ...] = ()
    ordered: bool = False
    indication: str | None = None


@dataclass(frozen=True)
class DoseVerdict:
    """What is said of a dose. `usual` is the usual range for this patient, `why` one sentence without its period.

    `slips` would explain it, the likeliest first; `asks_weight` says that only the patient's weight would let it be judged.
    """

    verdict: Verdict
    why: str = ""
    usual: str = ""
    slips: tuple[DoseSlip, ...] = ()
    source: str = ""
    asks_weight: bool = False


def judge_dose(act: DoseAct, doses: DoseTable | None = None) -> DoseVerdict:
    """What is said of a dose by the shipped table, unless another is given: its unit, the age, the amount, the sum."""
    return _judged(act, doses) if doses is not None else _judged_by_shipped(act)


@lru_cache(maxsize=_REMEMBERED)
def _judged_by_shipped(act: DoseAct) -> DoseVerdict:
    """A sheet is judged again at every page of it, and a class gives much alike."""
    return _judged(act, table())


def _judged(act: DoseAct, doses: DoseTable) -> DoseVerdict:
    judge = _Judge(act, doses)
    return judge.of_unit() or judge.of_age() or judge.of_amount()


class _Judge:
    """An act beside the rows that it may be meant by."""

    def __init__(self, act: DoseAct, doses: DoseTable) -> None:
        self._act, self._table = act, doses
        self._rows = RowsOfItem(act.item, doses)
        self._label = catalog()[act.item].label
        self._name = lower(self._label)

    # Unit and age -----------------------------------------------------------------------------------------------------

    def of_unit(self) -> DoseVerdict | None:
        """What is said where there is no dose, or the item can have none in this unit."""
        act, given = self._act, self._act.amount.measure
        if not act.amount.number:
            return self._told("implausible", "That is not a dose: enter what was given")
        if self._rows.can_be_in(given.kind, act.route, timed=given.timed):
            return None
        rows = self._rows.likely(act.route, act.patient)
        in_catalog = (vocabulary("dose_unit").label(unit) for unit in catalog()[act.item].units)
        labels = dict.fromkeys([*(row.measure.label for row in rows), *in_catalog])
        why = f"{self._label} has no dose in {given.label}; it is measured in {listed(labels)}"
        ranges = [range_of(row, act.patient) for row in rows]
        return self._told("implausible", why, ranges, explained=slips(self._tried(rows)))

    def of_age(self) -> DoseVerdict | None:
        """What is said where a patient of this age is not given it at all."""
        refused = self._rows.refused_to(self._act.patient)
        if refused is None:
            return None
        question = f"{refused.why[:1].upper()}{refused.why[1:]}: was something else given?"
        why = f"{self._label} is not for {self._act.patient.named}"
        return DoseVerdict("implausible", why, "", (DoseSlip(NOT_FOR_THIS_AGE, question),), refused.source)

    # The amount -------------------------------------------------------------------------------------------------------

    def of_amount(self) -> DoseVerdict:
        """What is said of how much it was, for this patient and by this route."""
        act = self._act
        by_route = self._rows.by_route(act.route)
        rows = self._rows.for_patient(by_route or self._rows.every, act.patient)
        compared = self._compared(rows, act.amount, act.patient)
        too_young = self._rows.is_too_young(rows, act.patient)
        if compared and compared[0].standing is HowFar.IMPLAUSIBLE and not (too_young and compared[0].below):
            return self._outside(compared, rows)
        if not compared or too_young or (not by_route and act.route is not None):
            return self._told(
                "cannot_judge", self._why_not(by_route, too_young=too_young, is_compared=bool(compared))
            )
        return (
            self._without_weight(compared)
            or self._together(compared)
            or self._little_outside(compared, rows)
            or self._for_something_else(compared)
            or self._told("usual", "", [each.range for each in compared])
        )

    def _without_weight(self, compared: list[BesideRow]) -> DoseVerdict | None:
        """Of a child whose dose goes by a weight that nobody entered, where only that would say more."""
        if not (compared[0].range.open_weight and self._act.patient.is_child):
            return None
        why = f"Enter the patient’s weight: the usual dose of {self._name} goes by it"
        return replace(self._told("cannot_judge", why, [each.range for each in compared]), asks_weight=True)

    def _together(self, compared: list[BesideRow]) -> DoseVerdict | None:
        why = too_much_together(compared, self._act.before, self._act.patient, self._table)
        return self._told("implausible", why, [each.range for each in compared]) if why else None

    def _little_outside(self, compared: list[BesideRow], rows: tuple[UsualDose, ...]) -> DoseVerdict | None:
        """A dose near to a use of the drug; where it was given for another one, it is as far off as from that."""
        if compared[0].standing is not HowFar.UNUSUAL:
            return None
        meant = self._meant(compared)
        return self._outside(meant or compared, rows)

    def _for_something_else(self, compared: list[BesideRow]) -> DoseVerdict | None:
        """A quiet word where the dose is usual, and far off for what it was given for."""
        meant = self._meant(compared)
        if not meant or meant[0].standing is not HowFar.IMPLAUSIBLE:
            return None
        given_for = str(self._act.indication).replace("_", " ")
        why = f"It is a usual dose of {self._name}, but not for {given_for}"
        return self._told("unusual", why, [each.range for each in meant])

    def _meant(self, compared: list[BesideRow]) -> list[BesideRow]:
        """The rows for what it was given for; none where nobody said so or no row is for that."""
        wanted = self._act.indication
        return [each for each in compared if wanted is not None and wanted in each.range.row.indications]

    def _outside(self, compared: list[BesideRow], rows: tuple[UsualDose, ...]) -> DoseVerdict:
        nearest = compared[0]
        implausible = nearest.standing is HowFar.IMPLAUSIBLE
        side = "below" if nearest.below else "above"
        why = f"It is {'far ' if implausible else ''}{side} the usual dose"
        explained = slips(self._tried(rows)) if implausible else ()
        return self._told(
            _WORDS[nearest.standing], why, [each.range for each in compared], explained=explained
        )

    def _compared(self, rows: Iterable[UsualDose], amount: Amount, patient: DosePatient) -> list[BesideRow]:
        """The amount beside each row that it compares with, the nearest first."""
        judging, strengths, ordered = self._table.judging, self._rows.strengths, self._act.ordered
        beside = (compared_with(row, amount, patient, judging, strengths, ordered=ordered) for row in rows)
        return sorted((each for each in beside if each is not None), key=lambda each: each.nearness)

    def _tried(self, rows: tuple[UsualDose, ...]) -> Tried:
        routes = dict.fromkeys(route for row in self._rows.every for route in row.routes)
        return Tried(
            self._act.amount, self._act.route, self._act.patient, rows, self._rows.strengths, tuple(routes), self._stands
        )  # fmt: skip

    def _stands(self, amount: Amount, route: str | None, patient: DosePatient) -> HowFar | None:
        """How another amount, by another route or to another patient, would stand; None where it does not compare."""
        compared = self._compared(self._rows.likely(route, patient), amount, patient)
        return compared[0].standing if compared else None

    # Words ------------------------------------------------------------------------------------------------------------

    def _told(
        self,
        verdict: Verdict,
        why: str,
        ranges: Iterable[DoseRange] = (),
        *,
        explained: tuple[DoseSlip, ...] = (),
    ) -> DoseVerdict:
        shown = _shown(ranges)
        act, strengths = self._act, self._rows.strengths
        usual = dict.fromkeys(in_words(each, act.patient, act.amount.measure, strengths) for each in shown)
        source = dict.fromkeys(each.row.source for each in shown)
        return DoseVerdict(verdict, why, "; ".join(usual), explained, "; ".join(source))

    def _why_not(self, by_route: tuple[UsualDose, ...], *, too_young: bool, is_compared: bool) -> str:
        """Why nothing can be said of a dose that is not plainly wrong."""
        nothing = f"The table has no usual dose of {self._name}"
        if not self._rows.every:
            return nothing
        if not by_route and self._act.route is not None:
            return f"{nothing} by this route, {abbreviated(vocabulary('route').label(self._act.route))}"
        if too_young or is_compared:
            return f"{nothing} for {self._act.patient.named}"
        return f"{self._act.amount} cannot be compared with the usual dose of {self._name}: how much of it that is nobody said"


def _shown(ranges: Iterable[DoseRange]) -> list[DoseRange]:
    """The nearest ranges; one within another, or around it, says nothing more."""
    shown: list[DoseRange] = []
    for each in ranges:
        if len(shown) < MOST_SHOWN and not any(each.repeats(other) for other in shown):
            shown.append(each)
    return shown
