"""What a reviewer said at a place of the sheet, as paper prints it. Where it is kept, and who may read it, is for the review."""

from __future__ import annotations

from dataclasses import dataclass

from epcr.sheet.anchor import Anchor


@dataclass(frozen=True)
class Remark:
    """`kind` is a word for it ("Well done"), `value` what the field held when it was said, in words; empty for an entry."""

    anchor: Anchor
    author: str
    kind: str
    words: str
    must_fix: bool = False
    value: str = ""
    revision: int = 0
