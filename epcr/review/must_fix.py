"""Which comments that say *must fix* still stand: nothing changed at their place since."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from epcr.review.model import Comment, CommentKind, Revision
from epcr.review.revision import compare
from epcr.review.state import Standing
from epcr.review.steps import unanswered
from epcr.sheet.run_sheet import RunSheet


def standing_must_fixes(
    session: Session, sheet: RunSheet, stands: Standing, comments: Sequence[Comment]
) -> list[Comment]:
    """Those on the revision that lies there, and those on an earlier one after which nothing changed at their place."""
    asked = [comment for comment in comments if comment.kind == CommentKind.MUST_FIX]
    frozen = {
        revision.number: revision.snapshot
        for revision in session.scalars(
            select(Revision).where(
                Revision.run_sheet_id == sheet.id,
                Revision.number.in_({stands.frozen, *(comment.revision for comment in asked)}),
            )
        )
    }
    standing: list[Comment] = []
    for number in sorted({comment.revision for comment in asked}):
        changed = list(compare(frozen[number], frozen[stands.frozen])) if number != stands.revision else []
        standing += unanswered(asked, changed, number)
    return standing
