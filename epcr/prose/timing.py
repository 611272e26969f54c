"""Which time of a sentence belongs to what: "BP 88/50 at 17:08, HR 54", "17:08 gave aspirin 324 mg", "left scene 17:15".

A time that may belong to two things belongs to none.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Final, NamedTuple

from epcr.prose.clock import Clock
from epcr.prose.clocks import AT, TimeClaim
from epcr.prose.lexicon import token_at
from epcr.prose.mentions import DrugMention, EventMention, MeasureMention, Mention
from epcr.prose.tokens import TextToken, words

# Between a measure or a drug and its time; the first ones also behind a comma.
_JOINING: Final = AT | words("( time hrs : - – =")
_BETWEEN: Final = _JOINING | words("""
    taken obtained recorded was were given administered manual auto irregular regular ra on room air % iv io im sl po
    ivp chewed pushed push slow by me intranasal neb pr went bolus started from mmhg bpm infused x in nasal / min palp
    palpation orally oral via total wide open dose doses mouth tablet tablets tab tabs spray sprays gel once beats
    breaths per r l right left thigh deltoid vastus lateralis arm ac antecubital
""")
_BEHIND: Final = words("""
    : - – , ) hrs hours hr h we i crew gave administered pt patient was given then medic started initial first repeat
    second vitals vs he she his her our patient's pt's
    had received a an the another additional is were of with assisted bp's . w / now found
""")
_HEADER: Final = words("( - – and then , : ;") | {""}  # before a time that begins its part of a sentence
_OF_A_SET: Final = words("""
    reassess vs vitals signs set reassessment reassessed repeat initial recheck vital second first third
