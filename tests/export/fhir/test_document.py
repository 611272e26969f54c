"""What leaves against the published facts: the rules of R4 documents, required codes, sections, codes of vital signs.

`fhir.resources` checks structure alone and takes a gender "man"; so the tables of `../shared/fhir` are asked too.
"""

import csv
import json
import re
from collections import Counter
from datetime import datetime

import pytest
from lxml import etree

from epcr.export.fhir import document_bytes
from epcr.export.fhir.json_text import walk
from epcr.export.fhir.observations import A_SET, TOGETHER
from tests import build
from tests.every_field import every_field, no_field
from tests.left_out import left_out

XHTML = "{http://www.w3.org/1999/xhtml}"
HTEST = {
    "system": "http://terminology.hl7.org/CodeSystem/v3-ActReason",
    "code": "HTEST",
    "display": "test health data",
}
ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
MADE = {
    make.__name__: make
    for make in (
        build.sheet, build.refused_sheet, build.cancelled_sheet, build.arrested_sheet, build.injured_sheet, build.empty_sheet,
        every_field, no_field,
    )
}  # fmt: skip


def table(shared, name):
    with (shared / "fhir" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def bundle_of(sheet, status="final"):
    return json.loads(document_bytes(sheet, status))


def resources_in(bundle, kind=""):
    return [one["resource"] for one in bundle["entry"] if kind in {"", one["resource"]["resourceType"]}]


def named(bundle, key):
    (found,) = [one for one in resources_in(bundle) if one["id"] == key]
    return found


@pytest.fixture(params=MADE)
def bundle(request):
    return bundle_of(MADE[request.param]())


def sections_of(bundle):
    """Every section with those below it."""
    waiting = list(bundle["entry"][0]["resource"]["section"])
    while waiting:
        section = waiting.pop(0)
        yield section
        waiting += section.get("section", [])


def test_it_parses_as_fhir(bundle):
    try:
        from fhir.resources.R4B.bundle import Bundle  # noqa: PLC0415 - half a second, and 40 MB
    except ImportError:
        left_out("the package fhir.resources", "make install")
    assert len(Bundle.model_validate(bundle).entry) == len(bundle["entry"])


def test_it_keeps_the_rules_of_a_document(bundle):
    assert (bundle["resourceType"], bundle["type"]) == ("Bundle", "document")
    assert bundle["identifier"]["system"]
    assert bundle["identifier"]["value"]
    composition = resources_in(bundle)[0]
    assert composition["resourceType"] == "Composition"
    assert datetime.fromisoformat(bundle["timestamp"]) >= datetime.fromisoformat(composition["date"])
    urls = [one["fullUrl"] for one in bundle["entry"]]
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", url) for url in urls)
    assert max(Counter(urls).values()) == 1


def test_every_reference_resolves_and_every_entry_is_referred_to(bundle):
    referred = {value for path, value in walk(bundle) if path.endswith(".reference")}
    urls = {one["fullUrl"] for one in bundle["entry"]}
    assert referred <= urls
    assert urls - referred == {bundle["entry"][0]["fullUrl"]}


def test_every_required_code_is_one_of_its_list(bundle, shared):
    rows = [row for row in table(shared, "r4_rules") if row["kind"] == "required-binding"]
    known = {row["path"]: set(row["codes_or_key"].split()) for row in rows}
    for resource in resources_in(bundle):
        for path, value in walk(resource, resource["resourceType"]):
            bare = re.sub(r"\[\d+\]|\.coding\[\d+\]\.code$", "", path)
            if bare in known and isinstance(value, str):
                assert value in known[bare], path


def test_what_r4_demands_is_there(bundle, shared):
    for row in table(shared, "r4_rules"):
        kind, _, name = row["path"].partition(".")
        if row["kind"] != "mandatory" or "." in name:
            continue
        for resource in resources_in(bundle, kind):
            stem = name.removesuffix("[x]")
            assert any(key.lstrip("_").startswith(stem) for key in resource), (row["path"], resource["id"])


def test_the_invariants_hold(bundle):
    for resource in resources_in(bundle):
        if resource["resourceType"] == "Observation":
            codes = json.dumps(resource["code"], sort_keys=True)
            values = [key for key in resource if key.startswith("value")]
            assert not (values and "dataAbsentReason" in resource)  # obs-6
            for component in resource.get("component", []):
                own = [key for key in component if key.startswith("value")]
                assert bool(own) + ("dataAbsentReason" in component) == 1  # vs-3
                assert not (values and json.dumps(component["code"], sort_keys=True) == codes)  # obs-7
        if resource["resourceType"] == "AllergyIntolerance":
            assert resource["clinicalStatus"]  # ait-1
        if "dosage" in resource:
            assert {"dose", "rateQuantity"} & set(resource["dosage"])  # mad-1
        if resource["resourceType"] == "Organization":
            assert {"name", "identifier"} & set(resource)  # org-1
    for path, value in walk(bundle):
        if isinstance(value, dict) and "unit" in value and "code" in value:
            assert value["system"], path  # qty-3


def test_every_section_has_title_code_and_words_and_entries_or_why_not(bundle):
    for section in sections_of(bundle):
        assert section["title"]
        assert section["code"]["text"]
        assert ("entry" in section) != ("emptyReason" in section), section["title"]  # cmp-1, cmp-2
        div = etree.fromstring(section["text"]["div"])
        assert div.tag == f"{XHTML}div"
        assert {one.tag for one in div.iter()} <= {
            f"{XHTML}{tag}" for tag in ("div", "p", "b", "ul", "li", "br")
        }
        assert "TRAINING" in "".join(div.itertext())


def test_the_sections_are_those_of_the_guide(bundle, shared):
    rows = [row for row in table(shared, "sections") if row["document"] == "clinical-subset"]
    known = {row["code"]: row for row in rows}
    codes = [one["code"] for section in sections_of(bundle) for one in section["code"].get("coding", [])]
    required = {row["code"] for row in rows if row["cardinality"] == "1..1"}
    assert len(required) == 7
    assert required <= set(codes)
    assert max(Counter(codes).values()) == 1
    types = {one["fullUrl"]: one["resource"]["resourceType"] for one in bundle["entry"]}
    for section in sections_of(bundle):
        for one in section["code"].get("coding", []):
            row = known[one["code"]]
            assert row["code_system"] == one["system"]
            assert row["confidence"] in {"high", "medium"}
            kinds = {types[entry["reference"]] for entry in section.get("entry", [])}
            allowed = {word.strip() for word in row["entry_types"].split(";")}
            assert "(not constrained)" in allowed or kinds <= allowed, section["title"]
            if row["entry_cardinality"].split("..")[1].split()[0] == "1":
                assert len(section.get("entry", [])) <= 1, section["title"]


def test_no_profile_is_claimed_and_every_resource_says_that_it_is_a_test(bundle):
    for holder in [bundle, *resources_in(bundle)]:
        assert "profile" not in holder["meta"]
        assert HTEST in holder["meta"]["security"]
    assert "TRAINING" in resources_in(bundle)[0]["title"]


def test_every_loinc_code_is_published_and_sure(bundle, shared):
    sure = {row["loinc"] for row in table(shared, "vital_signs") if row["confidence"] in {"high", "medium"}}
    sure |= {
        row["loinc"] for row in table(shared, "observation_codes") if row["confidence"] in {"high", "medium"}
    }
    sure |= {row["code"] for row in table(shared, "sections") if row["confidence"] in {"high", "medium"}}
    sure |= {"67796-3", "34133-9"}  # composition_header.csv: the document's type and category
    for path, value in walk(bundle):
        if isinstance(value, dict) and value.get("system") == "http://loinc.org":
            assert value["code"] in sure, path


def test_a_time_has_seconds_and_offset(bundle):
    for path, value in walk(bundle):
        if path.rpartition(".")[2] in {
            "valueDateTime",
            "effectiveDateTime",
            "performedDateTime",
            "timestamp",
            "date",
            "onsetDateTime",
        }:
            assert re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d)?", value), path


