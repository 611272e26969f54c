"""Signs that keep the direction of a name from turning the sentence around it, for sentences that are no pages yet.

A page turns them into an element (`epcr.web.isolation`), titles understand them as they are, and a terminal gets none.
"""

from __future__ import annotations

import re
from typing import Final

from epcr.letters import unturned

FIRST_STRONG: Final = "\u2068"
POP: Final = "\u2069"
_OTHER_WAY = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")


def isolated(name: str) -> str:
    """The name as a piece of a sentence, with a direction of reading of its own."""
    return f"{FIRST_STRONG}{unturned(name)}{POP}"


def reads_the_other_way(text: str) -> bool:
    """Whether a letter of it is read from the right, or a sign in it turns directions."""
    return bool(_OTHER_WAY.search(text) or unturned(text) != text)


def isolated_where_needed(name: str) -> str:
    """The same for what is kept and compared as well as shown: a name that turns nothing stays as it is."""
    return isolated(name) if reads_the_other_way(name) else name
