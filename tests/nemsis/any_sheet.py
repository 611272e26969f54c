"""Any run sheet that has what the standard makes mandatory: every field may hold any value of its kind, a reason, both or nothing."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from epcr.sheet.kinds.choice import Choice, Several
from epcr.sheet.kinds.crew_member import OfCrew, SeveralOfCrew
from epcr.sheet.kinds.day import Day
from epcr.sheet.kinds.drawn import Drawing
from epcr.sheet.kinds.moment import Moment
from epcr.sheet.kinds.number import Number, Readout, Whole
from epcr.sheet.kinds.yes_no import YesNo
from epcr.sheet.run_sheet import SECTIONS
from tests import build

MANDATORY = {
    "unit": "Medic 12", "vehicle": "4711", "type_of_service": "2205001", "capability": "2207015", "dispatch_reason": "2301021",
    "response_mode": "2223001",
}  # fmt: skip
STOOD_IN_FOR = ("vehicle", "capability", "dispatch_reason", "response_mode")
WORDS = (
    "chest pain", "Łódź", "王小明", "محمد العلي", "😀🚑", "<b>x</b>", "&amp; ]]>", "x" * 400, "a\u0301", "\u202eabc", "1", "-", "09001",
    "06810", "a\x0bb", "\ufffe", "line\nline", "None",
)  # fmt: skip


def any_sheet(seed):
    """A sheet that this number makes, the same each time."""
    chance = Random(seed)  # noqa: S311 - nothing is secret
    sheet = build.empty_sheet(id=f"{chance.getrandbits(48):012x}")
    for section in SECTIONS:
        if section.many:
            for _ in range(chance.choice((0, 1, 1, 3))):
                entry = section(id=f"{chance.getrandbits(128):032x}", created_at=build.clock("17:00"))
                sheet.keep(entry)
    for section in (*(one for one in SECTIONS if one.page.slug == "crew"), *SECTIONS):
        for part in sheet.every(section):
            fill(sheet, part, chance)
    for name, value in MANDATORY.items():
        setattr(sheet.incident, name, value)
    sheet.incident.unit_notified, sheet.incident.back_in_service = build.clock("17:00"), build.clock("18:30")
    sheet.disposition.unit_disposition = chance.choice(("4227001", "4227005"))
    return sheet


def any_odd_sheet(seed):
    """The same, ended in any way, with entries struck and without what something else stands in for in a document."""
    sheet, chance = any_sheet(seed), Random(-seed)  # noqa: S311 - nothing is secret
    for name in STOOD_IN_FOR:
        if chance.random() < 0.5:
            setattr(sheet.incident, name, None)
    sheet.disposition.unit_disposition = chance.choice(
        terms_of(sheet.disposition.fields()["unit_disposition"], sheet.disposition)
    ).code
    for section in SECTIONS:
        for entry in sheet.every(section) if section.many else ():
            if chance.random() < 0.2:
                entry.struck_at, entry.struck_reason = entry.created_at, "Written twice"
    return sheet


def fill(sheet, part, chance):
    absent = {}
    sparse = chance.random()
    for name, spec in part.fields().items():
        if chance.random() < sparse:
            continue
        value = made_up(sheet, part, spec, chance)
        if spec.reasons and chance.random() < 0.3:
            reason = chance.choice(spec.reasons)
            absent[name] = reason
            value = value if reason in spec.beside else None
        setattr(part, name, value)
        if spec.negative and chance.random() < 0.3:
            terms = terms_of(spec, part)
            absent.update(
                {f"{name}:{term.code}": spec.negative for term in chance.sample(terms, min(2, len(terms)))}
            )
    part.absent = absent


def terms_of(spec, part):
    return [term for term in spec.terms if not spec.within or term.group == getattr(part, spec.within)]


def made_up(sheet, part, spec, chance):
    match spec:
        case SeveralOfCrew():
            return [member.id for member in sheet.crew[: chance.choice((1, 2))]] or None
        case OfCrew():
            return chance.choice([member.id for member in sheet.crew] or [None])
        case Several():
            chosen = [chosen_of(spec, part, chance) for _ in range(chance.choice((1, 2, 4)))]
            return list(dict.fromkeys(filter(None, chosen))) or None
        case Choice():
            return chosen_of(spec, part, chance)
        case YesNo():
            return chance.choice((True, False))
        case Day():
            return date(1880, 1, 1) + timedelta(days=chance.randrange(60_000))
        case Moment():
            return build.clock("17:00") + timedelta(
                minutes=chance.choice((chance.randrange(-300, 300), chance.randrange(-(10**7), 10**7)))
            )
        case Drawing():
            return [[[0, 0], [1000, 300]]]
        case Number():
            return number(spec, chance)
        case _:
            return chance.choice(WORDS)[: spec.most]


def chosen_of(spec, part, chance):
    if getattr(spec, "takes_words", False) and chance.random() < 0.2:
        return chance.choice(WORDS)[:120]
    terms = terms_of(spec, part)
    return chance.choice(terms).code if terms else None


def number(spec, chance):
    low, high = spec.possible
    if isinstance(spec, Readout) and chance.random() < 0.2:
        return spec.words[0][0]
    value = chance.choice((low, high, chance.uniform(low, high)))
    return int(value) if isinstance(spec, Whole) else value
