"""What was typed into a form, in words: for the page that could not save it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from epcr.sheet.kinds.choice import Choice
from epcr.sheet.kinds.drawn import Drawing
from epcr.sheet.run_sheet import BY_SLUG
from epcr.sheet.vocabulary import vocabulary
from epcr.words.language import gettext

MOST_SHOWN = 100_000  # characters, chosen here: as long as the longest list of people that is taken
# What pages send along that nobody typed.
NOT_TYPED = frozenset(
    {
        "version", "entry", "goto", "filled", "form_id", "seen", "draft", "looked", "anchor", "number", "source", "back", "next",
        "certificate", "device_at",
    }
)  # fmt: skip


@dataclass(frozen=True)
class TypedField:
    """One field: its label and its text."""

    label: str
    text: str


def typed(sent: Iterable[tuple[str, str]]) -> list[TypedField]:
    """The fields that say something, in the order of the form."""
    fields, room = [], MOST_SHOWN
    for name, text in sent:
        if name in NOT_TYPED or name.endswith(("-asked", "-began")) or not text.strip():
            continue
        label, words = _in_words(name, text)
        if len(words) > room:
            words = f"{words[:room]}…"
        fields.append(TypedField(label, words))
        room -= len(words)
        if room <= 0:
            break
    return fields


def _in_words(name: str, text: str) -> tuple[str, str]:
    """Label and text of a field: of a run sheet in the words of its declaration, of any other form by its name."""
    section, *rest = name.split("-")
    kind = BY_SLUG.get(section)
    if kind is not None and kind.many:
        rest = rest[1:]
    spec = kind.fields().get(rest[0]) if kind is not None and rest else None
    if spec is None:
        return gettext(
            name.replace("_", " ").capitalize()
        ), text  # the catalog has it where the form's own label is so
    if isinstance(spec, Drawing):
        return spec.label, "drawn"
    if rest[1:] == ["why"]:
        return f"{spec.label}, {spec.why.lower()}", vocabulary("reason").label(text)
    terms = spec.terms if isinstance(spec, Choice) else None
    label = f"{spec.label}, not present" if rest[1:] == ["not"] else spec.label
    return label, "; ".join(terms.label(line) for line in text.splitlines()) if terms else text
