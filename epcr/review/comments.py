"""What instructors say at the fields of a sheet: written while they review, read by the trainee once it is returned.

Comments never change the chart.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from epcr.checks.finding import Finding, Weight
from epcr.isolates import isolated
from epcr.people.model import Person
from epcr.refused import Refused
from epcr.review.model import Comment, CommentKind, Kind, Step
from epcr.review.revision import heading
from epcr.review.state import State, frozen_revisions, history, reviews, state
from epcr.sheet.anchor import Anchor
from epcr.sheet.run_sheet import BY_SLUG, ENTRY_SLUGS, RunSheet
from epcr.wording import several_lines

LONGEST = 1000  # characters of a comment
LONGEST_VALUE = 400
MUST_SAY = "Write what you want to say at this field."


def comments(session: Session, sheet: RunSheet) -> list[Comment]:
    """Every comment on the sheet, oldest first, those not yet sent to the trainee included."""
    return list(session.scalars(select(Comment).where(Comment.run_sheet_id == sheet.id).order_by(Comment.id)))


def published_revision(taken: Iterable[Step]) -> int:
    """The newest revision that these steps returned or accepted, whose comments its trainee may read; 0 for none."""
    given = (step.revision for step in taken if step.kind in {Kind.RETURNED, Kind.ACCEPTED})
    return max(given, default=0)


def published(session: Session, sheet: RunSheet) -> list[Comment]:
    """The comments that the trainee may read, oldest first."""
    newest = published_revision(history(session, sheet))
    return [comment for comment in comments(session, sheet) if comment.revision <= newest]


def readable(session: Session, sheet: RunSheet, reader: Person | None) -> list[Comment]:
    """The comments that somebody may read, oldest first: its trainee what was given back, everybody else all of them.

    Without a reader it is whoever sits at the server's own command line.
    """
    its_trainee = reader is not None and reader.id == sheet.trainee_id
    return (published if its_trainee else comments)(session, sheet)


def comments_as_findings(
    session: Session, sheet: RunSheet, taken: Sequence[Step] | None = None
) -> list[Finding]:
    """The comments of the last review as findings at their fields, for the trainee's pages; `taken` are the sheet's steps."""
    newest = published_revision(history(session, sheet) if taken is None else taken)
    if not newest:
        return []
    return [as_finding(comment) for comment in comments(session, sheet) if comment.revision == newest]


def as_finding(comment: Comment) -> Finding:
    """A comment as the finding it is."""
    anchor = Anchor.parse(comment.anchor, entry_sections=ENTRY_SLUGS)
    message = f"{comment.kind_words}: {isolated(comment.text)}"
    return Finding(Weight.COMMENT, anchor, message, f"review.{comment.kind}", comment.value)


def find_anchor(sheet: RunSheet, text: str) -> Anchor | None:
    """The place on this sheet that an address names: a section, an entry or a field of it; None where there is none."""
    try:
        anchor = Anchor.parse(text, entry_sections=ENTRY_SLUGS)
    except ValueError:
        return None
    if anchor.section not in BY_SLUG:
        return None
    if anchor == Anchor(anchor.section):
        return anchor
    part = sheet.find(anchor)
    if part is None or (anchor.field and anchor.field not in part.fields()):
        return None
    return anchor


def place_in_words(sheet: RunSheet, anchor: Anchor) -> str:
    """What a comment is about: "Vital signs · Vital-sign set · 17:05 · Heart rate", "Incident and times · Unit"."""
    return " · ".join(place_pieces(sheet, anchor))


def place_pieces(sheet: RunSheet, anchor: Anchor) -> tuple[str, ...]:
    """The same as section, entry and field, each by itself; an entry may be called by what somebody typed."""
    if anchor.section not in BY_SLUG:
        return ()
    kind, part = BY_SLUG[anchor.section], sheet.find(anchor) if anchor != Anchor(anchor.section) else None
    entry = heading(part, sheet.context()) if anchor.entry and part is not None else ""
    spec = kind.fields().get(anchor.field)
    return tuple(word for word in (kind.page.title, entry, spec.label if spec else "") if word)


def value_at(sheet: RunSheet, anchor: Anchor) -> str:
    """What the field holds now, in words; empty for an entry or section."""
    part = sheet.find(anchor)
    words = part.show(anchor.field, sheet.context()) if part is not None and anchor.field else ""
    return words if len(words) <= LONGEST_VALUE else f"{words[: LONGEST_VALUE - 1]}…"


def write_comment(
    session: Session, sheet: RunSheet, author: Person, *, anchor: str, kind: str, text: str
) -> Comment:
    """Say something at a field of the revision that lies there. Raises Refused."""
    _require_review(session, sheet, author)
    place = find_anchor(sheet, anchor)
    if place is None:
        raise Refused("That field is not on this sheet; choose one that is.", "anchor")
    comment = Comment(
        run_sheet_id=sheet.id,
        revision=frozen_revisions(session, sheet),
        anchor=str(place),
        kind=_kind(kind),
        text=_text(text),
        value=value_at(sheet, place),
        author_id=author.id,
        author=author,
    )
    session.add(comment)
    session.flush()
    return comment


def change_comment(
    session: Session, sheet: RunSheet, author: Person, number: int, *, kind: str, text: str
) -> Comment:
    """Word one's own comment anew, while the trainee has not seen it. Raises Refused."""
    comment = own_comment(session, sheet, author, number)
    comment.kind = _kind(kind)
    comment.text = _text(text)
    return comment


def delete_comment(session: Session, sheet: RunSheet, author: Person, number: int) -> None:
    """Take one's own comment back, while the trainee has not seen it. Raises Refused."""
    session.delete(own_comment(session, sheet, author, number))


def own_comment(session: Session, sheet: RunSheet, author: Person, number: int) -> Comment:
    """The comment of this number, if this person may still change it. Raises Refused."""
    _require_review(session, sheet, author)
    comment = session.get(Comment, number)
    if comment is None or comment.run_sheet_id != sheet.id:
        raise Refused("That comment is no longer there.")
    if comment.author_id != author.id:
        raise Refused("Only who wrote a comment can change it.")
    if comment.revision <= published_revision(history(session, sheet)):
        raise Refused("The trainee has already read this comment; write another instead.")
    return comment


def _require_review(session: Session, sheet: RunSheet, author: Person) -> None:
    if not reviews(author, sheet):
        raise Refused("Only an instructor of this class can comment on the sheet.")
    if state(session, sheet) is not State.SUBMITTED:
        raise Refused(
            "Comments are written while a submitted sheet is reviewed; this one is not submitted now."
        )


def _kind(kind: str) -> str:
    if kind not in {known.value for known in CommentKind}:
        raise Refused("Choose what the comment says: well done, improve or must fix.", "kind")
    return kind


def _text(text: str) -> str:
    text = several_lines(text)
    if not text:
        raise Refused(MUST_SAY, "text")
    if len(text) > LONGEST:
        raise Refused(f"Shorten the comment to {LONGEST:,} characters; it has {len(text):,}.", "text")
    return text
