"""Questions about the background, which comes second and is forgotten most, and about what is not documented."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Final

from epcr.handoff.statement import PARTS
from epcr.rehearsal.asking import NOT_DOCUMENTED, AskedSheet, of_terms, reasons
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


def late(ask: AskedSheet) -> Iterator[Question]:
    """Allergies, medications, history and the rest of the background."""
    for listed in _lists():
        yield from _told(ask, listed)
    yield from _other_allergies(ask)
    yield from _last_oral(ask)
    yield from _directives(ask)
    yield from _pregnancy(ask)


def gaps(ask: AskedSheet, asked: Collection[str] = ()) -> Iterator[Question]:
    """What is not documented: to know that nothing was said is recalled too. Topics that are `asked` already are named last."""
    yield from _untold(ask)
    listed = [statement for part in PARTS for statement in ask.parts[part] if statement.label in ASKED_AS]
    missing = [statement for statement in listed if statement.missing]
    there = [statement for statement in listed if not statement.missing]
    for statement in missing:
        about = f"gap/{statement.label}"
        drawn = ask.lot.order((other.label for other in there), about)
        wrong = sorted(drawn, key=lambda label: ASKED_AS[label][1] in asked)
        called, topic = ASKED_AS[statement.label]
        made = mixed(called, [ASKED_AS[label][0] for label in wrong], ask.lot, about)
        text = "Which of these is NOT documented?"
        yield from ask.question(topic, text, made, statement.anchors, statement.label, gap=True)


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

    @property
    def nothing(self) -> str:
        """That there is nothing on it, in words."""
        return vocabulary("reason").label(self.none)


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


def _told(ask: AskedSheet, listed: _List) -> Iterator[Question]:
    """One of the names on a list, that there are none, or why it is not known."""
    history = ask.run_sheet.history
    codes, why = getattr(history, listed.name), history.why(listed.name)
    anchors, spec = (history.anchor(listed.name),), history.fields()[listed.name]
    if codes and not why and isinstance(spec, Choice):
        for name in dict.fromkeys(listed.short(spec.terms.label(code)) for code in codes):
            if name:
                yield from _name_on(ask, listed, name)
    elif why == listed.none and not codes:
        yield from _nothing_on(ask, listed, "none")
    elif why and not codes:
        made = reasons(why, spec.reasons, ask.lot_of(f"{listed.topic}/why"))
        yield from ask.question(listed.topic, f"What was said about {listed.called}?", made, anchors)


def _name_on(ask: AskedSheet, listed: _List, right: str) -> Iterator[Question]:
    """A name on a list among others.

    Where only two are names, it is offered too that there are none and that nothing is documented, as it is where one of these
    is right: so the form of the options tells nothing.
    """
    lot = ask.lot_of(f"{listed.topic}/{right}")
    wrong = beside(right, listed.pool, ask.sheet_words, lot, listed.topic)
    if enough(wrong):
        plain = lot.number("plain", 2) == 0
        offered = wrong if plain else [wrong[0], listed.nothing, NOT_DOCUMENTED]
        made = mixed(right, offered, lot, listed.topic)
        anchors = (ask.run_sheet.history.anchor(listed.name),)
        yield from ask.question(listed.topic, listed.text, made, anchors)


def _nothing_on(ask: AskedSheet, listed: _List, about: str, *, gap: bool = False) -> Iterator[Question]:
    """That there is nothing on a list; of a gap, that nothing is documented."""
    lot = ask.lot_of(f"{listed.topic}/{about}")
    right, other = (NOT_DOCUMENTED, listed.nothing) if gap else (listed.nothing, NOT_DOCUMENTED)
    wrong = beside(listed.nothing, listed.pool, ask.sheet_words, lot, listed.topic)
    if enough(wrong):
        made = mixed(right, [*wrong[:2], other], lot, listed.topic)
        anchors = (ask.run_sheet.history.anchor(listed.name),)
        yield from ask.question(listed.topic, listed.text, made, anchors, gap=gap)


def _untold(ask: AskedSheet) -> Iterator[Question]:
    """The lists that nothing is documented of, asked for as if there were."""
    for listed in _lists():
        if not ask.run_sheet.history.documented(listed.name):
            yield from _nothing_on(ask, listed, "gap", gap=True)


def _other_allergies(ask: AskedSheet) -> Iterator[Question]:
    history = ask.run_sheet.history
    codes = history.other_allergies or []
    if not codes or NO_ALLERGIES in codes or history.why("other_allergies"):
        return
    terms = vocabulary("other_allergy")
    for code in codes:
        right = head(terms.label(code))
        lot = ask.lot_of(f"other_allergies/{right}")
        if right:
            wrong = beside(right, others().other_allergies, ask.sheet_words, lot, "other_allergies")
            made = mixed(right, wrong, lot, "other_allergies")
            text = "Which allergy does the patient have, beside medications?"
            yield from ask.question("other_allergies", text, made, (history.anchor("other_allergies"),))


def _last_oral(ask: AskedSheet) -> Iterator[Question]:
    history = ask.run_sheet.history
    at = history.last_oral_intake
    if at is not None and not history.why("last_oral_intake"):
        made = times(at, (30, 45, 60), ask.context.customs.clock, ask.lot_of("last_oral"))
        text = "When did the patient last eat or drink?"
        yield from ask.question("last_oral", text, made, (history.anchor("last_oral_intake"),))


def _directives(ask: AskedSheet) -> Iterator[Question]:
    history = ask.run_sheet.history
    codes = history.advance_directives or []
    if history.why("advance_directives") or len(codes) != 1:
        return
    made = of_terms(codes[0], vocabulary("advance_directive"), ask, "directives")
    text = "What was said about advance directives?"
    yield from ask.question("directives", text, made, (history.anchor("advance_directives"),))


def _pregnancy(ask: AskedSheet) -> Iterator[Question]:
    history = ask.run_sheet.history
    if history.pregnancy and history.pregnancy != NOT_PREGNANT and not history.why("pregnancy"):
        terms = [term for term in vocabulary("pregnancy") if term.code != NOT_PREGNANT]
        made = of_terms(history.pregnancy, terms, ask, "pregnancy")
        text = "What was said about pregnancy?"
        yield from ask.question("pregnancy", text, made, (history.anchor("pregnancy"),), "Pregnancy")
