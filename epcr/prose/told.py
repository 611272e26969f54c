"""What a sentence tells of the closed lists of `schemas/told.toml`: a term of a list, or that it is not so.

It knows phrases and where they may reach; it refuses to know the sheet. A term whose meaning is not clear is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from typing import Final, NamedTuple

from epcr.prose.phrasebook import ABOUT, UNLESS, PhraseHit, hits
from epcr.prose.scopes import WordScopes
from epcr.prose.spoken_file import word_set
from epcr.prose.tokens import TextToken, words
from epcr.prose.told_file import REACH, ToldTopic, spoken, told_topics

_NO: Final = words(
    "no not without denies denied denying never nor neither negative none cannot nobody nothing"
)
_IN: Final = words("in of to below around down")
_OWNERS: Final = words("the his her their my your either both any")
_NO_PART: Final = words(
    "scene field ambulance truck room house meantime past morning time call hospital ed way crew patient pt"
)
_ANSWERED_NO: Final = words("no neg negative")
_OTHER: Final = words(
    "other further more additional longer second new"
)  # "no other alcohol" denies none that was told
_STOPS: Final = frozenset({";", ".", "\n"})
_NOT_OVER: Final = words("but however though although except has had reports with was is were now positive")
_HOW_ONE_IS: Final = words(
    "nauseous nauseated dizzy lightheaded sweaty diaphoretic weak confused tired faint pale"
)
_CHAINED: Final = 10  # words over which "denies" reaches along a list
_NEAR_NO: Final = 3  # words over which a "no" reaches one term
_ALWAYS: Final = words("throughout entire whole")
_LATER: Final = words(
    "now later then became becoming improved improving turned pinked last until once still again finally afterwards"
)
_UNSURE: Final = words(
    "if possible possibly probable ? maybe unclear unknown unsure question questionable suspected r/o rule whether"
)
# A symptom with one of these is over, came again, or is of another time.
_OVER: Final = words("""
    gone now more further relieved resolved resolves after since better before until prevent for if last evening again because
    history hx longer anymore improved eased subsided worse usual chronic when while with-activity then recurrence
