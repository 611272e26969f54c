"""What can be done with a sheet as a whole: submit, withdraw, discard; open, return, accept, reopen; add an addendum.

Each verb checks who may and from which state, and raises Refused with a sentence where it cannot be. The route commits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from epcr import checks
from epcr.checks.finding import Finding
from epcr.checks.verdicts import judge_changed
from epcr.db import now
from epcr.people.ending import require_changes
from epcr.people.model import Person
from epcr.refused import Refused
from epcr.review.comments import (
    change_comment,
    comments,
    comments_as_findings,
    delete_comment,
    published,
    write_comment,
)
from epcr.review.frozen import freeze
from epcr.review.holding import hold
from epcr.review.model import ASIDE, Comment, CommentKind, Kind, Revision, Step
from epcr.review.names import take_name_of_now
from epcr.review.revision import SheetChange, compare
from epcr.review.state import (
    EDITABLE,
    STATE_AFTER,
    Standing,
    State,
    class_of,
    editable,
    frozen_revisions,
    history,
    is_opened,
    may_read,
    opened,
    reviews,
    revision_number,
    shut,
    standing,
    standings,
    state,
    state_after,
    writes,
)
from epcr.sheet.anchor import Anchor
from epcr.sheet.run_sheet import ENTRY_SLUGS, RunSheet
from epcr.wording import several_lines

LONGEST_NOTE = 2000  # characters
IN_REVIEW = "Your instructor has begun to read this sheet; it comes back to you when it is returned."
ANOTHER = "This is the sheet of somebody else."
NOT_REVIEWER = "Only an instructor of this class can do that."


def submit(
    session: Session, sheet: RunSheet, actor: Person, findings: Sequence[Finding] | None = None
) -> Revision:
    """Freeze a revision and hand it to the instructor. Refused while a finding is open."""
    hold(session, sheet)
    if not writes(actor, sheet):
        raise Refused(ANOTHER)
    now_in = state(session, sheet)
    if now_in not in {State.DRAFT, State.RETURNED}:
        raise Refused(f"This sheet is {now_in} and cannot be submitted.")
    require_changes(class_of(session, sheet))
    listed = checks.findings(sheet) if findings is None else findings
    left = sum(1 for finding in listed if finding.open)
    if left:
        raise Refused(
            f"{left} {'finding is' if left == 1 else 'findings are'} still open; the list leads to each."
        )
    judge_changed(sheet, now())  # what is frozen is what every page showed, though facts went without a save
    revision = Revision(
        run_sheet_id=sheet.id, number=frozen_revisions(session, sheet) + 1, snapshot=freeze(sheet)
    )
    session.add(revision)
    session.flush()
    _step(session, sheet, actor, Kind.SUBMITTED)
    return revision


def withdraw(session: Session, sheet: RunSheet, actor: Person) -> None:
    """Take a submitted sheet back, while no instructor has opened it."""
    hold(session, sheet)
    if not writes(actor, sheet):
        raise Refused(ANOTHER)
    taken = history(session, sheet)
    if state_after(taken) is not State.SUBMITTED:
        raise Refused("Only a submitted sheet can be withdrawn.")
    if is_opened(taken):
        raise Refused(IN_REVIEW)
    require_changes(class_of(session, sheet))
    _step(session, sheet, actor, Kind.WITHDRAWN)


def discard(session: Session, sheet: RunSheet, actor: Person) -> None:
    """Throw away a draft in which nothing was ever saved. What was documented stays in the record."""
    hold(session, sheet)
    if not writes(actor, sheet):
        raise Refused(ANOTHER)
    if any(step.kind != Kind.MOVED for step in history(session, sheet)):
        raise Refused("This sheet was submitted or discarded before and stays in the record.")
    if touched(sheet):
        raise Refused(
            "Something was documented on this sheet, so it stays in the record; strike what is wrong instead."
        )
    require_changes(class_of(session, sheet))
    sheet.discarded_at = now()
    _step(session, sheet, actor, Kind.DISCARDED)


def taken_already(session: Session, sheet: RunSheet, actor: Person, kind: Kind, note: str = "") -> bool:
    """Whether this very step was the last to lead anywhere: what was asked for once more stands as it was asked for."""
    led = [step for step in history(session, sheet) if step.kind not in {*ASIDE, Kind.OPENED}]
    return bool(led) and (led[-1].kind, led[-1].actor_id, led[-1].note) == (kind, actor.id, _note(note))


def touched(sheet: RunSheet) -> bool:
    """Whether anybody ever saved something on it."""
    struck = (entry for slug in ENTRY_SLUGS for entry in getattr(sheet, slug) if entry.struck)
    return any(struck) or any(part.saved_at is not None for part in sheet.parts())


def open_for_review(session: Session, sheet: RunSheet, actor: Person) -> None:
    """Begin to review a submitted sheet; from now on it cannot be withdrawn. Doing it twice changes nothing."""
    _require_review(session, sheet, actor, "Only a submitted sheet is reviewed")


def give_back(session: Session, sheet: RunSheet, actor: Person, note: str) -> None:
    """Return the sheet to its trainee with what is to be done, and the comments with it."""
    text = _note(note, "Write what the trainee is to do before you return the sheet.")
    _require_review(session, sheet, actor, "Only a submitted sheet can be returned")
    require_changes(class_of(session, sheet), "note")  # its trainee could not change it
    _step(session, sheet, actor, Kind.RETURNED, text)


def accept(session: Session, sheet: RunSheet, actor: Person, note: str = "") -> None:
    """Accept the sheet; from now on only addenda can be added to it."""
    text = _note(note)
    _require_review(session, sheet, actor, "Only a submitted sheet can be accepted")
    _step(session, sheet, actor, Kind.ACCEPTED, text)


def reopen(session: Session, sheet: RunSheet, actor: Person, note: str) -> None:
    """Give an accepted sheet back to its trainee to be changed."""
    text = _note(note, "Write why the sheet is reopened.")
    hold(session, sheet)
    if not reviews(actor, sheet):
        raise Refused(NOT_REVIEWER)
    if state(session, sheet) is not State.ACCEPTED:
        raise Refused("Only an accepted sheet can be reopened.")
    require_changes(class_of(session, sheet), "note")
    _step(session, sheet, actor, Kind.REOPENED, text)


def add_addendum(session: Session, sheet: RunSheet, actor: Person, note: str) -> None:
    """Add a note to an accepted sheet; it stands in its history and changes nothing."""
    text = _note(note, "Write the addendum before you add it.")
    hold(session, sheet)
    if not may_read(actor, sheet):
        raise Refused(ANOTHER)
    if state(session, sheet) is not State.ACCEPTED:
        raise Refused("Addenda are for accepted sheets; this one can be changed itself or is being reviewed.")
    if not reviews(actor, sheet):
        require_changes(class_of(session, sheet))
    _step(session, sheet, actor, Kind.ADDENDUM, text)


def note_move(session: Session, sheet: RunSheet, actor: Person, note: str) -> None:
    """Keep in its history that the sheet was moved to another class; it stands where it stood."""
    _step(session, sheet, actor, Kind.MOVED, note)


def changes(session: Session, sheet: RunSheet, stands: Standing | None = None) -> list[SheetChange]:
    """What changed since the revision that was last returned or reopened, each beside the comment that asked for it."""
    stands = stands or standing(session, sheet)
    newest = stands.frozen
    before = returned_revision(stands)
    if not before:
        return []
    frozen = {
        revision.number: revision.snapshot
        for revision in session.scalars(
            select(Revision).where(Revision.run_sheet_id == sheet.id, Revision.number.in_({before, newest}))
        )
    }
    after = freeze(sheet) if stands.written else frozen[newest]
    asked = [comment for comment in comments(session, sheet) if comment.revision <= before]
    return [replace(change, comment=_asked_for(change, asked)) for change in compare(frozen[before], after)]


def returned_revision(stands: Standing) -> int:
    """The revision that the one lying there answers: the newest before it that was returned or reopened; 0 for none."""
    given = (step.revision for step in stands.history if step.kind in {Kind.RETURNED, Kind.REOPENED})
    return max((number for number in given if number < stands.revision), default=0)


def unanswered(comments: Sequence[Comment], changed: Sequence[SheetChange], revision: int) -> list[Comment]:
    """The comments on a revision after which nothing changed at their place, praise aside."""
    done = {place for change in changed for place in _places(change)}
    return [
        comment
        for comment in comments
        if comment.revision == revision
        and comment.kind != CommentKind.WELL_DONE
        and comment.anchor not in done
    ]


def _places(change: SheetChange) -> list[str]:
    """Where a comment can stand that asks for this change: at the field, its entry; for a whole entry also at its section."""
    places = [str(change.anchor), str(Anchor(change.anchor.section, change.anchor.entry))]
    if change.anchor.section in ENTRY_SLUGS and not change.anchor.field:
        places.append(change.anchor.section)
    return places


def _asked_for(change: SheetChange, asked: list[Comment]) -> Comment | None:
    """The newest comment at the nearest of its places."""
    for place in _places(change):
        for comment in reversed(asked):
            if comment.anchor == place:
                return comment
    return None


def _require_review(session: Session, sheet: RunSheet, actor: Person, only: str) -> None:
    """That the sheet is submitted and this person reviews it; it is open from now on."""
    hold(session, sheet)
    if not reviews(actor, sheet):
        raise Refused(NOT_REVIEWER)
    taken = history(session, sheet)
    now_in = state_after(taken)
    if now_in is not State.SUBMITTED:
        raise Refused(f"{only}; this one is {now_in} now.")
    if not is_opened(taken):
        _step(session, sheet, actor, Kind.OPENED)


def _step(session: Session, sheet: RunSheet, actor: Person, kind: Kind, note: str = "") -> None:
    if STATE_AFTER.get(kind) in EDITABLE:
        take_name_of_now(session, sheet)
    revision = frozen_revisions(session, sheet)
    session.add(
        Step(
            run_sheet_id=sheet.id,
            actor_id=actor.id,
            actor=actor,
            kind=kind,
            revision=revision,
            note=note,
            at=now(),
        )
    )
    session.flush()


def _note(note: str, needed: str = "") -> str:
    text = several_lines(note)
    if needed and not text:
        raise Refused(needed, "note")
    if len(text) > LONGEST_NOTE:
        raise Refused(f"Shorten the note to {LONGEST_NOTE:,} characters; it has {len(text):,}.", "note")
    return text


__all__ = [
    "EDITABLE",
    "IN_REVIEW",
    "Refused",
    "SheetChange",
    "Standing",
    "State",
    "accept",
    "add_addendum",
    "change_comment",
    "changes",
    "class_of",
    "comments",
    "comments_as_findings",
    "delete_comment",
    "discard",
    "editable",
    "give_back",
    "history",
    "hold",
    "may_read",
    "note_move",
    "open_for_review",
    "opened",
    "published",
    "reopen",
    "returned_revision",
    "reviews",
    "revision_number",
    "shut",
    "standing",
    "standings",
    "state",
    "submit",
    "taken_already",
    "unanswered",
    "withdraw",
    "write_comment",
    "writes",
]
