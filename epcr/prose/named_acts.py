"""Acts by what they are called: procedures, those of `schemas/told.toml`, and drugs. It knows names, and not what is told of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final, NamedTuple

from epcr.prose.drugs import Named, named_at
from epcr.prose.phrasebook import ACT
from epcr.prose.tokens import TextToken
from epcr.prose.told import ToldReader
from epcr.prose.told_file import told_file
from epcr.sheet.catalog import catalog

# What procedures are called, and their items in the catalog.
PROCEDURES: Final = {
    "12-lead": ((r"(?:12|15)[ -]?leads?|ecg|ekg|tracing|v4r|"
    r"(?<!at )(?<!on )(?<!nrb )(?<!o2 )(?<!mask )(?<!oxygen )(?<!to )(?<!by )(?<!via )"
    r"12 ?l(?= (?:went (?:out|off)|sent|was (?:sent|done|acquired|read)|acquired|done|"
    r"obtained|transmitted)\b)"), "ecg12_acquire ecg12_interpret"),
    "tourniquet": ((r"tourniquets?|tqs?|cat(?= (?:(?:on |to |high on )?(?:the |his |her )?(?:r|l|right|left) "
    r"(?:upper |lower )?(?:arm|leg|thigh|forearm|calf)\b|"
    r"tourniquet|(?:was )?(?:applied|tightened|cranked)|high and tight))"), "tourniquet"),
    "IV": ((r"(?:iv access|iv line|p?iv(?:p\b)?(?! (?:push|drip|pump|fentanyl|epi))|saline lock|"
    r"(?<!central )(?<!art )(?<!to )(?<!phone )(?<!other )(?<!direct )(?<!recorded )(?<!on the )"
    r"line\b(?! up)|(?:14|16|18|20|22|24) ?(?:g|ga|gauge)|"
    r"(?<=an )18(?= (?:in|into|went|was)\b)|(?<=a )(?:14|16|20|22|24)(?= (?:in|into|went|was)\b)|"
    r"(?<=the )(?:14|16|18|20|22|24)(?= (?:in|into|went|was|on|by)\b))\b"), "iv_access ej_access"),
    "IO": (r"(?:io|intraosseous)", "io_access"),
    "supraglottic airway": ((r"i-?gel|sga|supraglottic(?: airway)?|king(?: airway| tube)?|"
    r"lma"), "airway_sga_single airway_sga_lma airway_sga_double"),
    "intubation": (r"intubat(?:ed|ion)|et tube|ett?\b|endotracheal tube", "ett ett_bougie rsi"),
    "wound packing": (r"(?:wound )?pack(?:ing|ed)(?: the wound| it| of the wound)?(?! and| on| up| with ice)", "wound_packing"),
    "splint": (r"splint(?:ed|ing)?", "splint_extremity splint_traction"),
    "blankets": ((r"blankets?|warming|warm(?= (?:him|her|the pt|the patient)\b)|(?:keep|kept|keeping) (?:him|her|the pt|the patient) warm|"
    r"(?<=against )(?:the cold|heat loss|hypothermia)"), "active_warming"),
    "CPR": (r"cpr|compressions", "cpr_manual cpr_mechanical"),
    "shock": (r"(?:shock(?:s|ed)?|defib(?:bed|rillat\w*)?)(?! advised| index)", "aed defib_manual"),
    "glucose recheck": ((r"(?:blood )?(?:glucose|sugar|bgl)(?= (?:was |were )?(?:never|not) re-?checked)|(?:glucose|sugar|"
    r"bgl) re-?checks?"), "glucose_check"),
    "airway": (
        r"(?:advanced )?airway(?= (?:was )?(?:placed|used|inserted))",
        "airway_sga_single airway_sga_lma airway_sga_double ett ett_bougie rsi airway_opa airway_npa",
    ),
    "defibrillation": (r"defibrillate|shock(?= (?:him|her|the pt|the patient)\b)|cardiovert", "aed defib_manual cardioversion"),
    "glucose check": (r"(?:glucose|sugar|bgl) checks?|re-?check of (?:the )?(?:glucose|sugar|bgl)|fingersticks?", "glucose_check"),
    "medical control": (r"med(?:ical)? control|olmc|online control|base hospital", "contact_medical_control"),
    "bag-valve-mask": (r"bvm|bagg(?:ed|ing)", "bvm"),
    "cervical collar": (r"c-?collar(?:ed)?|cervical collar|collar(?:ed)?", "cervical_collar c_spine_manual"),
    "CPAP": (r"cpap|bipap", "cpap bipap"),
    "needle decompression": (r"(?:needle )?decompress(?:ed|ion)", "needle_decompression"),
    "pressure bandage": (r"pressure (?:bandage|dressing)", "pressure_bandage dressing_pressure"),
    "oxygen": (r"(?:o2|oxygen)(?! sat| level| \d+ ?%)|nrbm?|non-?rebreather", "oxygen o2_nrb o2_nasal_cannula o2_simple_mask"),
    "monitor": ((r"(?:cardiac |heart )?monitor(?= |\.|,|$)(?! (?:show|was|is|at|said|"
    r"read))"), "cardiac_monitor_apply ecg3_lead ecg12_acquire rhythm_interpret"),
    "capnography": (r"capnograph\w*|etco2 monitoring", "etco2_waveform etco2_numeric"),
    "pelvic binder": (r"pelvic binder", "pelvic_binder"),
    "oral airway": (r"opa\b|oral airway", "airway_opa"),
    "nasal airway": (r"npa\b|nasal airway", "airway_npa"),
    "bolus": (
        r"bolus(?:es)?|(?<=no )fluid(?= (?:(?:was |has been )?(?:given|hung|started)|from us|by us|so far|yet)\b)",
        "saline_bolus lactated_ringers"),
}  # fmt: skip
_NAMES: Final = tuple((name, frozenset(items.split())) for name, (_, items) in PROCEDURES.items())
_ACT: Final = re.compile(
    "|".join(
        rf"(?P<a{number}>\b(?:{pattern})(?![\w]))" for number, (pattern, _) in enumerate(PROCEDURES.values())
    )
)
ANY_DRUG: Final = "a medication"
_WAYS_IN: Final = frozenset({"iv", "ivp", "io"})
# Right behind a dose these are a route, and no access: "4 mg IV", "given IO".
_OF_A_DOSE: Final = re.compile(
    r"(?:\b|[0-9])(?:mg|mcg|g|ml|units?|meq|given|via|by|slow|l|push|through|thru|[0-9]{2,}|[0-9]*\.[0-9]+) (?:slow )?$"
)
# "Called the doctor's line" is a phone's.
_OF_A_PHONE: Final = re.compile(r"\b(?:call\w*|phon\w*|rang|spoke|talk\w*|dial\w*|radio\w*) [^;,]{0,24}$")


class SpokenAct(NamedTuple):
    """An act that is named, by its place in the sentence in characters."""

    name: str
    items: frozenset[str]
    start: int
    end: int
    is_drug: bool = False


def listed_acts(reader: ToldReader) -> Iterator[SpokenAct]:
    """The acts of `schemas/told.toml` that a sentence names."""
    for hit in reader.found.get(ACT, ()):
        first, last = reader.tokens[hit.first], reader.tokens[hit.end - 1]
        yield SpokenAct(
            hit.sign.term, _listed()[hit.sign.term], first.start - reader.start, last.end - reader.start
        )


@cache
def _listed() -> dict[str, frozenset[str]]:
    return {act.name: frozenset(act.items) for act in told_file().acts}


def spoken_acts(
    lower: str, tokens: list[TextToken], offset: int, listed: Iterable[SpokenAct]
) -> list[SpokenAct]:
    """The acts that a sentence names, procedures and drugs, in its order; `listed` are those of the file."""
    acts = [
        SpokenAct(*_NAMES[int(str(match.lastgroup)[1:])], *match.span())
        for match in _ACT.finditer(lower)
        if not (
            match.group() in _WAYS_IN and _OF_A_DOSE.search(lower[max(0, match.start() - 30) : match.start()])
        )
        and not (
            match.group() == "line" and _OF_A_PHONE.search(lower[max(0, match.start() - 30) : match.start()])
        )
    ]
    acts += (
        act for act in listed if not any(act.start < other.end and other.start < act.end for other in acts)
    )
    at = 0
    while at < len(tokens):
        named = named_at(tokens, at) if tokens[at].kind == "word" else None
        if named is not None:
            acts.append(_drug(named, tokens[at].start - offset, tokens[named.end - 1].end - offset))
        at = named.end if named is not None else at + 1
    return sorted(acts, key=lambda act: act.start)


def _drug(named: Named, start: int, end: int) -> SpokenAct:
    return SpokenAct(named.name, named.items, start, end, is_drug=True)


@cache
def medications() -> frozenset[str]:
    """All medications of the catalog but oxygen, which few people call one."""
    return frozenset(row.id for row in catalog() if row.kind == "medication" and row.id != "oxygen")
