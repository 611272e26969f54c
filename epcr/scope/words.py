"""The closed lists of words in which an act and a rule are told, and the nearest known word to an unknown one.

It refuses to know what a word permits.
"""

from __future__ import annotations

from typing import Final, Literal, get_args

from epcr.letters import compared
from epcr.sheet.act import Order
from epcr.words.naming import quoted
from epcr.words.near import unknown

May = Literal["yes", "no", "assist", "medical_direction", "unknown"]
Kind = Literal["procedure", "assessment", "medication", "fluid", "route"]
Confidence = Literal["high", "medium", "low"]
Tape = Literal["longer", "shorter"]
Standing = Literal["medical_control", "standing_orders"]
Control = Literal["reachable", "unreachable"]
CompactScope = Literal["here", "home"]
Found = Literal["apneic", "breathing", "pulseless", "pulse", "awake", "not_awake"]

# What a rule asks to be found in the patient: the fact of the act, and what it must be.
FOUND: Final[dict[Found, tuple[str, bool]]] = {
    "apneic": ("apneic", True),
    "breathing": ("apneic", False),
    "pulseless": ("pulseless", True),
    "pulse": ("pulseless", False),
    "awake": ("awake", True),
    "not_awake": ("awake", False),
}

# What "medical_direction" asks for where a rule names no orders (SEMANTICS: an online order). A physician on scene counts
# where the rule says so.
MEDICAL_DIRECTION: Final[frozenset[str]] = frozenset({"online_prior", "online_concurrent"})

# A finding as the patient has it: "a patient who is apneic".
FOUND_WORDS: Final[dict[Found, str]] = {
    "apneic": "apneic",
    "breathing": "breathing",
    "pulseless": "pulseless",
    "pulse": "with a pulse",
    "awake": "awake",
    "not_awake": "not awake",
}

NO_LEVEL: Final = "none"
LEVELS: Final = (
    NO_LEVEL,
    "EMR",
    "EMT",
    "AEMT",
    "EMT-I/85",
    "EMT-I/99",
    "EMT-I",
    "Paramedic",
    "Critical Care Paramedic",
    "Community Paramedic",
    "RN",
    "NP",
    "PA",
    "LPN",
    "Physician",
)
OLD_LEVELS: Final = {"EMT-Basic": "EMT", "EMT-Paramedic": "Paramedic"}

# NEMSIS v3.5.1, eMedications.04: code and label.
ROUTES: Final = {
    "9927001": "Blow-By",
    "9927003": "Buccal",
    "9927005": "Endotracheal Tube (ET)",
    "9927007": "Gastrostomy Tube",
    "9927009": "Inhalation",
    "9927011": "Intraarterial",
    "9927013": "Intradermal",
    "9927015": "Intramuscular (IM)",
    "9927017": "Intranasal",
    "9927019": "Intraocular",
    "9927021": "Intraosseous (IO)",
    "9927023": "Intravenous (IV)",
    "9927025": "Nasal Cannula",
    "9927027": "Nasogastric",
    "9927029": "Nasotracheal Tube",
    "9927031": "Non-Rebreather Mask",
    "9927033": "Ophthalmic",
    "9927035": "Oral",
    "9927037": "Other/miscellaneous",
    "9927039": "Otic",
    "9927041": "Re-breather mask",
    "9927043": "Rectal",
    "9927045": "Subcutaneous",
    "9927047": "Sublingual",
    "9927049": "Topical",
    "9927051": "Tracheostomy",
    "9927053": "Transdermal",
    "9927055": "Urethral",
    "9927057": "Ventimask",
    "9927059": "Wound",
    "9927061": "Portacath",
    "9927063": "Auto Injector",
    "9927065": "BVM",
    "9927067": "CPAP",
    "9927069": "IV Pump",
    "9927071": "Nebulizer",
    "9927073": "Umbilical Artery Catheter",
    "9927075": "Umbilical Venous Catheter",
}
_ROUTE_CODES: Final = {compared(label): code for code, label in ROUTES.items()} | {
    code: code for code in ROUTES
}

