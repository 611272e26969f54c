"""Interventions: a MedicationAdministration or a Procedure each, done or deliberately not done."""

from __future__ import annotations

from typing import Final

from epcr.export.fhir.codings import sure, why_absent
from epcr.export.fhir.names import ABSENT, Json, key_of
from epcr.export.fhir.places import MEDICATION, PROCEDURE, Place, fill, placed
from epcr.export.fhir.said import extension, is_plain, rides_along
from epcr.export.fhir.values import Outgoing, typed_values
from epcr.sheet.absent import source_of
from epcr.sheet.interventions import Intervention

_UNKNOWN: Final = {"extension": [{"url": ABSENT, "valueCode": "unknown"}]}


def act_of(act: Intervention, out: Outgoing) -> Json:
    """The resource of an intervention. What is not in the catalog, or not chosen yet, is a procedure."""
    medication = act.kind == "medication"
    made: Json = {
        "resourceType": "MedicationAdministration" if medication else "Procedure",
        "id": key_of(act.anchor()),
        "status": _status(act),
    }
    places = _places(act, medication=medication)
    rest = [
        name
        for name in act.fields()
        if act.documented(name) and name not in places and not rides_along(act, name)
    ]
    if rest:
        made["extension"] = [extension(act, name, out) for name in rest]
    _name(made, act, out, medication=medication)
    made |= {
        "subject": out.reference("patient"),
        "context" if medication else "encounter": out.reference("encounter"),
    }
    fill(made, act, {name: place for name, place in places.items() if name != "item"}, out)
    if medication:
        _complete(made, act)
    return made


def _status(act: Intervention) -> str:
    if act.why("item"):
        return "not-done"
    return "completed" if act.item else "unknown"


def _places(act: Intervention, *, medication: bool) -> dict[str, Place]:
    """Where its fields stand. What was not given has no dose, and somebody of the crew stands before a name that was typed."""
    places = placed(act, MEDICATION if medication else PROCEDURE)
    if act.item is not None and source_of("item") not in act.absent:
        places["item"] = (MEDICATION if medication else PROCEDURE)["item"]
    left = {"performed_by"} if act.performer is not None else set()
    if not (places.keys() - left) & {"performer", "performed_by"}:
        left.add("performer_role")
    if not act.given:
        left |= {"route", "dose"}
    return {name: place for name, place in places.items() if name not in left}


def _name(made: Json, act: Intervention, out: Outgoing, *, medication: bool) -> None:
    """What it is, and why it was not done. A drug must be named; one that is not in the list is by its typed name."""
    at = "medicationCodeableConcept" if medication else "code"
    if act.item is not None:
        made[at] = {**typed_values(act, "item", out)[0].value, "text": act.name()}
    if reason := act.why("item"):
        why = why_absent(reason, "reason_of_medication" if medication else "reason_of_procedure")
        made["statusReason"] = [why] if medication else why


def _complete(made: Json, act: Intervention) -> None:
    """What FHIR asks of every drug: when, even where nobody knows; and beside a route a dose or a rate."""
    if act.performed_at is None or not is_plain(act, "performed_at"):
        made["_effectiveDateTime"] = _UNKNOWN
    dosage = made.get("dosage")
    if dosage is None:
        return
    if sure("dose_rate", act.dose_unit or "") and "dose" in dosage:
        dosage["rateQuantity"] = dosage.pop("dose")
    elif "dose" not in dosage:
        dosage["dose"] = _UNKNOWN


def as_placed(resource: Json) -> Json:
    """An administration with its rate where a dose stands, so that one place is read."""
    dosage = resource.get("dosage")
    if not isinstance(dosage, dict) or "rateQuantity" not in dosage:
        return resource
    return {**resource, "dosage": {**dosage, "dose": dosage["rateQuantity"]}}


def reason_of(resource: Json) -> Json:
    """Why it was not done, as it stands in either resource; empty where nothing does."""
    why = resource.get("statusReason", {})
    if isinstance(why, list):
        return why[0] if why else {}
    return why if isinstance(why, dict) else {}
