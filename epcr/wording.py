"""Typed words as they are kept: any script, without the characters that break a line, a database or a reading direction."""

from __future__ import annotations

import re
import unicodedata

from epcr.letters import compared, unturned, visible

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def one_line(text: str) -> str:
    """The text in one line, without control characters, which PostgreSQL refuses, and without what turns directions; empty where
    nothing of it can be seen.
    """
    plain = "".join(" " if unicodedata.category(letter) in {"Cc", "Zl", "Zp"} else letter for letter in text)
    line = " ".join(unturned(plain).split())
    return line if visible(line) else ""


def as_login(text: str) -> str:
    """A login as it is compared: in whatever letters it was typed, in any case, without spaces around it."""
    return compared(text)


def several_lines(text: str) -> str:
    """The text in its lines, each as in `one_line` but with its spaces kept; empty where nothing of it can be seen."""
    lines = text.replace("\r\n", "\n").split("\n")
    cleaned = "\n".join(unturned(_CONTROL.sub("", line)) for line in lines).strip()
    return cleaned if visible(cleaned) else ""


def says_something(text: str) -> bool:
    """Whether there is a letter or a number in it: spaces without width show nothing to whoever reads it."""
    return any(unicodedata.category(letter)[0] in "LN" for letter in text)
