"""The background of a handoff: allergies, medications, history, and what was eaten last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from epcr.checks.home_medications import those_that_matter_first
from epcr.handoff.pieces import anchors_of, optional, told_of
from epcr.handoff.statement import Statement
from epcr.handoff.words import NOT_DOCUMENTED, said
from epcr.sheet.anchor import Anchor
from epcr.sheet.context import Context
from epcr.sheet.history import History
from epcr.sheet.run_sheet import RunSheet

NOT_PREGNANT = "3118001"  # eHistory.18 "No"
LONG_TERM = 40  # characters; about a line of a box


def background(run_sheet: RunSheet, context: Context) -> Iterator[Statement]:
    history = run_sheet.history
    yield _allergies(history, context)
    yield _medications(history, context)
    yield replace(_history(history, context), shown_in="facts")
    yield _oral_intake(run_sheet, context)
    yield told_of("Events", history, ("events",), context)
    yield told_of("Directives", history, ("advance_directives",), context)
    if history.documented("pregnancy") and history.pregnancy != NOT_PREGNANT:
        yield told_of("Pregnancy", history, ("pregnancy",), context)
    elif history.pregnancy == NOT_PREGNANT:
        yield Statement("Pregnancy", "not pregnant", anchors_of(history, ("pregnancy",)))
    yield from optional("Substances", history, (("alcohol_drugs", ""),), context)
    yield from optional("Barriers", run_sheet.primary, (("barriers", ""),), context)
    yield from optional("Told by", history, (("history_from", ""),), context)


def _allergies(history: History, context: Context) -> Statement:
    """To medications, then to all else, each as it was typed, with the reaction: none of them is ever left out."""
    names = ("allergies", "other_allergies")
    items = tuple(item for name in names for item in _members(history, name, context))
    return _list_of("Allergies", items, len(items), anchors_of(history, names))


def _medications(history: History, context: Context) -> Statement:
    """Those that bear on treatment first."""
    items, kept = those_that_matter_first(_members(history, "home_medications", context))
    return _list_of("Medications", items, kept, anchors_of(history, ("home_medications",)))


def _list_of(label: str, items: tuple[str, ...], kept: int, anchors: tuple[Anchor, ...]) -> Statement:
    joined = "; ".join(items) or NOT_DOCUMENTED
    return Statement(label, joined, anchors, missing=not items, shown_in="facts", items=items, kept=kept)


def _members(history: History, name: str, context: Context) -> tuple[str, ...]:
    """The terms of a list one by one; why there are none; nothing where it is not documented."""
    in_words, spec = said(history, name, context), history.fields()[name]
    terms = tuple(spec.show([code], context) for code in getattr(history, name) or ())
    if in_words == NOT_DOCUMENTED:
        return ()
    return terms if "; ".join(terms) == in_words else (in_words,)


def _history(history: History, context: Context) -> Statement:
    """Past history; of a coded term as long as a line only what stands before its first comma, so that the others are read too."""
    past = told_of("History", history, ("past_history",), context)
    terms = past.words.split("; ")
    if len(terms) < 2 or all(len(term) <= LONG_TERM for term in terms):
        return past
    heads = tuple(term.partition(", ")[0] if len(term) > LONG_TERM else term for term in terms)
    return replace(past, words="; ".join(heads), items=heads)


def _oral_intake(run_sheet: RunSheet, context: Context) -> Statement:
    history = run_sheet.history
    names = ("last_oral_intake", "last_oral_intake_what")
    time_and_meal = [said(history, name, context) for name in names if history.documented(name)]
    if not time_and_meal:
        return Statement("Last oral", NOT_DOCUMENTED, anchors_of(history, names), missing=True)
    return Statement(
        "Last oral", ", ".join(time_and_meal), anchors_of(history, names), history.last_oral_intake
    )
