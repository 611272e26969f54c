"""Text as XML can hold it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, Final

# XML 1.0, 2.2: everything else is no character of a document, not even escaped.
_ILLEGAL: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """The text without what no XML document can hold: control characters, halves of characters."""
    return _ILLEGAL.sub("", text)


def plain(code: Any) -> str:
    """A code as the standard writes it: numbers without idle zeros."""
    if isinstance(code, bool) or not isinstance(code, int | float):
        return code if isinstance(code, str) else str(code)
    if isinstance(code, int):
        return str(code)
    return f"{Decimal(repr(code)).normalize():f}"


__all__ = ["legal", "plain"]
