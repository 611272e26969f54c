"""Which time of a sentence belongs to what: "BP 88/50 at 17:08, HR 54", "17:08 gave aspirin 324 mg", "left scene 17:15".

A time that may belong to two things belongs to none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final, NamedTuple

from epcr.prose.clocks import AT, Told
from epcr.prose.lexicon import token_at
from epcr.prose.mentions import Clock, Given, Happened, Measured, Mention
from epcr.prose.tokens import Token, words

# Between a measure or a drug and its time; the first ones also behind a comma.
_JOINING: Final = AT | words("( time hrs : - – =")
_BETWEEN: Final = _JOINING | words("""
    taken obtained recorded was were given administered manual auto irregular regular ra on room air % iv io im sl po
    ivp chewed pushed push slow by me intranasal neb bolus started from mmhg bpm infused x in nasal / min palp
    palpation orally oral via total wide open dose doses mouth tablet tablets tab tabs spray sprays gel once beats
    breaths per r l right left thigh deltoid vastus lateralis arm ac antecubital
""")
_BEHIND: Final = words("""
    : - – , ) hrs hours hr h we i crew gave administered pt patient was given then medic started initial first repeat
    second vitals vs had received a an the another additional is were of with assisted bp's . w / now found
""")
_HEADER: Final = words("( - – and then , : ;") | {""}  # before a time that begins its part of a sentence
_OF_A_SET: Final = words("""
    reassess vs vitals signs set reassessment reassessed repeat initial recheck vital second first third
""")
_OF_ANOTHER_TIME: Final = words("after following post since before until")
_IN_A_ROW: Final = words(", / and ; ( ) % with a an bpm . ra on room air |")
_FARTHEST: Final = 12  # tokens between something and its time
_LONGEST_NAME: Final = 4  # words of the name behind "by"


class Anchor(NamedTuple):
    """Something that a time may belong to, by the places of its tokens."""

    first: int
    end: int
    mention: Mention


def timed(
    tokens: list[Token],
    anchors: list[Anchor],
    clocks: Iterable[Told],
    event: Callable[[Told], Happened | None],
) -> list[Mention]:
    """The mentions with the times that belong to them, and what `event` says that happened at the other times."""
    return _Binder(tokens, anchors).all(list(clocks), event)


class _Binder:
    """Goes through the times of a sentence once, with the last thing before each and the first behind it."""

    def __init__(self, tokens: list[Token], anchors: list[Anchor]) -> None:
        self.tokens = tokens
        self.anchors = sorted(anchors, key=lambda one: (one.first, one.end))
        self.times: dict[
            int, tuple[Clock, bool]
        ] = {}  # by place of the anchor: its time, and whether it shares it

    def all(self, clocks: list[Told], event: Callable[[Told], Happened | None]) -> list[Mention]:
        happened: list[Mention] = []
        anchors = self.anchors
        time_first = bool(clocks) and (not anchors or clocks[0].at < anchors[0].first) and clocks[0].at <= 2
        ahead, last_end = 0, -1
        for told in clocks:
            while ahead < len(anchors) and anchors[ahead].first < told.end:
                ahead += 1
            if not time_first and self._is_of(ahead - 1, told.at, last_end):
                self._bind(ahead - 1, -1, told.clock, last_end)
            elif (drug := self._given_then(told.at)) is not None:
                self.times[drug] = (told.clock, False)
            elif (moment := event(told)) is not None:
                happened.append(moment)
            elif self._begins(told, ahead):
                self._bind(ahead, 1, told.clock, told.end)
            last_end = told.end
        return [*(self._with_time(place) for place in range(len(anchors))), *happened]

    def _with_time(self, place: int) -> Mention:
        mention = self.anchors[place].mention
        if place not in self.times:
            return mention
        clock, beside = self.times[place]
        return (
            replace(mention, at=clock, beside=beside)
            if isinstance(mention, Measured)
            else replace(mention, at=clock)
        )

    def _bind(self, place: int, step: int, clock: Clock, edge: int) -> None:
        """Give a time to what stands beside it; to a measure also with those that stand in a row with it."""
        self.times[place] = (clock, False)
        first = self.anchors[place].mention
        names = {first.name} if isinstance(first, Measured) else set()
        while names and 0 <= place + step < len(self.anchors) and place + step not in self.times:
            here, following = self.anchors[place], self.anchors[place + step]
            left, right = (here, following) if step > 0 else (following, here)
            outside = following.first < edge if step < 0 else following.first < here.end
            other = following.mention
            if (
                not isinstance(other, Measured)
                or other.name in names
                or outside
                or not self._in_a_row(left, right)
            ):
                return
            names.add(other.name)
            place += step
            self.times[place] = (clock, True)

    def _in_a_row(self, left: Anchor, right: Anchor) -> bool:
        gap = self.tokens[left.end : right.first]
        return len(gap) <= 2 and all(token.low in _IN_A_ROW for token in gap)

    def _is_of(self, place: int, at: int, last_end: int) -> bool:
        """Whether a time is of what stands before it. Of "after dextrose at 07:19 alert" nobody knows."""
        if place < 0 or place in self.times:
            return False
        anchor = self.anchors[place]
        after = token_at(self.tokens, anchor.first - 1).low in _OF_ANOTHER_TIME
        return not after and last_end <= anchor.first and anchor.end <= at and self._joined(anchor.end, at)

    def _given_then(self, at: int) -> int | None:
        """The only drug of the sentence, where "given" stands right before the time: "ordered TXA 2 g, read back, given 14:38"."""
        verb = at - 2 if token_at(self.tokens, at - 1).low in AT else at - 1
        if token_at(self.tokens, verb).low not in {"given", "administered", "pushed"}:
            return None
        drugs = [place for place, one in enumerate(self.anchors) if isinstance(one.mention, Given)]
        only = len(drugs) == 1 and self.anchors[0].first < at and drugs[0] not in self.times
        return drugs[0] if only else None

    def _begins(self, told: Told, ahead: int) -> bool:
        """Whether something stands right behind a time that begins its part of the sentence: "17:08 BP 88/50"."""
        if ahead >= len(self.anchors) or ahead in self.times:
            return False
        before = token_at(self.tokens, told.at - 1).low
        if before in AT:
            before = token_at(self.tokens, told.at - 2).low
        first = self.anchors[ahead].first
        if before not in _HEADER | _OF_A_SET or first - told.end > _FARTHEST:
            return False
        return all(self.tokens[place].low in _BEHIND for place in range(told.end, first))

    def _joined(self, end: int, at: int) -> bool:
        """Whether a time stands right behind something: "aspirin 324 mg chewed at 17:03"."""
        if at - end > _FARTHEST:
            return False
        comma, named_by = False, 0
        for token in self._aside(end, at):
            if token.low == "," and not comma:
                comma = True
            elif token.low == "by" and not comma:
                named_by = _LONGEST_NAME
            elif token.low not in (_JOINING if comma else _BETWEEN):
                if not (named_by and token.kind == "word" and token.text[:1].isupper()):
                    return False
                named_by -= 1
        return True

    def _aside(self, end: int, at: int) -> Iterable[Token]:
        """The tokens between two places without "over 10 min" and "(0.01 mg/kg)"."""
        over, inside = 0, False
        for place in range(end, at):
            token = self.tokens[place]
            if over or (token.low == "over" and token_at(self.tokens, place + 1).kind == "number"):
                over = 2 if token.low == "over" else over - 1
            elif inside or token.low == ")":
                inside = token.low != ")"
            elif token.low == "(" and place < at - 1:
                inside = True
            else:
                yield token
