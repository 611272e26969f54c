"""Which kind of call a sheet is of: what the trainee said while it fits the other answers, else what these tell.

What is said is a word of its own and never an answer to another question: nothing is filled in by it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from epcr.checks.finding import Finding, Weight
from epcr.checks.kinds_of_call import kinds
from epcr.sheet.context import Context
from epcr.sheet.run_sheet import BY_SLUG, SECTIONS, RunSheet
from epcr.sheet.section import SheetPart
from epcr.words.naming import lower

TRANSPORT: Final = "transport"
TRANSFER: Final = "transfer"
VISIT: Final = "visit"
DEAD: Final = "dead_on_scene"
EVALUATION_REFUSED: Final = "refusal_of_evaluation"
REFUSALS: Final = ("refusal_of_transport", EVALUATION_REFUSED)
CALLED_OFF: Final = "cancelled"
WITHOUT_PATIENT: Final = (CALLED_OFF, "standby")
FIELD: Final = "kind_of_call"


def kind_of(run_sheet: RunSheet) -> str:
    """The code of the kind; empty while nothing tells it."""
    chosen = kinds().get(run_sheet.incident.kind_of_call or "")
    return chosen.code if chosen and chosen.misfit(run_sheet) is None else told(run_sheet)


def told(run_sheet: RunSheet) -> str:
    """The kind that the other answers tell; empty while they tell none."""
    fitting = (
        kind.code for kind in kinds().values() if kind.is_told(run_sheet) and kind.misfit(run_sheet) is None
    )
    return next(fitting, "")


def unfitting(run_sheet: RunSheet, context: Context) -> Iterator[Finding]:
    """That the kind which was said does not go with another answer. It blocks: one of both is wrong, and each is one tap."""
    chosen = kinds().get(run_sheet.incident.kind_of_call or "")
    answer = chosen.misfit(run_sheet) if chosen else None
    if answer is None:
        return
    part = getattr(run_sheet, answer.section)
    words = run_sheet.incident.show(FIELD, context)
    label = part.fields()[answer.field].label
    message = f"Choose the kind of call again: “{words}” does not go with {label}, “{part.show(answer.field, context)}”"
    yield Finding(
        Weight.MISSING,
        run_sheet.incident.anchor(FIELD),
        message,
        f"completeness.incident.{FIELD}",
        paper=f"kind of call that goes with the {lower(label)}",
    )


def folded(run_sheet: RunSheet) -> frozenset[str]:
    """The sections and groups (`slug/Title`) that stand folded on this call: those of its kind that hold nothing."""
    kind = kinds().get(kind_of(run_sheet))
    return frozenset(fold for fold in kind.folds if not _holds(run_sheet, fold)) if kind else frozenset()


def asked_sections(run_sheet: RunSheet) -> list[type[SheetPart]]:
    """The sections that are to be filled in on this call, in the order of the sheet."""
    away = folded(run_sheet)
    return [section for section in SECTIONS if run_sheet.asks(section) and section.page.slug not in away]


def _holds(run_sheet: RunSheet, fold: str) -> bool:
    """Whether anything is written in a section, or in a group of it; a struck entry is."""
    slug, _, title = fold.partition("/")
    section = BY_SLUG[slug]
    if section.many:
        return bool(getattr(run_sheet, slug))
    names = [name for group in section.groups() if title in {"", group.title} for name in group.names]
    part = getattr(run_sheet, slug)
    return any(part.documented(name) for name in names)


__all__ = [
    "CALLED_OFF",
    "DEAD",
    "EVALUATION_REFUSED",
    "REFUSALS",
    "TRANSFER",
    "TRANSPORT",
    "VISIT",
    "WITHOUT_PATIENT",
    "asked_sections",
    "folded",
    "kind_of",
    "told",
    "unfitting",
]
