"""Comments as paper prints them: at their places, with who said them and whether they must be fixed.

Whose comments they are, and who may read them, is for the comments; where they stand on paper is for the report.
"""

from __future__ import annotations

from collections.abc import Iterable

from epcr.report.run_sheet import Remark
from epcr.review.model import Comment, CommentKind
from epcr.sheet.anchor import Anchor
from epcr.sheet.run_sheet import ENTRY_SLUGS


def remarks(comments: Iterable[Comment]) -> list[Remark]:
    """The comments as remarks, in the order in which they come."""
    return [_remark(comment) for comment in comments]


def _remark(comment: Comment) -> Remark:
    return Remark(
        Anchor.parse(comment.anchor, entry_sections=ENTRY_SLUGS),
        comment.author_name,
        comment.kind_words,
        comment.text,
        must_fix=comment.kind == CommentKind.MUST_FIX,
        value=comment.value,
        revision=comment.revision,
    )
