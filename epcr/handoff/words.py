"""Values of a run sheet in the words of a handoff: what is missing, why, who is who, how old.

Words come from the fields' own `show`; here stands only what a handoff says differently.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from epcr.checks.age import age as age_of
from epcr.checks.then_and_now import rules_of
from epcr.checks.verdicts import Judged
from epcr.sheet.context import Context
from epcr.sheet.crew import CrewMember
from epcr.sheet.customs import Customs
from epcr.sheet.interventions import Intervention
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.section import SheetPart
from epcr.sheet.verdict import KeptVerdict
from epcr.sheet.vitals import VitalSigns
from epcr.sheet.vocabulary import vocabulary
from epcr.words.counting import counted
from epcr.words.naming import abbreviated, lower

NOT_DOCUMENTED = "NOT DOCUMENTED"
NO_PULSE = "no_pulse"  # among the places where a pulse is felt
NO_COMPLICATION = "no_complication"

_UNSUBMITTED = frozenset({"draft", "returned"})
# The times of a call whose labels are long.
_CALL_TIMES = {
    "call_received": "call",
    "unit_notified": "notified",
    "transferred_to_unit": "to other unit",
    "at_destination": "arrived",
    "transfer_of_care": "care transferred",
    "left_scene": "left",
}

# Labels that say nothing without their heading, by field and code.
WORDED = {
    ("sex", "9919005"): "sex unknown",
    ("cardiac_arrest", "3001003"): "before EMS arrived",
    ("cardiac_arrest", "3001005"): "after EMS arrived",
}


def state_mark(state_word: str) -> tuple[str, bool]:
    """How the state of a sheet stands on paper, and whether in a frame: `DRAFT` before it is submitted, `Accepted`."""
    word = state_word.strip().lower() or "draft"
    if word in _UNSUBMITTED:
        return "DRAFT", True
    return ("DISCARDED", True) if word == "discarded" else (word.capitalize(), False)


def call_time(incident: SheetPart, name: str) -> str:
    """What a time of the call is called beside its clock time: `on scene`, `arrived`."""
    return _CALL_TIMES.get(name) or lower(incident.fields()[name].label)


def letters_not_joined(scripts: Iterable[str]) -> str:
    """That scripts are drawn otherwise than they are written."""
    return f"{listed(list(scripts))} stands letter by letter here; its letters are not joined as in writing."


def codes(characters: Iterable[str]) -> list[str]:
    """Characters by their code points: `U+6B27`."""
    return [f"U+{ord(character):04X}" for character in characters]


def shown(part: SheetPart, name: str, context: Context) -> str:
    """A field in words; NOT DOCUMENTED where there is neither a value nor a reason."""
    value = getattr(part, name)
    if isinstance(value, str) and (name, value) in WORDED:
        return WORDED[name, value]
    return part.show(name, context) or NOT_DOCUMENTED


def said(part: SheetPart, name: str, context: Context) -> str:
    """A field in words; empty where it is not documented."""
    return shown(part, name, context) if part.documented(name) else ""


def age(run_sheet: RunSheet, context: Context) -> str:
    """`68 years`, `14 months`, `20 minutes`, `about 40 years`; a reason, or NOT DOCUMENTED."""
    patient, known = run_sheet.patient, age_of(run_sheet)
    if known is not None:
        about = known.field == "age" and patient.why("age") == "approximate"
        return f"about {known}" if about else str(known)
    if patient.age is not None:
        return f"{patient.age}, unit {NOT_DOCUMENTED}"
    return said(patient, "age", context) or said(patient, "date_of_birth", context) or NOT_DOCUMENTED


def pulse_felt(vitals: VitalSigns) -> str:
    """`radial and carotid pulse`, where no pressure could be measured; that none was found; empty where nobody says."""
    sites = [lower(vocabulary("pulse_site").label(code)) for code in vitals.pulse_site or ()]
    if NO_PULSE in (vitals.pulse_site or ()):
        return "; ".join(sites)
    return f"{listed(sites)} pulse" if sites else ""


def member(colleague: CrewMember, run_sheet: RunSheet) -> str:
    """A crew member with the level worked on this call; a student with the level trained for and the preceptor."""
    name = colleague.member or "name " + NOT_DOCUMENTED
    level = vocabulary("level").label(colleague.level) if colleague.level else ""
    if not colleague.student:
        return f"{name} ({level or 'level ' + NOT_DOCUMENTED})"
    words = ["student"]
    if colleague.training_for:
        words.append(f"trained for {vocabulary('level').label(colleague.training_for)}")
    preceptor = run_sheet.member(colleague.preceptor)
    if preceptor is not None and (preceptor.member or preceptor.struck):
        words.append(f"preceptor {preceptor.removed() if preceptor.struck else preceptor.member}")
    return f"{name} ({', '.join(words)})"


def whose(intervention: Intervention) -> str:
    """Of what this unit did not do itself: that another unit did it, or that it was done before our arrival; else empty."""
    return (
        "other unit"
        if intervention.other_unit
        else "before our arrival"
        if intervention.before_arrival
        else ""
    )


def performer(intervention: Intervention, context: Context) -> str:
    """Who did it, with the level; whoever it was before our arrival or of another unit."""
    where = whose(intervention)
    if where:
        who = [
            word
            for word in (
                intervention.performed_by,
                said(intervention, "performer_role", context) if intervention.performer_role else "",
            )
            if word
        ]
        return f"{where.capitalize()}: {', '.join(who)}" if who else where.capitalize()
    return shown(intervention, "performer", context)


def dose(intervention: Intervention, context: Context) -> str:
    """`0.4 mg, IV`; empty for a procedure and for what was not given."""
    if intervention.kind != "medication" or not intervention.given:
        return ""
    parts = [
        amount(intervention, context),
        abbreviated(said(intervention, "route", context)) or f"route {NOT_DOCUMENTED}",
    ]
    own = intervention.supply == "patient" and "own" not in item(intervention).split()
    whose = ["patient's own"] if own else ["somebody else's"] if intervention.supply == "another" else []
    return ", ".join([*parts, *whose])


def amount(intervention: Intervention, context: Context) -> str:
    """`0.4 mg`; a reason, or that it is not documented."""
    if intervention.dose is None:
        return f"dose {lower(said(intervention, 'dose', context)) or NOT_DOCUMENTED}"
    return f"{said(intervention, 'dose', context)} {said(intervention, 'dose_unit', context) or 'unit ' + NOT_DOCUMENTED}"


def detail(intervention: Intervention, context: Context) -> str:
    """What a procedure was done with: size, site, attempts, success; the dose of a medication."""
    if intervention.kind == "medication" or not intervention.given:
        return dose(intervention, context)
    words = ["NOT SUCCESSFUL"] if intervention.successful is False else []  # where nothing cuts it off
    words += (
        [f"{intervention.placed} placed"]
        if intervention.placed is not None and intervention.placed != 1
        else []
    )
    words += [
        said(intervention, name, context)
        for name in ("airway_pressure", "size", "site")
        if getattr(intervention, name)
    ]
    if intervention.attempts is not None and intervention.attempts != 1:
        words.append(counted(intervention.attempts, "attempt"))
    return ", ".join(words)


def complications(intervention: Intervention) -> list[str]:
    """What went wrong in it; empty where nothing did."""
    terms = vocabulary("complication")
    return [lower(terms.label(code)) for code in intervention.complications or () if code != NO_COMPLICATION]


def item(intervention: Intervention) -> str:
    """The intervention's name; NOT DOCUMENTED where none was chosen."""
    return intervention.name() or f"Intervention {NOT_DOCUMENTED}"


