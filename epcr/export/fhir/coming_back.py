"""A document of ours as a run sheet again, field by field. Another's is refused, with where and why.

It reads what `epcr.export.fhir.document` writes: the ids of the resources say what they hold, the same places and extensions are read
that are written. Resources that somebody added are named and left aside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from epcr.export.fhir.acts import as_placed, reason_of
from epcr.export.fhir.checking import require_document
from epcr.export.fhir.codings import reason_in
from epcr.export.fhir.json_text import UnreadableBundle, read_json
from epcr.export.fhir.names import FIELD, RUN_SHEET, STRUCK, Json, anchor_of
from epcr.export.fhir.observations import METHODS, TOGETHER
from epcr.export.fhir.paths import take
from epcr.export.fhir.places import (
    ATTACHMENT,
    CREW,
    HOLDERS,
    LISTS,
    MEDICATION,
    PANELS,
    PROCEDURE,
    Place,
    taken,
)
from epcr.export.fhir.said import Said
from epcr.export.fhir.taking import Incoming
from epcr.export.fhir.values import Typed
from epcr.sheet.anchor import Anchor
from epcr.sheet.kinds.choice import Several
from epcr.sheet.run_sheet import BY_SLUG, ENTRY_SLUGS, RunSheet
from epcr.sheet.section import Entry, SheetPart
from epcr.words.naming import shortened

_ID: Final = re.compile(r"[0-9a-f]{12}")
# What reading raises where an object stands in the place of a list, or nothing where something must.
_MISSHAPEN: Final = (AttributeError, TypeError, KeyError, IndexError, ValueError)
_LEFT: Final = frozenset({"software"})
_OWN_PLACES: Final = {
    "crew": {"Practitioner": CREW},
    "interventions": {"MedicationAdministration": MEDICATION, "Procedure": PROCEDURE},
    "attachments": {"DocumentReference": ATTACHMENT},
    "vitals": {"Observation": PANELS["vitals"]},
    **{slug: {"Observation": PANELS[slug]} for slug in ("exam", "notes", "signatures")},
}


@dataclass
class _Part:
    """A section or entry while it is read: what is said of each field and where, and of somebody struck from the crew when and why."""

    path: str
    sayings: dict[str, tuple[str, Said]] = field(default_factory=dict)
    struck: tuple[str, str] | None = None

    def of(self, name: str, path: str) -> Said:
        """What is said of a field, to be added to."""
        return self.sayings.setdefault(name, (path, Said()))[1]


@dataclass(frozen=True)
class ReadSheet:
    """What a document says: the sheet's id, when it was written, its parts, and the paths of what was left aside."""

    id: str
    written: datetime
    parts: tuple[SheetPart, ...]
    left_aside: tuple[str, ...]

    def put_on(self, sheet: RunSheet) -> None:
        """Let a sheet, which is new and empty, be this one."""
        sheet.id = self.id
        sheet.created_at = self.written
        for part in self.parts:
            slug = part.page.slug
            part.saved_at = self.written
            if part.many:
                getattr(sheet, slug).append(part)
            else:
                setattr(sheet, slug, part)


def read_document(sent: bytes) -> ReadSheet:
    """Read the document that `document_bytes` wrote. Raises UnreadableBundle with the path and what is wrong there."""
    entries = require_document(read_json(sent))
    path, _, composition = entries[0]
    sheet_id = _sheet_id(composition, path)
    members = {
        url: anchor.entry
        for _, url, piece in entries
        if (anchor := _anchor(piece)) and anchor.section == "crew"
    }
    reader = _DocumentReader()
    for path, _, resource in entries:
        try:
            reader.hear(resource, path)
        except _MISSHAPEN:
            raise UnreadableBundle(
                path, f"is not laid out as this software lays out a {_type(resource)}"
            ) from None
    reader.hear_roles(entries, members)
    written = _written(composition, entries[0][0])
    parts = tuple(reader.parts(Incoming(members), written))
    return ReadSheet(sheet_id, written, parts, tuple(reader.left_aside))


def _anchor(resource: Json) -> Anchor | None:
    key = resource.get("id")
    return anchor_of(key) if isinstance(key, str) else None


def _sheet_id(composition: Json, path: str) -> str:
    element = composition.get("identifier")
    element = element if isinstance(element, dict) else {}
    if element.get("system") != RUN_SHEET:
        raise UnreadableBundle(
            f"{path}.identifier.system",
            "this document was not written by a training ePCR; only those can be read back",
        )
    number = element.get("value")
    if not isinstance(number, str) or not _ID.fullmatch(number):
        raise UnreadableBundle(
            f"{path}.identifier.value", f"“{shortened(str(number))}” is no id of a run sheet"
        )
    return number


