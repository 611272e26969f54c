"""The pages of slips: the passwords that one made for others, until one has taken note of them."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, Flask, abort, current_app, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from epcr.accounts.lines import WaitingSlip, waiting_slips
from epcr.accounts.slip_view import slip_page
from epcr.people.model import Classroom, Person
from epcr.people.slip import Slip, find_slip, lines_of, not_noted, take_note, write_slip
from epcr.visit.once import made
from epcr.visit.reach import reached_at
from epcr.visit.showing import decides, was_shown
from epcr.visit.signed_in import person, session

blueprint = Blueprint("slips", __name__, url_prefix="/passwords")


def install(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(blueprint)


def slips_waiting(classroom: Classroom | None = None) -> tuple[WaitingSlip, ...]:
    """The slips of a class, or of none, that whoever asks has not taken note of."""
    return waiting_slips(not_noted(session(), secret(), person(), classroom))


@blueprint.get("/<slip_id>")
def show(slip_id: str) -> str:
    """The passwords, as often as the page is opened, until they are taken note of."""
    slip = _own(slip_id)
    return _page(slip)


def _page(slip: Slip) -> str:
    lines = [] if slip.noted_at else lines_of(session(), secret(), slip, person())
    page = slip_page(slip, lines, _classroom(slip), person(), addresses=reached_at(url_for("people.sign_in")))
    return render_template("people/passwords.html", page=page)


@blueprint.post("/<slip_id>")
@decides
def noted(slip_id: str) -> AnyResponse | tuple[str, int]:
    """They are written down, all that the page showed. One that it did not show stays."""
    slip = _own(slip_id)
    lines = [] if slip.noted_at else lines_of(session(), secret(), slip, person())
    if not all(was_shown().holds(f"line-{line.person.id}") for line in lines if line.password):
        session().rollback()
        flash("There are passwords here that your page did not show. Write them down too.", "stop")
        return _page(_own(slip_id)), 409
    take_note(slip)
    classroom = _classroom(slip)
    session().commit()
    flash("The passwords are no longer shown.", "good")
    back = url_for("people.classroom", number=classroom.id) if classroom else url_for("people.everybody")
    return redirect(back, 303)


def show_made(slip_id: str, people: Iterable[Person], classroom: Classroom | None) -> AnyResponse:
    """Commit the passwords that were made up with a slip of this id, and show it."""
    write_slip(session(), secret(), slip_id, person(), people, classroom)
    return made(url_for("slips.show", slip_id=slip_id))


def secret() -> str:
    """What passwords on slips are worked out from."""
    return str(current_app.config["SECRET_KEY"])


def _own(slip_id: str) -> Slip:
    slip = find_slip(session(), person(), slip_id)
    if slip is None:
        abort(404)
    return slip


def _classroom(slip: Slip) -> Classroom | None:
    return session().get(Classroom, slip.classroom_id) if slip.classroom_id else None
