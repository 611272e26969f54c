"""Age and sex of the patient as narratives begin ("68-year-old woman", "54yom"), and allergies.

The age of anybody else, and of a stroke or a stent, is passed over.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from epcr.prose.lexicon import APPROXIMATELY
from epcr.prose.spoken_file import listed, word_set
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
    r"(?<![\w./:,-])(?:(?P<of>(?:gentleman|man|male|woman|lady|female)(?: of|,? (?:about|around|approx\w*|roughly|maybe)) )"
    r"(?P<years>[0-9]{1,3})\b(?! ?(?:min|kg|lb))|(?P<age>[0-9]{1,3}))"
    r"(?:[ -]?(?P<unit>years?|yrs?|months?|mos?|weeks?|wks?|days?|hours?|hrs?|minutes?|mins?)[ -]old\b"
    r"|[ -]?(?P<short>y/?o|yr/?o|y\.o\.|m/o|mo\.?/?o|yo)(?P<glued>[mf])?(?![\w]))?"
    r"(?P<between>[ -](?:(?:white|black|hispanic|asian|obese|elderly|caucasian|african american|alert|pregnant|healthy|"
    r"thin|adult|diabetic|right-handed|left-handed|hypertensive) ){0,4})?"
    rf"(?P<sex>(?:{_SEXES})\b)?(?: ?(?:pt|patient|infant|child|kid|newborn|toddler|teen|teenager)\b)?"
)
# Before the age of somebody else beside relatives, or of something.
_FURTHER_OTHERS: Final = words("""
    her his their bystander driver passenger other second another baby's two three both partner caregiver dispatched
    dispatch toned reported caller paged history when age since sibling cousin feel feels felt
""")
# Behind "male about 74": no feet, pounds or minutes.
_ENDS_AN_AGE: Final = re.compile(r"[,;)]|\.(?![0-9])|$")
_BEGINS_A_PART: Final = re.compile(r"(?:^|[.;:\n] ?)$")
_ABOUT: Final = words("about around approx approx. approximately roughly maybe ~ circa")
_OLDEST: Final = 110  # years; "300m" is a distance
# "68 M" is an age only where a sentence begins with it.
_BEGINS: Final = re.compile(r"\s*(?:[a-z ]{1,20}:\s*)?(?:(?:the )?(?:pt|patient) (?:is|was) an? |an? )?")
_OF_A_THING: Final = re.compile(
    r"\s*(?:house|car|vehicle|stroke|stent|scar|injury|pacemaker|building|prescription|fracture|wound|driver|passenger|"
    r"home|knee|surgery|cabg|infarct|bruise)"
)
_OF_ANOTHER: Final = listed(r"\s*(?:«kin»|«family»|grand|siblings?|bystander|partner)")


class PatientClaim(NamedTuple):
    """Age in years, the unit it was told in, and sex, by the place in the sentence."""

    years: float
    unit: str
    sex: str | None
    start: int
    end: int
    about: bool = False


def person(lower: str) -> PatientClaim | None:
    """The patient's age and sex in a sentence in small letters, with the places in it; None where it says neither."""
    match = next((match for match in _AGE.finditer(lower) if _is_an_age(match, lower)), None)
    if match is None or _is_of_another(match, lower):
        return None
    unit = next(letters for letters in IN_YEARS if (_unit_of(match) or "y").startswith(letters))
    end = match.start() + len(match.group().rstrip(" -"))
    years = float(match["age"] or match["years"]) * IN_YEARS[unit]
    before = lower[max(0, match.start() - 16) : match.start("age" if match["age"] else "years")]
    about = before.split()[-1:] != [] and before.split()[-1] in _ABOUT
    return PatientClaim(years, unit, _SEX.get(_sex_of(match)), match.start(), end, about)


def _unit_of(match: re.Match[str]) -> str:
    return match["unit"] or match["short"] or ""


def _sex_of(match: re.Match[str]) -> str:
    return match["sex"] or match["glued"] or ""


