"""One field of a form that is written by hand, as it is drawn. Fields of the run sheet are `epcr.web.field_view`'s."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

import wtforms
from flask import Flask
from markupsafe import Markup

from epcr.visit.pieces import Option
from epcr.web.field_view import SEARCHED_FROM
from epcr.web.keyboards import typing

_LOOKS: Final = MappingProxyType(
    {
        "CSRFTokenField": "hidden", "HiddenField": "hidden", "SubmitField": "button", "RadioField": "radios",
        "SelectMultipleField": "checkboxes", "BooleanField": "tick", "SelectField": "list", "TextAreaField": "text",
    }
)  # fmt: skip
_CHOOSING: Final = frozenset({"radios", "checkboxes", "list"})
_WITHOUT_TEXT: Final = frozenset({*_CHOOSING, "button", "tick", "file"})
_INPUTS: Final = frozenset({"password", "email", "number", "search", "tel", "url"})


@dataclass(frozen=True)
class PlainField:
    """A field as `templates/plain/<look>.html` lays it out.

    `attributes` are those of its control, `about` only what describes it. `error` is what must be mended; `kind` is that of an input.
    """

    look: str
    id: str
    name: str
    label: str
    hint: str
    text: str
    error: str
    about: Markup
    attributes: Markup
    typing: Markup
    kind: str
    rows: int
    ticked: bool
    searched: bool
    options: tuple[Option, ...]


def plain_view(
    field: Any, *, hint: str = "", autocomplete: str = "", inputmode: str = "", rows: int = 4
) -> PlainField:
    """A field as it is drawn; `hint` stands in place of its own description."""
    kind = getattr(field.widget, "input_type", "")
    look = _LOOKS.get(field.type, "file" if kind == "file" else "line")
    shown_hint = hint or field.description
    parts = [part for part, stands in (("hint", shown_hint), ("error", field.errors)) if stands]
    about = " ".join(f"{field.id}-{part}" for part in parts)
    options = [Option(choice[0], choice[1], choice[2]) for choice in _choices(field, look)]
    return PlainField(
        look=look,
        id=field.id,
        name=field.name,
        label=field.label.text,
        hint=shown_hint,
        text="" if look in _WITHOUT_TEXT or kind == "password" else field._value(),  # noqa: SLF001 - WTForms' own widgets ask it
        error=". ".join(str(error) for error in field.errors),
        about=_attributes(("aria-describedby", about)),
        attributes=_attributes(
            ("id", field.id),
            ("name", field.name),
            ("aria-describedby", about),
            ("aria-invalid", "true" if field.errors else ""),
            ("required", None if field.flags.required else ""),
            ("autocomplete", autocomplete),
            ("inputmode", inputmode),
        ),
        typing=typing(field),
        kind=kind if kind in _INPUTS else "text",
        rows=rows,
        ticked=bool(field.data),
        searched=len(options) >= SEARCHED_FROM,
        options=tuple(options),
    )


@dataclass(frozen=True)
class FormError:
    """What must be mended, and the address of its control; "" for the form as a whole."""

    words: str
    address: str = ""


def errors_of(form: wtforms.Form) -> list[FormError]:
    """All that must be mended, in the order of the form, then what is said of it as a whole."""
    fields = [FormError(str(error), f"#{field.id}") for field in form for error in field.errors]
    return [*fields, *(FormError(str(error)) for error in getattr(form, "form_errors", ()))]


def what_to_correct(form: wtforms.Form) -> str:
    """The heading above it."""
    number = len(form.errors)
    these = "this" if number == 1 else f"these {number}"
    return f"Not saved yet. Correct {these}; the rest is kept"


def _choices(field: Any, look: str) -> list[Any]:
    return list(field.iter_choices()) if look in _CHOOSING else []


def _attributes(*pairs: tuple[str, str | None]) -> Markup:
    """Attributes with their values; one of "" is left out, one of None stands without a value."""
    return Markup().join(
        Markup(" {}").format(name) if value is None else Markup(' {}="{}"').format(name, value)
        for name, value in pairs
        if value != ""
    )


def install(app: Flask) -> None:
    """Give it to every template."""
    app.jinja_env.globals["plain_view"] = plain_view
    app.jinja_env.filters.update(errors_of=errors_of, what_to_correct=what_to_correct)
