"""The page on which sheets are chosen to be printed, as a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for

from epcr.batch.bundles import KINDS, BundleKind
from epcr.batch.sides import CHOICES
from epcr.review.asking import as_query
from epcr.review.documents import DOCUMENTS, Document
from epcr.review.filters_view import FilterForm, filter_form
from epcr.review.printing import Way
from epcr.review.queue import Choices, Filter


@dataclass(frozen=True)
class ChoosePage:
    """The page: what can be asked for, how many sheets that is, and as what they are printed.

    `query` is what is asked for as an address says it, `kept` the same for a form; `order` ends the sentence that counts them.
    """

    filters: FilterForm
    query: Mapping[str, Any]
    kept: tuple[tuple[str, Any], ...]
    total: int
    order: str
    way: Way
    documents: Mapping[str, Document]
    kinds: tuple[BundleKind, ...]
    kind: str
    sides: tuple[tuple[str, str], ...]
    chosen_sides: str
    nemsis: str


def choose_page(
    asked: Filter, choices: Choices, total: int, *, way: Way, kind: BundleKind, chosen_sides: str
) -> ChoosePage:
    """The page for what is asked."""
    query = as_query(asked)
    return ChoosePage(
        filters=filter_form(choices, asked),
        query=query,
        kept=tuple((name, value) for name, value in query.items() if value is not None),
        total=total,
        order=", by trainee" if total > 1 else "",
        way=way,
        documents=DOCUMENTS,
        kinds=tuple(KINDS.values()),
        kind=kind.slug,
        sides=CHOICES,
        chosen_sides=chosen_sides,
        nemsis=url_for("batch.nemsis", **query),
    )
