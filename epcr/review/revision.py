"""A sheet frozen as plain values, and what changed between two of them, field by field.

It knows sections and words; who froze it and why is for the steps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from epcr.review.model import Comment
from epcr.sheet.absent import negatives_in, source_of
from epcr.sheet.anchor import Anchor
from epcr.sheet.context import Context
from epcr.sheet.field import Spec
from epcr.sheet.kinds.number import Number
from epcr.sheet.run_sheet import BY_SLUG, SECTIONS, RunSheet, in_time
from epcr.sheet.section import Entry, SheetPart

Frozen = dict[str, Any]
"""A section or entry: section, entry, title, struck, verdict, and fields by name with value, why, not and words."""


@dataclass(frozen=True)
class Change:
    """What one field, or a whole entry, was and is, in words; empty words stand for nothing documented.

    `comment` is the one that asked for it, where one stands at the field.
    """

    anchor: Anchor
    section: str
    label: str
    before: str
    after: str
    comment: Comment | None = None


def heading(part: SheetPart, context: Context) -> str:
    """What an entry is called in a list: "Aspirin · 17:10", "Vital-sign set · 17:05"; a section, by its title."""
    if not isinstance(part, Entry):
        return part.page.title
    title = part.title(context) or part.noun[:1].upper() + part.noun[1:]
    return " · ".join([title, *part.clock(context)])


def freeze(sheet: RunSheet) -> dict[str, Any]:
    """Everything the sheet says, struck entries included, as values that JSON holds."""
    context = sheet.context()
    return {"parts": [_frozen(part, context) for part in _all_parts(sheet)]}


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    """What changed from one frozen sheet to the other, in the order of the sheet."""
    then = {(part["section"], part["entry"]): part for part in before["parts"]}
    now = {(part["section"], part["entry"]): part for part in after["parts"]}
    for section in SECTIONS:
        slug = section.page.slug
        for key in [key for key in {**now, **then} if key[0] == slug]:
            yield from _compared(then.get(key), now.get(key))


def _compared(then: Frozen | None, now: Frozen | None) -> Iterator[Change]:
    if then is None and now is not None:
        yield from _whole(now, "", _in_short(now))
    elif now is None and then is not None:
        yield from _whole(then, _in_short(then), "")
    elif then is not None and now is not None:
        if then["struck"] != now["struck"]:
            yield from _whole(now, _standing(then), _standing(now))
        for name, spec in BY_SLUG[now["section"]].fields().items():
            old, new = then["fields"].get(name, {}), now["fields"].get(name, {})
            if _differ(spec, old, new):
                yield _change(now, name, old.get("words", ""), new.get("words", ""))


def _whole(part: Frozen, before: str, after: str) -> Iterator[Change]:
    if before or after:
        anchor = Anchor(part["section"], part["entry"])
        yield Change(anchor, BY_SLUG[part["section"]].page.title, part["title"], before, after)


def _change(part: Frozen, name: str, before: str, after: str) -> Change:
    kind = BY_SLUG[part["section"]]
    spec = kind.fields()[name]
    label, before, after = spec.label, before or spec.when_empty, after or spec.when_empty
    if kind.many:
        label = f"{part['title']}: {label}"
    return Change(Anchor(part["section"], part["entry"], name), kind.page.title, label, before, after)


def _standing(part: Frozen) -> str:
    return f"struck: {part['struck']}" if part["struck"] else "recorded"


def _in_short(part: Frozen) -> str:
    specs = BY_SLUG[part["section"]].fields()
    return "; ".join(
        f"{specs[name].label} {said['words']}" for name, said in part["fields"].items() if name in specs
    )


def _differ(spec: Spec, old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether a field says something else. A number is what is seen of it: 100.4 °F typed again as 38 °C is no change."""
    seen_alike = isinstance(spec, Number) and old.get("words") == new.get("words")
    return _bare(old) != _bare(new) and not seen_alike


def _bare(said: Mapping[str, Any]) -> dict[str, Any]:
    """What is said without its words, which may read differently when only the crew's names changed."""
    return {key: value for key, value in said.items() if key != "words"}


def _all_parts(sheet: RunSheet) -> Iterator[SheetPart]:
    for section in SECTIONS:
        found = sheet.every(section)
        yield from in_time(found) if section.many else found


def _frozen(part: SheetPart, context: Context) -> Frozen:
    fields = {}
    for name in part.fields():
        if part.documented(name):
            fields[name] = {**_said(part, name), "words": part.show(name, context)}
    entry = part if isinstance(part, Entry) else None
    return {
        "section": part.page.slug,
        "entry": entry.id if entry else "",
        "title": heading(part, context),
        "struck": (entry.struck_reason or "struck") if entry and entry.struck else None,
        "verdict": getattr(part, "verdict", None),
        "fields": fields,
    }


def _said(part: SheetPart, name: str) -> dict[str, Any]:
    said: dict[str, Any] = {}
    if (value := getattr(part, name)) is not None:
        said["value"] = value.isoformat() if isinstance(value, datetime | date) else value
    if why := part.why(name):
        said["why"] = why
    if source := part.absent.get(source_of(name)):
        said["source"] = source
    if missed := sorted(negatives_in(part.absent, name)):
        said["not"] = missed
    return said
