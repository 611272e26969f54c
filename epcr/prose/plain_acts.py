"""Acts in bare phrases: `collar on at 1416`, `shocks 1934, 1936 and 1938`, `one nitro from our stock`, `no TXA from us yet`.

A handoff is told when the acts of the way are over, so that "yet" and "so far" speak there of the whole call, and elsewhere of a moment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from epcr.prose.acts import ActClaim
from epcr.prose.clocks import TimeClaim
from epcr.prose.named_acts import SpokenAct
from epcr.prose.scopes import WordScopes

_CLOCK: Final = r"(?:[0-9]{4}|[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)"
_WAYS_IN: Final = frozenset({"IV", "IO", "intubation", "supraglottic airway"})
_WORKED: Final = re.compile(
    r"^(?: access| line)? (?:was |were )?(?:successfully )?(?:established|obtained|secured|in place)\b"
)
_WORKED_BEFORE: Final = re.compile(r"\b(?:established|obtained|secured) (?:an? |the |his |her )?$")
_WORN: Final = frozenset({"cervical collar", "tourniquet", "pelvic binder"})
_ON: Final = re.compile(
    rf"^ (?:was |went )?on(?=,? (?:at |@ ?)?{_CLOCK}\b| (?:him|her|before we|by (?!the))\b|[,.;]|$)"
)
_AT_ONCE: Final = re.compile(rf"^,? (?:at |@ ?)?{_CLOCK}(?=[.,;]| by\b|$)")
_UNDONE_BEFORE: Final = re.compile(
    r"\b(?:no|not|never|without|attempt\w*|unable|failed|missed|refused|declined|if|before|until|offered|considered|ready|planned|for|or|"
    r"nobody|none|neither|nor|held|withheld|skipped|omitted|instead of|opted|chose|elected|decided|about|try\w*|tried|to be|when|once|"
    r"needs?|needed|wants?|second|another|cleared|removed|took|order\w*|discuss\w*|decision|question\w*|without)\b|n't\b"
)
_UNDONE_BEHIND: Final = re.compile(
    r"\b(?:not|never|no|clear\w*|remov\w*|came off|took|taken|off|held|skip\w*|unnecess\w*|criteria|refus\w*|declin\w*|decid\w*|"
    r"consider\w*|instead|ruled|if|would|could|plan\w*|pulled|blew|lost|infiltrat\w*|fail\w*|miss\w*|"
    r"unsuccessful\w*|(?:left|ruled) out|attempt\w*|tr(?:y|ied)|stopped|error|mistake|struck|standby|on hand)\b|n't\b|\?"
)
_FAR: Final = 50  # characters behind an act in which a word may take it back
_SERIES: Final = re.compile(
    rf"^(?: (?:by|from) (?:me|us|[a-z]+))?(?: (?:were|was))?(?: given| delivered| done| sent)?(?: at|:)? ?"
    rf"{_CLOCK}(?:, ?{_CLOCK})*,? (?:and|&) {_CLOCK}(?= ?[.,;)]| by\b|$)"
)
_OUR_STOCK: Final = re.compile(
    r"^(?:[^.;,\n]|\.(?=[0-9])){0,24}?\b(?P<stock>(?:from|out of|off) (?:our|the ambulance'?s?|the agency'?s?|agency) ?(?:own )?"
    r"(?:stock|supply|supplies|(?:drug|med|meds|medication) (?:box|bag|kit|pouch|supply)|drugs|kit|bag|box|truck|rig)?)\b"
)
_LEFT_OUT: Final = (
    r"(?: (?:iv |io )?(?:was |were |has been |have been )?(?:given|hung|pushed|started|administered|in))?"
)
_NONE_BEFORE: Final = re.compile(
    r"(?:^|[.,;:\n] ?|\b(?:and|but|got|had|has|received|with) )(?P<no>no|zero) (?:any )?(?:iv )?$"
)
_BY_US: Final = rf"{_LEFT_OUT} (?:from|by) (?:us|our crew|this crew)"
_TILL_NOW: Final = r",? (?:yet|so far|as yet|as of now|up to now|to this point)"
_END: Final = r"(?= ?(?:[.,;\n]|$))"
_NONE_BY_US: Final = re.compile(rf"^(?P<end>{_BY_US}){_END}")
_NONE_YET: Final = re.compile(rf"^(?P<end>(?:{_BY_US}|{_LEFT_OUT}){_TILL_NOW}){_END}")
_FOR_PAIN: Final = re.compile(
    r"(?:^|[.,;:\n] ?|\b(?:and|but|got|had|has|received|given) )(?:nothing|no meds?|no medications?) (?:was |has been )?"
    rf"(?:given )?for (?:the |his |her )?pain{_LEFT_OUT}(?: (?:from|by) us)?{_TILL_NOW}{_END}"
)
_FOR_PAIN_ITEMS: Final = frozenset(
    {"fentanyl", "morphine", "hydromorphone", "ketamine_pain", "ketorolac", "nitrous_oxide"}
)
_DOCTOR: Final = (
    r"(?:dr\.?|doctor) (?:[a-z]+ (?=[a-z]+\b ?(?:at|from|of|on|for|as|with)\b))?(?P<name>[a-z]{3,})"
)
_DOCTOR_BEFORE: Final = re.compile(
    rf"(?<!not )\b{_DOCTOR},? (?:at|from|of|on|for|as|with) (?:the |our |online )?$"
)
_DOCTOR_BEHIND: Final = re.compile(
    r"(?:,? (?:was|by|with|from|through|via|physician|doctor|doc)|,|:| \(){0,3} (?:dr\.?|doctor) (?P<name>[a-z]{3,})\b"
)
_TOLD_AT_THE_END: Final = frozenset({"situation", "assessment", "recommendation"})


class PlainActReader(NamedTuple):
    """The acts of a sentence in small letters, its times by their places, and the part of the handoff (empty for the narrative)."""

    lower: str
    acts: list[SpokenAct]
    clocks: list[tuple[int, int, TimeClaim]]
    scopes: WordScopes
    part: str

    def all(self) -> Iterator[ActClaim]:
        """What bare phrases tell of the acts of this crew."""
        for act in self.acts:
            if not self.scopes.any_over(act.start, act.end):
                yield from self._plainly(act)
                yield from self._in_series(act)
                yield from self._of_our_stock(act)
                yield from self._none_till_now(act)
        yield from self._at_control()
        if self.part in _TOLD_AT_THE_END:
            yield from self._nothing_for_pain()

    def _is_done(self, start: int, end: int) -> bool:
        """Whether no word about an act takes it back."""
        begin, _ = self.scopes.clause(start)
        return (
            _UNDONE_BEFORE.search(self.lower, begin, start) is None
            and _UNDONE_BEHIND.search(self.lower, end, end + _FAR) is None
        )

    def _plainly(self, act: SpokenAct) -> Iterator[ActClaim]:
        """`IV established`, `collar on at 1416`, `collar 1416`."""
        behind = self.lower[act.end : act.end + _FAR]
        if act.name in _WAYS_IN:
            worked = _WORKED.match(behind)
            if worked is None and not _WORKED_BEFORE.search(self.lower[max(0, act.start - 24) : act.start]):
                return
            end = act.end + (worked.end() if worked else 0)
            if self._is_done(act.start, end):
                yield ActClaim(act, "outcome", "good", act.start, end)
        elif act.name in _WORN:
            worn = _ON.match(behind) or _AT_ONCE.match(behind)
            if worn is not None and self._is_done(act.start, act.end + worn.end()):
                yield ActClaim(act, "done", "", act.start, act.end + worn.end())

    def _in_series(self, act: SpokenAct) -> Iterator[ActClaim]:
        """`AED shocks by me 1934, 1936 and 1939`: each of these times; the first of them is read where single ones are."""
        if act.name != "shock" and not act.is_drug:
            return  # a tracing or a line more may go unwritten
        series = _SERIES.match(self.lower[act.end : act.end + 90])
        if series is None or not self._is_done(act.start, act.end + series.end()):
            return
        times = [row for row in self.clocks if act.end <= row[0] < act.end + series.end()]
        for _, end, claim in times[1:]:
            yield ActClaim(act, "at", "", act.start, end, at=claim.clock)

    def _of_our_stock(self, act: SpokenAct) -> Iterator[ActClaim]:
        """`SL nitro 0.4 out of our drug box`."""
        stock = _OUR_STOCK.match(self.lower[act.end : act.end + 60]) if act.is_drug else None
        if stock is not None and self._is_done(act.start, act.end + stock.end()):
            yield ActClaim(act, "our_stock", "", act.start, act.end + stock.end())

    def _none_till_now(self, act: SpokenAct) -> Iterator[ActClaim]:
        """`no TXA from us yet`, `no fluid given so far`."""
        none = _NONE_BEFORE.search(self.lower, max(0, act.start - 30), act.start)
        if none is None:
            return
        behind = self.lower[act.end : act.end + 70]
        none_now = _NONE_BY_US.match(behind) or (
            _NONE_YET.match(behind) if self.part in _TOLD_AT_THE_END else None
        )
        if none_now is not None:
            yield ActClaim(act, "not_done", "", none.start("no"), act.end + none_now.end("end"))

    def _at_control(self) -> Iterator[ActClaim]:
        """`Dr. Okoye at medical control`: whom this crew spoke to there."""
        for act in self.acts:
            if act.name == "medical control" and not self.scopes.any_over(act.start, act.end):
                doctor = _DOCTOR_BEFORE.search(
                    self.lower, max(0, act.start - 40), act.start
                ) or _DOCTOR_BEHIND.match(self.lower, act.end)
                if doctor is not None:
                    start, end = min(act.start, doctor.start()), max(act.end, doctor.end())
                    yield ActClaim(act, "at_control", doctor["name"], start, end)

    def _nothing_for_pain(self) -> Iterator[ActClaim]:
        """`nothing for pain so far`."""
        for match in _FOR_PAIN.finditer(self.lower):
            if not self.scopes.any_over(*match.span()):
                drug = SpokenAct("a drug for pain", _FOR_PAIN_ITEMS, *match.span(), is_drug=True)
                yield ActClaim(drug, "not_done", "", *match.span())