# What people write for a route. Only to suggest the standard's label: a guessed route is a guessed rule.
_ROUTE_ABBREVIATIONS: Final = {
    "et": "Endotracheal Tube (ET)",
    "im": "Intramuscular (IM)",
    "in": "Intranasal",
    "inh": "Inhalation",
    "io": "Intraosseous (IO)",
    "iv": "Intravenous (IV)",
    "ivp": "Intravenous (IV)",
    "nc": "Nasal Cannula",
    "neb": "Nebulizer",
    "ng": "Nasogastric",
    "nrb": "Non-Rebreather Mask",
    "nrm": "Non-Rebreather Mask",
    "po": "Oral",
    "pr": "Rectal",
    "sc": "Subcutaneous",
    "sl": "Sublingual",
    "sq": "Subcutaneous",
}

# Each unit in the smallest of its family: (family, how many of the smallest).
_UNITS: Final = {
    "mcg": ("mass", 1.0),
    "mg": ("mass", 1_000.0),
    "g": ("mass", 1_000_000.0),
    "ml": ("volume", 1.0),
    "l": ("volume", 1_000.0),
    "units": ("units", 1.0),
}
_UNIT_NAMES: Final = {
    "µg": "mcg",  # micro sign
    "μg": "mcg",  # Greek letter mu
    "ug": "mcg",
    "3706001": "g",
    "3706009": "l",
    "3706015": "mcg",
    "3706021": "mg",
    "3706025": "ml",
    "3706049": "units",
    "grams (gms)": "g",
    "liters (l)": "l",
    "micrograms (mcg)": "mcg",
    "milligrams (mg)": "mg",
    "milliliters (ml)": "ml",
    "u": "units",
    "unit": "units",
}

# Where a word of the closed lists is not said as it is written.
_SPOKEN: Final = {
    "auto_injector": "auto-injector",
    "standing": "a standing order",
    "online_prior": "an online order beforehand",
    "online_concurrent": "an online order at the same time",
    "on_scene": "an order on scene",
    "none": "no order",
    "scene": "a call to a scene",
    "interfacility": "an interfacility transfer",
    "agency": "the agency's stock",
    "patient": "the patient's own medication",
}


def unknown_route(word: str) -> str:
    """Say that a route is unknown, with the nearest label of the standard."""
    meant = _ROUTE_ABBREVIATIONS.get(compared(word))
    if meant:
        return f"The route {quoted(word)} is unknown; the nearest known is {quoted(meant)}"
    return unknown("The route", word, ROUTES if word.isdigit() else ROUTES.values())


def route_code(word: str) -> str | None:
    """The standard's code of a route, from its code or its label in any case; None when unknown."""
    return _ROUTE_CODES.get(compared(word))


def unit_in_family(unit: str | None) -> tuple[str, float] | None:
    """The family of a unit of dose and its size there: ("mass", 1000.0) for mg; None when unknown or not said."""
    if unit is None:
        return None
    folded = compared(unit)
    return _UNITS.get(_UNIT_NAMES.get(folded, folded))


def spoken(word: str) -> str:
    """A word of the closed lists as people say it: "unit dose", "auto-injector", "chest pain"."""
    return _SPOKEN.get(word) or word.replace("_", " ")


def times_in_unit(unit: str | None, wanted: str | None) -> float | None:
    """How many of the wanted unit one of this unit is; None where they do not compare."""
    given, other = unit_in_family(unit), unit_in_family(wanted)
    if given is None or other is None or given[0] != other[0]:
        return None
    return given[1] / other[1]


def the_endorsement(name: str) -> str:
    """An endorsement in a sentence, by its printed name: "the EMT Airway Endorsement", "the endorsement IV"."""
    return f"the {name}" if "endorsement" in name.casefold() else f"the endorsement {name}"


ORDERS: Final[tuple[str, ...]] = get_args(Order)
