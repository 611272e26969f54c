"""Which class: one that the person who asks teaches."""

from __future__ import annotations

from flask import abort

from epcr.people import classrooms
from epcr.people.model import Classroom
from epcr.visit.signed_in import person, session


def taught(number: int) -> Classroom:
    """The class, where this person teaches it; 404 otherwise."""
    found = session().get(Classroom, number)
    if found is None or not classrooms.teaches(person(), found):
        abort(404)
    return found
