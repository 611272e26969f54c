"""The page about an error, as a value: what happened, the one way back, and what was typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from epcr.visit.signed_in import somebody
from epcr.web.notice import Notice
from epcr.web.typed import TypedField
from epcr.words.language import gettext


@dataclass(frozen=True)
class ErrorPage:
    """The page. `kept` are the fields with which what was typed is sent again, to `here`; where there are none, `back` is the way.

    `drafted`: what was typed is kept on the device, and is not sent again from here.
    """

    title: str
    next_step: str
    drafted: bool
    typed: Sequence[TypedField]
    kept: Sequence[tuple[str, str]]
    here: str
    back: str
    back_words: str


def error_page(
    notice: Notice,
    *,
    typed: Sequence[TypedField],
    kept: Sequence[tuple[str, str]],
    drafted: bool,
    here: str,
    came_from: str,
) -> ErrorPage:
    """The page of what is said; `came_from` is the page that sent the form, empty where it cannot be opened."""
    if came_from:
        back, words = came_from, gettext("Go back to where you typed it")
    else:
        back = url_for("sheet.home")
        words = gettext("Go to the start") if somebody() else gettext("Sign in")
    return ErrorPage(
        title=notice.title,
        next_step=notice.next_step,
        drafted=drafted and not kept,
        typed=typed,
        kept=kept,
        here=here,
        back=back,
        back_words=words,
    )
