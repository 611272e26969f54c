"""The pages of who belongs to a class: a list looked at, added and taken back; somebody removed, added back, or leaving."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import takewhile
from typing import cast

from flask import Blueprint, Flask, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from epcr.accounts.forms import ImportForm
from epcr.accounts.looked import Looked
from epcr.accounts.roster_view import roster_preview
from epcr.accounts.slip_pages import secret, show_made
from epcr.accounts.take_back_view import take_back_page, who_goes
from epcr.accounts.taught import person_of, taught
from epcr.isolates import isolated
from epcr.people import roster
from epcr.people.classrooms import hold_class
from epcr.people.deciding import (
    Plan,
    about_lines,
    about_words,
    checked,
    levels_meant,
)
from epcr.people.ending import ClassEnded, require_going_on
from epcr.people.headings import PARTS, Part
from epcr.people.model import Classroom
from epcr.people.password import hash_password
from epcr.people.preview import (
    OFFERED,
    Answers,
    judged,
    lacking,
    read,
    shown_of,
)
from epcr.people.roster import Import
from epcr.people.slip import password_on
from epcr.people.spreadsheet import lines_of
from epcr.people.taking import MEANWHILE, take
from epcr.refused import Refused
from epcr.sheet.section import new_id
from epcr.visit.forms import JustAsk, say, typed
from epcr.visit.once import made, made_before, makes
from epcr.visit.page import Page
from epcr.visit.showing import decides, was_shown
from epcr.visit.signed_in import only_asked, person, session

blueprint = Blueprint("roster", __name__, url_prefix="/classes/<int(max=2147483647):number>")
_PERSON = "/people/<int(max=2147483647):person_id>"


def install(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(blueprint)


# A list ---------------------------------------------------------------------------------------------------------------


@blueprint.route("/import", methods=["GET", "POST"])
@makes
def import_people(number: int) -> Page:
    """Look at a list of trainees before anything is made, answer what is asked, then add those who are new."""
    classroom, form = taught(number), ImportForm()
    try:
        require_going_on(classroom, "Nobody can be added to it. Open the class again first.")
    except Refused as refused:
        return _class_is_over(classroom, form, refused)
    if not form.validate_on_submit():
        status = 200 if only_asked() else 422
        return render_template("people/import.html", form=form, classroom=classroom), status
    try:
        looked = _look(form, classroom)
    except Refused as refused:
        say(form, refused)
        return render_template("people/import.html", form=form, classroom=classroom), 422
    return _confirmed(number, form, classroom, looked) if _confirms() else _preview(form, classroom, looked)


def _confirms() -> bool:
    return request.form.get("do") == "add"


def _confirmed(number: int, form: ImportForm, classroom: Classroom, looked: Looked) -> Page:
    """What was shown is done where it still holds and everything that is asked is answered."""
    if not looked.addable or was_shown() != shown_of(looked.rows):
        return _preview(form, classroom, looked, changed=True), 409
    asked = checked(looked.rows, looked.lines)
    if any(question.complaint for question in asked):
        return _preview(form, classroom, replace(looked, lines=asked)), 422
    return _add(number, form, looked)


def _class_is_over(classroom: Classroom, form: ImportForm, refused: Refused) -> Page:
    """Say so on the page of the class, or, where a list was sent, beside the list."""
    if only_asked():
        flash(str(refused), "warning")
        return redirect(_class_page(classroom), 303)
    form.form_errors.append(str(refused))
    return render_template("people/import.html", form=form, classroom=classroom), 409


def _look(form: ImportForm, classroom: Classroom) -> Looked:
    text, letters = form.read()
    heading = {"yes": True, "no": False}.get(typed(form.heading))
    reading = read(lines_of(text), Answers(heading, _columns()))
    people = roster.everybody_known(session(), classroom)
    unread = judged(reading, people)
    rows = judged(reading, people, levels_meant(unread, request.form))
    words, lines = about_words(unread, request.form), about_lines(rows, request.form)
    return Looked(text, reading, rows, words, lines, lacking(rows, people), letters)


def _columns() -> tuple[Part, ...]:
    """What each column was said to be, as far as it was."""
    columns = (request.form.get(f"column-{place}", "") for place in range(1, OFFERED + 1))
    return tuple(cast(Part, column) for column in takewhile(PARTS.__contains__, columns))


def _preview(form: ImportForm, classroom: Classroom, looked: Looked, *, changed: bool = False) -> str:
    heading = looked.reading.heading
    form.people.data = looked.text
    form.heading.data = {True: "yes", False: "no"}.get(heading) if heading is not None else None
    page = roster_preview(looked, classroom, changed=changed)
    return render_template("people/preview.html", page=page, form=form)


def _add(number: int, form: ImportForm, looked: Looked) -> Page:
    """Do what was shown and answered, and show the passwords of those who are new."""
    session().rollback()  # nobody waits for the write lock while a class's passwords are hashed
    slip_id, key, wanted = new_id(), secret(), looked.plan
    logins = [row.login for row in wanted.new]
    with ThreadPoolExecutor(os.cpu_count()) as hashing:
        hashes = dict(
            zip(
                logins,
                hashing.map(lambda login: hash_password(password_on(key, slip_id, login)), logins),
                strict=True,
            )
        )
    if (earlier := made_before()) is not None:
        return earlier
    classroom = taught(number)
    hold_class(session(), classroom)
    try:
        require_going_on(classroom, "Nobody can be added to it. Open the class again first.")
        _require_as_shown(form, classroom)
        people = roster.import_people(session(), classroom, wanted.new, hashes, slip_id)
        take(session(), classroom, wanted, person(), slip_id)
    except ClassEnded as ended:
        session().rollback()
        return _class_is_over(taught(number), form, ended)
    except Refused:
        session().rollback()
        classroom = taught(number)
        return _preview(form, classroom, _look(form, classroom), changed=True), 409
    done = _in_words(wanted, classroom)
    if people:
        if done:
            flash(done, "good")
        return show_made(slip_id, people, classroom)
    return made(_class_page(classroom), done or "Nothing is changed.")


def _require_as_shown(form: ImportForm, classroom: Classroom) -> None:
    if was_shown() != shown_of(_look(form, classroom).rows):
        raise Refused(MEANWHILE, "people")


def _in_words(done: Plan, classroom: Classroom) -> str:
    """What was done besides making people."""
    names = ", ".join(known.name for known in done.come)
    taken = [f"the name of {change.login}" for change in done.names] + [
        f"the level of {change.login}" for change in done.levels
    ]
    sentences = [f"In {classroom.name} now, with their own passwords: {names}."] if names else []
    return " ".join([*sentences, *([f"Taken from the list: {', '.join(taken)}."] if taken else [])])


@blueprint.route("/imports/<batch>/take-back", methods=["GET", "POST"])
@makes
@decides
def take_back(number: int, batch: str) -> Page:
    """Take an import back, after a question."""
    classroom = taught(number)
    imported = roster.find_import(session(), classroom, batch)
    if imported is None:
        if only_asked():
            abort(404)
        return made(_class_page(classroom), "This import was taken back already.")
    form = JustAsk()
    if not form.validate_on_submit():
        return _take_back(form, classroom, imported), 200 if only_asked() else 409
    if was_shown().moved(who_goes(imported)):
        return _take_back(form, classroom, imported, moved=True), 409
    try:
        gone = roster.take_back(session(), classroom, batch)
    except Refused as refused:
        session().rollback()
        say(form, refused)
        classroom = taught(number)
        imported = roster.find_import(session(), classroom, batch) or imported
        return _take_back(form, classroom, imported), 409
    count = f"{len(gone)} people are" if len(gone) > 1 else f"{isolated(gone[0].name)} is"
    return made(_class_page(classroom), f"The import is taken back: {count} no longer here.")


def _take_back(form: JustAsk, classroom: Classroom, imported: Import, *, moved: bool = False) -> str:
    page = take_back_page(classroom, imported, moved=moved)
    return render_template("people/take_back.html", page=page, form=form)


# One by one -----------------------------------------------------------------------------------------------------------


@blueprint.route(f"{_PERSON}/remove", methods=["GET", "POST"])
@makes
def remove(number: int, person_id: int) -> Page:
    """Take somebody out of the class, after a question."""
    classroom = taught(number)
    member = person_of(person_id)
    if member not in classroom.people and member in roster.gone_from(session(), classroom):
        return made(
            _class_page(classroom), f"{isolated(member.name)} is not in {isolated(classroom.name)} any more."
        )
    if not roster.may_remove(person(), classroom, member):
        abort(404)
    form = JustAsk()
    if form.validate_on_submit():
        try:
            roster.remove(session(), classroom, member)
        except Refused as refused:
            return _not_done(refused, _class_page(classroom))
        return made(
            _class_page(classroom),
            f"{isolated(member.name)} is removed from {isolated(classroom.name)}. Their sheets stay.",
        )
    return render_template("people/remove.html", form=form, classroom=classroom, member=member)


@blueprint.post(f"{_PERSON}/add-back")
@makes
def add_back(number: int, person_id: int) -> Page:
    """Put somebody who was in the class back into it."""
    classroom = taught(number)
    member = person_of(person_id)
    try:
        roster.add_back(session(), classroom, member)
    except Refused as refused:
        return _not_done(refused, _class_page(classroom))
    return made(_class_page(classroom), f"{isolated(member.name)} is in {isolated(classroom.name)} again.")


@blueprint.route("/leave", methods=["GET", "POST"])
@makes
def leave(number: int) -> Page:
    """Leave a class at one's own wish, after a question."""
    who = person()
    classroom = next((room for room in who.classrooms if room.id == number), None)
    if classroom is None:
        abort(404)
    form = JustAsk()
    if form.validate_on_submit():
        try:
            roster.leave(session(), classroom, who)
        except Refused as refused:
            return _not_done(refused, url_for("sheet.home"))
        return made(
            url_for("sheet.home"),
            f"You left {isolated(classroom.name)}. Your sheets stay; its code lets you in again.",
        )
    return render_template("people/leave.html", form=form, classroom=classroom)


def _not_done(refused: Refused, leads_to: str) -> AnyResponse:
    """Undo, and say why where it leads."""
    session().rollback()
    flash(str(refused), "warning")
    return redirect(leads_to, 303)


def _class_page(classroom: Classroom) -> str:
    return url_for("people.classroom", number=classroom.id, _anchor="trainees-title")