""")
_FURTHER_PEOPLE: Final = words("partner herself himself captain officer")
_TELL: Final = words(
    "according states stated says said reports reported tells told per denies denied describes described relates "
    "notes noted confirms thinks adds advised advises"
)
_OF_US: Final = words("we our us i ours")


class ToldClaim(NamedTuple):
    """A term of a closed list, by its tokens; `denied` says that it is not so, `always` that it was so all the time."""

    topic: str
    term: str
    first: int
    end: int
    denied: bool = False
    always: bool = False


class ToldReader:
    """The claims of one sentence; `bare` reads a field that is about the topic itself, where the terms need nothing beside them."""

    def __init__(self, tokens: Sequence[TextToken], scopes: WordScopes | None, start: int) -> None:
        self.tokens = spoken(iter(tokens))
        self._places = {token.start: place for place, token in enumerate(tokens)}
        self.scopes = scopes
        self.start = start
        self.lows = [token.low for token in self.tokens]
        self.found = hits(self.tokens)

    def all(self) -> Iterator[ToldClaim]:
        """All claims, topic by topic."""
        for name, of_topic in self.found.items():
            topic = told_topics().get(name)
            if topic is not None:
                yield from self._of(topic, of_topic)

    def bare(self, topic: ToldTopic) -> Iterator[ToldClaim]:
        """The terms of one topic, whatever stands beside them."""
        for hit in _terms(self.found.get(topic.name, [])):
            yield self._claim(topic, hit, denied=self._denies(topic, hit))

    def _claim(self, topic: ToldTopic, hit: PhraseHit, *, denied: bool) -> ToldClaim:
        always = any(low in _ALWAYS for low in self._window(hit, REACH, _STOPS | {","}))
        return ToldClaim(topic.name, hit.sign.term, *self.places(hit), denied, always)

    def places(self, hit: PhraseHit) -> tuple[int, int]:
        """The tokens of the sentence that a phrase covers."""
        first, last = self.tokens[hit.first], self.tokens[hit.end - 1]
        return self._places[first.start], self._places[last.start] + 1

    def _of(self, topic: ToldTopic, of_topic: list[PhraseHit]) -> Iterator[ToldClaim]:
        about = [hit for hit in of_topic if hit.sign.term == ABOUT]
        unless = [hit for hit in of_topic if hit.sign.term == UNLESS]
        for hit in _terms(of_topic):
            if topic.needs_about and not any(self._reaches(hit, other) for other in about):
                continue
            if any(self._reaches(hit, other, over=True) for other in unless) or self._is_of_others(
                topic, hit
            ):
                continue
            denied = self._denies(topic, hit)
            if denied and self._is_confined(hit):
                continue
            if denied or self._is_plain(hit):
                yield self._claim(topic, hit, denied=denied)

    def _reaches(self, hit: PhraseHit, other: PhraseHit, *, over: bool = False) -> bool:
        """Whether other words stand near a term or in it, with no end of a clause between; `over` allows a comma before them."""
        if other.first < hit.end and hit.first < other.end:
            return True
        begin, end = min(hit.end, other.end), max(hit.first, other.first)
        stops = _STOPS if over or other.end <= hit.first else _STOPS | {","}
        return end - begin <= REACH and not stops & set(self.lows[begin:end])

    def _window(self, hit: PhraseHit, reach: int, stops: AbstractSet[str] = _STOPS) -> list[str]:
        """The words around a term, to the ends of its clause."""
        begin = hit.first
        while begin > 0 and hit.first - begin < reach and self.lows[begin - 1] not in stops:
            begin -= 1
        end = hit.end
        while end < len(self.lows) and end - hit.end < reach and self.lows[end] not in stops:
            end += 1
        return self.lows[begin : hit.first] + self.lows[hit.end : end]

    # whether it is so

    def _denies(self, topic: ToldTopic, hit: PhraseHit) -> bool:
        """`no wheezing`; along a list only where every term is there or not: "denies nausea, vomiting or headache"."""
        if self._is_answered_no(hit):
            return True
        if self.lows[hit.first] in _NO:
            return False  # "no allergies and no DNR"
        chained, commas = topic.kind == "each", 0
        for distance in range(1, (_CHAINED if chained else _NEAR_NO) + 1):
            place = hit.first - distance
            low = self.lows[place] if place >= 0 else "."
            if low in _NO or low.endswith("n't"):
                # "not short of breath, nauseated", "no SOB, nauseous": it ends with its word
                ended = commas and (low == "not" or self.lows[hit.first] in _HOW_ONE_IS)
                return self.lows[place + 1] not in _OTHER and not ended
            commas += low == ","
            if low in _STOPS or low in _NOT_OVER or low == ":" or (low == "," and not chained):
                return False
        return False

    def _is_confined(self, hit: PhraseHit) -> bool:
        """`no numbness in the legs`, `no swelling of the ankles`: a denial that is of one part of the body."""
        row = self.lows[hit.end : hit.end + 3]
        return len(row) > 1 and row[0] in _IN and row[1] in _OWNERS and row[-1] not in _NO_PART

    def _is_answered_no(self, hit: PhraseHit) -> bool:
        """`Short of breath no, nausea yes`."""
        answer, behind = (
            self.lows[place] if place < len(self.lows) else "." for place in (hit.end, hit.end + 1)
        )
        return answer in _ANSWERED_NO and (behind in _STOPS or behind in {",", "and"})

    def _is_plain(self, hit: PhraseHit) -> bool:
        """Whether a term that is not denied is told as something that was so."""
        before = self.lows[max(0, hit.first - _CHAINED) : hit.first]
        behind = self.lows[hit.end : hit.end + _NEAR_NO]
        near = set(before[-_NEAR_NO:]) | set(behind)
        return (
            not near & _UNSURE
            and "not" not in before
            and not any(low in _NO or low.endswith("n't") for low in before[-4:])
        )

    def _is_of_others(self, topic: ToldTopic, hit: PhraseHit) -> bool:
        """Whether scopes, or somebody else before it who only tells where the topic allows that, take it away from the patient."""
        if self.scopes is None:
            return False
        first, last = self.tokens[hit.first], self.tokens[hit.end - 1]
        if self.scopes.any_over(first.start - self.start, last.end - self.start, topic.blocked):
            return True
        window = self._window(hit, REACH)
        if topic.look == "first" and _LATER & set(window):
            return True
        if topic.look == "now" and _OVER & set(window):
            return True
        return topic.told_by_others and self._has_another_subject(hit)

    def _has_another_subject(self, hit: PhraseHit) -> bool:
        before = self.lows[max(0, hit.first - _CHAINED) : hit.first]
        place = next((at for at in range(len(before) - 1, -1, -1) if before[at] in _people()), None)
        if place is None:
            return False
        return not set(before[max(0, place - 2) :]) & (_TELL | _OF_US)


@cache
def _people() -> frozenset[str]:
    """Who may be the one that something is told of."""
    return _FURTHER_PEOPLE | word_set("kin") | word_set("family") | word_set("bystanders")


def _terms(of_topic: list[PhraseHit]) -> Iterator[PhraseHit]:
    """The terms in a row, the longest where they overlap."""
    terms = [hit for hit in of_topic if hit.sign.term not in {ABOUT, UNLESS}]
    terms.sort(key=lambda hit: (hit.first - hit.end, hit.first))
    taken: set[int] = set()
    for hit in terms:
        places = set(range(hit.first, hit.end))
        if not places & taken:
            taken |= places
            yield hit
