"""The run sheet on paper: everything that is on the sheet is on the paper, on pages that say whose they are."""

from __future__ import annotations

import io
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from epcr.checks import findings
from epcr.report.run_sheet import Remark, run_sheet_pdf
from epcr.sheet.anchor import Anchor
from epcr.sheet.answer import Answer
from epcr.sheet.attachments import Attachment
from epcr.sheet.kinds.drawn import Drawing
from epcr.sheet.kinds.number import Number
from epcr.sheet.notes import TimedNote
from epcr.sheet.outcome import HospitalEvent
from epcr.sheet.patient import Patient
from epcr.sheet.run_sheet import SECTIONS, RunSheet
from tests import build
from tests.demo_class import loaded_in
from tests.report import reading
from tests.report.printed import body_of, on_every_page, printed, readable

# Told in a row of their own in the grid of vital signs.
IN_ONE_ROW = {"systolic", "diastolic", "gcs_eye", "gcs_verbal", "gcs_motor"}


@pytest.fixture(scope="module")
def demo_sheets(tmp_path_factory):
    with loaded_in(tmp_path_factory.mktemp("demo")) as database, database.read() as session:
        yield session.scalars(select(RunSheet).order_by(RunSheet.id)).all()


def told(part, name, context):
    """A field in the words that paper has for it."""
    spec, value = part.fields()[name], getattr(part, name)
    if part.page.slug == "vitals" and isinstance(spec, Number) and value is not None and not part.why(name):
        return spec.write(value, context)[0]
    words = part.show_whole(name, context) if part.stands_alone(name) else ""
    if name == "item" and part.why(name):
        return words.replace(" (", " NOT GIVEN: ").removesuffix(")")
    return words


def test_every_value_of_every_demo_sheet_is_on_its_paper(demo_sheets):
    for sheet in demo_sheets:
        context, text = sheet.context(), body_of(printed(sheet)).casefold()
        for part in sheet.parts():
            for name, spec in part.fields().items():
                if isinstance(spec, Drawing) or not part.documented(name):
                    continue
                if part.page.slug == "vitals" and name in IN_ONE_ROW:
                    continue
                words = " ".join(told(part, name, context).split()).casefold()
                assert words in text, (sheet.id, str(part.anchor(name)), words)


def test_pressure_and_coma_scale_stand_in_one_row_each():
    sheet = build.sheet()
    sheet.vitals[1].diastolic = "P"
    sheet.vitals[1].gcs_verbal = None
    text = body_of(printed(sheet))
    assert "Blood pressure mmHg 128/78 128/palpated" in text
    assert "GCS eye-verbal-motor 4-5-6 = 15 4-?-6" in text


def test_every_demo_sheet_can_be_read_on_either_paper(demo_sheets):
    for sheet in demo_sheets:
        for paper in ("letter", "a4"):
            pdf = printed(sheet, paper=paper)
            readable(pdf, paper)
            assert reading.page_count(pdf) <= 6


def test_the_outline_leads_to_each_section_in_the_order_of_the_sheet():
    patient, below = PdfReader(io.BytesIO(printed(build.sheet()))).outline
    assert patient.title == "HARPER, June"
    assert [one.title for one in below] == [
        "Course of the call", *(kind.page.title for kind in SECTIONS if kind not in (TimedNote, HospitalEvent)), "Worked out", "Findings",
    ]  # fmt: skip


def test_the_scores_of_each_set_are_told_and_what_lacks_something_is_not():
    sheet = build.sheet()
    text = body_of(printed(sheet))
    told = text[text.index("Worked out") : text.index("Findings", text.index("Worked out"))]
    assert "At 17:08" in told
    assert "Shock index 0.69" in told
    assert "nobody entered it, and it is not stored" in told
    assert "needs" not in told
    sheet.vitals = []
    assert "Worked out" not in body_of(printed(sheet))


