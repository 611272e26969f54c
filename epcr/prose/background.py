"""What the patient takes at home and had before, as lists of names: brand and generic are one, and so are a disease and its letters.

It names only what its own tables know; another name is no claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from epcr.prose.scope_words import ScopeKind
from epcr.prose.scopes import NOT_OURS, WordScopes
from epcr.prose.spoken_file import listed

# Medications that people in the US take at home most (chosen here), by generic name with their brands.
HOME_MEDICATIONS: Final = {
    "lisinopril": "zestril prinivil",
    "metformin": "glucophage",
    "atorvastatin": "lipitor",
    "amlodipine": "norvasc",
    "metoprolol": "lopressor toprol",
    "losartan": "cozaar",
    "simvastatin": "zocor",
    "rosuvastatin": "crestor",
    "hydrochlorothiazide": "hctz",
    "furosemide": "lasix",
    "carvedilol": "coreg",
    "atenolol": "tenormin",
    "clopidogrel": "plavix",
    "warfarin": "coumadin",
    "apixaban": "eliquis",
    "rivaroxaban": "xarelto",
    "dabigatran": "pradaxa",
    "ticagrelor": "brilinta",
    "prasugrel": "effient",
    "digoxin": "lanoxin",
    "diltiazem": "cardizem",
    "glipizide": "glucotrol",
    "glyburide": "",
    "glimepiride": "amaryl",
    "sitagliptin": "januvia",
    "empagliflozin": "jardiance",
    "semaglutide": "ozempic wegovy",
    "glargine": "lantus basaglar",
    "lispro": "humalog",
    "aspart": "novolog",
    "levothyroxine": "synthroid",
    "gabapentin": "neurontin",
    "sertraline": "zoloft",
    "fluoxetine": "prozac",
    "escitalopram": "lexapro",
    "trazodone": "",
    "bupropion": "wellbutrin",
    "albuterol": "ventolin proventil proair",
    "montelukast": "singulair",
    "omeprazole": "prilosec",
    "pantoprazole": "protonix",
    "prednisone": "",
    "tamsulosin": "flomax",
    "spironolactone": "aldactone",
    "valsartan": "diovan",
    "isosorbide": "imdur",
    "amiodarone": "pacerone",
    "sotalol": "",
    "propranolol": "inderal",
    "clonazepam": "klonopin",
    "alprazolam": "xanax",
    "levetiracetam": "keppra",
    "oxycodone": "percocet",
    "hydrocodone": "norco vicodin",
    "tramadol": "ultram",
    "sildenafil": "viagra",
    "tadalafil": "cialis",
    "allopurinol": "",
    "pravastatin": "",
    "aspirin": "asa",
    "insulin": "",
}
_INSULINS: Final = frozenset({"glargine", "lispro", "aspart", "insulin"})
# Diseases by what people write; `of` are the words by which they are found among the terms of the sheet.
DISEASES: Final = {
    "diabetes type 1": ((r"(?:dm|diabet(?:es|ic)),? ?(?:type )?(?:1|i)\b|t1dm?|type (?:1|one|i)(?: diabet(?:es|ic)| dm)|"
    r"iddm"), "diabetes type 1"),
    "diabetes type 2": ((r"(?:dm|diabet(?:es|ic)),? ?(?:type )?(?:2|ii)\b|t2dm?|type (?:2|two|ii)(?: diabet(?:es|ic)| dm)|"
    r"niddm"), "diabetes type 2"),
    "diabetes": (r"diabet(?:es|ic)|dm", "diabetes"),
    "hypertension": (r"htn|hypertension|high blood pressure|hbp", "hypertension"),
    "heart failure": (r"chf|(?:congestive )?heart failure|hfref|hfpef", "heart failure"),
    "atrial fibrillation": (r"a-?fib|afib|atrial fibrillation|af", "atrial fibrillation"),
    "COPD": (r"copd|emphysema", "copd|chronic obstructive"),
    "asthma": (r"asthma", "asthma"),
    "stroke": (r"cva|strokes?|tia", "stroke|cerebral infarct"),
    "heart attack": (r"(?:prior |previous |old )?mi\b|heart attack|nstemi", "heart attack|infarct|angina post mi"),
    "coronary artery disease": (r"cad|coronary(?: artery)? disease", "coronary|atheroscl"),
    "stent": (r"(?:cardiac |coronary |heart )?stents?", "stent"),
    "bypass": (r"cabg|bypass", "bypass|cabg"),
    "hyperlipidemia": (r"hld|hyperlipidemia|high cholesterol", "hyperlipid|cholesterol"),
    "seizures": (r"seizures?|epilepsy", "seizure|epilep"),
    "kidney disease": (r"ckd|esrd|dialysis|kidney (?:disease|failure)|renal (?:failure|insufficiency)", "kidney|renal|dialysis"),
    "cancer": (r"cancer|lymphoma|leukemia", "cancer|neoplasm|lymphom|leukem|melanom"),
    "pacemaker": (r"pacemaker|aicd|icd", "pacemaker|defibrillator"),
    "PE or DVT": (r"dvt|pe\b(?! tube)|pulmonary embol\w*", "embol|thromb"),
    "dementia": (r"dementia|alzheimer'?s?", "dementia|alzheimer"),
    "hypothyroidism": (r"hypothyroid\w*", "thyroid"),
}  # fmt: skip
CARDIAC: Final = (
    "heart",
    "coronary",
    "atrial",
    "stent",
    "cardiac",
    "infarct",
    "angina",
    "valve",
    "arrhythm",
    "bypass",
    "pacemaker",
    "cardiomyo",
)
_NAMES: Final = tuple(DISEASES)
_DISEASE: Final = re.compile(
    r"\b(?:"
    + "|".join(f"(?P<d{number}>{pattern})" for number, (pattern, _) in enumerate(DISEASES.values()))
    + r")(?![\w])"
)

_TAKES: Final = re.compile(
    r"(?:^|[.;\n] ?|, |\b(?=(?:he|she|pt|patient) (?:(?:only|also|just|still|currently|now) )?(?:takes|is on|uses|"
    r"(?:is|was) (?:prescribed|taking)|has been taking)))"
    r"(?:(?P<who>pt|patient|he|she) )?(?:(?:only|also|just|still|currently|now) )?(?:takes|uses|(?:is|"
    r"was) (?:prescribed|taking)|has been taking|"
    r"is on|on(?= (?:\w+ )?(?:and \w+|daily|bid)|(?= [a-z]+(?:,| and| for|"
    r" [0-9]|\.|$)))|currently on|home meds?|meds?|medications?|rx|prescribed)\b(?: are| include|:| at home)*"
)
_WORD: Final = re.compile(r"[a-z]{3,}")
_ONE_OF_A_LIST: Final = r"[a-z]{4,}(?: [0-9.]+(?: ?m?c?g)?)?"
# `Warfarin and metoprolol 50 at home`, where a part of a sentence is nothing else.
_AT_HOME: Final = re.compile(
    rf"(?:^|[.;\n] ?)(?P<list>{_ONE_OF_A_LIST}(?:(?:, ?(?:and )?| and | & | plus ){_ONE_OF_A_LIST}){{0,7}}) at home\b"
)
_OF_OTHERS: Final = NOT_OURS - {ScopeKind.EARLIER}  # "afib hx, takes apixaban" is of today
_NOT_TAKEN: Final = frozenset({ScopeKind.HYPOTHETICAL, ScopeKind.QUOTED, ScopeKind.GOAL})
_OF_BEFORE: Final = frozenset({ScopeKind.EARLIER})
_BEGINNING: Final = re.compile(r"\A")
# "takes aspirin without trouble" tells of no prescription.
_BEARS: Final = re.compile(
    r"\b(?:takes|tolerates|handles)\b[^.;\n]{0,40}?\b(?:without (?:trouble|a problem|problems?|issues?|a reaction)|"
    r"just fine|fine|no problem)\b"
)
_STOPS_TAKING: Final = listed(
    r"[.;\n]|\b(?:was on|used to|previously|formerly|stopped|"
    r"allerg\w*|no longer|until|not on|quit|ran out|pcn|nkda|never|no|«relatives»|gave|given|last dose)\b"
)
_NO_LONGER: Final = re.compile(r"\b(?:stopped|last|ago|before|was|were|had|since|dc'?d|discontinued)\b")
_AMONG_FIRST: Final = 4  # words
_LAST_TAKEN: Final = re.compile(
    r"(?:last )?(?!aspirin|asa\b|amiodarone|albuterol)[a-z]{4,}(?: [0-9.]+(?: ?m?c?g)?)?,? "
    r"(?:(?:last )?(?:taken )?(?:this morning|last night|yesterday|today|daily|bid|"
    r"twice a day|every morning|at breakfast|at bedtime|nightly)\b)"
)
_IS_GIVEN: Final = re.compile(r"\b(?:gave|given|stopped|ran out|missed|skipped|allerg\w*)\b")
_HISTORY: Final = re.compile(
    r"(?:\b(?:hx|history|pmhx?|past medical history|h/o)\b(?: of|:| is| significant for)*|(?:^|\n)h: ?)"
)
_STOPS_HISTORY: Final = listed(
    r"[.;\n]|\b(?:takes|meds?|allerg\w*|«relatives»|«family»|no|denies|never|without|rule|possible|\?|not|nkda|gave)\b"
)
_NO_MEDICATIONS: Final = re.compile(
    r"\b(?:not on any (?:meds|medications?)|takes no (?:meds|medications?)|no (?:home |daily |prescription )?(?:meds|"
    r"medications?)(?! allerg| given| admin| were)|denies (?:any )?(?:meds|medications?)(?! allerg))\b"
)
_NO_HISTORY: Final = re.compile(
    r"\b(?:no|denies(?: any)?) (?:past medical history|pmhx?|medical (?:history|hx|problems)|past history)\b(?! of)|"
    r"\b(?:past history|medical history|past medical history|pmhx?)(?: is| was|:)* (?:negative|"
    r"unremarkable|non-?contributory|none|noncontributory)\b|"
    r"\b(?:previously|otherwise) healthy\b(?! (?:skin|looking))|\bno (?:chronic|medical|known medical|"
    r"past medical) (?:conditions?|illness\w*|problems?|diagnos\w+)\b"
)
_DENIED: Final = re.compile(
    r"\b(?:no|denies(?: any)?|never had(?: a| any)?|negative for|without(?: any)?) (?:known |prior |previous |past |"
    r"significant )?(?:(?:hx|history)(?: of)? )?(?P<rest>[a-z0-9 /,'-]{2,40})"
)
_OTHER_FAMILY: Final = listed(r"\b(?:«relatives»|«family»|fhx)\b")
_CARDIAC: Final = re.compile(r"^(?:cardiac|heart) (?:hx|history|problems?|disease|issues?)\b")


_TYPED_DIABETIC: Final = re.compile(r"\btype (?:(?P<two>2|ii|two)|1|i|one) diabetic\b")
_AGO: Final = re.compile(
    r"\b(?P<what>stent|cabg|bypass|stroke|heart attack|mi|pacemaker|surgery)s?\b[^.;\n]{0,24}?\b(?P<number>[0-9]{1,2}|a|one|two|three|"
    r"four|five|six|seven|eight|nine|ten) (?P<unit>day|week|month|year|yr)s? (?:ago|back|earlier|before)\b"
)
_HAD: Final = re.compile(
    r"\b(?:had|has had|suffered|survived) (?:an?|two|one|several|multiple|2|1) (?:small |mild |previous |prior )?"
)
_IN_A_YEAR: Final = re.compile(
    r" (?:in|back in) (?:19|20)[0-9]{2}\b| (?:[a-z0-9]+ (?:years?|months?) (?:ago|back)|last (?:year|month|summer|fall|winter|spring))\b"
)
_OF_THE_PATIENT: Final = re.compile(r"(?:^|[.;,:\n] ?|\b(?:he|she|pt|patient|and|also) )$")
_OTHERS_TELL: Final = frozenset({ScopeKind.SOMEBODY_ELSE})
_LAST_YEAR: Final = re.compile(
    r"\b(?P<what>stent|cabg|bypass|stroke|heart attack|mi|pacemaker|surgery)s?\b[^.;\n]{0,24}?\blast (?P<unit>week|month|year)\b"
)


# Kinds of medication by what people call them, and those of the list above that belong to them.
MEDICATION_CLASSES: Final = {
    "beta blocker": (r"beta[ -]?blockers?", "metoprolol atenolol carvedilol propranolol sotalol"),
    "statin": (r"statins?", "atorvastatin simvastatin rosuvastatin pravastatin"),
    "ACE inhibitor": (r"ace inhibitors?", "lisinopril"),
    "calcium channel blocker": (r"calcium channel blockers?", "amlodipine diltiazem"),
    "diuretic": (r"diuretics?|water pills?", "furosemide hydrochlorothiazide spironolactone"),
    "antidepressant": (r"antidepressants?|ssri", "sertraline fluoxetine escitalopram trazodone bupropion"),
    "inhaler": (r"(?:rescue )?inhalers?", "albuterol"),
    "nitroglycerin": (r"(?:her own |his own |prescribed |home )nitro(?:glycerin)?", "nitroglycerin isosorbide"),
}  # fmt: skip
_ON: Final = (
    r"\b(?:on|takes?|taking|uses|prescribed|started on|still on|meds are|meds include|medications are|medications include)"
    r"(?: (?:[a-z]+,? (?:and|plus) |[a-z]+, [a-z]+,? (?:and|plus) )?(?:only|daily|his|her|a|an|some|home|both|long[- ]term|chronic))* "
)
_CLASS: Final = re.compile(
    "|".join(
        f"(?P<c{number}>\\b(?:{pattern})\\b)"
        for number, (pattern, _) in enumerate(MEDICATION_CLASSES.values())
    )
)
_ON_IT: Final = re.compile(rf"{_ON}$")
_ON_LONG_SINCE: Final = re.compile(
    r"\b(?:on|taking|prescribed|started on|put on) (?P<drug>[a-z]{4,}) (?:since|for (?:his|her|the|years|a)|daily|every|twice|once|bid)\b"
)
_STRENGTH: Final = re.compile(
    r"\b(?P<drug>[a-z]{4,}),? (?P<number>[0-9]{1,4}(?:\.[0-9]+)?)(?: ?(?P<unit>mg|units?|u|mcg)\b)?(?! ?(?:days|years|tabs?|tablets|times))"
)
_CLOCK: Final = re.compile(r"(?:[01][0-9]|2[0-3])[0-5][0-9]")  # when it was last taken

_NO_STRENGTH: Final = re.compile(
    r"\b(?:gave|given|administered|pushed|we|if|father|mother|husband|wife takes|formerly|used to|was on|"
    r"changed|increased|decreased|from|instead)\b"
)


class BackgroundClaim(NamedTuple):
    """A medication or a disease that is told of the patient, or denied, by its place in the sentence."""

    topic: str
    name: str
    start: int
    end: int
    denied: bool = False


@cache
def generic(word: str) -> str:
    """The generic name of a home medication by any of its names; empty for another word."""
    return _generics().get(word, "")


@cache
def _generics() -> dict[str, str]:
    return {
        name: medication
        for medication, brands in HOME_MEDICATIONS.items()
        for name in (medication, *brands.split())
    }


def is_insulin(medication: str) -> bool:
    """Whether a medication is one of the insulins, which people call by one name."""
    return medication in _INSULINS


def background(
    lower: str, scopes: WordScopes, *, in_history: bool, lists: bool = False
) -> Iterator[BackgroundClaim]:
    """What a sentence in small letters lists; `in_history` where it stands among the patient's history.

    `lists` says that it stands under a heading of medications.
    """
    yield from _medications(lower, scopes, lists=lists)
    yield from _classes(lower, scopes)
    yield from _long_since(lower, scopes)
    yield from _strengths(lower)
    yield from _diseases(lower, scopes, in_history=in_history)
    yield from _denied(lower, in_history=in_history)
    yield from _had(lower, scopes)
    yield from _is_diabetic(lower, scopes)
    for match in _AGO.finditer(lower):
        if not _OTHER_FAMILY().search(lower, 0, match.start()):
            yield BackgroundClaim("ago", f"{match['what']}|{match['number']}|{match['unit']}", *match.span())
    for match in _LAST_YEAR.finditer(lower):
        if not _OTHER_FAMILY().search(lower, 0, match.start()):
            yield BackgroundClaim("ago", f"{match['what']}|1|{match['unit']}", *match.span())
    for match in _NO_HISTORY.finditer(lower):
        yield BackgroundClaim("history", "", *match.span(), denied=True)
    for match in _NO_MEDICATIONS.finditer(lower):
        yield BackgroundClaim("home_medication", "", *match.span(), denied=True)


def _medications(lower: str, scopes: WordScopes, *, lists: bool) -> Iterator[BackgroundClaim]:
    if _BEARS.search(lower):
        return
    listed = _BEGINNING.finditer(lower) if lists or _begins_a_list(lower) else ()
    for match in _AT_HOME.finditer(lower):
        if not scopes.any_over(*match.span("list"), _NOT_TAKEN):
            yield from _all_named(lower, *match.span("list"))
    for match in (*_TAKES.finditer(lower), *listed):
        named = match.re is _TAKES and bool(match["who"])
        others = not named and _OTHER_FAMILY().search(lower, max(0, match.start() - 40), match.start())
        if not (others or scopes.any_over(match.start(), match.end(), _NOT_TAKEN if named else _OF_OTHERS)):
            # "afib hx, takes apixaban", "Xarelto this morning"
            old = (
                scopes.any_over(match.start(), match.end(), _OF_BEFORE)
                and not _NO_LONGER.search(lower, match.end())
            ) or (match.re is _BEGINNING and _LAST_TAKEN.match(lower) is not None)
            yield from _named_medications(lower, match.end(), scopes, old=old)


def _named_medications(lower: str, place: int, scopes: WordScopes, *, old: bool) -> Iterator[BackgroundClaim]:
    """The medications that are named from a place on."""
    stop = _STOPS_TAKING().search(lower, place)
    for claim in _all_named(lower, place, stop.start() if stop else len(lower)):
        if old or not scopes.any_over(claim.start, claim.end, _OF_BEFORE):
            yield claim


def _all_named(lower: str, start: int, end: int) -> Iterator[BackgroundClaim]:
    """All medications of a piece of text."""
    for word in _WORD.finditer(lower, start, end):
        if medication := generic(word.group()):
            yield BackgroundClaim("home_medication", medication, *word.span())


def _classes(lower: str, scopes: WordScopes) -> Iterator[BackgroundClaim]:
    """`takes a beta blocker`."""
    for match in _CLASS.finditer(lower):
        before = lower[max(0, match.start() - 60) : match.start()]
        if _ON_IT.search(before) and not (
            re.search(r"\b(?:no|not|never|denies|without|if)\b|n't\b", before)
            or _OTHER_FAMILY().search(before)
            or scopes.any_over(*match.span(), _NOT_TAKEN)
        ):
            yield BackgroundClaim(
                "medication_class", list(MEDICATION_CLASSES)[int(str(match.lastgroup)[1:])], *match.span()
            )


def _long_since(lower: str, scopes: WordScopes) -> Iterator[BackgroundClaim]:
    """`on Eliquis since the stent`."""
    for match in _ON_LONG_SINCE.finditer(lower):
        before = lower[max(0, match.start() - 40) : match.start()]
        medication = generic(match["drug"])
        if medication and not (
            _OTHER_FAMILY().search(before)
            or re.search(r"\b(?:no|not|never|denies|if|was|placed|longer|had been)\b|n't\b", before)
            or scopes.any_over(*match.span("drug"), _NOT_TAKEN)
        ):
            yield BackgroundClaim("home_medication", medication, *match.span("drug"))


def _strengths(lower: str) -> Iterator[BackgroundClaim]:
    """`lisinopril 40 mg`, `Lantus 42 units`."""
    for match in _STRENGTH.finditer(lower):
        medication = generic(match["drug"])
        begin = max(lower.rfind(sign, 0, match.start()) for sign in ".;\n") + 1
        is_time = not match["unit"] and _CLOCK.fullmatch(match["number"])
        if (
            medication
            and not is_time
            and _NO_STRENGTH.search(lower, begin) is None
            and _STOPS_TAKING().search(lower, begin, match.start()) is None
        ):
            yield BackgroundClaim("strength", f"{medication}|{match['number']}", *match.span())


def _begins_a_list(lower: str) -> bool:
    """Whether a sentence begins with a medication and goes on with another: "lisinopril, metformin"."""
    words = re.findall(r"[a-z]{3,}", lower[:60])
    known = {generic(word) for word in words[:_AMONG_FIRST]} - {""}
    if _LAST_TAKEN.match(lower):  # "Xarelto this morning at 0700, metoprolol 50"
        return not _IS_GIVEN.search(lower)
    return (
        len(words) > 1
        and bool(generic(words[0]))
        and len(known) > 1
        and "," in lower[:40]
        and not _IS_GIVEN.search(lower)
    )


def _diseases(lower: str, scopes: WordScopes, *, in_history: bool) -> Iterator[BackgroundClaim]:
    starts = [match.end() for match in _HISTORY.finditer(lower)] + ([0] if in_history else [])
    if not starts:
        return
    first = min(starts)
    for match in _DISEASE.finditer(lower, first):
        between = lower[max((start for start in starts if start <= match.start()), default=0) : match.start()]
        elder = lower[max(0, match.start() - 60) : match.start()]
        if (
            re.search(r"\b(?:no|denies|negative for|never|without)\b[^.;]{0,30}$", elder)
            or _STOPS_HISTORY().search(between)
            or _OTHER_FAMILY().search(elder)
            or scopes.any_over(*match.span(), frozenset({ScopeKind.HYPOTHETICAL, ScopeKind.SOMEBODY_ELSE}))
        ):
            continue
        yield BackgroundClaim("history", _NAMES[int(str(match.lastgroup)[1:])], *match.span())


def _is_diabetic(lower: str, scopes: WordScopes) -> Iterator[BackgroundClaim]:
    """`46M, type 2 diabetic`, `he is a type 1 diabetic`: told of the patient, and not under a heading of the history."""
    for match in _TYPED_DIABETIC.finditer(lower):
        elder = lower[max(0, match.start() - 60) : match.start()]
        if not (
            _OTHER_FAMILY().search(elder)
            or re.search(r"\b(?:no|not|never|or|possibl[ey]|if|\?)\b|n't\b", elder[-20:])
            or scopes.any_over(*match.span(), _NOT_TAKEN | _OTHERS_TELL)
        ):
            yield BackgroundClaim("history", f"diabetes type {2 if match['two'] else 1}", *match.span())


def _had(lower: str, scopes: WordScopes) -> Iterator[BackgroundClaim]:
    """`had a stroke in 2019`."""
    for match in _HAD.finditer(lower):
        disease = _DISEASE.match(lower, match.end())
        before = lower[max(0, match.start() - 40) : match.start()]
        if (
            disease is None
            or not _OF_THE_PATIENT.search(before)
            or _OTHER_FAMILY().search(before)
            or re.search(r"\b(?:no|not|never|denies|if)\b|n't\b", before)
        ):
            continue
        if _IN_A_YEAR.match(lower, disease.end()) and not scopes.any_over(
            *disease.span(), _NOT_TAKEN | _OTHERS_TELL
        ):
            yield BackgroundClaim("history", _NAMES[int(str(disease.lastgroup)[1:])], *disease.span())


def _denied(lower: str, *, in_history: bool) -> Iterator[BackgroundClaim]:
    """`no hx of diabetes`, `no cardiac hx`."""
    for match in _DENIED.finditer(lower):
        if _OTHER_FAMILY().search(lower, max(0, match.start() - 40), match.start()):
            continue
        rest = match["rest"]
        if _CARDIAC.match(rest):
            yield BackgroundClaim("history", "cardiac", *match.span(), denied=True)
            continue
        disease = _DISEASE.match(rest)
        if disease is not None and (
            in_history or re.search(r"\b(?:hx|history|known|prior|previous|past|had)\b", match.group())
        ):
            yield BackgroundClaim(
                "history",
                _NAMES[int(str(disease.lastgroup)[1:])],
                match.start(),
                match.start("rest") + disease.end(),
                denied=True,
            )
