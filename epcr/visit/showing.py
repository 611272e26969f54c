"""A form that decides carries what its page showed, and its view asks for it: `shows` in the template, `was_shown` in the view.

A view marked with `decides` changes, publishes or ends something that stood on the page. Where that is another thing by
the time the form arrives, it decides nothing, says what moved on and gives back what was typed. A form that does not say what
its page showed comes from no page of ours, and decides nothing either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from flask import request
from markupsafe import Markup

from epcr.shown import FIELD, Shown

View = TypeVar("View", bound=Callable[..., object])


def decides(view: View) -> View:
    """Mark a view that decides on what its page showed: each form in front of it carries that."""
    view.decides = True  # type: ignore[attr-defined]
    return view


def shows(things: Shown | Mapping[str, Iterable[object]]) -> Markup:
    """The hidden field with what a form is drawn with."""
    shown = things if isinstance(things, Shown) else Shown.of(things)
    # Browsers that fill in forms again after a reload would bring back what an older page showed.
    return Markup('<input type="hidden" name="{}" value="{}" autocomplete="off">').format(FIELD, str(shown))


def was_shown() -> Shown:
    """What the page showed from which this request's form comes."""
    return Shown.read(request.form.get(FIELD, ""))
