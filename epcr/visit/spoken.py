"""Which language the answer to a request speaks: what the browser prefers of those that the place offers, where all of it is translated.

A page that is translated in part would be read out in the wrong voice and be worse than an English one. So a view says of itself that
its answer is whole, and every other one speaks English.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from babel.core import negotiate_locale
from flask import Flask, Response, current_app, request

from epcr.words import language

View = TypeVar("View", bound=Callable[..., object])


def translated(view: View) -> View:
    """Mark a view whose whole answer is translated, its refusals and errors too."""
    view.translated = True  # type: ignore[attr-defined]
    return view


def install(app: Flask) -> None:
    """Read the catalogs of the languages that are offered, choose one for each request, and let templates speak it."""
    for offered in app.config["LANGUAGES"]:
        language.sentences(offered)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(language.gettext, language.ngettext, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.globals.update(spoken=language.spoken)

    @app.before_request
    def choose() -> None:
        language.speak(preferred() if _is_whole() else language.ENGLISH)

    @app.after_request
    def vary(response: Response) -> Response:
        if _is_whole() and len(current_app.config["LANGUAGES"]) > 1:
            response.vary.add("Accept-Language")
        return response

    @app.teardown_request
    def end(_error: BaseException | None) -> None:
        language.speak(language.ENGLISH)  # the thread goes on with somebody else's request


def preferred() -> str:
    """What the browser prefers of the languages that are offered: for a paper of whoever asks. A page asks what is spoken."""
    offered = current_app.config["LANGUAGES"]
    wanted = [tag for tag, quality in request.accept_languages if quality > 0]
    # Not Werkzeug's `best_match`: of "en-US, es" it takes Spanish, since that is offered to the letter.
    return negotiate_locale(wanted, offered, sep="-") or str(offered[0])


def _is_whole() -> bool:
    return getattr(current_app.view_functions.get(request.endpoint or ""), "translated", False)
