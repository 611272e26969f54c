"""What a device sends: changes in the order in which they were typed, read from JSON. It knows texts, never values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from epcr.audit import device
from epcr.sheet.anchor import Anchor
from epcr.sheet.run_sheet import BY_SLUG

MOST: Final = 200  # changes in one message, chosen here: a device that kept more sends them in several
_NUMBER: Final = re.compile(r"[0-9a-f]{32}", re.ASCII)
_NUMBER_OR_NONE: Final = re.compile(r"(?:[0-9a-f]{32})?", re.ASCII)
_KNOWN: Final = re.compile(
    r"(?:[0-9a-f]{6}|[0-9a-f]{32})?", re.ASCII
)  # a sum of `epcr.shown`, the op of a change, or nothing
TYPED: Final = "typed"
STANDS: Final = "stands"
_HALF: Final = re.compile("[\ud800-\udfff]")
_CHOICES: Final = re.compile(f"(?:{TYPED}|{STANDS})?")
NO_FIELD: Final = "This version of the sheet has no such field. Copy what you typed to where it belongs now."
MALFORMED: Final = "This change arrived damaged. Type it again."
_ENTRY_SECTIONS: Final = frozenset(slug for slug, kind in BY_SLUG.items() if kind.many)


class UnreadableMessage(ValueError):  # noqa: N818 - it is named for what it found
    """A message, or a change in it, that no page of ours sends."""


@dataclass(frozen=True)
class FieldChange:
    """One change of one field, or of an entry as a whole.

    `op` is its number, `anchor` the field. `texts` is what stands in the control, `why` the reason for no value, `absent` what was
    looked for and not found; None where it says nothing of that. `was` is what the device knew of the field: the sum that a
    page showed, or the op of the change before it; empty for a field of which nothing was known. `settles` is the op of the contested
    change that it decides, for what was `typed` there or for what `stands`; `was` is then the sum of both as they were shown. `strike` is
    the reason why an entry is struck, `restored` that it is put back. `fault` says why it cannot be applied, whatever the sheet says: it
    was typed for a field that is no more.
    """

    op: str
    anchor: Anchor
    texts: tuple[str, ...] | None = None
    why: str | None = None
    absent: tuple[str, ...] | None = None
    was: str = ""
    at: datetime | None = None
    settles: str = ""
    chosen: str = ""
    strike: str | None = None
    restored: bool = False
    fault: str = ""

    @property
    def of_an_entry(self) -> bool:
        """Whether it strikes an entry or puts it back."""
        return self.strike is not None or self.restored


def read(message: object) -> list[FieldChange]:
    """The changes of a message. Raises UnreadableMessage where it is none, or where one has no number by which it could be answered."""
    sent = message.get("changes") if isinstance(message, Mapping) else None
    if not isinstance(sent, list) or len(sent) > MOST:
        raise UnreadableMessage("changes")
    return [_change(piece) for piece in sent]


def device_name(message: object) -> str:
    """The few letters by which a device tells itself from its owner's others; empty where it says none."""
    name = message.get("device", "") if isinstance(message, Mapping) else ""
    return name if isinstance(name, str) and re.fullmatch(r"[0-9a-f]{1,8}", name, re.ASCII) else ""


def _change(piece: object) -> FieldChange:
    if not isinstance(piece, Mapping):
        raise UnreadableMessage("change")
    op = _matching(piece, "op", _NUMBER)
    try:
        return _whole(op, piece)
    except UnreadableMessage as error:
        return FieldChange(op, Anchor(""), fault=str(error))


def _whole(op: str, piece: Mapping[str, Any]) -> FieldChange:
    change = FieldChange(
        op=op,
        anchor=_anchor(_text(piece, "anchor") or ""),
        texts=_texts(piece, "value"),
        why=_text(piece, "why"),
        absent=_texts(piece, "not"),
        was=_matching(piece, "was", _KNOWN),
        at=device.read(_text(piece, "at") or ""),
        settles=_matching(piece, "settles", _NUMBER_OR_NONE),
        chosen=_matching(piece, "choose", _CHOICES),
        strike=_text(piece, "strike"),
        restored=piece.get("restore") is True,
    )
    says = change.texts is not None or change.why is not None or change.absent is not None
    decides = bool(change.settles and change.chosen)
    if [says, change.of_an_entry, decides].count(True) != 1 or bool(
        change.anchor.field
    ) == change.of_an_entry:
        raise UnreadableMessage(MALFORMED)
    return change


def _anchor(text: str) -> Anchor:
    try:
        anchor = Anchor.parse(text, entry_sections=_ENTRY_SECTIONS)
    except ValueError:
        raise UnreadableMessage(MALFORMED) from None
    kind = BY_SLUG.get(anchor.section)
    if kind is None or (anchor.field and anchor.field not in kind.fields()):
        raise UnreadableMessage(NO_FIELD)
    if kind.many != bool(_NUMBER.fullmatch(anchor.entry)):
        raise UnreadableMessage(MALFORMED)
    return anchor


def _matching(piece: Mapping[str, Any], key: str, pattern: re.Pattern[str]) -> str:
    text = _text(piece, key) or ""
    if not pattern.fullmatch(text):
        raise UnreadableMessage(MALFORMED)
    return text


def _text(piece: Mapping[str, Any], key: str) -> str | None:
    text = piece.get(key)
    if text is None:
        return None
    if not _is_text(text):
        raise UnreadableMessage(MALFORMED)
    return str(text)


def _texts(piece: Mapping[str, Any], key: str) -> tuple[str, ...] | None:
    texts = piece.get(key)
    if texts is None:
        return None
    texts = [texts] if isinstance(texts, str) else texts
    if not isinstance(texts, list) or not all(_is_text(text) for text in texts):
        raise UnreadableMessage(MALFORMED)
    return tuple(texts)


def _is_text(text: object) -> bool:
    """Whether it can be stored as text: JSON may hold halves of letters, which no database takes."""
    return isinstance(text, str) and not _HALF.search(text)
