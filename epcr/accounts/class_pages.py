"""The pages of a class: its code, its people, its settings."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from flask import abort, flash, redirect, render_template, request, url_for

from epcr.accounts.blueprint import blueprint
from epcr.accounts.class_form import ClassForm
from epcr.accounts.forms import LoginForm
from epcr.accounts.taught import taught
from epcr.isolates import isolated
from epcr.people import classrooms, passwords
from epcr.people.corrections import levels_in
from epcr.people.ending import goes_on, history_of, require_going_on, takes_changes
from epcr.people.model import Classroom, Role
from epcr.people.roster import gone_from, imports_of, roster
from epcr.refused import Refused
from epcr.visit.forms import say, typed
from epcr.visit.meanwhile import Conflict
from epcr.visit.once import made, makes, makes_where
from epcr.visit.page import Page
from epcr.visit.reach import is_told, reached_at
from epcr.visit.showing import decides, was_shown
from epcr.visit.signed_in import only_asked, person, session


@blueprint.get("/classes")
def classes() -> Page:
    """The classes one teaches; those that have ended where they are asked for."""
    found, asked = classrooms.classes_of(session(), person()), request.args.get("ended") == "1"
    shown = [one for one in found if asked or goes_on(one)]
    over = sum(not goes_on(one) for one in found)
    return render_template("people/classes.html", classrooms=shown, over=over, show_ended=asked)


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
        "people/class_form.html", form=form, classroom=None, conflict=()
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
    conflict: list[Conflict] = []
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
                "what is saved on them from now on is judged by the ruleset of now.",
                "good",
            )
            return redirect(url_for("people.classroom", number=number), 303)
        session().rollback()
    elif only_asked():
        form.opened(classroom.version)
    status = 200 if only_asked() else 409 if conflict else 422
    return render_template(
        "people/class_form.html", form=form, classroom=taught(number), conflict=conflict
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
        require_going_on(classroom, "Its code lets nobody in. Open the class again first.")
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
        said = "Trainees can join with the code."
    elif verb == "close":
        classrooms.close_joining(classroom)
        said = "Nobody can join with the code now."
    elif verb == "renew":
        classrooms.renew_code(session(), classroom)
        said = "The class has a new code; the old one is no longer any good."
    else:
        abort(400)
    return made(url_for("people.classroom", number=number, _anchor="code-title"), said)


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
            said = f"{isolated(added.name)} teaches {isolated(classroom.name)} now."
            return made(url_for("people.classroom", number=number, _anchor="instructors-title"), said)
    return _class_page(classroom, form), 422


def _class_page(classroom: Classroom, form: LoginForm) -> str:
    people = sorted(classroom.people, key=lambda one: (one.name.casefold(), one.id))
    return render_template(
        "people/classroom.html",
        classroom=classroom,
        trainees=[one for one in people if one.role == Role.TRAINEE],
        instructors=[one for one in people if one.role == Role.INSTRUCTOR],
        form=form,
        join_addresses=reached_at(url_for("people.join")),
        address_is_told=is_told(),
        judged_by=classrooms.ruleset_title(session(), classroom),
        gone=gone_from(session(), classroom),
        imports=imports_of(session(), classroom),
        roster=roster(session(), classroom),
        levels=levels_in(session(), classroom),
        clock=lambda at: f"{at.astimezone(ZoneInfo(classroom.zone)):%Y-%m-%d %H:%M}",
        may_add_instructor=person().role == Role.ADMINISTRATOR,
        settable=passwords.settable(session(), person(), people),
        endings=history_of(session(), classroom),
        changes_until=classroom.drafts_until if takes_changes(classroom) else None,
    )