def test_a_dose_that_is_asked_about_is_told_with_its_answer():
    sheet = build.sheet()
    build.with_intervention(
        sheet, id="9" * 32, item="fentanyl", dose=100.0, dose_unit="3706021", route="9927023"
    )
    told = body_of(printed(sheet))
    asked = "Check the dose of 100 mg for Fentanyl at 17:15: it is far above the usual dose. 100 mcg would be usual"
    assert asked.lower() in told.lower()
    (finding,) = [found for found in findings(sheet) if found.source == "doses.implausible"]
    sheet.answers.append(
        Answer(
            anchor=str(finding.anchor),
            source=finding.source,
            value=finding.value,
            text="Read off the pump: 100 mcg",
        )
    )
    assert "Read off the pump: 100 mcg" in body_of(printed(sheet))


def test_every_page_says_whose_it_is_and_which_it_is(demo_sheets):
    sheet = max(demo_sheets, key=lambda one: len(one.interventions))
    pdf = printed(sheet, state_word="returned", revision=3)
    head = [f"Run sheet {sheet.number} · revision 3", sheet.patient.name(), "61 years · male · 88 kg", "DRAFT",
            sheet.history.chief_complaint, sheet.incident.unit]  # fmt: skip
    on_every_page(pdf, head)


def test_a_heading_is_repeated_where_its_section_goes_on():
    sheet = build.sheet()
    sheet.narrative.text = "\n".join(f"Line {number} of the story." for number in range(150))
    pages = reading.texts(printed(sheet))
    assert any("Narrative, continued" in page for page in pages)
    text = body_of(printed(sheet))
    assert all(f"Line {number} of the story." in text for number in range(150))


@pytest.mark.parametrize(
    ("state", "shown"),
    [("draft", "DRAFT"), ("returned", "DRAFT"), ("discarded", "DISCARDED"), ("accepted", "Accepted")],
)
def test_the_state_is_told_in_a_word(state, shown):
    assert shown in reading.text(printed(build.sheet(), state_word=state))


def test_paper_without_a_time_of_printing_depends_on_the_sheet_alone():
    assert "printed" not in body_of(printed(build.sheet()), whole=True)
    stamped = printed(build.sheet(), printed_at=build.clock("17:44"))
    assert "printed 03/14/2025 17:44:00 -04:00" in reading.text(stamped)


def test_the_same_sheet_gives_the_same_bytes_in_every_thread():
    def once(_number):
        sheet = build.sheet(id="0123456789ab")
        for number, act in enumerate(sheet.interventions):
            act.id = f"{number:032x}"
        return run_sheet_pdf(sheet, state_word="submitted", revision=1, address="http://10.0.0.2/s")

    with ThreadPoolExecutor(8) as threads:
        made = set(threads.map(once, range(24)))
    assert len(made) == 1
    assert made == {once(0)}


def test_an_unknown_paper_is_refused():
    with pytest.raises(ValueError, match="letter or a4"):
        printed(build.sheet(), paper="legal")


def test_the_address_is_told_where_there_is_one():
    assert "opened" not in body_of(printed(build.sheet()))
    for address in ("http://10.0.0.2/s", f"http://{'long.' * 60}example/s"):
        pdf = printed(build.sheet(), address=address)
        assert f"It can be opened at{address}" in body_of(pdf).replace(" ", "").replace(
            "Itcanbeopenedat", "It can be opened at"
        )
        readable(pdf, "letter")


def test_several_rulesets_are_named_where_the_foot_has_no_room_for_them():
    sheet = build.sheet()
    build.keep_verdict(sheet, sheet.interventions[0], ruleset="us-vt", version="2023.1")
    assert "This paper Judged by us-vt version 2023.1 and us-national-2019 version" in body_of(printed(sheet))
    assert "This paper" not in body_of(printed(build.sheet()))


def test_a_field_that_no_group_names_is_printed_too(monkeypatch):
    who, *_others = Patient.page.groups
    monkeypatch.setattr(Patient, "page", replace(Patient.page, groups=(replace(who, names=("sex",)),)))
    text = body_of(printed(build.sheet()))
    assert "Sex Female" in text
    assert "Last name Harper" in text
    assert "Weight 61 kg" in text


