"""Text as it was typed into a control: cleaned of what cannot be kept, parted into lines, and shortened to be shown back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from epcr.letters import unturned, visible

LINE = 120  # the longest single typed value, characters
MOST_LINES = 1000  # read of what was typed, so that a page which shows it again is drawn in its time
_CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def clean(text: str) -> str:
    return unturned(_CONTROL_CHARACTERS.sub("", text))


def lines(texts: Sequence[str]) -> list[str]:
    lines = (line.strip() for text in texts for line in clean(text).splitlines() if visible(line))
    return list(islice(lines, MOST_LINES))
