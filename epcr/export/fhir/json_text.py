"""JSON that somebody sent, read without trust: bounded in size and depth, no name twice in an object, no number beyond a record's.

What is wrong is named with its path, like `Bundle.entry[2].resource.gender`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any, Final

from epcr.export.fhir.names import Json
from epcr.words.naming import shortened

MOST_BYTES: Final = (
    20_000_000  # chosen here: a sheet with every field and 200 entries of each kind stays below it
)
MOST_DEEP: Final = 60  # chosen here: a document of ours is 16 deep
_TWICE: Final = "\0twice"


class UnreadableBundle(Exception):  # noqa: N818 - it is named for what was found
    """Why a bundle cannot be taken in: where, and what is wrong there."""

    def __init__(self, path: str, sentence: str) -> None:
        """Name the path and what is wrong."""
        super().__init__(f"{path}: {sentence}")
        self.path = path
        self.sentence = sentence


class _NoNumber(str):
    """A number as it was written that nothing can hold."""

    __slots__ = ()


def read_json(sent: bytes) -> Json:
    """The object that these bytes hold. Raises UnreadableBundle."""
    if len(sent) > MOST_BYTES:
        raise UnreadableBundle("the file", f"has {len(sent):,} bytes; a bundle has at most {MOST_BYTES:,}")
    try:
        read = json.loads(
            sent.decode("utf-8-sig"),
            object_pairs_hook=_object,
            parse_float=_float,
            parse_int=_int,
            parse_constant=_NoNumber,
        )
    except UnicodeDecodeError as error:
        raise UnreadableBundle("the file", f"is not text in UTF-8 (byte {error.start + 1:,})") from None
    except RecursionError:
        raise UnreadableBundle("the file", f"is nested deeper than {MOST_DEEP} levels") from None
    except json.JSONDecodeError as error:
        raise UnreadableBundle(
            f"line {error.lineno}, column {error.colno}", f"this is not JSON ({error.msg})"
        ) from None
    if not isinstance(read, dict):
        raise UnreadableBundle("the file", "holds no JSON object, and a bundle is one")
    for path, value in walk(read):
        _require_sound(path, value)
    return read


def walk(read: Json, at: str = "Bundle") -> Iterator[tuple[str, Any]]:
    """Every value in an object with its path, what holds others before them. Raises UnreadableBundle where it is too deep."""
    waiting: list[tuple[str, Any, int]] = [(at, read, 1)]
    while waiting:
        path, value, depth = waiting.pop()
        if depth > MOST_DEEP:
            raise UnreadableBundle(path, f"is nested deeper than {MOST_DEEP} levels")
        yield path, value
        if isinstance(value, dict):
            waiting += [(f"{path}.{key}", below, depth + 1) for key, below in reversed(value.items())]
        elif isinstance(value, list):
            waiting += [
                (f"{path}[{number}]", below, depth + 1) for number, below in reversed([*enumerate(value)])
            ]


def _require_sound(path: str, value: Any) -> None:
    if isinstance(value, dict) and _TWICE in value:
        raise UnreadableBundle(path, f"“{shortened(value[_TWICE])}” stands in it twice")
    if isinstance(value, _NoNumber):
        raise UnreadableBundle(path, f"{shortened(value)} is no number that a record can hold")
    if value is None:
        raise UnreadableBundle(path, "null stands here; what is not known is left out")


def _object(pairs: list[tuple[str, Any]]) -> Json:
    made = dict(pairs)
    if len(made) < len(pairs):
        seen: set[str] = set()
        made[_TWICE] = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
    return made


def _float(text: str) -> float | _NoNumber:
    number = float(text)
    return number if math.isfinite(number) else _NoNumber(text)


def _int(text: str) -> int | _NoNumber:
    return int(text) if len(text) <= 18 else _NoNumber(text)
