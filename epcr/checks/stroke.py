"""Stroke scores against their scale and their result (`schemas/stroke_scales.toml`). It does not know whether there was a stroke."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from msgspec import Struct

from epcr import paths
from epcr.broken_schema import BrokenSchema
from epcr.checks.finding import Finding, Weight
from epcr.checks.sentences import place
from epcr.sheet.context import Context
from epcr.sheet.vitals import VitalSigns
from epcr.sheet.vocabulary import vocabulary
from epcr.toml_rows import read_rows, unknown

NEGATIVE, POSITIVE = "3329001", "3329005"  # eVitals.29
_LIST: Final = "stroke_scale"


class StrokeScale(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A scale by its word in the list, its highest score, from which score on it is positive, and who says so."""

    scale: str
    highest: int
    positive_from: int | None = None
    source: str


class StrokeScales(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole file."""

    scales: tuple[StrokeScale, ...]


def file() -> Path:
    """Where they lie."""
    return paths.schemas() / "stroke_scales.toml"


@cache
def scales() -> Mapping[str, StrokeScale]:
    """Those that are shipped, by the code of the scale, read once a process."""
    return load(file())


def load(path: Path) -> Mapping[str, StrokeScale]:
    """Read and check a file. Raises BrokenSchema with the file, the key and the reason."""
    read = read_rows(path, StrokeScales, {"scales": StrokeScale}, "stroke scales")
    codes = {word: term.code for term in vocabulary(_LIST).terms for word in (term.label, term.code)}
    by_code: dict[str, StrokeScale] = {}
    for row in read.scales:
        if row.scale not in codes:
            raise BrokenSchema(path, row.scale, unknown("stroke scale", row.scale, codes))
        if codes[row.scale] in by_code:
            raise BrokenSchema(path, row.scale, "stands twice")
        if row.positive_from is not None and not 0 < row.positive_from <= row.highest:
            raise BrokenSchema(path, row.scale, f"positive_from must be from 1 to {row.highest}")
        by_code[codes[row.scale]] = row
    return by_code


def stroke_score(vitals: VitalSigns, context: Context) -> Iterator[Finding]:
    """A score that the scale does not have, and a result that does not fit the score."""
    scale, score = scales().get(vitals.stroke_scale or ""), vitals.stroke_score
    if scale is None or score is None:
        return
    if score > scale.highest:
        named = vitals.show("stroke_scale", context)
        message = f"Check the stroke score of {score}{place(vitals, context)}: {named} goes from 0 to {scale.highest}"
        yield _warning(vitals, "stroke_score", message, f"{score} {vitals.stroke_scale}")
    elif not _fits(vitals.stroke_result, score, scale):
        yield _contradicting(vitals, scale, context)


def _fits(result: str | None, score: int, scale: StrokeScale) -> bool:
    if result == POSITIVE:
        return score > 0
    return result != NEGATIVE or scale.positive_from is None or score < scale.positive_from


def _contradicting(vitals: VitalSigns, scale: StrokeScale, context: Context) -> Finding:
    named, shown = vitals.show("stroke_scale", context), vitals.show("stroke_result", context)
    why = "nothing was abnormal" if not vitals.stroke_score else f"{scale.positive_from} and more is positive"
    message = f"Check the stroke result{place(vitals, context)}: {shown} does not fit a score of {vitals.stroke_score} on {named}, {why}"
    value = f"{vitals.stroke_result} {vitals.stroke_score} {vitals.stroke_scale}"
    return _warning(vitals, "stroke_result", message, value)


def _warning(vitals: VitalSigns, name: str, message: str, value: str) -> Finding:
    source = "stroke_score_off_its_scale" if name == "stroke_score" else "stroke_result_contradicts_score"
    return Finding(Weight.WARNING, vitals.anchor(name), message, f"plausibility.{source}", value)
