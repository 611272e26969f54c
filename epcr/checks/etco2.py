"""EtCO2 that is unusual, and whether another unit was meant: a number alone does not say mmHg, kPa or percent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from epcr.checks.finding import Finding, Weight
from epcr.checks.readings import pulseless
from epcr.checks.sentences import place
from epcr.sheet.context import Context
from epcr.sheet.units import trimmed
from epcr.sheet.vitals import KPA, MMHG, MMHG_IN, PERCENT, VitalSigns

# mmHg: 35 to 45 is normal (National Model EMS Clinical Guidelines, NASEMSO, 2022: Respiratory Distress).
USUAL: Final = (35.0, 45.0)
# mmHg. Below 25 the perfusion may be poor (NASEMSO 2022: Shock); 60 chosen here. Without a pulse it is low, and is not asked about.
ASKED_OUTSIDE: Final = (25.0, 60.0)
# As mmHg below and above them another unit was rather meant: 5.3 kPa is 40 mmHg, and twice the usual is no breath (chosen here).
OF_ANOTHER_UNIT: Final = (10.0, 90.0)
_OTHER_UNITS: Final = (("kPa", KPA), ("%", PERCENT))


def unusual_etco2(vitals: VitalSigns, context: Context) -> Iterator[Finding]:
    """A warning about the EtCO2 of a set, where it has a number and its unit."""
    value, factor = vitals.etco2, MMHG_IN.get(vitals.etco2_unit or "")
    if not value or factor is None:  # a 0 is asked about as one, with the other signs of the living
        return
    # At the decimals of the unit it was measured in: 12 kPa is not above twice the usual because it is 90.007 mmHg.
    low, high, least, most = (round(end / factor, 1) for end in (*ASKED_OUTSIDE, *OF_ANOTHER_UNIT))
    beside_usual = f"{_converted(value, vitals)}{_usual(vitals, context)}"
    if value > most:
        yield _warning(vitals, "unit", f" and its unit: {beside_usual}", context)
    elif vitals.etco2_unit == MMHG and value < least:
        yield _warning(vitals, "unit", f" and its unit: {_meant(value)}", context)
    elif value > high:
        yield _warning(vitals, "above_usual", f": {beside_usual}", context)
    elif value < low and not pulseless(vitals):
        yield _warning(vitals, "below_usual", f": {beside_usual}", context)


def _usual(vitals: VitalSigns, context: Context) -> str:
    """What is usual, in mmHg and in the unit of the set."""
    if vitals.etco2_unit == MMHG:
        return "usual is 35 to 45 mmHg"
    low, high = (trimmed(end / MMHG_IN[vitals.etco2_unit or MMHG], 1) for end in USUAL)
    return f"usual is 35 to 45 mmHg ({low} to {high} {vitals.show('etco2_unit', context)})"


def _converted(value: float, vitals: VitalSigns) -> str:
    unit = vitals.etco2_unit or MMHG
    return "" if unit == MMHG else f"that is {value * MMHG_IN[unit]:.0f} mmHg, and "


def _meant(value: float) -> str:
    """The question whether the number was read in another unit, with what it would be then."""
    others = " or ".join(
        f"{value:g} {name} ({value * MMHG_IN[unit]:.0f} mmHg)" for name, unit in _OTHER_UNITS
    )
    return f"was {others} meant? Usual is 35 to 45 mmHg"


def _warning(vitals: VitalSigns, source: str, words: str, context: Context) -> Finding:
    unit = vitals.show("etco2_unit", context)
    message = f"Check the EtCO2 of {vitals.show('etco2', context)} {unit}{place(vitals, context)}{words}"
    value = f"{vitals.etco2} {vitals.etco2_unit}"
    return Finding(Weight.WARNING, vitals.anchor("etco2"), message, f"plausibility.etco2_{source}", value)
