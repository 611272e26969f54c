"""The panel of a verdict as it is drawn: short at first (word, one sentence, who may, the nearest change), the rest folded.

The same panel stands at a saved intervention and, before saving, beside the form; only a saved one takes answers
(`epcr.web.answers_view`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from epcr.sheet.date_words import write_date
from epcr.sheet.interventions import Intervention
from epcr.sheet.verdict import KeptVerdict, NearChange
from epcr.visit.pieces import Mark
from epcr.web import verdict_words
from epcr.web.isolation import quoted, sentence
from epcr.web.opened_sheet import OpenedSheet

Words = Markup | str


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere, with what stands after them. `asks` leads to a control of the form beside it."""

    words: Words
    address: str
    after: str = ""
    asks: bool = False


@dataclass(frozen=True)
class WayToPermit:
    """What would make it permitted, and where the form says that."""

    words: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class VerdictFact:
    """A fact under its label."""

    label: str
    words: Words


@dataclass(frozen=True)
class VerdictDetails:
    """What stands folded: everything that lets a reader check the verdict. `reason` is "" where it is told above."""

    reason: str
    ways: tuple[WayToPermit, ...]
    note: str
    stands: tuple[VerdictFact, ...]
    judged_by: tuple[VerdictFact, ...]


@dataclass(frozen=True)
class ActPanel:
    """What is said of an act. `look` is `refused`, `open` (nobody can judge it yet), `given` or `words` alone.

    `asks` are what the form asks for, so that it can be judged. `nearest` is the nearest change that would permit it, `others` says
    that there are more. `saving` says before saving what saving does. `answer` is what the trainee said of it.
    """

    look: str
    mark: Mark
    title: str
    reason: str
    starts: str
    nearest: WayToPermit | None
    others: bool
    disputed: bool
    source: str
    more: VerdictDetails
    asks: tuple[Link, ...]
    saving: str
    answer: str


def verdict_panel(
    opened: OpenedSheet,
    act: Intervention,
    verdict: KeptVerdict,
    *,
    answer: str = "",
    before: bool = False,
    listed: bool = True,
) -> ActPanel:
    """The verdict on an act, `before` it is saved or after; `listed` ways are folded, others stand above."""
    ways = tuple(_way(opened, act, change, before=before) for change in verdict.changes)
    mark = verdict.mark
    return ActPanel(
        look=_look(verdict),
        mark=Mark(mark.tone, mark.shape, mark.page),
        title=verdict_words.refusal_title(verdict) if verdict.refused else "",
        reason=_reason(verdict, before=before),
        starts=verdict_words.starts_at(verdict),
        nearest=ways[0] if ways else None,
        others=len(ways) > 1,
        disputed=bool(verdict.disputed),
        source=_source(opened, verdict, before=before),
        more=_more(opened, act, verdict, ways if listed and len(ways) > 1 else (), before=before),
        asks=tuple(_asks(opened, act, verdict, before=before)) if verdict.cannot_judge else (),
        saving=_saving(opened) if before and verdict.refused else "",
        answer=answer,
    )


@dataclass(frozen=True)
class Refusal:
    """What a strict class says that did not save an act."""

    panel: ActPanel
    kept: str
    ways: tuple[WayToPermit, ...]


def refusal(opened: OpenedSheet, act: Intervention, verdict: KeptVerdict, *, is_new: bool) -> Refusal:
    """The refusal of an act as it was typed, which was not saved."""
    kept = (
        "Nothing of this intervention was saved."
        if is_new
        else "Your change was not saved; the intervention is in the list as it was saved before."
    )
    ways = tuple(_way(opened, act, change, before=True) for change in verdict.changes)
    return Refusal(verdict_panel(opened, act, verdict, before=True, listed=False), kept, ways)


def _look(verdict: KeptVerdict) -> str:
    if verdict.refused:
        return "refused"
    if verdict.cannot_judge:
        return "open"
    return "given" if verdict.verdict else "words" if verdict.reason else ""


def _reason(verdict: KeptVerdict, *, before: bool) -> str:
    """The one sentence; of what is permitted only before saving, of what rules are not asked about as it stands alone."""
    if verdict.refused:
        return f"{verdict.reason}."
    if verdict.cannot_judge:
        return _why_open(verdict)
    if not verdict.verdict:
        return f"{verdict.reason.capitalize()}."
    return f"{verdict.reason}." if before else ""


