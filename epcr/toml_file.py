"""Reads TOML, and says what is wrong with a file that is none for somebody who never heard of TOML: the line, and what to write.

It guesses from the line that the reader of TOML stopped at; it refuses to mend a file.
"""

from __future__ import annotations

import errno
import re
import stat
import tomllib
from pathlib import Path
from typing import Any, Final, TypeVar

from msgspec import Struct, ValidationError

from epcr.broken_schema import BrokenSchema
from epcr.converting import convert

Shape = TypeVar("Shape", bound=Struct)
_LARGEST: Final = 64 * 1024 * 1024  # bytes; an imported list of 50 thousand codes has about ten million
_LINE: Final = re.compile(r"\(at line (?P<line>\d+), column \d+\)")
_TWICE: Final = re.compile(r"Cannot declare \((?P<names>.*?),?\) twice")
_LONGEST_LINE: Final = 80

_NOT_UTF_8: Final = "cannot be read as TOML: it was not saved as UTF-8; save it again with the encoding UTF-8 (Notepad: Save as, Encoding)"


_IN_BRACES: Final = (
    "what stands between { and } must stand on one line, with a comma between its parts and none after the last; "
    "for more room write [items.cells] on a line of its own and below it one line a level"
)


def toml_of(path: Path, noun: str = "") -> dict[str, Any]:
    """What a TOML file says; `noun` names what the file is of. Raises BrokenSchema with what to do."""
    text = ""
    try:
        text = _text(path)
        return tomllib.loads(text)
    except FileNotFoundError as error:
        reason = f"there is no file of {noun}" if noun else f"cannot be read: {error.strerror}"
    except OSError as error:
        reason = f"cannot be read: {error.strerror or error}"
    except UnicodeDecodeError:
        reason = _NOT_UTF_8
    except tomllib.TOMLDecodeError as error:
        reason = in_plain_words(text, error)
    except (RecursionError, ValueError):  # a whole number may have more digits than Python reads
        reason = "is nested without end or has an endless number; write shorter ones"
    raise BrokenSchema(path, "(file)", reason)


def read_toml(path: Path, shape: type[Shape], noun: str) -> Shape:
    """What a TOML file holds, in this shape; `noun` names what the file is of. Raises BrokenSchema with the key and the reason."""
    try:
        return convert(toml_of(path, noun), shape)
    except ValidationError as error:
        reason, _, at = str(error).partition(" - at ")
        raise BrokenSchema(path, at.strip("`").removeprefix("$.") or "(file)", reason) from None


def _text(path: Path) -> str:
    """What a file holds; OSError for what would never end, like a pipe, or is larger than any list of the standard."""
    status = path.stat()
    if not stat.S_ISREG(status.st_mode) and not stat.S_ISDIR(status.st_mode):
        raise OSError(errno.EINVAL, "it is no file")
    if status.st_size > _LARGEST:
        raise OSError(errno.EFBIG, f"it is larger than {_LARGEST // 1024**2} MB")
    return path.read_text("utf-8-sig")  # Notepad may begin a file with a byte order mark


def in_plain_words(text: str, error: tomllib.TOMLDecodeError) -> str:
    """Where the file cannot be read, and what is probably to be done about it."""
    message = str(error)
    match = _LINE.search(message)
    if match is None:
        return f"cannot be read as TOML: {message}; look at its last line: is a quotation mark or bracket left open?"
    number = int(match["line"])
    line = text.split("\n")[number - 1].strip()
    advice = _advice(line, message)
    shown = line if len(line) <= _LONGEST_LINE else line[:_LONGEST_LINE] + "…"
    return f"cannot be read as TOML: line {number}, {shown or 'which is empty'} – {advice}"


def _advice(line: str, message: str) -> str:
    twice = _TWICE.search(message)
    if twice:
        name = ".".join(re.findall(r"'([^']*)'", twice["names"]))
        return (
            f"this stands a second time: put its lines together under one [{name}]; for one more entry of a list "
            f"write two brackets, [[{name}]]"
        )
    if "Cannot overwrite" in message or "Cannot mutate" in message:
        return "this key stands twice in the same part of the file; keep one"
    bare = re.sub(r'"[^"]*"', '""', line)
    return next(
        (advice for pattern, advice in _ADVICE if re.search(pattern, bare)),
        f"compare it with the examples of docs/rulesets.md ({_without_place(message)})",
    )


def _without_place(message: str) -> str:
    return _LINE.sub("", message).strip()


# Patterns of a line without what stands in its quotation marks; the first that fits is said.
_ADVICE: Final = (
    (
        r"[\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb]",
        'the quotation marks are curly; type straight ones, "like this" (an editor for plain text leaves them straight)',
    ),
    (
        r'^[^"]*"(?:[^"]*"[^"]*")*[^"]*$',
        "a quotation mark is missing; a text begins and ends with one",
    ),
    (r"//|--|;\s*$", "a remark begins with #, and a line ends without a sign"),
    (r"^[\w-]+\s*:", 'write = and not : after the key, like confidence = "high"'),
    (r"\d+/\d+/\d+", "write a date without quotation marks as year-month-day, like 2026-01-31"),
    (
        r"=\s*\d[\d.]*\s*[A-Za-zµ]",
        'a number stands without its unit; the unit of a dose stands beside it: dose_max = 324, unit = "mg"',
    ),
    (
        r"(?:^|[{,])\s*[\w-]+(?:[ /][\w/-]+)+\s*=",
        'a name with a space or a slash stands in quotation marks, like "Critical Care Paramedic" = "yes"',
    ),
    (
        r"=\s*(?!true\b|false\b)[A-Za-z_]",
        'words stand in quotation marks, like EMT = "yes"; only true, false, numbers and dates do not',
    ),
    (r"\{", _IN_BRACES),
    (r",\s*$", "a line does not end with a comma, except inside [ ]"),
    (r"^[\w\" -]+$", 'a line is a key, = and a value, like confidence = "high"'),
    (r"=\s*$", 'nothing stands after =; write a value, like confidence = "high"'),
)
