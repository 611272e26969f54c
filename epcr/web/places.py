"""Where the bar of every page leads, for whoever is signed in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask, request, url_for

from epcr.people.model import Person, Role
from epcr.visit.signed_in import somebody
from epcr.words.language import gettext


@dataclass(frozen=True)
class BarPlace:
    """A place in the bar; `here` where the page is one of its own."""

    words: str
    address: str
    here: bool


def places() -> tuple[BarPlace, ...]:
    """The places for whoever is signed in; none for nobody."""
    who = somebody()
    return tuple(_places(who)) if who else ()


def _places(who: Person) -> Iterator[BarPlace]:
    review = ("review", "print", "sheets")
    if who.role == Role.TRAINEE:
        yield _place(gettext("My run sheets"), "sheet.home", "", "sheets")
    elif who.role == Role.INSTRUCTOR:
        yield _place(gettext("Review"), "review.queue", "", *review)
        yield _place(gettext("Classes"), "people.classes", "classes", "passwords")
        yield _place(gettext("Scenarios"), "scenarios.listed", "scenarios")
    else:
        yield _place(gettext("People"), "people.everybody", "", "people", "passwords")
        yield _place(gettext("Classes"), "people.classes", "classes")
        yield _place(gettext("Review"), "review.queue", *review)
    yield _place(gettext("Scope rules"), "rulebook.listed", "rulesets")


def _place(words: str, endpoint: str, *own: str) -> BarPlace:
    """A place with the pages that are its own, by the first part of their address; "" is the page that one signs in to."""
    return BarPlace(words, url_for(endpoint), request.path.split("/")[1] in own)


def install(app: Flask) -> None:
    """Give them to every template."""
    app.jinja_env.globals["places"] = places
