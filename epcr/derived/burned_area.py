"""The burned area by the rule of nines, from the exam. It knows regions and not how much of each: it says the most that it can be."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

from epcr.checks.age import age_in_years
from epcr.derived.worked_out import WorkedOut
from epcr.scores import burned
from epcr.scores.burns import CHILD_UNDER
from epcr.sheet.exam import ExamFinding
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.vocabulary import vocabulary
from epcr.words.naming import listed, lower

_REGIONS: Final = {
    "head": "head", "face": "head", "neck": "head", "chest": "chest", "abdomen": "abdomen", "back": "back", "pelvis": "perineum",
}  # fmt: skip
_BEHIND: Final = "posterior"
_OF_ARMS: Final = ("arm", "elbow", "hand", "finger", "thumb", "wrist", "shoulder")
_OF_LEGS: Final = ("leg", "ankle", "foot", "knee", "hip", "toe")
_NAMES: Final = {
    "arm_left": "left arm", "arm_right": "right arm", "leg_left": "left leg", "leg_right": "right leg", "head": "head with neck",
}  # fmt: skip


def burned_area(run_sheet: RunSheet) -> Iterator[WorkedOut]:
    """The line where the exam found a burn that is more than redness."""
    burns = [entry for entry in run_sheet.entries("exam") if _burns() & set(entry.findings or ())]
    if not burns:
        return
    years = age_in_years(run_sheet)
    child = years is not None and years < CHILD_UNDER
    parts = [_part(entry) for entry in burns]
    regions = sorted({part for part in parts if part}, key=list(_ORDER).index)
    area = burned(regions, child=child)
    names = [_NAMES.get(region, region) for region in regions]
    unknown = "" if all(parts) else ("; " if names else "") + "needs the side or part of each burn"
    yield WorkedOut(
        "Burned area",
        f"at most {area:g} %" if regions else "",
        f"{listed(names, 'and') if names else ''}{unknown}{', as of a child' if child and names else ''}",
        "Rule of nines, each region as if it were burned all over; redness alone is not counted.",
        "Wallace AB. Lancet 1951; National Model EMS Clinical Guidelines, NASEMSO, 2022: Burns",
    )


_ORDER: Final = (
    "head", "chest", "abdomen", "back", "perineum", "arm_left", "arm_right", "leg_left", "leg_right"
)  # fmt: skip


@cache
def _burns() -> frozenset[str]:
    """The findings that are a burn of the second degree or deeper."""
    terms = vocabulary("exam_finding").terms
    return frozenset(
        term.code for term in terms if term.label.startswith("Burn,") and not term.label.endswith("redness")
    )


def _part(entry: ExamFinding) -> str:
    """The region of the rule; empty where the exam does not say which limb, or only that it is of the skin."""
    where = lower(vocabulary("exam_location").label(entry.location)) if entry.location else ""
    if entry.region == "chest" and _BEHIND in where:
        return "back"
    if entry.region == "extremity":
        return _limb(where)
    return _REGIONS.get(entry.region or "", "")


def _limb(where: str) -> str:
    side = "left" if "left" in where else "right" if "right" in where else ""
    limb = (
        "arm"
        if any(word in where for word in _OF_ARMS)
        else "leg"
        if any(word in where for word in _OF_LEGS)
        else ""
    )
    return f"{limb}_{side}" if limb and side else ""
