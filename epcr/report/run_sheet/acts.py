"""Interventions on paper: what and how much, the verdict beside it, everything else below; why a refused one was refused."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Final

from epcr.handoff import words
from epcr.paper import style
from epcr.paper.blocks import Paper
from epcr.paper.lines import width as width_of
from epcr.paper.strips import Numbers, Strip
from epcr.paper.style import BODY, STRONG
from epcr.report.run_sheet.entries import at, lead_and_rest
from epcr.report.run_sheet.flow import GUTTER, LabeledValue, LinePiece, paragraph, redrawn, run_in, titled
from epcr.report.run_sheet.press import SheetPress
from epcr.sheet.interventions import Intervention
from epcr.sheet.verdict import KeptVerdict
from epcr.sheet.vocabulary import vocabulary
from epcr.words.naming import lower

FEW: Final = 3  # interventions from which on they have something in common
USUAL: Final = "Unless said otherwise"
_NAMING: Final = ("item", "other_name")
_OF_EACH: Final = frozenset({*_NAMING, "performed_at", "performer", "response"})
BAR: Final = 2.5  # beside a refused act, as on the handoff


def acts(press: SheetPress, listed: Sequence[Intervention]) -> Iterator[Strip]:
    """Each intervention with its verdict at the right."""
    usual = _usual(press, listed)
    if usual:
        common = [LabeledValue(Intervention.fields()[name].label, value) for name, value in usual.items()]
        yield from titled(USUAL, paragraph(run_in(common, press.body)), kind="P")
    for intervention in listed:
        verdict = press.judged(intervention)
        body = [*_what_was_done(press, intervention, verdict.mark.paper, usual), *_because(press, verdict)]
        if verdict.refused:
            body = [_barred(strip) for strip in body]
        yield from titled(at(press, intervention), [*body, *press.entry_remarks(intervention)], kind="H3")


def _usual(press: SheetPress, listed: Sequence[Intervention]) -> dict[str, str]:
    """What most of many interventions say in the same words; only one that says something else repeats the field.

    Not what is asked of procedures or of medications alone.
    """
    if len(listed) < FEW:
        return {}
    counted: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for field in chain.from_iterable(map(press.fields, listed)):
        if field.words and not field.missing:
            counted[field.name][field.words] += 1
    shared = [name for group in Intervention.page.groups if group.when is None for name in group.names]
    most = {name: counted[name].most_common(1) for name in shared if name not in _OF_EACH}
    return {
        name: value for name, counts in most.items() for value, times in counts if 2 * times > len(listed)
    }


def _what_was_done(
    press: SheetPress, intervention: Intervention, verdict: str, usual: Mapping[str, str]
) -> Iterator[Strip]:
    how = STRONG if verdict.isupper() else BODY
    beside = press.body - width_of(verdict, how)
    name, amount, drawn = _lead(press, intervention)
    ours = intervention.given and not words.whose(intervention)
    # What is usual of ours is not missing where somebody else did it, or nobody.
    usual = (
        usual if ours else {field: value for field, value in usual.items() if intervention.documented(field)}
    )
    _, rest = lead_and_rest(press, intervention, without=drawn, usual=usual)
    lead = [LabeledValue(name, amount, strong=not intervention.given)]
    lead += (
        [LabeledValue("", words.whose(intervention).capitalize(), strong=True)]
        if words.whose(intervention)
        else []
    )
    first, *more = run_in(lead, beside - 8)
    first = (*first, LinePiece(beside, verdict, how))
    yield from paragraph([first, *more, *run_in(rest, press.body)])


def _lead(press: SheetPress, intervention: Intervention) -> tuple[str, str, Sequence[str]]:
    """The name, how much of it by which route, and the fields that are told thereby."""
    name = words.item(intervention)
    press.paper.note_missing(name)
    if intervention.item is not None and not intervention.given:
        return name, f"NOT GIVEN: {lower(vocabulary('reason').label(intervention.why('item')))}", _NAMING
    if intervention.kind != "medication":
        return name, "", _NAMING
    route = intervention.show("route", press.context) or f"route {words.NOT_DOCUMENTED}"
    return (
        name,
        f"{words.amount(intervention, press.context)}, {lower(route)}",
        (*_NAMING, "dose", "dose_unit", "route"),
    )


def _because(press: SheetPress, verdict: KeptVerdict) -> Iterator[Strip]:
    """Why it was refused: the sentence, the level, the rule, and the number of its source."""
    if not verdict.refused:
        return
    named = (("level", verdict.level), ("rule", verdict.rule))
    facts = [f"{word} {value}" for word, value in named if value]
    grounds = " · ".join(filter(None, (verdict.rule_from, verdict.source)))
    source = f" {press.source(grounds)}" if grounds else ""
    reason = verdict.reason.rstrip(".")
    sentence = f"{reason} ({', '.join(facts)}){source}" if facts else f"{reason}{source}"
    press.paper.note_missing(sentence)
    yield from paragraph(run_in([LabeledValue("Scope", sentence)], press.body))


def _barred(strip: Strip) -> Strip:
    """A black bar at the left, so that a refused act is found at a glance."""

    def draw(paper: Paper, x: float, y: float, numbers: Numbers) -> None:
        paper.fill(x + GUTTER - 7, y, BAR, strip.height - 0.5, style.BLACK)
        strip.draw(paper, x, y, numbers)

    return redrawn(strip, draw)
