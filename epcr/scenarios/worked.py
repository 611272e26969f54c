"""A worked run sheet as a file: words as a trainee types them, by section and field, and the steps the sheet took.

It reads `schemas/demo/<name>.toml` through the same specs as a form does, so that a file cannot say what a trainee could not
type. Where the sheet is stored, and who the people are, is for `demo`.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, cast

from msgspec import Struct, defstruct, field

from epcr import paths
from epcr.broken_schema import BrokenSchema
from epcr.scenarios.scenario import convert
from epcr.sheet.anchor import Anchor
from epcr.sheet.context import Context
from epcr.sheet.field import Spec
from epcr.sheet.kinds.choice import Several
from epcr.sheet.kinds.crew_member import OfCrew
from epcr.sheet.kinds.drawn import Drawing
from epcr.sheet.run_sheet import ENTRY_SLUGS, SECTIONS, RunSheet
from epcr.sheet.section import Entry, SheetPart
from epcr.toml_file import toml_of

Words = dict[str, Any]
"""One section or entry: a field and its words; beside them `key`, `why`, `not` and, for the patient, `born`."""

NAMESPACE: Final = uuid.UUID(
    "6f1d3c1e-3d4b-4a52-9a87-6f0c7c0de0aa"
)  # ids made from names are the same on every machine
BESIDE: Final = frozenset({"key", "why", "not", "born", "struck"})
DRAWN: Final = "@"  # starts the name of a drawing in `schemas/demo/signatures.toml`


class FieldComment(Struct, frozen=True, forbid_unknown_fields=True):
    """A comment of an instructor at a field: `about` is section, key of the entry and field, joined by dots."""

    about: str
    kind: Literal["well_done", "improve", "must_fix"]
    text: str


class WorkedStep(Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody did with the sheet, so many hours before it is loaded. `set` holds the new words of a changed sheet."""

    kind: Literal[
        "submitted",
        "withdrawn",
        "opened",
        "returned",
        "accepted",
        "reopened",
        "addendum",
        "discarded",
        "changed",
    ]
    by: str
    hours_ago: float
    note: str = ""
    comments: tuple[FieldComment, ...] = ()
    set: dict[str, str | list[str]] = field(default_factory=dict)


class WarningAnswer(Struct, frozen=True, forbid_unknown_fields=True):
    """The trainee's answer to warnings at one field or at several; `source` narrows it to the findings of one check."""

    about: tuple[str, ...]
    text: str
    kind: str = "explained"
    source: str = ""


