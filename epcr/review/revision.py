"""What changed between two frozen sheets, field by field, and what an entry is called.

It knows sections and words; how a sheet is frozen and thawed is for `epcr.review.frozen`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from epcr.review.model import Comment
from epcr.sheet.anchor import Anchor
from epcr.sheet.context import Context
from epcr.sheet.field import Spec
from epcr.sheet.kinds.number import Number
from epcr.sheet.run_sheet import BY_SLUG, SECTIONS
from epcr.sheet.section import Entry, SheetPart

Frozen = dict[str, Any]
"""A section or entry: section, entry, title, struck, verdict, fields by name with value, why, not and words, and what its row
keeps beside them.
"""


@dataclass(frozen=True)
class SheetChange:
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
    return " · ".join([part.heading(context), *part.clock(context)])


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[SheetChange]:
    """What changed from one frozen sheet to the other, in the order of the sheet."""
    then = {(part["section"], part["entry"]): part for part in before["parts"]}
    now = {(part["section"], part["entry"]): part for part in after["parts"]}
    for section in SECTIONS:
        slug = section.page.slug
        for key in [key for key in {**now, **then} if key[0] == slug]:
            yield from _compared(then.get(key), now.get(key))


def _compared(then: Frozen | None, now: Frozen | None) -> Iterator[SheetChange]:
    """What changed of one section or entry, which was not there before or is no more, perhaps."""
    if then is not None and now is not None:
        yield from _changed(then, now)
    elif (part := then or now) is not None:
        yield from _whole(part, _in_short(then), _in_short(now))


def _changed(then: Frozen, now: Frozen) -> Iterator[SheetChange]:
    if then["struck"] != now["struck"]:
        yield from _whole(now, _standing(then), _standing(now))
    for name, spec in BY_SLUG[now["section"]].fields().items():
        old, new = then["fields"].get(name, {}), now["fields"].get(name, {})
        if _differ(spec, old, new):
            yield _change(now, name, old.get("words", ""), new.get("words", ""))


def _whole(part: Frozen, before: str, after: str) -> Iterator[SheetChange]:
    if before or after:
        anchor = Anchor(part["section"], part["entry"])
        yield SheetChange(anchor, BY_SLUG[part["section"]].page.title, part["title"], before, after)


def _change(part: Frozen, name: str, before: str, after: str) -> SheetChange:
    kind = BY_SLUG[part["section"]]
    spec = kind.fields()[name]
    label, before, after = spec.label, before or spec.when_empty, after or spec.when_empty
    if kind.many:
        label = f"{part['title']}: {label}"
    return SheetChange(Anchor(part["section"], part["entry"], name), kind.page.title, label, before, after)


def _standing(part: Frozen) -> str:
    return f"struck: {part['struck']}" if part["struck"] else "recorded"


def _in_short(part: Frozen | None) -> str:
    """The fields of an entry in one line; empty for none."""
    if part is None:
        return ""
    specs = BY_SLUG[part["section"]].fields()
    return "; ".join(
        f"{specs[name].label} {answer['words']}" for name, answer in part["fields"].items() if name in specs
    )


def _differ(spec: Spec, old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether a field says something else. A number is what is seen of it: 100.4 °F typed again as 38 °C is no change."""
    seen_alike = isinstance(spec, Number) and old.get("words") == new.get("words")
    return _bare(old) != _bare(new) and not seen_alike


def _bare(answer: Mapping[str, Any]) -> dict[str, Any]:
    """What is said without its words, which may read differently when only the crew's names changed."""
    return {key: value for key, value in answer.items() if key != "words"}
