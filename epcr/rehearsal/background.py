"""Questions about the background, which comes second and is forgotten most, and about what is not documented."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Final

from epcr.handoff.statement import PARTS
from epcr.rehearsal.asking import NOT_DOCUMENTED, Asking, of_terms, reasons
from epcr.rehearsal.ladders import times
from epcr.rehearsal.others import Other, beside, enough, head, medication_head, others
from epcr.rehearsal.question import Question, mixed
from epcr.sheet.kinds.choice import Choice
from epcr.sheet.vocabulary import vocabulary

NO_ALLERGIES: Final = "160244002"  # eHistory.07 "No known allergies"
NOT_PREGNANT: Final = "3118001"  # eHistory.18 "No"
# What a draft's statement is called in a question about what is missing, and the topic that it belongs to.
ASKED_AS: Final = {
    "Complaint": ("Chief complaint", "complaint"),
    "Onset": ("Time of onset", "onset"),
    "Impression": ("Impression", "impression"),
    "Acuity": ("Acuity", "acuity"),
    "Going to": ("Destination", "destination"),
    "Allergies": ("Allergies", "allergies"),
    "Medications": ("Home medications", "medications"),
    "History": ("Past history", "history"),
    "Last oral": ("Last oral intake", "last_oral"),
    "Events": ("Events leading up", "events"),
    "Directives": ("Advance directives", "directives"),
}


def late(ask: Asking) -> Iterator[Question]:
    """Allergies, medications, history and the rest of the background."""
    for told in _lists():
        yield from _told(ask, told)
    yield from _other_allergies(ask)
    yield from _last_oral(ask)
    yield from _directives(ask)
    yield from _pregnancy(ask)


def gaps(ask: Asking, asked: Collection[str] = ()) -> Iterator[Question]:
    """What is not documented: to know that nothing was said is recalled too. Topics that are `asked` already are named last."""
    yield from _untold(ask)
    listed = [one for part in PARTS for one in ask.parts[part] if one.label in ASKED_AS]
    missing = [one for one in listed if one.missing]
    there = [one for one in listed if not one.missing]
    for one in missing:
        about = f"gap/{one.label}"
        drawn = ask.lot.order((other.label for other in there), about)
        wrong = sorted(drawn, key=lambda label: ASKED_AS[label][1] in asked)
        called, topic = ASKED_AS[one.label]
        made = mixed(called, [ASKED_AS[label][0] for label in wrong], ask.lot, about)
        text = "Which of these is NOT documented?"
        yield from ask.question(topic, text, made, one.anchors, one.label, gap=True)


@dataclass(frozen=True)
class _List:
    """A list that the patient told: its field, how it is asked for, what may stand beside, and how a name on it is shortened."""

    topic: str
    name: str
    text: str
    called: str
    none: str
    pool: tuple[Other, ...]
    short: Callable[[str], str]


def _lists() -> tuple[_List, ...]:
    """The three lists. `none` is the reason that says that there is nothing on it."""
    names = others()
    return (
        _List("allergies", "allergies", "Which medication is the patient allergic to?", "allergies", "no_known_drug_allergy",
              names.allergies, head),
        _List("medications", "home_medications", "Which medication does the patient take at home?", "home medications",
              "none_reported", names.medications, medication_head),
        _List("history", "past_history", "Which of these is in the past history?", "past history", "none_reported",
              names.history, head),
    )  # fmt: skip


def _told(ask: Asking, told: _List) -> Iterator[Question]:
    """One of the names on a list, that there are none, or why it is not known."""
    history = ask.run_sheet.history
    codes, why = getattr(history, told.name), history.why(told.name)
    anchors, spec = (history.anchor(told.name),), history.fields()[told.name]
    none = vocabulary("reason").label(told.none)
    if codes and not why and isinstance(spec, Choice):
        for right in dict.fromkeys(told.short(spec.terms.label(code)) for code in codes):
            lot = ask.lot_of(f"{told.topic}/{right}")
            wrong = beside(right, told.pool, ask.said, lot, told.topic) if right else []
            if enough(wrong):
                # Where only two are names, it is offered too that there are none and that nothing is documented, as it is
                # where one of these is right: so the form of the options tells nothing.
                plain = lot.number("plain", 2) == 0
                offered = wrong if plain else [wrong[0], none, NOT_DOCUMENTED]
                yield from ask.question(
                    told.topic, told.text, mixed(right, offered, lot, told.topic), anchors
                )
    elif why == told.none and not codes:
        lot = ask.lot_of(f"{told.topic}/none")
        wrong = beside(none, told.pool, ask.said, lot, told.topic)
        if enough(wrong):
            made = mixed(none, [*wrong[:2], NOT_DOCUMENTED], lot, told.topic)
            yield from ask.question(told.topic, told.text, made, anchors)
    elif why and not codes:
        made = reasons(why, spec.reasons, ask.lot_of(f"{told.topic}/why"))
        yield from ask.question(told.topic, f"What was said about {told.called}?", made, anchors)


def _untold(ask: Asking) -> Iterator[Question]:
    """The lists that nothing is documented of, asked for as if there were."""
    history = ask.run_sheet.history
    for told in _lists():
        if not history.documented(told.name):
            lot = ask.lot_of(f"{told.topic}/gap")
            none = vocabulary("reason").label(told.none)
            wrong = beside(none, told.pool, ask.said, lot, told.topic)
            if enough(wrong):
                made = mixed(NOT_DOCUMENTED, [*wrong[:2], none], lot, told.topic)
                anchors = (history.anchor(told.name),)
                yield from ask.question(told.topic, told.text, made, anchors, gap=True)


def _other_allergies(ask: Asking) -> Iterator[Question]:
    history = ask.run_sheet.history
    codes = history.other_allergies or []
    if not codes or NO_ALLERGIES in codes or history.why("other_allergies"):
        return
    terms = vocabulary("other_allergy")
    for code in codes:
        right = head(terms.label(code))
        lot = ask.lot_of(f"other_allergies/{right}")
        if right:
            wrong = beside(right, others().other_allergies, ask.said, lot, "other_allergies")
            made = mixed(right, wrong, lot, "other_allergies")
            text = "Which allergy does the patient have, beside medications?"
            yield from ask.question("other_allergies", text, made, (history.anchor("other_allergies"),))


def _last_oral(ask: Asking) -> Iterator[Question]:
    history = ask.run_sheet.history
    at = history.last_oral_intake
    if at is not None and not history.why("last_oral_intake"):
        made = times(at, (30, 45, 60), ask.context.customs.clock, ask.lot_of("last_oral"))
        text = "When did the patient last eat or drink?"
        yield from ask.question("last_oral", text, made, (history.anchor("last_oral_intake"),))


def _directives(ask: Asking) -> Iterator[Question]:
    history = ask.run_sheet.history
    codes = history.advance_directives or []
    if history.why("advance_directives") or len(codes) != 1:
        return
    made = of_terms(codes[0], vocabulary("advance_directive"), ask, "directives")
    text = "What was said about advance directives?"
    yield from ask.question("directives", text, made, (history.anchor("advance_directives"),))


def _pregnancy(ask: Asking) -> Iterator[Question]:
    history = ask.run_sheet.history
    if history.pregnancy and history.pregnancy != NOT_PREGNANT and not history.why("pregnancy"):
        terms = [term for term in vocabulary("pregnancy") if term.code != NOT_PREGNANT]
        made = of_terms(history.pregnancy, terms, ask, "pregnancy")
        text = "What was said about pregnancy?"
        yield from ask.question("pregnancy", text, made, (history.anchor("pregnancy"),), "Pregnancy")
