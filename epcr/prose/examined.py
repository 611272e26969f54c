"""Findings of the examination by region of the body: "abd soft, non-tender", "pelvis unstable". It refuses to know the sheet.

A finding belongs to the last region that is named before it, else to one right behind it; some belong to one region alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from epcr.prose.phrasebook import FINDING, NO_FINDING, REGION, PhraseHit
from epcr.prose.scopes import NOT_OURS, WordScopes
from epcr.prose.tokens import words
from epcr.prose.told import ToldReader
from epcr.prose.told_file import FindingRow, told_file

_BEFORE: Final = 10  # tokens from a region to a finding behind it
_BEHIND: Final = 4  # tokens from a finding to a region behind it
_BEHIND_A_REGION: Final = 7  # tokens from a region to the side behind it
_STOPS: Final = frozenset({";", ".", "but"})
_NO: Final = words("no not without denies denied negative never")
# With one of these near it a finding is of another part, or of another time, or not sure.
_NOT_MEANT: Final = words("""
    otherwise other remaining rest elsewhere opposite contralateral if possible possibly ? maybe unable deferred now later
    became watch recheck before until
""")
_IS_SO: Final = words("unstable tender rigid distended guarded deformed swollen bruised")  # and no nouns
_LEFT: Final = words("left l")
_RIGHT: Final = words("right r")


class ExamClaim(NamedTuple):
    """A finding in a region, by its tokens; `denied` says that it is not there, `side` is left, right or neither."""

    region: str
    finding: str
    first: int
    end: int
    denied: bool
    side: str = ""


@cache
def findings() -> dict[str, FindingRow]:
    """The findings by name."""
    return {row.name: row for row in told_file().findings}


def examined(reader: ToldReader, scopes: WordScopes) -> Iterator[ExamClaim]:
    """The findings of the sentence that a reader has read."""
    regions = reader.found.get(REGION, [])
    denied = reader.found.get(NO_FINDING, [])
    there = [hit for hit in reader.found.get(FINDING, []) if not any(_inside(hit, no) for no in denied)]
    for hit in (*there, *denied):
        row = findings()[hit.sign.term]
        place = _region_of(hit, regions, reader.lows)
        region = row.region or (place.sign.term if place is not None else "")
        first, last = reader.tokens[hit.first], reader.tokens[hit.end - 1]
        covered = scopes.any_over(first.start - reader.start, last.end - reader.start, NOT_OURS)
        if not region or covered or _is_not_meant(hit, reader.lows):
            continue
        is_no = hit.sign.topic == NO_FINDING
        if is_no or not _denies(hit, place, reader.lows):
            yield ExamClaim(region, row.name, *reader.places(hit), is_no, _side(place, reader.lows))


def _inside(hit: PhraseHit, other: PhraseHit) -> bool:
    return other.first < hit.end and hit.first < other.end


def _region_of(hit: PhraseHit, regions: list[PhraseHit], lows: list[str]) -> PhraseHit | None:
    """The region that a finding is of."""
    before = [
        region for region in regions
        if region.first <= hit.first and hit.first - region.end <= _BEFORE and not _STOPS & set(lows[region.end : hit.first])
    ]  # fmt: skip
    touching = next((region for region in regions if region.first == hit.end), None)
    if before and not (touching and "," in lows[before[-1].end : hit.first]):
        return before[
            -1
        ]  # "head normal, bruised chest": what a finding touches is nearer than what stands before a comma
    behind = (
        region for region in regions
        if hit.end <= region.first <= hit.end + _BEHIND and not (_STOPS | {","}) & set(lows[hit.end : region.first])
    )  # fmt: skip
    return next(behind, None)


def _is_not_meant(hit: PhraseHit, lows: list[str]) -> bool:
    return bool(_NOT_MEANT & set(lows[max(0, hit.first - _BEHIND) : hit.end + _BEHIND]))


def _denies(hit: PhraseHit, place: PhraseHit | None, lows: list[str]) -> bool:
    """Whether a "no" reaches a finding along a list: such a one is passed over, since its region may be another.

    It does not reach over a comma to a region that is right before what it is: "no flail, pelvis unstable".
    """
    is_so = place is not None and place.end == hit.first and lows[hit.first] in _IS_SO
    for low in reversed(lows[max(0, hit.first - _BEFORE) : hit.first]):
        if low in _STOPS or (is_so and low == ","):
            return False
        if low in _NO or low.endswith("n't"):
            return True
    return False


def _side(place: PhraseHit | None, lows: list[str]) -> str:
    if place is None:
        return ""
    near = set(lows[max(0, place.first - 3) : place.first])
    behind = lows[place.end : place.end + _BEHIND_A_REGION]
    if "on" in behind and not (near & (_LEFT | _RIGHT)):  # "ribs 8 to 10 on the right"
        near = set(behind[behind.index("on") : behind.index("on") + 3])
    return "left" if near & _LEFT else "right" if near & _RIGHT else ""
