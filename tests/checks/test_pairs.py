"""Answers that exclude or demand each other: each pair of the file is met, told at its field and mended; ordinary sheets meet none."""

from datetime import date, timedelta

import pytest

from epcr.broken_schema import BrokenSchema
from epcr.checks import findings
from epcr.checks.conditions import Stated
from epcr.checks.pair_answers import Anything, CodedIn, Exactly, Later, OneOf, OnlyThese, Within
from epcr.checks.pairs import contradicting
from epcr.checks.pairs_file import file, load, pairs
from epcr.sheet.crew import CrewMember
from epcr.sheet.interventions import Intervention
from epcr.sheet.kinds.choice import Choice, Several
from epcr.sheet.kinds.drawn import Drawing
from epcr.sheet.kinds.moment import Moment
from epcr.sheet.kinds.number import Number
from epcr.sheet.kinds.yes_no import YesNo
from epcr.sheet.run_sheet import BY_SLUG, RunSheet
from tests.build import DAY, FIRST, clock, empty_sheet, fill, intervention, refused_sheet, sheet, vitals
from tests.checks.saying import only, warned_by
from tests.demo_class import loaded_in

SHIPPED = {pair.name: pair for pair in pairs()}


def code(slug, name, label):
    """The code of a term by its words."""
    return next(term.code for term in BY_SLUG[slug].fields()[name].terms if term.label == label)


MALE = code("patient", "sex", "Male")


# A sheet that meets a pair, made from what the pair asks -----------------------------------------------------------------


def value_for(answer, spec, run_sheet):
    match answer:
        case OneOf(codes) | OnlyThese(codes):
            code = min(codes)
            return [code] if isinstance(spec, Several) else code
        case Exactly(yes):
            return yes
        case Within(above, below, _):
            return above + 1 if above is not None else below - 1
        case Later((slug, name)):
            setattr(getattr(run_sheet, slug), name, clock("17:00"))
            return clock("17:30")
        case CodedIn((slug, name)):
            setattr(getattr(run_sheet, slug), name, ["1191"])
            return "aspirin_po"
        case Anything():
            return anything(spec)
    raise AssertionError(answer)


def anything(spec):
    match spec:
        case Several():
            return [spec.terms.terms[-1].code]
        case Choice():
            return next(iter(spec.terms)).code
        case YesNo():
            return True
        case Moment():
            return clock("17:30")
        case Number():
            return 5
        case Drawing():
            return [[[1, 1], [2, 2]]]
        case _:
            return "x"


def set_up(run_sheet, word):
    """Make a condition of the sheet hold."""
    match word:
        case "transported":
            fill(run_sheet, "disposition", unit_disposition="4227001", transport_disposition="4230001")
        case "refusal":
            run_sheet.disposition.patient_care = "4228007"
        case "child":
            run_sheet.patient.date_of_birth = DAY - timedelta(days=4000)
        case "given" | "by_this_unit" | "medication":
            pass
        case _:
            raise AssertionError(word)


def met(pair):
    """A sheet that meets the pair and nothing else, and the parts that its facts stand in."""
    run_sheet = empty_sheet()
    for word in pair.when:
        set_up(run_sheet, word)
    made = {}
    for fact in pair.every:
        kind = BY_SLUG[fact.section]
        part = made.get(fact.section)
        if part is None:
            part = made[fact.section] = kind() if kind.many else getattr(run_sheet, fact.section)
            if kind.many:
                getattr(run_sheet, fact.section).append(part)
        for name, answer in fact.answers.items():
            value = value_for(answer, kind.fields()[name], run_sheet)
            stands = getattr(part, name)
            if stands is None:
                setattr(part, name, value)
                break
            if isinstance(stands, list):  # a second term of the same list
                setattr(part, name, [*stands, *value])
                break
            if answer.holds(name, part, run_sheet):
                break
    if isinstance(made.get("interventions"), Intervention) and made["interventions"].item is None:
        made["interventions"].item = "aspirin_po"
    if "medication" in pair.when:
        made["interventions"].item = "aspirin_po"
    return run_sheet, made


def told(run_sheet, pair):
    return [
        one
        for one in contradicting(Stated(run_sheet), run_sheet.context())
        if one.source == f"pairs.{pair.name}"
    ]


@pytest.mark.parametrize("pair", SHIPPED.values(), ids=SHIPPED)
def test_a_pair_that_is_met_is_told_once_at_its_field(pair):
    run_sheet, _ = met(pair)
    (found,) = told(run_sheet, pair)
    assert found.anchor.field or found.anchor.section == "signatures"
    assert "{" not in found.message
    assert found.message[-1] not in ".!?"
    assert found.open


