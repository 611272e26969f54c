"""The codes of other systems in `schemas/fhir/` against the published facts: none that is wrong or that nobody is sure of."""

import csv
import re

import pytest

from epcr.broken_schema import BrokenSchema
from epcr.export.fhir import checking, codings
from epcr.export.fhir.names import SYSTEMS
from epcr.sheet.vocabulary import folder, vocabulary

FACTS = ("value_sets", "not_values", "vital_signs")
# Stands for a list of the vocabulary: what a reason means in a place, words that stand for a number, units in words.
USES = {"reason_of_section", "reason_of_medication", "reason_of_procedure", "reason_beside", "reason_of_allergy", "reading", "unit",
        "yes_no", "dose_rate"}  # fmt: skip


def rows_of(shared, name):
    with (shared / "fhir" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def test_every_code_stands_in_the_facts_and_is_sure(shared):
    words = set()
    for name in FACTS:
        for row in rows_of(shared, name):
            if row["confidence"] in {"high", "medium"}:
                words |= set(re.split(r"[\s,;/()]+", " ".join(row.values())))
                words |= {value for value in row.values() if value}
    words |= {code for row in rows_of(shared, "r4_rules") for code in row["codes_or_key"].split()}
    for name, known in codings.sure_codes().items():
        for code, sure in known.items():
            assert sure.code in words or f"{sure.code}." in words, (name, code, sure)


def test_every_code_is_of_a_term(shared):
    lists = {file.stem for file in folder().glob("*.csv")}
    for name, known in codings.sure_codes().items():
        if name in USES:
            continue
        assert name in lists
        assert set(known) <= {term.code for term in vocabulary(name)}, name


def test_units_of_doses_are_those_of_the_facts(shared):
    published = {
        row["nemsis_code"]: (row["fhir_code"], row["confidence"])
        for row in rows_of(shared, "value_sets")
        if row["nemsis_element"] == "eMedications.06"
    }
    ours = {**codings.sure_codes()["dose_unit"], **codings.sure_codes()["dose_rate"]}
    for code, sure in ours.items():
        assert published[code] == (sure.code, "high")
    assert set(ours) == {
        code for code, (unit, confidence) in published.items() if unit and confidence == "high"
    }


def test_the_required_codes_are_those_of_the_facts(shared):
    published = {
        row["path"]: frozenset(row["codes_or_key"].split())
        for row in rows_of(shared, "r4_rules")
        if row["kind"] == "required-binding"
    }
    for path, codes in checking.bindings().items():
        assert published[path] == codes


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("vocabulary,code\n", "the columns must be"),
        ("vocabulary,code,system,fhir,display\navpu,3326001,,248234008,\n", "must be filled in"),
        (
            "vocabulary,code,system,fhir,display\navpu,3326001,snomde,248234008,\n",
            "there is no system 'snomde'",
        ),
    ],
)
def test_a_broken_file_is_named_with_its_line(monkeypatch, tmp_path, lines, said):
    path = tmp_path / "codes.csv"
    path.write_text(lines, "utf-8")
    monkeypatch.setattr(codings, "file", lambda: path)
    codings.sure_codes.cache_clear()
    try:
        with pytest.raises(BrokenSchema, match=said):
            codings.sure_codes()
    finally:
        codings.sure_codes.cache_clear()


def test_every_system_has_an_address():
    assert all(re.fullmatch(r"https?://\S+", address) for address in SYSTEMS.values())
