"""What stands between a sheet and submitting it, as its page is drawn: what is missing, what is to be answered, what happened to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import Final

from flask import url_for

from epcr.checks.finding import Finding, Weight
from epcr.review.comments import place_in_words
from epcr.review.model import Kind, Step
from epcr.review.revision import SheetChange
from epcr.review.state import Standing, State
from epcr.sheet.anchor import Anchor
from epcr.sheet.run_sheet import BY_SLUG, SECTIONS
from epcr.shown import Shown
from epcr.visit.signed_in import session
from epcr.web import as_checked
from epcr.web.check_steps import CheckWalk, HalfAnswered, open_groups, shown_in, walk
from epcr.web.filters import counted
from epcr.web.finding_words import shape_of_weight
from epcr.web.form_view import LackingAnswer
from epcr.web.opened_sheet import OpenedSheet

# By the word of where it stands (`Standing.word`).
_STANDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        State.SUBMITTED: "Submitted. Your instructor reads it next.",
        Kind.OPENED: "In review. Your instructor is reading it.",
        State.ACCEPTED: "Accepted. It can be read, and an addendum written; nothing else changes.",
    }
)
_ENDED: Final = "Accepted. It can be read."
_COMES_BACK: Final = "When they return or accept it, it says so under My run sheets, with their comments."
_NEXT: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        State.SUBMITTED: (
            "Your instructor reads it next. Nothing is left for you to do.",
            "Until they begin, you can withdraw it below and change it.",
            _COMES_BACK,
        ),
        Kind.OPENED: (
            "Your instructor is reading it. Nothing is left for you to do.",
            _COMES_BACK,
        ),
    }
)


@dataclass(frozen=True)
class CheckedLine:
    """A finding that leads to its field: `place` is where that stands, `then` what the field held, `answer` what was said of it.

    `shows` is by what its step is known to ask the same still, "" of one that has no step; `step_at` the place it begins at, "" where its
    address says that.
    """

    address: str
    shape: str
    words: str
    place: str = ""
    section: str = ""
    then: str = ""
    answer: str = ""
    shows: str = ""
    step_at: str = ""


@dataclass(frozen=True)
class OpenPart:
    """What is open in one section, each line leading to its step."""

    title: str
    lines: tuple[CheckedLine, ...]


@dataclass(frozen=True)
class GivenBack:
    """Who gave the sheet back, and with which words."""

    words: str
    name: str
    note: str


@dataclass(frozen=True)
class NewSince:
    """What is new since the page was drawn from which somebody submitted."""

    words: str
    steps: tuple[GivenBack, ...]
    lines: tuple[CheckedLine, ...]
    changed_by: tuple[str, ...]
    changes: Sequence[SheetChange]


@dataclass(frozen=True)
class InstructorWrote:
    """What the instructor wrote."""

    given_back: GivenBack | None
    accepted_all_the_same: bool
    lines: tuple[CheckedLine, ...]


@dataclass(frozen=True)
class Untouched:
    """What must be fixed, and where nothing has changed yet."""

    title: str
    lines: tuple[CheckedLine, ...]


@dataclass(frozen=True)
class Submitting:
    """The button that submits; it is live where nothing is open."""

    address: str
    hint: str
    is_live: bool
    untouched: Untouched | None
    discard: str


@dataclass(frozen=True)
class StepLine:
    """A step of the sheet on its way."""

    at: str
    words: str
    name: str
    note: str


@dataclass(frozen=True)
class Afterwards:
    """What can be done with one's own sheet that can no longer be changed; "" for what cannot."""

    withdraw: str
    addendum: str


@dataclass(frozen=True)
class CheckState:
    """What is still open, and the button that submits: drawn anew after each change that is made on the page.

    `submitting` is None where the sheet cannot be changed.
    """

    lead: str
    base: str
    shows: Shown
    open: tuple[OpenPart, ...]
    submitting: Submitting | None