def test_a_section_that_is_declared_later_prints_by_itself(monkeypatch):
    monkeypatch.setattr(Attachment, "page", replace(Attachment.page, title="Papers", groups=()))
    sheet = build.sheet()
    sheet.attachments = [Attachment(name="12-lead ECG", taken_at=build.clock("17:13"))]
    assert "Papers 17:13 12-lead ECG" in body_of(printed(sheet))


# What is missing


def test_what_is_required_stands_in_its_place_as_not_documented():
    text = body_of(printed(build.empty_sheet(), state_word="draft"))
    assert "Chief complaint NOT DOCUMENTED" in text
    assert "Signatures NOT DOCUMENTED" in text
    assert "Attachments None documented." in text
    assert "Injury Not asked on this call." in text


def test_what_nobody_documented_is_named_once_in_a_quiet_line():
    text = body_of(printed(build.sheet()))
    assert "Not documented: middle name; age; race or ethnicity;" in text
    assert "Nothing under Home; Next of kin." in text


def test_a_reason_stands_where_the_value_would():
    sheet = build.sheet()
    sheet.patient.weight = None
    sheet.patient.absent = {"weight": "unable_to_complete"}
    assert "Weight Unable to complete" in body_of(printed(sheet))


def test_an_empty_handoff_says_that_the_draft_stands():
    assert "SBAR handoff Not changed, the draft is used." in body_of(printed(build.sheet()))


# Interventions


def test_an_intervention_says_what_how_much_by_whom_and_its_verdict():
    text = body_of(printed(build.sheet()))
    assert re.search(
        r"17:11 Aspirin.* 324 mg, oral in scope Performed by R\. Alder \(Paramedic\) Response Improved", text
    )


def test_a_refused_act_says_why_and_its_source_stands_once_at_the_end():
    sheet = build.sheet()
    for minute in ("17:16", "17:18"):
        build.with_intervention(
            sheet, item="iv_access", performer=build.BASIC, performed_at=build.clock(minute), attempts=1
        )
    text = body_of(printed(sheet))
    assert text.count("OUTSIDE SCOPE") == 2
    assert text.count("level EMT, rule iv_access) [1]") == 2
    assert re.search(r"Sources of verdicts \[1\] us-national-2019", text)


def test_what_was_not_given_says_so():
    sheet = build.sheet()
    sheet.interventions[0].absent = {"item": "contraindication_noted"}
    assert "NOT GIVEN: contraindication noted" in body_of(printed(sheet))


def test_what_most_interventions_have_in_common_is_said_once_and_exceptions_are_named():
    sheet = build.sheet()
    for number in range(4):
        build.with_intervention(
            sheet, item="ecg12_acquire", performed_at=build.clock(f"17:2{number}"), indication="chest_pain"
        )
    sheet.interventions[-1].authorization = "9918001"
    text = body_of(printed(sheet))
    text = text[text.index("Unless said otherwise") :].split(" Findings ")[0]
    assert text.startswith(
        "Unless said otherwise Indication Chest pain Authorized by Standing order (protocol) "
    )
    assert text.count("Standing order (protocol)") == 1
    assert "Not documented indication" in text.split("17:11")[1].split("17:13")[0]
    assert "Authorized by Online" in text.split("17:23")[1]


# Struck, answered, remarked, signed, attached


def test_a_struck_entry_is_crossed_out_with_its_reason_and_counts_no_more():
    sheet = build.sheet()
    plain = len(_lines(printed(sheet)))
    sheet.vitals[0].struck_at = build.clock("17:50")
    sheet.vitals[0].struck_reason = "Wrong patient"
    pdf = printed(sheet)
    text = body_of(pdf)
    assert "Struck 17:50: Wrong patient" in text
    assert "Time taken 17:08; Systolic blood pressure 128 mmHg" in text
    assert re.search(r"Vital signs Time \d\d:\d\d Blood pressure mmHg 128/78 Heart rate", text)
    assert len(_lines(pdf)) != plain


