"""What a page showed when it asked for a decision: carried in its form, and compared with what holds when it is pressed.

It knows no database and no page: a fact is a name and its words.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

LONGEST: Final = 20_000  # characters that a form carries; chosen here


@dataclass(frozen=True)
class Fact:
    """One thing that whoever decides was shown."""

    name: str
    words: str


@dataclass(frozen=True)
class Moved:
    """A fact that is another one now; `then` is empty where the page did not say."""

    name: str
    then: str
    now: str


def carried(facts: Sequence[Fact]) -> str:
    """The facts as a form carries them."""
    return json.dumps({one.name: one.words for one in facts}, ensure_ascii=False)


def moved_on(sent: str, facts: Sequence[Fact]) -> list[Moved]:
    """What is no longer as the page said that sent this; everything, where it came from no page of ours."""
    try:
        said = json.loads(sent) if len(sent) <= LONGEST else {}
    except ValueError:
        said = {}
    if not isinstance(said, dict):
        said = {}
    then = {str(name): str(words) for name, words in said.items()}
    found = [Moved(one.name, then.get(one.name, ""), one.words) for one in facts]
    return [one for one in found if one.then != one.now]
