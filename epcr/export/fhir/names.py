"""How things are named in a bundle: addresses of code systems and of our own extensions, ids of resources.

The addresses of our own name a thing and lead nowhere: `.example` is reserved, so that they never belong to anybody else.
They are listed in docs/fhir.md.
"""

from __future__ import annotations

import re
from typing import Any, Final
from uuid import UUID, uuid5

from epcr.sheet.anchor import Anchor
from epcr.sheet.run_sheet import BY_SLUG, ENTRY_SLUGS

Json = dict[str, Any]

OWN: Final = "https://epcr.example/fhir"
FIELD: Final = f"{OWN}/StructureDefinition/field"
TOLD_BY: Final = f"{OWN}/StructureDefinition/told-by"
BESIDE: Final = f"{OWN}/StructureDefinition/beside"
EXACT: Final = f"{OWN}/StructureDefinition/exact"
STRUCK: Final = f"{OWN}/StructureDefinition/struck"
RUN_SHEET: Final = f"{OWN}/run-sheet"
ABSENT: Final = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"

# The code systems that schemas/fhir/codes.csv and the vocabularies name, by the words used there.
SYSTEMS: Final = {
    "loinc": "http://loinc.org",
    "snomed": "http://snomed.info/sct",
    "rxnorm": "http://www.nlm.nih.gov/research/umls/rxnorm",
    "icd10cm": "http://hl7.org/fhir/sid/icd-10-cm",
    "ucum": "http://unitsofmeasure.org",
    # NEMSIS has no registered address; this is the one that the draft IHE guide prints.
    "nemsis": "https://profiles.ihe.net/PCC/mPSC/CodeSystem/NEMSIS",
    "absent": "http://terminology.hl7.org/CodeSystem/data-absent-reason",
    "empty": "http://terminology.hl7.org/CodeSystem/list-empty-reason",
    "interpretation": "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation",
    "gender": "http://hl7.org/fhir/administrative-gender",
    "encounter-status": "http://hl7.org/fhir/encounter-status",
    "encounter-class": "http://terminology.hl7.org/CodeSystem/v3-ActCode",
}
_RESOURCES: Final = UUID("6b1f6c55-7a4e-5d0c-9c35-3f0a2a1b7d21")  # chosen once, by chance
_KEY: Final = re.compile(r"(?P<name>[a-z][a-z0-9]*(?:\.[a-z][a-z0-9]*)*?)(?:\.(?P<number>n?\d+))?")


def own_system(vocabulary: str) -> str:
    """The address of one of our own lists as a code system."""
    return f"{OWN}/CodeSystem/{vocabulary}"


def full_url(sheet_id: str, key: str) -> str:
    """The address of a resource inside its bundle: the same whenever the same sheet is written."""
    return f"urn:uuid:{uuid5(_RESOURCES, f'{sheet_id}/{key}')}"


def key_of(anchor: Anchor, number: str = "") -> str:
    """The id of the resource that a part or a field of it stands in; `number` tells several of one field apart.

    An id has letters, digits, hyphens and points: the low lines of a name become points.
    """
    key = str(anchor).replace("_", ".")
    return f"{key}.{number}" if number else key


def anchor_of(key: str) -> Anchor | None:
    """The part or field that a resource of this id holds, back from `key_of`; None for an id that names none."""
    slug, *rest = key.split("-")
    if slug not in BY_SLUG or len(rest) > 1 + (slug in ENTRY_SLUGS):
        return None
    entry = rest.pop(0) if slug in ENTRY_SLUGS and rest else ""
    if slug in ENTRY_SLUGS and not re.fullmatch(r"[0-9a-f]{1,32}", entry):
        return None
    named = _KEY.fullmatch(rest[0]) if rest else None
    if rest and named is None:
        return None
    return Anchor(slug, entry, named["name"].replace(".", "_") if named else "")
