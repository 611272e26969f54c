"""Drugs that a sentence says were given: name, dose, route, and whether it says so clearly.

What was only planned, asked for, taken at home or caused an allergy is no drug that was given.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import Final, NamedTuple

from epcr.prose import lexicon
from epcr.prose.clocks import AT
from epcr.prose.doses import Dose, count_behind, count_of, doses
from epcr.prose.drugs import FLUIDS, Named, named_at
from epcr.prose.lexicon import token_at
from epcr.prose.scopes import NOT_GIVEN, WordScopes
from epcr.prose.tokens import TextToken, by_spelling, words

_BEFORE_THE_NAME: Final = words("""
    of the iv io im sl po ivp in nasal oral chewable baby pt's patient's own a normal warm warmed nebulized slow push
    dose bolus ( - her his
""")
_BEHIND_THE_NAME: Final = words("""
    went iv ivp io im in sl po pr neb nebulized svn via : % - – , ( ) @ at of is was were given administered push slow bolus
    infusion drip dose doses started hung sulfate chloride hcl odt spray tablet tablets tab tabs total wide open
    running gel paste stock own chewable pushed agency patient's pt's by mouth under the tongue nebulizer infused
    total low intranasal oral begun running ran set going up
""")
# What may follow a dose behind a comma; another word may be a drug that is not known.
_BEHIND_A_DOSE: Final = words("""
    iv ivp io im in sl po pr neb nebulized via given administered at @ ( ) , . ; : - over by slow push total x ×
    is was chewed to for with and then once after per was each q every intranasal oral orally wide rapid bolus infused from
""")
_PART_ENDS: Final = frozenset({",", ";", "."})
_ON: Final = words("on per by under with")
_AGAIN: Final = words("another additional repeat repeated second 2nd third 3rd further more redosed")
_ROUTES: Final = by_spelling({
        "IV": "iv ivp intravenous intravenously vein", "IO": "io intraosseous", "IM": "im intramuscular intramuscularly muscle",
        "IN": "intranasal intranasally nose nostril nostrils",
        "mouth": "po sl sublingual sublingually orally chewed chewable mouth tongue buccal odt",
        "neb": "neb nebulized nebulizer svn hhn", "rectal": "pr rectally", "SC": "subcut subcutaneous subcutaneously sq subq",
})  # fmt: skip
_NO_ROUTE: Final = words("""
    access established started placed obtained attempt attempts attempted line lock site in established. patent fluids
    fluid tubing start was inserted secured running bag catheter flushed
""")
_SO_FAR: Final = frozenset({"on board", "in total", "in all", "all told", "in altogether"})
_IN_ALL: Final = frozenset({"in total", "in all", "total of", "all told"})
_ALL: Final = words("altogether total")
_PARTLY: Final = words("remaining tko kvo bag bags hung hanging infusing running far wide rate drip pending")
# A rate with one of these is not the one that was begun with.
_CHANGES: Final = words("titrated titrating increased decreased up down weaned")
_MOST_TABLETS: Final = 8
_IN_BAGS: Final = FLUIDS | {"dextrose10_iv"}
_FLUSH: Final = 20  # mL; so little saline rinses a line
_FARTHEST: Final = 20  # tokens over which a verb or a "no" reaches along a list of drugs
_LONGEST_GAP: Final = 6
_LONGEST_LINK: Final = 4  # places before a name at which its dose may end


class DrugClaim(NamedTuple):
    """A drug and what is said of it, by the places of its tokens."""

    drug: Named
    dose: Dose | None
    route: str
    first: int
    end: int
    clearly: bool = False
    in_part: bool = False


class Surroundings(NamedTuple):
    """What is known of a sentence before its drugs are read."""

    spoken: frozenset[str]
    lower: str
    has_small_letters: bool
    only_clear: bool  # in a history or among recommendations a dose alone does not say that it was given
    scopes: WordScopes
    offset: int  # of the sentence in the text


def drugs(tokens: list[TextToken], around: Surroundings) -> list[DrugClaim]:
    """The drugs that were given, or expressly not, in the order of the sentence."""
    names = list(_named(tokens))
    if not names:
        return []
    amounts = list(doses(tokens))
    spans = [*((first, named.end) for first, named in names), *((dose.first, dose.end) for dose in amounts)]
    inside = frozenset(place for first, end in spans for place in range(first, end))
    claims = _DrugReader(tokens, names, amounts, inside, around).all()
    if around.spoken & lexicon.ONLY_ASKED and not around.spoken & lexicon.GAVE:
        return [claim for claim in claims if _is_timed_by_itself(tokens, claim)]
    return list(claims)


def _is_timed_by_itself(tokens: list[TextToken], claim: DrugClaim) -> bool:
    """Whether a drug stands with its dose and time in a part of a sentence where nobody asks for it: "order read back, TXA 2 g IV 1438"."""
    low = next((at for at in range(claim.first - 1, -1, -1) if tokens[at].low in _PART_ENDS), -1) + 1
    high = next((at for at in range(claim.end, len(tokens)) if tokens[at].low in _PART_ENDS), len(tokens))
    asked = (at for at in range(low, high) if tokens[at].low in lexicon.ONLY_ASKED)
    timed = any(token.kind == "clock" or _is_a_clock(token) for token in tokens[claim.first : high])
    return claim.dose is not None and timed and all(_on_an_order(tokens, at) for at in asked)


def _on_an_order(tokens: list[TextToken], at: int) -> bool:
    """`on an online order`, `per Dr. Teale's order`: it was given, and this says why."""
    before = (token_at(tokens, at - step).low for step in range(1, _LONGEST_GAP))
    return tokens[at].low in {"order", "orders"} and not _ON.isdisjoint(before)


def _named(tokens: list[TextToken]) -> Iterator[tuple[int, Named]]:
    at = 0
    while at < len(tokens):
        named = named_at(tokens, at) if tokens[at].kind == "word" else None
        if named is not None:
            yield at, named
        at = named.end if named is not None else at + 1


class _DrugReader:
    def __init__(
        self, tokens: list[TextToken], names: list[tuple[int, Named]], doses: list[Dose], inside: frozenset[int],
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

    def all(self) -> Iterator[DrugClaim]:
        claims = [claim for first, named in self.names if (claim := self._claim(first, named)) is not None]
        yield from claims
        yield from self._again(claims)

    def _claim(self, first: int, named: Named) -> DrugClaim | None:
        dose = (
            self._dose_before(first)
            or self._dose_behind(named.end)
            or self._without_unit(named.end)
            or self._in_total(named)
        )
        begin, end = self._with_its_dose(first, named.end, dose)
        if (
            self._in_chunk(begin, end) & lexicon.NO_DOSE_OF_IT
            or self._at_home(begin)
            or self._not_given(begin, end)
        ):
            return None
        if self._is_negated(begin, end):
            return None
        if dose is not None and (_rinses(named, dose) or self._is_a_bag(named, dose, begin, end)):
            return None
        clearly = self._is_clear(begin, end)
        dose, end = self._exact(dose, first, end)
        if not clearly and self.around.only_clear and (dose is None or not dose.unit):
            return None
        in_part = bool(named.items & FLUIDS) and self._in_part(dose)
        route, end = self._route(begin, end)
        return DrugClaim(named, dose, route, begin, end, clearly=clearly, in_part=in_part)

    def _in_part(self, dose: Dose | None) -> bool:
        """Whether a volume may have been only a part until then; `NS 250 mL wide open` is what was hung."""
        partly = self.around.spoken & _PARTLY
        hung = dose is not None and token_at(self.tokens, dose.end).low == "wide"
        return bool(partly - {"wide"} if hung else partly)

    def _again(self, claims: list[DrugClaim]) -> Iterator[DrugClaim]:
        """A further dose of a drug that was named before: "then another 50 mcg"."""
        waiting, last = list(reversed(claims)), None
        for dose in self.doses.values():
            while waiting and waiting[-1].end <= dose.first:
                last = waiting.pop()
            if last is None or last.dose is None or dose.unit != (last.dose.unit or "mL"):
                continue
            if last.drug.items & FLUIDS and self._is_all_so_far(dose):
                yield last._replace(dose=dose, route="", first=dose.first, end=dose.end, in_part=True)
            elif last.dose.unit and self._is_further(dose):
                yield last._replace(dose=dose, route="", first=dose.first, end=dose.end)

    def _is_all_so_far(self, dose: Dose) -> bool:
        """`so 750 mL on board`: the sum of what was named before, of which a part may be told."""
        if dose.first in self.claimed or dose.about:
            return False
        return " ".join(token_at(self.tokens, dose.end + step).low for step in (0, 1)) in _SO_FAR

    def _is_further(self, dose: Dose) -> bool:
        """Whether a dose that no drug has claimed is told as one more, and no name follows it."""
        if dose.first in self.claimed or dose.about or dose.end in self.starts:
            return False
        before, follows = token_at(self.tokens, dose.first - 1).low, token_at(self.tokens, dose.end)
        has_time = follows.kind == "clock" or follows.low in AT
        listed = before in {",", "and"} and (has_time or follows.low in _ROUTES)
        stands = not follows.kind or follows.kind == "clock" or follows.low in _BEHIND_A_DOSE
        return stands and (listed or before in _AGAIN)

    def _not_given(self, begin: int, end: int) -> bool:
        """Whether the words around speak of a habit, a plan or another day."""
        first, last = self.tokens[begin].start, self.tokens[end - 1].end
        return self.around.scopes.any_over(first - self.around.offset, last - self.around.offset, NOT_GIVEN)

    def _is_a_bag(self, named: Named, dose: Dose, begin: int, end: int) -> bool:
        """`1000 mL NS bag`, `TXA in 100 mL NS`: what a drug came in, and not how much was given."""
        if not named.items & _IN_BAGS:
            return False
        diluted = token_at(self.tokens, begin - 1).low == "in" and any(first < begin for first in self.starts)
        return diluted or token_at(self.tokens, end).low in {"bag", "bags"}

    # the dose

    def _exact(self, dose: Dose | None, first: int, end: int) -> tuple[Dose | None, int]:
        """The dose as it can be compared, none where it is about right or a rate that was changed, and the place behind it."""
        if dose is None or dose.about or ("/" in dose.unit and self.around.spoken & _CHANGES):
            return None, end
        return self._several(dose, first, end)

    def _several(self, dose: Dose, first: int, end: int) -> tuple[Dose, int]:
        """A dose that is counted apart from it, `4 baby aspirin 81 mg`, `81 mg aspirin x4`, and the place behind both."""
        if dose.times > 1:
            return dose, end
        if dose.first < first:
            counted, end = count_behind(self.tokens, end)
            return dose._replace(times=counted), end
        if token_at(self.tokens, dose.first - 1).low == "(":
            return dose, end  # what stands in brackets behind a number of tablets is all of it
        counted = count_of(token_at(self.tokens, first - 1))
        return (dose._replace(times=counted) if dose.first > first and 2 <= counted <= 8 else dose), end

    def _dose_before(self, first: int) -> Dose | None:
        for at in range(first, first - _LONGEST_LINK, -1):
            if (dose := self.ending.get(at)) is not None:
                return None if dose.first in self.claimed else dose
            if token_at(self.tokens, at - 1).low not in _BEFORE_THE_NAME:
                return None
        return None

    def _dose_behind(self, end: int) -> Dose | None:
        at, comma = end, False
        for _ in range(_LONGEST_GAP):
            if (dose := self.doses.get(at)) is not None:
                return self._its_own(dose, adjacent=at == end, comma=comma)
            at = self._past_a_concentration(at)
            if at in self.doses:
                continue
            word = token_at(self.tokens, at).low
            if word not in _BEHIND_THE_NAME or (comma and word == ","):
                return None
            comma = comma or word == ","
            at += 1
        return None

    def _with_its_dose(self, first: int, end: int, dose: Dose | None) -> tuple[int, int]:
        """Where a name and its dose begin and end, the dose taken; a total that stands far behind is no part of them."""
        if dose is None:
            return first, end
        self.claimed.add(dose.first)
        return (
            (min(first, dose.first), max(end, dose.end)) if dose.first - end <= _LONGEST_GAP else (first, end)
        )

    def _in_total(self, named: Named) -> Dose | None:
        """`D10 over four minutes, in total 25 g`: what was given of the only drug of the sentence."""
        if len({other.items for _, other in self.names}) > 1:
            return None
        totals = (
            dose
            for dose in self.doses.values()
            if dose.first >= named.end and dose.first not in self.claimed and not dose.about
        )
        return next((dose for dose in totals if self._is_a_total(dose)), None)

    def _is_a_total(self, dose: Dose) -> bool:
        before = [token_at(self.tokens, dose.first - step).low for step in (2, 1)]
        behind = [token_at(self.tokens, dose.end + step).low for step in (0, 1)]
        return (
            " ".join(before) in _IN_ALL
            or " ".join(behind) in _IN_ALL
            or before[1] in _ALL
            or behind[0] in _ALL
        )

    def _without_unit(self, end: int) -> Dose | None:
        """`ASA 324 PO`: a bare number that a route, a time or the end follows; a small one may count tablets."""
        number, behind = token_at(self.tokens, end), token_at(self.tokens, end + 1)
        closed = not behind.kind or behind.kind == "clock" or behind.low in _BEHIND_A_DOSE
        if number.kind != "number" or not closed or number.value <= _MOST_TABLETS or _is_a_clock(number):
            return None
        times, behind_it = count_behind(self.tokens, end + 1)
        return Dose(number.value, "", times, end, behind_it, about=False)

    def _its_own(self, dose: Dose, *, adjacent: bool, comma: bool) -> Dose | None:
        """A dose behind a name, None where it is that of another drug; `comma` says that one stands between."""
        if dose.first in self.claimed:
            return None
        following = token_at(self.tokens, dose.end)
        behind = dose.end + 1 if following.low == "of" else dose.end
        closed = not comma or not following.kind or following.low in _BEHIND_A_DOSE
        return dose if adjacent or (closed and behind not in self.starts) else None

    def _past_a_concentration(self, at: int) -> int:
        """Behind `10 %`, `1:10,000`, `0.1 mg/mL`, and `x1` before the dose."""
        here, second, third = (token_at(self.tokens, at + step) for step in range(3))
        if here.low in {"x", "×"} and second.kind == "number":
            return at + 3 if third.low == "," else at + 2
        if here.kind != "number":
            return at
        if second.low in {"%", "percent"}:
            return at + 2
        if second.low == ":" and third.kind == "number":
            return at + 3
        return at + 4 if second.low == "mg" and third.low == "/" else at

    # what is said of it

    def _is_negated(self, begin: int, end: int) -> bool:
        return self._reaches(begin, -1, lexicon.NEGATION_BEFORE) or self._negated_behind(end)

    def _is_clear(self, begin: int, end: int) -> bool:
        return self._reaches(begin, -1, lexicon.GIVING) or self._reaches(end - 1, 1, lexicon.GIVING)

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

    def _route(self, begin: int, end: int) -> tuple[str, int]:
        """The route that is told around a drug, and the place behind both; empty where there are several.

        It reaches to the next part of the sentence.
        """
        places = range(max(0, begin - 1), min(end + 6, len(self.tokens)))
        near = takewhile(lambda place: place < end or not self._parts(place), places)
        at = {place: route for place in near if (route := self._route_at(place, behind=place >= end))}
        return (next(iter(at.values())), max(end, max(at) + 1)) if len(set(at.values())) == 1 else ("", end)

    def _parts(self, place: int) -> bool:
        """Whether another part of the sentence begins here."""
        if self.tokens[place].low == "," and self._leads_to_a_way(place + 1):
            return False
        return self.tokens[place].low in {",", "and", ";", ".", "then"} or place in self.starts

    def _leads_to_a_way(self, place: int) -> bool:
        """`, by peripheral IV`, `, 19:38:40, by IV`: a part of the sentence that goes on with the way, or with the time."""
        return token_at(self.tokens, place).kind == "clock" or token_at(self.tokens, place).low in {
            "by",
            "via",
            "through",
        }

    def _route_at(self, place: int, *, behind: bool) -> str:
        token, following = self.tokens[place], token_at(self.tokens, place + 1)
        if token.text == "IN" and self.around.has_small_letters:
            return "IN"
        if token.low == "sub" and following.low in {"-", "q", "cut"}:
            return "SC"
        is_a_number = following.kind == "number" and behind and not _is_a_clock(following)
        is_access = following.low in _NO_ROUTE or is_a_number
        return "" if token.low in {"iv", "io"} and is_access else _ROUTES.get(token.low, "")

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


def _is_a_clock(number: TextToken) -> bool:
    """`1705` may be a time."""
    return len(number.text) == 4 and number.text.isdigit()


def _rinses(named: Named, dose: Dose) -> bool:
    return dose.unit == "mL" and dose.amount <= _FLUSH and bool(named.items & FLUIDS)
