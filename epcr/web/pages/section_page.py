"""What the page of one section may have beside what the page of every section has."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import wtforms
from werkzeug.datastructures import MultiDict

from epcr.checks.needed import needed
from epcr.sheet.context import Context
from epcr.sheet.control import Control
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.section import SheetPart
from epcr.web.at_once import buttons
from epcr.web.form_view import SectionForm, form_view
from epcr.web.group_view import groups, needed_first
from epcr.web.saving import nothing_follows
from epcr.web.unlisted import Offer

Typed = MultiDict[str, str]


def _unchanged(_sheet: RunSheet, context: Context) -> Context:
    return context


def as_declared(drawn: SectionForm, not_ours: Collection[str] = ()) -> Mapping[str, object]:
    """The groups as the section declares them; where its page puts first what is needed, what others told (`not_ours`) opens no fold."""
    form, part = drawn.form, drawn.part
    if not part.page.needed_first:
        return {"view": form_view(drawn, groups(form, part, drawn.findings_at, drawn.opened.folded))}
    names = needed(drawn.sheet, part)
    first = needed_first(form, part, drawn.findings_at, names, not_ours)
    blank = [name for name in names if not part.documented(name)]
    return {"view": form_view(drawn, first, at_once=buttons(drawn.sheet, form, part, blank))}


def _as_sent(typed: Typed, _prefix: str) -> Typed:
    return typed


def _as_begun(_part: SheetPart, _address: Mapping[str, str]) -> None:
    pass


def _nothing_to_ask(_typed: Typed, _form: wtforms.Form, _changed: Sequence[Control]) -> Offer | None:
    return None


@dataclass(frozen=True)
class SectionPage:
    """A page of its own: each of these may be left as it is for every section, and a section that needs none has no page here.

    `template` draws it. `surroundings` are what its values are read in; `drawn_with` are the values that the template lays out.
    `as_meant` is a form as it was meant, from what was sent, under the prefix of its controls. `begin` begins a new entry with what
    the address says. `asks_first` is what is to be asked before anything is saved, `asked_of` the fields that it is asked
    of. `complete` fills in what follows from what was changed with the form.
    `new_ones_wait`: a new entry is saved by its button alone, since what is chosen first is seen judged before it is kept, or opens
    the rest of its form.
    """

    template: str = ""
    surroundings: Callable[[RunSheet, Context], Context] = _unchanged
    drawn_with: Callable[[SectionForm], Mapping[str, object]] = as_declared
    as_meant: Callable[[Typed, str], Typed] = _as_sent
    begin: Callable[[SheetPart, Mapping[str, str]], None] = _as_begun
    asks_first: Callable[[Typed, wtforms.Form, Sequence[Control]], Offer | None] = _nothing_to_ask
    asked_of: frozenset[str] = frozenset()
    complete: Callable[[RunSheet, SheetPart, Sequence[Control]], None] = nothing_follows
    new_ones_wait: bool = False
