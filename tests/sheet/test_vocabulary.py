"""The vocabularies and the reasons of the fields against the published standard, and their labels as people read them."""

import csv
from collections import defaultdict
from functools import cache

import pytest

from epcr.sheet.exam import ExamFinding
from epcr.sheet.field import MEASURED, TOLD_OR_REFUSED
from epcr.sheet.history import History
from epcr.sheet.kinds.choice import Choice, Item, Several
from epcr.sheet.listed import Endorsements, Items
from epcr.sheet.run_sheet import SECTIONS
from epcr.sheet.vocabulary import folder, vocabulary

NAMES = sorted(path.stem for path in folder().glob("*.csv"))
FIELDS = [
    pytest.param(section, name, id=f"{section.page.slug}.{name}")
    for section in SECTIONS
    for name, spec in section.fields().items()
    if spec.elements
]
CODED = [
    pytest.param(section, name, id=f"{section.page.slug}.{name}")
    for section in SECTIONS
    for name, spec in section.fields().items()
    if spec.elements and isinstance(spec, Choice) and not isinstance(spec, Item)
]
# The standard's suggested lists, by the elements that take their codes from ICD-10-CM, RxNorm or SNOMED CT.
LISTS = {
    "eSituation.09": ("Symptom", "Impression"), "eSituation.10": ("Symptom", "Impression"),
    "eSituation.11": ("Impression", "Symptom"), "eSituation.12": ("Impression", "Symptom"),
    "eInjury.01": ("CauseOfInjury",), "eScene.09": ("IncidentLocationType",), "eHistory.06": ("MedicationAllergy", "Medication"),
    "eHistory.07": ("EnvironmentalFoodAllergy",), "eHistory.08": ("MedicalSurgicalHistory",), "eHistory.12": ("Medication",),
}  # fmt: skip
# Each element for which a state is coded by its number (ANSI INCITS 38) and written by its postal letters here.
STATES = "state"
# NOT values and pertinent negatives by the names that all_elements.csv gives them.
REASONS = {
    "not_applicable": "NotApplicable", "not_recorded": "NotRecorded", "contraindication_noted": "ContraindicationNoted",
    "denied_by_order": "DeniedByOrder", "exam_finding_not_present": "ExamFindingNotPresent",
    "medication_allergy": "MedicationAllergy",
    "medication_already_taken": "MedicationAlreadyTaken", "no_known_drug_allergy": "NoKnownDrugAllergy",
    "none_reported": "NoneReported", "refused": "Refused", "unresponsive": "Unresponsive",
    "unable_to_complete": "UnableToComplete", "order_criteria_not_met": "OrderCriteriaNotMet", "approximate": "Approximate",
    "symptom_not_present": "SymptomNotPresent",
}  # fmt: skip


@cache
def published(shared):
    """The codes of each element with their labels, and what is said of each element."""
    codes, lists = defaultdict(dict), defaultdict(dict)
    with (shared / "nemsis" / "codes.csv").open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            codes[row["element"]][row["code"]] = [row["label"]]
    with (shared / "nemsis" / "lists" / "picklists_all.csv").open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            lists[row["list"]].setdefault(row["code"], []).extend(
                [row["suggested_label"], row["source_label"]]
            )
    with (shared / "nemsis" / "all_elements.csv").open(encoding="utf-8-sig", newline="") as lines:
        elements = {row["element"]: row for row in csv.DictReader(lines)}
    for element, names in LISTS.items():
        for name in names:
            for code, labels in lists[name].items():
                codes[element].setdefault(code, []).extend(labels)
    return codes, elements


def terms(spec, element):
    """The choices of a field that an element codes: of an exam those of its region."""
    return spec.terms.within(element.when[1][0]) if spec.within else spec.terms


@pytest.mark.parametrize(("section", "name"), CODED)
def test_every_code_of_a_field_is_one_of_its_element(shared, section, name):
    codes, _ = published(shared)
    spec = section.fields()[name]
    if spec.vocabulary == STATES:
        assert {term.standard for term in spec.terms} <= {f"{number:02}" for number in range(1, 79)}
        return
    for element in spec.elements:
        for term in terms(spec, element):
            own = term.code_in(element.name)
            assert own in codes[element.name] or not own, f"{element.name} has no code {own} ({term.label})"
            assert term.standard or term.by_element == () or own, (
                f"{term.label} has no code in {element.name}"
            )


@pytest.mark.parametrize(("section", "name"), CODED)
def test_every_choice_that_the_standard_lists_is_there(shared, section, name):
    codes, _ = published(shared)
    spec = section.fields()[name]
    if spec.vocabulary in {STATES, "level"} or spec.open:
        return
    for element in spec.elements:
        ours = {term.code_in(element.name) for term in terms(spec, element)}
        assert set(codes[element.name]) <= ours, element


@pytest.mark.parametrize(("section", "name"), CODED)
def test_the_official_label_finds_the_choice(shared, section, name):
    codes, _ = published(shared)
    spec = section.fields()[name]
    if spec.vocabulary == STATES:
        return
    labels = defaultdict(set)
    for element in spec.elements:
        for term in terms(spec, element):
            for label in codes[element.name].get(term.code_in(element.name), ()):
                labels[label.casefold()].add(term.code)
    for label, meant in labels.items():
        found = spec.terms.find(label)
        if found is None:  # one official word for several of ours: which is asked
            assert len({spec.terms.label(code) for code in meant}) > 1, label
        else:
            assert found.code in meant, label


