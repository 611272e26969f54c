"""What becomes of a report: into which fields its elements go, what is kept, what refuses it; nothing is taken in twice or by halves."""

import re
from io import BytesIO

import pytest
from lxml import etree

from epcr.export.nemsis import meanings
from epcr.intake import declared
from epcr.intake.report_tree import ReportRefused, reports_of
from epcr.sheet.element import Element
from epcr.sheet.incident import Incident
from epcr.standard.document import read
from tests.intake.conftest import CRASH, OVERDOSE, VISIT, changed, lines_of


def once(text, old, new):
    assert old in text
    return text.replace(old, new, 1)


def report_of(text):
    return text[
        text.index("<PatientCareReport") : text.index("</PatientCareReport>") + len("</PatientCareReport>")
    ]


def test_values_reasons_and_what_was_not_there_stand_in_the_fields(intake, case):
    sheet = intake.world.sheet(intake.sheet(case(CRASH)))
    context = sheet.context()
    assert sheet.incident.show("unit_notified", context) == "16:45:18"
    assert sheet.incident.date_of_call.isoformat() == "2024-10-11"
    assert sheet.patient.name() == "SCHMELER, Harry"
    assert (sheet.patient.age, sheet.patient.show("age_units", context)) == (68, "Years")
    assert sheet.history.chief_complaint == "Head bleeding"
    assert sheet.history.secondary_complaint == "Lightheaded"
    assert sheet.history.other_complaint == "Neck pain"
    assert sheet.history.why("allergies") == "no_known_drug_allergy"
    assert "no" in sheet.history.show("associated_symptoms", context)
    assert sheet.arrest.why("etiology") == "not_applicable"
    assert [member.member for member in sheet.crew] == ["42257", "67981"]
    assert sheet.entries("vitals")[0].systolic == 102
    assert sheet.entries("vitals")[0].show_whole("etco2", context) == "5.3 %"
    assert [context.members[member] for member in sheet.disposition.exposed_members] == ["67981"]
    aspirin = next(act for act in sheet.interventions if act.item == "aspirin_po")
    assert not aspirin.given


def test_acts_are_judged_by_the_rules_of_the_class(intake, case):
    sheet = intake.world.sheet(intake.sheet(case(CRASH)))
    given = [act for act in sheet.interventions if act.given]
    assert given
    assert {act.verdict.ruleset for act in given} == {"us-national-2019"}


def test_each_element_is_in_a_field_or_kept_or_not_taken_by_its_field(intake, case):
    text = case(VISIT)
    ((_, outcome, in_fields, kept, refused),) = intake.take(text)
    elements = [line for line in lines_of(text) if re.search(r"\.\d+ \[", line)]
    assert outcome == "imported"
    assert in_fields + kept + refused == len(elements)
    assert in_fields > kept
    assert refused == 6  # codes of histories and home medications that no list here has


def test_the_same_report_changes_nothing_the_second_time(intake, case):
    text = case(CRASH)
    first = intake.take(text)[0]
    out = intake.given_out(first[0])
    again = intake.take(text)[0]
    assert again == (first[0], "unchanged", *first[2:])
    assert intake.count() == 1
    assert intake.given_out(first[0]) == out
    renamed = once(text, 'UUID="df732588', 'UUID="df732589')
    assert intake.take(renamed)[0][1] == "unchanged"  # known by agency and number
    renumbered = once(text, "<eRecord.01>2025-EMS-3-MVC_v351<", "<eRecord.01>another<")
    assert intake.take(renumbered)[0][1] == "unchanged"  # known by its UUID
    assert intake.take(text, "okafor")[0][1] == "imported"  # an exercise for somebody else
    assert intake.count() == 2


def test_the_same_report_twice_in_one_document_is_one_sheet(intake, case):
    text = case(CRASH)
    report = report_of(text)
    first, second = intake.take(text.replace(report, report + report))
    assert (first[1], second[1]) == ("imported", "unchanged")
    assert first[0] == second[0]


def test_a_report_that_is_refused_leaves_the_others_and_nothing_of_itself(intake, case):
    text = case(CRASH)
    report = report_of(text)
    wrong = once(once(report, "df732588", "df732589"), "<eRecord.01>2025", "<eRecord.01>x2025")
    wrong = once(wrong, "<eTimes.13>2024", "<eTimes.13>1024")  # fmt: skip
    first, second = intake.take(text.replace(report, wrong + report))
    assert isinstance(first, ReportRefused)
    assert second[1] == "imported"
    assert intake.count() == 1


