"""Age and sex of the patient as narratives begin ("68-year-old woman", "54yom"), and allergies.

The age of anybody else, and of a stroke or a stent, is passed over.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from epcr.prose.lexicon import APPROXIMATELY
from epcr.prose.tokens import words
from epcr.sheet.vocabulary import vocabulary

FEMALE, MALE = "9919001", "9919003"  # ePatient.25
_SEX: Final = {
    **dict.fromkeys(("f", "female", "woman", "girl", "lady", "fem"), FEMALE),
    **dict.fromkeys(("m", "male", "man", "boy", "gentleman", "guy"), MALE),
}
# The share of a year that one of each unit is, by the letters that it begins with, the longest first.
IN_YEARS: Final = {
    "min": 1 / 365.25 / 24 / 60,
    "h": 1 / 365.25 / 24,
    "y": 1.0,
    "m": 1 / 12,
    "w": 7 / 365.25,
    "d": 1 / 365.25,
}
_SEXES: Final = "|".join(sorted(_SEX, key=len, reverse=True))
_AGE: Final = re.compile(
    r"(?<![\w./:,-])(?P<age>[0-9]{1,3})"
    r"(?:[ -]?(?P<unit>years?|yrs?|months?|mos?|weeks?|wks?|days?|hours?|hrs?|minutes?|mins?)[ -]old\b"
    r"|[ -]?(?P<short>y/?o|yr/?o|y\.o\.|m/o|mo\.?/?o|yo)(?P<glued>[mf])?(?![\w]))?"
    r"(?P<between>[ -](?:(?:white|black|hispanic|asian|obese|elderly|caucasian|african american|alert|pregnant|healthy|"
    r"thin|adult|diabetic|right-handed|left-handed|hypertensive) ){0,4})?"
    rf"(?P<sex>(?:{_SEXES})\b)?(?: ?(?:pt|patient|infant|child|kid|newborn|toddler|teen|teenager)\b)?"
)
# The age of somebody else, or of something.
_NOT_THE_PATIENT: Final = words("""
    her his their son daughter wife husband mother father brother sister friend bystander driver passenger neighbor
    other second another grandson granddaughter baby's aunt uncle two three both partner caregiver roommate dispatched
    dispatch toned responded reported caller paged history when age since responding call called sibling spouse
    boyfriend girlfriend cousin
""")
# "68 M" is an age only where a sentence begins with it.
_BEGINS: Final = re.compile(r"\s*(?:[a-z ]{1,20}:\s*)?(?:(?:the )?(?:pt|patient) (?:is|was) an? |an? )?")
_OF_A_THING: Final = re.compile(
    r"\s*(?:house|car|vehicle|stroke|stent|scar|injury|pacemaker|building|prescription|fracture|wound|driver|passenger|"
    r"home|knee|surgery|cabg|infarct|bruise)"
)
_OF_ANOTHER: Final = re.compile(
    r"\s*(?:son|daughter|wife|husband|brother|sister|friend|grand|siblings?|bystander|mother|father|neighbor|roommate|"
    r"spouse|partner)"
)


class Age(NamedTuple):
    """Age in years, the unit it was told in, and sex, by the place in the sentence."""

    years: float
    unit: str
    sex: str | None
    start: int
    end: int


def person(lower: str) -> Age | None:
    """The patient's age and sex in a sentence in small letters, with the places in it; None where it says neither."""
    for found in _AGE.finditer(lower):
        told = found["unit"] or found["short"]
        sex = found["sex"] or found["glued"]
        if not told and not (sex and found["between"] and _BEGINS.fullmatch(lower[: found.start()])):
            continue
        before = lower[max(0, found.start() - 60) : found.start()].replace("-", " ").split()
        nearest = before[-1].strip("(,:") if before else ""
        if {word.strip(".,:;()'\"") for word in before} & _NOT_THE_PATIENT or nearest in APPROXIMATELY:
            return None
        behind = lower[found.end() : found.end() + 20]
        if _OF_ANOTHER.match(behind) or (_OF_A_THING.match(behind) and not (sex and told)):
            return None
        unit = next(one for one in IN_YEARS if (told or "y").startswith(one))
        end = found.start() + len(found.group().rstrip(" -"))
        return Age(float(found["age"]) * IN_YEARS[unit], unit, _SEX.get(sex or ""), found.start(), end)
    return None


# Allergies

_NONE_KNOWN: Final = re.compile(
    r"\b(?:n\.?k\.?d?\.?a|no (?:known )?(?:drug |medication |medicine |med )?allergies|no known (?:drug |medication |med )?allergy|"
    r"denies (?:any )?(?:drug |medication |known )*allergies|allergies ?[:-]? ?(?:none|nil|n\.?k\.?d?\.?a|denies|denied))\b"
)
_ALLERGIC_TO: Final = re.compile(
    r"\b(?:allergic to|allergy to|allergies(?: to| include| are)?:?|allergy:) ?(?P<what>[a-z ,/&()-]{3,80})"
    r"|\b(?P<before>[a-z]{3,20}) allergy\b"
)
_NOT_ALLERGIC: Final = re.compile(
    r"\b(?:no|not|denies|denied|denying|ruled out|without|unknown|unsure|family|husband|wife|son|daughter|if|question\w*)\b"
)
_ALSO_CALLED: Final = {
    **dict.fromkeys(("pcn", "penicillins", "amoxicillin"), "Z88.0"),
    **dict.fromkeys(("sulfa", "sulfas", "sulfonamides"), "Z88.2"),
}


def allergies(lower: str) -> tuple[frozenset[str], int, int] | None:
    """The codes of what a sentence names as allergies, none where it says that there are none; None where it speaks of none."""
    if "allerg" not in lower and "nk" not in lower and "n.k" not in lower:
        return None
    none = _NONE_KNOWN.search(lower)
    if none is not None:
        rest = lower[none.end() : none.end() + 12]
        return (
            None
            if re.match(r"\s*(?:except|other than|to)\b", rest)
            else (frozenset(), none.start(), none.end())
        )
    if _NOT_ALLERGIC.search(lower):
        return None
    for found in _ALLERGIC_TO.finditer(lower):
        said = found["what"] or found["before"] or ""
        codes = frozenset(code for word in re.findall(r"[a-z]+", said) if (code := _codes().get(word)))
        if codes:
            return codes, found.start(), found.end()
    return None


@cache
def _codes() -> dict[str, str]:
    """Words for medication allergies that stand for one term of the vocabulary."""
    found: dict[str, str] = dict(_ALSO_CALLED)
    for term in vocabulary("medication_allergy"):
        for word in re.findall(r"[a-z]+", term.label.casefold()):
            if len(word) > 3 and word not in _TOO_WIDE:
                found.setdefault(word, term.code)
    return found


_TOO_WIDE: Final = words("""
    drugs medication other unspecified biological substance serum vaccine analgesic anesthetic antibiotic anti
    infective narcotic sodium calcium chloride sulfate acid normal saline potassium lactated ringers glucose dextrose
    oxygen gluconate bicarbonate saline
""")
