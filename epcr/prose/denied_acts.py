"""Acts that a text says were not done, in the many ways people say it: `never got around to a 12-lead`, `went without a tourniquet`.

`acts` knows the plain ones. Each pattern here stands right before or right behind the name of an act, with a few words between.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from epcr.prose.acts import ActClaim
from epcr.prose.named_acts import SpokenAct
from epcr.prose.scope_words import ScopeKind
from epcr.prose.scopes import WordScopes

_DO: Final = (
    r"(?:give|gave|given|giving|get|got|getting|place|placed|placing|put|putting|use|used|using|apply|applied|applying|start|started|"
    r"starting|obtain|obtained|obtaining|do|did|done|doing|run|ran|running|acquire|acquired|receive|received|receiving|require|required|"
    r"need|needed|needing|attempt|attempted|attempting|try|tried|perform|performed|administer|administered|call|called|contact|contacted|"
    r"hang|hung|hanging|push|pushed|establish|established|set|take|took|taken|have|had|warm|splint|draw|drew|insert|inserted|"
    r"deliver|delivered|send|sent|transmit|transmitted|see|saw|carry out|initiate|initiated)"
)
_FILL: Final = (
    r"(?:(?:any|an|a|the|his|her|him|our|pt|patient|patient's|up|to|on|with|for|of|kind of|sort of|"
    r"form of|single|more than|him with|her with|"
    r"him on|her on|him any|her any|the pt|the patient|in|at|out|ever|even|actually|with any|with an?|iv|io|dose of|off) ?){0,4}"
)
_NEGATION: Final = (
    r"(?:did not|didn't|never|have not|haven't|had not|hadn't|has not|was not|were not|wasn't|weren't|"
    r"without(?: ever| us)?|nobody|no one|neither of us|none of us|skipped|omitted|withheld|forwent|"
    r"left out|held off on|held back|passed on|"
    r"(?:elected|opted|chose|decided) not to|decided against|(?:elected|opted|chose) against|refrained from|went without|"
    r"no (?:need|time|reason|indication|call|effort|attempt|opportunity|chance|attempts) (?:was |were |"
    r"existed |came )?(?:made )?(?:for|to)|"
    r"unable to|could not|couldn't|gave no|received no|got no|had no|took no|used no|placed no|made no (?:effort|attempt) to|nothing like)"
)
_OFTEN: Final = (
    r"(?:(?:ever|even|actually|at any point|got around to|get around to|have time|have to|need to|"
    r"needed to|bother|have a chance|to|for|with|see a need) ?){0,4}"
)
BEFORE: Final = re.compile(rf"\b{_NEGATION} {_OFTEN}(?:{_DO} )?{_FILL}$")
BEHIND: Final = re.compile(
    r"^(?: (?:access|line|gel|infusion|drip|bolus|push|therapy|placement|attempt|sulfate|iv|io|im|"
    r"[0-9.]+ ?m?c?g)){0,2},? (?:was|were|is|has been|had been|"
    r"have been)?(?: (?:just|simply|also|deliberately|intentionally))? ?(?:(?:not|never|n't|wasn't|"
    r"weren't|neither)(?: (?:ever|even|actually|at any point))? "
    rf"{_DO}\b|skipped|omitted|withheld|left out|left off|forgone|passed over|deemed unnecessary|unnecessary|never an option|"
    r"(?:was |were )?(?:considered|discussed|offered|drawn up|prepared|set up)(?: again)?,? (?:but|"
    r"and) (?:we |was |were |i |then )?(?:held|withheld|not given|not placed|"
    r"not used|not started|never given|never used|did not|decided against)\b)"
)
# With one of these something was done all the same, at another time, another place or by somebody else.
HEDGE: Final = re.compile(
    r"\b(?:second|2nd|third|another|additional|more(?! than)|further|again|repeat\w*|until|till|before|"
    r"prior|yet|at first|initially|first|other|"
    r"others|except|besides|because|since|while|when|then|but we did|instead of|at that (?:time|point)|"
    r"at this time|right away|immediately|long|"
    r"alone|by (?:fire|bls|engine|family|bystanders?|staff)|left|right|above|below|if|unless|enough|only|just|successfully|too|"
    r"would|should|recheck\w*|later|sooner|earlier|delay\w*|already|on scene|en ?route|hospital|interrupt\w*|stop\w*|pause\w*|change\w*|"
    r"from|after|once|(?<!going )(?<!went )without|remove\w*|help\w*|work\w*|"
    r"wait\w*|miss\w*|fail\w*|lose|lost|hurt|slow\w*|both|all|much|tight\w*|due|given (?:the|his|her)|as (?:he|she|his|her|the))\b"
)
# Behind what was not done these tell how or where it was not.
COMPLEMENT: Final = re.compile(
    r"^ (?:on|in|without|wide|through|over|by|via|with|at|fast|quickly|rapidly|as|until|from|to|into|for|"
    r"under)\b(?! us\b| me\b| our crew| the crew|"
    r" this (?:crew|call)| all\b| any\b| him\b(?! to)| her\b(?! to))"
)
# With one of these it is told of the whole call, whatever reason stands beside it.
WHOLE_CALL: Final = re.compile(
    r"\b(?:at all|on this call|by (?:us|our crew|this crew|the crew|our service)|ever|at any (?:time|point)|during (?:the|this) call|"
    r"entirely|altogether|never|not once)\b"
)
_CANNOT_BE_MEANT: Final = frozenset(
    {ScopeKind.SOMEBODY_ELSE, ScopeKind.BEFORE_US, ScopeKind.EARLIER, ScopeKind.QUOTED}
)
_FARTHEST: Final = 60  # characters before an act that are looked at
_HEDGE_REACH: Final = 40  # characters behind what was denied in which a word may take it back
_TIME: Final = re.compile(r"[0-9]{1,2}:[0-9]{2}|\b(?:at|until|by|before) [0-9]{4}\b")


def denied_acts(lower: str, acts: list[SpokenAct], scopes: WordScopes) -> Iterator[ActClaim]:
    """The acts of a sentence in small letters that are told as not done on this call."""
    for act in acts:
        if scopes.any_over(act.start, act.end, _CANNOT_BE_MEANT):
            continue
        begin, end = scopes.clause(act.start)
        before = BEFORE.search(lower, max(begin, act.start - _FARTHEST), act.start)
        behind = BEHIND.match(lower[act.end : len(lower)])
        if before is None and behind is None:
            continue
        if before is not None and behind is not None:
            continue  # "not that the IV was not placed"
        first = before.start() if before is not None else act.start
        last = act.end + (behind.end() if behind is not None else 0)
        if not _is_hedged(lower, begin, first, last, max(end, last)):
            yield ActClaim(act, "not_done", "", first, last)


def _is_hedged(lower: str, begin: int, first: int, last: int, end: int) -> bool:
    """Whether words around a denial say that it is not of the whole call."""
    around = lower[max(begin, first - 30) : first] + lower[last : min(end, last + _HEDGE_REACH)]
    if _TIME.search(around) or COMPLEMENT.match(lower[last:]):
        return True
    hedges = {match.group() for match in HEDGE.finditer(around)}
    if WHOLE_CALL.search(lower, max(begin, first - 30), min(end, last + _HEDGE_REACH)):
        hedges -= {
            "because",
            "since",
            "due",
            "on scene",
            "right",
            "left",
            "right away",
            "long",
            "only",
            "just",
        }
    return bool(hedges)
