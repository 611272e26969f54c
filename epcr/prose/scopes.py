"""Whose words, and of when: the stretches of a sentence that tell of a goal, of earlier, of somebody else.

After the ConText algorithm (Harkema, Dowling, Thornblade and Chapman 2009): a trigger has a direction and a reach, and what ends it.
A mention asks only for the scopes that cover its place.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final, NamedTuple

from epcr.prose.scope_words import ENDS, TRIGGERS, ScopeKind, ScopeReach, ScopeTrigger
from epcr.prose.spoken_file import listed

NOT_OURS: Final = frozenset(set(ScopeKind) - {ScopeKind.HABIT})
# Of these a drug is none that was given on this call; what others gave is compared with the rows of others.
NOT_GIVEN: Final = frozenset(set(ScopeKind) - {ScopeKind.SOMEBODY_ELSE, ScopeKind.BEFORE_US})
OF_OTHERS: Final = frozenset({ScopeKind.SOMEBODY_ELSE, ScopeKind.BEFORE_US, ScopeKind.EARLIER})


_CLAUSE: Final = re.compile(r"[;\n]|\.(?![0-9])|, | but | and then | then | while ")
_QUOTE: Final = re.compile(r'["“][^"“”]{2,400}["”]')
_TRIGGERS: Final = tuple((trigger, listed(trigger.words)) for trigger in TRIGGERS)
_COMPILED_ENDS: Final = {kind: re.compile(pattern) for kind, pattern in ENDS.items()}


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
        for trigger, pattern in _TRIGGERS:
            for match in pattern().finditer(self._lower):
                yield WordScope(trigger.kind, *self._reach(trigger, *match.span()))

    def _reach(self, trigger: ScopeTrigger, start: int, end: int) -> tuple[int, int]:
        if trigger.reach is ScopeReach.FORWARD:
            return start, self._next_end(trigger.kind, end)
        if trigger.reach is ScopeReach.SENTENCE:
            return 0, len(self._lower)
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
