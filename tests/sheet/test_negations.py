"""That there is none is understood in the words people say it, in every list; what is pasted and dictated becomes its entries."""
# ruff: noqa: RUF001 - letters that look alike are what is tested

import pytest

from epcr.letters import visible
from epcr.sheet.context import Context
from epcr.sheet.crew import CrewMember
from epcr.sheet.exam import NO_ABNORMALITY, ExamFinding
from epcr.sheet.history import History
from epcr.sheet.kinds.choice import Several
from epcr.sheet.list_words import bare
from epcr.sheet.negation import Denial, denial
from epcr.sheet.patient import Patient
from epcr.sheet.run_sheet import SECTIONS
from epcr.sheet.vocabulary import vocabulary

NO_ALLERGIES = "160244002"
OPEN = [
    pytest.param(section, name, id=f"{section.page.slug}-{name}")
    for section in SECTIONS
    for name, spec in section.fields().items()
    if isinstance(spec, Several) and spec.open
]


def said(name, text, section=History, context=Context()):  # noqa: B008 - it cannot be changed
    return section.fields()[name].understand([text], context)


def asked(name, text, section=History):
    with pytest.raises(ValueError, match=r"only what there is|not both|Choose") as caught:
        said(name, text, section)
    return str(caught.value)


NONE = [
    "NKDA",
    "NKDA.",
    "None.",
    "N.K.D.A.",
    "n.k.d.a",
    "N K D A",
    "“NKDA”",
    "‘none’",
    "(none)",
    "• NKDA",
    "- none",
    "1. NKDA",
    "ＮＫＤＡ",
    "N\u00adKDA",
    "Denies",
    "Denies allergies",
    "denies any allergies.",
    "Pt denies any known allergies",
    "no",
    "No.",
    "nil",
    "nothing",
    "n/a",
    "N/A.",
    "negative",
    "unremarkable",
    "no known drug allergies",
    "No Known Allergies",
    "None known at this time",
    "none that she knows of",
    "not allergic to anything",
    "NKA, NKDA",
    "NKDA/NKFA",
    "patient has none",
    "doesn't have any",
    "no allergies to medications",
]


@pytest.mark.parametrize("text", NONE)
def test_none_is_the_reason_of_the_field_in_whatever_words_and_marks(text):
    found = said("allergies", text)
    assert (found.value, found.reason, found.source) == (None, "no_known_drug_allergy", "")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("home_medications", "denies any meds"),
        ("home_medications", "no meds"),
        ("home_medications", "Takes no medications."),
        ("home_medications", "not on any meds"),
        ("home_medications", "no home meds"),
        ("home_medications", "doesn’t take any medicine"),
        ("past_history", "no PMH"),
        ("past_history", "No significant history."),
        ("past_history", "Negative"),
        ("past_history", "no past medical history reported"),
        ("past_history", "Unremarkable."),
        ("past_history", "no medical problems"),
    ],
)
def test_none_at_home_and_none_before_is_none_reported(name, text):
    assert said(name, text).reason == "none_reported"


@pytest.mark.parametrize("text", ["NKA.", "none", "No food allergies", "denies", "“None known”", "nkda"])
def test_a_list_with_a_word_for_none_of_its_own_takes_it(text):
    assert said("other_allergies", text).value == [NO_ALLERGIES]
    assert said("advance_directives", "None.").value == ["3105005"]


@pytest.mark.parametrize("region", NO_ABNORMALITY)
@pytest.mark.parametrize("text", ["unremarkable", "None.", "WNL", "negative", "no abnormality"])
def test_a_region_without_findings_is_its_own_normal(region, text):
    context = Context(siblings={"region": region})
    assert said("findings", text, ExamFinding, context).value == [NO_ABNORMALITY[region]]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("NKDA - per wife", "per wife"),
        ("NKDA – per wife.", "per wife"),
        ("NKDA per daughter", "per daughter"),
        ("none, according to son", "according to son"),
        ("no known drug allergies (per daughter)", "per daughter"),
        ("Denies allergies per EMS chart", "per EMS chart"),
        ("wife denies any allergies", "per wife"),
        ("NKDA (see chart)", "see chart"),
        ("None reported by staff", "by staff"),
        ("N.K.D.A. — per mom", "per mom"),
    ],
)
def test_who_said_so_is_kept_beside_the_reason(text, source):
    found = said("allergies", text)
    assert found.reason == "no_known_drug_allergy"
    assert found.source.removeprefix("reported ") == source


@pytest.mark.parametrize(
    "text",
    [
        "No allergies except penicillin",
        "NKDA except PCN",
        "not allergic to penicillin",
        "NKDA?",
        "no reaction to morphine",
        "Penicillin, NKDA",
        "denies latex allergy",
        "no known info",
        "NKDA (except sulfa)",
        "-",
        "Penicillin and no known allergies",
    ],
)
def test_a_negation_of_something_else_is_asked_about_and_no_substance(text):
    assert f"“{text[:39]}" in asked("allergies", text)


@pytest.mark.parametrize(("section", "name"), OPEN)
@pytest.mark.parametrize("text", ["none", "No.", "“Nil”", "denies", "no xyzzy", "N/A"])
def test_no_list_ever_stores_a_negation_as_an_entry(section, name, text):
    try:
        found = said(name, text, section)
    except ValueError as refused:
        assert text in str(refused)  # noqa: PT017 - either is right
        return
    assert found.reason or found.value == [NO_ALLERGIES]


