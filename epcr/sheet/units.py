"""Numbers and units as people write them: how a unit is spelled, what it is in the standard's, how many decimals are seen.

It reads a number with its unit and writes one again; it refuses to know fields and classes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, NamedTuple

from epcr import letters

LB_PER_KG: Final = 2.2046226218  # NIST SP 811 (2008), appendix B.8: 1 lb = 0.45359237 kg
OZ_PER_LB: Final = 16
MG_DL_PER_MMOL_L: Final = 18.016  # molar mass of glucose 180.16 g/mol, PubChem CID 5793
# Below this many kg a weight is told finer, as scales for newborns and infants show it; chosen here.
LIGHT: Final = 10.0
LIGHT_IN_LB: Final = 22


@dataclass(frozen=True)
class Unit:
    """A unit of a quantity: standard = typed * factor + offset.

    `places` are the decimals that are typed and seen; `light` those of a weight below 10 kg.
    """

    name: str
    factor: float = 1.0
    offset: float = 0.0
    places: int = 1
    light: int | None = None

    def to_standard(self, number: float) -> float:
        """A number of this unit in the standard's."""
        return number * self.factor + self.offset

    def from_standard(self, number: float) -> float:
        """A number of the standard's unit in this one, with all its decimals."""
        return (number - self.offset) / self.factor

    def decimals(self, standard: float) -> int:
        """How many decimals are seen of a value that is given in the standard's unit."""
        return self.light if self.light is not None and standard < LIGHT else self.places

    def seen(self, standard: float) -> float:
        """A value of the standard's unit as people of this unit see it: what is compared with a limit, which is seen too."""
        return round(self.from_standard(standard), self.decimals(standard))

    def written(self, standard: float) -> str:
        """The same as text, without the unit; a light weight in pounds is pounds and ounces, with theirs."""
        ounces = round(self.from_standard(standard) * OZ_PER_LB, 1)
        if self.name == "lb" and ounces < LIGHT_IN_LB * OZ_PER_LB:
            return _pounds_and_ounces(ounces)
        return trimmed(self.from_standard(standard), self.decimals(standard))


# Each quantity's units; the standard's comes first.
QUANTITIES: Final[dict[str, dict[str, Unit]]] = {
    quantity: {unit.name: unit for unit in units}
    for quantity, units in {
        "temperature": (Unit("°C"), Unit("°F", 5 / 9, -160 / 9)),
        "weight": (
            Unit("kg", light=2),
            Unit("lb", 1 / LB_PER_KG, light=2),
            Unit("g", 1 / 1000, places=0),
            Unit("oz", 1 / LB_PER_KG / OZ_PER_LB),
        ),
        "glucose": (Unit("mg/dL", places=0), Unit("mmol/L", MG_DL_PER_MMOL_L)),
    }.items()
}
# Those that a class may choose; in the others a single value may be typed.
CHOSEN: Final = {
    "temperature": ("°C", "°F"),
    "weight": ("kg", "lb"),
    "glucose": ("mg/dL", "mmol/L"),
}

# The words that units are spelled with, each with the other ways of writing it (also of a term of a vocabulary).
_WORDS: Final = {
    other: word
    for word, others in {
        "min": "minute minutes mins", "hr": "h hour hours hrs", "sec": "s second seconds secs",
        "d": "day days", "w": "wk wks week weeks", "mo": "mos mon month months mth mths", "yr": "y year years yrs yo",
        "mg": "mgs milligram milligrams", "mcg": "mcgs ug ugs microgram micrograms",
        "g": "gm gms gram grams gs", "kg": "kgs kilo kilos kilogram kilograms",
        "ml": "mls cc ccs milliliter milliliters millilitre millilitres", "l": "liter liters litre litres",
        "units": "unit u", "meq": "meqs milliequivalent milliequivalents", "puffs": "puff", "drops": "drop gtt gtts",
        "doses": "dose", "lb": "lbs pound pounds", "oz": "ozs ounce ounces", "in": "inch inches",
        "ft": "feet foot", "%": "percent pct", "mmhg": "torr", "kpa": "kilopascal kilopascals",
        "deg": "degs degree degrees", "f": "fahrenheit", "c": "celsius centigrade", "beats": "beat",
        "breaths": "breath br", "mmol": "mmols millimole millimoles", "dl": "deciliter deciliters",
        "shocks": "shock", "attempts": "attempt", "patients": "patient pts", "points": "point",
    }.items()
    for other in others.split()
}  # fmt: skip
# What is written as one and has another form of words.
_WHOLE: Final = {
    "lpm": "l/min", "l/m": "l/min", "mm hg": "mmhg", "mm/hg": "mmhg", "mm of mercury": "mmhg", "per cent": "%",
    "international units": "iu", "#": "lb", "'": "ft", "yr/o": "yr", "m/o": "mo", "d/o": "d", "°": "deg",
}  # fmt: skip
_SPELLINGS: Final = {
    "/min": ("/min", "/m", "a min", "times/min"),
    "mmHg": ("mmHg",),
    "%": ("%",),
    "ft": ("ft",),
    "°C": ("°C", "c", "deg c"),
    "°F": ("°F", "f", "deg f"),
    "kg": ("kg",),
    "lb": ("lb",),
    "g": ("g",),
    "oz": ("oz",),
    "mg/dL": ("mg/dL",),
    "mmol/L": ("mmol/L", "mmol"),
}
# What a vocabulary of units may lack, in another one: a week is seven days.
MULTIPLES: Final = {"w": (7, "d")}
# A comma parts thousands where three digits follow each, as people here write; else it is the decimal comma of other places.
_NUMBER: Final = re.compile(
    r"(?P<sign>[+-]?)(?P<number>[1-9]\d{0,2}(?:,\d{3}){1,3}(?:\.\d{1,6})?|\d{1,9}(?:[.,]\d{1,6})?|[.,]\d{1,6})"
    r"(?![.,]?\d)\.?\s*(?P<unit>\S.*)?",
    re.ASCII,
)
# A mark that a phone, a sentence or a list puts behind what was typed, and quotation marks around it: they say nothing.
_LAST_MARK: Final = re.compile(r"(?<=[^\s.,;:!])\s*[.,;:!]\Z")
_QUOTED: Final = re.compile(r"([\"'])(?P<inside>[^\"']+)\1")
# Fractions that are written as one sign and have an end as decimals.
_FRACTIONS: Final = {"½": ".5", "¼": ".25", "¾": ".75", "⅛": ".125", "⅜": ".375", "⅝": ".625", "⅞": ".875"}
_FRACTION: Final = re.compile(
    rf"(?<![\d.,])(?P<whole>\d{{0,4}})\s?(?P<part>[{''.join(_FRACTIONS)}])", re.ASCII
)
_RAISED_POINT: Final = re.compile(r"(?<=\d)·(?=\d)", re.ASCII)
_INITIALS: Final = re.compile(r"(?<![^\W\d_])([^\W\d_])\.(?=[^\W\d_](?:[./]|$))")  # the "y." of "y.o."
_THOUSANDS: Final = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
_POUNDS: Final = re.compile(
    r"(?P<lb>\d{1,3})\s*(?P<unit>#|[a-z]+)[\s,]*(?:and\s+)?(?P<oz>\d{1,2}(?:\.\d)?)\s*(?P<ounces>[a-z]*)\.?",
    re.ASCII,
)


