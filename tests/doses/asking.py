"""Asks the shipped table about a dose, as a line of JSON does."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from epcr.doses import table
from epcr.doses.cases import dose_json

HERE = Path(__file__).parent
ADULT = {"age_years": 45, "weight_kg": 70}


def asked(item, route, dose, unit, patient=ADULT, **more):
    """The verdict on a dose."""
    act = {"item": item, "route": route, "dose": dose, "unit": unit, "patient": patient, **more}
    return dose_json(json.dumps(act), table())


def rows(name):
    """The doses of a CSV beside the tests, each with its patient."""
    with (HERE / name).open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            patient = {key: float(row[key]) for key in ("age_years", "weight_kg") if row[key]}
            yield row, asked(row["item"], row["route"], float(row["dose"]), row["unit"], patient)


def slip_names(verdict):
    return " or ".join(slip.name for slip in verdict.slips[:2])