@pytest.mark.parametrize("make", MADE.values(), ids=MADE)
def test_the_same_sheet_gives_the_same_bytes(make):
    sheet = make()
    assert document_bytes(sheet, "final") == document_bytes(sheet, "final")


def test_a_set_of_vital_signs_has_the_published_codes_and_units(shared):
    """Each number of the sheet, under the code of the facts and in their unit."""
    sheet = build.with_vitals(
        build.sheet(), etco2=38, etco2_unit="3340001", temperature=36.8, glucose=96, pain=6
    )
    bundle, entry = bundle_of(sheet), sheet.vitals[-1]
    rows = {
        row["element"]: row
        for row in reversed(table(shared, "vital_signs"))
        if row["role"] in {"observation", "component"}
    }
    seen = set()
    for resource in resources_in(bundle, "Observation"):
        if not resource["id"].startswith(f"vitals-{entry.id}-"):
            continue
        for holder in [resource, *resource.get("component", [])]:
            codes = {one["code"] for one in holder["code"].get("coding", [])}
            for name, spec in entry.fields().items():
                row = rows.get(spec.elements[0].name) if spec.elements and spec.unit else None
                if row and row["loinc"] in codes:
                    assert holder["valueQuantity"]["value"] == getattr(entry, name)
                    assert holder["valueQuantity"]["code"] == row["ucum"]
                    seen.add(name)
    assert {
        "systolic",
        "diastolic",
        "heart_rate",
        "respiratory_rate",
        "spo2",
        "glucose",
        "temperature",
    } <= seen
    carbon = named(bundle, f"vitals-{entry.id}-etco2")
    assert [one["code"] for one in carbon["code"]["coding"]] == ["19891-1"]
    assert carbon["valueQuantity"] == {
        "value": 38.0,
        "unit": "mmHg",
        "system": "http://unitsofmeasure.org",
        "code": "mm[Hg]",
    }
    whole = named(bundle, f"vitals-{entry.id}")
    assert whole["code"]["coding"][0]["code"] == A_SET
    assert len(whole["hasMember"]) > 5


