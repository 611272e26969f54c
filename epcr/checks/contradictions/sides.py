"""Left and right, and the part of the body of an access, that a text tells, against the sites of interventions and what the exam found."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Final

from epcr.checks.contradictions.record import Fault, Record
from epcr.prose import KEPT, SideMention
from epcr.prose.sided import BODY, LEFT, RIGHT
from epcr.prose.tokens import split
from epcr.sheet.exam import NO_ABNORMALITY, ExamFinding
from epcr.sheet.vocabulary import vocabulary
from epcr.words.naming import lower

SIDE: Final = "side"
_ITEMS: Final = {
    "access": {"iv_access", "ej_access"},
    "io": {"io_access"},
    "tourniquet": {"tourniquet"},
    "splint": {"splint_extremity", "splint_traction", "extremity_manual"},
    "decompression": {"needle_decompression"},
}
# What a site of the list is called that may be meant by a part of the body; the other parts are too wide.
_PARTS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "io": {
        "leg": ("tibia", "femoral", "femur", "leg"),
        "arm": ("humer", "arm"),
        "shoulder": ("humer", "shoulder"),
    },
    "access": {"hand": ("hand", "wrist"), "ac": ("antecub", "arm"), "foot": ("foot", "ankle")},
}
_BLEEDING: Final = frozenset({"tourniquet", "wound_packing", "pressure_bandage", "bleed_direct_pressure", "splint_extremity",
                              "splint_traction", "dressing_pressure", "hemostatic_agent"})  # fmt: skip
LONGEST_WORDS: Final = 40  # characters of a remark that are shown
_WEAKNESS: Final = frozenset({"weakness", "hemiplegia", "drift", "droop"})


def untrue_sides(sided: SideMention, record: Record) -> Iterator[Fault]:
    """A side where the sheet has only the other; nothing where it has none."""
    sides = list(_sides_of(sided, record))
    if elsewhere_put := _another_part(sided, record):
        yield Fault(SIDE, f"is not in the sheet; it has {elsewhere_put}", sided.start, sided.end)
        return
    if any(side == sided.side for side, _ in sides):
        return
    elsewhere = record.sides_elsewhere(sided.body)
    if any(claim.side == sided.side for claim in elsewhere):
        return
    if sided.topic in {"hurt", "injection"}:
        sides += [(claim.side, f"{claim.side} {claim.body}") for claim in elsewhere]
    if sides:
        yield Fault(SIDE, f"is not in the sheet; it has {sides[0][1]}", sided.start, sided.end)


def _another_part(sided: SideMention, record: Record) -> str:
    """The site of all rows, where it is none that the text may mean: a shin and no shoulder, a hand and no elbow."""
    part = _PARTS.get(sided.topic, {}).get(sided.body)
    sites = [lower(row.show("site", record.context)) for row in record.done(_ITEMS.get(sided.topic, ()))]
    if part is None or not sites or any(not site or any(word in site for word in part) for site in sites):
        return ""
    return sites[0]


def _sides_of(sided: SideMention, record: Record) -> Iterator[tuple[str, str]]:
    """The sides of the same thing on the sheet, each with its words."""
    items = _ITEMS.get(sided.topic)
    if items is not None:
        yield from _of_sites(items, record)
    elif sided.topic == "injection":
        return
    elif sided.topic == "weak":
        yield from _of_weakness(sided, record)
    else:
        for entry in record.sheet.entries("exam"):
            if _is_found(entry):
                words = lower(entry.show("location", record.context))
                yield from ((side, words) for side in _sides_in(f"{entry.region} {words}", sided.body))
        yield from _of_sites(_BLEEDING, record, sided.body)


def _of_sites(items: Collection[str], record: Record, body: str = "") -> Iterator[tuple[str, str]]:
    for entry in record.done(items):
        for words in (lower(entry.show("site", record.context)), entry.remark or ""):
            yield from (
                (side, words if len(words) <= LONGEST_WORDS else side) for side in _sides_in(words, body)
            )


def _of_weakness(sided: SideMention, record: Record) -> Iterator[tuple[str, str]]:
    """Droop for a face, else weakness, drift and hemiplegia."""
    finding = vocabulary("exam_finding")
    for entry in record.sheet.entries("exam"):
        for code in entry.findings or ():
            label = finding.label(code)
            words = set(lower(label).replace(",", " ").split())
            if words & _WEAKNESS and ("droop" in words) == (sided.body == "face"):
                yield from ((side, lower(label)) for side in _sides_in(label, ""))


def _is_found(entry: ExamFinding) -> bool:
    return bool(entry.findings) and entry.findings != [NO_ABNORMALITY.get(entry.region or "")]


@lru_cache(maxsize=KEPT)
def _sides_in(words: str, body: str) -> tuple[str, ...]:
    """The sides in a label or a remark ("Lower arm, left"), of a part of the body or of any."""
    spoken = {token.low for tokens, _ in split(words) for token in tokens}
    if body and body not in {BODY.get(word) for word in spoken}:
        return ()
    return tuple(side for side in (LEFT, RIGHT) if side in spoken)
