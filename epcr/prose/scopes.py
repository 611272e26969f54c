"""Whose words, and of when: the stretches of a sentence that tell of a goal, of earlier, of somebody else.

After the ConText algorithm (Harkema, Dowling, Thornblade and Chapman 2009): a trigger has a direction and a reach, and what ends it.
A mention asks only for the scopes that cover its place.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from enum import StrEnum
from typing import Final, NamedTuple


class ScopeKind(StrEnum):
    """What a scope says of what it covers."""

    EARLIER = "earlier"
    GOAL = "goal"
    HYPOTHETICAL = "hypothetical"
    SOMEBODY_ELSE = "somebody_else"
    BEFORE_US = "before_us"
    QUOTED = "quoted"
    HABIT = "habit"


NOT_OURS: Final = frozenset(set(ScopeKind) - {ScopeKind.HABIT})
# Of these a drug is none that was given on this call; what others gave is compared with the rows of others.
NOT_GIVEN: Final = frozenset(set(ScopeKind) - {ScopeKind.SOMEBODY_ELSE, ScopeKind.BEFORE_US})
OF_OTHERS: Final = frozenset({ScopeKind.SOMEBODY_ELSE, ScopeKind.BEFORE_US, ScopeKind.EARLIER})


class ScopeReach(StrEnum):
    """Where a trigger works: on what follows, on what stands before it, on its clause, on the whole sentence."""

    FORWARD = "forward"
    BACKWARD = "backward"
    CLAUSE = "clause"
    SENTENCE = "sentence"


class ScopeTrigger(NamedTuple):
    """Words that open a scope, and what they say of the places they reach."""

    kind: ScopeKind
    reach: ScopeReach
    words: str


# A person, a place or a device that is not this crew.
_OTHERS: Final = (
    r"dispatch(?:ers?)?|callers?|facility|clinic|pcp|cardiolog(?:ist|y)|endo|husband|wife|daughter|son|mother|father|mom|dad|bro|brother|"
    r"sister|famil(?:y|ies)|parents?|uncle|aunt|grand(?:son|daughter|mother|father|ma|pa)|spouse|boyfriend|girlfriend|friends?|"
    r"neighbou?rs?|roommate|co-?workers?|bystanders?|teacher|coach|captain|team ?mates?|caregivers?|aide|sitter|police|pd|"
    r"deput(?:y|ies)|officers?|(?:volunteer )?fire(?:fighters?|men| dept| department)?|fd|ff|vfd|first[ -]responders?|lifeguard|school|"
    r"staff|nurses?|lpn|hospice|witness(?:es)?|pharmacist|supervisor|arena|(?:engine|ladder|truck|rescue|squad|tower|quint) [0-9]+|"
    r"cgm|libre|dexcom|(?:home|wrist|own|his|her|their) (?:\w+ )?(?:cuff|meter|monitor|machine|log|watch|oximeter)|meter (?:log|memory)|"
    r"captain|classmates?|staff|customers?|drivers?|passengers?|crew before|previous crew|first crew|rn (?:at|from|reports|gave|"
    r"had|on scene)"
)
TRIGGERS: Final = (
    ScopeTrigger(ScopeKind.SOMEBODY_ELSE, ScopeReach.FORWARD, rf"\b(?:{_OTHERS})\b"),
    ScopeTrigger(ScopeKind.SOMEBODY_ELSE, ScopeReach.CLAUSE, rf"\b(?:per|by|from|according to) (?:the |his |her )?(?:{_OTHERS})\b"),
    ScopeTrigger(ScopeKind.SOMEBODY_ELSE, ScopeReach.CLAUSE, r"\b(?:as (?:dispatched|toned)|(?:dispatched|toned|paged) (?:as|for|to))\b"),
    ScopeTrigger(ScopeKind.EARLIER, ScopeReach.FORWARD, r"\b(?:baseline|usual(?:ly)?|typically|normally|always|runs|"
    r"chronic(?:ally)?|last (?:dose|known|visit|week|month|year|clinic))\b"),
    ScopeTrigger(ScopeKind.EARLIER, ScopeReach.CLAUSE, r"\b(?:yesterday|(?:mon|tues|wednes|thurs|fri|satur|sun)day|last (?:night|"
    r"week|month|year|visit|spring|summer|fall|winter)|this (?:year|month|week)|"
            r"(?:weeks?|months?|years?|yrs?|days?) ago|in (?:19|20)[0-9]{2}|at home|a1c|last (?:bp|time|checked|reading)|previously|"
            r"(?:in|since) (?:january|february|march|april|june|july|august|september|october|november|december))\b"),
    ScopeTrigger(ScopeKind.BEFORE_US, ScopeReach.CLAUSE, r"\b(?:pta|prior to (?:us|our|ems|arrival)|before (?:us|our arrival|"
    r"we (?:got|came|arrived)|ems|arrival|calling|the call)|on arrival of)\b"),
    ScopeTrigger(ScopeKind.GOAL, ScopeReach.FORWARD, r"\b(?:goals?|targets?|targeted|targeting|aim(?:s|ing)?(?: for)?|"
    r"keep(?:ing)?|maintain(?:ing)?|titrat(?:e|ed|ing)|threshold|parameters?|limit|room temp)\b"),
    ScopeTrigger(ScopeKind.HYPOTHETICAL, ScopeReach.FORWARD, r"\b(?:if|unless|should|would|could(?! not|n't)|may|might|until|till|whenever|"
    r"lesson|next time|learning pt|learning point|"
            r"remember for next time|consider(?:ed|ing)?|recommend(?:ed)?|plan(?:ned)?|in case|ready (?:for|with)|on standby|"
            r"standby|drawn up|due|eta|expect|criteria|protocol (?:says|wants|calls for)|had (?:he|she|it|they) )\b"),
    ScopeTrigger(ScopeKind.HYPOTHETICAL, ScopeReach.BACKWARD, r"\b(?:by mistake|in error|typo|(?:is|are) what (?:the|"
    r"our) protocol|drawn up|on standby|not needed|would (?:have|be)|as needed|prn|was considered|per protocol but)\b"),
    ScopeTrigger(ScopeKind.GOAL, ScopeReach.FORWARD, r"\b(?:hold(?! pressure| of)|exceed\w*|maximum|minimum|expected|ventilate|"
    r"advis(?:e|ed to)|instructed|criterion|will|whenever)\b"),
    ScopeTrigger(ScopeKind.SOMEBODY_ELSE, ScopeReach.FORWARD, r"\b(?:reports|reported|stat(?:es|ed)|says|tells|relates|claims|"
    r"they|them|their|theirs|sending|records|office|physicians?)\b"),
    ScopeTrigger(ScopeKind.BEFORE_US, ScopeReach.CLAUSE, r"\b(?:prior(?! to)|earlier|already(?! (?:has|have|had a|in\b)))\b(?! attempts?)"),
    ScopeTrigger(ScopeKind.EARLIER, ScopeReach.FORWARD, r"\b(?:hx|history|pmhx?|previous)\b"),
    ScopeTrigger(ScopeKind.EARLIER, ScopeReach.CLAUSE, r"\b(?:normal (?:bp|blood|pressure|hr|for|range|is)|(?:is|was) normal|"
    r"this morning|home (?:bp|blood|cuff|gluc\w*|monitor|reading|sat|spo2|pulse)|ago)\b"),
    ScopeTrigger(ScopeKind.HABIT, ScopeReach.FORWARD, r"\b(?:takes|taking|took|taken|prescribed|prescription|rx|meds|medications?|"
    r"hx|history|pmhx?|abuses?|snorted|smoked|ingest\w*|missed|forgot|refill\w*|"
            r"usual(?:ly)?|normally|need(?:s|ed)?|give|administer|continue|avoid|will|be|can|advise\w*|suggest\w*|instructed|"
            r"whether|prepared|drew|drawn|draw|available|home|confiscated|compliant|noncompliant|bottles?)\b"),
    ScopeTrigger(ScopeKind.HABIT, ScopeReach.CLAUSE, r"\b(?:daily|nightly|weekly|bid|tid|qid|qd|qhs|prn|patch(?:es)?|bedtime|"
    r"tonight|tomorrow|yesterday|ago|quit|as needed|in the (?:morning|evening)|at night|"
            r"(?:a|per|every|each) day|last dose|standby|ready|vials?|will be)\b"),
)  # fmt: skip
# Where this crew speaks of itself again, or the sentence turns.
_ENDS: Final = {
    ScopeKind.SOMEBODY_ELSE: r"[;\n]|\.(?![0-9])|\b(?:but|ours|our|we|"
    r"(?<!told )(?<!handed )(?<!gave )(?<!to )(?<!before )(?<!with )us|medics?|emt|aemt|initial(?:ly)?|on arrival|upon arrival|"
    r"pt|patient|(?:he|she) (?:was|is|had)|vitals|who)\b",
    ScopeKind.EARLIER: r"[;\n]|\.(?![0-9])|\b(?:but|now|ours|our|we|today|currently|on arrival)\b",
    ScopeKind.BEFORE_US: r"[;\n]|\.(?![0-9])|\b(?:but|ours|then we|we)\b",
    ScopeKind.GOAL: r"[;\n]|\.(?![0-9])|\b(?:but|was|is|currently|now)\b",
    ScopeKind.HABIT: r"[;\n]|\.(?![0-9])|\b(?:but|gave|given|administered|we|i|pushed)\b",
    ScopeKind.HYPOTHETICAL: r"[;\n]|\.(?![0-9])|\b(?:but|instead|so we|we gave|gave)\b",
}  # fmt: skip
_CLAUSE: Final = re.compile(r"[;\n]|\.(?![0-9])|, | but | and then | then | while ")
_QUOTE: Final = re.compile(r'["“][^"“”]{2,400}["”]')
_COMPILED: Final = tuple((trigger, re.compile(trigger.words)) for trigger in TRIGGERS)
_COMPILED_ENDS: Final = {kind: re.compile(pattern) for kind, pattern in _ENDS.items()}


class WordScope(NamedTuple):
    """A stretch of a sentence, `first` to before `end` in characters, and what is said of it."""

    kind: ScopeKind
    first: int
    end: int


class WordScopes:
    """The scopes of one sentence, read once; `lower` is its text in small letters."""

    def __init__(self, lower: str) -> None:
        self._lower = lower
        self._cuts = [match.start() for match in _CLAUSE.finditer(lower)]
        self._ends: dict[ScopeKind, list[int]] = {}
        self._scopes = list(self._all())
        self._merged: dict[frozenset[ScopeKind], tuple[list[int], list[int]]] = {}

    def any_over(self, first: int, end: int, kinds: frozenset[ScopeKind] = NOT_OURS) -> bool:
        """Whether a scope of these kinds covers a part of a stretch."""
        if kinds not in self._merged:
            self._merged[kinds] = _merged(scope for scope in self._scopes if scope.kind in kinds)
        begins, ends = self._merged[kinds]
        at = bisect_left(begins, end) - 1
        return at >= 0 and ends[at] > first

    def clause(self, place: int) -> tuple[int, int]:
        """Where the clause of a place begins and ends."""
        at = bisect_left(self._cuts, place)
        begin = self._cuts[at - 1] + 1 if at else 0
        return begin, self._cuts[at] if at < len(self._cuts) else len(self._lower)

    def _all(self) -> Iterator[WordScope]:
        for match in _QUOTE.finditer(self._lower):
            yield WordScope(ScopeKind.QUOTED, *match.span())
        for trigger, pattern in _COMPILED:
            for match in pattern.finditer(self._lower):
                yield WordScope(trigger.kind, *self._reach(trigger, *match.span()))

    def _reach(self, trigger: ScopeTrigger, start: int, end: int) -> tuple[int, int]:
        if trigger.reach is ScopeReach.FORWARD:
            return start, self._next_end(trigger.kind, end)
        begin, behind = self.clause(start)
        return (begin, end) if trigger.reach is ScopeReach.BACKWARD else (begin, behind)

    def _next_end(self, kind: ScopeKind, place: int) -> int:
        if kind not in self._ends:
            self._ends[kind] = [match.start() for match in _COMPILED_ENDS[kind].finditer(self._lower)]
        ends = self._ends[kind]
        at = bisect_left(ends, place)
        return ends[at] if at < len(ends) else len(self._lower)


def _merged(scopes: Iterator[WordScope]) -> tuple[list[int], list[int]]:
    """Where stretches begin and end, those that overlap as one, in the order of the sentence."""
    begins: list[int] = []
    ends: list[int] = []
    for scope in sorted(scopes, key=lambda scope: scope.first):
        if ends and scope.first <= ends[-1]:
            ends[-1] = max(ends[-1], scope.end)
        else:
            begins.append(scope.first)
            ends.append(scope.end)
    return begins, ends