def _written(composition: Json, path: str) -> datetime:
    try:
        at = datetime.fromisoformat(composition["date"])
    except (KeyError, TypeError, ValueError):
        at = datetime.min  # noqa: DTZ901 - it has no offset, like what is refused here
    if at.tzinfo is None:
        raise UnreadableBundle(f"{path}.date", "is no time with seconds and offset")
    return at.astimezone(UTC)


class _DocumentReader:
    """Hears what each resource says, and makes the parts of it."""

    def __init__(self) -> None:
        self.heard: dict[tuple[str, str], _Part] = {}
        self.left_aside: list[str] = []
        self.holders = {holder.key: holder for holder in HOLDERS}

    def hear(self, resource: Json, path: str) -> None:
        """Take in what a resource says, by its id."""
        key, anchor = resource.get("id"), _anchor(resource)
        if key in self.holders:
            self._hear_holder(resource, path)
        elif key == "composition":
            self._hear_extensions(resource, path)
        elif key in _LEFT:
            return
        elif anchor is None or (
            anchor.section not in ENTRY_SLUGS and not anchor.field and anchor.section != "arrest"
        ):
            self.left_aside.append(f"{path} ({_type(resource)})")
        elif anchor.field:
            self._hear_field(resource, path, anchor)
        else:
            self._hear_own(resource, path, anchor)

    def _part(self, slug: str, entry: str, path: str) -> _Part:
        return self.heard.setdefault((slug, entry), _Part(path))

    def _hear_holder(self, resource: Json, path: str) -> None:
        holder = self.holders[resource["id"]]
        _require_type(resource, holder.type, path)
        part = self._part(holder.slug, "", path)
        self._hear_places(resource, path, part, BY_SLUG[holder.slug], holder.places)

    def _hear_places(
        self, resource: Json, path: str, part: _Part, kind: type[SheetPart], places: dict[str, Place]
    ) -> None:
        for name, (at, saying) in taken(resource, kind, places).items():
            part.of(name, f"{path}.{at}").values += saying.values

    def _hear_extensions(self, resource: Json, path: str) -> None:
        """The fields that stand in the Composition's own extensions, by their anchors."""
        for at, name, parts in _own_extensions(resource, path):
            anchor = Anchor.parse(name, entry_sections=ENTRY_SLUGS)
            if anchor.section not in BY_SLUG or anchor.field not in BY_SLUG[anchor.section].fields():
                raise UnreadableBundle(at, f"“{shortened(name)}” is no field of a run sheet")
            self._part(anchor.section, anchor.entry, path).of(anchor.field, at).hear_extension(parts)

    def _hear_own(self, resource: Json, path: str, anchor: Anchor) -> None:
        """A resource that is an entry, or the whole of a section."""
        kind = BY_SLUG[anchor.section]
        by_type = _OWN_PLACES.get(anchor.section, {"Observation": {}})
        if _type(resource) not in by_type:
            _require_type(resource, " or ".join(by_type), path)
        part = self._part(anchor.section, anchor.entry, path)
        self._hear_places(as_placed(resource), path, part, kind, by_type[_type(resource)])
        for at, name, parts in _own_extensions(resource, path):
            if name not in kind.fields():
                raise UnreadableBundle(at, f"“{shortened(name)}” is no field of {kind.page.title}")
            part.of(name, at).hear_extension(parts)
        self._hear_components(resource, path, part, kind)
        if reason := reason_in(reason_of(resource)):
            part.of("item", f"{path}.statusReason").reason = reason
        part.struck = _struck(resource)

    def _hear_components(self, resource: Json, path: str, part: _Part, kind: type[SheetPart]) -> None:
        for number, component in enumerate(resource.get("component", [])):
            at, name = f"{path}.component[{number}]", component.get("id", "")
            if name not in kind.fields():
                raise UnreadableBundle(
                    f"{at}.id", f"“{shortened(str(name))}” is no field of {kind.page.title}"
                )
            _hear_fragment(part.of(name, at), component, kind, name)

    def _hear_field(self, resource: Json, path: str, anchor: Anchor) -> None:
        """A resource that is one value of a field, or of fields that are measured together."""
        kind = BY_SLUG[anchor.section]
        part = self._part(anchor.section, anchor.entry, path)
        if (
            anchor.section == "history"
            and anchor.field in LISTS
            and _type(resource) == LISTS[anchor.field][0]
        ):
            _hear_listed(resource, path, part, anchor.field)
            return
        if anchor.field not in {*kind.fields(), *TOGETHER}:
            raise UnreadableBundle(f"{path}.id", f"“{shortened(resource['id'])}” is no field of a run sheet")
        _require_type(resource, "Observation", path)
        if anchor.field in TOGETHER:
            self._hear_components(resource, path, part, kind)
            method = TOGETHER[anchor.field].method
        else:
            _hear_fragment(part.of(anchor.field, path), resource, kind, anchor.field)
            method = next((name for name, measured in METHODS.items() if anchor.field in measured), "")
        if method and "method" in resource and anchor.section == "vitals":
            part.of(method, f"{path}.method").values[:] = [Typed("CodeableConcept", resource["method"])]

    def hear_roles(self, entries: list[tuple[str, str, Json]], members: dict[str, str]) -> None:
        """The roles of the crew, which stand where they took part in the encounter."""
        participants = (
            (path, f"{path}.participant[{number}]", participant)
            for path, _, resource in entries
            if resource.get("id") == "encounter"
            for number, participant in enumerate(resource.get("participant", []))
        )
        for path, at, participant in participants:
            entry = members.get(take(participant, "individual.reference") or "")
            if entry is not None and "type" in participant:
                roles = [Typed("CodeableConcept", piece) for piece in participant["type"]]
                self._part("crew", entry, path).of("roles", f"{at}.type").values += roles

    def parts(self, incoming: Incoming, written: datetime) -> Iterator[SheetPart]:
        """The parts, in the order in which they stand in the document."""
        counts: dict[str, int] = {}
        for number, ((slug, entry), heard) in enumerate(self.heard.items()):
            kind = BY_SLUG[slug]
            part = (
                kind(id=entry, created_at=written + timedelta(microseconds=number)) if kind.many else kind()
            )
            counts[slug] = counts.get(slug, 0) + 1
            if isinstance(part, Entry) and counts[slug] > part.most:
                raise UnreadableBundle(heard.path, f"{kind.page.title} holds at most {part.most} entries")
            _put_on(part, heard, incoming)
            yield part


