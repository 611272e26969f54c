"""Where the bar of every page leads, for whoever is signed in."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from flask import Flask, request, url_for

from epcr.people.model import Person, Role
from epcr.visit.signed_in import somebody
from epcr.words.language import gettext

_OF_PEOPLE: Final = ("people.everybody", "people.new_person")
_OF_CLASSES: Final = ("people.classes", "people.new_class", "people.classroom", "class_rules", "agencies")


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
    review = _place(gettext("Review"), "review.queue", ("review", "batch"))
    if who.role == Role.TRAINEE:
        yield _place(gettext("My run sheets"), "sheet.home", ("sheet.home",))
    elif who.role == Role.INSTRUCTOR:
        yield review
        yield _place(gettext("Classes"), "people.classes", ("people", "class_rules", "agencies", "slips"))
        yield _place(gettext("Scenarios"), "scenarios.listed", ("scenarios",))
    else:
        yield _place(gettext("People"), "people.everybody", _OF_PEOPLE)
        yield _place(gettext("Classes"), "people.classes", _OF_CLASSES)
        yield review
    yield _place(gettext("Scope rules"), "rulebook.listed", ("rulebook",))


def _place(words: str, endpoint: str, own: Collection[str]) -> BarPlace:
    """A place with the pages that are its own, by endpoint or by blueprint."""
    return BarPlace(words, url_for(endpoint), request.endpoint in own or request.blueprint in own)


def install(app: Flask) -> None:
    """Give them to every template."""
    app.jinja_env.globals["places"] = places
