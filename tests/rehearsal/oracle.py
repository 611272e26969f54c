"""What a sheet says to a question, read from its fields by hand and not by the code that asks."""

from __future__ import annotations

import re

from epcr.handoff import words
from epcr.scores import gcs_total
from epcr.sheet.catalog import catalog
from epcr.sheet.vocabulary import vocabulary

LISTS = {
    "allergies": ("allergies", "medication_allergy"),
    "medications": ("home_medications", "home_medication"),
    "history": ("past_history", "past_history"),
}
DRAFTED = {
    "Chief complaint": "Complaint", "Time of onset": "Onset", "Impression": "Impression", "Acuity": "Acuity",
    "Destination": "Going to", "Allergies": "Allergies", "Home medications": "Medications", "Past history": "History",
    "Last oral intake": "Last oral", "Events leading up": "Events", "Advance directives": "Directives",
}  # fmt: skip
MEASURES = {
    "systolic": "blood pressure",
    "heart_rate": "heart rate",
    "spo2": "SpO2",
    "respiratory_rate": "respiratory rate",
    "pain": "pain score",
}


def says(sheet, drafted, question, option):
    """Whether the sheet, whose handoff is drafted like this, gives this option as an answer to the question."""
    if "NOT documented" in question.text:
        return missing(drafted, DRAFTED[option])
    if question.topic in LISTS:
        return listed(sheet, *LISTS[question.topic], option)
    return globals()[f"of_{question.topic}"](sheet, question, option)


def missing(drafted, label):
    return any(one.missing for part in drafted.values() for one in part if one.label == label)


def listed(sheet, name, terms, option):
    history = sheet.history
    if option == "Not documented":
        return not history.documented(name)
    if vocabulary("reason").find(option) is not None:
        return history.why(name) == vocabulary("reason").find(option).code
    return any(begins(vocabulary(terms).label(code), option) for code in getattr(history, name) or ())


def begins(label, option):
    """Whether a label names this first, whatever stands before the name ("history of") or after it (dose and time)."""
    return re.search(rf"\b{re.escape(option)}", label, re.IGNORECASE) is not None


def of_other_allergies(sheet, _question, option):
    labels = [vocabulary("other_allergy").label(code) for code in sheet.history.other_allergies or ()]
    return any(begins(label, option) for label in labels)


def clock(sheet, moment):
    return sheet.customs().clock(moment)


def of_last_oral(sheet, _question, option):
    return clock(sheet, sheet.history.last_oral_intake) == option


def of_onset(sheet, _question, option):
    return clock(sheet, sheet.history.onset) == option


def of_directives(sheet, _question, option):
    return [vocabulary("advance_directive").label(code) for code in sheet.history.advance_directives] == [
        option
    ]


def of_pregnancy(sheet, _question, option):
    return vocabulary("pregnancy").label(sheet.history.pregnancy) == option


def of_acuity(sheet, _question, option):
    return vocabulary("initial_acuity").label(sheet.primary.initial_acuity) == option


def of_impression(sheet, _question, option):
    history = sheet.history
    codes = [history.primary_impression, *(history.secondary_impressions or ())]
    return any(begins(vocabulary("impression").label(code), option) for code in codes if code)


def of_complaint(sheet, _question, option):
    return option.casefold() in sheet.history.chief_complaint.casefold()


def of_who(sheet, _question, option):
    age, sex = option.rsplit(", ", 1)
    told = words.age(sheet, sheet.context())
    return told == age and vocabulary("sex").label(sheet.patient.sex).casefold() == sex


def of_shocks(sheet, _question, option):
    return str(sheet.arrest.shocks) == option


def timed(sheet):
    return sorted(
        (one for one in sheet.vitals if one.taken_at and not one.struck), key=lambda one: one.taken_at
    )


def of_vital_sign(sheet, question, option):
    name = question.topic
    sets = [one for one in sheet.vitals if not one.struck]
    if "lowest" in question.text:
        values = [getattr(one, name) for one in sets if getattr(one, name) is not None and not one.why(name)]
        chosen = next(one for one in sets if getattr(one, name) == min(values))
    else:
        chosen = timed(sheet)[-1]
    assert MEASURES[name] in question.text
    if "/" in option and name == "systolic":
        return option == f"{chosen.systolic}/{chosen.diastolic}"
    return re.match(r"\d+", option)[0] == str(getattr(chosen, name))


of_systolic = of_heart_rate = of_spo2 = of_respiratory_rate = of_pain = of_vital_sign


def of_gcs(sheet, _question, option):
    sets = [
        one for one in sheet.vitals if not one.struck and any((one.gcs_eye, one.gcs_verbal, one.gcs_motor))
    ]
    newest = max(
        sets,
        key=lambda one: (one.taken_at is not None, one.taken_at or one.created_at, one.created_at),
        default=sheet.primary,
    )
    return str(gcs_total(newest.gcs_eye, newest.gcs_verbal, newest.gcs_motor)) == option


def of_rhythm(sheet, _question, option):
    read = [one for one in timed(sheet) if one.rhythm]
    return option in [vocabulary("rhythm").label(code) for code in read[-1].rhythm]


def medications(sheet):
    acts = [act for act in sheet.interventions if not act.struck and act.item and not act.why("item")]
    return [act for act in acts if catalog().kind(act.item) == "medication"]


def of_given(sheet, question, option):
    given = medications(sheet)
    if question.text == "Which medication was given?":
        return any(begins(catalog()[act.item].label, option) for act in given)
    name = question.text.partition(": how much")[0]
    same = [act for act in given if catalog()[act.item].label == name]
    last = max(same, key=lambda act: act.performed_at)
    spec = last.fields()["dose"]
    unit = vocabulary("dose_unit").label(last.dose_unit)
    return option == f"{spec.show(last.dose, sheet.context())} {unit} at {clock(sheet, last.performed_at)}"


def of_response(sheet, question, option):
    name = question.text.removesuffix(": how did the patient respond?")
    (act,) = [act for act in medications(sheet) if catalog()[act.item].label == name]
    told = vocabulary("response").label(act.response) if act.response else "Not documented"
    return told == option and not act.why("response")


def of_withheld(sheet, question, option):
    name = question.text.removesuffix(": why was it withheld?")
    acts = [act for act in sheet.interventions if act.item and not act.struck]
    (act,) = [act for act in acts if catalog().terms.label(act.item) == name]
    return vocabulary("reason").label(act.why("item")) == option


def of_needs(sheet, question, option):
    disposition = sheet.disposition
    if question.text == "Which advice was given?":
        return option in [
            vocabulary("disposition_instruction").label(code) for code in disposition.instructions
        ]
    alerts = [code for code in disposition.team_alert if vocabulary("team_alert").label(code) != "No"]
    if option == "No team alert":
        return not alerts
    names = [vocabulary("team_alert").label(code).removeprefix("Yes, ").casefold() for code in alerts]
    return option.removesuffix(" team").casefold() in names
