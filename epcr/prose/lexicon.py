"""The words of run sheets that are understood: what measures are called, which words lie between, and which words say that a
sentence tells of something else than what this crew found and did.

A word that is not here is not understood, and what hangs on it stays unsaid.
"""

from __future__ import annotations

import re
from typing import Final

from epcr.prose.tokens import NOTHING, Token, words

Phrases = dict[str, list[tuple[tuple[str, ...], str]]]


def phrases(listed: dict[str, str]) -> Phrases:
    """Phrases by their first word, the longest first, each with what it means; phrases of one meaning are parted by |."""
    found: Phrases = {}
    for meaning, names in listed.items():
        for name in names.split("|"):
            first, *rest = name.split()
            found.setdefault(first, []).append((tuple(rest), meaning))
    for several in found.values():
        several.sort(key=lambda one: -len(one[0]))
    return found


_RATES: Final = "/ min|/ minute|/ m|per min|per minute|a minute|beats / min|beats per minute|breaths / min|breaths per minute"
# What a measure is called.
LABELS: Final = phrases({
    "pressure": "bp|b / p|nibp|blood pressure|pressure|pressures|systolic bp|systolic blood pressure|systolic pressure",
    "systolic": "systolic|sbp|sys",
    "heart_rate": "hr|pulse|heart rate|pulse rate",
    "respiratory_rate": """
        rr|resp|resps|respiration|respirations|respiratory rate|resp rate|respirations rate|breathing rate
        |ventilatory rate|respiratory""",
    "spo2": """
        spo2|sao2|spo 2|sat|sats|saturation|saturations|o2 sat|o2 sats|o2 saturation|oxygen saturation|oxygen sat
        |oxygen sats|pulse ox|pulse oximetry|pox|satting|o2sat|o2sats""",
    "etco2": """
        etco2|end tidal|end tidal co2|end - tidal|end - tidal co2|endtidal|capno|capnography|capnometry|etc02|eco2""",
    "glucose": """
        bgl|bg|cbg|fsbs|fsbg|bs|glucose|blood glucose|blood sugar|sugar|blood glucose level|blood sugar level
        |d - stick|dstick|d stick|accucheck|accu - check|accuchek|finger stick|fingerstick|glucometer|glu""",
    "temperature": "temp|temperature|tympanic temp|oral temp|core temp",
    "gcs": "gcs|glasgow|glasgow coma scale|glasgow coma score",
    "pain": "pain|pain score|pain scale|pain level|pain severity|discomfort",
    "weight": "weight|wt|weighs|weighing|weighed",
})  # fmt: skip
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
    shallow bp reported score's
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
# Of what was not found by this crew on this call: goals, what may come, what others said or measured, what was earlier.
GOAL: Final = words("""
    keep keeping maintain maintaining maintained target targeted targeting goal goals aim aims aiming titrate titrated
    titrating hold until till if unless should would could may might consider recommend recommended plan advise
    advised instructed parameters parameter threshold criteria criterion exceed exceeds exceeding limit maximum
    minimum expected ventilate whenever will
""")
# What is told to those who go on, in the last part of a handoff.
TO_DO: Final = words("""
    watch recheck check repeat give continue avoid start call need needs request monitor reassess please have
""")
EARLIER: Final = words("""
    yesterday ago baseline usual usually typically normally always runs prior pta previous previously earlier history
    hx chronic chronically
""")
EARLIER_PAIN: Final = words("worst onset began started initially before peak max maximum")
EARLIER_PHRASES: Final = re.compile(
    r"before (?:our|ems|arrival|we|crew|medic|us|calling)\b|\bat home\b|\bnormal (?:bp|blood|pressure|hr|for|range|is)\b"
    r"|\bhome (?:bp|blood|cuff|gluc|monitor|reading|sat|spo2|pulse)|\blast (?:night|week|month|year|visit|time|checked|reading)"
    r"|\bthis morning\b|\btheir (?:bp|vitals|reading)|\b(?:is|was) normal\b"
    r"|\breports? of\b|\b(?:called|paged|toned) (?:out )?(?:for|to)\b"
    r"|\bresponded (?:\w+ )?(?:to|for) (?!fluid|treat|o2|oxygen|voice|verbal|pain|the)"
)
SOURCES: Final = words("""
    dispatch dispatcher dispatched dispatchers caller staff nurse nurses lpn cna facility clinic physician physicians
    office husband wife daughter son mother father mom dad family bystander bystanders neighbor neighbors caregiver
    friend friends roommate coworker coworkers spouse brother sister grandmother grandfather girlfriend boyfriend aide
    sitter teacher coach fire police pd fd officer officers sheriff deputy deputies responder responders bls ffd
    hospice sending records parents parent lifeguard firefighter firefighters ff school witness witnesses they them
    theirs vfd first-responder tech pharmacist dialysis rehab uncle aunt grandson granddaughter partner's boss
    supervisor teammates
""")
# A nurse who tells or gives, and not one who takes over.
NURSE: Final = re.compile(
    r"\b(?:rn|medic on scene) (?:from|at|states|reports|gave|had|advises|on scene)\b"
    r"|\b(?:per|by) (?:the )?(?:\w+ )?rn\b"
)
# Units of others, where a number follows: "Engine 2", "Ladder 5".
NUMBERED_SOURCES: Final = words("engine ladder truck rescue squad tower quint e")
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
REPORTS: Final = words("reports reported states stated says said told tells relates claims")

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
    w with one two three dose doses iv io im sl po in nasal intranasal oral high flow low baby chewable by via first
    second another then also both did do does it them slow push ( ) : own pt's patient's their x mg mcg g ml
