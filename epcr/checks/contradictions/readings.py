"""Whether words that the sheet does not bear out can be read in another way that it does: then nothing is said of them.

A flag needs that no reading agrees. What a sentence leaves open is decided for its writer: whose number it is where two measures are named,
of which act a time is, and whether a time was corrected by the next one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final, NamedTuple

from epcr.checks.contradictions.examined import untrue_exam
from epcr.checks.contradictions.record import Fault, Record
from epcr.checks.contradictions.times import TIME_OF_CARE, untrue_times
from epcr.checks.contradictions.told import untrue_told
from epcr.prose import (
    ActMention,
    DrugMention,
    EventMention,
    ExamMention,
    MeasureMention,
    Mention,
    ReadSentence,
    ToldMention,
)

# Between two times of one thing these say that the writer sets the one against the other.
_AGAINST: Final = re.compile(
    r"\b(?:but|not|though|although|while|whereas|versus|vs|actually|rather|says?|said|had it|has it|shows?|showed|correct\w*|"
    r"go(?:es)? by|off by|fast|slow|ahead|behind)\b"
)


class DoubtfulMention(NamedTuple):
    """A mention in its sentence, the fault that is found in it, and what the sheet has."""

    mention: Mention
    fault: Fault
    sentence: ReadSentence
    record: Record

    @property
    def is_of_a_time(self) -> bool:
        """Whether the sheet has it, but at another time."""
        return self.fault.kind == TIME_OF_CARE

    @property
    def others(self) -> Iterator[Mention]:
        """The other mentions of the sentence."""
        return (other for other in self.sentence.mentions if other is not self.mention)


def agrees_otherwise(mention: Mention, fault: Fault, sentence: ReadSentence, record: Record) -> bool:
    """Whether another reading of a mention agrees with the sheet, in what its fault is about."""
    doubtful = DoubtfulMention(mention, fault, sentence, record)
    return any(
        reads(doubtful) for kind, readings in _READINGS for reads in readings if isinstance(mention, kind)
    )


def _as_another_measure(doubtful: DoubtfulMention) -> bool:
    """`Rate over systolic, 122 against 94`, `88/58 with a pulse of 128, then 84 by touch`: the number of another measure."""
    measure = doubtful.mention
    if not isinstance(measure, MeasureMention):
        return False
    names = measure.may_be | ({"systolic"} if "pressure" in measure.may_be else set())
    return len(measure.values) == 1 and any(
        measure.values[0] == value.numbers[0]
        and (measure.at is None or value.moment is None or doubtful.record.near(measure.at, value.moment))
        for name in names - {measure.name, "weight", "recheck"}
        for value in doubtful.record.values(name)
    )


def _when_it_was_ordered(doubtful: DoubtfulMention) -> bool:
    """`okayed TXA over the phone at 1434`."""
    act, clock = doubtful.mention, doubtful.mention.at
    if not isinstance(act, DrugMention | ActMention) or clock is None or not doubtful.is_of_a_time:
        return False
    return any(doubtful.record.near(clock, row.ordered_at) for row in doubtful.record.done(act.items))


def _of_another_act(doubtful: DoubtfulMention) -> bool:
    """`Mira called control on the other line at 0745`: the time of an act that the sentence names and gives no time of its own."""
    clock = doubtful.mention.at
    if clock is None or not doubtful.is_of_a_time:
        return False
    own = doubtful.mention.items if isinstance(doubtful.mention, DrugMention | ActMention) else frozenset()
    timed = [
        other.items
        for other in doubtful.others
        if isinstance(other, DrugMention | ActMention) and other.at is not None
    ]
    return any(
        row.performed_at is not None and doubtful.record.off_by(clock, row.performed_at) == 0
        for items in doubtful.sentence.acts
        if not items & own
        and sum(bool(items & other) for other in timed)
        < max(len(doubtful.record.done(items)), 1)  # "saline 1709 and 1724, ondansetron 1716"
        for row in doubtful.record.done(items)
    )


def _of_the_next_time(doubtful: DoubtfulMention) -> bool:
    """`The rink's clock had the collapse at 1926, the team says 1924`: a time that the sentence sets against that of the sheet."""
    event = doubtful.mention
    if not isinstance(event, EventMention):
        return False
    begin, text = doubtful.sentence.start, doubtful.sentence.text.lower()
    return any(
        clock != event.at
        and _AGAINST.search(text, *sorted((event.start - begin, clock.start - begin))) is not None
        and not list(untrue_times(replace(event, at=clock), doubtful.record))
        for clock in doubtful.sentence.clocks
    )


def _at_no_time(doubtful: DoubtfulMention) -> bool:
    """`opened the saline at 1713 and she woke up`: a time that is that of an act, and may not be that of what was seen."""
    claim = doubtful.mention
    if (
        not isinstance(claim, ToldMention | ExamMention)
        or claim.at is None
        or not any(
            other.at == claim.at
            for other in doubtful.others
            if isinstance(other, DrugMention | ActMention | EventMention)
        )
    ):
        return False
    untimed = replace(claim, at=None)
    untrue = (
        untrue_told(untimed, doubtful.record)
        if isinstance(untimed, ToldMention)
        else untrue_exam(untimed, doubtful.record)
    )
    return not list(untrue)


_Reading = Callable[[DoubtfulMention], bool]
_READINGS: Final[tuple[tuple[type[Mention] | tuple[type[Mention], ...], tuple[_Reading, ...]], ...]] = (
    (MeasureMention, (_as_another_measure,)),
    ((DrugMention, ActMention), (_when_it_was_ordered, _of_another_act)),
    ((ToldMention, ExamMention), (_at_no_time,)),
    (EventMention, (_of_another_act, _of_the_next_time)),
)
