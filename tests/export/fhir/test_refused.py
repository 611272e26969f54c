"""A document that is broken or another's is refused with where and why; nothing of it is taken in."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as some

from epcr.export.fhir import MOST_BYTES, UnreadableBundle, document_bytes, read_document
from tests import build
from tests.luck import examples

DOCUMENT = document_bytes(build.sheet(), "final")


def changed(change):
    bundle = json.loads(DOCUMENT)
    change(bundle)
    return json.dumps(bundle).encode()


def at(bundle, key):
    return next(one["resource"] for one in bundle["entry"] if one["resource"]["id"] == key)


def of_type(kind):
    return lambda bundle: bundle.update(type=kind)


def put(key, **values):
    return lambda bundle: at(bundle, key).update(values)


def first_performer(bundle):
    given = next(
        one["resource"]
        for one in bundle["entry"]
        if one["resource"]["resourceType"] == "MedicationAdministration"
    )
    given["performer"][0]["actor"]["reference"] = "urn:uuid:00000000-0000-0000-0000-000000000000"


def twice(bundle):
    bundle["entry"][2]["fullUrl"] = bundle["entry"][1]["fullUrl"]


def component(**values):
    return lambda bundle: at(bundle, f"vitals-{build.FIRST}-pressure")["component"][0].update(values)


def pressure(value):
    return component(valueQuantity={"value": value, "unit": "mmHg"})


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda bundle: bundle.update(resourceType="Bundel"), "Bundle.resourceType: is “Bundel”, not Bundle"),
        (lambda bundle: bundle.pop("resourceType"), "Bundle.resourceType: is missing, not Bundle"),
        (of_type("collection"), "Bundle.type: is “collection”; this command reads a document"),
        (lambda bundle: bundle.pop("identifier"), "Bundle.identifier: a document has an identifier"),
        (lambda bundle: bundle.pop("timestamp"), "Bundle.timestamp: "),
        (lambda bundle: bundle.update(entry=[]), "Bundle.entry: a document has entries"),
        (lambda bundle: bundle["entry"].reverse(), ".resource.resourceType: is “Device”; a document begins with its Composition"),
        (twice, "Bundle.entry[2].fullUrl: stands at Bundle.entry[1] too"),
        (lambda bundle: bundle["entry"][1].pop("fullUrl"), "Bundle.entry[1].fullUrl: is missing"),
        (lambda bundle: bundle["entry"][1].pop("resource"), "Bundle.entry[1].resource: is missing"),
        (put("patient", gender="man"), ".gender: “man” is none of female, male, other, unknown"),
        (put("composition", status="weird"), "Bundle.entry[0].resource.status: “weird” is none of "),
        (put("patient", resourceType="Patent"), ".resourceType: is “Patent”; what has this id is a Patient"),
        (put("composition", identifier={"system": "urn:x", "value": "1"}), "was not written by a training ePCR"),
        (put("composition", identifier={"system": "https://epcr.example/fhir/run-sheet", "value": "../1"}), "is no id of a run sheet"),
        (put("composition", date="2025-03-14T18:00:00"), ".date: is no time with seconds and offset"),
        (put("patient", birthDate="1957-13-01"), ".birthDate: Date of birth must be a date like 1958-03-14, not “1957-13-01”"),
        (put("patient", name="Harper"), "is not laid out as this software lays out a Patient"),
        (first_performer, ".performer[0].actor.reference: “urn:uuid:00000000"),
        (pressure(900), ".component[0]: Systolic blood pressure must be a number between 0 and 500, not 900"),
        (pressure("128"), ".component[0]: Systolic blood pressure must be a number between 0 and 500, not 128"),
        (pressure(True), ".component[0]: Systolic blood pressure must be a number between 0 and 500, not True"),
        (pressure(120.5), ".component[0]: Systolic blood pressure must be a whole number, not 120.5"),
        (component(id="sistolic"), "“sistolic” is no field of Vital signs"),
    ],
)  # fmt: skip
def test_a_broken_document_is_refused_with_its_path(change, said):
    with pytest.raises(UnreadableBundle) as refused:
        read_document(changed(change))
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (b"", "line 1, column 1: this is not JSON"),
        (b"[]", "the file: holds no JSON object"),
        (b"\xff\xfe{}", "the file: is not text in UTF-8 (byte 1)"),
        (
            b'{"resourceType": "Bundle", "type": "document", "type": "batch"}',
            "Bundle: “type” stands in it twice",
        ),
        (
            b'{"entry": [{"resource": {"value": 1e400}}]}',
            "Bundle.entry[0].resource.value: 1e400 is no number",
        ),
        (b'{"value": NaN}', "Bundle.value: NaN is no number"),
        (b'{"value": ' + b"9" * 5000 + b"}", "is no number that a record can hold"),
        (b'{"value": null}', "Bundle.value: null stands here"),
        (b'{"a": ' + b"[" * 100 + b"]" * 100 + b"}", "is nested deeper than 60 levels"),
        (b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "is nested deeper than 60 levels"),
        (b" " * (MOST_BYTES + 1), "the file: has 20,000,001 bytes; a bundle has at most 20,000,000"),
    ],
    ids=["empty", "list", "utf-16", "twice", "1e400", "NaN", "digits", "null", "deep", "deeper", "large"],
)
def test_what_is_no_sound_json_is_refused(sent, said):
    with pytest.raises(UnreadableBundle) as refused:
        read_document(sent)
    assert said in str(refused.value)


NAMES = some.sampled_from(["url", "coding", "code", "value", "extension", "reference"])
SCALARS = (
    some.booleans()
    | some.integers()
    | some.floats(allow_nan=False, allow_infinity=False)
    | some.text(max_size=8)
)
ANYTHING = some.recursive(
    SCALARS,
    lambda inside: some.lists(inside, max_size=3) | some.dictionaries(NAMES, inside, max_size=3),
    max_leaves=6,
)


def places_in(value, path=()):
    yield path
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inside in below:
        yield from places_in(inside, (*path, step))


PLACES = [place for place in places_in(json.loads(DOCUMENT)) if place]


@examples(60)
@given(some.sampled_from(PLACES), ANYTHING)
def test_whatever_stands_anywhere_it_is_read_or_refused_in_words(place, value):
    bundle = json.loads(DOCUMENT)
    *above, last = place
    inside = bundle
    for step in above:
        inside = inside[step]
    inside[last] = value
    with suppress(UnreadableBundle):
        assert read_document(json.dumps(bundle).encode()).id
