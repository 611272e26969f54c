"""What a sheet is asked with: its draft, its words, its course, and how a question comes to its statement.

A question stands only where four options were found and the handoff has a statement that says the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from epcr.handoff.statement import PARTS, Statement
from epcr.handoff.statements import draft
from epcr.handoff.trend import Trend, trend
from epcr.rehearsal.ladders import Ladder
from epcr.rehearsal.others import SheetWords, words_of_sheet
from epcr.rehearsal.question import Lot, Question, mixed
from epcr.sheet.anchor import Anchor
from epcr.sheet.context import Context
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.vocabulary import Term, vocabulary

NOT_DOCUMENTED: Final = "Not documented"
# Reasons that a listener could hear as each other: of these only one is offered.
NEAR: Final = (
    frozenset({"unresponsive", "unable_to_complete"}),
    frozenset({"not_recorded", "not_applicable"}),
    frozenset({"contraindication_noted", "medication_allergy"}),
    frozenset({"denied_by_order", "order_criteria_not_met"}),
    frozenset({"refused", "denied_by_order"}),
)


@dataclass(frozen=True)
class AskedSheet:
    """A sheet that is asked about, with what every topic needs of it."""

    run_sheet: RunSheet
    context: Context
    parts: dict[str, list[Statement]]
    sheet_words: SheetWords
    course: Trend
    lot: Lot

    def question(
        self,
        topic: str,
        text: str,
        made: Ladder | None,
        anchors: Sequence[Anchor],
        label: str = "",
        *,
        beside: Sequence[Anchor] = (),
        gap: bool = False,
    ) -> Iterator[Question]:
        """The question, where four options were found and the handoff has a statement that says the answer.

        The statement comes from one of the anchors, or of those `beside` them.
        """
        placed = self.statement(label, (*anchors, *beside))
        if made is None or placed is None:
            return
        options, right = made
        part, statement = placed
        yield Question(topic, text, options, right, tuple(anchors), part, statement.text, gap=gap)

    def statement(self, label: str, anchors: Sequence[Anchor]) -> tuple[str, Statement] | None:
        """The statement of the draft that comes from one of these fields, with its part."""
        wanted = set(anchors)
        for part in PARTS:
            for statement in self.parts[part]:
                if (not label or statement.label.startswith(label)) and wanted & set(statement.anchors):
                    return part, statement
        return None

    def lot_of(self, about: str) -> Lot:
        """A lot of its own for one question."""
        return Lot(f"{self.lot.seed}/{about}")


def asking(run_sheet: RunSheet, lot: Lot) -> AskedSheet:
    """Everything that questions about this sheet are made from."""
    return AskedSheet(
        run_sheet, run_sheet.context(), draft(run_sheet), words_of_sheet(run_sheet), trend(run_sheet), lot
    )


def reasons(why: str, offered: Sequence[str], lot: Lot) -> Ladder | None:
    """A reason among others of the field, none of which could be heard as it."""
    terms = vocabulary("reason")
    near = frozenset().union(*(group for group in NEAR if why in group))
    wrong = [reason for reason in lot.order(offered, "reason") if reason != why and reason not in near]
    return mixed(terms.label(why), [terms.label(reason) for reason in wrong], lot, "why")


def of_terms(code: str, terms: Iterable[Term], ask: AskedSheet, about: str) -> Ladder | None:
    """A term of a short list among the others of it; None for words that somebody typed and for what says only "other"."""
    known = {term.code: term.label for term in terms}
    if code not in known or says_little(known[code]):
        return None
    lot = ask.lot_of(about)
    wrong = [
        label for label in lot.order(known.values(), about) if label != known[code] and not says_little(label)
    ]
    return mixed(known[code], wrong, lot, about)


def says_little(label: str) -> bool:
    return "other" in re.findall(r"[a-z]+", label.casefold())
