"""What is typed in one field and says another's value too: the unit in "0.4 mg", the second number of "120/80".

It fills the other field where it is empty, and refuses to choose where both say something.
"""

from __future__ import annotations

from collections.abc import Mapping

from werkzeug.datastructures import MultiDict

from epcr.sheet.context import Context
from epcr.sheet.field import Spec
from epcr.sheet.kinds.number import Number
from epcr.sheet.section import SheetPart


def spread(
    part: SheetPart, context: Context, prefix: str, typed: MultiDict[str, str]
) -> tuple[MultiDict[str, str], dict[str, str]]:
    """The form with what its fields say for each other, and a sentence for each field that says something else than the other."""
    whole: MultiDict[str, str] = MultiDict(typed)
    clashes: dict[str, str] = {}
    specs = part.fields()
    for name, spec in specs.items():
        text = typed[f"{prefix}{name}"].strip() if f"{prefix}{name}" in typed else ""
        for other, implied in _along(spec, text).items():
            sibling, key = specs[other], f"{prefix}{other}"
            there = typed.get(key, "".join(sibling.write(getattr(part, other), context))).strip()
            if not there:
                whole.setlist(key, [implied])
            elif not _same(sibling, there, implied, context):
                shown = _shown(sibling, there, context)
                clashes[name] = (
                    f"“{text}” in {spec.label} and “{shown}” in {sibling.label} differ; change the one that is wrong"
                )
    return whole, clashes


def _along(spec: Spec, text: str) -> Mapping[str, str]:
    """What a text says of other fields, by their names."""
    return spec.along(text) if isinstance(spec, Number) and text else {}


def _same(spec: Spec, there: str, implied: str, context: Context) -> bool:
    """Whether two texts are the same value. One that cannot be read is told about at its own field."""
    try:
        value = spec.read([there], context)
    except ValueError:
        return True
    try:
        return bool(spec.read([implied], context) == value)
    except ValueError:
        return False


def _shown(spec: Spec, there: str, context: Context) -> str:
    return spec.show(spec.read([there], context), context)