class Worked(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A worked sheet. The date of call lies `days_ago` days before it is loaded; without sections it is as it began."""

    trainee: str
    days_ago: int
    scenario: str = ""
    answers: tuple[WarningAnswer, ...] = ()
    steps: tuple[WorkedStep, ...] = ()
    name: str = ""

    @property
    def file(self) -> Path:
        """The file it was read from."""
        return folder() / f"{self.name}.toml"

    def words(self, slug: str) -> Sequence[Words]:
        """What the file says of a section that stands once, or of each of its entries."""
        section = getattr(self, slug)
        return section if slug in ENTRY_SLUGS else (section,)

    def id_of(self, key: str = "") -> str:
        """The id of the entry with this key, or of the sheet: the same whenever it is loaded."""
        made = uuid.uuid5(NAMESPACE, f"{self.name}/{key}").hex
        return made if key else made[:12]

    def anchor(self, text: str) -> Anchor:
        """The address that `vitals.second.pain`, `vitals.second`, `history.onset` or `history` stands for."""
        slug, *rest = text.split(".")
        entry = self.id_of(f"{slug}.{rest.pop(0)}") if slug in ENTRY_SLUGS and rest else ""
        return Anchor(slug, entry, ".".join(rest))


# The whole file: the keys of `Worked`, and the sections of the sheet, each under its slug.
FILE = cast(
    "type[Worked]",
    defstruct(
        "Worked",
        [
            (section.page.slug, tuple[Words, ...], ())
            if section.many
            else (section.page.slug, Words, field(default_factory=dict))
            for section in SECTIONS
        ],
        bases=(Worked,),
        namespace={"__doc__": Worked.__doc__},
        frozen=True,
        forbid_unknown_fields=True,
        kw_only=True,
    ),
)


def folder() -> Path:
    """Where the worked sheets lie."""
    return paths.schemas() / "demo"


def worked_sheets() -> list[Worked]:
    """All worked sheets, by file name. Raises BrokenSchema, naming file, key and reason."""
    return [read(file) for file in sorted(folder().glob("*.toml")) if file.stem != "signatures"]


def read(file: Path) -> Worked:
    """One worked sheet. Raises BrokenSchema, naming file, key and reason."""
    return convert(file, toml_of(file) | {"name": file.stem}, FILE)


@cache
def drawings() -> Mapping[str, str]:
    """Drawn signatures by name, as a browser sends them."""
    return {name: str(strokes) for name, strokes in toml_of(folder() / "signatures.toml").items()}


def fill(sheet: RunSheet, worked: Worked, day: date) -> None:
    """Write the words of the file into a sheet of this day. Raises BrokenSchema where they cannot be read."""
    sheet.incident.date_of_call = day
    for section in SECTIONS:
        slug = section.page.slug
        if section.many:
            _fill_entries(sheet, worked, section)
        else:
            _write(worked, sheet, getattr(sheet, slug), slug, worked.words(slug)[0])
    if born := worked.words("patient")[0].get("born"):
        sheet.patient.date_of_birth = _born(worked, born, day)
    incident = sheet.incident
    sheet.created_at = incident.unit_notified or sheet.customs().resolve(day, 12, 0, 0)
    _stamp(sheet, incident.back_in_service or incident.transfer_of_care or _last(sheet))
    _strike_entries(sheet, worked)


def _fill_entries(sheet: RunSheet, worked: Worked, section: type[SheetPart]) -> None:
    """Make the entries of a section anew, each under the id that comes of its key."""
    slug = section.page.slug
    sheet.every(section).clear()
    for number, words in enumerate(worked.words(slug)):
        key = words.get("key")
        if not isinstance(key, str):
            raise BrokenSchema(worked.file, f"{slug}[{number}].key", "give the entry a key, like v1")
        entry = section(id=worked.id_of(f"{slug}.{key}"))
        sheet.keep(entry)
        _write(worked, sheet, entry, f"{slug}[{number}]", words)


def _strike_entries(sheet: RunSheet, worked: Worked) -> None:
    for slug in ENTRY_SLUGS:
        for words in worked.words(slug):
            if reason := words.get("struck"):
                _strike(sheet.part(slug, worked.id_of(f"{slug}.{words['key']}")), str(reason))


def change(sheet: RunSheet, worked: Worked, step: WorkedStep, at: datetime) -> None:
    """Write what a trainee changed at one step. Raises BrokenSchema where it cannot be read."""
    for about, words in step.set.items():
        anchor = worked.anchor(about)
        part = sheet.find(anchor)
        if part is None or anchor.field not in part.fields():
            raise BrokenSchema(worked.file, f"steps.set.{about}", "there is no such field on the sheet")
        sheet.keep(part)
        _write(worked, sheet, part, "steps.set", {anchor.field: words})
        part.version += 1
        part.saved_at = at


def _write(worked: Worked, sheet: RunSheet, part: SheetPart, place: str, words: Words) -> None:
    specs = part.fields()
    for key in words:
        if key not in specs and key not in BESIDE:
            raise BrokenSchema(worked.file, f"{place}.{key}", "the section has no field of this name")
    context = _context(worked, sheet, part, words)
    absent = {name: why for name, why in part.absent.items() if name not in words}
    for name in (
        name for name in specs if name in words
    ):  # times follow each other in the order of the fields
        try:
            value = _value(worked, specs[name], words[name], context)
        except ValueError as error:
            raise BrokenSchema(worked.file, f"{place}.{name}", str(error)) from None
        setattr(part, name, value)
        context = specs[name].following(value, context)
    part.absent = {
        **absent,
        **dict(_reasons(worked, part, f"{place}.why", words.get("why", {}))),
        **dict(_negatives(worked, part, f"{place}.not", words.get("not", {}), context)),
    }


def _reasons(
    worked: Worked, part: SheetPart, place: str, whys: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Why fields have no value, by field."""
    specs = part.fields()
    for name, why in whys.items():
        spec = specs.get(name)
        if spec is None or why not in spec.reasons:
            reason = f"{why!r} is not a reason that this field takes"
            raise BrokenSchema(worked.file, f"{place}.{name}", reason)
        if getattr(part, name) is not None and why not in spec.beside:
            raise BrokenSchema(worked.file, f"{place}.{name}", "the field has a value; keep one of the two")
        yield name, why


def _negatives(
    worked: Worked, part: SheetPart, place: str, absent: Mapping[str, Any], context: Context
) -> Iterator[tuple[str, str]]:
    """What was looked for and is not there, by field and code."""
    specs = part.fields()
    for name, words in absent.items():
        spec = specs.get(name)
        if not isinstance(spec, Several) or not spec.negative:
            reason = "nothing can be said to be absent in this field"
            raise BrokenSchema(worked.file, f"{place}.{name}", reason)
        try:
            codes = spec.codes(words, context)
        except ValueError as error:
            raise BrokenSchema(worked.file, f"{place}.{name}", str(error)) from None
        yield from ((f"{name}:{code}", spec.negative) for code in codes)


def _value(worked: Worked, spec: Spec, words: Any, context: Context) -> Any:
    texts = [str(word) for word in words] if isinstance(words, list) else [str(words)]
    if isinstance(spec, OfCrew):
        texts = [worked.id_of(f"crew.{text}") for text in texts]
    if isinstance(spec, Drawing):
        texts = [drawings().get(text.removeprefix(DRAWN), text) for text in texts]
    return spec.read(texts, context)


def _context(worked: Worked, sheet: RunSheet, part: SheetPart, words: Words) -> Context:
    crew = {
        worked.id_of(f"crew.{member.get('key')}"): str(member.get("member", ""))
        for member in worked.words("crew")
    }
    siblings = {name: value for name, value in words.items() if isinstance(value, str)}
    return replace(sheet.context(part), crew=crew, siblings=siblings)


def _born(worked: Worked, born: Any, day: date) -> date:
    """The date of birth of somebody who is this old on the day of the call."""
    try:
        month, day_of_month = (int(part) for part in born["on"].split("-"))
        birthday = date(day.year - born["age"], month, day_of_month)
        return (
            birthday
            if (day.month, day.day) >= (month, day_of_month)
            else birthday.replace(year=birthday.year - 1)
        )
    except (AttributeError, KeyError, TypeError, ValueError):
        reason = 'write the age at the call and the birthday, like { age = 68, on = "03-14" }'
        raise BrokenSchema(worked.file, "patient.born", reason) from None


def _stamp(sheet: RunSheet, end: datetime) -> None:
    """Date what was written: saved at the end of the call, entries made one after the other."""
    for order, part in enumerate(sheet.parts()):
        if not part.touched():
            continue
        part.version = 1
        part.saved_at = end
        if isinstance(part, Entry):
            part.created_at = sheet.created_at + timedelta(seconds=order)


def _last(sheet: RunSheet) -> datetime:
    """The last time on a sheet of a call that is not over."""
    moments = (entry.moment() for slug in ENTRY_SLUGS for entry in sheet.entries(slug))
    last: datetime = max([sheet.created_at, *(moment for moment in moments if moment is not None)])
    return last


def _strike(entry: SheetPart | None, reason: str) -> None:
    if isinstance(entry, Entry):
        entry.struck_at = entry.saved_at
        entry.struck_reason = reason
        entry.version += 1
