"""The form of a section or an entry as it is drawn: where it is sent, what it carries unseen, its groups, and where saving leads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import wtforms
from flask import url_for

from epcr.checks.kind_of_call import asked_sections
from epcr.sheet.anchor import Anchor
from epcr.sheet.run_sheet import SECTIONS, RunSheet
from epcr.sheet.section import Entry, SheetPart
from epcr.sheet.verdict import KeptVerdict
from epcr.visit.signed_in import session
from epcr.web import walking
from epcr.web.at_once import AtOnce
from epcr.web.changes.two_values import TwoValues
from epcr.web.field_files import field_file
from epcr.web.field_view import word_lists
from epcr.web.from_agency import suggested
from epcr.web.group_view import DrawnGroup, FindingsAt
from epcr.web.known_fields import KnownField
from epcr.web.opened_sheet import OpenedSheet
from epcr.web.saving import Conflict
from epcr.web.term_list import TermList
from epcr.web.unlisted import Offer
from epcr.web.usual_terms import usual_terms

NEXT_MISSING: Final = "Next missing"


@dataclass(frozen=True)
class LackingAnswer:
    """An answer to a verdict that could not be taken: at which entry, what is said by the control, and what was typed."""

    entry: str
    sentences: Mapping[str, str]
    typed: Mapping[str, str]


@dataclass(frozen=True)
class SectionForm:
    """What the page of a section draws its form from.

    `part` is as it is stored, or a new entry that is not; `form` holds its controls. `struck` and `entries` are the others of its
    kind. `seen` is what the form is drawn with, `begun` what a new entry is shown with, by the name of its hidden field. The others say
    what became of a form that was sent: a `refused` verdict, an `offer` of what it may have been, an answer that is `lacking`.
    `saves_itself`: each field is sent when it is left, since what stands in the form is what is stored. `waits`: a new entry that is saved
    by its button alone.
    """

    opened: OpenedSheet
    slug: str
    part: SheetPart
    form: wtforms.Form
    is_new: bool
    seen: str
    begun: Mapping[str, str]
    conflict: Sequence[Conflict] = ()
    refusal: str = ""
    refused: KeptVerdict | None = None
    offer: Offer | None = None
    lacking: LackingAnswer | None = None
    saves_itself: bool = False
    waits: bool = False

    @property
    def sheet(self) -> RunSheet:
        """The sheet."""
        return self.opened.sheet

    @property
    def findings_at(self) -> FindingsAt:
        """What was found, by the id of its control."""
        return self.opened.findings_at

    @property
    def entries(self) -> list[Entry]:
        """The entries of this section that stand."""
        return self.sheet.entries(self.slug) if self.part.many else []

    @property
    def struck(self) -> list[Entry]:
        """Those that were struck."""
        parts = self.sheet.every(type(self.part)) if self.part.many else []
        return [entry for entry in parts if entry.struck]


@dataclass(frozen=True)
class FormView:
    """The form as `templates/sheet/parts.html` lays it out.

    `entry` is the id of the entry, "" of a section that stands once. `goto` is where the second button leads once it has saved, in the
    words of `onward`; `check` the place that the check led here for, "" where one came another way. `unsaved` says that what
    stands in it is saved nowhere. `changes` is where its fields are sent one by one, "" where the form is saved as a whole; `logs` is the
    same for a new entry that is saved by its button alone, for when there is no network. `part` is the anchor of what it is of. `usual`
    is what is used in its lists, as JSON. `known` is the address of the file by which the browser draws the fields that are only
    named, "" where there are none. `at_once` are buttons that answer several fields. `redraws` is the name of a control that decides
    what the page asks first.
    """

    action: str
    changes: str
    logs: str
    part: str
    zone: str
    unsaved: bool
    version: int
    seen: str
    entry: str
    is_new: bool
    begun: tuple[tuple[str, str], ...]
    groups: tuple[DrawnGroup, ...]
    lists: Mapping[str, TermList]
    two_values: tuple[TwoValues, ...]
    settle: str
    save: str
    goto: str
    onward: str
    check: str
    refusal: str
    conflict: Sequence[Conflict]
    form: wtforms.Form
    usual: str = ""
    from_agency: str = ""
    at_once: tuple[AtOnce, ...] = ()
    redraws: str = ""
    known: str = ""


def form_view(
    drawn: SectionForm,
    groups: tuple[DrawnGroup, ...],
    *,
    noun: str = "",
    asked: bool = False,
    at_once: tuple[AtOnce, ...] = (),
) -> FormView:
    """The form of a section with its groups; `asked` says that something is to be answered before it is saved.

    `noun` is what its button calls an entry, where that is not what the section calls it.
    """
    part, came_for = drawn.part, walking.place()
    changes = url_for("changes.take", sheet_id=drawn.sheet.id)
    noun = noun or (part.noun if isinstance(part, Entry) else "")
    of_agency = suggested(session(), drawn.sheet, part)
    return FormView(
        action=url_for("sheet.save", sheet_id=drawn.sheet.id, slug=drawn.slug),
        changes=changes if drawn.saves_itself else "",
        logs=changes if drawn.waits else "",
        part=str(part.anchor()),
        zone=drawn.sheet.zone,
        unsaved=bool(drawn.form.errors or drawn.conflict or asked),
        version=part.version,
        seen=drawn.seen,
        entry=part.id if isinstance(part, Entry) else "",
        is_new=drawn.is_new,
        begun=tuple(sorted(drawn.begun.items())),
        groups=of_agency.marked(groups),
        lists={**word_lists(drawn.form), **of_agency.lists()},
        two_values=tuple(values for values in drawn.opened.two_values if _is_of(values.anchor, part)),
        settle=url_for("changes.settle", sheet_id=drawn.sheet.id),
        save=f"Save this {noun}" if noun else "Save",
        goto="check" if came_for else "next",
        onward=NEXT_MISSING if came_for else f"Save and go to {_after(drawn.sheet, drawn.slug)}",
        check=str(came_for or ""),
        refusal=drawn.refusal,
        conflict=drawn.conflict,
        form=drawn.form,
        usual=usual_terms(session(), drawn.sheet, type(part)),
        from_agency=of_agency.in_json(),
        at_once=at_once,
        redraws=next((drawn.form[name].name for name in _deciding(part)), ""),
        known=url_for("static", filename=field_file(drawn.slug)) if _has_known(groups) else "",
    )


def _has_known(groups: tuple[DrawnGroup, ...]) -> bool:
    return any(isinstance(field, KnownField) for group in groups for field in group.fields)


def _deciding(part: SheetPart) -> Iterator[str]:
    """The fields that decide what a page asks first: those that stand before it under no title."""
    if part.page.needed_first:
        yield from (name for group in part.page.groups if not group.title for name in group.names)


def _is_of(anchor: Anchor, part: SheetPart) -> bool:
    own = part.anchor()
    return (anchor.section, anchor.entry) == (own.section, own.entry)


def _after(sheet: RunSheet, slug: str) -> str:
    """What comes after a section: the next one that is asked on this call, else the check."""
    following = after(sheet, slug)
    return following.page.title if following else "the check"


def after(sheet: RunSheet, slug: str) -> type[SheetPart] | None:
    """The section that follows on this call; None after the last one."""
    place = [section.page.slug for section in SECTIONS].index(slug)
    later = SECTIONS[place + 1 :]
    return next((section for section in asked_sections(sheet) if section in later), None)
