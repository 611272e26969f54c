"""What a handoff says in words that a nurse reads: an arrest whatever the trainee worded, what is missing, when, and who it was."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from epcr import checks
from epcr.checks.completeness import missing
from epcr.checks.conditions import Stated
from epcr.checks.finding import Weight
from epcr.handoff.statements import draft
from epcr.report.handoff_page.formats import FORMATS
from epcr.report.run_sheet import run_sheet_pdf
from epcr.report.sbar import sbar_pdf
from tests import build
from tests.report import crowded, reading, sheets

FORMS = tuple(FORMATS)
COMMANDS = re.compile(
    r"\b(Choose|Enter|Draw|Add|Answer “|Say (?:whether|who|when|why|how))\b|say why|page below"
)
ISO = re.compile(r"\b20\d\d-\d\d-\d\d\b")
NEXT = build.DAY + timedelta(days=1)
BEFORE = build.DAY - timedelta(days=1)


def shown(sheet, **options):
    return reading.text(sbar_pdf(sheet, **{"state_word": "submitted", "revision": 1, **options}))


def box(text, first, then):
    return text.partition(first)[2].partition(then)[0]


def situation_of(text, form):
    """The words between the title of the box of the situation and that of the next one."""
    boxes = (*FORMATS[form].first, *FORMATS[form].second)
    at = [one.part for one in boxes].index("situation")
    return box(text, *(f"{one.letter} {one.title}".strip() for one in boxes[at : at + 2]))


# An arrest --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", ["letter", "a4"])
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("length", [60, 900, 3000])
def test_time_of_arrest_cpr_and_return_of_circulation_stand_whatever_the_trainee_worded(form, paper, length):
    sheet = build.arrested_sheet()
    sheet.handoff.situation = sheets.long_text(length)
    situation = situation_of(shown(sheet, form=form, paper=paper), form)
    for told in ("at 16:50", "CPR first by bystander", "return of circulation yes, before arrival"):
        assert told in situation, told
    assert "Found seated" in situation


@pytest.mark.parametrize("form", FORMS)
def test_they_stand_on_a_page_that_has_room_for_little_else(form):
    sheet = crowded.crowded_arrest()
    for part in ("situation", "background", "assessment", "recommendation"):
        setattr(sheet.handoff, part, sheets.long_text(3000))
    crowded.with_history(sheet, crowded.ALLERGIES * 3, crowded.OTHER_ALLERGIES, crowded.MEDICATIONS)
    pdf = sbar_pdf(sheet, form=form, state_word="submitted", revision=1)
    situation = situation_of(reading.text(pdf), form)
    for told in ("at 16:50", "CPR first by bystander", "return of circulation yes, before arrival"):
        assert told in situation, told
    assert reading.page_count(pdf) == 1
    assert reading.drawn_over_each_other(reading.glyphs(pdf)) == []


@pytest.mark.parametrize("form", FORMS)
def test_what_an_arrest_lacks_is_said_where_it_is_told(form):
    sheet = build.arrested_sheet()
    build.fill(sheet, "arrest", arrest_at=None, cpr_by=None, cpr_at=None, return_of_circulation=None)
    sheet.handoff.situation = "Collapsed at the gym."
    situation = situation_of(shown(sheet, form=form), form)
    for told in ("time NOT DOCUMENTED", "CPR NOT DOCUMENTED", "return of circulation NOT DOCUMENTED"):
        assert told in situation, told


def test_that_resuscitation_ended_stands_too_and_no_reason_in_its_place():
    sheet = build.arrested_sheet()
    build.fill(
        sheet, "arrest", return_of_circulation=["3012001"], discontinued_at=build.clock("17:30"), cpr_at=None
    )
    sheet.handoff.situation = "Collapsed at the gym."
    assert "no return of circulation; resuscitation ended 17:30" in shown(sheet)
    sheet.arrest.discontinued_at = None
    sheet.arrest.absent = {"discontinued_at": "not_applicable"}
    assert "resuscitation ended" not in shown(sheet)


def test_without_an_arrest_a_worded_situation_is_only_what_was_worded():
    sheet = build.sheet()
    sheet.handoff.situation = "Chest pain since this afternoon."
    situation = situation_of(shown(sheet), "sbar")
    assert situation.split() == ["as", "worded", "by", "the", "trainee", *sheet.handoff.situation.split()]


# What is missing --------------------------------------------------------------------------------------------------------


def lacking_much():
    sheet = build.sheet()
    aspirin, ecg = sheet.interventions
    aspirin.route = aspirin.dose_unit = None
    ecg.successful = ecg.attempts = None
    sheet.crew.append(build.crew_member(member="Ada Lopez", level=None))
    sheet.crew.append(build.crew_member(member=None))
    sheet.vitals[0].respiratory_rate = None
    sheet.vitals[1].gcs_eye = None
    sheet.exam[0].findings = None
    build.fill(sheet, "history", onset=None, possible_injury=None)
    sheet.signatures[0].signer_name = None
    return sheet


def test_what_is_not_documented_is_named_and_nobody_is_told_to_choose_or_enter_it():
    told = box(shown(lacking_much()), "NOT DOCUMENTED Vital signs in the last", "Read back")
    assert not COMMANDS.search(told), told
    for words in (
        "route of aspirin at 17:11", "dose unit of aspirin at 17:11", "success of 12-lead ECG, acquire and send at 17:13",
        "level of Ada Lopez", "name of a crew member", "findings of chest", "signature of crew member",
    ):  # fmt: skip
        assert words in told, words


@pytest.mark.parametrize(
    "make",
    [build.empty_sheet, lacking_much, sheets.worst_case, build.cancelled_sheet, crowded.crowded_arrest],
)
def test_no_request_of_a_form_reaches_any_paper(make):
    sheet = make()
    for form in FORMS:
        for paper in ("letter", "a4"):
            missing_box = shown(sheet, form=form, paper=paper).rpartition("NOT DOCUMENTED")[2]
            assert not COMMANDS.search(missing_box.partition("Read back")[0])
    run_sheet = " ".join(reading.texts(run_sheet_pdf(sheet, state_word="draft", revision=1)))
    for one in checks.findings(sheet):
        if one.weight is Weight.MISSING:
            assert one.message not in run_sheet
            assert one.on_paper[1:] in run_sheet, one.on_paper
    assert "Answer for" not in run_sheet


def test_every_requirement_has_words_for_paper():
    for sheet in (build.empty_sheet(), lacking_much(), sheets.worst_case(), crowded.crowded_arrest()):
        for one in missing(Stated(sheet), sheet.context()):
            assert one.paper
            assert not COMMANDS.search(one.paper), one.paper
            assert "{" not in one.paper


def test_the_same_thing_missing_of_several_entries_is_counted():
    sheet = build.empty_sheet()
    sheet.vitals = [build.vitals(taken_at=None) for _ in range(3)]
    assert "time of a set of vital signs ×3" in shown(sheet)


# After midnight ---------------------------------------------------------------------------------------------------------


def over_midnight():
    sheet = build.arrested_sheet()
    for name, time, on in (
        ("call_received", "23:50", build.DAY), ("on_scene", "23:58", build.DAY), ("at_patient", "00:02", NEXT),
        ("left_scene", "00:25", NEXT), ("at_destination", "00:40", NEXT), ("transfer_of_care", "00:52", NEXT),
    ):  # fmt: skip
        setattr(sheet.incident, name, build.clock(time, on))
    build.fill(
        sheet, "history", onset=build.clock("22:10", BEFORE), last_known_well=build.clock("21:55", BEFORE),
        last_oral_intake=build.clock("20:00", BEFORE), last_oral_intake_what="One beer",
    )  # fmt: skip
    sheet.arrest.arrest_at = build.clock("00:01", NEXT)
    for one, time in zip(sheet.vitals, ("00:05", "00:30"), strict=True):
        one.taken_at = build.clock(time, NEXT)
    for act, time in zip(sheet.interventions, ("00:08", "00:10"), strict=True):
        act.performed_at = build.clock(time, NEXT)
    sheet.vitals[1].respiratory_rate = None
    return sheet


@pytest.mark.parametrize("paper", ["letter", "a4"])
@pytest.mark.parametrize("form", FORMS)
def test_times_of_other_days_are_written_one_short_way(form, paper):
    pdf = sbar_pdf(over_midnight(), form=form, paper=paper, state_word="submitted", revision=1)
    text = reading.text(pdf)
    assert not ISO.search(text), ISO.findall(text)
    assert ISO.search(pdf.decode("latin-1")) is None
    for told in ("at patient 00:02+1d", "22:10−1d", "20:00−1d", "at 00:01+1d", "at 00:08+1d"):
        assert told in text, told
    assert reading.drawn_over_each_other(reading.glyphs(pdf)) == []


def test_the_statements_that_are_drafted_and_spoken_say_it_the_same_way():
    told = " ".join(one.text for part in draft(over_midnight()).values() for one in part)
    assert not ISO.search(told)
    assert "Last oral: 20:00−1d, One beer" in told


def test_times_of_a_long_call_lose_their_seconds_and_never_their_day():
    sheet = over_midnight()
    for name in ("on_scene", "at_patient", "left_scene", "at_destination", "transfer_of_care"):
        at = getattr(sheet.incident, name)
        setattr(sheet.incident, name, at + timedelta(seconds=41))
    sheet.incident.cancelled = build.clock("01:10", NEXT)
    text = shown(sheet)
    for told in ("at patient 00:02+1d", "left 00:25+1d", "arrived 00:40+1d", "care transferred 00:52+1d"):
        assert told in text, told


# Who was removed --------------------------------------------------------------------------------------------------------


def with_removed(**values):
    sheet = build.sheet()
    sheet.crew.append(build.crew_member(id="9" * 32, **{"member": "Ada Lopez", "level": "AEMT", **values}))
    sheet.crew[-1].struck_at = build.clock("17:50")
    sheet.crew[-1].struck_reason = "was on another unit"
    return sheet


@pytest.mark.parametrize("form", FORMS)
def test_a_performer_who_was_removed_from_the_crew_is_named(form):
    sheet = with_removed()
    sheet.interventions[0].performer = "9" * 32
    table = shown(sheet, form=form).partition("Interventions")[2]
    assert "Ada Lopez (removed from the crew)" in " ".join(table.split())
    assert "Ada Lopez (removed from the crew)" in " ".join(
        reading.texts(run_sheet_pdf(sheet, state_word="draft", revision=1))
    )


def test_so_is_a_preceptor_and_whoever_was_exposed():
    sheet = with_removed()
    sheet.crew[0].student, sheet.crew[0].preceptor = True, "9" * 32
    assert "preceptor Ada Lopez (removed from the crew)" in shown(sheet)
    sheet.disposition.exposed_members = ["9" * 32, build.BASIC]
    told = sheet.disposition.show("exposed_members", sheet.context())
    assert told == "Ada Lopez (removed from the crew); T. Birch (EMT)"


def test_nobody_known_is_still_said_to_have_been_removed():
    sheet = with_removed(member=None)
    sheet.interventions[0].performer = "9" * 32
    told = sheet.interventions[0].show("performer", sheet.context())
    assert told == "Crew member without a name (removed from the crew)"
    sheet.interventions[0].performer = "8" * 32
    assert sheet.interventions[0].show("performer", sheet.context()) == "a crew member who was removed"
