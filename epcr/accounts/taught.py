"""Which class and which person a page is about: a class that the person who asks teaches."""

from __future__ import annotations

from flask import abort

from epcr.people import classrooms
from epcr.people.model import Classroom, Person
from epcr.visit.signed_in import person, session


def taught(number: int) -> Classroom:
    """The class, where this person teaches it; 404 otherwise."""
    classroom = session().get(Classroom, number)
    if classroom is None or not classrooms.teaches(person(), classroom):
        abort(404)
    return classroom


def person_of(number: int) -> Person:
    """The person of this number; 404 where there is none. Whether they may be seen is for whoever asks."""
    somebody = session().get(Person, number)
    if somebody is None:
        abort(404)
    return somebody