def test_pressure_and_coma_have_components():
    sheet = build.with_vitals(
        build.sheet(), diastolic="P", pressure_method="3308007", gcs_eye="3", gcs_verbal="4", gcs_motor="6"
    )
    bundle, key = bundle_of(sheet), f"vitals-{sheet.vitals[-1].id}"
    pressure = named(bundle, f"{key}-pressure")
    assert pressure["code"]["coding"][0]["code"] == TOGETHER["pressure"].code == "85354-9"
    palpated = pressure["component"][1]
    assert "valueQuantity" not in palpated
    assert palpated["dataAbsentReason"]["coding"][0]["code"] == "not-performed"
    assert {"system": "http://snomed.info/sct", "code": "37931006"} in pressure["method"]["coding"]
    coma = named(bundle, f"{key}-coma")
    assert coma["valueInteger"] == 13
    assert [part["valueInteger"] for part in coma["component"]] == [3, 4, 6]


def test_a_word_of_a_meter_is_never_a_number():
    sheet = build.with_vitals(build.sheet(), glucose="High")
    glucose = named(bundle_of(sheet), f"vitals-{sheet.vitals[-1].id}-glucose")
    assert glucose["valueString"] == "High"
    assert glucose["interpretation"][0]["coding"][0]["code"] == ">"


