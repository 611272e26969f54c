"""What a line of the audit says of a field: in words, and put back into the field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from epcr.sheet.absent import source_of
from epcr.sheet.anchor import Anchor
from epcr.sheet.context import Context
from epcr.sheet.kinds.day import Day
from epcr.sheet.kinds.moment import Moment
from epcr.sheet.run_sheet import BY_SLUG
from epcr.sheet.section import SheetPart


def in_words(anchor: Anchor, content: Mapping[str, Any], context: Context) -> str:
    """What a line says of the field, in the words that the field has for it."""
    part = BY_SLUG[anchor.section]()
    put_back(part, anchor.field, content)
    return part.show(anchor.field, context)


def put_back(part: SheetPart, name: str, content: Mapping[str, Any]) -> None:
    """Make a field say what a line says of it."""
    spec, value = part.fields()[name], content.get("value")
    if isinstance(value, str) and isinstance(spec, Moment):
        value = datetime.fromisoformat(value)
    elif isinstance(value, str) and isinstance(spec, Day):
        value = date.fromisoformat(value)
    setattr(part, name, value)
    others = {
        key: why
        for key, why in part.absent.items()
        if key not in {name, source_of(name)} and not key.startswith(f"{name}:")
    }
    why, source = content.get("why"), content.get("source")
    part.absent = {
        **others,
        **({name: why} if why else {}),
        **({source_of(name): source} if source else {}),
        **{f"{name}:{code}": getattr(spec, "negative", "") for code in content.get("not", ())},
    }
