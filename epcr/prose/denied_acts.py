"""Acts that a text says were not done: `no tourniquet was needed`, `never got around to a 12-lead`, `the TXA was withheld`.

Each pattern stands right before or right behind the name of an act, with a few words between; the words are those of
`schemas/denials.toml`. Any word of another time, place or person takes a denial back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from epcr.prose.acts import ActClaim
from epcr.prose.denials_file import denials, taking_back
from epcr.prose.named_acts import SpokenAct
from epcr.prose.phrase_lists import any_of
from epcr.prose.scope_words import ScopeKind
from epcr.prose.scopes import WordScopes

_CANNOT_BE_MEANT: Final = frozenset(
    {ScopeKind.SOMEBODY_ELSE, ScopeKind.BEFORE_US, ScopeKind.EARLIER, ScopeKind.QUOTED}
)
_VERBS: Final = frozenset({"defibrillation"})  # acts that are named by a verb
_FARTHEST: Final = 60  # characters before an act that are looked at
_BEFORE_IT: Final = 30  # characters before a denial in which a word may take it back
_BEHIND_IT: Final = 40  # and behind it
_TIME: Final = re.compile(r"[0-9]{1,2}:[0-9]{2}|\b(?:at|until|by|before) [0-9]{4}\b")
_WAS_NOT: Final = re.compile(r"\b(?:was|were) (?:not|never) $")
_DID_NOT: Final = re.compile(r"\b(?:did not|didn't|never) $")  # before an act that is a verb
_NO: Final = re.compile(
    r"\b(?:no|without(?: any| a)?) (?:any |an? |the |his |her |up )?(?:supplemental |extra )?$"
)
_DONE_BEHIND: Final = re.compile(
    r"^ ?(?:access )?could be |"
    r"^ for (?:him|her|this (?:pt|patient|one))\b(?! (?:until|yet|now|at|before|pain|nausea))|"
    r"^ ?(?:iv |io |im |po )?(?:was |were )?(?:ever )?(?:hung|hooked up|went on|went in|"
    r"needed|given|used|applied|placed|done|obtained|required|administered|started|"
    r"necessary|indicated|performed|attempted|called|contacted)\b"
)
_NOT_BEHIND: Final = re.compile(
    r"^(?: [0-9.]+ ?m?c?g| iv| io| im| po)? ?(?:was |were |is )?(?:not|never|wasn't|weren't|not indicated and not) (?:given|done|"
    r"placed|needed|used|applied|obtained|performed|administered|started|required|necessary|checked|called|contacted|"
    r"attempted|tried|rechecked)\b|"
    r"^ ?(?:was |were )?(?:withheld|omitted|held(?= (?:because|due|for|given|per|as)\b)|deferred(?! (?:to|until|til)))\b"
)
_REFUSED: Final = re.compile(
    r"\b(?:refused|declined|(?:was|were) (?:not|never) (?:placed on|put on|hooked up to)) (?:any |an? |the |his |her |up )?$"
)


class DenialPlace(NamedTuple):
    """A denial of an act, by its places in the sentence."""

    start: int
    end: int


def denied_acts(lower: str, acts: list[SpokenAct], scopes: WordScopes) -> Iterator[ActClaim]:
    """The acts of a sentence in small letters that are told as not done on this call."""
    for act in acts:
        if scopes.any_over(act.start, act.end, _CANNOT_BE_MEANT):
            continue
        begin, end = scopes.clause(act.start)
        denial = _denial_of(lower, act, begin, end)
        if denial is not None and not is_taken_back(lower, begin, denial, max(end + _BEFORE_IT, denial.end)):
            yield ActClaim(act, "not_done", "", *denial)


def _denial_of(lower: str, act: SpokenAct, begin: int, end: int) -> DenialPlace | None:
    """What denies an act in its clause; None where nothing does, and where two denials do: "not that the IV was not placed"."""
    before, behind = _before(lower, act, begin), _behind(lower, act, end)
    return None if before is not None and behind is not None else before or behind


def _before(lower: str, act: SpokenAct, begin: int) -> DenialPlace | None:
    """`never got around to a 12-lead`, `no tourniquet was needed`, `was not intubated`."""
    near = lower[max(begin, act.start - _FARTHEST) : act.start]
    place = act.start - len(near)
    word = lower[act.start : act.end]
    if (word.endswith("ed") and _WAS_NOT.search(near)) or (act.name in _VERBS and _DID_NOT.search(near)):
        return DenialPlace(act.start - len("not "), act.end)
    done = _DONE_BEHIND.match(lower[act.end :])
    if done is not None and (no := _NO.search(near)) is not None:
        return DenialPlace(place + no.start(), act.end + done.end())
    match = _patterns().before.search(near) or _REFUSED.search(near)
    return (
        DenialPlace(place + match.start(), act.end + (done.end() if done else 0))
        if match is not None
        else None
    )


def _behind(lower: str, act: SpokenAct, end: int) -> DenialPlace | None:
    """`aspirin was not given`, `a tourniquet was deliberately left out`."""
    match = _NOT_BEHIND.match(lower[act.end : end]) or _patterns().behind.match(lower[act.end :])
    return DenialPlace(act.start, act.end + match.end()) if match is not None else None


def is_taken_back(lower: str, begin: int, denial: DenialPlace, end: int) -> bool:
    """Whether words around a denial, from `begin` to `end`, say that it is not of the whole call."""
    first, last = max(begin, denial.start - _BEFORE_IT), min(end, denial.end + _BEHIND_IT)
    around = f"{lower[first : denial.start]}\n{lower[denial.end : last]}"
    if _TIME.search(around) or _patterns().complement.match(lower[denial.end :]):
        return True
    whole_call = _patterns().whole_call.search(lower, first, last) is not None
    return taking_back(reasons=not whole_call).search(around) is not None


class _Patterns(NamedTuple):
    before: re.Pattern[str]
    behind: re.Pattern[str]
    complement: re.Pattern[str]
    whole_call: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    """The words of the file as patterns."""
    words = denials()
    no_reason = rf"no {any_of(words.no_reason)} (?:(?:was|were|existed|came) )?(?:made )?(?:for|to)"
    negation = rf"(?:{any_of(words.negations)}|{no_reason})"
    verb = any_of(words.verbs)
    was = r",? (?:was|were|is|has been|had been|have been)?(?: (?:just|simply|also|deliberately|intentionally))? ?"
    never = rf"(?:not|never|n't|wasn't|weren't|neither)(?: (?:ever|even|actually|at any point))? {verb}\b"
    given_up = rf"(?:was |were )?{any_of(words.thought_of)}(?: again)?,? (?:but|and) (?:we |was |were |i |then )?{any_of(words.given_up)}\b"
    return _Patterns(
        before=re.compile(
            rf"\b{negation} (?:{any_of(words.often)} ?){{0,4}}(?:{verb} )?(?:{any_of(words.between)} ?){{0,4}}$"
        ),
        behind=re.compile(
            rf"^(?: (?:{any_of(words.behind)}|[0-9.]+ ?m?c?g)){{0,2}}{was}(?:{never}|{any_of(words.left_out)}\b|{given_up})"
        ),
        complement=re.compile(
            rf"^ {any_of(words.complements)}\b(?! {any_of(words.of_all)}\b| (?:him|her)\b(?! to))"
        ),
        whole_call=re.compile(rf"\b{any_of(words.whole_call)}\b"),
    )
