"""What the lines typed into a list say: the entries that are there, what was looked for and is not, or that there is none.

It is told which words the list has. What becomes of "none" is for the field to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from epcr.sheet.list_words import apart, bare, parts
from epcr.sheet.negation import Denial, denial


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

    @property
    def has_more(self) -> bool:
        """Whether they say anything beside that there is none."""
        return bool(self.entries or self.denied or self.unclear)

    def deny(self, line: str, denied: Denial, is_term: Callable[[str], bool]) -> None:
        """Take in a line that says what there is not: all, a term of the list, or something that no list has."""
        self.sources += [denied.source] if denied.source else []
        if not denied.of:
            self.none.append(line)
        elif is_term(denied.of):
            self.denied[line] = denied.of
        else:
            self.unclear.append(line)


def sorted_lines(
    lines: Iterable[str], is_term: Callable[[str], bool], is_entry: Callable[[str], bool]
) -> Lines:
    """Each line as what it says. `is_term` knows the words of the list, `is_entry` those with a dose behind them too."""
    by_kind, listed = Lines(), list(lines)
    for line in listed:
        denied = None if is_term(line) else denial(line)
        if denied is not None:
            by_kind.deny(line, denied, is_term)
        elif not is_term(line) and _denies_in_part(line):
            by_kind.unclear.append(line)
        elif any(letter.isalnum() for letter in line):
            by_kind.entries += _entries(line, is_term, is_entry)
        elif len(listed) == 1:  # a bullet without words
            by_kind.unclear.append(line)
    return by_kind


def _entries(line: str, is_term: Callable[[str], bool], is_entry: Callable[[str], bool]) -> Iterator[str]:
    """The entries in a line, bare unless they are terms as they stand."""
    words = (word if is_term(word) else bare(word) for word in apart(line, is_entry))
    return filter(None, words)


def _denies_in_part(line: str) -> bool:
    """Whether a line of several parts has one that says there is none."""
    several = parts(line)
    return len(several) > 1 and any(map(_denies_all, several))


def _denies_all(part: str) -> bool:
    denied = denial(part)
    return denied is not None and not denied.of
