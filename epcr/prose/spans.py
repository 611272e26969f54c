"""How long it took from one thing to another, and which of an act and an event came first: `16 minutes from the call to the bedside`,
`scene time 25 minutes`, `amiodarone went in before he had a pulse`.

The events are those of `intervals` and some that people name only as an end; the sheet says when they were.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from epcr.prose.hospitals import THE_OTHER
from epcr.prose.intervals import ACT, BLOCKED, EVENTS, HOW, IntervalClaim, IntervalEnd, how_told
from epcr.prose.lexicon import DOCTOR, EARLIER_WORDS
from epcr.prose.named_acts import SpokenAct
from epcr.prose.scopes import WordScopes
from epcr.prose.spoken_file import listed

EARLIER, LATER = "earlier", "later"
ORDER, REFUSAL = "order", "refusal"
_DOCTOR: Final = rf"(?:{DOCTOR}|(?:the )?(?:{THE_OTHER}|hospital)|control)"
_PULSE: Final = (
    r"(?:(?:we |he |she )?(?:had|got|regained|found|felt) (?:a |any |his |her )?pulses?(?: back| again)?|(?:we )?(?:had|"
    r"got) (?:him|her) back|"
    r"(?:a |the |his |her )?(?:pulse|circulation) (?:came|was|had come|returned)(?: back| again)?)"
)
_ENDS: Final = {
    ORDER: rf"{_DOCTOR}(?: had| has| ever)? (?:«ordered»|said yes|gave (?:the |an |us |me )*(?:order|okay|"
    r"go-?ahead))|(?:an |any |the |that |(?:the )?doctor's )?(?:order|go-?ahead|okay)\b(?! of)",
    REFUSAL: r"(?:he|she|pt|patient) (?:had )?signed\b(?! (?:for|in|up))|(?:his|her) signature on the refusal|signing the refusal",
    "pulse_back": f"{EVENTS['pulse_back']}|{_PULSE}",
    "contact": (
        rf"{EVENTS['contact']}|(?:the |first )?(?:patient|pt)(?:'s)? (?:side|bedside)|(?:his|her|the) (?:bedside|side)\b|"
        r"(?:i|we) (?:knelt|stood|was|were|got) (?:beside|next to|with|to|at) (?:him|her|the)|our arrival|"
        r"(?:on[- ]scene )?arrival\b(?! at)|"
        r"pulling up|(?<=to )(?:the )?curb"
    ),
    "dispatch": rf"{EVENTS['dispatch']}|(?:the |911 )?call\b(?! (?:to|for|from))|(?:the )?(?:tones|page|alarm)",
    "left_scene": rf"{EVENTS['left_scene']}|(?:our )?departure|wheels (?:rolling|turning)|rolling\b|the road",
    "hospital": rf"{EVENTS['hospital']}|(?:the )?(?:hospital|ed|er|trauma center)(?: door)?\b|(?:the )?door\b",
    "handover": (
        rf"{EVENTS['handover']}|(?:their |the )?signature|signing (?:him|her) over|(?:dr\.? [a-z]+|the (?:nurse|doctor|team))"
        r"(?: and the [a-z]+ team)? (?:had|took|signed for) (?:him|her)|(?:he|she) was signed over|handover|turn-?over"
    ),
    **{name: EVENTS[name] for name in ("injury", "arrest", "onset", "cpr", "alert")},
}  # fmt: skip
_EVENT: Final = listed(r"\b(?:" + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _ENDS.items()) + ")")
_LONG: Final = rf"{HOW}(?<![\w:/.-])(?P<number>[0-9]{{1,3}})[ -]?min(?:ute)?s?\b"
_TO: Final = r"(?:to|until|till|and)"
_NO_NUMBER: Final = r"(?:[^.;\n0-9]|(?<=[a-z])[0-9]{1,2}|(?<=at )[0-9]{1,2}:?[0-9]{2})"
# `16 minutes (passed) from X to Y`, `from X to Y it took us 16 minutes`, `X to Y: 16 minutes`.
_LONG_FIRST: Final = listed(
    rf"{_LONG}(?: (?:passed|went by|elapsed|lay|later|or so|in all))? (?:from|between) (?P<ends>{_NO_NUMBER}{{6,90}})"
)
_LONG_LAST: Final = listed(
    rf"(?:^|[.;\n,(] ?|\b(?:from|between) )(?P<ends>[^.;\n0-9,:]{{6,80}}?)(?: time)?(?:[,:=]| is| was| were| it took(?: "
    rf"us)?| took(?: us)?| we needed|"
    rf" a total of| in| went by)+ ?{_LONG}(?! (?:after|before|later|from|prior|ago|into))"
)
_LONG_BEHIND: Final = listed(
    rf"\b(?:from|between) (?P<ends>[^.;\n0-9,:]{{6,80}}?) {_LONG}(?! (?:after|before|later|from|prior|ago|into))"
)
_TOOK_BETWEEN: Final = re.compile(rf" {_TO} ")
_AGAIN: Final = _LONG.replace("how", "how2").replace("number", "number2")
_LASTED_ON_SCENE: Final = listed(
    rf"\b(?:(?:on[- ])?scene time|time on scene|stay on scene)\b[^.;\n0-9]{{0,40}}?{_LONG}|{_AGAIN} (?:of |for )?"
    r"(?:on scene|at the scene|scene time)\b(?! (?:before|until|from|after|with|when|into))"
)
_LASTED_AT_HOSPITAL: Final = listed(
    rf"{_LONG} (?:at|in) (?:the )?(?:hospital|ed|er|trauma center|bay)\b(?: before| until| till)\b(?= (?:we |dr|the |she |he |they |"
    r"hand|turn|sign|report|care|nurse|someone|anyone|anybody|somebody|a ))"
)
_STAYS: Final = (
    (_LASTED_ON_SCENE, IntervalEnd("contact"), IntervalEnd("left_scene")),
    (_LASTED_AT_HOSPITAL, IntervalEnd("hospital"), IntervalEnd("handover")),
)
_NOT_SO: Final = re.compile(
    r"\b(?:no|not|never|if|would|should|could|goal|target|limit|eta|second|last|next|every|wait\w*|usual\w*|normally|of those|"
    r"another|more than we|total time)\b|n't\b"
)
_WORD: Final = re.compile(
    r"\b(?P<word>before|prior to|ahead of|by the time|without waiting for|after|following|once|only when|as soon as) "
    r"(?:we even |we |i |he |she |had |have |even |ever |getting |the moment )*"
)
_EARLIER_WORDS: Final = EARLIER_WORDS | {"without waiting for"}
_ORDERED: Final = frozenset({ORDER, REFUSAL, "pulse_back", "left_scene", "hospital"})
_CLOSED: Final = re.compile(r"(?: (?:it|that|this|them|yet|at all|again|back|in))*(?:[.;]|$)")
_DONE_FARTHEST: Final = 70  # characters between an act and the word
_STOPS: Final = re.compile(
    r"[;\n]|\.(?![0-9])|\b(?:no|not|never|without(?! waiting)|until|if|should|would|could|held|withheld|another|second|"
    r"third|next|repeat\w*|"
    r"more|recheck\w*|attempt\w*|stop\w*|but|pulse|pressure|pain|etco2|co2|spo2|sats?|bgl|sugar|"
    r"was ready|drawn up|ready|agreed|ordered|asked|called|"
    r"read back|alert\w*|shock \w+)\b|n't\b"
)
_GOES_ON: Final = re.compile(r"\b(?:left|stay\w*|kept|keep\w*|remain\w*|continu\w*|running|still|going|on)\b")
_ROUTES: Final = frozenset({"IV", "IO"})


class _Found(NamedTuple):
    """An end of a span, with its places in the sentence."""

    end: IntervalEnd
    start: int
    behind: int


class SpanReader(NamedTuple):
    """The spans and orders of a sentence in small letters."""

    lower: str
    acts: list[SpokenAct]
    scopes: WordScopes

    def all(self) -> Iterator[IntervalClaim]:
        """All claims."""
        if "min" in self.lower:
            yield from self._between()
            yield from self._stays()
        yield from self._orders()

    def _between(self) -> Iterator[IntervalClaim]:
        """`16 minutes from the call to the bedside`."""
        for pattern in (_LONG_FIRST, _LONG_LAST, _LONG_BEHIND):
            for match in pattern().finditer(self.lower):
                ends = self._two_ends(*match.span("ends"))
                if ends is not None and not self._is_not_so(*match.span()):
                    first, other = ends
                    yield self._claim(match, first, other)

    def _two_ends(self, start: int, stop: int) -> tuple[IntervalEnd, IntervalEnd] | None:
        """From what to what, by the one word between both; None where one end is not known."""
        for to in _TOOK_BETWEEN.finditer(self.lower, start, stop):
            left, right = self._only(start, to.start()), self._first(to.end(), stop)
            if left is not None and right is not None and left != right:
                return left, right
        return None

    def _only(self, start: int, stop: int) -> IntervalEnd | None:
        """The one end that is named in a stretch; None where there are several."""
        ends = {named.end for named in self._named(start, stop)}
        return ends.pop() if len(ends) == 1 else None

    def _first(self, start: int, stop: int) -> IntervalEnd | None:
        """The end that is named first in a stretch."""
        named = min(self._named(start, stop), key=lambda place: (place.start, -place.behind), default=None)
        return named.end if named is not None else None

    def _named(self, start: int, stop: int) -> list[_Found]:
        """The ends in a stretch: its events, and the acts that are none."""
        events = [
            _Found(IntervalEnd(str(match.lastgroup)), *match.span())
            for match in _EVENT().finditer(self.lower, start, stop)
        ]
        acts = [
            _Found(IntervalEnd(ACT, act.items, act.name), act.start, act.end)
            for act in self.acts
            if start <= act.start and act.end <= stop
        ]
        apart = [
            act
            for act in acts
            if not any(act.start < event.behind and event.start < act.behind for event in events)
        ]
        return events + apart

    def _stays(self) -> Iterator[IntervalClaim]:
        """`Scene time was 25 minutes`, `17 minutes at the hospital until the doctor had him`."""
        for pattern, first, other in _STAYS:
            for match in pattern().finditer(self.lower):
                if not self._is_not_so(*match.span()):
                    yield self._claim(match, first, other)

    def _is_not_so(self, start: int, end: int) -> bool:
        begin = max(0, start - 20)
        return _NOT_SO.search(self.lower, begin, end) is not None or self.scopes.any_over(
            start, start + 1, BLOCKED
        )

    @staticmethod
    def _claim(match: re.Match[str], first: IntervalEnd, other: IntervalEnd) -> IntervalClaim:
        """The span from one end to the other."""
        groups = match.groupdict()
        number, how = groups["number"] or groups.get("number2"), groups["how"] or groups.get("how2") or ""
        return IntervalClaim(other, first, float(number or 0), how_told(how), *match.span())

    def _orders(self) -> Iterator[IntervalClaim]:
        """`Saline was started before we had a pulse`."""
        for match in _WORD.finditer(self.lower):
            event = next(
                (
                    beside
                    for begin in (match.end(), match.end("word") + 1)
                    if (beside := _EVENT().match(self.lower, begin)) is not None
                ),
                None,
            )
            if event is None or event.lastgroup not in _ORDERED or self._begins_anew(match, event.end()):
                continue
            first = self._done_before(match.start(), str(event.lastgroup))
            how = EARLIER if match["word"] in _EARLIER_WORDS else LATER
            if first is None or (how == LATER and _GOES_ON.search(self.lower, first.behind, match.start())):
                continue
            yield IntervalClaim(
                first.end, IntervalEnd(str(event.lastgroup)), 0.0, how, first.start, event.end()
            )

    def _begins_anew(self, match: re.Match[str], end: int) -> bool:
        """Whether what follows is of something else: `amiodarone, and after ROSC a bolus`."""
        before = self.lower[: match.start()].rstrip()
        if not before.endswith((",", " and", " then", " but")):
            return False
        ends = _CLOSED.match(self.lower, end) is not None
        return not (before.endswith(",") and match["word"] in _EARLIER_WORDS and ends)

    def _done_before(self, place: int, event: str) -> _Found | None:
        """The act that is told right before a word, and not denied; None where none is."""
        acts = [act for act in self.acts if act.end <= place and place - act.end <= _DONE_FARTHEST]
        if len(acts) > 1 and acts[-1].name in _ROUTES and acts[-1].start - acts[-2].end <= 1:
            acts.pop()
        if not acts or (event == ORDER and not acts[-1].is_drug):
            return None
        act = acts[-1]
        if self.scopes.any_over(act.start, act.end, BLOCKED):
            return None
        begin, _ = self.scopes.clause(act.start)
        if _STOPS.search(self.lower, max(begin, act.start - 30), act.start) or _STOPS.search(
            self.lower, act.end, place
        ):
            return None
        return _Found(IntervalEnd(ACT, act.items, act.name), act.start, act.end)
