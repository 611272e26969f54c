"""The pages of certificates: a trainee's own, and for instructors those of the trainees they teach."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Flask, abort, render_template, request, url_for

from epcr.checks.performers import declared_endorsements, declared_levels
from epcr.db import now
from epcr.people import certificates
from epcr.people.certificate import Certificate
from epcr.people.forms import Form, say
from epcr.people.model import Classroom, Person, Role
from epcr.people.once import made, makes, makes_where
from epcr.people.refused import Refused
from epcr.people.routes import Page, taught
from epcr.people.signed_in import person, session
from epcr.sheet.context import Context
from epcr.sheet.customs import Customs
from epcr.sheet.field import specs

blueprint = Blueprint("certificates", __name__)
_LARGEST = 2_147_483_647  # what a column of PostgreSQL holds
_NUMBER = f"int(max={_LARGEST})"


def install(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(blueprint)


class CertificateForm(Form):
    """One certificate: a control for each of its fields."""


for _name, _spec in specs(Certificate).items():
    setattr(CertificateForm, _name, _spec.control())


def _adds() -> bool:
    """Whether a certificate is added, not changed."""
    return not request.form.get("certificate")


@blueprint.route("/certificates", methods=["GET", "POST"])
@makes_where(_adds)
def mine() -> Page:
    """One's own certificates: add one, change one."""
    return _certificates(person(), None)


@blueprint.post(f"/certificates/<{_NUMBER}:certificate>/remove")
@makes
def remove(certificate: int) -> Page:
    """Remove one of one's own certificates."""
    return _remove(person(), None, certificate)


@blueprint.route(
    f"/classes/<{_NUMBER}:number>/people/<{_NUMBER}:person_id>/certificates", methods=["GET", "POST"]
)
@makes_where(_adds)
def of_trainee(number: int, person_id: int) -> Page:
    """The certificates of a trainee of the class."""
    classroom = taught(number)
    return _certificates(_trainee(classroom, person_id), classroom)


@blueprint.post(
    f"/classes/<{_NUMBER}:number>/people/<{_NUMBER}:person_id>/certificates/<{_NUMBER}:certificate>/remove"
)
@makes
def remove_of_trainee(number: int, person_id: int, certificate: int) -> Page:
    """Remove a certificate of a trainee of the class."""
    classroom = taught(number)
    return _remove(_trainee(classroom, person_id), classroom, certificate)


def _trainee(classroom: Classroom, person_id: int) -> Person:
    found = session().get(Person, person_id)
    if found is None or found.role != Role.TRAINEE or found not in classroom.people:
        abort(404)
    return found


def _certificates(owner: Person, classroom: Classroom | None) -> Page:
    number = request.values.get("certificate", 0, type=int)
    if not 0 <= number <= _LARGEST:
        abort(404)
    chosen = certificates.certificate_of(session(), owner, number) if number else Certificate()
    if chosen is None:
        abort(404)
    context = Context(endorsements=declared_endorsements(), levels=declared_levels())
    form = CertificateForm(obj=chosen, meta={"context": context})
    if form.validate_on_submit():
        try:
            certificates.keep(
                session(), owner, chosen, {name: form[name].data for name in specs(Certificate)}
            )
        except Refused as refused:
            session().rollback()
            say(form, refused)
        else:
            return made(
                _address(owner, classroom),
                "Saved. New run sheets are filled in from it; those that were begun stay as they are.",
            )
    held, day = certificates.certificates_of(session(), owner), _today(owner)
    return render_template(
        "people/certificates.html", form=form, specs=specs(Certificate), context=context, number=number, owner=owner,
        classroom=classroom, address=_address(owner, classroom), held=[(one, _standing(one, day)) for one in held],
    ), 200 if request.method == "GET" else 422  # fmt: skip


def _today(owner: Person) -> date:
    """The day it is in the owner's class."""
    zones = [classroom.zone for classroom in owner.classrooms]
    return Customs(zone=zones[0]).local(now()).date() if zones else now().date()


def _standing(certificate: Certificate, day: date) -> str:
    """Whether a certificate counts on a day: `valid`, `expired` or `later`."""
    if certificates.valid_on(certificate, day):
        return "valid"
    return "expired" if certificate.valid_to is not None and certificate.valid_to < day else "later"


def _remove(owner: Person, classroom: Classroom | None, number: int) -> Page:
    found = certificates.certificate_of(session(), owner, number)
    if found is None:
        abort(404)
    certificates.remove(session(), found)
    return made(_address(owner, classroom), "Removed. Run sheets keep what was filled in from it.")


def _address(owner: Person, classroom: Classroom | None) -> str:
    if classroom is None:
        return url_for("certificates.mine")
    return url_for("certificates.of_trainee", number=classroom.id, person_id=owner.id)