@pytest.mark.parametrize(
    ("old", "new", "element", "said"),
    [
        ("16:45:18-04:00<", "16:45:18<", "eTimes.03", "is no time with its offset from UTC"),
        ("16:45:18-04:00<", "16:45:18Z<", "eTimes.03", "is no time with its offset from UTC"),
        ("<ePatient.15>68<", "<ePatient.15>900<", "ePatient.15", "which takes 1 to 120"),
        ("<ePatient.17>1956-01-19<", "<ePatient.17>1756-01-19<", "ePatient.17", '"1756-01-19" does not fit'),
        ("<eVitals.06>102<", "<eVitals.06>102.5<", "eVitals.06", '"102.5" does not fit'),
        ("<eTimes.02>2024-10-11T16:44:34-04:00</eTimes.02>", "<eTimes.99/>", "eTimes.99", "has no place in eTimes"),
        ("<eCrew.CrewGroup>", "<x xmlns='other:'/><eCrew.CrewGroup>", "(x)", "has no place in eCrew"),
        ("<eRecord.01>2025-EMS-3-MVC_v351<", "<eRecord.01>2<", "eRecord.01", '"2" does not fit'),
        ('UUID="df732588-', 'UUID="', "PatientCareReport", "is no UUID"),
    ],
)  # fmt: skip
def test_what_the_standard_cannot_hold_refuses_the_report_with_line_and_element(
    intake, case, old, new, element, said
):
    text = case(CRASH)
    line = text[: text.index(old)].count("\n") + 1
    (refused,) = intake.take(once(text, old, new))
    assert isinstance(refused, ReportRefused)
    assert (refused.line, refused.element) == (line, element)
    assert said in str(refused)
    assert intake.count() == 0


def test_elements_in_another_order_or_too_often_are_refused(intake, case):
    text = case(CRASH)
    (refused,) = intake.take(
        once(text, "<eTimes.01>", "<eTimes.13>2024-10-11T17:38:48-04:00</eTimes.13><eTimes.01>")
    )
    assert "eTimes.01 stands behind what comes after it" in str(refused)
    (refused,) = intake.take(
        once(text, "<eTimes.03>", "<eTimes.03>2024-10-11T16:45:18-04:00</eTimes.03><eTimes.03>")
    )
    assert "eTimes.03 stands 2 times in eTimes" in str(refused)


def test_codes_that_nobody_knows_are_kept_and_an_act_is_called_by_its_code(intake, case):
    text = once(case(CRASH), "<eResponse.23>2223001<", "<eResponse.23>2223999<")
    text = once(text, ">49689007</eProcedures.03>", ">999999990</eProcedures.03>")
    sheet = intake.sheet(text)
    stored = intake.world.sheet(sheet)
    assert stored.incident.response_mode is None
    unknown = next(act for act in stored.interventions if act.item == "other_procedure")
    assert unknown.name() == "Code 999999990"
    assert lines_of(intake.given_out(sheet)) == lines_of(text)
    page = intake.world.as_("ruiz").open(f"/sheets/{sheet}/document/further")
    assert "Response mode has no term for the code “2223999”" in page.words


def test_a_document_of_this_program_is_known_where_it_was_written(intake, case):
    sheet = intake.world.begin()
    intake.change(sheet, _finished)
    out = intake.given_out(sheet).decode()
    assert intake.take(out) == [(sheet, "unchanged", 0, 0, 0)]


def _finished(sheet):
    from tests.build import clock  # noqa: PLC0415

    sheet.incident.unit_notified, sheet.incident.back_in_service = clock("17:00"), clock("18:00")
    sheet.incident.unit, sheet.incident.type_of_service = "M1", "2205001"
    sheet.disposition.unit_disposition = "4227001"


def test_a_field_that_declares_an_element_is_all_it_takes_for_it_to_come_in_and_to_go_out(
    intake, case, monkeypatch
):
    """eScene.14 has no field; "Sending physician" has no element. One declares the other here."""
    spec = Incident.fields()["sending_physician"]
    was = spec.elements
    caches = (
        declared.declared_fields,
        declared.keyed_by_text,
        declared.keyed_by_code,
        declared.entry_groups,
        meanings.meanings,
        meanings.deciding,
        meanings.meant_by,
    )
    object.__setattr__(spec, "elements", (Element("eScene.14"),))
    try:
        for cache in caches:
            cache.cache_clear()
        text = case(CRASH)
        sheet = intake.sheet(text)
        assert intake.world.sheet(sheet).incident.sending_physician == "Exit 7"
        assert lines_of(intake.given_out(sheet)) == lines_of(text)
        intake.change(sheet, lambda stored: setattr(stored.incident, "sending_physician", "Exit 8"))
        differing = changed(text, intake.given_out(sheet))
        assert [line.split(" ")[0].rpartition("/")[2] for line in differing] == ["eScene.14", "eScene.14"]
    finally:
        object.__setattr__(spec, "elements", was)
        for cache in caches:
            cache.cache_clear()


def test_custom_elements_come_with_their_header(intake, case):
    out = intake.given_out(intake.sheet(case(CRASH))).decode()
    assert 'CustomElementID="eHistory.10"' in out
    assert "epcr.scope.verdict" not in out


def test_every_report_of_a_document_has_the_header_that_it_stands_under(case):
    text = case(CRASH)
    other = case(OVERDOSE)
    header = other[other.index("<Header>") : other.index("</Header>") + len("</Header>")]
    both = text.replace("</EMSDataSet>", f"{header}</EMSDataSet>")
    etree.fromstring(both.encode())
    first, second = reports_of(read(BytesIO(both.encode())))
    assert first.whole.text("eCustomConfiguration.06") == "9910055"
    assert second.whole.text("eCustomConfiguration.06") != "9910055"
