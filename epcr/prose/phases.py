"""Which set of vital signs a text means: the first, the last, those before or after an act. The sheet says which that is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from epcr.prose.lexicon import ORDINALS
from epcr.prose.named_acts import SpokenAct
from epcr.prose.scopes import WordScopes

ALWAYS: Final = "at all times"
FIRST, LAST, BEFORE, AFTER, NTH, AT = "first", "last", "before", "after", "set", "at"
PULSE_BACK: Final = "return of circulation"
_ALWAYS: Final = re.compile(
    r"\b(?:throughout|right through|all the way through|the (?:whole|entire) (?:time|call|way|trip|ride)|from start to finish|at all times|"
    r"never (?:changed|budged|moved|got better|eased|came down) from|never any different)\b"
)
_FIRST: Final = re.compile(
    r"(?<!after the )(?<!since the )(?<!but the )\b(?:initial(?:ly)?(?: vitals)?|first(?: set| vitals)?|1st|at first|"
    r"up front|(?:up)?on (?:our )?(?:arrival|contact|"
    r"first look)|from the (?:start|beginning)|"
    r"(?:at|upon) (?:our )?(?:first )?(?:pt |patient )?contact|^(?:pt|patient) contact(?=:)|(?:when|"
    r"as) we (?:first )?(?:got|found|arrived|walked in|came in|came through the door|reached|entered|saw|"
    r"made contact|met)|at first sight|presenting)\b"
    r"(?! (?:attempt|try|shock|dose|stick|aid|responder|12|strip|analysis|tourniquet|tq|one|bag|liter|250|500|time|nitro|unit|"
    r"and last|then|(?:at|to) (?:the )?(?:hospital|ed|er|st)))"
    r"(?! (?:(?:a |the |his |her )?pulses?|rosc|(?:him|her) back)\b)"
)
_LAST: Final = re.compile(
    r"\b(?:last|final|now|currently|most recent|at the end|at end|(?:at|on)(?: the time of)? (?:refusal|"
    r"release|departure|discharge|clearing|the end of (?:the )?call)|when we left|"
    r"by the time we (?:got to|reached|arrived at|pulled into|pulled in)|as we (?:pulled in|"
    r"turn(?:ed)? over|gave report|hand(?:ed)? over)|(?:rolling|pulling) into|"
    r"at (?:turn|hand)[ -]?over|"
    r"(?:on arrival )?(?:at|to) (?:the )?(?:hospital|ed|er|handoff|"
    r"hand-off|transfer|destination|st\.? [a-z]+(?! street)))\b"
    r"(?! (?:\w+ )?(?:before|prior))(?! (?:name|known|seen|dose|visit|oral|meal|ate|night|week|month|year|time|time she|saw|low|a1c|"
    r"two|three|four|five|few|couple|several|[2-9]\b|shocks?|rounds?|stick|attempt|epi\w*|bolus|nitro\w*|spray|push|"
    r"cycle|pulse check|compressions?|ecg|12|strip))"
)
_BEFORE_OR_AFTER: Final = re.compile(
    r"\b(?P<after>after|following|post|since)(?:-| )|\b(?P<before>before|prior to)\b"
)
_FURTHER: Final = [word for word, number in ORDINALS.items() if number > 1]
_NTH: Final = re.compile(
    rf"\b(?P<nth>{'|'.join(_FURTHER)}) (?:set|vitals|bp|blood pressure|pressure|reading|check|hr|pulse|heart rate|recheck)\b"
)
_WHICH_ACT: Final = re.compile(rf"\b({'|'.join(ORDINALS)}) ")
_MINUTES: Final = re.compile(r"\b(?P<minutes>[0-9]{1,2}) ?min(?:ute)?s? $")
_PULSE_BACK: Final = re.compile(
    r"(?:the )?(?:rosc|pulse (?:was )?back|return of (?:circulation|pulses?)|getting (?:a|his|her) pulse(?:s)? back|pulse return\w*)\b"
)
_AT_THE_PULSE: Final = re.compile(
    r"\b(?:(?:at|on|with|upon) rosc|(?:when|once|as) (?:the |his |her )?pulses? (?:came back|returned|was back|were back)|"
    r"(?:when|once|as) (?:we|i|they) (?:got|had|felt) (?:(?:a |the |his |her )?pulses?(?: back)?|rosc|(?:him|her) back))\b"
)
_CLAUSE_ENDS: Final = re.compile(r"[.;,]")
_DIGIT: Final = re.compile(r"[0-9]|\b(?:and|then|before)\b")  # another value stands between
# "on arrival" is at the patient only where nothing speaks of the hospital.
_OF_THE_HOSPITAL: Final = re.compile(
    r"\b(?:transport\w*|hospital|ed|er|cath|st\.|bay|destination|en route)\b|on arrival at|arriv\w+ at [0-9]"
)
_BEHIND_A_VALUE: Final = re.compile(r"[0-9] ?%?(?: (?:on|at|in|with))?(?: the| our| his| her)?$")
_FURTHER_ON: Final = re.compile(
    r"\b(?:then|later|finally|after that)\b"
)  # before "on arrival", which is then that of the hospital
_AND: Final = re.compile(r"\b(?:and|but|then)\b")
_NEAR_ACT: Final = 24  # characters between "after" and its act
_NEAR_VALUE: Final = 40  # characters between the words for a set and a value in the next clause
_MOVES_ON: Final = re.compile(
    r"[.;\n]|\b(?:then|later|now|and|recheck\w*|repeat\w*|to|up|down|improv\w*|went|came|after)\b|->|→|>"
)


@dataclass(frozen=True)
class SetPhase:
    """Which set is meant: `when` is first, last, before, after or set; `items` are those of the act it is told by.

    `number` is that of the set or the act, `minutes` is how long before or after the act; 0 where they are not told.
    """

    when: str
    items: frozenset[str] = frozenset()
    act: str = ""
    number: int = 0
    minutes: int = 0


class _PhrasePhase(NamedTuple):
    """The set that some words mean, by their places in the sentence."""

    start: int
    end: int
    phase: SetPhase


class SetPhases:
    """The words for sets in one sentence, by their places."""

    def __init__(self, lower: str, acts: list[SpokenAct], scopes: WordScopes) -> None:
        self._lower = lower
        self._scopes = scopes
        self._phases = sorted(self._all(acts), key=lambda row: row[0])

    def of(self, start: int, end: int) -> SetPhase | None:
        """The set that is meant by a value: the nearest words in its clause, else those right before it."""
        if not self._phases:
            return None
        begin, behind = self._scopes.clause(start)
        near = [
            (max(start - row[1], row[0] - end, 0), row[2])
            for row in self._phases
            if begin <= row[0] < behind
            and not self._is_over(row, start)
            and (row[0] < start or _DIGIT.search(self._lower, end, row[0]) is None)
        ]
        if near:
            return min(near, key=lambda row: row[0])[1]
        before = [
            row
            for row in self._phases
            if row[1] <= start
            and not self._is_over(row, start)
            and (row[2].when in {FIRST, LAST, NTH} or row[2].minutes)
        ]
        if not before or start - before[-1][1] > _NEAR_VALUE:
            return None
        return None if _MOVES_ON.search(self._lower, before[-1][1], start) else before[-1][2]

    def _is_over(self, row: _PhrasePhase, start: int) -> bool:
        """Whether "at first" belongs to what stands before it: "confused at first and oriented by 0722"."""
        leads = self._lower[self._scopes.clause(row[0])[0] : row[0]].strip(" ,")
        if row[1] <= start and _BEHIND_A_VALUE.search(leads) and "," in self._lower[row[1] : start]:
            return True
        return row[2].when == FIRST and bool(leads) and _AND.search(self._lower, row[1], start) is not None

    def _all(self, acts: list[SpokenAct]) -> Iterator[_PhrasePhase]:
        yield from (_PhrasePhase(*match.span(), SetPhase(FIRST)) for match in self._firsts())
        for when, pattern in ((LAST, _LAST), (ALWAYS, _ALWAYS)):
            yield from (
                _PhrasePhase(*match.span(), SetPhase(when)) for match in pattern.finditer(self._lower)
            )
        for match in _AT_THE_PULSE.finditer(self._lower):
            yield _PhrasePhase(*match.span(), SetPhase(AT, act=PULSE_BACK))
        for match in _NTH.finditer(self._lower):
            yield _PhrasePhase(*match.span("nth"), SetPhase(NTH, number=ORDINALS[match["nth"]]))
        for match in _BEFORE_OR_AFTER.finditer(self._lower):
            phase = self._pulse_back(match) or self._about_an_act(match, acts)
            if phase is not None:
                yield phase

    def _firsts(self) -> Iterator[re.Match[str]]:
        """The words for a first set; "on arrival" only where that is not at the hospital."""
        at_hospital = _OF_THE_HOSPITAL.search(self._lower) is not None
        for match in _FIRST.finditer(self._lower):
            arrives = "arriv" in match.group()
            if not arrives or not (at_hospital or _FURTHER_ON.search(self._lower, 0, match.start())):
                yield match

    def _pulse_back(self, match: re.Match[str]) -> _PhrasePhase | None:
        """`after ROSC`."""
        behind = self._lower[match.end() : match.end() + _NEAR_VALUE].lstrip()
        if _PULSE_BACK.match(behind) is None:
            return None
        return _PhrasePhase(*match.span(), SetPhase(_side_of(match), act=PULSE_BACK))

    def _about_an_act(self, match: re.Match[str], acts: list[SpokenAct]) -> _PhrasePhase | None:
        """`ten minutes after the second bolus`; None where no act follows in the same clause."""
        act = next((act for act in acts if 0 <= act.start - match.end() <= _NEAR_ACT), None)
        if act is None or _CLAUSE_ENDS.search(self._lower, match.end(), act.start):
            return None
        which = _WHICH_ACT.search(self._lower, match.end(), act.start)
        named = _MINUTES.search(self._lower[max(0, match.start() - 14) : match.start()])
        phase = SetPhase(
            _side_of(match), act.items, act.name, number=ORDINALS[which[1]] if which is not None else 0,
            minutes=int(named["minutes"]) if named is not None else 0,
        )  # fmt: skip
        return _PhrasePhase(match.start(), act.end, phase)


def _side_of(match: re.Match[str]) -> str:
    return AFTER if match["after"] else BEFORE