@pytest.mark.parametrize("pair", [one for one in SHIPPED.values() if one.every], ids=lambda pair: pair.name)
def test_each_fact_of_a_pair_is_needed(pair):
    for fact in pair.every:
        run_sheet, made = met(pair)
        for name in fact.answers:
            setattr(made[fact.section], name, None)
        assert not told(run_sheet, pair)


@pytest.mark.parametrize("pair", [one for one in SHIPPED.values() if one.lacks], ids=lambda pair: pair.name)
def test_what_is_demanded_may_be_there_or_be_missing_for_a_reason(pair):
    for slug, name in pair.lacks:
        run_sheet, made = met(pair)
        part = made.get(slug)
        if part is None:
            part = BY_SLUG[slug]() if BY_SLUG[slug].many else getattr(run_sheet, slug)
            if BY_SLUG[slug].many:
                getattr(run_sheet, slug).append(part)
        part.absent = {name: "unable_to_complete"}
        assert not told(run_sheet, pair)


@pytest.mark.parametrize("pair", [one for one in SHIPPED.values() if one.none], ids=lambda pair: pair.name)
def test_what_a_pair_misses_ends_it_when_it_is_there(pair):
    for fact in pair.none:
        run_sheet, made = met(pair)
        kind = BY_SLUG[fact.section]
        part = made.get(fact.section)
        if part is None:
            part = kind() if kind.many else getattr(run_sheet, fact.section)
            if kind.many:
                getattr(run_sheet, fact.section).append(part)
        name, answer = next(iter(fact.answers.items()))
        value = value_for(answer, kind.fields()[name], run_sheet)
        stands = getattr(part, name)
        setattr(part, name, [*stands, *value] if isinstance(stands, list) else value)
        assert not told(run_sheet, pair)


@pytest.mark.parametrize("pair", [one for one in SHIPPED.values() if one.when], ids=lambda pair: pair.name)
def test_a_pair_asks_only_on_the_calls_that_it_is_about(pair):
    run_sheet, made = met(pair)
    run_sheet.disposition.transport_disposition = run_sheet.disposition.patient_care = None
    run_sheet.patient.date_of_birth = None
    if "interventions" in made:
        made["interventions"].absent = {"item": "refused"}
    assert not told(run_sheet, pair)


# What is told ---------------------------------------------------------------------------------------------------------


def test_there_are_many_pairs_for_each_kind_of_call():
    assert len(SHIPPED) >= 40
    asked = {fact.section for pair in SHIPPED.values() for fact in pair.every}
    assert asked >= {
        "incident",
        "patient",
        "primary",
        "history",
        "injury",
        "arrest",
        "vitals",
        "interventions",
        "disposition",
        "signatures",
    }


def test_a_male_patient_is_not_pregnant_in_silence():
    run_sheet = sheet()
    run_sheet.patient.sex = MALE
    run_sheet.history.pregnancy = code("history", "pregnancy", "Possible")
    found = only(run_sheet, "pairs.male_and_pregnant")
    assert str(found.anchor) == "history-pregnancy"
    assert (
        found.message == "Check the sex and the pregnancy: the patient is documented as male and as pregnant"
    )


def test_a_palpated_pressure_is_not_heard_in_silence():
    run_sheet = sheet()
    heard = code("vitals", "pressure_method", "Cuff, auscultated")
    run_sheet.vitals[0] = vitals(id=FIRST, taken_at=clock("17:08"), diastolic="P", pressure_method=heard)
    found = only(run_sheet, "pairs.palpated_pressure_heard")
    assert found.message.startswith("Check the blood pressure at 17:08: the diastolic was palpated")
    assert found.anchor.entry == FIRST


def test_a_stroke_demands_last_known_well_a_scale_and_a_glucose():
    run_sheet = sheet()
    run_sheet.history.primary_impression = "I63.9"
    for one in run_sheet.vitals:
        one.glucose = None
    asked = {
        "pairs.stroke_without_last_known_well",
        "pairs.stroke_without_a_scale",
        "pairs.stroke_without_glucose",
    }
    assert asked <= set(warned_by("pairs.", run_sheet))
    run_sheet.history.last_known_well = clock("16:00")
    fill_first = run_sheet.vitals[0]
    fill_first.stroke_scale, fill_first.stroke_score, fill_first.glucose = "3330001", 2, 104
    assert not asked & set(warned_by("pairs.", run_sheet))


def test_who_was_transported_did_not_refuse_in_silence():
    run_sheet = sheet()
    run_sheet.disposition.patient_care = "4228007"
    assert run_sheet.disposition.show("patient_care", run_sheet.context()) == "Evaluation and care refused"
    assert "pairs.refused_and_transported" in warned_by("pairs.", run_sheet)