def _lines(pdf):
    return [
        line
        for page in PdfReader(io.BytesIO(pdf)).pages
        for line in page.get_contents().get_data().split(b"\n")
        if line.endswith(b" l S")
    ]


def test_findings_stand_by_weight_with_the_answers_of_the_trainee():
    sheet = build.with_vitals(build.sheet(), heart_rate=190)
    (finding,) = findings(sheet)
    sheet.patient.sex = None
    text = body_of(printed(sheet))
    assert "Findings 1 missing, 1 to answer; see the end" in text
    assert f"To answer (1) Vital signs {finding.message}" in text
    assert "Missing (1) Patient Sex" in text
    sheet.answers = [_answer(finding, "She was running.")]
    text = body_of(printed(sheet))
    assert f"Answered (1) Vital signs {finding.message} Answer She was running." in text
    assert "To answer" not in text


def _answer(finding, text):
    return Answer(source=finding.source, anchor=str(finding.anchor), value=finding.value, text=text)


def test_a_sheet_without_findings_says_so():
    assert "Findings Nothing was found." in body_of(printed(build.sheet()))


def test_remarks_stand_at_what_they_are_about_in_another_voice():
    sheet = build.sheet()
    remarks = [
        Remark(Anchor("patient", "", "last_name"), "I. Fir", "Well done", "Spelled as she said it.", value="Harper"),
        Remark(Anchor("vitals", build.FIRST, "heart_rate"), "I. Fir", "Must fix", "By hand?", must_fix=True, value="90 /min"),
        Remark(Anchor("interventions", build.ASPIRIN), "I. Fir", "Improve", "Say why."),
        Remark(Anchor("narrative"), "I. Fir", "Improve", "Longer.", revision=1),
        Remark(Anchor("exam", "gone"), "I. Fir", "Improve", "Of what is no longer there."),
    ]  # fmt: skip
    text = body_of(printed(sheet, remarks=remarks, revision=2))
    assert re.search(
        r"Last name Harper First name June .*? Reviewer I\. Fir · Well done · Last name Spelled as she said it\.",
        text,
    )
    assert "Reviewer I. Fir · MUST FIX · Heart rate 17:08 By hand? Changed since; it was: 90 /min" in text
    assert text.index("17:11 Aspirin") < text.index("Say why.") < text.index("17:13 12-lead ECG")
    assert "Reviewer I. Fir · Improve · of revision 1 Longer." in text
    assert "Of what is no longer there." in text


def test_no_remark_is_lost_wherever_it_points(demo_sheets):
    sheet = demo_sheets[0]
    anchors = [part.anchor(name) for part in sheet.parts() for name in ("", *part.fields())]
    remarks = [Remark(anchor, "I. Fir", "Improve", f"Word{number}.") for number, anchor in enumerate(anchors)]
    pdf = printed(sheet, remarks=remarks)
    text = body_of(pdf)
    assert [one.words for one in remarks if f" {one.words}" not in text] == []
    readable(pdf, "letter")


def test_signatures_are_drawn_and_said():
    pdf = printed(build.refused_sheet())
    text = body_of(pdf)
    assert "Name June Harper" in text
    assert "Typed instead of drawn because No tablet at hand" in text
    plain = build.refused_sheet()
    plain.signatures[1].drawing = None
    assert reading.pictures(pdf) != reading.pictures(printed(plain))


def test_attachments_are_named():
    sheet = build.sheet()
    sheet.attachments = [Attachment(name="12-lead ECG of 17:13", kind="4509009")]
    assert "12-lead ECG of 17:13" in body_of(printed(sheet))


def test_a_dose_that_is_asked_about_stands_on_paper_with_its_source():
    sheet = build.sheet()
    sheet.interventions[0].dose = 3240.0
    text = " ".join(body_of(printed(sheet)).split())
    for words in (
        "Check the dose of 3,240 mg",
        "is the decimal point right?",
        "no pharmacist has read this table",
    ):
        assert words in text
