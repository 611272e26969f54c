"""The forms of the review. They read what was typed; the verbs judge it."""

from __future__ import annotations

import wtforms

from epcr.review.model import CommentKind
from epcr.visit.forms import Form, choices


class CommentForm(Form):
    """What an instructor says at a field."""

    kind = wtforms.RadioField(
        "Type of comment",
        choices=choices(*((kind.value, kind.words) for kind in CommentKind)),
        default=CommentKind.IMPROVE.value,
        validate_choice=False,
    )
    text = wtforms.TextAreaField("Comment")
    anchor = wtforms.HiddenField()
    number = wtforms.HiddenField()


class NoteForm(Form):
    """A note that goes with a step."""

    note = wtforms.TextAreaField("Note")
