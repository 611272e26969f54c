"""The words of a section for people, as XHTML: escaped, without anything that an XML reader refuses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final
from xml.sax.saxutils import escape

from epcr.export.fhir.names import Json

TRAINING: Final = "TRAINING, not a real patient"
# What XML 1.0 has no way to write.
_REFUSED: Final = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def narrative(title: str, lines: Sequence[str], *, written_by_hand: bool) -> Json:
    """The narrative of a section: that it is training, its title, a line each. `additional` where people wrote more than data."""
    items = "".join(f"<li>{_lines(line)}</li>" for line in lines)
    div = f'<div xmlns="http://www.w3.org/1999/xhtml"><p><b>{TRAINING}</b></p><p>{_lines(title)}</p><ul>{items}</ul></div>'
    return {"status": "additional" if written_by_hand else "generated", "div": div}


def _lines(text: str) -> str:
    return escape(_REFUSED.sub("", text)).replace("\r\n", "\n").replace("\n", "<br/>")
