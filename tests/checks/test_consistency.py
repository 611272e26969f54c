"""The trainee's own words against the sheet: what contradicts it is found where it stands, and what does not stays silent.

The sentences are written as trainees write. Of those that are false all are found by their kind, of those that are true none is flagged.
How much of the sentences of others is found stands in tests/words_corpus; each rule is tested by itself in tests/prose.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epcr import checks
from epcr.checks.finding import Weight
from epcr.sheet.run_sheet import RunSheet
from tests import build
from tests.demo_class import loaded_in
from tests.luck import examples

PARTS = ("situation", "background", "assessment", "recommendation")


def treated():
    """Chest pain with aspirin, oxygen, an access on the left, two shocks and vital signs up to the handoff."""
    sheet = build.sheet(id="7f3a09c2d1e4")
    sheet.history.last_known_well = build.clock("16:10")
    build.with_vitals(sheet, taken_at=build.clock("17:33"), systolic=98, diastolic=52, heart_rate=104, pain=2)
    build.with_intervention(
        sheet, item="oxygen", performed_at=build.clock("17:10"), dose=15.0, dose_unit="3706035"
    )
    build.with_intervention(
        sheet,
        item="iv_access",
        performed_at=build.clock("17:14"),
        size="18 ga",
        site="3913001",
    )
    return sheet


def found(text, part="assessment", sheet=None):
    sheet = sheet if sheet is not None else treated()
    if part == "narrative":
        sheet.narrative.text = text
    else:
        setattr(sheet.handoff, part, text)
    return [one for one in checks.findings(sheet) if one.source.startswith("consistency.")]


FALSE = {
    "vital_sign": """
        BP 88/50.
        BP was 150/90 on arrival.
        B/P 88/50, P 110, R 22.
        Pressure 92 over 60.
        Blood pressure of 92/60 initially.
        BP dropped to 80/40.
        Report: 92/60 at 17:08.
        Vitals: BP 188/100.
        BP 88/50 at 17:08.
        BP 88/50 @ 1708.
        HR 140 at 17:08.
        Heart rate 45.
        Pulse 140 and irregular.
        RR 30 on scene.
        Resps 32.
        SpO2 85% at 17:20.
        SpO2 80 on room air.
        Sats 84%.
        O2 sat 84 percent.
        GCS 9 at 17:08.
        GCS 3.
        GCS is 12.
        Glucose 45 mg/dL.
        BGL 54.
        Blood glucose 54 at 17:10.
        Temp 103.2.
        EtCO2 60.
        Pain 10/10 at 17:08.
        Pain 9 of 10.
        BP 128/78 at 17:33.
    """,
    "drug": """
        She received morphine 4 mg IV.
        4 mg of morphine were given at 17:15.
        Administered ondansetron 4 mg.
        Epi 0.3 mg IM at 17:12.
        Albuterol 2.5 mg neb.
        Gave fentanyl 50 mcg IV.
        Naloxone 2 mg IN x1.
        Nitroglycerin 0.4 mg SL given at 17:15.
        No aspirin given.
        Aspirin not given.
        Aspirin was withheld.
        We gave no aspirin.
    """,
    "dose": """
        Aspirin 81 mg given.
        ASA 162 mg PO at 1711.
        Aspirin 324 mg IV.
    """,
    "time_of_care": """
        Aspirin 324 mg at 17:30.
        Aspirin at 1730.
        12 lead at 17:40.
        12-lead at 17:25.
    """,
    "time_of_call": """
        On scene 17:20.
        Left scene at 17:40.
        Departed scene 17:45.
        Chest pain since 14:30.
        Chest pain began at 14:30.
        Symptoms started 14:30.
        Onset 14:30.
        Onset at 14:30.
        LKW 12:00.
        Last known well 12:00.
    """,
    "side": """
        18 gauge IV right AC.
        IV in the right hand.
    """,
    "number": """
        20 ga IV left AC.
        Oxygen 4 L/min.
        O2 4 L NC.
        4 L NC started.
    """,
    "patient": """
        72 year old female.
        68 yo male with chest pain.
        68 y/o M.
        A 54-year-old man.
        She weighs 90 kg.
        Weight 85 kg.
        Patient 45 years old.
    """,
    "allergy": """
        Allergic to sulfa.
        NKDA.
        No known allergies.
        Allergies: none.
    """,
}
FALSE_LINES = [(kind, line.strip()) for kind, lines in FALSE.items() for line in lines.strip().splitlines()]
TRUE = """
    BP 128/78 at 17:08.
    BP 128/78, HR 88, RR 16, SpO2 97%.
    First BP 128/78, last 98/52 at 17:33.
    BP fell from 128/78 to 98/52.
    98/52 at 1733, HR 104.
    HR 84 at 17:20, 104 at 17:33.
    HR in the 80s, later 104.
    Pain 6/10, now 2/10.
    Pain 6 of 10 at first.
    GCS 15 (E4 V5 M6).
    GCS 15 throughout, A&Ox4.
    SpO2 97 % on room air.
    Aspirin 324 mg PO at 17:11.
    ASA 324 at 1711 with relief.
    Pt given 324 mg ASA PO.
    68 yo F, 61 kg with chest pain since 16:30.
    68 y/o F c/o CP.
    Onset 16:30, last known well 16:10.
    Allergic to penicillin.
    Allergy: PCN.
    12-lead at 17:13.
    12-lead ECG acquired 1713 and sent.
    On scene 17:03, left 17:22, arrived 17:35.
    IV 18 g left AC at 17:14.
    18 ga L AC.
    Oxygen 15 L/min by NRB at 17:10.
    15 L NRB.
    Usually runs 150/90.
    Usual BP is about 150 over 90.
    Husband took her BP at home, 160/95.
    Her cuff at home read 160/95 this morning.
    Consider nitroglycerin 0.4 mg SL if pain returns.
    If she wheezes, albuterol 2.5 mg.
    May need fentanyl 50 mcg for pain.
    Took 2 nitro yesterday.
    Took nitroglycerin 0.4 mg last week.
    Wife gave her 81 mg aspirin last night.
    Takes lisinopril 10 mg and metformin 500 mg.
    On metoprolol 50 mg daily.
    Prescribed warfarin 5 mg.
    Denies shortness of breath.
    Denies taking nitroglycerin.
    Plan: keep SpO2 above 94%.
    Titrate oxygen to SpO2 94 to 98 %.
    Goal BP 90 systolic.
    Watch for HR over 120 or BP under 90.
    Call if the pressure drops below 90/60.
    Room 12, bed 4. Call back 555-0142.
    Lives at 128 Maple Street, Apt 45.
    Medic 12 transporting, ETA 15 minutes.
    Medic 4 arrived at 17:20 with a second crew.
    Engine 7 on scene 16:59 before us.
    No nitroglycerin given.
    Nitro not given, no order.
    Blood sugar not checked.
    Temperature not taken.
    Daughter, 45, is on the way.
    Her son is 40 years old.
    Her husband, 72, called.
    Mother died at 54 of an MI.
    Two pillows, 3 flights of stairs, 20 minutes of waiting.
    Pain for 35 minutes before the call.
    Smokes 20 a day for 30 years.
    Reached the hospital after 13 minutes.
    PMH: MI 2019, stent x2.
    MI in 2019, CABG 2021.
    Seen at the clinic at 10:30 today.
    Ate at 12:30.
    Lives alone, walks with a cane.
    No change en route.
    No shocks were given.
    AED applied, no shock advised.
    Lungs clear bilaterally, equal chest rise.
    Left arm heaviness with the pain.
    Pain goes to the left jaw.
    Pupils 4 mm, equal and reactive.
    Cap refill under 2 s.
    Skin pale, cool.
    ST elevation 2 mm in II, III, aVF.
    Sinus rhythm at 88 on the monitor.
    BP cuff on the right arm.
    Patient stated "my pressure was 200 over 100 once".
    Dispatch said 70 year old male with chest pain.
    Dispatched for a 70 y/o M, found a 68 y/o F.
    Repeat aspirin not needed.
    Aspirin by the clinic before, 324 mg.
    Chest pain 8/10 last night, gone this morning.
    NKDA except penicillin.
    Allergic to penicillin and bees.
    Care transferred at 17:41.
    Handed over to RN at 17:41.
    Vitals stable.
    VS WNL.
    HR regular, radial strong.
    Weight about 60 kg.
    Weighs 134 lb.
    ~135 lb.
    BP 128/P.
    SBP 98 at handoff.
    Systolic 98.
    RR 16 unlabored.
    Ambulatory x 3.
    A&O x 4.
    Tolerated 3 attempts at standing.
    1 attempt, good flow.
    Flush 10 mL saline.
    Saline lock.
    10 mL flush, no swelling.
    TKO.
    Score 3 of 10 on the stairs test.
    NIHSS 0, stroke scale negative.
    FAST negative at 17:06.
    ETA was 17:38.
    Next dose due 21:00.
    Repeat troponin at 20:00.
    See you at 18:00.
    88 year old building, 97 steps.
    Bus 128 was in the way.
    Highway 78 closed.
    Temperature outside 103 F.
    Unit 12, crew of 2.
    Two of three blankets used.
    Ratio 30:2 explained to the family.
    1:10,000 is in the bag.
