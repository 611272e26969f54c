"""The one table of what a verdict is called: on a page, in a list, counted, above a refusal, on paper, with which tone and shape.

Pages, papers and lists take their words from here, so that one verdict never has two names in one place. It refuses to know
why a verdict was given.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

Word = Literal[
    "permitted",
    "permitted_assist",
    "permitted_supervised",
    "needs_medical_direction",
    "needs_local_authorization",
    "not_permitted",
    "cannot_judge",
]
Layer = Literal["certificate", "student", "rule", "agency", "endorsement", "patient", "order"]
PERMITTED: Final = frozenset({"permitted", "permitted_assist", "permitted_supervised"})
REFUSED: Final = frozenset({"needs_medical_direction", "needs_local_authorization", "not_permitted"})


@dataclass(frozen=True)
class VerdictMark:
    """How one verdict is told. `paper` needs no color; `tone` and `shape` are those of the style sheet and of the icons.

    `counted` follows a number ("2 outside scope"), `heading` stands above a refusal, `in_list` at an item that can be chosen;
    in both `{level}` is the level that was judged.
    """

    page: str
    tone: str
    shape: str
    paper: str
    counted: str = ""
    heading: str = ""
    in_list: str = ""

    @property
    def in_a_line(self) -> str:
        """The words of the page within a line of others: "outside scope"."""
        return self.page[:1].lower() + self.page[1:]


# From what is permitted to what is refused, then what nobody can judge: papers count them in the reverse of this order.
VERDICT_MARKS: Final[dict[Word, VerdictMark]] = {
    "permitted": VerdictMark("In scope", "good", "check", "in scope"),
    "permitted_assist": VerdictMark(
        "In scope: assisting with the patient’s own",
        "good",
        "check",
        "in scope (assist)",
        in_list="Patient’s own: in scope",
    ),
    "permitted_supervised": VerdictMark(
        "In scope under a preceptor", "good", "check", "in scope (supervised)"
    ),
    "needs_medical_direction": VerdictMark(
        "Needs an order",
        "attention",
        "phone",
        "NEEDS ORDER",
        counted="without the order it needs",
        heading="Needs an order here",
    ),
    "needs_local_authorization": VerdictMark(
        "Needs local authorization",
        "attention",
        "key",
        "NEEDS LOCAL APPROVAL",
        counted="without local authorization",
        heading="Needs local authorization here",
    ),
    "not_permitted": VerdictMark(
        "Outside scope",
        "stop",
        "stop",
        "OUTSIDE SCOPE",
        counted="outside scope",
        heading="Outside {level} scope here",
        in_list="Not in {level} scope",
    ),
    "cannot_judge": VerdictMark("Cannot be judged", "plain", "question", "cannot be judged"),
}
# What all refusals are called together, where there is no room to tell them apart.
BEYOND_SCOPE: Final = VERDICT_MARKS["not_permitted"].counted
# Where the person was judged and not the act, by the layer that refused.
_OF_THE_PERSON: Final[dict[Layer, VerdictMark]] = {
    "certificate": replace(
        VERDICT_MARKS["not_permitted"],
        heading="Not covered by the certificate",
        in_list="Not covered by the certificate",
    ),
    "student": replace(
        VERDICT_MARKS["not_permitted"], heading="Not as a student here", in_list="Not as a student"
    ),
}
OF_THE_PERSON: Final = frozenset(_OF_THE_PERSON)
# What was done before us, by another unit or not at all is recorded; nobody is asked whether it was allowed.
NOT_JUDGED: Final = VerdictMark("Recorded, not judged", "plain", "dot", "not judged")


def mark_of(word: Word | None, layer: Layer | None = None) -> VerdictMark:
    """How a verdict that a layer gave is told. What was not judged says so: nothing passes in silence."""
    if word is None:
        return NOT_JUDGED
    return _OF_THE_PERSON[layer] if layer in OF_THE_PERSON else VERDICT_MARKS[word]