def test_the_official_findings_and_places_of_an_exam_are_found_within_their_region(shared):
    codes, _ = published(shared)
    regions = {term.code: term.standard for term in vocabulary("exam_region")}
    for region, element in regions.items():
        for term in vocabulary("exam_finding").within(region):
            assert any(term.is_called(label) for label in codes[element][term.standard]), term.label
        ours = {term.standard for term in vocabulary("exam_finding").within(region)}
        assert set(codes[element]) <= ours
    for term in vocabulary("exam_location"):
        official = [
            labels[term.standard]
            for element, labels in codes.items()
            if element.startswith("eExam") and term.standard in labels
        ]
        assert any(term.is_called(label) for label in official[0])


@pytest.mark.parametrize(("section", "name"), FIELDS)
def test_every_reason_of_a_field_is_allowed_by_its_element(shared, section, name):
    _, elements = published(shared)
    spec = section.fields()[name]
    for element in spec.elements:
        row = elements[element.name]
        allowed = {*row["NV_allowed"].split(), *row["PN_allowed"].split()}
        for why in (*spec.reasons, *([spec.negative] if isinstance(spec, Several) and spec.negative else [])):
            if isinstance(spec, Item) and why in {"medication_allergy", "medication_already_taken"}:
                continue  # of medications only; of a procedure the export says that it was contraindicated
            if section is History and why == "refused" and spec.reasons == TOLD_OR_REFUSED:
                continue  # an export says that it was not recorded; the sheet says why
            if section is ExamFinding and why in MEASURED:
                continue  # the element is optional and takes none of them: what could not be examined is left out
            assert REASONS[why] in allowed, (
                f"{element.name} does not allow {why}; it allows {sorted(allowed)}"
            )


def test_every_reason_has_its_code():
    assert set(REASONS) == {term.code for term in vocabulary("reason")}
    assert all(len(term.standard) == 7 for term in vocabulary("reason"))


@pytest.mark.parametrize("name", NAMES)
def test_labels_are_plain_words(name):
    seen = set()
    for term in vocabulary(name):
        assert term.label == " ".join(term.label.split())
        assert "DEPRECATED" not in term.label
        assert "All Age Groups" not in term.label
        if name != "reason":
            assert not term.label.casefold().startswith("none"), term.label
        assert (term.group, term.label.casefold()) not in seen, f"{term.label} stands twice"
        seen.add((term.group, term.label.casefold()))


@pytest.mark.parametrize("name", NAMES)
def test_a_label_finds_its_own_term(name):
    for term in vocabulary(name):
        found = vocabulary(name).find(term.label)
        assert found.label.casefold() == term.label.casefold()
        assert term.is_called(term.label.upper())


@pytest.mark.parametrize("name", NAMES)
def test_what_is_no_longer_used_stands_last(name):
    old = ["no longer used" in term.label for term in vocabulary(name)]
    assert old == sorted(old)


@pytest.mark.parametrize(
    ("name", "word", "code"),
    [
        ("route", "IV", "9927023"), ("route", "io", "9927021"), ("route", "IM", "9927015"), ("route", "SL", "9927047"),
        ("route", "NRB", "9927031"), ("dose_unit", "mcg", "3706015"), ("dose_unit", "Milligrams (mg)", "3706021"),
        ("symptom", "SOB", "R06.02"), ("symptom", "CP", "R07.9"), ("past_history", "HTN", "I10"), ("past_history", "DM2", "E11.8"),
        ("rhythm", "VF", "9901067"), ("avpu", "V", "3326003"), ("authorization", "Protocol (Standing Order)", "9918005"),
        ("signature_status", "Not Signed - Refused", "4515019"), ("complication", "None", "no_complication"),
        ("scene_delay", "None/No Delay", "2210017"), ("level", "Emergency Medical Technician (EMT)", "EMT"),
    ],
)  # fmt: skip
def test_abbreviations_and_official_words_find_their_term(name, word, code):
    assert vocabulary(name).find(word).code == code


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("avpu", ["Alert", "Verbal", "Painful", "Unresponsive"]),
        ("gcs_eye", ["Spontaneous", "To voice", "To pain", "No eye opening"]),
        ("response", ["Improved", "Unchanged", "Worse"]), ("respiratory_effort", ["Normal", "Labored"]),
        ("route", ["Intravenous (IV)", "Intraosseous (IO)", "Intramuscular (IM)"]),
        ("dose_unit", ["mg", "mcg", "g", "mL", "L/min"]),
        ("rhythm", ["Sinus rhythm", "Sinus tachycardia", "Sinus bradycardia"]), ("yes_no_unknown", ["Yes", "No", "Unknown"]),
        ("age_units", ["Years", "Months", "Days"]), ("scene_delay", ["No scene delay"]),
    ],
)  # fmt: skip
def test_what_is_used_most_stands_first(name, first):
    assert [term.label for term in vocabulary(name)][: len(first)] == first


def test_every_choice_has_a_vocabulary_file():
    used = {
        spec.vocabulary
        for section in SECTIONS
        for spec in section.fields().values()
        if isinstance(spec, Choice) and not isinstance(spec, Item | Items | Endorsements)
    }
    of_the_agency = {"payment", "service_level"}  # of the class, on the page of its agency
    assert used | of_the_agency | {"reason"} == set(NAMES)
