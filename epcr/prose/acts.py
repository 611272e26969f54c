"""Acts as frames: what was done, by whom, at which attempt, with what outcome, on whose order, what came first, and what was not done.

Each rule is a named pattern of a few words around the name of an act. Who it was stays a word of the text: the sheet knows its crew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from epcr.prose.clock import Clock
from epcr.prose.lexicon import DOCTOR, EARLIER_WORDS, NUMBER_WORDS, ORDINALS
from epcr.prose.named_acts import SpokenAct
from epcr.prose.scopes import WordScopes
from epcr.prose.spoken_file import listed

_ATTEMPTED: Final = frozenset({"IV", "IO", "intubation", "supraglottic airway", "tourniquet"})

_CREW: Final = (
    r"(?:(?:the |our |my |an? )?(?P<title>paramedic|medic|aemt|emt|partner|preceptor|student|"
    r"driver) ?)?(?P<name>[a-z][a-z'-]*)?(?: \((?:aemt|emt|paramedic|medic)\))?"
)
_DID: Final = (
    r"(?P<verb>ran|did|got|placed|pushed|gave|started|dropped|hung|put|applied|inserted|acquired|obtained|sent|transmitted|packed|"
    r"splinted|established|read|interpreted|handled|drew up and (?:gave|pushed)|administered|performed|set|tied|"
    r"tightened|cranked|injected|"
    r"stuck|made(?= the call)|intubated|phoned|radioed|rang|shocked|bagged|shot|called|contacted|drilled|sank|spiked|helped|"
    r"assisted|attempted|tried|missed|used|delivered|"
    r"defibrillated|titrated|mixed|prepared|loaded|squeezed|removed|secured|tightened|wrapped|held|took|checked|rechecked|repeated)"
)
_SUBJECT: Final = re.compile(rf"(?:^|[\s,(]){_CREW},? (?:then |also |quickly |just )?{_DID}\b")
_AND_DID: Final = re.compile(rf"\b(?:and|then|,) (?:then )?{_DID}\b")
_BY: Final = re.compile(rf"(?:(?!\bnot\b|n't\b|\bnever\b)[^.;\n]){{0,40}}?\bby {_CREW}(?=[\s,.;)]|$)")
_NO_NAMES: Final = frozenset(
    {"on", "at", "in", "with", "and", "after", "before", "for", "to", "from", "then", "while", "via"}
)
_READ: Final = frozenset({"read", "interpreted", "called"})
_READING: Final = re.compile(r"\b(?:read|interpreted)\b")
_WHO_FARTHEST: Final = 36  # characters between a verb and its act

_HOW_MANY: Final = NUMBER_WORDS | {
    "single": 1, "1": 1, "2": 2, "3": 3, "4": 4, "5": 5, "x1": 1, "x2": 2, "x3": 3,
}  # fmt: skip
_TRY: Final = (
    r"(?:iv |io |good |clean )?(?:attempts?|tries|try|sticks?|pokes?|jabs?|goes|shots?|pass(?:es)?|go|"
    r"applications?|placements?)\b"
)
_ATTEMPT: Final = re.compile(
    rf"\battempts? ?(?:x|×) ?(?P<times>[1-5])\b|\b(?:(?P<which>{'|'.join(ORDINALS)})|(?P<many>one|single|two|three|four|five|"
    rf"[1-5]|x[1-3])) {_TRY}(?! (?:from(?! (?:me|us|him|her)\b)|at the sheet))"
)
_OFTEN: Final = re.compile(
    r"\b(?:tried|attempted|missed|stuck)\b(?: (?:for |the |an? )?(?:iv|io|line|access|him|her|it|igel|sga|"
    r"tube)){0,3} (?:(?P<number>[2-9]) times|(?P<twice>twice))\b"
)
_FIRST_HELD: Final = re.compile(
    r"\bfirst (?:tourniquet|tq|iv|line|io|i-?gel|airway) (?:held|worked|took|flushed|stopped|was (?:good|successful)|"
    r"went (?:right )?in)\b|\b(?:iv|io|line|i-?gel|sga|airway) (?:was |went )?(?:right )?(?:in|placed|seated|worked|good) (?:on |at )?"
    r"(?:the |my )?(?:very )?first (?:time|go|try|attempt|pass)\b"
)
_FAILS: Final = re.compile(
    r"\b(?:missed|unsuccessful\w*|failed|blew|blown|bent|infiltrat\w*|pulled away|pulled|slipped|unable|could ?n[o']t|no luck|"
    r"lost|miss(?:es)?|without success)\b"
)
_BAD: Final = re.compile(
    r"\b(?:without (?:any )?(?:relief|effect|improvement|change|success)|no (?:relief|effect|improvement|help|success)|"
    r"(?:did not|didn't|would not|wouldn't|could not be) (?:help|work|hold|seat|place[d]?|control|stop|touch)\w*|"
    r"failed|unsuccessful\w*|not successful|slipped off|pulled out|was pulled|had to be pulled|missed|blew|infiltrated|"
    r"soaked through|made no difference|did nothing|no change|did not (?:touch|budge|change)|didn't (?:touch|budge|change)|"
    r"(?:was |were |stayed |remained )?unchanged)\b"
)
_GOOD: Final = re.compile(
    r"\b(?:stopped (?:it|the bleed(?:ing)?|all bleeding)|controlled (?:it|the bleed(?:ing)?|bleeding)|"
    r"bleeding (?:was )?controlled|(?:held|worked|helped) (?:well|nicely|fine|great|right away|at once|it|the bleed\w*|pressure)|"
    r"got it|flushed (?:fine|well|easily)|flushes|patent|successful(?:ly)?|with (?:good |full )?(?:relief|effect|success)|"
    r"did the (?:trick|job)|helped (?:a lot|her|him|some|the pain|the pressure|quite a bit|a good deal)|"
    r"(?:took|brought) (?:it|the pain|the pressure|her pain|his pain) (?:away|down)|tolerated(?: (?:it|the \w+))? (?:well|without)|"
    r"no (?:adverse|ill|side) effects?|no complications?|without (?:adverse|ill|side) effects?)\b"
)
_BETTER_AFTER: Final = re.compile(
    r"\b(?:improved|better|relief|relieved|eased|resolved|gone|stabilized|came up|picked up|"
    r"perked up)(?: (?:right|shortly|soon|immediately|nicely|quickly))* "
    r"(?:with|after|from|following) (?:the |our |his |her |giving )*$"
)
_NOT_BETTER: Final = re.compile(r"\b(?:no|not|never|without|little|minimal)\b|n't\b")
_NOT_GOOD: Final = re.compile(r"\b(?:no|not|never|isn't|wasn't)\b")
_STEADY: Final = re.compile(r"\b(?:unchanged|no change)\b")
_OUTCOME_ENDS: Final = re.compile(r"[;.\n]|\b(?:then|after (?!which)|when|because|since|once|where|while)\b")
_FAILED_ACT: Final = re.compile(
    r"\b(?:(?:failed|unsuccessful|missed)(?: \w+)?|(?:did not|didn't|no response|not respond\w*) (?:respond )?to(?: the)?) $"
)
_NO_BETTER: Final = re.compile(
    r"\b(?:no (?:change|better|relief|improvement|response|effect)(?: \w+){0,2}?|unchanged|still the same|"
    r"without (?:change|relief|improvement|response)) "
    r"(?:right )?(?:with|after|from|to|following|despite) (?:the |our |his |her |giving )?$|"
    r"\b(?:did not|didn't|never) (?:improve|ease|change|get better|resolve|respond|go away)\w* (?:with|after|from|to|"
    r"following) (?:the |our )?$"
)
_NO_TALE: Final = re.compile(
    r"\b(?:(?:one|two|three|[1-9]|some|most|none|all but \w+) of|"
    r"attempt(?:ed)?|tried|first|1st|one|#1|at first|initially|second|2nd|prior|both)\b"
)

_ORDERED: Final = listed(
    rf"\b{DOCTOR}[^.;\n]{{0,30}}?,? (?:gave (?:us |me )?(?:an |the )?orders?|«ordered»)\b|"
    rf"\b(?:(?:on|per|by|with) (?:an? |the )?(?:online |verbal |phone |radio )?orders? (?:from|of|by) |per |ordered by |"
    rf"authorized by )(?:the )?{DOCTOR}\b|\bonline order\b|\b(?:called|contacted) {DOCTOR} for (?:an? |"
    rf"the )?(?:\w+ )?(?:orders?|permission)\b"
)
_STANDING: Final = re.compile(
    r"\b(?:on|per|by|under) (?:a |our |the )?(?:standing orders?|protocol)\b|\bno (?:call|contact) (?:to|with) med(?:ical)? control\b|"
    r"\bwithout (?:an order|calling (?:in|med(?:ical)? control)|med(?:ical)? control)\b|\bstanding orders?\b"
)

_NEVER_BEFORE: Final = re.compile(r"\b(?:not|never|n't)\b[^.;]{0,30}$")  # "not given without an order"
_NOW_DONE: Final = re.compile(
    r"(?: (?:size |#)?[0-9](?:\.[05])?)? (?:was |were )?(?:applied|placed|put on|in place|used|performed|started|done|established|"
    r"obtained|secured)\b(?! by (?:fire|bls|family))"
)
_JUST_DONE: Final = re.compile(
    r"\b(?:placed|applied|inserted|put on|put|performed|used|with|via|by|on)(?: an?| the| his| her)? $"
)
_DONE_WORDS: Final = frozenset(
    {"restrained", "cardioverted", "suctioned", "intubated", "collared", "decompressed"}
)
_NO_ACT: Final = re.compile(
    r"\b(?:no|not|never|without|wasn't|weren't|attempt\w*|unable|failed|refused|declined|if|before|until|prior|earlier|offered|"
    r"considered|ready|planned|for|or|nobody|none|neither|nor|(?:held|hold(?:ing)?) (?:off|back)|withheld|skipped|omitted|passed on|"
    r"instead of|opted|chose|elected|decided|n't)\b|n't\b"
)
_DENIES: Final = re.compile(r"\b(?:no|not|never|neither|nor|without)\b|n't\b")
_FIRST_THEN: Final = re.compile(
    r"^[^.;\n]{0,14}?\b(?:first|1st)\b(?! (?:attempt|try|stick|shock|dose|set|one|analysis|strip|look|time|12|line))"
)
_THEN: Final = re.compile(r"\bthen\b")
_ORDER_WORD: Final = re.compile(
    r"^(?:(?!\b(?:and|but|pain|pressure|bp|pulse|nausea|she|he|they|it|rate|sats?|sugar|gone|better|who|"
    r"which)\b)[^.;,\n]){0,24}?(?<!not )(?<!due )"
    r"\b(?P<word>before|after|following|prior to|by the time|ahead of) (?:the |our |his |her |we |giving |"
    r"getting |had |got |gave |hung |pushed |started |put |placed |did |were |was |even |an? |i |he |she |"
    r"medic |placing |took |received |chewed |swallowed |taking |(?P<which>first|1st|second|2nd|third|3rd) )*$"
)
_AFTERWARDS: Final = re.compile(
    r"[^.;\n]{0,24}?\b(?:after(?:ward)?s?|second|next|later|last|behind (?:it|that))\b(?! (?:the|that we|a))"
)
_AFTER_LEADS: Final = re.compile(
    r"(?:^|[.;\n] ?|, )(?:(?P<after>after|following)|before) (?:the |our |his |her )?$"
)
_WAS_GIVEN: Final = re.compile(
    r"^[ ,]{1,2}(?:we|she|he|i|pt|patient|crew) (?:\w+ )?(?:got|gave|pushed|placed|started|received|did|had|was given|put on|"
    r"applied)(?: him| her)?(?: the| a| an| his| her| our)? $"
)
# "TXA then tourniquet", "followed by": nothing else stands between.
_FOLLOWED: Final = re.compile(
    r"^(?: [0-9.]+ ?m?c?g| iv| io| im| po| first| in| placed| applied| given|,){0,4} ?(?:and then|then|followed by|"
    r"and after that) (?:the |a |an |we |gave |placed |started |applied |did |put (?:on )?)*$"
)
_NO_SEQUENCE: Final = re.compile(r"\b(?:no|not|never|without|had no|didn't|did not)\b")
_SEQUENCE_FARTHEST: Final = 100  # characters between two acts


@dataclass(frozen=True)
class ActClaim:
    """What is told of an act. `aspect` is who, which, total, outcome, order, sequence or not_done, `value` what is told of it.

    `other` is the act it is compared with in a sequence; `which` is the number of that act, of a shock or a dose.
    """

    act: SpokenAct
    aspect: str
    value: str
    start: int
    end: int
    other: SpokenAct | None = None
    which: int = 0
    at: Clock | None = None


def act_claims(lower: str, acts: list[SpokenAct], scopes: WordScopes) -> Iterator[ActClaim]:
    """What a sentence in small letters tells of its acts; nothing of those that a scope takes away from this crew and call."""
    ours = [act for act in acts if not scopes.any_over(act.start, act.end)]
    if not ours:
        return
    reader = _FrameReader(lower, ours, scopes)
    yield from reader.performers()
    yield from reader.attempts()
    yield from reader.often()
    yield from reader.outcomes()
    yield from reader.orders()
    yield from reader.sequences()
    yield from reader.done()


class _FrameReader:
    def __init__(self, lower: str, acts: list[SpokenAct], scopes: WordScopes) -> None:
        self.lower = lower
        self.acts = acts
        self.scopes = scopes

    def _next_start(self, number: int) -> int:
        return self.acts[number + 1].start if number + 1 < len(self.acts) else len(self.lower)

    def _first_behind(self, place: int, farthest: int) -> SpokenAct | None:
        act = next((act for act in self.acts if act.start >= place), None)
        return act if act is not None and act.start - place <= farthest else None

    # who

    def performers(self) -> Iterator[ActClaim]:
        """`Medic Lindqvist ran the 12-lead`, `and pushed the epi`, `IV by Okafor`."""
        for match in _SUBJECT.finditer(self.lower):
            who = _who(match)
            if who:
                yield from self._done_by(
                    who, match.start("title") if match["title"] else match.start("name"), match
                )
        for number, act in enumerate(self.acts):
            by = _BY.match(self.lower, act.end, min(len(self.lower), self._next_start(number) + 1))
            if by is not None and (who := _who(by)):
                read = "|read" if _READING.search(self.lower, act.end, by.end()) else ""
                yield ActClaim(act, "who", who + read, act.start, by.end())

    def _done_by(self, who: str, start: int, match: re.Match[str]) -> Iterator[ActClaim]:
        """What somebody did, also behind the next "and"."""
        step: re.Match[str] | None = match
        while step is not None:
            verb = step.start("verb")
            act = next((act for act in self.acts if act.start == verb), None) or self._first_behind(
                step.end(), _WHO_FARTHEST
            )
            between = self.lower[min(step.end(), act.start) : act.start] if act is not None else ""
            if act is None or _parts_clauses(between) or _DENIES.search(between):
                return
            read = "|read" if step["verb"] in _READ else ""
            yield ActClaim(act, "who", who + read, start, act.end)
            step = _AND_DID.match(self.lower, self._past_blanks(act.end))

    def _past_blanks(self, place: int) -> int:
        while place < len(self.lower) and self.lower[place] == " ":
            place += 1
        return place

    # how often, and how it went

    def attempts(self) -> Iterator[ActClaim]:
        """`on the second attempt`, `3 sticks`."""
        for match in _ATTEMPT.finditer(self.lower):
            act = self._attempted(match.start(), match.end())
            if act is None:
                continue
            begin, end = self.scopes.clause(match.start())
            if not match["which"]:
                failed = "-" if _FAILS.search(self.lower, begin, min(end, match.end() + 40)) else ""
                many = match["times"] or _HOW_MANY[match["many"]]
                yield ActClaim(act, "total", f"{many}{failed}", *match.span())
            elif not self._is_a_failed_one(match, self.lower[begin:end]):
                yield ActClaim(act, "which", str(ORDINALS[match["which"]]), *match.span())

    def _is_a_failed_one(self, match: re.Match[str], clause: str) -> bool:
        """`first attempt missed`: how the one of several went; "blew, second attempt good" goes on from the first."""
        if _FAILS.search(self.lower, match.end(), min(len(self.lower), match.end() + 20)) is None:
            return False
        return ORDINALS[match["which"]] == 1 or "missed" in clause or "unsuccessful" in clause

    def often(self) -> Iterator[ActClaim]:
        """`tried the IV four times`, `the first tourniquet held`."""
        for match in _FIRST_HELD.finditer(self.lower):
            act = self._attempted(match.start(), match.end())
            if act is not None:
                yield ActClaim(act, "which", "1", *match.span())
        for match in _OFTEN.finditer(self.lower):
            act = self._attempted(match.start(), match.end())
            if act is not None:
                number = 2 if match["twice"] else int(match["number"])
                yield ActClaim(
                    act, "total", f"{number}-", min(act.start, match.start()), max(act.end, match.end())
                )

    def _attempted(self, start: int, end: int) -> SpokenAct | None:
        """The act that an attempt is one of: the nearest before it, else the first behind."""
        tried = [act for act in self.acts if act.name in _ATTEMPTED]
        before = [act for act in tried if start - 60 <= act.start < end]
        if before:
            return before[-1]
        return next((act for act in tried if end <= act.start <= end + 30), None)

    def outcomes(self) -> Iterator[ActClaim]:
        """`without relief`, `packing failed`, `controlled it well`."""
        for number, act in enumerate(self.acts):
            window = self._told_behind(act, self._next_start(number))
            bad, good = self._failure(act, window, is_last=number + 1 == len(self.acts)), _GOOD.search(window)
            near = self.lower[max(0, act.start - 44) : act.start]
            if _FAILED_ACT.search(near[-24:]) or _NO_BETTER.search(near):
                yield ActClaim(act, "outcome", "bad", act.start, act.end)
            elif bad is not None and not self._is_one_of_several(act, bad):
                yield ActClaim(act, "outcome", "bad", act.start, act.end + bad.end())
            elif self._better_after(act):
                yield ActClaim(act, "outcome", "good", act.start, act.end)
            elif good is not None and bad is None and not _NOT_GOOD.search(window, 0, good.start()):
                yield ActClaim(act, "outcome", "good", act.start, act.end + good.end())

    def _told_behind(self, act: SpokenAct, stop: int) -> str:
        """The words behind an act that may tell how it went, before the next act."""
        window = self.lower[act.end : min(stop, len(self.lower), act.end + 70)]
        cut = _OUTCOME_ENDS.search(window)
        return window[: cut.start()] if cut else window

    def _failure(self, act: SpokenAct, window: str, *, is_last: bool) -> re.Match[str] | None:
        """The words for a failure; not for a tracing that is unchanged, which has worked, nor for the act right behind them."""
        bad = _BAD.search(window)
        if bad is None or (not act.is_drug and _STEADY.search(bad.group())):
            return None
        of_the_next = not is_last and not window[bad.end() :].strip()  # "glucagon after the failed IV"
        return None if of_the_next else bad

    def _is_one_of_several(self, act: SpokenAct, bad: re.Match[str]) -> bool:
        """`the first IV blew`: of an attempt, and not of the act."""
        return _NO_TALE.search(self.lower[max(0, act.start - 12) : act.end + bad.start()]) is not None

    def _better_after(self, act: SpokenAct) -> bool:
        """`pressure improved right after the nitro`."""
        before = self.lower[max(0, act.start - 60) : act.start]
        return _BETTER_AFTER.search(before) is not None and _NOT_BETTER.search(before) is None

    # on whose order

    def orders(self) -> Iterator[ActClaim]:
        for value, pattern in (("online", _ORDERED()), ("standing", _STANDING)):
            for match in pattern.finditer(self.lower):
                if self.scopes.any_over(*match.span()) or (
                    "without" in match.group() and _NEVER_BEFORE.search(self.lower[: match.start()])
                ):
                    continue
                act = self._ordered_act(*match.span())
                if act is not None:
                    yield ActClaim(
                        act, "order", value, min(act.start, match.start()), max(act.end, match.end())
                    )

    def _ordered_act(self, start: int, end: int) -> SpokenAct | None:
        """The act that an order is for: right behind it, else right before it."""
        acts = [act for act in self.acts if act.name != "medical control"]
        behind = next(
            (act for act in acts if end <= act.start <= end + 30 and "." not in self.lower[end : act.start]),
            None,
        )
        before = next((act for act in reversed(acts) if act.end <= start and start - act.end <= 40), None)
        if before is not None and re.search(r"[;\n]|\. ", self.lower[before.end : start]):
            before = None
        return behind or before

    # what came first

    def sequences(self) -> Iterator[ActClaim]:
        """`fentanyl first, then ondansetron`, `epi before our first shock`, `after the 12-lead she got her nitro`."""
        for act, other in pairwise(self.acts):
            leads = _AFTER_LEADS.search(self.lower[max(0, act.start - 20) : act.start])
            if leads is not None and _WAS_GIVEN.match(self.lower[act.end : other.start]):
                yield _in_order(act, other, "before" if leads["after"] else "after")
        for number, act in enumerate(self.acts):
            if _NO_SEQUENCE.search(self.lower[max(0, act.start - 16) : act.start]):
                continue
            following = self.acts[number + 1 : number + 3]
            claims = (self._sequence(act, other, beside=other is following[0]) for other in following)
            yield from (claim for claim in claims if claim is not None)

    def _sequence(self, act: SpokenAct, other: SpokenAct, *, beside: bool) -> ActClaim | None:
        """What came first of two acts; `beside` says that no other act stands between them."""
        between = self.lower[act.end : other.start]
        word = _ORDER_WORD.match(between) if beside else None
        if word is not None:
            value = "before" if word["word"] in EARLIER_WORDS else "after"
            return _in_order(act, other, value, ORDINALS.get(word["which"] or "", 0))
        if (beside and _FOLLOWED.match(between)) or self._is_first_of_two(between, other):
            return _in_order(act, other, "before")
        return None

    def _is_first_of_two(self, between: str, other: SpokenAct) -> bool:
        """`TQ first, then the line`, `IV first and the TQ afterwards`."""
        if len(between) > _SEQUENCE_FARTHEST or _FIRST_THEN.match(between) is None:
            return False
        afterwards = _AFTERWARDS.match(self.lower, other.end, other.end + 40)
        return afterwards is not None or _THEN.search(between) is not None

    # what was done

    def done(self) -> Iterator[ActClaim]:
        """`c-collar applied`, `intubated with a 7.5`: plainly done."""
        for act in self.acts:
            begin, end = self.scopes.clause(act.start)
            if _NO_ACT.search(self.lower, begin, end):
                continue
            done = _NOW_DONE.match(self.lower, act.end, end)
            if (
                done is not None
                or _JUST_DONE.search(self.lower[max(begin, act.start - 24) : act.start])
                or self.lower[act.start : act.end] in _DONE_WORDS
            ):
                yield ActClaim(act, "done", "", act.start, done.end() if done else act.end)


def _in_order(act: SpokenAct, other: SpokenAct, value: str, which: int = 0) -> ActClaim:
    """That an act was before or after another one."""
    return ActClaim(act, "sequence", value, act.start, other.end, other, which)


def _who(match: re.Match[str]) -> str:
    """The words for somebody: title and name."""
    name = "" if match["title"] and match["name"] in _NO_NAMES else match["name"]
    return " ".join(word for word in (match["title"], name) if word)


def _parts_clauses(between: str) -> bool:
    return re.search(r"[.;\n]|, (?!and )", between) is not None
