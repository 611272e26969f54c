"""Plain values as the objects that they tell, whichever threads ask first.

msgspec takes a class apart when values are first read into it, and another thread that reads into it meanwhile ends the whole process
(version 0.22.0, `tests/test_converting.py`). Here a class is taken apart by one thread, before any reads into it.
"""

from __future__ import annotations

from threading import Lock
from typing import Any, Final, TypeVar

import msgspec

Told = TypeVar("Told")

_TAKING_APART: Final = Lock()
_KNOWN: Final[set[type]] = set()


def convert(plain: Any, kind: type[Told]) -> Told:
    """The object of this class that plain values tell; `msgspec.ValidationError` where they tell none."""
    if kind not in _KNOWN:
        with _TAKING_APART:
            msgspec.json.Decoder(kind)
            _KNOWN.add(kind)
    return msgspec.convert(plain, kind)
