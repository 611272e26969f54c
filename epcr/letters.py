"""What of a text can be seen.

A text of spaces without width says nothing to whoever reads it, and must count as nothing wherever something is asked for.
"""

from __future__ import annotations

import unicodedata

# Drawn as nothing though Unicode calls them letters or symbols: the fillers of Hangul, the empty pattern of Braille.
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800")
# Controls, formats (zero-width signs, turning signs), surrogates, unassigned, separators, and marks, which need a letter to stand on.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Cn", "Zs", "Zl", "Zp", "Mn", "Me"})


def visible(text: str) -> bool:
    """Whether anything of the text can be seen."""
    return any(letter not in _BLANK and unicodedata.category(letter) not in _UNSEEN for letter in text)