def test_a_drug_that_was_given_says_dose_route_and_performer():
    sheet = build.sheet()
    act = build.with_intervention(
        sheet, item="aspirin_po", performed_at=build.clock("17:16"), dose=324, dose_unit="3706021", route="9927035",
        performer=build.MEDIC,
    )  # fmt: skip
    given = named(bundle_of(sheet), f"interventions-{act.id}")
    assert (given["resourceType"], given["status"]) == ("MedicationAdministration", "completed")
    assert given["medicationCodeableConcept"]["coding"][0] == {
        "system": "http://www.nlm.nih.gov/research/umls/rxnorm",
        "code": "1191",
    }
    assert given["dosage"]["dose"] == {
        "value": 324.0,
        "unit": "mg",
        "system": "http://unitsofmeasure.org",
        "code": "mg",
    }
    assert given["dosage"]["route"]["text"]
    (performer,) = given["performer"]
    assert named(bundle_of(sheet), f"crew-{build.MEDIC}")["qualification"][0]["code"]["text"] == "Paramedic"
    assert performer["actor"]["reference"].startswith("urn:uuid:")


def test_a_rate_is_no_dose():
    sheet = build.sheet()
    act = build.with_intervention(
        sheet, item="oxygen", performed_at=build.clock("17:16"), dose=15, dose_unit="3706035"
    )
    if act.kind == "medication":
        dosage = named(bundle_of(sheet), f"interventions-{act.id}")["dosage"]
        assert "dose" not in dosage
        assert dosage["rateQuantity"]["code"] == "L/min"


@pytest.mark.parametrize(
    ("reason", "code"),
    [("contraindication_noted", "410536001"), ("refused", "182895007"), ("order_criteria_not_met", None)],
)
def test_a_drug_that_was_not_given_has_no_dose_and_says_why(reason, code):
    sheet = build.sheet()
    act = build.with_intervention(
        sheet, item="aspirin_po", performed_at=build.clock("17:16"), dose=324, dose_unit="3706021"
    )
    act.absent = {"item": reason}
    given = named(bundle_of(sheet), f"interventions-{act.id}")
    assert given["status"] == "not-done"
    assert "dosage" not in given
    assert given["effectiveDateTime"]
    snomed = [one["code"] for one in given["statusReason"][0]["coding"] if "snomed" in one["system"]]
    assert snomed == ([code] if code else [])


def test_absent_values_say_why():
    sheet = build.sheet()
    entry = build.with_vitals(sheet, heart_rate=None).vitals[-1]
    entry.absent = {"heart_rate": "refused"}
    sheet.patient.sex, sheet.patient.absent = None, {"sex": "refused"}
    sheet.history.allergies, sheet.history.absent = (
        None,
        {"allergies": "no_known_drug_allergy", "home_medications": "refused"},
    )
    bundle = bundle_of(sheet)
    rate = named(bundle, f"vitals-{entry.id}-heart.rate")
    assert rate["dataAbsentReason"]["coding"][0]["code"] == "asked-declined"
    patient = named(bundle, "patient")
    assert patient["gender"] == "unknown"
    assert patient["_gender"]["extension"] == [{"url": ABSENT, "valueCode": "asked-declined"}]
    (allergy,) = resources_in(bundle, "AllergyIntolerance")
    assert allergy["code"]["coding"][0]["code"] == "409137002"
    (section,) = [one for one in sections_of(bundle) if one["title"] == "Current medications"]
    assert section["emptyReason"]["coding"][0]["code"] == "withheld"


def test_what_was_looked_for_and_not_found_is_false():
    sheet = build.sheet()
    sheet.history.absent = {**sheet.history.absent, "associated_symptoms:R11.0": "symptom_not_present"}
    denied = [
        one for one in resources_in(bundle_of(sheet), "Observation") if one.get("valueBoolean") is False
    ]
    codes = [
        one["code"]["coding"][0]["code"]
        for one in denied
        if one["id"].startswith("history-associated.symptoms")
    ]
    assert codes == ["R11.0"]


@pytest.mark.parametrize("status", ["preliminary", "final", "amended"])
def test_a_draft_is_preliminary(status):
    bundle = bundle_of(build.sheet(), status)
    assert resources_in(bundle)[0]["status"] == status
    records = {one["status"] for one in resources_in(bundle, "Observation")}
    assert records == {"preliminary" if status == "preliminary" else "final"}
