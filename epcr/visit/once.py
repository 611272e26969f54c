"""A form that makes something carries an id of its own, and the same press once more leads to what the first one made.

A view marked with `makes` is asked once a press: a double tap, a reload, *Send it again* after a lost answer get the answer of
the first. The same press is the same person, the same address, the same form and the same words. The same form with other words
is another press, so that whoever goes back and types something else is not told that it is there already. A request without an
id comes from no page of ours and is taken as a first press.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Iterator
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import current_app, flash, g, redirect, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from epcr.sheet.section import new_id
from epcr.visit.press import Press, answer, claim, earlier
from epcr.visit.signed_in import HOLDS, SAFE_METHODS, session, somebody

P = ParamSpec("P")
R = TypeVar("R")

FIELD = "form_id"
# What differs between two sendings of one form, and what is in no digest.
_NOT_TYPED = frozenset({FIELD, "csrf_token"})
_ID = re.compile(r"[0-9a-f]{32}")


def form_id() -> Markup:
    """The hidden field with the id of a form that makes something: a fresh one, or the one that came back with the form."""
    came_back = request.form.get(FIELD, "")
    number = came_back if _ID.fullmatch(came_back) else new_id()
    # Browsers that fill in forms again after a reload would bring an old id back.
    return Markup('<input type="hidden" name="{}" value="{}" autocomplete="off">').format(FIELD, number)


def makes(view: Callable[P, R]) -> Callable[P, R | AnyResponse]:
    """Mark a view that makes something: pressed once more it is not asked again."""
    return makes_where(lambda: True)(view)


def makes_where(asked: Callable[[], bool]) -> Callable[[Callable[P, R]], Callable[P, R | AnyResponse]]:
    """Mark a view that makes something where `asked` says so of the request, and else changes what is there.

    A change is asked for again each time: answered from memory it would tell what no longer holds.
    """

    def mark(view: Callable[P, R]) -> Callable[P, R | AnyResponse]:
        @wraps(view)
        def pressed(*args: P.args, **named: P.kwargs) -> R | AnyResponse:
            if request.method in SAFE_METHODS or not asked():
                return view(*args, **named)
            return made_before() or view(*args, **named)

        pressed.makes = True  # type: ignore[attr-defined]
        return pressed

    return mark


def made_before() -> AnyResponse | None:
    """The answer that this press got before, or None; the press is then claimed until the transaction ends.

    A view that gives its transaction up before it makes anything asks again. One that reads first claims when it has made it.
    """
    key, ask = press_key(), earlier if HOLDS in session().info else claim
    press = ask(session(), key) if key else None
    g.claimed = key if press is None else ""
    return None if press is None else answered(press)


def answered(press: Press) -> AnyResponse:
    """Say and show what was said and shown before."""
    session().commit()  # of nothing: the device that sent it may forget its draft
    if press.said:
        flash(press.said, press.tone)
    return redirect(press.leads_to or url_for("sheet.home"), 303)


def made(leads_to: str, sentence: str = "", *, tone: str = "good") -> AnyResponse:
    """Commit what was made together with how it was answered, say so, and lead there."""
    if key := g.get("claimed", ""):
        if press := _claimed_meanwhile(key):
            session().rollback()
            return answered(press)
        answer(session(), key, leads_to, sentence, tone)
    session().commit()
    if sentence:
        flash(sentence, tone)
    return redirect(leads_to, 303)


def _claimed_meanwhile(key: str) -> Press | None:
    """The same press, where the view reads first and another one was faster; else it is claimed now at the latest."""
    if HOLDS not in session().info:
        return None
    session().info[HOLDS]()
    return claim(session(), key)


def press_key(*, nobody: bool = False) -> str:
    """The digest of this press; empty for a request without an id. `nobody` stands for whoever is not signed in yet."""
    if "press_key" not in g:
        g.press_key = _digest(nobody=nobody) if _ID.fullmatch(request.form.get(FIELD, "")) else ""
    return str(g.press_key)


def _digest(*, nobody: bool) -> str:
    who = None if nobody else somebody()
    # Keyed and with the random id in it: nobody learns from it what was typed, and no other person's press has the same.
    made_of = hmac.new(str(current_app.config["SECRET_KEY"]).encode(), digestmod=hashlib.sha256)
    for text in (str(who.id) if who else "", request.full_path, request.form[FIELD].encode(), *_typed()):
        piece = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
        made_of.update(len(piece).to_bytes(8, "big") + piece)
    return made_of.hexdigest()


def _typed() -> Iterator[str | bytes]:
    for name, values in sorted(request.form.lists()):
        if name not in _NOT_TYPED:
            yield from (name, *values)
    for name, sent in sorted(request.files.items(multi=True), key=lambda pair: pair[0]):
        yield name
        yield sent.read()
        sent.seek(0)