def _is_an_age(match: re.Match[str], lower: str) -> bool:
    """Whether a number has the unit of an age, or begins a sentence and stands before a sex."""
    if match["of"] and not match["of"].endswith(" of "):
        ends = bool(_unit_of(match)) or _ENDS_AN_AGE.match(lower, match.end("years")) is not None
        return ends and _BEGINS_A_PART.search(lower[: match.start()]) is not None
    if _unit_of(match) or match["of"]:
        return True
    apart = match["between"] or (match["sex"] in {"m", "f"} and float(match["age"]) <= _OLDEST)
    return bool(_sex_of(match) and apart and _BEGINS.fullmatch(lower[: match.start()]))


def _is_of_another(match: re.Match[str], lower: str) -> bool:
    """Whether an age is that of somebody else or of something, or is only about right."""
    before = lower[max(0, match.start() - 60) : match.start()].replace("-", " ").split()
    nearest = before[-1].strip("(,:") if before else ""
    if before[-1:] == ["("] and before[-2:-1] not in ([], ["pt"], ["patient"]):
        return True  # of whoever is named before the bracket
    if {word.strip(".,:;()'\"") for word in before} & _not_the_patient() or nearest in APPROXIMATELY - _ABOUT:
        return True
    behind = lower[match.end() : match.end() + 20]
    if _OF_ANOTHER().match(behind):
        return True
    return bool(_OF_A_THING.match(behind)) and not (_sex_of(match) and _unit_of(match))


@cache
def _not_the_patient() -> frozenset[str]:
    """Words before the age of somebody else, or of something."""
    return _FURTHER_OTHERS | word_set("kin") | word_set("family")


# Allergies

_NONE_KNOWN: Final = re.compile(
    r"\b(?:n\.?k\.?d?\.?a|(?:has |with )?no (?:known )?(?:drug |medication |medicine |med )?allergies|"
    r"no known (?:drug |medication |med )?allergy|"
    r"denies (?:any )?(?:drug |medication |known )*allergies|allergies ?[:-]? ?(?:none|nil|n\.?k\.?d?\.?a|denies|denied))\b"
)
_ALLERGIC_TO: Final = re.compile(
    r"\b(?:allergic to|allergy to|allergies(?: to| include| are)?:?|allergy(?: is|:)?(?! to)) ?(?P<what>[a-z ,/&()-]{3,80})"
    r"|\b(?P<gives>[a-z]{3,20}) (?:gives|gave|causes?|caused) (?:him |her |the pt |the patient )?(?:bad |"
    r"an? )?(?:hives|rash|itching|swelling|anaphyla\w+)\b"
    r"|\b(?P<before>[a-z]{3,20}) allerg(?:y|ic)\b(?! to)"
    r"|\b(?:hives|rash|anaphyla\w+|swells? up|swelled up|breaks? out|broke out|throat closes|reacts?|"
    r"reacted|reactions?)(?: \w+){0,2}? (?:with|from|to|after|on) "
    r"(?P<reacts>[a-z]{3,20})\b|(?:^|[.;\n] ?)a: ?(?P<letter>[a-z, ]{3,40})\. ?m:"
)
_DENIED_ONE: Final = re.compile(
    r"\b(?:no|not|denies(?: an?| any)?|without(?: an?| any)?) (?:known )?(?:allergic|allergy|allergies|reaction) to (?P<what>[a-z]{3,20})\b"
)
_NOT_ALLERGIC: Final = re.compile(
    r"\b(?:herself|himself|too|no|not|denies|denied|denying|ruled out|without|unknown|unsure|"
    r"(?<!per )(?<!per his )(?<!per her )(?:family|husband|wife|son|daughter)|if|question\w*)\b"
)
_ALSO_CALLED: Final = {
    **dict.fromkeys(("pcn", "penicillins", "amoxicillin"), "Z88.0"),
    **dict.fromkeys(("codeine", "morphine", "opioids"), "Z88.5"),
    **dict.fromkeys(("ibuprofen", "nsaids", "motrin"), "Z88.6"),
    **dict.fromkeys(("sulfa", "sulfas", "sulfonamides"), "Z88.2"),
}


# Behind "none known" these name one after all.
_BUT_SOME: Final = re.compile(
    r"[\s,]*(?:except|other than|to\b|aside from|apart from|besides|but\b|with the exception of)"
)
_BUT_ALLERGIC: Final = re.compile(r"\bbut\b.{0,60}\ballerg")


