"""Run sheets as nobody would write them by hand: words of every script, markup, nothing at all, times of other days."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from tests import build
from tests.report import sheets

# Made smaller, a failing sheet would take minutes; as it is it can be printed and looked at.
AS_THEY_ARE = settings(
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
WORDS = st.sampled_from(
    [
        "chest pain",
        "Łódź",
        "Żółć",
        "王小明",
        "محمد العلي",
        "שלום",
        "Ελλάδα",
        "Юрий",
        "สมชาย",
        "น้ำ",
        "😀",
        "<b>x</b>",
        "&amp;",
        "None of it",
        "தமிழ்",
        "x" * 90,
        "½",
        "1⅔",
        "e\u0301",
        "\u202eabc",
        "한국",
        "ひらがな",
        "a\tb",
        "–",
        "🇵🇱",
        "👩‍⚕️",
    ]
)
TEXT = st.one_of(
    st.none(),
    st.lists(WORDS, min_size=1, max_size=12).map(" ".join),
    st.lists(WORDS, min_size=1, max_size=400).map(" ".join),
    st.text(max_size=300),
)
NUMBER = st.one_of(st.none(), st.integers(0, 300))
MINUTES = st.one_of(st.none(), st.integers(-2000, 6000))


@st.composite
def run_sheets(draw):
    sheet = draw(
        st.sampled_from([build.sheet, build.refused_sheet, build.arrested_sheet, build.empty_sheet])
    )(id="0123456789ab")
    short = TEXT.map(lambda text: text[:60] if text else text)
    build.fill(
        sheet,
        "patient",
        last_name=draw(short),
        first_name=draw(short),
        age=draw(st.one_of(st.none(), st.integers(1, 120))),
    )
    build.fill(
        sheet,
        "history",
        chief_complaint=draw(TEXT),
        events=draw(TEXT),
        home_medications=draw(st.one_of(st.none(), st.lists(WORDS, max_size=30))),
    )
    build.fill(
        sheet,
        "handoff",
        **{part: draw(TEXT) for part in ("situation", "background", "assessment", "recommendation")},
    )
    sheet.narrative.text = draw(TEXT)
    for _ in range(draw(st.integers(0, 6))):
        sheet.crew.append(build.crew_member(member=draw(short)))
    sheet.vitals = [
        build.vitals(
            taken_at=_moment(draw(MINUTES)),
            systolic=draw(NUMBER),
            diastolic=draw(st.one_of(NUMBER, st.just("P"))),
            heart_rate=draw(NUMBER),
            respiratory_rate=draw(NUMBER),
            spo2=draw(st.one_of(st.none(), st.integers(0, 100))),
            gcs_eye=draw(st.sampled_from([None, "1", "4"])),
        )
        for _ in range(draw(st.integers(0, 30)))
    ]
    sheet.interventions = []
    sheets.with_acts(sheet, draw(st.integers(0, 40)))
    for act in sheet.interventions:
        act.performed_at = _moment(draw(MINUTES))
        act.performed_by = draw(short)
        act.other_unit = draw(st.sampled_from([None, True]))
    return sheet


def _moment(minutes):
    return None if minutes is None else build.clock("17:05") + timedelta(minutes=minutes)