def _put_on(part: SheetPart, heard: _Part, incoming: Incoming) -> None:
    for name, (path, saying) in heard.sayings.items():
        try:
            saying.put_on(part, name, incoming)
        except ValueError as error:
            raise UnreadableBundle(path, str(error)) from None
        except _MISSHAPEN:
            raise UnreadableBundle(
                path, f"{part.fields()[name].label} is not laid out as FHIR lays it out"
            ) from None
    if heard.struck is not None and isinstance(part, Entry):
        at, part.struck_reason = heard.struck
        part.struck_at = datetime.fromisoformat(at).astimezone(UTC)


def _hear_fragment(saying: Said, fragment: Json, kind: type[SheetPart], name: str) -> None:
    denied = isinstance(kind.fields()[name], Several) and fragment.get("valueBoolean") is False
    saying.hear(fragment, negative=fragment.get("code") if denied else None)


def _hear_listed(resource: Json, path: str, part: _Part, name: str) -> None:
    at = LISTS[name][1]
    element, saying = resource.get(at, {}), part.of(name, f"{path}.{at}")
    if reason := reason_in(element):
        saying.reason = reason
    else:
        saying.values.append(Typed("CodeableConcept", element))


def _own_extensions(resource: Json, path: str) -> Iterator[tuple[str, str, list[Json]]]:
    """Each of our extensions that carries a field: where it stands, the name it has, and its parts."""
    for number, piece in enumerate(resource.get("extension", [])):
        if piece.get("url") == FIELD:
            name = next(
                (part.get("valueString") for part in piece["extension"] if part.get("url") == "name"), None
            )
            yield f"{path}.extension[{number}]", str(name), piece["extension"]


def _struck(resource: Json) -> tuple[str, str] | None:
    for piece in resource.get("extension", []):
        if piece.get("url") == STRUCK:
            element = {part.get("url"): part for part in piece["extension"]}
            return element["at"]["valueDateTime"], element["reason"]["valueString"]
    return None


def _type(resource: Json) -> Any:
    return resource.get("resourceType")


def _require_type(resource: Json, wanted: str, path: str) -> None:
    if _type(resource) != wanted:
        raise UnreadableBundle(
            f"{path}.resourceType", f"is “{shortened(str(_type(resource)))}”; what has this id is a {wanted}"
        )
