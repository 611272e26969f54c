"""What the lines typed into a list say: the entries that are there, what was looked for and is not, or that there is none.

It is told which words the list has. What becomes of "none" is for the field to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from epcr.sheet.list_words import apart, bare, parts
from epcr.sheet.negation import denial


@dataclass(frozen=True)
class Understood:
    """What a typed text was understood as: a value, or the reason it names instead; `source` is who said so.

    `denied` are the terms that were looked for and are not there.
    """

    value: Any = None
    reason: str = ""
    source: str = ""
    denied: tuple[str, ...] = ()


NOTHING_SAID: Final = Understood()


@dataclass
class Lines:
    """Lines by what they say: `none` are those that say there is none, `unclear` those that deny something no list has."""

    entries: list[str] = field(default_factory=list)
    none: list[str] = field(default_factory=list)
    denied: dict[str, str] = field(default_factory=dict)  # by the line that says it
    unclear: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)

    @property
    def source(self) -> str:
        """Who said so, in the words that were typed."""
        return "; ".join(dict.fromkeys(self.sources))


def sorted_lines(
    lines: Iterable[str], is_term: Callable[[str], bool], is_entry: Callable[[str], bool]
) -> Lines:
    """Each line as what it says. `is_term` knows the words of the list, `is_entry` those with a dose behind them too."""
    found, listed = Lines(), list(lines)
    for line in listed:
        said = None if is_term(line) else denial(line)
        if (
            said is None
            and len(told := parts(line)) > 1
            and not is_term(line)
            and any(map(_denies_all, told))
        ):
            found.unclear.append(line)
        elif said is None and not any(letter.isalnum() for letter in line):
            found.unclear += [line] if len(listed) == 1 else []  # a bullet without words
        elif said is None:
            found.entries += [
                word for one in apart(line, is_entry) if (word := one if is_term(one) else bare(one))
            ]
        else:
            found.sources += [said.source] if said.source else []
            if not said.of:
                found.none.append(line)
            elif is_term(said.of):
                found.denied[line] = said.of
            else:
                found.unclear.append(line)
    return found


def _denies_all(part: str) -> bool:
    said = denial(part)
    return said is not None and not said.of
