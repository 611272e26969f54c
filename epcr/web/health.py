"""Whether the application works, for whatever watches it: one word, for everybody, without cookie, sign-in or log.

It says neither what is wrong nor with what; the log says that of the requests of people.
"""

from __future__ import annotations

from flask import Blueprint, Response
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from epcr.people.model import Person
from epcr.visit.signed_in import database

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """200 where the database answers with a table of ours, else 503."""
    try:
        with database().read() as session:
            session.execute(select(Person.id).limit(1)).all()
    except SQLAlchemyError:
        return Response("the database does not answer\n", 503, mimetype="text/plain")
    return Response("ok\n", mimetype="text/plain")