""")
_ORDERED: Final = words("ordered orders authorized approved okayed")
_GIVEN: Final = words("given gave administered pushed")
_OF_ANOTHER_TIME: Final = words("after following post since before until")
_IN_A_ROW: Final = words(", / and ; ( ) % with a an bpm . ra on room air |")
_FARTHEST: Final = 12  # tokens between something and its time
_LONGEST_NAME: Final = 4  # words of the name behind "by"


class PlacedMention(NamedTuple):
    """A mention that a time may belong to, by the places of its tokens."""

    first: int
    end: int
    mention: Mention


def timed(
    tokens: list[TextToken],
    placed: list[PlacedMention],
    clocks: Iterable[TimeClaim],
    event: Callable[[TimeClaim], EventMention | None],
) -> list[Mention]:
    """The mentions with the times that belong to them, and what `event` says that happened at the other times."""
    return _TimeBinder(tokens, placed).all(list(clocks), event)


class _TimeBinder:
    """Goes through the times of a sentence once, with the last thing before each and the first behind it."""

    def __init__(self, tokens: list[TextToken], placed: list[PlacedMention]) -> None:
        self.tokens = tokens
        self.placed = sorted(placed, key=lambda mention: (mention.first, mention.end))
        self.times: dict[
            int, tuple[Clock, bool]
        ] = {}  # by the place of the mention in the row: its time, and whether it shares it

    def all(
        self, clocks: list[TimeClaim], event: Callable[[TimeClaim], EventMention | None]
    ) -> list[Mention]:
        events: list[Mention] = []
        time_first = self._begins_with(clocks)
        last_end = -1
        for claim in clocks:
            if claim.clock.about:  # nothing but an event may be about then
                if (event_then := event(claim)) is not None:
                    events.append(event_then)
                continue
            ahead = bisect_left(self.placed, claim.end, key=lambda mention: mention.first)
            if self._holds(ahead - 1, claim):
                self._bind(ahead - 1, 1, claim.clock, claim.end)
                last_end = claim.end
                continue
            if not time_first and self._is_of(ahead - 1, claim.at, last_end):
                self._bind(ahead - 1, -1, claim.clock, last_end)
            elif (drug := self._given_then(claim.at)) is not None:
                self.times[drug] = (claim.clock, False)
            elif (event_then := event(claim)) is not None:
                events.append(event_then)
            elif self._begins(claim, ahead):
                self._bind(ahead, 1, claim.clock, claim.end)
            last_end = claim.end
        return [*(self._with_time(place) for place in range(len(self.placed))), *events]

    def _holds(self, place: int, claim: TimeClaim) -> bool:
        """Whether a time stands between the name of a measure and its value: "BP at 0718 was 136/82"."""
        return place >= 0 and place not in self.times and self.placed[place].end > claim.end

    def _begins_with(self, clocks: list[TimeClaim]) -> bool:
        """Whether the sentence begins with a time: then each is of what stands behind it."""
        if not clocks or clocks[0].at > 2:
            return False
        return not self.placed or clocks[0].at < self.placed[0].first

    def _with_time(self, place: int) -> Mention:
        mention = self.placed[place].mention
        if place not in self.times:
            return mention
        clock, beside = self.times[place]
        return (
            replace(mention, at=clock, beside=beside)
            if isinstance(mention, MeasureMention)
            else replace(mention, at=clock)
        )

    def _bind(self, place: int, step: int, clock: Clock, edge: int) -> None:
        """Give a time to what stands beside it; to a measure also with those that stand in a row with it."""
        self.times[place] = (clock, False)
        first = self.placed[place].mention
        names = {first.name} if isinstance(first, MeasureMention) else set()
        while names and 0 <= place + step < len(self.placed) and place + step not in self.times:
            here, following = self.placed[place], self.placed[place + step]
            left, right = (here, following) if step > 0 else (following, here)
            outside = following.first < edge if step < 0 else following.first < here.end
            other = following.mention
            if (
                not isinstance(other, MeasureMention)
                or other.name in names
                or outside
                or not self._in_a_row(left, right)
            ):
                return
            names.add(other.name)
            place += step
            self.times[place] = (clock, True)

    def _in_a_row(self, left: PlacedMention, right: PlacedMention) -> bool:
        gap = self.tokens[left.end : right.first]
        return len(gap) <= 2 and all(token.low in _IN_A_ROW for token in gap)

    def _is_of(self, place: int, at: int, last_end: int) -> bool:
        """Whether a time is of what stands before it. Of "after dextrose at 07:19 alert" nobody knows."""
        if place < 0 or place in self.times:
            return False
        mention = self.placed[place]
        if token_at(self.tokens, mention.first - 1).low in _OF_ANOTHER_TIME or last_end > mention.first:
            return False
        if self._is_of_the_order(mention, at):
            return False
        return mention.end <= at <= mention.end + _FARTHEST and self._joined(mention.end, at)

    def _is_of_the_order(self, mention: PlacedMention, at: int) -> bool:
        """Whether a time tells when a drug was ordered, since the sentence goes on to when it was given."""
        if not isinstance(mention.mention, DrugMention):
            return False
        ordered = token_at(self.tokens, mention.first - 1).low in _ORDERED
        return ordered and any(token.low in _GIVEN for token in self.tokens[at:])

    def _given_then(self, at: int) -> int | None:
        """The only drug of the sentence, where "given" stands right before the time: "ordered TXA 2 g, read back, given 14:38"."""
        verb = at - 2 if token_at(self.tokens, at - 1).low in AT else at - 1
        if token_at(self.tokens, verb).low not in {"given", "administered", "pushed"}:
            return None
        drugs = [
            place for place, (_, _, mention) in enumerate(self.placed) if isinstance(mention, DrugMention)
        ]
        only = len(drugs) == 1 and self.placed[0].first < at and drugs[0] not in self.times
        return drugs[0] if only else None

    def _begins(self, claim: TimeClaim, ahead: int) -> bool:
        """Whether something stands right behind a time that begins its part of the sentence: "17:08 BP 88/50"."""
        if ahead >= len(self.placed) or ahead in self.times:
            return False
        before = token_at(self.tokens, claim.at - 1).low
        if before in AT:
            before = token_at(self.tokens, claim.at - 2).low
        first = self.placed[ahead].first
        if before not in _HEADER | _OF_A_SET or first - claim.end > _FARTHEST:
            return False
        return all(self.tokens[place].low in _BEHIND for place in range(claim.end, first))

    def _joined(self, end: int, at: int) -> bool:
        """Whether a time stands right behind something: "aspirin 324 mg chewed at 17:03"."""
        passed, of_a_name = _BETWEEN, 0
        for token in self._aside(end, at):
            if token.low == "," and passed is _BETWEEN:
                passed = _JOINING
            elif token.low == "by" and passed is _BETWEEN:
                of_a_name = _LONGEST_NAME
            elif token.low in passed:
                continue
            elif of_a_name and token.kind == "word" and token.text[:1].isupper():
                of_a_name -= 1
            else:
                return False
        return True

    def _aside(self, end: int, at: int) -> Iterator[TextToken]:
        """The tokens between two places without "over 10 min" and "(0.01 mg/kg)"."""
        inside = False
        for place, token in self._without_durations(end, at):
            if inside or token.low == ")":
                inside = token.low != ")"
            elif token.low == "(" and place < at - 1:
                inside = True
            else:
                yield token

    def _without_durations(self, end: int, at: int) -> Iterator[tuple[int, TextToken]]:
        """The tokens by their places without "over 10 min"."""
        left_out = 0
        for place in range(end, at):
            token = self.tokens[place]
            if token.low == "over" and (left_out or token_at(self.tokens, place + 1).kind == "number"):
                left_out = 2
            elif left_out:
                left_out -= 1
            else:
                yield place, token
