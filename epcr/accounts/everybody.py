"""Everybody who signs in, for the administrator."""

from __future__ import annotations

from flask import render_template, request

from epcr.accounts.blueprint import blueprint
from epcr.accounts.everybody_view import everybody_page
from epcr.accounts.forms import PersonForm
from epcr.accounts.slip_pages import secret, show_made, slips_waiting
from epcr.people import classrooms, persons
from epcr.people.ending import goes_on
from epcr.people.listing import read_login
from epcr.people.model import Role
from epcr.people.slip import password_on
from epcr.refused import Refused
from epcr.sheet.section import new_id
from epcr.visit.forms import say, typed
from epcr.visit.once import makes
from epcr.visit.page import Page
from epcr.visit.signed_in import only_asked, person, session


@blueprint.get("/people")
def everybody() -> Page:
    """Everybody who can sign in, for the administrator; accounts that have ended where they are asked for."""
    page = everybody_page(
        persons.everybody(session()), person(), slips_waiting(), ended_too=request.args.get("ended") == "1"
    )
    return render_template("people/everybody.html", page=page)


@blueprint.route("/people/new", methods=["GET", "POST"])
@makes
def new_person() -> Page:
    """Add somebody, with a password that is made up and shown until it is taken note of."""
    classes = [room for room in classrooms.classes_of(session(), person()) if goes_on(room)]
    form = PersonForm(classes)
    if form.validate_on_submit():
        slip_id = new_id()
        try:
            added = persons.add_person(
                session(),
                login=typed(form.login),
                name=typed(form.name),
                role=Role(form.role.data),
                level=typed(form.level),
                password=password_on(secret(), slip_id, read_login(typed(form.login))),
                must_change=True,
            )
            for room in classes:
                if str(room.id) == form.classroom.data:
                    classrooms.put_in(session(), room, added)
        except Refused as refused:
            session().rollback()
            say(form, refused)
        else:
            return show_made(slip_id, [added], None)
    return render_template("people/new_person.html", form=form), 200 if only_asked() else 422
