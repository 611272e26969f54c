"""A run sheet as a FHIR R4 document: a bundle that begins with the Composition of the handoff, and has all that it refers to.

It is laid out after the draft IHE paramedicine summary and claims no profile. The same sheet gives the same bytes.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Final, Literal

from epcr.export.fhir.codings import coding
from epcr.export.fhir.names import RUN_SHEET, Json, full_url
from epcr.export.fhir.resources import resources, silent
from epcr.export.fhir.sections import composed
from epcr.export.fhir.values import Outgoing
from epcr.export.fhir.xhtml import TRAINING, narrative
from epcr.sheet.incident import TIMES
from epcr.sheet.run_sheet import SECTIONS, RunSheet

Status = Literal["preliminary", "final", "amended"]
HTEST: Final = {
    "security": [
        {
            "system": "http://terminology.hl7.org/CodeSystem/v3-ActReason",
            "code": "HTEST",
            "display": "test health data",
        }
    ]
}
MEDIA_TYPE: Final = "application/fhir+json"
_SOFTWARE: Final = "software"


def document_bytes(sheet: RunSheet, status: Status) -> bytes:
    """The document of a sheet as JSON in UTF-8. `status` is that of the record: `final` once it was accepted."""
    text = json.dumps(document(sheet, status), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return f"{text}\n".encode()


def document(sheet: RunSheet, status: Status) -> Json:
    """The same as plain values."""
    records = "preliminary" if status == "preliminary" else "final"
    out = Outgoing(sheet, sheet.context(), records)
    made = [*resources(out), _device()]
    whole = [_composition(out, status, made), *made]
    return {
        "resourceType": "Bundle",
        "id": sheet.id,
        "meta": HTEST,
        "identifier": {"system": "urn:ietf:rfc:3986", "value": full_url(sheet.id, "bundle")},
        "type": "document",
        "timestamp": out.moment(written(sheet)),
        "entry": [
            {"fullUrl": full_url(sheet.id, resource["id"]), "resource": _marked(resource)}
            for resource in whole
        ],
    }


def written(sheet: RunSheet) -> datetime:
    """When a sheet was last saved, else begun."""
    saved = (
        part.saved_at for section in SECTIONS for part in sheet.every(section) if part.saved_at is not None
    )
    return max(saved, default=sheet.created_at)


def _marked(resource: Json) -> Json:
    """Each resource says that it is test data, whoever takes the bundle apart."""
    first = {name: resource[name] for name in ("resourceType", "id")}
    return {**first, "meta": HTEST, **resource}


def _composition(out: Outgoing, status: Status, made: list[Json]) -> Json:
    sheet = out.sheet
    unplaced = silent(out)
    crew = [
        resource["id"]
        for resource in made
        if resource["resourceType"] == "Practitioner" and resource["active"]
    ]
    agency = any(resource["id"] == "agency" for resource in made)
    title = f"TRAINING patient care report {sheet.number} (not a real patient)"
    return {
        "resourceType": "Composition",
        "id": "composition",
        "language": "en-US",
        "text": narrative(title, [sheet.patient.name() or "Patient without a name"], written_by_hand=False),
        **({"extension": unplaced} if unplaced else {}),
        "identifier": {"system": RUN_SHEET, "value": sheet.id},
        "status": status,
        "type": {"coding": [coding("loinc", "67796-3")], "text": "EMS patient care report"},
        "category": [{"coding": [coding("loinc", "34133-9")]}],
        "subject": out.reference("patient"),
        "encounter": out.reference("encounter"),
        "date": out.moment(written(sheet)),
        "author": [out.reference(key) for key in (*crew, _SOFTWARE)],
        "title": title,
        "confidentiality": "N",
        **({"custodian": out.reference("agency")} if agency else {}),
        "event": [_event(out)],
        "section": composed(out, made),
    }


def _event(out: Outgoing) -> Json:
    times = sorted(at for name in TIMES if (at := getattr(out.sheet.incident, name)) is not None)
    code = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActClass", "code": "PCPR"}]}
    period = {"period": {"start": out.moment(times[0]), "end": out.moment(times[-1])}} if times else {}
    return {"code": [code], **period}


def _device() -> Json:
    return {
        "resourceType": "Device",
        "id": _SOFTWARE,
        "status": "active",
        "deviceName": [{"name": f"Training ePCR ({TRAINING})", "type": "user-friendly-name"}],
    }
