"""The pages of slips: the passwords that one made for others, until one has taken note of them."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, Flask, abort, current_app, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from epcr.people.model import Classroom, Person
from epcr.people.slip import Line, Slip, find_slip, lines_of, not_noted, take_note, write_slip
from epcr.shown import Shown
from epcr.visit.once import made
from epcr.visit.showing import decides, was_shown
from epcr.visit.signed_in import person, session

blueprint = Blueprint("slips", __name__, url_prefix="/passwords")


def install(app: Flask) -> None:
    """Register the pages, and let the pages of people list the slips that wait."""
    app.register_blueprint(blueprint)
    app.jinja_env.globals["slips_not_noted"] = lambda classroom=None: not_noted(
        session(), app.config["SECRET_KEY"], person(), classroom
    )


@blueprint.get("/<slip_id>")
def show(slip_id: str) -> str:
    """The passwords, as often as the page is opened, until they are taken note of."""
    slip = _own(slip_id)
    return _page(slip)


def _shown(lines: Iterable[Line]) -> Shown:
    return Shown.of({f"line-{one.person.id}": () for one in lines if one.password})


def _page(slip: Slip) -> str:
    lines = [] if slip.noted_at else lines_of(session(), secret(), slip, person())
    return render_template(
        "people/passwords.html", slip=slip, lines=lines, classroom=_classroom(slip), lines_shown=_shown
    )


@blueprint.post("/<slip_id>")
@decides
def noted(slip_id: str) -> AnyResponse | tuple[str, int]:
    """They are written down, all that the page showed. One that it did not show stays."""
    slip = _own(slip_id)
    lines = [] if slip.noted_at else lines_of(session(), secret(), slip, person())
    if not all(was_shown().holds(f"line-{one.person.id}") for one in lines if one.password):
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
    found = find_slip(session(), person(), slip_id)
    if found is None:
        abort(404)
    return found


def _classroom(slip: Slip) -> Classroom | None:
    return session().get(Classroom, slip.classroom_id) if slip.classroom_id else None
