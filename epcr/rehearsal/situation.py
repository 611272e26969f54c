"""Questions about who it is, what it is and when it began, and about what is asked for in the end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from epcr.checks.age import age
from epcr.checks.conditions import Stated, refusal
from epcr.handoff import words
from epcr.handoff.recommendation import NO_TEAM_ALERT
from epcr.rehearsal.asking import AskedSheet, of_terms, says_little
from epcr.rehearsal.ladders import grid, ladder, times
from epcr.rehearsal.others import alike, beside, head, others, words_of_text
from epcr.rehearsal.question import Question, mixed
from epcr.sheet.vocabulary import vocabulary
from epcr.words.counting import counted
from epcr.words.naming import lower

SEXES: Final = {"9919001": "9919003", "9919003": "9919001"}  # ePatient.25 female, male
MOST_WORDS: Final = 8  # of a complaint; a longer one stands out among short ones
_NO_TEAM: Final = "No team alert"
_AGE: Final = re.compile(r"(about )?(\d+) (year|month|day|hour|minute)s?")


def first(ask: AskedSheet) -> Iterator[Question]:
    """The situation."""
    yield from _impression(ask)
    yield from _complaint(ask)
    yield from _onset(ask)
    yield from _who(ask)
    yield from _acuity(ask)
    yield from _shocks(ask)


def _impression(ask: AskedSheet) -> Iterator[Question]:
    history = ask.run_sheet.history
    if history.primary_impression is None or history.why("primary_impression"):
        return
    right = head(vocabulary("impression").label(history.primary_impression))
    if not right:
        return
    pool = others().impressions
    kind = next((impression.kind for impression in pool if words_of_text(right).mentions(impression)), "")
    lot = ask.lot_of("impression")
    made = mixed(right, beside(right, pool, ask.sheet_words, lot, "impression", kind=kind), lot, "impression")
    text = "What does the crew think it is?"
    yield from ask.question("impression", text, made, (history.anchor("primary_impression"),))


def _complaint(ask: AskedSheet) -> Iterator[Question]:
    history = ask.run_sheet.history
    complaint = (history.chief_complaint or "").partition("(")[0].strip(" .\"“”'")
    plain = re.fullmatch(r"[A-Za-z][A-Za-z ,'’-]*", complaint)
    if not plain or not 2 <= len(complaint.split()) <= MOST_WORDS or history.why("chief_complaint"):
        return
    right = complaint[:1].upper() + complaint[1:]
    lot = ask.lot_of("complaint")
    first_person = _first_person(right)
    pool = [wording for wording in others().complaints if _first_person(wording.name) == first_person]
    made = mixed(right, beside(right, pool, ask.sheet_words, lot, "complaint"), lot, "complaint")
    yield from ask.question(
        "complaint", "What was the chief complaint?", made, (history.anchor("chief_complaint"),)
    )


def _first_person(text: str) -> bool:
    return bool({"i", "my", "me"} & set(re.findall(r"[a-z]+", text.casefold())))


def _onset(ask: AskedSheet) -> Iterator[Question]:
    history = ask.run_sheet.history
    if history.onset is not None and history.why("onset") in {"", "approximate"}:
        made = times(history.onset, (15, 20, 30), ask.context.customs.clock, ask.lot_of("onset"))
        yield from ask.question("onset", "When did it begin?", made, (history.anchor("onset"),), "Onset")


def _who(ask: AskedSheet) -> Iterator[Question]:
    """Age and sex."""
    patient = ask.run_sheet.patient
    match = _AGE.fullmatch(words.age(ask.run_sheet, ask.context))
    if match is None or patient.sex not in SEXES or patient.why("sex"):
        return
    about, number, noun = match[1] or "", int(match[2]), match[3]
    lot = ask.lot_of("who")
    away = lot.pick((6, 7, 8, 9), "away") if number >= 20 else 3
    other = number - away if number - away >= 2 and lot.number("older", 2) else number + away
    sexes = vocabulary("sex")
    made = grid(
        (f"{about}{counted(number, noun)}", f"{about}{counted(other, noun)}"),
        (lower(sexes.label(patient.sex)), lower(sexes.label(SEXES[patient.sex]))),
        ", ",
        lot,
    )
    known = age(ask.run_sheet)
    age_field = known.field if known else "age"
    yield from ask.question(
        "who", "Who is the patient?", made, (patient.anchor(age_field), patient.anchor("sex")), "Patient"
    )


def _acuity(ask: AskedSheet) -> Iterator[Question]:
    primary = ask.run_sheet.primary
    if primary.initial_acuity and not primary.why("initial_acuity"):
        made = of_terms(primary.initial_acuity, vocabulary("initial_acuity"), ask, "acuity")
        text = "How urgent was it when the crew arrived?"
        yield from ask.question("acuity", text, made, (primary.anchor("initial_acuity"),))


def _shocks(ask: AskedSheet) -> Iterator[Question]:
    arrest = ask.run_sheet.arrest
    if ask.run_sheet.had_arrest and arrest.shocks is not None and not arrest.why("shocks"):
        made = ladder(arrest.shocks, (1,), (0, 100), lambda number: f"{number:.0f}", ask.lot_of("shocks"))
        anchors = (arrest.anchor("shocks"),)
        yield from ask.question("shocks", "How many shocks were given?", made, anchors, "Arrest")


def asked_for(ask: AskedSheet) -> Iterator[Question]:
    disposition = ask.run_sheet.disposition
    if refusal(Stated(ask.run_sheet)) and not ask.run_sheet.transported:
        yield from _advice(ask)
        return
    if disposition.team_alert and not disposition.why("team_alert"):
        yield from _team_alerted(ask, disposition.team_alert)


def _team_alerted(ask: AskedSheet, codes: Sequence[str]) -> Iterator[Question]:
    """Which team, or that none was alerted; of several teams none is asked for."""
    alerts = [code for code in codes if code != NO_TEAM_ALERT]
    names = {term.code: _team(term.label) for term in vocabulary("team_alert") if term.code != NO_TEAM_ALERT}
    lot = ask.lot_of("needs")
    alerted = [name.removesuffix("team") for code, name in names.items() if code in alerts]
    named = [
        name
        for name in lot.order(names.values(), "needs")
        if not says_little(name) and not any(alike(name, team) for team in alerted)
    ]
    text, anchors = "Which team was alerted?", (ask.run_sheet.disposition.anchor("team_alert"),)
    if not alerts:
        yield from ask.question("needs", text, mixed(_NO_TEAM, named, lot, "needs"), anchors)
    elif len(codes) == 1 and alerts[0] in names and not says_little(names[alerts[0]]):
        offered = named if lot.number("plain", 2) == 0 else [*named[:2], _NO_TEAM]
        yield from ask.question("needs", text, mixed(names[alerts[0]], offered, lot, "needs"), anchors)


def _team(label: str) -> str:
    name = label.removeprefix("Yes, ")
    return f"{name[:1].upper()}{name[1:]} team"


def _advice(ask: AskedSheet) -> Iterator[Question]:
    disposition = ask.run_sheet.disposition
    terms = vocabulary("disposition_instruction")
    given = [code for code in disposition.instructions or () if code in terms]
    if disposition.why("instructions"):
        return
    lot = ask.lot_of("advice")
    rest = [term.label for term in terms if term.code not in given and not says_little(term.label)]
    for code in given:
        if not says_little(terms.label(code)):
            made = mixed(terms.label(code), lot.order(rest, "advice"), lot, code)
            anchors = (disposition.anchor("instructions"),)
            yield from ask.question("needs", "Which advice was given?", made, anchors, "Advice")