def test_vital_signs_after_death_are_told_at_each_set():
    run_sheet = sheet()
    run_sheet.disposition.acuity_on_release = "4219007"
    dead = run_sheet.disposition.show("acuity_on_release", run_sheet.context())
    assert dead == "Dead, no resuscitation (black)"
    found = [one for one in findings(run_sheet) if one.source == "pairs.signs_of_life_after_death"]
    assert len(found) == len(run_sheet.vitals)
    assert "at 17:08" in found[0].message
    for one in run_sheet.vitals:
        one.before_arrival = True
    assert "pairs.signs_of_life_after_death" not in warned_by("pairs.", run_sheet)


def test_a_struck_entry_meets_no_pair():
    run_sheet, made = met(SHIPPED["palpated_pressure_heard"])
    made["vitals"].struck_at = clock("18:00")
    assert not told(run_sheet, SHIPPED["palpated_pressure_heard"])


def test_facts_about_entries_are_about_the_same_entry():
    run_sheet = sheet()
    run_sheet.vitals = [
        vitals(
            taken_at=clock("17:08"),
            diastolic="P",
            pressure_method=code("vitals", "pressure_method", "Cuff, palpated"),
        ),
        vitals(
            taken_at=clock("17:20"), pressure_method=code("vitals", "pressure_method", "Cuff, auscultated")
        ),
    ]
    assert "pairs.palpated_pressure_heard" not in warned_by("pairs.", run_sheet)


@pytest.mark.parametrize("rhythm", ["9901003", "9901035", "9901067", "9901071"])
def test_a_pressure_without_a_pulse_is_asked_about_with_both(rhythm):
    run_sheet = sheet()
    run_sheet.vitals[0] = vitals(id=FIRST, taken_at=clock("17:08"), rhythm=[rhythm])
    shown = run_sheet.vitals[0].show("rhythm", run_sheet.context())
    found = only(run_sheet, "pairs.pressure_without_a_pulse")
    assert "there is no blood pressure of 128 mmHg" in found.message
    assert shown.lower() in found.message.lower()
    run_sheet.vitals[0].rhythm = [rhythm, "9901047"]
    assert "pairs.pressure_without_a_pulse" not in warned_by("pairs.", run_sheet)
    run_sheet.vitals[0].rhythm, run_sheet.vitals[0].systolic = [rhythm], 0
    assert "pairs.pressure_without_a_pulse" not in warned_by("pairs.", run_sheet)


@pytest.mark.parametrize(("name", "nothing"), [("pulse_site", "no_pulse"), ("pulse_quality", "absent")])
def test_no_pulse_without_an_arrest_is_asked_about_where_it_was_said(name, nothing):
    run_sheet = sheet()
    run_sheet.primary.pulse_site = run_sheet.primary.pulse_quality = None
    setattr(run_sheet.primary, name, nothing)
    assert only(run_sheet, "pairs.no_pulse_without_arrest").anchor.field == name
    run_sheet.arrest.cardiac_arrest = "3001003"
    assert "pairs.no_pulse_without_arrest" not in warned_by("pairs.", run_sheet)


def test_an_allergy_is_found_under_any_name_of_the_same_drug():
    run_sheet = sheet()
    run_sheet.history.allergies, run_sheet.history.absent = ["1191"], {}
    found = only(run_sheet, "pairs.given_in_spite_of_an_allergy")
    assert "for Aspirin" in found.message
    run_sheet.history.allergies = ["7052", "hay"]
    assert "pairs.given_in_spite_of_an_allergy" not in warned_by("pairs.", run_sheet)
    run_sheet.interventions.append(intervention(item="morphine", performed_at=clock("17:25"), dose=4.0))
    assert "pairs.given_in_spite_of_an_allergy" in warned_by("pairs.", run_sheet)


def test_what_was_deliberately_not_given_for_an_allergy_is_right():
    run_sheet = sheet()
    run_sheet.history.allergies, run_sheet.history.absent = ["1191"], {}
    for one in run_sheet.interventions:
        if one.item == "aspirin_po":
            one.absent = {"item": "medication_allergy"}
    assert "pairs.given_in_spite_of_an_allergy" not in warned_by("pairs.", run_sheet)


def test_a_term_that_stands_alone_is_asked_about_beside_another():
    run_sheet = sheet()
    hazards = BY_SLUG["incident"].fields()["hazards"].terms
    run_sheet.incident.hazards = [hazards.find("No hazard found").code, hazards.find("Traffic").code]
    found = only(run_sheet, "pairs.incident_hazards_alone")
    assert found.message == "Check “Hazards”: “No hazard found” cannot go with another answer"
    run_sheet.incident.hazards = [hazards.find("No hazard found").code]
    assert "pairs.incident_hazards_alone" not in warned_by("pairs.", run_sheet)


