"""The page of the agency that a class plays."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for

from epcr.accounts.taught import taught
from epcr.class_rules.agency import agency_chosen, fill, offer, programs_offered
from epcr.class_rules.blueprint import CLASS, blueprint
from epcr.class_rules.forms import AgencyForm
from epcr.class_rules.ruleset_view import agency_page
from epcr.people import classrooms
from epcr.visit.meanwhile import FieldConflict
from epcr.visit.page import Page
from epcr.visit.showing import decides
from epcr.visit.signed_in import only_asked, session


@blueprint.route(f"{CLASS}/agency", methods=["GET", "POST"])
@decides
def agency(number: int) -> Page:
    """The agency that the class plays."""
    classroom = taught(number)
    form = AgencyForm()
    conflict: list[FieldConflict] = []
    if form.validate_on_submit():
        classrooms.hold_class(session(), classroom)
        offered = programs_offered(session(), classroom)
        offer(form, offered)
        stored = fill(AgencyForm(formdata=None), classroom, offered)
        saved, conflict = form.save(
            stored,
            classroom.version,
            lambda: classrooms.change_agency(session(), classroom, agency_chosen(form, offered)),
        )
        if saved:
            session().commit()
            flash(
                "Saved. Verdicts that were given stay; what is saved from now on is judged with it.", "good"
            )
            return redirect(url_for("people.classroom", number=number), 303)
        session().rollback()
        classroom = taught(number)
    offered = programs_offered(session(), classroom)
    offer(form, offered)
    if only_asked():
        fill(form, classroom, offered)
    status = 200 if only_asked() else 409 if conflict else 422
    page = agency_page(classroom, classrooms.ruleset_title(session(), classroom), offered)
    return render_template("class_rules/agency.html", page=page, form=form, conflict=conflict), status
