"""The pages of a class: its code, its people, its settings."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for

from epcr.accounts.blueprint import blueprint
from epcr.accounts.class_form import ClassForm
from epcr.accounts.class_list_view import class_list
from epcr.accounts.class_view import class_page
from epcr.accounts.forms import LoginForm
from epcr.accounts.settings_view import settings_page
from epcr.accounts.slip_pages import slips_waiting
from epcr.accounts.taught import taught
from epcr.isolates import isolated
from epcr.people import classrooms
from epcr.people.ending import require_going_on
from epcr.people.model import Classroom
from epcr.refused import Refused
from epcr.visit.forms import say, typed
from epcr.visit.meanwhile import FieldConflict
from epcr.visit.once import made, makes, makes_where
from epcr.visit.page import Page
from epcr.visit.reach import is_told, reached_at
from epcr.visit.showing import decides, was_shown
from epcr.visit.signed_in import only_asked, person, session


@blueprint.get("/classes")
def classes() -> Page:
    """The classes one teaches; those that have ended where they are asked for."""
    rooms = classrooms.classes_of(session(), person())
    page = class_list(rooms, ended_too=request.args.get("ended") == "1")
    return render_template("people/classes.html", page=page)


@blueprint.route("/classes/new", methods=["GET", "POST"])
@makes
def new_class() -> Page:
    """Make a class."""
    form = ClassForm()
    if form.validate_on_submit():
        try:
            classroom = classrooms.make_class(session(), person(), **form.settings())
        except Refused as refused:
            say(form, refused)
        else:
            return made(
                url_for("people.classroom", number=classroom.id),
                f"{isolated(classroom.name)} is made. Give its code to your trainees, or import a list.",
            )
    return render_template(
        "people/class_form.html", page=settings_page(None), form=form, conflict=()
    ), 200 if only_asked() else 422


@blueprint.get("/classes/<int(max=2147483647):number>")
def classroom(number: int) -> Page:
    """A class: its code, its people, its settings."""
    return _class_page(taught(number), LoginForm())


@blueprint.route("/classes/<int(max=2147483647):number>/settings", methods=["GET", "POST"])
@decides
def class_settings(number: int) -> Page:
    """Change a class's settings."""
    classroom = taught(number)
    own = classrooms.own_rulesets(session(), classroom)
    form = ClassForm(obj=classroom, own=own)
    conflict: list[FieldConflict] = []
    if form.validate_on_submit():
        classrooms.hold_class(session(), classroom)
        stored = ClassForm(formdata=None, obj=classroom, own=own)
        saved, conflict = form.save(
            stored,
            classroom.version,
            lambda: classrooms.change_class(session(), classroom, **form.settings()),
        )
        if saved:
            session().commit()
            flash(
                "Saved. Sheets that were begun before keep their mode, zone, units and the verdicts they have; "
                "what is saved on them from now on is judged by the current ruleset.",
                "good",
            )
            return redirect(url_for("people.classroom", number=number), 303)
        session().rollback()
    elif only_asked():
        form.opened(classroom.version)
    status = 200 if only_asked() else 409 if conflict else 422
    return render_template(
        "people/class_form.html", page=settings_page(taught(number)), form=form, conflict=conflict
    ), status


@blueprint.post("/classes/<int(max=2147483647):number>/code")
@makes_where(lambda: request.form.get("do") == "renew")
@decides
def class_code(number: int) -> Page:
    """Open or close joining, or make a new code in the place of the one that the page showed."""
    classroom = taught(number)
    classrooms.hold_class(session(), classroom)
    verb = request.form.get("do", "")
    try:
        require_going_on(classroom, "Nobody can join with its code. Open the class again first.")
    except Refused as refused:
        session().rollback()
        flash(str(refused), "warning")
        return redirect(url_for("people.classroom", number=number), 303)
    if verb in {"open", "close", "renew"} and not was_shown().holds("code", classroom.join_code):
        session().rollback()
        flash("The class has another code than your page showed; nothing was changed. Decide again.", "stop")
        return _class_page(taught(number), LoginForm()), 409
    if verb == "open":
        classrooms.open_joining(classroom)
        sentence = "Trainees can join with the code."
    elif verb == "close":
        classrooms.close_joining(classroom)
        sentence = "Nobody can join with the code now."
    elif verb == "renew":
        classrooms.renew_code(session(), classroom)
        sentence = "The class has a new code; the old one no longer works."
    else:
        abort(400)
    return made(url_for("people.classroom", number=number, _anchor="code-title"), sentence)


@blueprint.post("/classes/<int(max=2147483647):number>/instructors")
@makes
def add_instructor(number: int) -> Page:
    """Let another instructor teach the class."""
    classroom = taught(number)
    form = LoginForm()
    if form.validate_on_submit():
        try:
            added = classrooms.add_instructor(session(), classroom, typed(form.login))
        except Refused as refused:
            say(form, refused)
        else:
            sentence = f"{isolated(added.name)} teaches {isolated(classroom.name)} now."
            return made(url_for("people.classroom", number=number, _anchor="instructors-title"), sentence)
    return _class_page(classroom, form), 422


def _class_page(classroom: Classroom, form: LoginForm) -> str:
    page = class_page(
        session(),
        classroom,
        person(),
        addresses=reached_at(url_for("people.join")),
        told_where=is_told(),
        slips=slips_waiting(classroom),
    )
    return render_template("people/classroom.html", page=page, form=form)
