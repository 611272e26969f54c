"""The certificates of a trainee, as their page shows them: what is held and how it stands, then what the form begins with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import wtforms
from flask import url_for

from epcr.people.certificate import Certificate
from epcr.people.certificates import valid_on
from epcr.people.model import Classroom, Person
from epcr.sheet.context import Context
from epcr.sheet.field import specs
from epcr.shown import Shown
from epcr.visit.pieces import Mark

EXPIRED: Final = Mark("stop", "stop", "Expired")
LATER: Final = Mark("attention", "clock", "Not valid yet")
ALWAYS: Final = ("level", "certificate_state", "certificate_number", "valid_from", "valid_to")
MORE: Final = ("endorsements", "restricted_for", "not_educated_for", "compact_privilege")
_LIMITS: Final = {
    "endorsements": "With",
    "restricted_for": "Restricted for",
    "not_educated_for": "Not educated for",
}


@dataclass(frozen=True)
class Limit:
    """What a certificate covers beyond or short of its level."""

    words: str
    what: str


@dataclass(frozen=True)
class HeldCertificate:
    """One certificate that is held. `mark` says where it does not count today; `here` is the one in the form."""

    id: int
    here: bool
    level: str
    limits: tuple[Limit, ...]
    number: str
    state: str
    dates: str
    mark: Mark | None
    change: str
    remove: str
    shown: Shown


@dataclass(frozen=True)
class PlayedLevel:
    """The level that is played in a class."""

    level: str
    classroom: str


@dataclass(frozen=True)
class CertificatePage:
    """The page. `of` is the trainee's name where an instructor looks, and empty on one's own.

    `number` is the certificate in the form, 0 for a new one; `played` what sheets begin with while none is kept. The names are those of
    the form's fields, and `more_open` says whether something stands in the folded ones.
    """

    heading: str
    of: str
    classroom: str
    back: str
    address: str
    notice: str
    held: tuple[HeldCertificate, ...]
    played: tuple[PlayedLevel, ...]
    number: int
    more_open: bool
    always: tuple[str, ...] = ALWAYS
    more: tuple[str, ...] = MORE


def certificate_page(
    owner: Person,
    classroom: Classroom | None,
    held: Sequence[Certificate],
    form: wtforms.Form,
    *,
    day: date,
    context: Context,
    played: Sequence[tuple[str, str]],
    number: int = 0,
    notice: str = "",
) -> CertificatePage:
    """The page of somebody's certificates on a day; `played` are their classes with the level they play there."""
    return CertificatePage(
        heading="Certificates of " if classroom else "My certificates",
        of=owner.name if classroom else "",
        classroom=classroom.name if classroom else "",
        back=url_for("people.classroom", number=classroom.id) if classroom else "",
        address=address_of(owner, classroom),
        notice=notice,
        held=tuple(
            _held(certificate, owner, classroom, day, context, here=certificate.id == number)
            for certificate in held
        ),
        played=tuple(PlayedLevel(level, room) for room, level in played),
        number=number,
        more_open=any(form[name].data is not None or form[name].errors for name in MORE),
    )


def address_of(owner: Person, classroom: Classroom | None) -> str:
    """Where the page is: one's own, or that of a trainee of the class."""
    if classroom is None:
        return url_for("certificates.mine")
    return url_for("certificates.of_trainee", number=classroom.id, person_id=owner.id)


def _held(
    certificate: Certificate,
    owner: Person,
    classroom: Classroom | None,
    day: date,
    context: Context,
    *,
    here: bool,
) -> HeldCertificate:
    declared = specs(Certificate)

    def shown(name: str) -> str:
        return declared[name].show(getattr(certificate, name), context)

    limits = ((words, shown(name)) for name, words in _LIMITS.items() if getattr(certificate, name))
    return HeldCertificate(
        id=certificate.id,
        here=here,
        level=shown("level"),
        limits=tuple(Limit(words, what) for words, what in limits),
        number=certificate.certificate_number or "",
        state=shown("certificate_state"),
        dates=_dates(shown("valid_from"), shown("valid_to")),
        mark=standing(certificate, day),
        change=f"{address_of(owner, classroom)}?certificate={certificate.id}#certificate-form",
        remove=_remove(certificate, owner, classroom),
        shown=Shown.of({"certificate": [certificate.version]}),
    )


def _dates(first: str, last: str) -> str:
    """From when to when a certificate is valid, as far as it is told."""
    if first and last:
        return f"{first} to {last}"
    if last:
        return f"to {last}"
    return f"from {first}" if first else "no dates given"


def standing(certificate: Certificate, day: date) -> Mark | None:
    """That a certificate has expired or is not valid yet; None where it counts on that day."""
    if valid_on(certificate, day):
        return None
    return EXPIRED if certificate.valid_to is not None and certificate.valid_to < day else LATER


def _remove(certificate: Certificate, owner: Person, classroom: Classroom | None) -> str:
    if classroom is None:
        return url_for("certificates.remove", certificate=certificate.id)
    return url_for(
        "certificates.remove_of_trainee", number=classroom.id, person_id=owner.id, certificate=certificate.id
    )