@pytest.mark.parametrize(
    "text",
    [
        "Nonesuchicillin",
        "No-Doz",
        "Negative pressure wound therapy",
        "Nitroglycerin",
        "Non-insulin dependent diabetes",
        "Sodium (Na)",
        "Nothobranch",
        "Noxzema",
    ],
)
def test_a_word_that_only_begins_like_a_negation_is_none(text):
    assert denial(text) is None


def test_a_symptom_that_is_denied_is_one_that_is_not_there():
    found = said("associated_symptoms", "no fever\nMalaise.\ndenies headache per wife")
    fever, headache, malaise = (
        vocabulary("symptom").find(word).code for word in ("fever", "headache", "malaise")
    )
    assert (found.value, found.denied, found.source) == ([malaise], (fever, headache), "per wife")


def test_no_pulse_is_a_finding_and_no_negation():
    context = Context(siblings={"region": "extremity"})
    assert said("findings", "no radial pulse", ExamFinding, context).value == ["no radial pulse"]


@pytest.mark.parametrize(
    "text",
    [
        "Penicillin, sulfa",
        "penicillin; Sulfa drugs",
        "Penicillin and sulfa.",
        "• Penicillin\n• Sulfa",
        "1. Penicillin\n2. sulfa",
        "1) Penicillin\n2) Sulfa",
        "a) penicillin\nb) sulfa",
        "- PCN\n- sulfa",
        "* Penicillin\n* Sulfa",
        "“Penicillin”\n“Sulfa”",
        "Penicillin & sulfa",
        "Penicillin + sulfa",
        "1. Penicillin 2. Sulfa",
        "• Penicillin • Sulfa",
        "Penicillin，sulfa",
        "\uf0b7 Penicillin\n\uf0b7 Sulfa",
        "o\tPenicillin\no\tSulfa",
        "①Penicillin\n②Sulfa",
        "Penicillin,\nsulfa,",
        "– Penicillin\n– Sulfa",
        "PENICILLIN / SULFA",
        "Penicillin\u200b, \u202esulfa",
    ],
)
def test_a_line_of_words_of_the_list_becomes_that_many_entries(text):
    assert said("allergies", text).value == ["Z88.0", "Z88.2"]


def test_a_medication_with_its_dose_stands_by_itself():
    found = said("home_medications", "aspirin and metoprolol 25 mg; lisinopril")
    assert found.value == ["1191", "metoprolol 25 mg", "lisinopril"]


@pytest.mark.parametrize(
    "text",
    [
        "Hymenoptera venom, yellow jacket",
        "Penicillin, kiwi",
        "lisinopril 10 mg, twice a day",
        "Aspirin 81 mg q.d.",
        "Rocky Mountain oysters and grits",
        "5-FU",
        "A. fib, since May",
        "Tylenol PM (blue, small)",
        "St. John's wort",
    ],
)
def test_a_line_with_a_part_that_is_not_in_the_list_stays_one_entry_as_typed(text):
    assert said("home_medications", text).value == [text]


@pytest.mark.parametrize(
    "name",
    ["medication_allergy", "other_allergy", "home_medication", "past_history", "symptom", "impression"],
)
def test_every_word_of_a_list_is_itself_whatever_stands_around_it(name):
    terms = vocabulary(name)
    field = next(
        spec for spec in History.fields().values() if isinstance(spec, Several) and spec.vocabulary == name
    )
    for term in terms:
        for around in ("{}", "{}.", "• {}", "“{}”", "3. {}", "- {},"):
            assert field.read([around.format(term.label)], Context()) == field.read(
                [term.label], Context()
            ), (around, term.label)


@pytest.mark.parametrize(
    "text", ["• Kiwi", "1. Kiwi", "“Kiwi”", "Kiwi,", "- Kiwi.", "ⓐ Kiwi", "  Kiwi  ", "➤ Kiwi", "a) Kiwi"]
)
def test_own_words_are_kept_without_bullets_and_marks(text):
    assert said("allergies", text).value == ["Kiwi"]


def test_what_was_kept_is_kept_again():
    for text in ("Aspirin 81 mg b.i.d.", "A. fib", "C. diff", "5-FU", "(something) else", "Kiwi (mild)"):
        assert bare(bare(text)) == bare(text) == text


def test_one_typed_word_takes_the_same_road_as_a_list():
    assert said("primary_symptom", "“Fever”.").value == vocabulary("symptom").find("fever").code
    assert said("primary_symptom", "None.").reason == "not_applicable"
    assert "“no chest pain”" in asked("primary_impression", "no chest pain")


def test_a_list_without_a_way_to_say_none_says_to_leave_it_empty():
    assert "or leave it empty; “none”" in asked("restricted_for", "none", CrewMember)
    assert "or leave it empty; “None.”" in asked("endorsements", "None.", CrewMember)


def test_a_long_line_and_many_commas_are_read_to_their_end():
    for text in (
        "no " * 5000,
        "," * 5000,
        "a, " * 5000,
        "Penicillin, " * 3000,
        "((((" * 1000,
        "1. " * 2000,
        "n.k." * 2000,
    ):
        try:
            said("allergies", text[:100_000])
        except ValueError as refused:
            assert "Medication allergies" in str(refused)  # noqa: PT017 - either is right
    assert denial("NKDA") == Denial()


@pytest.mark.parametrize("text", ["“\x80”", "•", "- \u200b", "''", "1. \u2060"])
def test_marks_around_nothing_are_nothing_that_is_kept(text):
    assert bare(text) in {"", text}
    assert visible_or_none(said("race", text, Patient).value)


def visible_or_none(value):
    return value is None or all(visible(one) for one in value)