_OF_ALLERGIES: Final = re.compile(
    r"allerg|nk|n\.k|hives|rash|itching|anaph|swell|br[eo]\w+ out|throat closes|react|(?:^|[.;\n] ?)a:"
)


# Only what nobody takes at home for long begins a list of allergies.
_BARE: Final = re.compile(
    r"(?P<what>sulfas?|sulfa drugs|pcn|penicillins?)"
    r"(?:(?: and|,| &|, and) (?:bees?|wasps?|bee (?:stings?|venom)|latex|shellfish|nuts|peanuts|iodine|codeine)){0,2}(?=[.,;]|$)"
    r"(?![^.;]{0,40}\b(?:no|not|never|denie[sd]|start\w*|finish\w*|course|took|taken|tolerat\w*|last (?:week|month|year)|for an?|since|"
    r"fine|okay|ago|wife|husband|daughter|son)\b)"
)
_LISTED_BEHIND: Final = re.compile(
    r"\b(?:takes?|taking|on|prescribed|meds?|medications?|hx|history|pmhx?|he|she)\b"
)
_PARTS: Final = re.compile(r"[,;.]| but ")


class AllergyClaim(NamedTuple):
    """The codes of what is named as an allergy, none where there are said to be none, by the place in the sentence.

    `denied` says that there is no allergy to just these.
    """

    terms: frozenset[str]
    start: int
    end: int
    denied: bool = False


def allergies(lower: str) -> AllergyClaim | None:
    """The codes of what a sentence names as allergies, none where it says that there are none; None where it speaks of none."""
    if not _OF_ALLERGIES.search(lower):
        return None
    denied = _DENIED_ONE.search(lower)
    if denied is not None and (code := _codes().get(denied["what"])):
        return AllergyClaim(frozenset({code}), *denied.span(), denied=True)
    none = _NONE_KNOWN.search(lower)
    if none is not None:
        rest = lower[none.end() : none.end() + 30]
        has_some = _BUT_SOME.match(rest) is not None or _BUT_ALLERGIC.search(lower, none.end()) is not None
        return None if has_some else AllergyClaim(frozenset(), *none.span())
    return next(
        (claim for match in _ALLERGIC_TO.finditer(lower) if (claim := _allergic_to(lower, match))), None
    )


def listed_allergies(lower: str) -> AllergyClaim | None:
    """The allergy that begins a list in a background without a word for it: "sulfa and bee stings"."""
    match = _BARE.match(lower)
    code = _codes().get(match["what"]) if match is not None else None
    return AllergyClaim(frozenset({code}), *match.span("what")) if match is not None and code else None


def _allergic_to(lower: str, match: re.Match[str]) -> AllergyClaim | None:
    """What somebody is allergic to; None where that is denied, or of nothing that is known."""
    if _NOT_ALLERGIC.search(lower, _clause_of(lower, match.start()), match.end()):
        return None
    named = (
        match["gives"]
        or _LISTED_BEHIND.split(match["what"] or "")[0]
        or match["before"]
        or match["reacts"]
        or match["letter"]
        or ""
    )
    codes = frozenset(code for word in re.findall(r"[a-z]+", named) if (code := _codes().get(word)))
    only = " only" in f" {match['what'] or ''}"
    return AllergyClaim(codes, *match.span()) if codes or only else None


def _clause_of(lower: str, place: int) -> int:
    """Where the part of a sentence begins in which a place lies."""
    return max((match.end() for match in _PARTS.finditer(lower, 0, place)), default=0)


@cache
def _codes() -> dict[str, str]:
    """Words for medication allergies that stand for one term of the vocabulary."""
    codes: dict[str, str] = dict(_ALSO_CALLED)
    for term in vocabulary("medication_allergy"):
        for word in re.findall(r"[a-z]+", term.label.casefold()):
            if len(word) > 3 and word not in _TOO_WIDE:
                codes.setdefault(word, term.code)
    return codes


_TOO_WIDE: Final = words("""
    drugs medication other unspecified biological substance serum vaccine analgesic anesthetic antibiotic anti
    infective narcotic sodium calcium chloride sulfate acid normal saline potassium lactated ringers glucose dextrose
    oxygen gluconate bicarbonate saline
""")