def _why_open(verdict: KeptVerdict) -> str:
    """Why nobody can judge it yet."""
    if verdict.candidates and "level" not in verdict.missing:
        return "It may be one of several, and the rules for them differ."
    return f"{verdict.reason}."


def _saving(opened: OpenedSheet) -> str:
    if opened.sheet.mode == "strict":
        return "This class does not save it like this."
    return "You can save it as it happened, and then say what happened."


def _source(opened: OpenedSheet, verdict: KeptVerdict, *, before: bool) -> str:
    """Rule and date at a glance; the whole source stands folded below."""
    judged = "now" if before else opened.sheet.recorded_at(verdict.judged_at) if verdict.judged_at else ""
    parts = (
        verdict.ruleset,
        verdict.rule and f"rule {verdict.rule}",
        verdict.confidence and f"how sure: {verdict.confidence}",
        judged and f"judged {judged}",
    )
    return " · ".join(str(part) for part in parts if part)


def _asks(opened: OpenedSheet, act: Intervention, verdict: KeptVerdict, *, before: bool) -> Iterator[Link]:
    for ask in verdict_words.asks(opened.sheet, act, verdict):
        in_the_form = before and ask.anchor.section == "interventions"
        yield Link(
            sentence(ask.words), f"#{ask.anchor}" if in_the_form else opened.at(ask.anchor), asks=before
        )
    if verdict_words.performer_is_away(opened.sheet, act):
        yield Link("Add them under Crew", opened.section("crew"))


def _way(opened: OpenedSheet, act: Intervention, change: NearChange, *, before: bool) -> WayToPermit:
    return WayToPermit(change.text, tuple(_links(opened, act, change, before=before)))


def _links(opened: OpenedSheet, act: Intervention, change: NearChange, *, before: bool) -> Iterator[Link]:
    """Before saving the control that says a change. What a student needs is said at the crew entry."""
    field = verdict_words.field_changed(change) if before else ""
    if field == "performer" and not verdict_words.others_of_the_crew(act, opened.context):
        yield Link("add them under Crew", opened.section("crew"), after=" first")
    elif field:
        yield Link(f"say it at “{act.fields()[field].label}”", f"#{act.anchor(field)}", asks=True)
    if "student" in change.facts and opened.sheet.member(act.performer):
        address = opened.section("crew", entry=act.performer or "", anchor="entry")
        yield Link("say it at “Student” under Crew", address)


def _more(
    opened: OpenedSheet, act: Intervention, verdict: KeptVerdict, ways: Sequence[WayToPermit], *, before: bool
) -> VerdictDetails:
    facts = verdict_words.facts_judged_by(act, verdict, opened.context)
    return VerdictDetails(
        reason=f"{verdict.reason}." if verdict.reason and not verdict.refused else "",
        ways=tuple(ways),
        note=verdict.note or "",
        stands=tuple(_where_it_stands(opened, verdict, before=before)),
        judged_by=tuple(VerdictFact(label, quoted(words)) for label, words in facts),
    )


def _where_it_stands(opened: OpenedSheet, verdict: KeptVerdict, *, before: bool) -> Iterator[VerdictFact]:
    if passed := verdict_words.passed(verdict):
        yield VerdictFact("Where it failed", passed)
    elsewhere = verdict.rule_from if verdict.rule_from != verdict.ruleset else ""
    yield VerdictFact(
        "Rule", f"{verdict.rule or 'No rule decided'}{f', set by {elsewhere}' if elsewhere else ''}"
    )
    sure = f" (how sure: {verdict.confidence})" if verdict.confidence else ""
    yield VerdictFact("Source", Markup("{}{}").format(quoted(verdict.source) or "Not told", sure))
    if verdict.lowest_levels:
        yield VerdictFact("Lowest level that may", ", ".join(verdict.lowest_levels))
    yield VerdictFact("Ruleset", _ruleset(verdict))
    yield VerdictFact("Judged", _judged(opened, verdict, before=before))


def _ruleset(verdict: KeptVerdict) -> Words:
    number = f" ({verdict.ruleset})" if verdict.ruleset_title else ""
    since = f", in force from {write_date(verdict.in_force_from)}" if verdict.in_force_from else ""
    title = quoted(verdict.ruleset_title or verdict.ruleset)
    return Markup("{}{}, version {}{}").format(title, number, verdict.version, since)


def _judged(opened: OpenedSheet, verdict: KeptVerdict, *, before: bool) -> str:
    if before:
        return "Now, before saving"
    if verdict.judged_at is None:
        return "Now, from what is recorded now"
    return opened.sheet.recorded_at(verdict.judged_at)
