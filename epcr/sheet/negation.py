"""That there is none, in the words people say it: "NKDA.", "Denies any meds", "None - per wife", "no PMH".

A line is read word by word: with a word that denies, and beside it only words that say of what kind or since when, all is denied.
With other words it denies something else. It knows words, and no list.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from epcr.letters import plain
from epcr.sheet.list_words import bare, sought


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# One of these alone says that there is none.
_NONE: Final = _words("""
    nkda nka nkma nkfa nkea nkdas nkas none nil no nope nothing nada nought negative neg unremarkable zero ø ∅ na
    denies denied deny denying noncontributory nonsignificant insignificant nkpmh npmh
""")
# These begin a line that says what there is not.
_DENIES: Final = _words("nkda nka nkma nkfa none nil no nope nothing denies denied deny denying without")
_DENY_TWO: Final = (
    ("negative", "for"),
    ("neg", "for"),
    ("not", "allergic"),
    ("not", "on"),
    ("not", "taking"),
    ("not", "any"),
)
# Beside them: of what kind, how much, of whom, until when.
_KINDS: Final = _words("""
    known any all other others of to for the a an and or on at in with is are has have had there this that time drug
    drugs med meds medication medications medicine medicines pharmaceutical food foods environmental allergy
    allergies allergic allergen allergens anything reaction reactions sensitivities sensitivity intolerance
    intolerances history hx pmh pmhx psh psxhx fhx past medical surgical prior previous significant sig relevant
    pertinent contributory contributing remarkable noted reported stated listed identified found voiced verbalized
    current currently active acute chronic ongoing regular regularly daily home rx prescription prescriptions
    prescribed otc counter over herbal supplements vitamins taking takes take use uses knows used conditions
    condition problems problem issues issue illness illnesses disease diseases disorder disorders comorbidities
    comorbidity diagnoses diagnosis surgeries surgery hospitalizations symptoms symptom sx complaints complaint
    concerns finding findings abnormality abnormalities abnormal deficits deficit injuries injury impression
    impressions associated additional further new recent present today whatsoever else specific pt patient he she
    they client it them we aware exam not
""")
_SUBJECTS: Final = _words(
    "pt patient he she they client the states state stated reports report reported says said that has currently"
)
_ASKED: Final = _words("""
    wife husband spouse partner son daughter mother mom father dad parent parents family sister brother sibling
    grandson granddaughter grandmother grandfather grandparent aunt uncle niece nephew cousin friend friends neighbor
    roommate girlfriend boyfriend fiance fiancee guardian caregiver caretaker caller bystander bystanders coworker staff
    nurse rn lpn cna aide medic ems crew fire police officer facility home clinic hospital doctor physician md pcp chart
    record records list paperwork pharmacy bracelet tag interpreter translator phone card patient pt client self teacher
    school coach mar emr ehr dispatch report
""")
_ACCORDING: Final = _words("""
    per according via reported told stated states says source confirmed verified obtained read seen asked see
""")
_BUT: Final = _words("except but besides apart excluding unless other than until only however")
_BEFORE_SOURCE: Final = re.compile(
    r"\s*(?:[-,;:/]|\((?=[^()]*\)\s*\Z))\s*|\s+(?=(?:as )?(?:per|according to|by|from|via|reported by|told by|stated by)\b)",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[^\W\d_]+|∅|\d+")
_INITIALS: Final = re.compile(r"\bn[. ]?k[. ]?(?P<what>[dmfe]?)[. ]?a\b\.?", re.IGNORECASE)
_NOT_DONE: Final = re.compile(
    r"\b(?:does|do|did|has|have|is|are)(?: not|n't)(?: (?:takes?|have|use|on|taking|any))?\b", re.IGNORECASE
)
_TAKES_NONE: Final = re.compile(r"(?:takes?|uses?|has|on) (?=(?:no|none|nothing)\b)", re.IGNORECASE)
_NAMED: Final = re.compile(r"no[-'][^\W\d_]", re.IGNORECASE)  # No-Doz
_NOT_APPLICABLE: Final = re.compile(r"\bn\s?[/\\.]\s?a\b\.?", re.IGNORECASE)
LONGEST: Final = 200  # characters; a longer line is a story


class Denial(NamedTuple):
    """A line that says what there is not: `of` is that, empty where it is all; `source` is who said so."""

    of: str = ""
    source: str = ""


def denial(line: str) -> Denial | None:
    """What a line denies; None for a line that denies nothing."""
    text = bare(plain(line))
    if len(text) > LONGEST or _NAMED.match(text):
        return None
    who, claim = _after_whom(_initials(text))
    claim = _TAKES_NONE.sub("", _NOT_DONE.sub("no", claim), count=1)
    spoken = _spoken(claim)
    if not spoken or not _begins(spoken):
        return None
    core, source = _apart(claim)
    if "?" not in claim and _is_all(_spoken(core)):
        return Denial(source=source or who)
    return Denial(of=_denied(core), source=source or who)


def _initials(text: str) -> str:
    return _NOT_APPLICABLE.sub("none", _INITIALS.sub(lambda match: f"nk{match['what']}a", text))


def _after_whom(text: str) -> tuple[str, str]:
    """Who is named before what is said ("Wife denies allergies"), and the rest."""
    words = list(_WORD.finditer(text))
    at = 0
    who = ""
    while at < len(words) and (low := words[at].group().casefold()) in _SUBJECTS | _ASKED:
        if low in _ASKED - _SUBJECTS:
            who = f"per {low}"
        at += 1
    return (who, text[words[at].start() :]) if 0 < at < len(words) else ("", text)


def _spoken(text: str) -> list[str]:
    joined = sought(text)
    return [word.casefold() for word in _WORD.findall(joined)]


def _begins(spoken: list[str]) -> bool:
    if spoken[0] in _DENIES or tuple(spoken[:2]) in _DENY_TWO:
        return True
    return (
        _is_all(spoken)
        or (spoken[0] in _NONE - {"na", "neg", "negative", "zero", "unremarkable"} and len(spoken) > 1)
        or (spoken[0] in _NONE and len(spoken) > 1 and bool(set(spoken[1:]) & (_ACCORDING | _ASKED)))
    )


def _is_all(spoken: list[str]) -> bool:
    """Whether the words deny all: one that denies, and none that is no kind of what is asked."""
    words = set(spoken)
    denies = bool(words & _NONE) or "without" in words or tuple(spoken[:2]) in _DENY_TWO
    return denies and words <= _NONE | _KINDS | {"without"} and not words & _BUT - {"other"}


def _apart(claim: str) -> tuple[str, str]:
    """What is denied, and the source behind it; all of it and nothing where what is behind is no source."""
    for mark in _BEFORE_SOURCE.finditer(claim):
        core, source = claim[: mark.start()], claim[mark.end() :].strip(" ().,;:-")
        if core and _is_source(source) and _begins(_spoken(core) or [""]):
            return core, source
    return claim, ""


def _is_source(text: str) -> bool:
    spoken = _spoken(text)
    if not spoken or set(spoken) & _BUT:
        return False
    return spoken[0] in _ACCORDING or bool(set(spoken) & _ASKED)


def _denied(core: str) -> str:
    """What stands behind the word that denies: `chest pain` of "denies any chest pain"."""
    words = list(_WORD.finditer(core))
    at = 2 if tuple(word.group().casefold() for word in words[:2]) in _DENY_TWO else 1
    while at < len(words) and words[at].group().casefold() in {
        "any",
        "other",
        "of",
        "known",
        "a",
        "an",
        "the",
        "new",
        "current",
    }:
        at += 1
    return core[words[at].start() :].strip() if at < len(words) else core
