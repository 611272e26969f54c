"""The page of the interventions as it is drawn: each with its verdict, and what a name that is not in the list may become."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from flask import get_flashed_messages
from markupsafe import Markup

from epcr.checks.finding import Finding, Weight
from epcr.sheet.context import Context
from epcr.sheet.interventions import Intervention
from epcr.visit.pieces import Option
from epcr.web import verdict_words, walking
from epcr.web.answers_view import SixAnswers, WhichOne, answers, which_one
from epcr.web.form_view import LackingAnswer, SectionForm
from epcr.web.group_view import FindingsAt
from epcr.web.isolation import name, quoted
from epcr.web.ledger_view import Entries, Words, facts, striking, struck
from epcr.web.opened_sheet import OpenedSheet
from epcr.web.then_and_now_view import ThenNow, judged_otherwise
from epcr.web.unlisted import Offer
from epcr.web.verdict_view import ActPanel, verdict_panel


@dataclass(frozen=True)
class VerdictAt:
    """What stands at an intervention that was saved; `error` says why an answer could not be taken as a whole."""

    id: str
    error: str
    panel: ActPanel | None = None
    otherwise: ThenNow | None = None
    answers: SixAnswers | None = None
    which_one: WhichOne | None = None


@dataclass(frozen=True)
class ActLine:
    """An intervention in the list. `who` is told by `who_before` the name and `assisted` after it; `done` is what just happened to it."""

    anchor: str
    here: bool
    at: str
    name: Words
    not_given: str
    facts: tuple[Words, ...]
    who: tuple[tuple[str, Words], ...]
    done: Sequence[str]
    verdict: VerdictAt | None
    findings: Sequence[Finding]
    change: str


@dataclass(frozen=True)
class UnlistedName:
    """What a typed name may become, a tap each; `words` say what it can be."""

    name: Words
    words: Words
    options: tuple[Option, ...]


def acts(opened: OpenedSheet, here: str, lacking: LackingAnswer | None = None) -> tuple[ActLine, ...]:
    """The interventions of a sheet, in the order of time; the one of the id `here` stands in the form."""
    return tuple(
        _line(opened, act, here=here, lacking=lacking) for act in opened.sheet.entries("interventions")
    )


def around(drawn: SectionForm) -> Entries:
    """What stands around the form of an intervention."""

    def named(act: Intervention) -> Words:
        at = drawn.opened.context.customs.clock(act.performed_at) if act.performed_at else ""
        return called(act) + (f" {at}" if at else "")

    return Entries(
        title="New intervention" if drawn.is_new else called(cast(Intervention, drawn.part)),
        add="New intervention",
        new="" if drawn.is_new else drawn.opened.section(drawn.slug, anchor="new"),
        lines=(),
        strike=striking(drawn),
        struck=struck(drawn, named),
    )


def said_with_asks(opened: OpenedSheet, act: Intervention) -> FindingsAt:
    """What was found, and what the scope check asks for at its control, whose group unfolds."""
    verdict = opened.verdict(act) if opened.sheet.holds(act) else None
    findings_at = {anchor: [*findings] for anchor, findings in opened.findings_at.items()}
    for ask in verdict_words.asks(opened.sheet, act, verdict):
        if ask.anchor.entry == act.id:
            note = Finding(Weight.NOTE, ask.anchor, f"{ask.words}: the scope check needs it", "scope")
            findings_at.setdefault(str(ask.anchor), []).append(note)
    return findings_at


def called(act: Intervention) -> Words:
    """What an intervention is called in the list."""
    return quoted(act.name()) or "Intervention not chosen yet"


def verdict_at(
    opened: OpenedSheet,
    act: Intervention,
    *,
    changeable: bool,
    lacking: LackingAnswer | None = None,
    check: str = "",
) -> VerdictAt | None:
    """What stands at a saved intervention; None where nothing is to be said of it. An answer given in the `check` goes on there."""
    verdict = opened.verdict(act)
    lacking = lacking if lacking and lacking.entry == act.id else None
    at = VerdictAt(f"{act.anchor()}-verdict", error=lacking.sentences.get("", "") if lacking else "")
    if verdict is None:
        return at if lacking else None
    answer = _answer(opened.findings, act)
    at = replace(
        at,
        panel=verdict_panel(opened, act, verdict, answer=answer),
        otherwise=judged_otherwise(opened.sheet, act, opened.context),
    )
    if changeable and verdict.refused:
        six = answers(opened, act, verdict, answered=bool(answer), lacking=lacking, check=check)
        return replace(at, answers=six)
    if changeable and verdict.cannot_judge:
        return replace(at, which_one=which_one(opened, act, verdict, check))
    return at


def offered(offer: Offer) -> UnlistedName:
    """What is asked about a name that is not in the list, or that the list knows too."""
    keep = [Option(offer.chosen.id, f"Keep {offer.chosen.label}")] if offer.chosen else []
    return UnlistedName(
        name=quoted(offer.name),
        words=_what_it_can_be(offer),
        options=(*keep, *(Option(item.id, _offer(item, offer)) for item in offer.listed)),
    )


def _what_it_can_be(offer: Offer) -> Words:
    if offer.chosen:
        kept = "is typed as the name of something else. Say which it was; the rest is kept."
        return Markup("{} is chosen, and “{}” {}").format(offer.chosen.label, quoted(offer.name), kept)
    if offer.listed:
        number = len(offer.listed)
        listed = "it" if number == 1 else f"{number} that go by this name"
        return f"The list has {listed}, with rules of scope. Choose what was done; the rest is kept."
    return "It is not in the list. Say what it is, and it is kept under its name; the rest is kept too."


def _offer(item: Any, offer: Offer) -> str:
    return f"{'Keep' if item == offer.chosen else 'Use'} {item.label}"


def _answer(findings: Sequence[Finding], act: Intervention) -> str:
    """The trainee's answer to the verdict."""
    given = (
        finding.answer
        for finding in reversed(findings)
        if finding.answer and _of_scope(finding) and finding.anchor.entry == act.id
    )
    return next(given, "")


