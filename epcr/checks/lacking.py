"""What is missing, as paper names it: "route of nitroglycerin at 14:05". A reader of paper has no form to fill in.

It names fields and the entries they stand in; which of them are missing is for `epcr.checks.completeness`.
"""

from __future__ import annotations

from typing import Final

from epcr.sheet.context import Context
from epcr.sheet.section import Entry, SheetPart
from epcr.words.naming import lower

# What a field is called where its label alone would not be understood away from its form; {} is the entry.
_NAMED: Final = {
    "incident.call_received": "time the call was received",
    "incident.unit_notified": "time the unit was notified",
    "incident.en_route": "time en route",
    "incident.on_scene": "time on scene",
    "incident.at_patient": "time at the patient",
    "incident.left_scene": "time the scene was left",
    "incident.at_destination": "time at the destination",
    "incident.transfer_of_care": "time of the transfer of care",
    "incident.transferred_to_unit": "time care passed to the other unit",
    "incident.back_in_service": "time back in service",
    "incident.cancelled": "time the call was cancelled",
    "crew.member": "name of a crew member",
    "crew.level": "level of {}",
    "crew.training_for": "level that {} trains for",
    "primary.major_bleeding": "whether there is major bleeding",
    "history.possible_injury": "whether an injury is possible",
    "arrest.cardiac_arrest": "whether there was a cardiac arrest",
    "arrest.etiology": "cause of the arrest",
    "arrest.witnessed_by": "who witnessed the arrest",
    "arrest.cpr_by": "who gave CPR first",
    "arrest.cpr_types": "how CPR was given",
    "arrest.shocks": "number of shocks",
    "arrest.resuscitation": "resuscitation by EMS",
    "arrest.discontinued_because": "why resuscitation ended",
    "exam.region": "region of an exam finding",
    "exam.findings": "findings of {}",
    "vitals.taken_at": "time of a set of vital signs",
    "vitals.avpu": "AVPU or GCS {}",
    "interventions.item": "what was done {}",
    "interventions.performed_at": "time of {}",
    "interventions.performer": "performer of {}",
    "interventions.performer_role": "role of who did {}",
    "interventions.performed_by": "name or unit of who did {}",
    "interventions.authorization": "authorization of {}",
    "interventions.authorized_by": "name of who ordered {}",
    "interventions.attempts": "number of attempts at {}",
    "interventions.successful": "success of {}",
    "interventions.response": "response to {}",
    "interventions.other_name": "name of {}",
    "disposition.exposed_members": "exposed or injured crew members",
    "disposition.refusal_reasons": "reason for the refusal",
    "disposition.destination_reasons": "reason for this destination",
    "signatures.signer": "who signed",
    "signatures.signer_name": "name of {}",
    "signatures.signed_at": "time of the signature of {}",
    "signatures.drawing": "signature of {}",
}


_WHOLE: Final = frozenset(
    _NAMED[name] for name in ("crew.member", "exam.region", "vitals.taken_at", "signatures.signer")
)


def named(section: type[SheetPart], name: str, called: str = "") -> str:
    """The missing field of whatever entry."""
    return called or _NAMED.get(f"{section.page.slug}.{name}") or lower(section.fields()[name].label)


def lacking(part: SheetPart, name: str, context: Context, called: str = "") -> str:
    """The missing field with the entry it is of; `called` names the field instead where a requirement does."""
    words = named(type(part), name, called)
    if not isinstance(part, Entry):
        return words
    if "{}" in words:
        return words.format(part.of_it(context))
    return words if words in _WHOLE else part.lacks(words, context)