def item_and_detail(intervention: Intervention, context: Context) -> str:
    """The intervention's name, and with what it was done."""
    return " ".join(part for part in (item(intervention), detail(intervention, context)) if part)


def judged_by(run_sheet: RunSheet, judged: Judged) -> list[str]:
    """The rulesets, with their versions, by which the acts on paper were judged; else the one that would judge them."""
    interventions = run_sheet.entries("interventions")
    return rules_of(
        [judged(intervention) for intervention in interventions if intervention.item is not None]
    ) or [run_sheet.ruleset]


def explanation(verdict: KeptVerdict) -> str:
    """Why an act was refused, with level, rule and source; empty for other verdicts."""
    if not verdict.refused:
        return ""
    return ". ".join(part for part in (verdict.reason.rstrip("."), grounds(verdict)) if part)


def grounds(verdict: KeptVerdict) -> str:
    """The level, the rule, its ruleset and its source."""
    facts = [
        f"Level {verdict.level}" if verdict.level else "",
        f"rule {verdict.rule}" if verdict.rule else "",
    ]
    return " · ".join(filter(None, (*facts, verdict.rule_from, verdict.source)))


def capital(text: str) -> str:
    """The text with a capital at its start."""
    return text[:1].upper() + text[1:]


def listed(names: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *most, final = names
    return f"{', '.join(most)} and {final}" if most else final


def clock(moment: datetime, customs: Customs) -> str:
    """`17:05`, `17:04:58`, `00:10+1d` on the day after the day of the call, `20:00−1d` on the day before it, and `01:30 EST` of
    a time that came twice. The one way in which handoffs write a time.
    """
    local = customs.local(moment)
    days = (local.date() - customs.day).days if customs.day else 0
    if not days:
        return customs.time(local)
    if abs(days) >= 100:
        return f"{local:%m/%d/%y}"
    mark = customs.mark(local)
    return f"{local:%H:%M}{'+' if days > 0 else '−'}{abs(days)}d{f' {mark}' if mark else ''}"


class OfHandoff(Customs):
    """The customs of a class whose fields write their times as a handoff does."""

    def clock(self, moment: datetime) -> str:
        """The time as `clock` has it."""
        return clock(moment, self)


def handed_over(run_sheet: RunSheet) -> Context:
    """What surrounds the values of a sheet while it is handed over."""
    context = run_sheet.context()
    return replace(context, customs=OfHandoff(**vars(context.customs)))
