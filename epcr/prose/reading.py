"""A text into sentences with their mentions: it finds what each says, and of what time and by whom it tells."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Final, Literal

from epcr.prose import events, given, lexicon, measured, sided
from epcr.prose.clocks import Told, clocks
from epcr.prose.counted import numbers
from epcr.prose.drugs import may_be_named
from epcr.prose.lexicon import token_at
from epcr.prose.mentions import Allergic, Counted, Given, Happened, Measured, Mention, Person, Sentence, Sided
from epcr.prose.person import allergies, person
from epcr.prose.timing import Anchor, timed
from epcr.prose.tokens import Token, split, words

Part = Literal["", "situation", "background", "assessment", "recommendation"]

_HISTORY: Final = "history"
_NOW: Final = "now"
_TOLD_IN_HISTORY: Final = frozenset({"onset", "last_known_well", "arrest"})
_EARLIER_CARE: Final = words("pta prior already earlier")
_NOT_YET: Final = words("will if should eta expected estimated planned unless would may tomorrow yesterday")


def sentences(text: str, part: Part) -> Iterator[Sentence]:
    """The sentences of a text that say something."""
    section, of_the_line, told_by_others = "", "", False
    for tokens, begins in split(text):
        heading, behind = _heading(tokens)
        of_the_line = "" if begins else of_the_line
        if heading is not None and begins:
            section = _HISTORY if heading in lexicon.HISTORY_PARTS else ""
        elif heading is not None and len(heading) > 1:
            of_the_line = _HISTORY if heading in lexicon.HISTORY_PARTS else _NOW
        if heading is not None and not heading.startswith("allerg"):
            tokens = tokens[behind:] or tokens  # noqa: PLW2901 - the heading is no part of what is said
        sentence = _Sentence(
            text, tokens, part, of_the_line or section, told_before=section == _HISTORY and of_the_line != _NOW,
            told_by_others=told_by_others and not begins,
        )  # fmt: skip
        told_by_others = sentence.others_tell()
        if mentions := sentence.mentions():
            yield Sentence(sentence.text, sentence.start, mentions)


def _heading(tokens: list[Token]) -> tuple[str | None, int]:
    """The heading that a sentence begins with ("R:", "Past medical history:"), and the place behind it."""
    for at, token in enumerate(tokens[:5]):
        if token.low == ":" and at:
            spoken = [one.low for one in tokens[:at]]
            known = next((word for word in spoken if word in lexicon.HISTORY_PARTS), None)
            if known is not None and all(one.kind == "word" for one in tokens[:at]):
                return known, at + 1
            if at <= 2 and spoken[0] in lexicon.OTHER_PARTS:
                return spoken[0], at + 1
            return None, 0
        if token.kind != "word" and token.low not in {"/", "-"}:
            break
    return None, 0


class _Sentence:
    def __init__(
        self, text: str, tokens: list[Token], part: Part, section: str, *, told_before: bool, told_by_others: bool
    ) -> None:  # fmt: skip
        self.tokens = tokens
        self.part = part
        self.start, self.end = tokens[0].start, tokens[-1].end
        self.text = text[self.start : self.end]
        self.lower = self.text.lower()
        if len(self.lower) != len(self.text):  # a letter that has no single small one
            self.lower = self.text
        self.spoken = frozenset([token.low for token in tokens])
        self.counts = any(one.isdigit() for one in self.lower)
        # Drugs of a list of medications are no drugs that were given; a vital sign is told among the history only in its own part.
        self.in_history = section == _HISTORY or part == "background"
        self.told_before = told_before or part == "background"
        self.by_others = self._names_others() or (told_by_others and not self.spoken & lexicon.OF_US)

    # whose words

    def _names_others(self) -> bool:
        if self.spoken & lexicon.SOURCES or ("rn" in self.spoken and lexicon.NURSE.search(self.lower)):
            return True
        return bool(self.spoken & lexicon.NUMBERED_SOURCES) and any(
            token.low in lexicon.NUMBERED_SOURCES and token_at(self.tokens, at + 1).kind == "number"
            for at, token in enumerate(self.tokens)
        )

    @cached_property
    def _given_by_others(self) -> bool:
        return self.by_others or bool(self.spoken & _EARLIER_CARE) or self._earlier

    def others_tell(self) -> bool:
        """Whether the next sentence may go on with what somebody else told or did."""
        return self.by_others and (bool(self.spoken & lexicon.TELLS) or not self._names_others())

    @cached_property
    def _earlier(self) -> bool:
        return lexicon.EARLIER_PHRASES.search(self.lower) is not None

    @cached_property
    def _now(self) -> bool:
        """Whether measures are of this call, and no goal."""
        if self.spoken & lexicon.GOAL or self.spoken & lexicon.EARLIER or self._earlier:
            return False
        return not (self.part == "recommendation" and self.spoken & lexicon.TO_DO)

    @cached_property
    def _pain_now(self) -> bool:
        return self._now and not (self.spoken & lexicon.EARLIER_PAIN or "dispatch" in self.lower)

    @cached_property
    def _by_us(self) -> bool:
        return self._now and not (self.told_before or self.by_others or self.spoken & lexicon.REPORTS)

    @cached_property
    def _of_an_onset(self) -> events.Around:
        return events.around(self.lower)

    # what is said

    def mentions(self) -> tuple[Mention, ...]:
        """Everything that is said, in the order of the text."""
        anchors: list[Anchor] = []
        if self.counts:
            measures = measured.measures(self.tokens, self.lower, self.start)
            anchors += [Anchor(one.first, one.end, self._measured(one)) for one in measures]
        if may_be_named(self.spoken):
            drugs = given.told(self.tokens, self._around())
            anchors += [Anchor(one.first, one.end, self._given(one)) for one in drugs]
        found = timed(self.tokens, anchors, clocks(self.tokens) if self.counts else (), self._event)
        found += self._unbound_of_time()
        return tuple(sorted(found, key=lambda one: (one.start, one.end)))

    def _measured(self, one: measured.Found) -> Measured:
        return Measured(
            *self._places(one.first, one.end), name=one.name, values=one.values, unit=one.unit, upto=one.upto,
            places=one.places, ours=self._pain_now if one.name == "pain" else self._by_us,
        )  # fmt: skip

    def _given(self, told: given.Told) -> Given:
        dose = told.dose
        return Given(
            *self._places(told.first, told.end), drug=told.drug.name, items=told.drug.items,
            dose=dose.amount if dose else None, unit=dose.unit if dose else "", count=dose.times if dose else 1,
            route=told.route, clearly=told.clearly, by_others=self._given_by_others, refused=told.refused,
            volume_is_part=told.in_part,
        )  # fmt: skip

    def _around(self) -> given.Surroundings:
        only_clear = self.in_history or self.part == "recommendation"
        return given.Surroundings(self.spoken, self.lower, self.text != self.text.upper(), only_clear)

    def _places(self, first: int, end: int) -> tuple[int, int]:
        return self.tokens[first].start, self.tokens[end - 1].end

    def _unbound_of_time(self) -> Iterator[Mention]:
        for side in sided.sides(self.tokens, self.spoken) if sided.may_be_told(self.spoken) else ():
            yield Sided(*self._places(side.first, side.end), topic=side.topic, body=side.body, side=side.side)
        age = person(self.lower) if self.counts else None
        if age is not None:
            yield Person(
                self.start + age.start, self.start + age.end, age=age.years, unit=age.unit, sex=age.sex
            )
        told = allergies(self.lower)
        if told is not None:
            yield Allergic(self.start + told[1], self.start + told[2], terms=told[0])
        for one in numbers(self.lower):
            yield Counted(self.start + one.start, self.start + one.end, what=one.what, number=one.number)

    # times

    def _event(self, told: Told) -> Happened | None:
        """What the words before a time, or behind one that begins the sentence, say that happened then."""
        if not self.spoken & events.TOLD_BY or self.spoken & _NOT_YET:
            return None
        clock, behind = told.clock, self.tokens[told.end - 1].end - self.start
        begin, end = clock.start - self.start, clock.end - self.start
        event = events.before_the_time(
            self.lower[max(0, begin - 100) : begin], self.lower[end : end + 40], self._of_an_onset
        )
        places = clock.start - event.length, clock.end
        if not event.what and told.at <= 1:
            event = events.behind_the_time(self.lower[behind : behind + 100], self._of_an_onset)
            places = clock.start, self.start + behind + event.length
        if not event.what or (self.in_history and event.what not in _TOLD_IN_HISTORY):
            return None
        return Happened(*places, at=clock, what=event.what, unit=event.unit)
