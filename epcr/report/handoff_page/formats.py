"""The orders in which crews hand over: each gives the same statements other letters and places."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

Block = Literal["facts", "first", "second", "signs", "treatment"]


@dataclass(frozen=True)
class Box:
    """A box: the part of the draft that stands in it, its letter (empty for what the format has no letter for), its title."""

    part: str
    letter: str
    title: str


@dataclass(frozen=True)
class Format:
    """One way to hand over; `slug` is its word in addresses and commands, `hint` what its letters stand for.

    `first` and `second` are pairs of boxes beside each other; `blocks` says what follows what.

    `facts` are the letters of the facts that always stand in the same place, by their label.
    """

    slug: str
    name: str
    hint: str
    first: tuple[Box, Box]
    second: tuple[Box, Box]
    blocks: tuple[Block, ...]
    identification: str = ""
    signs: str = ""
    treatment: str = ""
    facts: dict[str, str] = field(default_factory=dict)


_COMPLAINT: Final = Box("situation", "M", "Mechanism, complaint")
_FINDINGS: Final = Box("assessment", "I", "Injuries and findings")

FORMATS: Final = {
    form.slug: form
    for form in (
        # Institute for Healthcare Improvement.
        Format(
            "sbar",
            "SBAR",
            "situation, background, assessment, recommendation",
            (Box("situation", "S", "Situation"), Box("background", "B", "Background")),
            (Box("assessment", "A", "Assessment"), Box("recommendation", "R", "Recommendation")),
            ("facts", "first", "second", "signs", "treatment"),
        ),
        Format(
            "mist",
            "MIST",
            "mechanism, injuries, signs, treatment",
            (_COMPLAINT, _FINDINGS),
            (Box("background", "", "Background"), Box("recommendation", "", "Requests, open items")),
            ("first", "signs", "treatment", "facts", "second"),
            signs="S",
            treatment="T",
        ),
        # Iedema et al., BMJ Quality & Safety 2012.
        Format(
            "imist-ambo",
            "IMIST-AMBO",
            "identification, MIST, then allergies, medications, background, other",
            (_COMPLAINT, _FINDINGS),
            (Box("background", "B", "Background"), Box("recommendation", "O", "Other, open items")),
            ("first", "signs", "treatment", "facts", "second"),
            identification="I",
            signs="S",
            treatment="T",
            facts={"Allergies": "A", "Medications": "M"},
        ),
    )
}
