"""Usual doses: whether a dose is one for this patient, by this route, and which slip would explain one that is not.

The numbers are data, `schemas/doses/`, each with its source; no pharmacist has read them. The room knows no sheet, no page and
no session; `epcr.checks.doses` makes one of the other. It never refuses a dose: it asks.
"""

from epcr.doses.choices import DoseChoice, dose_choices
from epcr.doses.judging import DoseAct, DoseVerdict, judge_dose
from epcr.doses.measures import Amount, exact, measure_of
from epcr.doses.patient import DosePatient
from epcr.doses.table import NOT_READ_BY_A_PHARMACIST
from epcr.doses.table_file import table
from epcr.doses.together import GivenDose, same_drug

__all__ = [
    "NOT_READ_BY_A_PHARMACIST",
    "Amount",
    "DoseAct",
    "DoseChoice",
    "DosePatient",
    "DoseVerdict",
    "GivenDose",
    "dose_choices",
    "exact",
    "judge_dose",
    "measure_of",
    "same_drug",
    "table",
]