class TypedNumber(NamedTuple):
    """A number as it was typed, and what stands behind it, as it was typed too."""

    number: float
    unit: str


def as_read(text: str) -> str:
    """A typed number, time or date in plain letters, without quotation marks around it and a lone mark behind it."""
    words = _LAST_MARK.sub("", letters.plain(text).strip())
    if quoted := _QUOTED.fullmatch(words):
        words = _LAST_MARK.sub("", quoted["inside"].strip())
    if words.isascii():
        return words
    return _FRACTION.sub(
        lambda match: f"{match['whole']}{_FRACTIONS[match['part']]}", _RAISED_POINT.sub(".", words)
    )


def typed(text: str) -> TypedNumber | None:
    """The number that a text begins with and the unit behind it; None where it begins with none or with one of two meanings."""
    match = _NUMBER.fullmatch(as_read(text))
    if match is None:
        return None
    digits = match["number"]
    digits = digits.replace(",", "" if _THOUSANDS.fullmatch(digits) else ".")
    return TypedNumber(float(f"{match['sign']}{digits}"), (match["unit"] or "").strip())


def pounds(text: str) -> float | None:
    """Pounds and ounces in pounds: `7 lb 4 oz`, `7#4`; None where it is nothing of the kind or the ounces make another pound."""
    match = _POUNDS.fullmatch(as_read(text).casefold())
    if match is None or spelled(match["unit"]) != "lb":
        return None
    if match["ounces"] and spelled(match["ounces"]) != "oz":
        return None
    ounces = float(match["oz"])
    return int(match["lb"]) + ounces / OZ_PER_LB if ounces < OZ_PER_LB else None


def spelled(unit: str) -> str:
    """A unit in one spelling: "Milligrams per kilogram", "mg / kg" and "mgs/kg." are the same."""
    words = _INITIALS.sub(r"\1", letters.compared(unit).replace("\u03bc", "u").rstrip("."))
    words = re.sub(r"^-?(.*?)[ -](?:old|of age)$", r"\1", words)
    words = re.sub(r"\s*/\s*", "/", re.sub(r"(?:^| )per ", "/", words))
    words = re.sub(r"° ?", "deg ", words).strip()
    words = _WHOLE.get(words, words)
    words = re.sub(r"[a-z%]+", lambda word: _WORDS.get(word.group(), word.group()), words)
    return _WHOLE.get(words, words)


def is_spelling(words: str, unit: str, others: tuple[str, ...] = ()) -> bool:
    """Whether words name a unit, in one of its usual spellings or of those that a field adds."""
    known = {spelled(spelling) for spelling in (*_SPELLINGS.get(unit, (unit,)), *others)}
    return spelled(words) in known


def named(quantity: str, words: str) -> Unit | None:
    """The unit of a quantity that words name; None where it has none such."""
    return next((unit for name, unit in QUANTITIES[quantity].items() if is_spelling(words, name)), None)


def is_finer(number: float, places: int) -> bool:
    """Whether a number has more decimals than so many."""
    return abs(round(number, places) - number) > 1e-9


def trimmed(number: float, places: int) -> str:
    """A number with at most so many decimals: `36.8`, `61`, `0.4`; never `-0`."""
    text = f"{number:z.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def plain(number: float) -> str:
    """A number in a sentence as people write it: `1,000,000`, `0.4`; never `1e+06`."""
    return f"{number:z,.6f}".rstrip("0").rstrip(".")


def _pounds_and_ounces(ounces: float) -> str:
    pounds, rest = divmod(ounces, OZ_PER_LB)
    parts = [f"{pounds:.0f} lb"] if pounds else []
    return " ".join([*parts, *([f"{trimmed(rest, 1)} oz"] if round(rest, 1) or not parts else [])])
