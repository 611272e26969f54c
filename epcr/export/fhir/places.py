"""Where FHIR has a place for a field: which resource, and where in it. What has none here leaves as an Observation, or in an
extension of our own.

The places are those of R4 and of the draft IHE guide's tables (../shared/fhir/nemsis_to_fhir.csv, compared by a test).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, Final

from epcr.export.fhir.codings import concept, sure
from epcr.export.fhir.names import ABSENT, Json
from epcr.export.fhir.paths import put, take
from epcr.export.fhir.said import Said, is_plain
from epcr.export.fhir.values import Outgoing, Typed, typed_values
from epcr.sheet.field import Spec
from epcr.sheet.kinds.choice import Choice, Several
from epcr.sheet.kinds.crew_member import OfCrew
from epcr.sheet.kinds.day import Day
from epcr.sheet.kinds.moment import Moment
from epcr.sheet.kinds.number import Number
from epcr.sheet.kinds.yes_no import YesNo
from epcr.sheet.section import SheetPart


@dataclass(frozen=True)
class Place:
    """A place. `after` names the field that must stand there first (a first name before a middle name); `beside` is what else
    is written with it. `form` is `words` for a term that stands there as text, else the field's own type.
    """

    path: str
    after: str = ""
    form: str = ""
    beside: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Holder:
    """A resource that holds fields of a section: its id, its type, what it has in any case, and the place of each field.

    `needs` is the field without which it is not made; one that is `always` there is made without any.
    """

    key: str
    type: str
    slug: str
    places: dict[str, Place]
    base: Json = field(default_factory=dict)
    needs: str = ""
    always: bool = False

    def is_made(self, placed_fields: Collection[str]) -> bool:
        """Whether it is made where these of its fields have something to put in their places."""
        return self.always or (bool(placed_fields) and (not self.needs or self.needs in placed_fields))


def _code(system: str, code: str) -> Json:
    return {"coding": [{"system": f"http://terminology.hl7.org/CodeSystem/{system}", "code": code}]}


ACTIVE: Final = {"clinicalStatus": _code("condition-clinical", "active")}
TOLD: Final = ACTIVE | {"verificationStatus": _code("condition-ver-status", "unconfirmed")}
IMPRESSION: Final = ACTIVE | {"verificationStatus": _code("condition-ver-status", "provisional")}
ALLERGY: Final = {
    "clinicalStatus": _code("allergyintolerance-clinical", "active"),
    "verificationStatus": _code("allergyintolerance-verification", "unconfirmed"),
}

HOLDERS: Final = (
    Holder(
        "patient", "Patient", "patient",
        {
            "last_name": Place("name.0.family"),
            "first_name": Place("name.0.given.0"),
            "middle_name": Place("name.0.given.1", after="first_name"),
            "date_of_birth": Place("birthDate"),
            "sex": Place("gender", form="gender"),
            "home_street": Place("address.0.line.0", beside=(("address.0.use", "home"),)),
            "home_city": Place("address.0.city"),
            "home_county": Place("address.0.district"),
            "home_state": Place("address.0.state", form="words"),
            "home_zip_code": Place("address.0.postalCode"),
            "kin_last_name": Place("contact.0.name.family"),
            "kin_first_name": Place("contact.0.name.given.0"),
            "kin_relationship": Place("contact.0.relationship.0"),
            "kin_phone": Place("contact.0.telecom.0.value", beside=(("contact.0.telecom.0.system", "phone"),)),
        },
        always=True,
    ),
    Holder(
        "encounter", "Encounter", "incident",
        {
            "incident_number": Place("identifier.0.value", beside=(("identifier.0.type.text", "Incident number"),)),
            "response_number": Place("identifier.1.value", after="incident_number",
                                     beside=(("identifier.1.type.text", "Response number"),)),
            "type_of_service": Place("type.0"),
            "transfer_reason": Place("reasonCode.0"),
            "unit_notified": Place("period.start"),
            "transfer_of_care": Place("period.end"),
        },
        always=True,
    ),
    Holder(
        "scene", "Location", "incident",
        {
            "sending_facility": Place("name"),
            "street": Place("address.line.0"),
            "city": Place("address.city"),
            "county": Place("address.district"),
            "state": Place("address.state", form="words"),
            "zip_code": Place("address.postalCode"),
            "location_type": Place("type.0"),
        },
        {"mode": "instance", "description": "Scene"},
    ),
    Holder(
        "vehicle", "Location", "incident",
        {"unit": Place("name"), "vehicle": Place("identifier.0.value"), "capability": Place("type.0")},
        {"mode": "instance", "description": "Vehicle"},
    ),
    Holder(
        "agency", "Organization", "incident",
        {"agency": Place("name"), "agency_number": Place("identifier.0.value")},
    ),
    Holder(
        "dispatch", "ServiceRequest", "incident",
        {"dispatch_reason": Place("reasonCode.0"), "call_received": Place("authoredOn")},
        {"status": "completed", "intent": "order"},
    ),
    Holder(
        "destination", "Location", "disposition",
        {
            "destination": Place("name"),
            "destination_code": Place("identifier.0.value"),
            "destination_type": Place("type.0"),
            "destination_county": Place("address.district"),
            "destination_state": Place("address.state", form="words"),
            "destination_zip_code": Place("address.postalCode"),
        },
        {"mode": "instance", "description": "Destination"},
    ),
    Holder(
        "complaint", "Condition", "history",
        {
            "chief_complaint": Place("code.text"),
            "onset": Place("onsetDateTime"),
            "complaint_location": Place("bodySite.0"),
        },
        TOLD, needs="chief_complaint",
    ),
    Holder("secondary-complaint", "Condition", "history", {"secondary_complaint": Place("code.text")}, TOLD),
    Holder("other-complaint", "Condition", "history", {"other_complaint": Place("code.text")}, TOLD),
    Holder("impression", "Condition", "history", {"primary_impression": Place("code")}, IMPRESSION),
)  # fmt: skip

# A resource for each of several values, where the field holds nothing but them: its type, where the value stands, and the rest.
LISTS: Final[dict[str, tuple[str, str, Json]]] = {
    "allergies": ("AllergyIntolerance", "code", ALLERGY | {"category": ["medication"]}),
    "other_allergies": ("AllergyIntolerance", "code", ALLERGY),
    "home_medications": ("MedicationStatement", "medicationCodeableConcept", {"status": "active"}),
    "past_history": ("Condition", "code", TOLD),
    "secondary_impressions": ("Condition", "code", IMPRESSION),
}
# Fields of these whose value is lacking stand in an extension: nothing may stand there as an Observation.
SILENT: Final = frozenset({*LISTS, "primary_impression"})

# The places of an entry in its own resource. Of an intervention it depends on what it is.
CREW: Final = {
    "member": Place("name.0.text"),
    "level": Place("qualification.0.code"),
    "certificate_number": Place("qualification.0.identifier.0.value", after="level"),
    "valid_from": Place("qualification.0.period.start", after="level"),
    "valid_to": Place("qualification.0.period.end", after="level"),
}
_ACT: Final = {
    "performer": Place("performer.0.actor"),
    "performed_by": Place("performer.0.actor.display"),
    "performer_role": Place("performer.0.function"),
    "indication": Place("reasonCode.0"),
    "remark": Place("note.0.text"),
}
MEDICATION: Final = {
    **_ACT,
    "item": Place("medicationCodeableConcept"),
    "performed_at": Place("effectiveDateTime"),
    "route": Place("dosage.route"),
    "dose": Place("dosage.dose"),
}
PROCEDURE: Final = {
    **_ACT,
    "item": Place("code"),
    "performed_at": Place("performedDateTime"),
    "site": Place("bodySite.0"),
    "successful": Place("outcome", form="outcome"),
    "complications": Place("complication"),
}
ATTACHMENT: Final = {
    "name": Place("content.0.attachment.title"),
    "kind": Place("type"),
    "taken_at": Place("date"),
}
PANELS: Final = {
    "exam": {
        "examined_at": Place("effectiveDateTime"),
        "region": Place("bodySite"),
        "remark": Place("note.0.text"),
    },
    "vitals": {"taken_at": Place("effectiveDateTime")},
    "notes": {"noted_at": Place("effectiveDateTime"), "words": Place("valueString")},
    "signatures": {"signed_at": Place("effectiveDateTime")},
}


def placed(part: SheetPart, places: dict[str, Place]) -> dict[str, Place]:
    """Of these places those that a part has something for, and nothing beside it."""
    return {
        name: place
        for name, place in places.items()
        if is_plain(part, name) and (not place.after or is_plain(part, place.after))
    }


def fill(resource: Json, part: SheetPart, places: dict[str, Place], out: Outgoing) -> None:
    """Put each field at its place."""
    for name, place in places.items():
        put(resource, place.path, _written(part, name, place, out))
        for path, words in place.beside:
            put(resource, path, words)


def _written(part: SheetPart, name: str, place: Place, out: Outgoing) -> Any:
    spec, value = part.fields()[name], getattr(part, name)
    if place.form == "words":
        return spec.show(value, out.context)
    if place.form == "gender":
        known = sure("sex", value)
        return known.code if known else "unknown"
    values = [typed.value for typed in typed_values(part, name, out)]
    if place.form == "outcome":
        return outcome(value)
    return values if isinstance(spec, Several) else values[0]


def outcome(successful: bool) -> Json:  # noqa: FBT001 - it is what the field says
    """How a procedure went."""
    word = "yes" if successful else "no"
    known = sure("yes_no", word)
    codes = (
        [{"system": "http://snomed.info/sct", "code": known.code, "display": known.display}] if known else []
    )
    return {"coding": codes, "text": "Successful" if successful else "Not successful"}


def mark_absent(resource: Json, path: str, reason: str) -> None:
    """Say at an element that must be there, or is looked for, why it has no value."""
    *above, last = path.split(".")
    extension = [{"url": ABSENT, "valueCode": reason}]
    put(resource, ".".join([*above, f"_{last}"]), {"extension": extension})


def taken(resource: Json, part: type[SheetPart], places: dict[str, Place]) -> dict[str, tuple[str, Said]]:
    """What stands at these places, by the field, with the place it was read at."""
    readings = {}
    for name, place in places.items():
        element = take(resource, place.path)
        if element is not None and not _is_derived(resource, name, place, element):
            saying = Said(values=[*_read(part.fields()[name], place, element)])
            readings[name] = (place.path, saying)
    return readings


def _is_derived(resource: Json, name: str, place: Place, element: Any) -> bool:
    """Whether what stands there only says that the field has no value, or is that of another field."""
    if place.form == "gender":
        return "_gender" in resource
    if name == "performer":
        return "reference" not in element
    return name == "dose" and "value" not in element


def _read(spec: Spec, place: Place, element: Any) -> list[Typed]:
    if place.form == "words" and isinstance(spec, Choice):
        code = next((term.code for term in spec.terms if term.label == element), None)
        return [
            Typed("CodeableConcept", {"coding": [], "text": element} if code is None else concept(spec, code))
        ]
    if place.form == "gender" and isinstance(spec, Choice):
        codes = [
            term.code for term in spec.terms if (known := sure("sex", term.code)) and known.code == element
        ]
        return [Typed("CodeableConcept", concept(spec, code)) for code in codes]
    if place.form == "outcome":
        return [Typed("boolean", element == outcome(successful=True))]
    if isinstance(spec, Several):
        return [Typed("CodeableConcept", term) for term in element]
    return [Typed(_type_of(spec), element)]


def _type_of(spec: Spec) -> str:
    kinds = (
        (OfCrew, "Reference"), (Choice, "CodeableConcept"), (Number, "Quantity"), (Moment, "dateTime"), (Day, "date"),
        (YesNo, "boolean"),
    )  # fmt: skip
    return next((name for kind, name in kinds if isinstance(spec, kind)), "string")