def _of_scope(finding: Finding) -> bool:
    return finding.source.startswith("scope")


def _line(opened: OpenedSheet, act: Intervention, *, here: str, lacking: LackingAnswer | None) -> ActLine:
    context, anchor = opened.context, str(act.anchor())
    return ActLine(
        anchor=anchor,
        here=act.id == here,
        at=context.customs.clock(act.performed_at) if act.performed_at else "No time",
        name=called(act),
        not_given="" if act.given or not act.item else _not_given(act, context),
        facts=facts(opened, act),
        who=_who(act, context),
        done=[str(message) for message in get_flashed_messages(category_filter=[f"at {anchor}"])],
        verdict=verdict_at(
            opened, act, changeable=opened.changeable, lacking=lacking, check=str(walking.place() or "")
        ),
        findings=[finding for finding in opened.of_entry(act) if not _of_scope(finding)],
        change="" if act.id == here else opened.section("interventions", entry=act.id, anchor="entry"),
    )


def _not_given(act: Intervention, context: Context) -> str:
    """Why it was not given: what is shown of it behind its name, where the reason stands in the first brackets."""
    behind = act.show("item", context).replace(act.name(), "", 1).strip()
    return behind.replace("(", "", 1).replace(")", "", 1)


def _who(act: Intervention, context: Context) -> tuple[tuple[str, Words], ...]:
    """Who did it, in pieces: words, and the name after them."""
    by = name(act.performed_by)
    if act.before_arrival:
        return (("before our arrival, by ", by),) if by else (("before our arrival", ""),)
    if act.other_unit:
        return (("by another unit: ", by),) if by else (("by another unit", ""),)
    if not act.performer:
        return (("performer not documented", ""),)
    performer = ("by ", name(act.show("performer", context)))
    assisted = (", assisted by ", name(act.show("assisted", context)))
    return (performer, assisted) if act.assisted else (performer,)