@dataclass(frozen=True)
class CheckPage:
    """The page. `walk` is None where the sheet cannot be changed, `afterwards` where it can or is not one's own.

    `then` is what comes next for a sheet that was submitted.
    """

    title: str
    state: CheckState
    then: tuple[str, ...]
    new: NewSince | None
    half: tuple[CheckedLine, ...]
    typed: str
    asked: InstructorWrote | None
    walk: CheckWalk | None
    answering: str
    answered: tuple[CheckedLine, ...]
    history: tuple[StepLine, ...]
    afterwards: Afterwards | None
    rehearsing: str
    further: str
    at: Callable[[Anchor], str]


def check_state(opened: OpenedSheet, untouched: Sequence[Finding]) -> CheckState:
    """What is open. `untouched` is what the instructor waits for."""
    page = _Checked(opened)
    parts = tuple(page.open_parts()) if opened.changeable else ()
    warnings = sum(line.shape == "alert" for part in parts for line in part.lines)
    missing = sum(len(part.lines) for part in parts) - warnings
    return CheckState(
        lead=_lead(opened, missing, warnings, len(untouched)),
        base=opened.base,
        shows=as_checked.shown(session(), opened.sheet, opened.stands, opened.of_the_checks),
        open=parts,
        submitting=page.submitting(missing + warnings, untouched) if opened.changeable else None,
    )


def check_page(
    opened: OpenedSheet,
    untouched: Sequence[Finding],
    *,
    new: as_checked.Since | None = None,
    half: HalfAnswered | None = None,
    lacking: LackingAnswer | None = None,
) -> CheckPage:
    """All of it, with what became of an answer (`half`, `lacking`) or of submitting it (`new`)."""
    page = _Checked(opened)
    answered = filter(_is_answered, opened.of_the_checks)
    sheet = opened.sheet
    return CheckPage(
        title="Check and submit" if opened.changeable else "Status",
        state=check_state(opened, untouched),
        then=() if opened.changeable or opened.stands.shut else _NEXT.get(opened.stands.word, ()),
        new=page.new(new) if new else None,
        half=tuple(page.line(finding, placed=True) for finding in half.unseen) if half else (),
        typed=half.text if half else "",
        asked=page.asked(),
        walk=walk(opened, half=half, lacking=lacking) if opened.changeable else None,
        answering=url_for("sheet.answer", sheet_id=sheet.id),
        answered=tuple(page.line(finding, shape="comment") for finding in answered),
        history=tuple(_step(opened, step) for step in opened.stands.history),
        afterwards=_afterwards(opened) if opened.own and not opened.changeable else None,
        rehearsing=url_for("rehearsal.start", sheet_id=sheet.id),
        further=url_for("intake.further", sheet_id=sheet.id) if sheet.imported is not None else "",
        at=opened.at,
    )


