"""The sentences of the corpus as values, and the sheets of the demo class that they are about."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
# The first letters of the ids of the sheets, and the part of the handoff; the narrative has none.
SHEETS = {
    "A": "e595",
    "B": "b564",
    "C": "8426",
    "D": "832d",
    "E": "bc7b",
    "F": "7aa2",
    "G": "ec0a",
    "H": "71dd",
    "I": "e02b",
}
PARTS = {"n": "", "s": "situation", "b": "background", "a": "assessment", "r": "recommendation"}


class CorpusSentence(NamedTuple):
    """A sentence about a sheet; `about` is the kind of falsity or the trap, `piece` the false piece."""

    sheet: str
    part: str
    text: str
    about: str
    piece: str = ""


def sentences(kind: str, half: str) -> Iterator[CorpusSentence]:
    """Those of a file."""
    for line in (HERE / f"{kind}_{half}.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            sheet, section, *rest = line.split("|")
            yield CorpusSentence(SHEETS[sheet], PARTS[section], *rest)
