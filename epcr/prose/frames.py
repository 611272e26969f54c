"""Further frames of acts: at which time, while on scene or on the way, how many doses, on whose order, by others, and what came next.

`acts` names the acts and reads who, attempts, outcomes and what was not done. Each pattern here is a few words around one act.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple

from epcr.prose.acts import ActClaim
from epcr.prose.clocks import TimeClaim
from epcr.prose.hospitals import ANY_NAME
from epcr.prose.lexicon import DOCTOR, ORDINALS
from epcr.prose.named_acts import ANY_DRUG, SpokenAct, medications
from epcr.prose.scope_words import ScopeKind
from epcr.prose.scopes import NOT_OURS, WordScopes
from epcr.prose.spoken_file import listed, relation_of

SCENE, WAY, HOSPITAL = "scene", "way", "hospital"
# Acts that happen at one moment; the others go on, and a time in their clause may be any of it.
POINTS: Final = frozenset({
    "12-lead", "tourniquet", "IV", "IO", "supraglottic airway", "intubation", "wound packing", "shock", "medical control",
    "needle decompression", "pressure bandage", "bolus",
})  # fmt: skip
_RIGHT_BEHIND: Final = 2  # characters between a time and the act that it begins
_FARTHEST: Final = 45  # characters between an act and its time
_ANOTHER: Final = re.compile(
    r"\b(?:he|she|we|they|it|i|pt|patient|who|which|while|when|until|because|since|call(?:ed|s)?|arriv\w*|left|depart\w*|pain|bp|"
    r"pressure|pulse|hr|rr|rate|sats?|spo2|bgl|sugar|glucose|gcs|rosc|alert|agree[ds]?|read|report\w*|then|but|not|no|never|before|"
    r"after|transmit\w*|sent|contact\w*|order\w*|remov\w*|stop\w*|ended|eta|last|resolv\w*|gone|improv\w*|felt|became|went|faint\w*|"
    r"onset|transport\w*|moved|loaded|rolled|drove|lifted|fell|ran|running|due|again|next|printed|dc'?d|"
    r"d/c'?d|complete\w*|finish\w*|worked|helped|recheck\w*|repeat\w*|from|systolic|refus\w*|missed|"
    r"failed|unsuccessful\w*|blew)\b|"
    r"[;\n]|\.(?![0-9])|, [0-9]{2,3} (?:at|@)|[0-9]{2,3}/[0-9p]|->|[0-9]{4}|[0-9]:[0-9]"
)
_TIME_STANDS: Final = re.compile(
    r"^ ?(?:hrs?|hours)?\.? ?(?:[.,;)]|$|by\b|via\b|with\b|per\b|for\b|in\b|and\b|to\b|once\b|x ?[0-9])"
)
_NOT_THEN: Final = re.compile(
    r"\b(?:under|over|below|above|beside|no|not|never|without|if|before|after|until|prior|second|third|"
    r"another|attempt\w*|missed|failed|refused|order\w*|"
    r"read back|due|next)\b"
)

# `The go-ahead for the TXA came at 14:34`, `order received 14:34`.
_ORDER_CAME: Final = re.compile(
    r"\b(?:order|go-?ahead|permission|approval|the okay|the ok)\b(?P<between>[^.;\n0-9]{0,40}?)(?: (?:was |had )?(?:came|come|received|"
    r"given|obtained|granted|got)(?: in| through| back| over the (?:phone|radio)| by (?:phone|radio)| from (?:dr\.? "
    r")?[a-z]+)?)(?: at)? ?$"
)
_DOCTOR_ORDERED: Final = listed(
    rf"\b(?:{DOCTOR}|control)(?: at {ANY_NAME})? (?:has |had )?(?:«ordered»|cleared)(?: us for| the)? (?P<act>[^.;\n0-9,]{{2,30}}?)"
    r"(?: [0-9.]+ ?m?c?g)?(?: at)? $"
)
_LAST_ONE: Final = re.compile(
    r"\b(?:the |my |our )?(?:last|final|second|third|next|other)(?: one)?(?: was| came| followed)?(?: at)? ?$"
)
_BY_US: Final = re.compile(r"\b(?:our (?:first|second|third)|of ours|by us|first of ours)\b")
_PLACES: Final = {
    WAY: r"en ?route|during (?:the )?(?:transport|ride)|in transit|on the (?:way|ride) (?:in|to)|while transporting|once (?:we were )?"
    r"(?:rolling|moving)|after (?:we )?(?:left|leaving) (?:the )?(?:scene|house)",
    SCENE: r"on scene|at the scene|before (?:we )?(?:left|leaving|loading|loaded|transport\w*|departing|departure)|prior to (?:leaving|"
    r"transport\w*|departure|departing|loading)|"
    r"(?:before|ahead of) (?:pulling (?:off|out|away)|rolling)(?: (?:off|from|of|out of)? ?the (?:scene|house|driveway))?"
    r"(?! (?:his|her|him|the|a|it)\b)|ahead of (?:leaving|departure|departing|transport|loading)|"
    r"before we (?:rolled|pulled (?:out|away)|drove|moved|"
r"hit the road|were rolling)(?: (?:from|off) the scene)?|by the time we (?:left|pulled away|departed|"
r"rolled)|when we (?:left|pulled away)|"
    r"(?:while )?still (?:on scene|at the (?:scene|house))",
    HOSPITAL: r"(?:at|in|outside) the (?:ed|er|hospital|ambulance bay|hospital bay)\b(?: doors?)?|on arrival at (?:the )?(?:hospital|ed)|"
    r"after (?:we )?arriv\w+ at (?:the )?(?:hospital|ed|st\b)",
}  # fmt: skip
_PLACE: Final = re.compile(
    r"\b(?:" + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _PLACES.items()) + r")\b"
)
_SOMEBODY_THERE: Final = re.compile(
    r"\b(?:dr\.? [a-z]+|doctor|physician|nurse|team|staff) $"
)  # "Dr. Teale at the hospital ordered it"
_DONE: Final = re.compile(
    r"\b(?:gave|given|got|pushed|started|placed|done|obtained|established|administered|hung|acquired|applied|received|went in|inserted|"
    r"performed|infused|was in|put on|ran|had|finished|completed)\b"
)
_NOT_DONE: Final = re.compile(
    r"\b(?:no|not|never|without|n't|until|if|held|withheld|refused|deferred|would|should|could|plan\w*|"
    r"attempt\w*|continu\w*|repeat\w*|second|another|more|redose\w*|recheck\w*|eta|notif\w*|alert\w*|call\w*)\b|n't\b"
)
_STANDS_ALONE: Final = re.compile(r"(?:,| was| in| on| iv| [0-9.]+ ?m?c?g)* \S$")
_NO_BEFORE: Final = re.compile(r"\bno (?:\w+ )?$")
_NO_BEHIND: Final = re.compile(
    r"^ (?:was |were )?(?:obtained|done|given|placed|acquired|started|performed|applied|established)\b"
)

_COUNTS: Final = {
    "two": 2, "2": 2, "three": 3, "3": 3, "four": 4, "4": 4, "five": 5, "5": 5, "both": 2, "twice": 2,
}  # fmt: skip
_PIECES: Final = r"(?:doses?|rounds?|bolus(?:es)?|pushes|push|amps?|ampules?|sprays?|shots?)(?: of)?"
_OWN: Final = r"(?:of (?:his|her|their|the patient's|the pt's) (?:\w+'s )?(?:own )?(?:home )?)?"
_MANY: Final = re.compile(
    rf"(?<![0-9.])\b(?P<many>{'|'.join(_COUNTS)}) {_OWN}(?:{_PIECES} )?(?:[0-9.]+ ?m?c?[gl] (?:of )?)?$"
)
_TIMES: Final = re.compile(
    r"^(?: (?P<dose>[0-9.]+)(?: ?m?c?g)?(?![0-9.])| iv| io| im| in| sl| ivp| given|"
    r",){0,4} ?(?:x ?(?P<x>[2-5])\b|(?P<twice>twice)\b|(?P<n>[2-5]) times\b)"
)
_NTH: Final = re.compile(rf"\b(?P<nth>{'|'.join(ORDINALS)}) (?:{_PIECES} )?(?:[0-9.]+ ?m?c?[gl] (?:of )?)?$")
_NO_COUNT: Final = re.compile(
    r"\b(?:no|not|never|without|before(?! (?:we (?:had|got) (?:a )?pulses?|pulses?|rosc)\b)|if|"
    r"would|could|should|held|withheld|ready|drawn|consider\w*|for a|"
    r"needs?\b|prepar\w*|repeat|request\w*|order\w*|on my mind|told|want\w*|due|next|but)\b|n't\b|\?"
)

_NAMED: Final = (
    r"(?:dr\.?|doctor) (?:[a-z]+ (?=(?!orders?\b)[a-z]+\b(?! (?:«ordered»|gave))))?"
    r"(?P<{}>(?!(?:had|has|then|just|also|never|finally|who|and|the|orders?)\b)[a-z]{{3,}})"
)
_ORDERED_BY: Final = listed(
    rf"\b(?:ordered by|orders? (?:from|of|by)|per|approved by|okayed by|authorized by|with) (?:the order of )?{_NAMED.format('by')}\b|"
    rf"\b{_NAMED.format('who')}(?: (?:at|of|from) {ANY_NAME})?,? (?:«ordered»|"
    rf"gave (?:us |me |an |the |a )*orders?)\b"
)
_OTHERS_DID: Final = re.compile(
    r"(?:^|[,;.] ?|\b(?:and|but) )(?:the )?(?P<who>fire|fd|engine [0-9]+|rescue [0-9]+|ff|firefighters?|"
    r"bystanders?|police|pd|medic [0-9]+|ambulance [0-9]+) "
    r"(?:crew )?(?:had |already |had already )?(?:had(?= (?:a |an |the )?(?:tourniquet|tq|iv|io|line|"
    r"i-?gel))|drilled|dropped in|cranked|tightened|packed|placed|started|gave|pushed|inserted|dropped|"
    r"put in|put on|put|applied|administered) "
)
_WE_DID: Final = re.compile(
    r"(?:^|[,;.:] ?|\b(?:and|then) )(?:we|i|our crew|this crew) (?:then |also |quickly |"
    r"immediately )?(?:gave|pushed|administered|placed|started|inserted|applied|hung|drilled|"
    r"ran|used|delivered)(?: him| her)? "
)
_NOT_PLAINLY: Final = re.compile(
    r"\b(?:no|not|never|neither|nor|n't|report|order\w*|him back|another|more|second|repeat\w*|credit|help\w*|assist\w*|if|would)\b"
)
_NAMELY: Final = frozenset({"tourniquet", "IV", "IO", "supraglottic airway", "intubation"})
_KIN_DID: Final = listed(
    r"\b(?:his|her|the|pt's|patient's|a) (?P<kin>«kin»)(?: \w+)? (?:was |were |had |has |already |been |had been |who |"
    r"also |then ){0,4}(?:gave|given|giving|handed|fed|put|putting|pressed|pressing|holding|held|applied|applying|"
    r"started|starting|did|doing|"
    r"done|kept|keeping|got)(?: (?:him|her))?\b(?P<between>(?:[^.;,\n]|\.(?=[0-9])){0,28})$"
)
# `No CPR until we got there`, `nobody had done CPR before our arrival`.
_NONE: Final = re.compile(r"\b(?:no|without|nobody|no one|none of them|never|not)\b[^.;,\n]{0,36}$")
_IF_NOT: Final = re.compile(r"\b(?:if|would|could have|might)\b")
_UNTIL_US: Final = re.compile(
    r"^(?: (?:was|were|had been|being|given|done|started|performed|in progress|placed|on|by anyone|by anybody|at all|"
    r"whatsoever|going)){0,4}"
    r" (?:until|till|before|prior to) (?:we\b|us\b|our\b|ems\b|the (?:crew|ambulance)\b|arrival\b)(?! (?:left|could|"
    r"were|gave|had (?!come|arrived)))"
)
_KEPT_FOR_KIN: Final = re.compile(
    r"\b(?:no|not|never|call\w*|us|hand|want\w*|by|from|that|when|who|while|after|before|"
    r"until|and)\b|n't\b"
)
_EARLIER: Final = re.compile(r"\b(?:before|prior|pta|earlier|already|until)\b")

_NO_DRUGS: Final = re.compile(
    r"\bno (?:meds|medications|drugs) (?:were |was )?(?:given|pushed|administered)\b(?! (?:by|prior|"
    r"before|pta|at home))"
)
_FIRST_DRUG: Final = re.compile(
    r"\bfirst (?:drug|med(?:ication|icine)?)\b[^.;\n]{0,40}?\b(?:was|:|were) (?:the |an? )?$"
)
_NEXT: Final = re.compile(
    r"^(?:after (?:that|this|which)|then|next|afterwards?|subsequently|following (?:that|this)|once that was done)\b|"
    r"\b(?:after that|afterwards?|following that)\b"
)
_FOLLOWED: Final = re.compile(r"^[^.;\n]{0,25}?\b(?:followed by|and then)\b[^.;\n]{0,28}$")


class FrameReader(NamedTuple):
    """The acts of a sentence in small letters; `clocks` are its times by their places in the sentence."""

    lower: str
    acts: list[SpokenAct]
    clocks: list[tuple[int, int, TimeClaim]]
    scopes: WordScopes

    def all(self, before: SpokenAct | None) -> Iterator[ActClaim]:
        """All claims; `before` is the last act of the sentence before."""
        ours = [act for act in self.acts if not self.scopes.any_over(act.start, act.end)]
        yield from self._at_times(ours)
        yield from self._order_times(ours)
        yield from self._last_ones(ours)
        yield from self._places()
        yield from self._counts(ours)
        yield from self._counts(self._of_others())
        yield from self._ordered(ours)
        yield from self._by_others()
        yield from self._by_us(ours)
        yield from self._by_kin()
        yield from self._none_before()
        yield from self._first_of_all(ours)
        yield from self._no_drugs()
        yield from self._next(ours, before)

    # when

    def _at_times(self, acts: list[SpokenAct]) -> Iterator[ActClaim]:
        """`TQ to the left arm, applied 1411 by Park`."""
        for start, end, claim in self.clocks:
            act = next((act for act in reversed(acts) if act.end <= start), None)
            if act is None or start - act.end > _FARTHEST or not (act.name in POINTS or act.is_drug):
                continue
            between = self.lower[act.end : start]
            before = self.lower[max(0, act.start - 24) : act.start]
            if any(0 <= act.start - behind <= _RIGHT_BEHIND for _, behind, _ in self.clocks):
                continue  # it has a time of its own
            if _ANOTHER.search(between) or _TIME_STANDS.match(self.lower[end : end + 12]) is None:
                continue
            nth = _NTH.search(self.lower[max(0, act.start - 30) : act.start])
            if nth is None and _NOT_THEN.search(before):
                continue
            ours = "ours" if _BY_US.search(self.lower, max(0, act.start - 16), start) else ""
            yield ActClaim(
                act, "at", ours, act.start, end, which=ORDINALS[nth["nth"]] if nth else 0, at=claim.clock
            )

    def _order_times(self, acts: list[SpokenAct]) -> Iterator[ActClaim]:
        """`The order for the TXA came at 14:34`, of the act in it, else of the only drug of the sentence."""
        for start, end, claim in self.clocks:
            lead = max(0, start - 90)
            came = _ORDER_CAME.search(self.lower, lead, start) or _DOCTOR_ORDERED().search(
                self.lower, lead, start
            )
            if came is None:
                continue
            inside = [act for act in acts if came.start() <= act.start < start]
            drugs = [act for act in acts if act.is_drug]
            act = inside[0] if inside else drugs[0] if len(drugs) == 1 else None
            if act is not None:
                yield ActClaim(act, "ordered_at", "", came.start(), end, at=claim.clock)

    def _last_ones(self, acts: list[SpokenAct]) -> Iterator[ActClaim]:
        """`My first shock was at 19:34 and the last one at 19:41`: another one of the act that has the time before."""
        for (_, behind, _), (start, end, claim) in pairwise(self.clocks):
            last = _LAST_ONE.search(self.lower, behind, start)
            act = next((act for act in reversed(acts) if act.end <= behind), None)
            if last is None or act is None or act.name not in POINTS or start - behind > _FARTHEST:
                continue
            if _ANOTHER.search(self.lower, behind, last.start()) is None and not any(
                behind <= other.start < start for other in self.acts
            ):
                yield ActClaim(act, "at", "", last.start(), end, at=claim.clock)

    def _places(self) -> Iterator[ActClaim]:
        """`TXA was given en route`, `no 12-lead was done on scene`."""
        acts = [act for act in self.acts if not self.scopes.any_over(act.start, act.end, _NOT_ON_THIS_CALL)]
        for match in _PLACE.finditer(self.lower):
            begin = (
                max(
                    (self.lower.rfind(sign, 0, match.start()) for sign in (";", "\n", ". ", ", ")), default=-1
                )
                + 1
            )
            stops = [
                at for sign in (";", "\n", ". ", ", ") if (at := self.lower.find(sign, match.end())) >= 0
            ]
            clause = self.lower[begin : min(stops, default=len(self.lower))]
            inside = [act for act in acts if begin <= act.start < begin + len(clause)]
            if match["hospital"] and _SOMEBODY_THERE.search(
                self.lower, max(0, match.start() - 30), match.start()
            ):
                continue
            if len(inside) != 1 or not (inside[0].name in POINTS or inside[0].is_drug):
                continue
            act = inside[0]
            start, end = min(act.start, match.start()), max(act.end, match.end())
            if _NO_BEFORE.search(self.lower[max(0, act.start - 12) : act.start]) and _NO_BEHIND.match(
                self.lower[act.end :]
            ):
                yield ActClaim(act, "not_during", str(match.lastgroup), start, end)
            elif (
                _DONE.search(clause) or _STANDS_ALONE.match(self.lower, act.end, match.start() + 1)
            ) and not _NOT_DONE.search(clause):
                yield ActClaim(act, "during", str(match.lastgroup), start, end)

    # how many

    def _counts(self, acts: list[SpokenAct]) -> Iterator[ActClaim]:
        """`epi x3`, `four epis`, `a second dose of fentanyl`."""
        for act in filter(self._is_counted, acts):
            times = _TIMES.match(self.lower[act.end : act.end + 40])
            count = self._count(act, times)
            if count > 1:
                dose, length = (times["dose"] or "", times.end()) if times is not None else ("", 0)
                yield ActClaim(act, "count", f"{count}*{dose}", act.start, act.end + length)

    def _of_others(self) -> list[SpokenAct]:
        """The drugs that somebody else is told to have given or taken, of which the sheet has rows too."""
        return [
            act
            for act in self.acts
            if act.is_drug
            and self.scopes.any_over(act.start, act.end, _BY_OTHERS)
            and not self.scopes.any_over(act.start, act.end, _NOT_OF_OTHERS)
            and _GAVE.search(self.lower, max(0, act.start - 60), act.start)
        ]

    def _is_counted(self, act: SpokenAct) -> bool:
        """Whether an act comes in numbers, and no word of its clause speaks against counting it."""
        begin, end = self.scopes.clause(act.start)
        counts = (act.is_drug and not _IN_TABLETS & act.items) or act.name in _COUNTED
        return counts and _NO_COUNT.search(self.lower, begin, end) is None

    def _count(self, act: SpokenAct, times: re.Match[str] | None) -> int:
        """How many of an act are told, before it or behind; 0 where nothing tells it."""
        before = self.lower[max(0, act.start - 34) : act.start]
        if (many := _MANY.search(before)) is not None:
            return _COUNTS[many["many"]]
        if (nth := _NTH.search(before)) is not None:
            return ORDINALS[nth["nth"]]
        return int(times["x"] or times["n"] or 2) if times is not None else 0

    # by whom

    def _ordered(self, acts: list[SpokenAct]) -> Iterator[ActClaim]:
        """`TXA ordered by Dr. Okoye`."""
        for match in _ORDERED_BY().finditer(self.lower):
            act = min(
                acts, key=lambda act: max(act.start - match.end(), match.start() - act.end), default=None
            )
            if act is not None and max(act.start - match.end(), match.start() - act.end) <= _FARTHEST:
                yield ActClaim(
                    act,
                    "ordered_by",
                    match["by"] or match["who"],
                    min(act.start, match.start()),
                    max(act.end, match.end()),
                )

    def _by_others(self) -> Iterator[ActClaim]:
        """`Fire placed the i-gel`, where nothing says that it was before this crew came."""
        earlier = _EARLIER.search(self.lower) is not None
        for match in _OTHERS_DID.finditer(self.lower):
            act = next((act for act in self.acts if match.end() <= act.start <= match.end() + 20), None)
            if act is not None and (act.name in _NAMELY or (act.is_drug and not earlier)):
                yield ActClaim(act, "by_others", match["who"], match.start("who"), act.end)

    def _by_kin(self) -> Iterator[ActClaim]:
        """`His wife was pressing a towel on it`: which relative did it before this crew came."""
        for act in self.acts:
            match = _KIN_DID().search(self.lower, max(0, act.start - 90), act.start)
            if match is not None and not _KEPT_FOR_KIN.search(match["between"]):
                yield ActClaim(act, "by_kin", relation_of()[match["kin"]], match.start(), act.end)

    def _none_before(self) -> Iterator[ActClaim]:
        """`Received no CPR until we got there`."""
        for act in self.acts:
            until = _UNTIL_US.match(self.lower[act.end : act.end + 60])
            none = _NONE.search(self.lower, max(0, act.start - 50), act.start) if until is not None else None
            if until is not None and none is not None and not _IF_NOT.search(self.lower):
                yield ActClaim(act, "none_before", "", none.start(), act.end + until.end())

    def _by_us(self, acts: list[SpokenAct]) -> Iterator[ActClaim]:
        """`We gave the amiodarone ourselves`, where it may have been another unit or somebody before."""
        for match in _WE_DID.finditer(self.lower):
            act = next((act for act in acts if match.end() <= act.start <= match.end() + 24), None)
            if act is not None and not _NOT_PLAINLY.search(self.lower, match.start(), act.end + 20):
                yield ActClaim(act, "by_us", "", match.start(), act.end)

    # what came first

    def _first_of_all(self, acts: list[SpokenAct]) -> Iterator[ActClaim]:
        """`The first drug he got was amiodarone`."""
        for act in acts:
            if act.is_drug and _FIRST_DRUG.search(self.lower[: act.start]):
                yield ActClaim(act, "first", "", act.start, act.end)

    def _no_drugs(self) -> Iterator[ActClaim]:
        """`No meds were given`."""
        for match in _NO_DRUGS.finditer(self.lower):
            if not self.scopes.any_over(*match.span()):
                drugs = SpokenAct(ANY_DRUG, medications(), *match.span(), is_drug=True)
                yield ActClaim(drugs, "not_done", "", *match.span())

    def _next(self, acts: list[SpokenAct], before: SpokenAct | None) -> Iterator[ActClaim]:
        """`A 12-lead was sent. After that she got one nitro.`, `amiodarone, which was followed by epinephrine`."""
        if (
            acts
            and before is not None
            and _NEXT.search(self.lower)
            and not _NO_COUNT.search(self.lower[: acts[0].end + 20])
        ):
            yield ActClaim(acts[0], "sequence", "after", acts[0].start, acts[0].end, before)
        for act, other in pairwise(acts):
            between = self.lower[act.end : other.start]
            if _FOLLOWED.match(between) and not _NOT_DONE.search(between):
                yield ActClaim(act, "sequence", "before", act.start, other.end, other)


_BY_OTHERS: Final = frozenset({ScopeKind.SOMEBODY_ELSE, ScopeKind.BEFORE_US})
_NOT_OF_OTHERS: Final = frozenset(ScopeKind) - _BY_OTHERS - {ScopeKind.HABIT}
_GAVE: Final = re.compile(r"\b(?:gave|given|had taken|handed|fed)\b[^.;,\n]{0,40}$")
_COUNTED: Final = frozenset({"bolus", "tourniquet"})
_IN_TABLETS: Final = frozenset({"aspirin_po"})  # which are counted by the piece
_NOT_ON_THIS_CALL: Final = NOT_OURS - {ScopeKind.BEFORE_US}
