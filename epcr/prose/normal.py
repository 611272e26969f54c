"""The normal form of a text: possessives, call signs, shorthand and number words, each in the one way that the readers know.

It keeps the way back, so that a finding quotes what was typed. Every rewrite has a name, a small pattern and what is put in its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from epcr.letters import Flat
from epcr.prose import spelled

_NUMBERS: Final = {
    "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10",
    "eleven": "11", "twelve": "12", "fifteen": "15", "sixteen": "16", "eighteen": "18", "twenty": "20", "thirty": "30",
}  # fmt: skip
_COUNTED: Final = (
    r"(?=[ -](?:min|minutes?|gauge|ga|mg|mcg|milligrams?|liters?|feet|foot|ft|shocks?|times|attempts?|tries|sticks?|"
    r"joules|doses|units|rounds|hours?|lead|grams?|kilos?|kg|pounds|percent|lpm|tablets|tabs|sprays|baby aspirin|days|weeks|"
    r"months|years)\b)"
)


class Rewrite(NamedTuple):
    """What is written in many ways: the pattern of all of them, and the one that is put in their place."""

    name: str
    pattern: str
    put: str | Callable[[str], str]


def _unit(name: str) -> Callable[[str], str]:
    """A call sign by its letter: `E2` is Engine 2."""
    return lambda written: f"{name} {written[1:].lstrip('-')}"


REWRITES: Final = (
    Rewrite("half_past", spelled.HALF_PAST, spelled.half_past),
    Rewrite("quarter", spelled.QUARTER, spelled.quarter),
    Rewrite("minutes_past", spelled.MINUTES_PAST, spelled.minutes_past),
    Rewrite("o_clock", spelled.O_CLOCK, spelled.o_clock),
    Rewrite("half_of_day", spelled.HALF_OF_DAY, spelled.half_of_day),
    Rewrite("noon", r"(?i:(?<=\bat )noon\b)", "12:00 pm"),
    Rewrite("spoken_clock", spelled.SPOKEN_CLOCK, spelled.spoken_clock),
    Rewrite("out_of", spelled.OUT_OF, spelled.of_ten),
    Rewrite("small_value", spelled.SMALL_VALUE, spelled.last_in_digits),
    Rewrite("hundreds", spelled.HUNDREDS, spelled.digits),
    Rewrite("without_hundred", spelled.WITHOUT_HUNDRED, spelled.digits),
    Rewrite("decade", spelled.DECADE, spelled.decade),
    Rewrite("mics", r"(?i:(?<=[0-9]) ?mics?\b)", " mcg"),
    Rewrite("cubic", r"(?i:(?<=[0-9]) ?ccs?\b)", " mL"),
    Rewrite("of_fluid", r"(?i:(?<=[0-9]{3}) of (?=(?:normal )?saline|ns\b|fluid\b|lr\b|d10\b))", " mL of "),
    Rewrite(
        "bolus_of",
        r"(?i:(?<=\bbolus of )[0-9]{3,4} ?(?=(?:normal )?saline\b|ns\b|lr\b|d10\b|fluid\b))",
        lambda written: f"{written.strip()} mL ",
    ),
    Rewrite("of_mg", r"(?i:(?<=[0-9]) of (?=(?:asa|aspirin|amio(?:darone)?|lidocaine|ondansetron|zofran|ketamine)\b))", " mg of "),
    Rewrite("of_mcg", r"(?i:(?<=[0-9]) of (?=(?:fentanyl|fent)\b))", " mcg of "),
    Rewrite("half_unit", r"(?i:\bhalf an? (?=(?:milli)?grams?\b))", "0.5 "),
    Rewrite("one_unit", r"(?i:\b(?:one|an?) (?=(?:milli|micro|kilo)?grams?\b))", "1 "),
    Rewrite("tens", spelled.BELOW_HUNDRED, spelled.digits),
    Rewrite("seconds", r"(?<![\w:./])(?:[01][0-9]|2[0-3])[0-5][0-9]:[0-5][0-9](?![:0-9])", lambda written: f"{written[:2]}:{written[2:]}"),
    Rewrite("possessive", r"(?<=[A-Za-z])['’]s\b", ""),
    Rewrite(
        "contraction",
        r"(?i:\b(?:did|does|do|was|were|is|are|has|have|had|could|would|should|ca|wo)nt\b)",
        lambda written: f"{written[:-1]}'{written[-1]}",
    ),
    Rewrite("without", r"(?i:\bw/o\b)", "without"),
    Rewrite("warm_pink_dry", r"(?i:\b(?:w/p/d|p/w/d)\b)", "warm pink dry"),
    Rewrite("pale_cool_wet", r"(?i:\b(?:p/c/d|c/p/d)\b)", "pale cool diaphoretic"),
    Rewrite("with", r"(?i:\bw/) ?", "with "),
    Rewrite("because", r"(?i:\bb/c\b)", "because"),
    Rewrite("due_to", r"(?i:\bd/t\b)", "due to"),
    Rewrite("complains_of", r"(?i:\bc/o\b)", "complains of"),
    Rewrite("through", r"(?i:\bthru\b)", "through"),
    Rewrite("until", r"(?i:(?<=[ (])['’]?til\b)", "until"),
    Rewrite("transport", r"(?i:\b(?:txp|txport|xport)(?:['’]?ed|['’]d)?\b)", "transport"),
    Rewrite("arrived", r"(?i:\barr(?=\.? ?[0-9]))\.?", "arrived"),
    Rewrite("chest_pain", r"\bCP\b", "chest pain"),
    Rewrite("engine", r"(?<![\w.-])E-?[0-9]{1,3}\b(?![ /,-]{0,2}[VM][0-9])", _unit("Engine")),
    Rewrite("medic", r"(?<![\w.-])(?<!V[0-9] )(?<!V[0-9]/)(?<!V[0-9],)(?<!V[0-9], )M-?[0-9]{1,3}\b", _unit("Medic")),
    Rewrite("rescue", r"(?<![\w.-])R(?:-[0-9]{1,2}|[1-9])(?= (?:had|on scene|reports?|took|gave|got)\b)", _unit("Rescue")),
    Rewrite("liter", r"(?i:\b(?:a|one) (?:full |whole |entire )?liter\b)", "1 liter"),
    Rewrite("weight_dot", r"(?i:\bwt\.(?= ?[0-9]))", "wt"),
    Rewrite("put_at", r"(?i:\bput (?:him|her) at(?= (?:about |around |roughly )?[0-9]{2,3} ?(?:kg|kilos|pounds|lbs?)\b))", "weight"),
    Rewrite("high_and_tight", r"(?i:\bhigh (?:and|&|n) tight\b)", "high"),
    Rewrite("arrow", r"(?<=[0-9%]) ?(?:-{1,2}>|=>|>{1,2}) ?(?=[0-9])", " → "),
    Rewrite(
        "twelve_lead",
        r"(?i:\b12 ?-?l\b(?= (?:at|shows?|showed|showing|acquired|done|went|sent|transmitted|read|ecg|ekg|was|is|with|x ?[1-9]|"
        r"by (?:me|us|medic)|"
        r"[01][0-9][0-5][0-9]|2[0-3][0-5][0-9]|[0-9]{1,2}:)))",
        "12-lead",
    ),
    Rewrite("number_sign", r"(?i:#(?=[0-9](?:\.[05])? (?:sga|i-?gel|king|lma|supraglottic|opa|npa|ett?|tube)\b))", "size "),
    Rewrite("defib", r"(?i:\bdefib(?:b?ed|'d)\b)", "defibrillated"),
    Rewrite("percent", r"(?i:(?<=[0-9]) ?percent\b)", " %"),
    Rewrite(
        "pain_gone",
        r"(?i:\bpain (?:was |is |had |has )?(?:fully |completely |totally |all |now )?(?:resolved|gone|"
r"went away)\b(?! (?:until|before|prior to us|from|up|down|to)\b))",
        "pain 0/10",
    ),
    Rewrite("pain_free", r"(?i:(?<!not )(?<!never )(?<!until )(?<!become )(?<!completely )\bpain[- ]free\b)", "pain 0/10"),
    Rewrite("no_pain", r"(?i:(?<=pain )zero\b)", "0"),
    Rewrite("denies_pain", r"(?i:\b(?:denies|denied) (?:any |all )?pain(?=[.;]|$| at this time| now\b))", "pain 0/10"),
    Rewrite("half_liter", r"(?i:\bhalf (?:a |of a )?liter\b)", "500 mL"),
    Rewrite("number", rf"(?i:\b(?:{'|'.join(_NUMBERS)})\b){_COUNTED}", lambda written: _NUMBERS[written.lower()]),
)  # fmt: skip
_BY_NAME: Final = {rewrite.name: rewrite.put for rewrite in REWRITES}
_ANY: Final = re.compile("|".join(f"(?P<{rewrite.name}>{rewrite.pattern})" for rewrite in REWRITES))


def normal_form(text: str) -> Flat | None:
    """A text in its normal form with the way back; None where it is in it already."""
    return rewritten(text, _ANY, _put)


def _put(match: re.Match[str]) -> str:
    put = _BY_NAME[str(match.lastgroup)]
    return put if isinstance(put, str) else put(match.group())


def rewritten(text: str, pattern: re.Pattern[str], put: Callable[[re.Match[str]], str]) -> Flat | None:
    """A text with other words for each match of a pattern, and the way back; None where nothing matches."""
    pieces: list[str] = []
    begins: list[int] = []
    ends: list[int] = []
    last = 0
    for match in pattern.finditer(text):
        written = put(match)
        pieces += (text[last : match.start()], written)
        begins += (*range(last, match.start()), *[match.start()] * len(written))
        ends += (*range(last + 1, match.start() + 1), *[match.end()] * len(written))
        last = match.end()
    if not pieces:
        return None
    pieces.append(text[last:])
    begins += range(last, len(text))
    ends += range(last + 1, len(text) + 1)
    return Flat("".join(pieces), begins, ends)