def test_an_answer_expires_when_one_of_the_facts_changes():
    run_sheet = sheet()
    run_sheet.patient.sex = MALE
    run_sheet.history.pregnancy = code("history", "pregnancy", "Possible")
    before = only(run_sheet, "pairs.male_and_pregnant").value
    run_sheet.history.pregnancy = code("history", "pregnancy", "Yes, weeks unknown")
    assert only(run_sheet, "pairs.male_and_pregnant").value != before


@pytest.mark.parametrize("ordinary", [sheet, empty_sheet, refused_sheet])
def test_an_ordinary_sheet_meets_no_pair(ordinary):
    assert warned_by("pairs.", ordinary()) == []


def test_no_sheet_of_the_demo_class_meets_a_pair(tmp_path):
    with loaded_in(tmp_path) as database, database.read() as session:
        for one in session.query(RunSheet):
            assert warned_by("pairs.", one) == [], one.scenario


# The file -------------------------------------------------------------------------------------------------------------

GOOD = """
[[pair]]
name = "test"
say = "Check it{place}"
all."patient.sex" = ["Male"]
all."history.pregnancy" = ["Possible"]
"""


@pytest.fixture
def written(tmp_path):
    def write(text, instead=""):
        path = tmp_path / "pairs.toml"
        path.write_text(GOOD.replace(text, instead) if text else GOOD + instead, "utf-8")
        return path

    return write


@pytest.mark.parametrize(
    ("text", "instead", "key", "reason"),
    [
        ("patient.sex", "patients.sex", "test.all", "there is no section “patients”; near it: patient"),
        ("patient.sex", "patient.sect", "test.all", "there is no field “patient.sect”; near it: patient.sex"),
        ('["Male"]', '["Man"]', "test.all.patient.sex", "there is no term “Man”"),
        ('["Male"]', "true", "test.all.patient.sex", "“Sex” cannot hold that"),
        ('["Male"]', "{ above = 3 }", "test.all.patient.sex", "“Sex” is a field of another kind"),
        ('all."history.pregnancy" = ["Possible"]\n', "", "test.none", "one fact alone excludes nothing"),
        ("{place}", "{patient.sect}", "test.say", "there is no field “patient.sect”"),
        ("say =", "says =", "pair 1.says", "there is no key “says”; near it: say"),
        ('name = "test"\n', "", "pair[0]", "object missing required field `name`"),
        ("", GOOD, "test", "two pairs have this name"),
        (
            "",
            'when = ["transportet"]\n',
            "test.when",
            "there is no condition “transportet”; near it: transported",
        ),
        ("", 'when = ["given"]\n', "test.when", "given is a condition of interventions"),
        ("", 'lacks = ["vitals.glucoze"]\n', "test.lacks", "there is no field “vitals.glucoze”"),
        ("", 'at = "nowhere"\n', "test.at", "there is no section “nowhere”"),
        (
            "",
            'all."interventions.item" = { coded_in = "vitals.avpu" }\n',
            "test.all.interventions.item",
            "vitals has many",
        ),
        (
            "",
            '[[alone]]\nfield = "patient.sex"\nterm = "Male"\n',
            "alone.patient.sex",
            "not a list in which several",
        ),
        (
            "",
            '[[alone]]\nfield = "incident.hazards"\nterm = "None"\n',
            "alone.incident.hazards",
            "there is no term “None”",
        ),
        (
            'all."patient.sex"',
            'all."patient.sex or history.pregnancy"',
            "test.all.patient.sex or history.pregnancy",
            "of one section",
        ),
    ],
)
def test_a_broken_pair_is_named_by_file_key_and_reason(written, text, instead, key, reason):
    with pytest.raises(BrokenSchema) as broken:
        load(written(text, instead))
    assert broken.value.key == key
    assert reason in broken.value.reason


def test_a_pair_that_is_written_well_is_taken(written):
    (pair,) = load(written(""))
    assert (pair.name, pair.at) == ("test", None)


def test_the_head_of_the_file_explains_every_key():
    head = file().read_text("utf-8").partition("[[pair]]\nname")[0]
    for key in (
        "name",
        "say",
        "all",
        "none",
        "lacks",
        "when",
        "at",
        "source",
        "only",
        "after",
        "coded_in",
        "above",
        "below",
    ):
        assert f" {key} " in head or f"{{ {key} " in head, key


def test_crew_are_not_entries_of_a_pair_by_chance():
    run_sheet = sheet()
    run_sheet.crew.append(CrewMember(member="T. Elm", level="EMT", valid_to=date(2030, 1, 1)))
    assert warned_by("pairs.", run_sheet) == []
