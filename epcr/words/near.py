"""The known word that a mistyped one means."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from epcr.letters import compared
from epcr.words.naming import listed, quoted

_SHORT_LIST = 30
_SHORTEST_BEGINNING = 3
_LIKE = 0.65  # of 1 in difflib: "us-texas" and "us-vt" share 0.62 and are not near
_LONGEST_WORD = 80  # difflib takes the square of the length; nobody mistypes more than this


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like this one, upper and lower case alike; None when none is like it.

    One that begins with it, or with which it begins, is nearer than one that shares letters.
    """
    if len(word) > _LONGEST_WORD:
        return None
    sought = compared(word)
    by_folded: dict[str, str] = {}
    for name in known:
        by_folded.setdefault(compared(name), name)
    if len(sought) >= _SHORTEST_BEGINNING:
        longer = (name for name in by_folded if name.startswith(sought))
        shorter = (name for name in by_folded if sought.startswith(name) and len(name) >= _SHORTEST_BEGINNING)
        begun = min(longer, key=len, default=None) or max(shorter, default=None)
        if begun:
            return by_folded[begun]
    close = get_close_matches(sought, by_folded, cutoff=_LIKE)
    return by_folded[close[0]] if close else None


def near(word: str, known: Iterable[str]) -> list[str]:
    """The two known words most like a key or a name in a file, which are compared letter by letter; those that begin with it last."""
    names = list(known)
    if len(word) > _LONGEST_WORD:
        return []
    longer = [name for name in names if len(word) >= _SHORTEST_BEGINNING and name.startswith(word)]
    return list(dict.fromkeys([*get_close_matches(word, names, n=2, cutoff=_LIKE), *longer]))[:2]


def unknown(what: str, word: str, known: Iterable[str]) -> str:
    """Say that a word is unknown, with the nearest known one; where none is near, with all of a short list."""
    words = list(known)
    like = nearest(word, words)
    if like is None and 0 < len(words) <= _SHORT_LIST:
        return f"{what} {quoted(word)} is unknown; write {listed(words)}"
    return f"{what} {quoted(word)} is unknown" + (f"; the nearest known is {quoted(like)}" if like else "")