""")
GIVING: Final = words("""
    gave given administered pushed infused infusing received treated medicated assisted bolused loaded sprayed
    nebulized chewed started initiated hung admin adm adminstered administerd givin recieved administred gived dosed
    injected
""")
GAVE: Final = words("""
    gave given administered pushed infused received chewed adminstered administerd administred recieved injected
""")
# With one of these no dose was given here and now, or another than the one that is named.
ONLY_TOLD: Final = words("""
    if unless should would could may might can consider considered considering plan planned planning recommend
    recommended recommends advise advised suggest suggested suggests needs need ready prepared drew drawn draw
    available standby prn ingested ingestion ingesting abuse abuses snorted smoked takes taking took taken prescribed
    prescription rx daily nightly weekly bid tid qid qd qhs compliant noncompliant refill refilled refills patch
    patches usual usually bottle bottles administer continue hold will be bedtime avoid tonight tomorrow instructed
    normally history hx pmh pmhx until whether yesterday ago quit missed forgot give
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
AS_NEEDED: Final = re.compile(
    r"\bas needed\b|\bin the (?:morning|evening)\b|\bat night\b|\b(?:a|per|every|each) day\b|\blast dose\b"
)

APPROXIMATELY: Final = words("""
    about approx approximately approximate around ~ circa roughly nearly almost estimated est maybe ≈ appx app ca
    before after by until till between prior shortly past > < ≥ ≤ over under within
""")
HISTORY_PARTS: Final = words("""
    h s hx hpi pmh pmhx history meds medications rx m background b allergies allergy subjective sample medication
""")
OTHER_PARTS: Final = words("""
    a o r t p assessment objective plan treatment treatments tx interventions intervention transport exam vitals vs
    response arrival recommendation c cc d i e physical findings primary secondary impression disposition dispatch
    en-route enroute procedures
""")


def label_at(tokens: list[Token], at: int) -> tuple[str, int]:
    """The measure that is called by its name from here, and the place behind the name; empty where none is."""
    return phrase_at(LABELS, tokens, at)


def phrase_at(known: Phrases, tokens: list[Token], at: int) -> tuple[str, int]:
    """What the longest known phrase from here means, and the place behind it; empty where there is none."""
    for rest, meaning in known.get(token_at(tokens, at).low, ()):
        end = at + 1 + len(rest)
        if not rest or tuple(token.low for token in tokens[at + 1 : end]) == rest:
            return meaning, end
    return "", at


def token_at(tokens: list[Token], at: int) -> Token:
    """The token at a place; an empty one outside the sentence."""
    return tokens[at] if 0 <= at < len(tokens) else NOTHING


def single_mark(token: Token, marks: str) -> bool:
    """Whether a token is one of these marks."""
    return token.kind == "mark" and token.text in marks
