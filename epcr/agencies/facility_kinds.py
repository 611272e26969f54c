"""The standard's kinds of facility (dFacility.01, v3.5.1), and which type of destination each surely is (eDisposition.21).

A hospital is several types of destination, its emergency department or a bed: that is for whoever was there to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

HOSPITAL: Final = "1701005"
KINDS: Final[Mapping[str, str]] = {
    "1701001": "4221029",  # assisted living
    "1701003": "4221007",  # clinic
    HOSPITAL: "",
    "1701007": "4221033",  # nursing home
    "1701009": "4221013",  # other
    "1701011": "4221021",  # urgent care
    "1701013": "4221037",  # physical rehabilitation
    "1701015": "4221031",  # mental health
    "1701017": "4221025",  # dialysis
    "1701019": "4221027",  # diagnostic services
    "1701021": "4221023",  # freestanding emergency department
    "1701023": "4221009",  # morgue
    "1701025": "4221019",  # police or jail
    "1701027": "4221015",  # other EMS unit, air
    "1701029": "4221017",  # other EMS unit, ground
    "1701031": "4221035",  # other recurring care
    "1701033": "4221039",  # drug or alcohol rehabilitation
    "1701035": "4221041",  # skilled nursing
}
