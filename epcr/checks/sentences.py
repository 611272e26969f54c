"""The pieces that the checks make their sentences of: what a field is called, and where it stands."""

from __future__ import annotations

from epcr.isolates import isolated_where_needed
from epcr.sheet.context import Context
from epcr.sheet.crew import CrewMember
from epcr.sheet.exam import ExamFinding
from epcr.sheet.interventions import Intervention
from epcr.sheet.section import Entry, SheetPart
from epcr.sheet.signatures import Signature
from epcr.sheet.vitals import VitalSigns
from epcr.words.naming import lower


def place(part: SheetPart, context: Context) -> str:
    """Where an entry stands, to end a sentence with: " at 17:12", " for Aspirin at 17:05". Empty for a section."""
    match part:
        case VitalSigns():
            return f" {at(part, context)}" if part.taken_at else " of the set without a time"
        case Intervention():
            return f" for {intervention(part, context)}"
        case CrewMember():
            return (
                f" for {isolated_where_needed(part.member)}"
                if part.member
                else " for the crew member without a name"
            )
        case ExamFinding():
            return (
                f" for {lower(part.show('region', context))}"
                if part.region
                else " for the region not chosen yet"
            )
        case Signature():
            return (
                f" for {lower(part.show('signer', context))}"
                if part.signer
                else " for the signature without a signer"
            )
        case _:
            return ""


def intervention(entry: Intervention, context: Context) -> str:
    """The item and its time: "Aspirin at 17:05"."""
    name = (
        isolated_where_needed(entry.name())
        if entry.other_name
        else entry.name() or "the intervention not chosen yet"
    )
    return f"{name} {at(entry, context)}".rstrip()


def at(entry: Entry, context: Context) -> str:
    """The time in words, like: at 17:12. Empty without a time."""
    moment = entry.moment()
    return f"at {context.customs.clock(moment)}" if moment else ""
