"""What every form of a page is made of: it reads what was typed and judges its shape; the verbs judge the rest.

Choices are not validated here (`validate_choice`): the verbs know their lists and say what to do.
"""

from __future__ import annotations

from typing import Any

import wtforms
from flask import request
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length

from epcr.refused import Refused


def needed(sentence: str) -> InputRequired:
    """The field must be filled in; the sentence says with what."""
    return InputRequired(sentence)


def at_most(number: int, what: str) -> Length:
    """The text is no longer than this."""
    return shorter(number, f"Shorten {what} to %(max)d characters.")


def shorter(number: int, sentence: str) -> Length:
    """The same in a sentence of its own, where `%(max)d` is the number."""
    return Length(max=number, message=sentence)


def choices(*pairs: tuple[str, str]) -> list[Any]:
    """Values and their words as WTForms wants them."""
    return [SelectChoice(value, words) for value, words in pairs]


def typed(field: wtforms.Field) -> str:
    """The text of a field; empty for none."""
    return str(field.data or "")


def sent_number(text: str) -> int:
    """A number that was sent; 0 for what is none, or is larger than any id."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def say(form: Form, refused: Refused) -> None:
    """Put a refusal where it belongs: at its field, else above the form."""
    if refused.field in form:
        form[refused.field].errors = [*form[refused.field].errors, str(refused)]
    else:
        form.form_errors.append(str(refused))


class Form(FlaskForm):  # type: ignore[misc]
    """A form of typed words. A file sent in the place of a word is passed over: no validator knows what to do with it."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """How the form reads the request."""

        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> Any:
            """The typed fields only; what the caller hands over stays as it is."""
            if formdata is None or isinstance(formdata, MultiDict):
                return formdata
            return request.form if form.is_submitted() else None


class JustAsk(Form):
    """A button and its token."""
