"""The words of run sheets that are understood: what measures are called, which words lie between, and which words say that a
sentence tells of something else than what this crew found and did.

A word that is not here is not understood, and what hangs on it stays unsaid.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, TypeVar

from epcr.prose.tokens import NOTHING, TextToken, words

Meaning = TypeVar("Meaning")
Phrases = dict[str, list[tuple[tuple[str, ...], Meaning]]]
NUMBER_WORDS: Final = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
}  # fmt: skip
ORDINALS: Final = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5,
}  # fmt: skip
# Who gives orders, in small letters.
DOCTOR: Final = r"(?:(?:the |a )?«doctors»|dr\.? [a-z]+)"
# What stands before these was first: `aspirin ahead of the nitro`.
EARLIER_WORDS: Final = frozenset({"before", "prior to", "ahead of", "by the time"})


def by_first_word(phrases_meant: Iterable[tuple[Sequence[str], Meaning]]) -> Phrases[Meaning]:
    """Phrases by their first word, the longest first: the words behind it, and what the phrase means."""
    by_first: Phrases[Meaning] = {}
    for (first, *rest), meaning in phrases_meant:
        by_first.setdefault(first, []).append((tuple(rest), meaning))
    for endings in by_first.values():
        endings.sort(key=lambda ending: -len(ending[0]))
    return by_first


def phrases(listed: dict[str, str]) -> Phrases[str]:
    """Phrases by their first word, each with what it means; in the list those of one meaning are parted by |."""
    return by_first_word(
        (name.split(), meaning) for meaning, names in listed.items() for name in names.split("|")
    )


_RATES: Final = "/ min|/ minute|/ m|per min|per minute|a minute|beats / min|beats per minute|breaths / min|breaths per minute"
# What a measure is called.
LABELS: Final = phrases({
    "pressure": "bp|b / p|nibp|blood pressure|pressure|pressures|systolic bp|systolic blood pressure|systolic pressure",
    "systolic": "systolic|sbp|sys",
    "heart_rate": "hr|pulse|heart rate|pulse rate|a rate of|his rate|her rate",
    "respiratory_rate": """
        rr|resp|resps|respiration|respirations|respiratory rate|resp rate|respirations rate|breathing rate
        |ventilatory rate|respiratory""",
    "spo2": """
        spo2|sao2|spo 2|sat|sats|saturation|saturations|o2 sat|o2 sats|o2 saturation|oxygen saturation|oxygen sat
        |oxygen sats|saturating|pulse ox|pulse oximetry|pox|satting|o2sat|o2sats""",
    "etco2": """
        etco2|end tidal|end tidal co2|end - tidal|end - tidal co2|endtidal|capno|capnography|capnometry|etc02|eco2|co2
        |et co2""",
    "glucose": """
        bgl|bg|cbg|fsbs|fsbg|bs|glucose|blood glucose|blood sugar|sugar|blood glucose level|blood sugar level
        |d - stick|dstick|d stick|accucheck|accu - check|accuchek|finger stick|fingerstick|glucometer|glu
        |sugars|bgls|cbgs|glucoses|blood sugars""",
    "temperature": "temp|temperature|tympanic|tympanic temp|oral temp|core temp",
    "gcs": "gcs|glasgow|glasgow coma scale|glasgow coma score",
    "pain": "pain|pain score|pain scale|pain level|pain severity|discomfort",
    "recheck": "recheck",
    "weight": "weight|wt|weighs|weighing|weighed",
})  # fmt: skip
LABELS_OF: Final = frozenset(name for meant in LABELS.values() for _, name in meant)  # all measures
TWINS: Final = {"systolic": "pressure", "gcs_parts": "gcs", "recheck": "glucose"}  # two names of one measure
# Units that stand behind a value of a measure.
UNITS: Final = {
    "temperature": phrases({
        "°F": "f|fahrenheit|° f|º f|degrees f|deg f|degrees fahrenheit",
        "°C": "c|celsius|° c|º c|degrees c|deg c|degrees celsius",
        "": "°|º|degrees|deg",
    }),
    "weight": phrases({"kg": "kg|kgs|kilos|kilograms", "lb": "lb|lbs|pounds|pound", "g": "g|gm|grams|gram"}),
    "glucose": phrases({"mg/dL": "mg / dl|mg dl", "mmol/L": "mmol / l|mmol l|mmol"}),
    "heart_rate": phrases({"/min": _RATES + "|bpm|beats"}),
    "respiratory_rate": phrases({"/min": _RATES + "|bpm|breaths"}),
    "etco2": phrases({"mmHg": "mmhg|torr|mm hg", "kPa": "kpa", "%": "%"}),
    "spo2": phrases({"%": "%|percent"}),
}  # fmt: skip
# Lies between what a measure is called and its value, and changes nothing.
BETWEEN: Final = words("""
    of is was were are at = : - – rate level value score total now currently remains remained reads read reading found
    noted measured obtained initial initially first manual auto manually weak strong thready regular irregular
    bounding rapid slow palpated radial carotid steady stable still only just a an her his the pt's patient's down up
    dropped fell rose came increased decreased improved to rated rates as , ( tachy brady clear labored unlabored
    shallow bp reported score's unchanged same constant from went in low mid upper high eased handoff hospital ed
    arrival recheck rechecked repeat departure had come has been have went gone climbed crept settled stayed staying
    post arrest rosc
    held holding hovering running averaged peaked already back checked check last our on
    this call
""")
AND_NOW: Final = words("now then later currently")
RANGE: Final = words("to - – through thru → ->")

# Units behind a number that make it no vital sign of the one that stands before it.
ALIEN: Final = words("""
    mg mcg g gm gms gram grams ug µg μg ml mls cc l lpm liter liters litre litres min mins minute minutes sec secs
    second seconds hour hours hr hrs day days week weeks month months year years gauge ga ft feet foot inch inches mm
    cm m km mile miles mi j joules kg kgs lb lbs pound pounds unit units dose doses tab tabs tablet tablets puff puffs
    time times x yo y lead leads fr french meq ma amps amp psi th st nd rd s blocks stairs people patients shock
    shocks round rounds cycle cycles ivs attempts
""")
# What is told to those who go on, in the last part of a handoff.
TO_DO: Final = words("""
    watch recheck check repeat give continue avoid start call need needs request monitor reassess please have
""")
EARLIER_PAIN: Final = words("worst onset began started before peak max maximum")
# With one of these a source goes on to be the one that tells, into the next sentence.
TELLS: Final = words("""
    reports reported reporting report states stated stating says said told tells advises advised advising found
    obtained noted measured took gave given administered relates related per checked got
""")
OF_US: Final = words("""
    we our us i crew ems medic medics upon initial first vitals vs exam assessment transport transported enroute
    loaded arrival impression monitor pt patient bvm iv io lead ecg ekg cpap stretcher cot splint tourniquet airway
    lungs skin pupils perrl abdomen abd
""")

NEGATION_BEFORE: Final = words("""
    no not without denies denied deny never none avoid avoided withhold withheld held holding refused refuses refusing
    declined declines deferred omit omitted unable cannot can't didn't don't doesn't wasn't weren't couldn't
    contraindicated nor neither hold stop stopped instead
""")
NEGATION_AFTER: Final = words("""
    not withheld held refused declined deferred contraindicated omitted wasn't weren't didn't unavailable
    contraindication denied cancelled canceled unsuccessful wasted hold avoided
""")
# Over these a negation, or a verb of giving, reaches its drug.
REACHES_OVER: Final = words("""
    , or and nor & / any further additional more other of give given giving gave receive received receiving taken get
    got administer administered use used to able was were been being has have had a an the some her his him pt patient
    our w with one two three dose doses iv io im sl po in nasal intranasal oral high flow low baby chewable by via first
    second another then also both did do does it them slow push ( ) : own pt's patient's their x mg mcg g ml crushed
    chewed ampule amp ampules amps tube tubes
""")
GIVING: Final = words("""
    gave given administered pushed infused infusing received treated medicated assisted bolused loaded sprayed
    nebulized chewed started initiated hung admin adm adminstered administerd givin recieved administred gived dosed
    injected
""")
GAVE: Final = words("""
    gave given administered pushed infused received chewed adminstered administerd administred recieved injected
""")
# The same, unless something was given in the sentence.
ONLY_ASKED: Final = words("""
    ordered order orders requested request requesting requests asked asking offered offering discussed discussing call
    called calling contact contacted meds medications medication home confiscated dispatched responded toned
    protocol-allows vial vials indicated considered approved
""")
NO_DOSE_OF_IT: Final = words("""
    wasted waste discontinued stopped allergic allergy allergies reaction reactions intolerance intolerant
""")

APPROXIMATELY: Final = words("""
    about approx approximately approximate around ~ circa roughly nearly almost estimated est maybe ≈ appx app ca
    before after by until till between prior shortly past > < ≥ ≤ over under within
""")
# In the clause of a weight: it is that of another time, or was guessed.
EARLIER_WEIGHT: Final = words(
    "was from lost gained down last since usual usually before ago summer winter spring fall then limit"
)
GUESSED: Final = words("est estimated estimate guess guessed eye approx roughly")
HISTORY_PARTS: Final = words("""
    h s hx hpi pmh pmhx history meds medications rx m background b allergies allergy subjective sample medication
""")
OTHER_PARTS: Final = words("""
    a o r t p assessment objective plan treatment treatments tx interventions intervention transport exam vitals vs
    response arrival recommendation c cc d i e physical findings primary secondary impression disposition dispatch
    en-route enroute procedures
""")


def label_at(tokens: list[TextToken], at: int) -> tuple[str, int]:
    """The measure that is called by its name from here, and the place behind the name; empty where none is."""
    return phrase_at(LABELS, tokens, at)


def phrase_at(known: Phrases[str], tokens: list[TextToken], at: int) -> tuple[str, int]:
    """What the longest known phrase from here means, and the place behind it; empty where there is none."""
    for rest, meaning in known.get(token_at(tokens, at).low, ()):
        end = at + 1 + len(rest)
        if not rest or tuple(token.low for token in tokens[at + 1 : end]) == rest:
            return meaning, end
    return "", at


def token_at(tokens: list[TextToken], at: int) -> TextToken:
    """The token at a place; an empty one outside the sentence."""
    return tokens[at] if 0 <= at < len(tokens) else NOTHING


def single_mark(token: TextToken, marks: str) -> bool:
    """Whether a token is one of these marks."""
    return token.kind == "mark" and token.text in marks