@dataclass(frozen=True)
class _Checked:
    """The findings of a sheet as lines of its page."""

    opened: OpenedSheet

    def line(self, finding: Finding, *, shape: str = "", placed: bool = False, then: str = "") -> CheckedLine:
        """A finding that leads to its field; a `placed` one says where that is."""
        anchor = finding.anchor
        section = BY_SLUG.get(anchor.section)
        return CheckedLine(
            address=self.opened.at(anchor),
            shape=shape or shape_of_weight(finding.weight),
            words=finding.message,
            place=place_in_words(self.opened.sheet, anchor) if placed else "",
            section=section.page.title.lower() if section else "",
            then=then,
            answer=finding.answer,
        )

    def open_parts(self) -> Iterator[OpenPart]:
        """What is open, by section in the order of the sheet."""
        of_section: dict[str, list[CheckedLine]] = {section.page.slug: [] for section in SECTIONS}
        for group in open_groups(self.opened.of_the_checks):
            shape = "alert" if group.first.weight is Weight.WARNING else "ring"
            line = replace(
                self.line(group.first, shape=shape),
                address=f"#{group.id}",
                shows=str(shown_in(self.opened, group)),
                step_at=group.begins,
            )
            of_section[group.first.anchor.section].append(line)
        for slug, lines in of_section.items():
            if lines:
                yield OpenPart(BY_SLUG[slug].page.title, tuple(lines))

    def new(self, since: as_checked.Since) -> NewSince:
        """What is new on the sheet."""
        changed = "The sheet was changed after you opened this page. Read what is new, then submit it."
        unknown = "The server cannot tell what your page showed. Read the sheet as it is now, then submit it."
        return NewSince(
            words=changed if since.page_known else unknown,
            steps=tuple(
                GivenBack(step.kind.capitalize(), step.actor.name, step.note) for step in since.steps
            ),
            lines=tuple(self.line(finding, shape="alert", placed=True) for finding in since.findings),
            changed_by=since.changed_by,
            changes=since.changes,
        )

    def asked(self) -> InstructorWrote | None:
        """What the instructor wrote: at the fields, and when giving the sheet back."""
        comments = [finding for finding in self.opened.findings if finding.weight is Weight.COMMENT]
        stands = self.opened.stands
        given_back = [step for step in stands.history if step.kind in {Kind.RETURNED, Kind.REOPENED}]
        last = given_back[-1] if given_back and stands.state is State.RETURNED else None
        if not comments and last is None:
            return None
        return InstructorWrote(
            given_back=GivenBack(last.kind.capitalize(), last.actor_name, last.note) if last else None,
            accepted_all_the_same=stands.state is State.ACCEPTED
            and any(finding.source == "review.must_fix" for finding in comments),
            lines=tuple(
                self.line(finding, shape="comment", placed=True, then=finding.value) for finding in comments
            ),
        )

    def submitting(self, still_open: int, untouched: Sequence[Finding]) -> Submitting:
        """The button that submits, and what stands above it."""
        opened = self.opened
        revision = opened.stands.revision
        freezes = f"Submitting freezes revision {revision} as it stands; you can withdraw it until your instructor begins the review."
        finish = (
            "Finish the item above to submit."
            if still_open == 1
            else f"Finish the {still_open} items above to submit."
        )
        these = "This must be fixed, and" if len(untouched) == 1 else "These must be fixed, and"
        lines = tuple(self.line(finding, shape="comment", placed=True) for finding in untouched)
        return Submitting(
            address=url_for("sheet.submit", sheet_id=opened.sheet.id),
            hint=finish if still_open else freezes,
            is_live=not still_open,
            untouched=Untouched(f"{these} nothing has changed there yet", lines) if untouched else None,
            discard=url_for("review.discard", sheet_id=opened.sheet.id) if _is_new(opened) else "",
        )


def _is_answered(finding: Finding) -> bool:
    return finding.weight is Weight.WARNING and bool(finding.answer)


def _lead(opened: OpenedSheet, missing: int, warnings: int, untouched: int) -> str:
    """Where the sheet stands, in a sentence or two."""
    if not opened.changeable:
        return _stands(opened.stands)
    open_ones = [
        *([f"{counted(missing, 'entry', 'entries')} missing"] if missing else ()),
        *([f"{counted(warnings, 'warning')} to answer"] if warnings else ()),
    ]
    if open_ones:
        return f"{' and '.join(open_ones)}. After that you can submit it."
    if untouched:
        return f"Not changed yet where you must fix it: {counted(untouched, 'comment')}. Nothing else is missing."
    if opened.stands.state is State.RETURNED:
        return "Nothing is missing besides what your instructor wrote below."
    return "Nothing is missing and every warning is answered."


def _stands(stands: Standing) -> str:
    """Where a sheet stands that cannot be changed."""
    return _ENDED if stands.state is State.ACCEPTED and stands.shut else _STANDS.get(stands.word, "")


def _is_new(opened: OpenedSheet) -> bool:
    """Whether nothing was saved on the sheet and nothing happened to it but that it was moved."""
    saved = any(part.saved_at is not None for part in opened.sheet.parts())
    return not saved and all(step.kind == Kind.MOVED for step in opened.stands.history)


def _step(opened: OpenedSheet, step: Step) -> StepLine:
    words = "Review begun" if step.kind == Kind.OPENED else step.kind.capitalize()
    return StepLine(opened.sheet.recorded_at(step.at), words, step.actor_name, step.note)


def _afterwards(opened: OpenedSheet) -> Afterwards:
    state = "" if opened.stands.shut else opened.stands.word
    to = partial(url_for, sheet_id=opened.sheet.id)
    return Afterwards(
        withdraw=to("review.withdraw") if state == State.SUBMITTED else "",
        addendum=to("review.addendum") if state == State.ACCEPTED else "",
    )