""".strip().splitlines()
TRUE_LINES = [line.strip() for line in TRUE]


def test_the_corpora_are_as_large_as_they_say():
    assert len(TRUE_LINES) >= 120
    assert len(FALSE_LINES) >= 75


@pytest.mark.parametrize(("kind", "line"), FALSE_LINES)
@pytest.mark.parametrize("part", ["assessment", "narrative"])
def test_what_contradicts_the_sheet_is_found_at_its_field(kind, line, part):
    told = found(line, part)
    assert {one.source for one in told} == {f"consistency.{kind}"}
    for one in told:
        assert one.weight is Weight.WARNING
        assert str(one.anchor) == ("narrative-text" if part == "narrative" else f"handoff-{part}")
        quoted = one.message.split("“")[1].split("”")[0]
        assert quoted in line


@pytest.mark.parametrize("line", TRUE_LINES)
@pytest.mark.parametrize("part", ["assessment", "narrative"])
def test_what_is_true_or_not_understood_stays_silent(line, part):
    old = "consistency.stale_vital_signs"
    assert [one.message for one in found(line, part) if one.source != old] == []


def test_a_contradiction_names_what_the_sheet_has_nearest():
    (one,) = found("BP 88/50 at 17:31.")
    assert "“BP 88/50 at 17:31” is not in the sheet; nearest: 98/52 at 17:33" in one.message


def test_several_contradictions_are_each_found_and_answered_by_itself():
    sheet = treated()
    told = found("BP 88/50 at 17:08, HR 140. Aspirin 81 mg.", sheet=sheet)
    assert [one.source.removeprefix("consistency.") for one in told] == ["vital_sign", "vital_sign", "dose"]
    assert len({one.value for one in told}) == 3
    assert len(list(checks.grouped(told))) == 3


def test_vital_signs_that_were_old_at_handoff_are_found_where_the_handoff_tells_them():
    sheet = build.sheet()
    (one,) = found("BP 128/78 at 17:20.", sheet=sheet)
    assert one.source == "consistency.stale_vital_signs"
    assert "was 21 min old at handoff (transfer of care 17:41)" in one.message


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    with loaded_in(tmp_path_factory.mktemp("consistency")) as database:
        yield database


def test_the_demo_sheets_contradict_themselves_nowhere(demo):
    with demo.read() as session:
        sheets = session.query(RunSheet).all()
        assert len(sheets) >= 10
        for sheet in sheets:
            assert [
                one.message for one in checks.findings(sheet) if one.source.startswith("consistency.")
            ] == []


@examples(150)
@given(
    st.text(max_size=400)
    | st.lists(st.sampled_from([line for _, line in FALSE_LINES] + TRUE_LINES)).map(" ".join)
)
def test_no_text_breaks_it(text):
    for part in (*PARTS, "narrative"):
        for one in found(text, part):
            assert one.message
            assert len(one.value) <= checks.LONGEST_VALUE


@pytest.mark.parametrize(
    "piece",
    [
        "9",
        "BP ",
        "1/",
        "17:08 ",
        "aspirin ",
        "mg ",
        "(",
        "“",
        "left ",
        "no ",
        "x" * 50,
        "😀",
        "\n",
        "0.4 mg SL ",
    ],
)
def test_a_long_text_of_one_piece_is_read_to_its_end(piece):
    found(piece * (10_000 // len(piece)), "narrative")
