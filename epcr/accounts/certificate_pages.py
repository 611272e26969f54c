"""The pages of certificates: a trainee's own, and for instructors those of the trainees they teach."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import Blueprint, Flask, abort, flash, redirect, render_template, request

from epcr.accounts.certificate_view import address_of, certificate_page
from epcr.accounts.taught import person_of, taught
from epcr.checks.performers import declared_endorsements, declared_levels
from epcr.db import hold_row, now
from epcr.people import certificates
from epcr.people.certificate import Certificate
from epcr.people.corrections import level_words, levels_of
from epcr.people.model import Classroom, Person, Role
from epcr.sheet.context import Context
from epcr.sheet.customs import Customs
from epcr.sheet.field import specs
from epcr.visit.meanwhile import FieldConflict, Versioned
from epcr.visit.once import made, makes, makes_where
from epcr.visit.page import Page
from epcr.visit.showing import decides, was_shown
from epcr.visit.signed_in import only_asked, person, session

blueprint = Blueprint("certificates", __name__)
_LARGEST = 2_147_483_647  # what a column of PostgreSQL holds
_NUMBER = f"int(max={_LARGEST})"


def install(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(blueprint)


class CertificateForm(Versioned):
    """One certificate: a control for each of its fields."""


for _name, _spec in specs(Certificate).items():
    setattr(CertificateForm, _name, _spec.control())


def _adds() -> bool:
    """Whether a certificate is added, not changed."""
    return not request.form.get("certificate")


@blueprint.route("/certificates", methods=["GET", "POST"])
@makes_where(_adds)
@decides
def mine() -> Page:
    """One's own certificates: add one, change one."""
    return _certificates(person(), None)


@blueprint.post(f"/certificates/<{_NUMBER}:certificate>/remove")
@makes
@decides
def remove(certificate: int) -> Page:
    """Remove one of one's own certificates."""
    return _remove(person(), None, certificate)


@blueprint.route(
    f"/classes/<{_NUMBER}:number>/people/<{_NUMBER}:person_id>/certificates", methods=["GET", "POST"]
)
@makes_where(_adds)
@decides
def of_trainee(number: int, person_id: int) -> Page:
    """The certificates of a trainee of the class."""
    classroom = taught(number)
    return _certificates(_trainee(classroom, person_id), classroom)


@blueprint.post(
    f"/classes/<{_NUMBER}:number>/people/<{_NUMBER}:person_id>/certificates/<{_NUMBER}:certificate>/remove"
)
@makes
@decides
def remove_of_trainee(number: int, person_id: int, certificate: int) -> Page:
    """Remove a certificate of a trainee of the class."""
    classroom = taught(number)
    return _remove(_trainee(classroom, person_id), classroom, certificate)


def _trainee(classroom: Classroom, person_id: int) -> Person:
    trainee = person_of(person_id)
    if trainee.role != Role.TRAINEE or trainee not in classroom.people:
        abort(404)
    return trainee


def _certificates(owner: Person, classroom: Classroom | None) -> Page:
    number = request.values.get("certificate", 0, type=int)
    if not 0 <= number <= _LARGEST:
        abort(404)
    chosen = certificates.certificate_of(session(), owner, number) if number else Certificate()
    if chosen is None and not only_asked() and session().get(Certificate, number) is None:
        return _gone(owner, classroom)
    if chosen is None:
        abort(404)
    form = _form(chosen)
    if only_asked():
        if number:
            form.opened(chosen.version)
        return _page(owner, classroom, form, number=number)
    return _kept(owner, classroom, chosen, form)


def _kept(owner: Person, classroom: Classroom | None, chosen: Certificate, form: CertificateForm) -> Page:
    """Keep what was typed, or show it again with what stands in its way."""
    number = chosen.id or 0
    if not form.validate_on_submit():
        return _page(owner, classroom, form, number=number), 422
    if number:
        hold_row(session(), chosen)
    saved, conflict = form.save(
        _form(chosen, blank=True) if number else None,
        chosen.version if number else 0,
        lambda: certificates.keep(
            session(), owner, chosen, {name: form[name].data for name in specs(Certificate)}
        ),
    )
    if not saved:
        session().rollback()
        return _page(owner, classroom, form, number=number, conflict=conflict), 409 if conflict else 422
    session().flush()  # a new one has its number from then on
    sentence = "Saved. New run sheets are filled in from it; those that were begun stay as they are."
    return made(f"{address_of(owner, classroom)}#certificate-{chosen.id}", sentence)


def _form(chosen: Certificate, *, blank: bool = False) -> CertificateForm:
    """The form of a certificate, with what was typed unless it is to show what is stored."""
    context = Context(endorsements=declared_endorsements(), levels=declared_levels())
    typed = {"formdata": None} if blank else {}
    return CertificateForm(obj=chosen, meta={"context": context}, **typed)


def _page(
    owner: Person,
    classroom: Classroom | None,
    form: CertificateForm,
    *,
    number: int = 0,
    conflict: Sequence[FieldConflict] = (),
    notice: str = "",
) -> str:
    page = certificate_page(
        owner,
        classroom,
        certificates.certificates_of(session(), owner),
        form,
        day=_today(owner),
        context=form.meta.context,
        played=_played(owner, classroom),
        number=number,
        notice=notice,
    )
    return render_template("people/certificates.html", page=page, form=form, conflict=conflict)


def _played(owner: Person, classroom: Classroom | None) -> list[tuple[str, str]]:
    """The classes in which a level is played, by name, with the level; one's own, or the one asked about."""
    levels = levels_of(session(), owner)
    rooms = [classroom] if classroom else sorted(owner.classrooms, key=lambda room: (room.name, room.id))
    return [(room.name, level_words(level)) for room in rooms if (level := levels.get(room.id))]


def _gone(owner: Person, classroom: Classroom | None) -> Page:
    """The certificate that was changed here was removed by another meanwhile: what was typed stands in a new one."""
    notice = "This certificate has been removed. What you typed is below: add it, or leave it removed."
    return _page(owner, classroom, _form(Certificate()), notice=notice), 409


def _today(owner: Person) -> date:
    """The day it is in the owner's class."""
    zones = [classroom.zone for classroom in owner.classrooms]
    return Customs(zone=zones[0]).local(now()).date() if zones else now().date()


def _remove(owner: Person, classroom: Classroom | None, number: int) -> Page:
    kept = certificates.certificate_of(session(), owner, number)
    if kept is None:
        if session().get(Certificate, number) is not None:
            abort(404)
        flash("It was removed already.", "good")
        return redirect(address_of(owner, classroom), 303)
    hold_row(session(), kept)
    if not was_shown().holds("certificate", kept.version):
        notice = "This certificate was changed in the meantime and is not removed. Read it as it is now, then remove it again."
        return _page(owner, classroom, _form(Certificate(), blank=True), notice=notice), 409
    certificates.remove(session(), kept)
    return made(address_of(owner, classroom), "Removed. Run sheets keep what was filled in from it.")
