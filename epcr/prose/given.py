"""Drugs that a sentence says were given: name, dose, route, and whether it says so clearly.

What was only planned, asked for, taken at home or caused an allergy is no drug that was given.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from epcr.prose import lexicon
from epcr.prose.drugs import FLUIDS, Named, named_at
from epcr.prose.lexicon import token_at
from epcr.prose.tokens import Token, words

_UNITS: Final = {
    spelling: unit
    for unit, spellings in {
        "mg": "mg mgs milligram milligrams", "mcg": "mcg mcgs ug µg μg microgram micrograms", "g": "g gm gms gram grams",
        "mL": "ml mls cc ccs milliliter milliliters", "L": "l liter liters litre litres", "units": "units unit u iu",
        "mEq": "meq meqs", "puffs": "puff puffs", "L/min": "lpm",
    }.items()
    for spelling in spellings.split()
}  # fmt: skip
_PER: Final = {"min": "min", "minute": "min", "hr": "hr", "hour": "hr", "h": "hr", "kg": "kg"}
_GAUGES: Final = frozenset({14.0, 16.0, 18.0, 20.0, 22.0, 24.0})
_COUNTS: Final = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "once": 1, "twice": 2}
_PIECES: Final = words("tab tabs tablet tablets pill pills capsule capsules")
_BEFORE_THE_NAME: Final = words("""
    of the iv io im sl po ivp in nasal oral chewable baby pt's patient's own a normal warm warmed nebulized slow push
    dose bolus ( - her his
""")
_BEHIND_THE_NAME: Final = words("""
    iv ivp io im in sl po pr neb nebulized svn via : % - – , ( ) @ at of was were given administered push slow bolus
    infusion drip dose doses started hung sulfate chloride hcl odt spray tablet tablets tab tabs total wide open
    running gel paste stock own chewable pushed agency patient's pt's by mouth under the tongue nebulizer infused
    total low intranasal oral
""")
# What may follow a dose behind a comma; another word may be a drug that is not known.
_BEHIND_A_DOSE: Final = words("""
    iv ivp io im in sl po pr neb nebulized via given administered at @ ( ) , . ; : - over by slow push total x ×
    chewed to for with and then once after per was each q every intranasal oral orally wide rapid bolus infused from
""")
_AGAIN: Final = words("another additional repeat repeated second 2nd third 3rd further more redosed")
_ROUTES: Final = {
    spelling: route
    for route, spellings in {
        "IV": "iv ivp intravenous intravenously", "IO": "io intraosseous", "IM": "im intramuscular intramuscularly",
        "IN": "intranasal intranasally", "mouth": "po sl sublingual sublingually orally chewed chewable mouth tongue buccal odt",
        "neb": "neb nebulized nebulizer svn hhn", "rectal": "pr rectally", "SC": "subcut subcutaneous sq subq",
    }.items()
    for spelling in spellings.split()
}  # fmt: skip
_NO_ROUTE: Final = words("""
    access established started placed obtained attempt attempts attempted line lock site in established. patent fluids
    fluid tubing start was inserted secured running bag catheter flushed
""")
_PARTLY: Final = words("remaining tko kvo bag bags hung hanging infusing running far wide rate drip pending")
# A rate with one of these is not the one that was begun with.
_CHANGES: Final = words("titrated titrating increased decreased now running arrival currently up down weaned")
_NOT_QUITE: Final = words("""
    prior before until further more additional initially yet then again second repeat another other pta after later
    first by pre-arrival needed required only because-of necessary change relief
""")
_FLUSH: Final = 20  # mL; so little saline rinses a line
_FARTHEST: Final = 20  # tokens over which a verb or a "no" reaches along a list of drugs
_LONGEST_GAP: Final = 6


class Dose(NamedTuple):
    """A quantity by the places of its tokens; `about` is one that is not exact."""

    amount: float
    unit: str
    times: int
    first: int
    end: int
    about: bool


class Told(NamedTuple):
    """A drug and what is said of it, by the places of its tokens."""

    drug: Named
    dose: Dose | None
    route: str
    first: int
    end: int
    clearly: bool = False
    refused: bool = False
    in_part: bool = False


class Surroundings(NamedTuple):
    """What is known of a sentence before its drugs are read."""

    spoken: frozenset[str]
    lower: str
    has_small_letters: bool
    only_clear: bool  # in a history or among recommendations a dose alone does not say that it was given


def told(tokens: list[Token], around: Surroundings) -> list[Told]:
    """The drugs that were given, or expressly not, in the order of the sentence."""
    names = list(_named(tokens))
    if not names or around.spoken & lexicon.ONLY_TOLD or lexicon.AS_NEEDED.search(around.lower):
        return []
    if around.spoken & lexicon.ONLY_ASKED and not around.spoken & lexicon.GAVE:
        return []
    doses = list(_doses(tokens))
    inside = frozenset(
        place
        for first, end in [(first, named.end) for first, named in names]
        + [(one.first, one.end) for one in doses]
        for place in range(first, end)
    )
    return list(_Binder(tokens, names, doses, inside, around).all())


def _named(tokens: list[Token]) -> Iterator[tuple[int, Named]]:
    at = 0
    while at < len(tokens):
        found = named_at(tokens, at) if tokens[at].kind == "word" else None
        if found is not None:
            yield at, found
        at = found.end if found is not None else at + 1


def _doses(tokens: list[Token]) -> Iterator[Dose]:
    at = 0
    while at < len(tokens):
        found = _dose_at(tokens, at) if tokens[at].kind == "number" else None
        if found is not None:
            yield found
        at = found.end if found is not None else at + 1


def _dose_at(tokens: list[Token], at: int) -> Dose | None:
    number, word = tokens[at], token_at(tokens, at + 1)
    unit, end = _UNITS.get(word.low, ""), at + 2
    if not unit or (word.low == "g" and number.value in _GAUGES):
        return None
    while token_at(tokens, end).low in {"/", "per"}:
        per = _PER.get(token_at(tokens, end + 1).low)
        if per is None:
            return None  # a concentration
        unit, end = f"{unit}/{per}", end + 2
    count, end = _count_behind(tokens, end)
    before = token_at(tokens, at - 1)
    first = at
    if before.low in {"x", "×"} and token_at(tokens, at - 2).kind == "number":
        count, first = int(min(token_at(tokens, at - 2).value, 99)) or 1, at - 2
    elif before.low in _COUNTS and count == 1:
        count, first = _COUNTS[before.low], at - 1
    elif before.kind == "number" and before.value in {2, 3, 4} and count == 1:
        count, first = int(before.value), at - 1
    marks = token_at(tokens, first - 1).low
    about = marks in lexicon.APPROXIMATELY or marks in {
        "-",
        "–",
        "to",
        "than",
        "least",
        "most",
        "above",
        "below",
        "/",
    }
    about = about or token_at(tokens, end).low in {"bag", "bags", "left", "remaining"}
    return Dose(number.value, unit, count, first, end, about=about)


def _count_behind(tokens: list[Token], end: int) -> tuple[int, int]:
    """How often, and the place behind it: `x2`, `x 2`, `times two`, `x 4 tabs`, `, 4 tablets`, `(4 tabs)`."""
    here = token_at(tokens, end)
    if here.low in {"x", "×", "times"}:
        count = _count(token_at(tokens, end + 1))
        behind = end + 3 if token_at(tokens, end + 2).low in _PIECES else end + 2
        return (count, behind) if count else (1, end)
    at = end + 1 if here.low in {",", "("} else end
    count = _count(token_at(tokens, at))
    return (count, at + 2) if count and token_at(tokens, at + 1).low in _PIECES else (1, end)


def _count(token: Token) -> int:
    """A count in figures or in words; 0 for what is none."""
    if token.kind == "number":
        return int(token.value) if 1 <= token.value <= 99 and token.text.isdigit() else 0
    return _COUNTS.get(token.low, 0)


class _Binder:
    def __init__(
        self, tokens: list[Token], names: list[tuple[int, Named]], doses: list[Dose], inside: frozenset[int],
        around: Surroundings,
    ) -> None:  # fmt: skip
        self.tokens = tokens
        self.names = names
        self.doses = {dose.first: dose for dose in doses}
        self.ending = {dose.end: dose for dose in doses}
        self.starts = {first for first, _ in names}
        self.inside = inside
        self.around = around
        self.claimed: set[int] = set()

    def all(self) -> Iterator[Told]:
        told = [one for first, named in self.names if (one := self._one(first, named)) is not None]
        yield from told
        yield from self._again(told)

    def _one(self, first: int, named: Named) -> Told | None:
        dose = self._dose_before(first) or self._dose_behind(named.end)
        if dose is not None:
            self.claimed.add(dose.first)
        begin = min(first, dose.first) if dose else first
        end = max(named.end, dose.end) if dose else named.end
        if self._in_chunk(begin, end) & lexicon.NO_DOSE_OF_IT or self._at_home(begin):
            return None
        negated = self._reaches(begin, -1, lexicon.NEGATION_BEFORE) or self._negated_behind(end)
        clearly = not negated and (
            self._reaches(begin, -1, lexicon.GIVING) or self._reaches(end - 1, 1, lexicon.GIVING)
        )
        if negated:
            return self._refused(named, begin, end)
        if dose is not None and dose.unit == "mL" and dose.amount <= _FLUSH and named.items & FLUIDS:
            return None
        if dose is not None:
            changes = "/" in dose.unit and bool(self.around.spoken & _CHANGES)
            dose, end = (None, end) if dose.about or changes else self._several(dose, first, end)
        if dose is None and not clearly and self.around.only_clear:
            return None
        in_part = bool(named.items & FLUIDS) and bool(self.around.spoken & _PARTLY)
        return Told(named, dose, self._route(begin, end), begin, end, clearly=clearly, in_part=in_part)

    def _again(self, told: list[Told]) -> Iterator[Told]:
        """A further dose of a drug that was named before: "then another 50 mcg"."""
        waiting, last = list(reversed(told)), None
        for dose in self.doses.values():
            while waiting and waiting[-1].end <= dose.first:
                last = waiting.pop()
            if last is None or last.dose is None or dose.first in self.claimed or dose.about:
                continue
            before, follows = token_at(self.tokens, dose.first - 1).low, token_at(self.tokens, dose.end)
            listed = before in {",", "and"} and (
                follows.low in _ROUTES or follows.low in {"at", "@"} or follows.kind == "clock"
            )
            stands = not follows.kind or follows.kind == "clock" or follows.low in _BEHIND_A_DOSE
            if (
                (before in _AGAIN or listed)
                and dose.end not in self.starts
                and stands
                and last.dose.unit == dose.unit
            ):
                yield last._replace(dose=dose, route="", first=dose.first, end=dose.end)

    # the dose

    def _several(self, dose: Dose, first: int, end: int) -> tuple[Dose, int]:
        """A dose that is counted apart from it, `4 baby aspirin 81 mg`, `81 mg aspirin x4`, and the place behind both."""
        if dose.times > 1:
            return dose, end
        if dose.first < first:
            counted, end = _count_behind(self.tokens, end)
            return dose._replace(times=counted), end
        counted = _count(token_at(self.tokens, first - 1))
        return (dose._replace(times=counted) if dose.first > first and 2 <= counted <= 8 else dose), end

    def _dose_before(self, first: int) -> Dose | None:
        at = first
        for _ in range(3):
            found = self.ending.get(at)
            if found is not None:
                return None if found.first in self.claimed else found
            if token_at(self.tokens, at - 1).low not in _BEFORE_THE_NAME:
                return None
            at -= 1
        return (
            self.ending.get(at) if at in self.ending and self.ending[at].first not in self.claimed else None
        )

    def _dose_behind(self, end: int) -> Dose | None:
        at, comma = end, False
        for _ in range(_LONGEST_GAP):
            found = self.doses.get(at)
            if found is not None:
                return (
                    found
                    if found.first not in self.claimed and self._its_own(found, at == end, comma)
                    else None
                )
            at = self._past_a_concentration(at)
            if at in self.doses:
                continue
            token = token_at(self.tokens, at)
            if token.low not in _BEHIND_THE_NAME or (comma and token.low == ","):
                return None
            comma = comma or token.low == ","
            at += 1
        return None

    def _its_own(self, dose: Dose, adjacent: bool, comma: bool) -> bool:  # noqa: FBT001 - read once, just above
        following = token_at(self.tokens, dose.end)
        if adjacent:
            return True
        behind = dose.end + 1 if following.low == "of" else dose.end
        if behind in self.starts:
            return False
        return not comma or not following.kind or following.low in _BEHIND_A_DOSE

    def _past_a_concentration(self, at: int) -> int:
        """Behind `10 %`, `1:10,000`, `0.1 mg/mL`."""
        here, second, third = (token_at(self.tokens, at + step) for step in range(3))
        if here.kind != "number":
            return at
        if second.low in {"%", "percent"}:
            return at + 2
        if second.low == ":" and third.kind == "number":
            return at + 3
        return at + 4 if second.low == "mg" and third.low == "/" else at

    # what is said of it

    def _reaches(self, at: int, step: int, goals: frozenset[str]) -> bool:
        """Whether a verb or a "no" reaches the drug along a list: "gave aspirin, nitro and fentanyl"."""
        for distance in range(1, _FARTHEST):
            place = at + step * distance
            token = token_at(self.tokens, place)
            if token.low in goals:
                return True
            if place not in self.inside and token.low not in lexicon.REACHES_OVER:
                return False
        return False

    def _negated_behind(self, end: int) -> bool:
        for token in self.tokens[end : end + 4]:
            if token.low in lexicon.NEGATION_AFTER or token.low.endswith("n't"):
                return True
            if token.low in {",", ".", "and", ";"}:
                return False
        return False

    def _refused(self, named: Named, begin: int, end: int) -> Told | None:
        """What says plainly that the drug was not given on this call; None where it was not given then, or not by somebody."""
        if self.around.spoken & _NOT_QUITE:
            return None
        if self._says_not(begin):
            return Told(named, None, "", begin - 2, end, refused=True)
        behind = [token.low for token in self.tokens[end : end + 4]]
        says = next(
            (at for at, word in enumerate(behind) if word in {"given", "administered", "withheld"}), None
        )
        if says is None or {",", "."} & set(behind[:says]):
            return None
        no = token_at(self.tokens, begin - 1).low == "no"
        if not (no or behind[says] == "withheld" or "not" in behind[:says]):
            return None
        return Told(named, None, "", begin - 1 if no else begin, end + says + 1, refused=True)

    def _says_not(self, begin: int) -> bool:
        """`gave no aspirin`."""
        no, gave = token_at(self.tokens, begin - 1).low, token_at(self.tokens, begin - 2).low
        return no == "no" and gave in {"gave", "administered"}

    def _at_home(self, begin: int) -> bool:
        """`on metoprolol 50 mg`, and not `placed on`."""
        for distance in range(1, _FARTHEST):
            place = begin - distance
            token = token_at(self.tokens, place)
            if token.low == "on":
                return token_at(self.tokens, place - 1).low not in {
                    "placed",
                    "started",
                    "put",
                    "pt",
                    "patient",
                } or (not self.around.spoken & {"placed", "started", "put"})
            if place not in self.inside and token.low not in {",", "and", "a", "the", "her", "his", "&"}:
                return False
        return False

    def _route(self, begin: int, end: int) -> str:
        found = set()
        for place in range(max(0, begin - 1), min(end + 4, len(self.tokens))):
            token = self.tokens[place]
            if place >= end and (token.low in {",", "and", ";", ".", "then"} or place in self.starts):
                break
            route = _ROUTES.get(token.low, "")
            if token.text == "IN" and self.around.has_small_letters:
                route = "IN"
            following = token_at(self.tokens, place + 1)
            if token.low in {"iv", "io"} and (
                following.low in _NO_ROUTE or (following.kind == "number" and place >= end)
            ):
                route = ""
            if route:
                found.add(route)
        return found.pop() if len(found) == 1 else ""

    def _in_chunk(self, begin: int, end: int) -> frozenset[str]:
        """The words around a drug up to the next comma or "and"."""
        stops = {",", ";", "and", "("}
        low = begin
        while low > 0 and begin - low < _LONGEST_GAP and self.tokens[low - 1].low not in stops:
            low -= 1
        high = end
        while high < len(self.tokens) and high - end < _LONGEST_GAP and self.tokens[high].low not in stops:
            high += 1
        return frozenset(token.low for token in self.tokens[low:high])
