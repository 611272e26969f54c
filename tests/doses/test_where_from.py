"""Where each number is from: a fact of the project with the same figures, or a text that was read (`docs/dose-sources.md`)."""

import csv
import re
from collections import defaultdict
from pathlib import Path
from types import SimpleNamespace

import pytest

from epcr.doses import DosePatient, measure_of, same_drug, table
from epcr.doses.measures import exact
from epcr.doses.patient import is_for
from epcr.doses.table_file import folder
from epcr.sheet.vocabulary import vocabulary
from epcr.toml_file import toml_of

HERE = Path(__file__).parent
TEXTS = HERE.parents[1] / "docs" / "dose-sources.md"
# Two patients of each population that the facts name, one at either end where it has one: age in years, weight in kg.
PATIENTS = {
    "all": [(0.5, 7), (40, 70)], "all over 6 months": [(0.6, 8), (40, 70)], "adult": [(18, 60), (80, 70)],
    "pediatric": [(0.2, 5), (17, 60)], "newborn": [(0, 3), (0.07, 4)], "pediatric 2-16 y": [(2, 12), (16, 60)],
    "25 kg and more": [(8, 25), (40, 70)], "under 25 kg": [(1, 9), (7, 24.9)], "2 y and more": [(2, 12), (40, 70)],
    "infant 0-2 y": [(0, 3), (1.9, 12)], "adult and adolescent": [(12, 40), (40, 70)],
    "pediatric over 1 month": [(0.1, 4), (17, 60)], "20 kg and more or 5 y and more": [(5, 20), (40, 70)],
    "under 20 kg or under 5 y": [(0.5, 7), (4.9, 19)], "pediatric 6 months-14 y": [(0.5, 7), (14, 50)],
    "pediatric 1-5 y": [(1, 9), (5, 20)], "pediatric 6 y and more": [(6, 20), (17, 60)], "pediatric 6-12 y": [(6, 20), (12, 40)],
}  # fmt: skip


@pytest.fixture(scope="module")
def facts(shared):
    with (shared / "clinical" / "doses.csv").open(encoding="utf-8", newline="") as lines:
        return [fact for fact in csv.DictReader(lines) if fact["confidence"] != "low"]


def number(text):
    return exact(float(text)) if text else None


def routes_of(fact):
    return {vocabulary("route").find(word).code for word in fact["route"].split("|")}


def figures_of_fact(fact):
    """What a fact says, in the first unit of its kind; None where its unit is none of the list."""
    measure = measure_of(fact["unit"])
    if measure is None:
        return None
    ends = (number(fact[key]) for key in ("low", "high", "max_single", "max_cumulative"))
    sized = tuple(None if end is None else end * measure.size for end in ends)
    return measure.dimension, fact["per_kg"] == "yes", sized


def figures_of_row(row):
    ends = (row.low, row.high, row.max_single, row.max_cumulative)
    sized = tuple(None if end is None else end * row.measure.size for end in ends)
    return row.measure.dimension, row.per_kg, sized


def rows_like(fact):
    """The rows of the table with the figures, the routes, the patients and the source of a fact."""
    patients = [DosePatient(*patient) for patient in PATIENTS[fact["population"]]]
    return [
        row
        for row in table().doses.get(fact["item_id"], ())
        if figures_of_row(row) == figures_of_fact(fact)
        and row.source == fact["source"]
        and routes_of(fact) <= set(row.routes)
        and all(is_for(row.band, patient) for patient in patients)
    ]


def key_of(fact):
    return fact["item_id"], fact["route"], fact["population"]


def unlike():
    with (HERE / "unlike_the_facts.csv").open(encoding="utf-8", newline="") as lines:
        return {
            (row["item"], row["route"], row["population"]): row["reason"] for row in csv.DictReader(lines)
        }


def test_every_fact_that_is_sure_is_in_the_table_with_its_figures_or_a_reason(facts):
    assert len(facts) > 110
    missing = [fact for fact in facts if not rows_like(fact)]
    assert {key_of(fact) for fact in missing} == unlike().keys()
    assert all(unlike().values())


def test_a_fact_that_is_not_sure_is_no_source_of_a_number(shared):
    with (shared / "clinical" / "doses.csv").open(encoding="utf-8", newline="") as lines:
        unsure = {fact["source"] for fact in csv.DictReader(lines) if fact["confidence"] == "low"}
    assert unsure
    assert not unsure & {row.source for rows in table().doses.values() for row in rows}


# The other way round ---------------------------------------------------------------------------------------------------


def written_rows():
    for path in sorted(folder().glob("*.toml")):
        for kind in ("dose", "not_for"):
            for row in toml_of(path).get(kind, ()) if path.name != "judging.toml" else ():
                yield kind, SimpleNamespace(**row)


def texts_read():
    return re.findall(r"^\| ([^|]+?) \| [^|-]", TEXTS.read_text("utf-8"), flags=re.MULTILINE)[1:]


def is_named(part):
    return "chosen here" in part or any(part.startswith(text) for text in texts_read())


def test_every_row_is_a_fact_or_names_a_text_that_was_read(facts):
    sources = {(item, fact["source"]) for fact in facts for item in same_drug(fact["item_id"])}
    rows = list(written_rows())
    assert len(rows) > 270
    of_facts = [row for _, row in rows if (row.item, row.source) in sources]
    assert len(of_facts) >= len(facts)
    others = [row.source for _, row in rows if (row.item, row.source) not in sources]
    assert [source for source in others if not all(map(is_named, source.split("; ")))] == []


def test_a_row_that_is_a_fact_is_as_sure_as_the_fact(facts):
    sure = defaultdict(set)
    for fact in facts:
        sure[fact["item_id"], fact["source"]].add(fact["confidence"])
    of_facts = [row for kind, row in written_rows() if kind == "dose" and (row.item, row.source) in sure]
    assert [row for row in of_facts if row.confidence not in sure[row.item, row.source]] == []


def test_every_text_of_the_list_is_leaned_on():
    leaned = "; ".join(row.source for _, row in written_rows())
    assert [text for text in texts_read() if text not in leaned] == []
