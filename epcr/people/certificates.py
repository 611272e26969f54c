"""What can be done with the certificates of a person: keep, remove, and choose the one that a call is worked on.

Plain functions; each raises Refused with a sentence where it cannot be done. The route commits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from epcr.letters import compared
from epcr.people.certificate import Certificate
from epcr.people.model import Membership, Person
from epcr.refused import Refused
from epcr.scope.words import NO_LEVEL
from epcr.sheet.crew import CrewMember
from epcr.sheet.date_words import write_date
from epcr.sheet.field import specs
from epcr.sheet.kinds.text import Text

MOST = 20  # certificates of one person
# What a certificate says beside its level; the crew entry has the same names.
FILLED = tuple(name for name in specs(Certificate) if name != "level")
# By these a certificate is known.
IDENTITY = ("certificate_number", "certificate_state", "valid_from", "valid_to")


def certificates_of(session: Session, person: Person) -> list[Certificate]:
    """All certificates of a person, the newest first."""
    held = session.scalars(select(Certificate).where(Certificate.person_id == person.id))
    return sorted(
        held,
        key=lambda certificate: (
            certificate.valid_to or date.max,
            certificate.valid_from or date.min,
            certificate.id,
        ),
        reverse=True,
    )


def certificate_of(session: Session, person: Person, number: int) -> Certificate | None:
    """The certificate of this number, where it is this person's."""
    certificate = session.get(Certificate, number)
    return certificate if certificate is not None and certificate.person_id == person.id else None


def keep(session: Session, person: Person, certificate: Certificate, answers: Mapping[str, Any]) -> None:
    """Write what was told to a new or a kept certificate. Raises Refused."""
    if answers["level"] in {None, NO_LEVEL}:
        raise Refused("Choose the level of the certificate.", "level")
    first, last = answers["valid_from"], answers["valid_to"]
    if first is not None and last is not None and last < first:
        raise Refused(f"Type a last day that is not before the first, {write_date(first)}.", "valid_to")
    if certificate not in session and len(certificates_of(session, person)) >= MOST:
        raise Refused(f"Keep at most {MOST} certificates; remove one that is no longer needed.")
    with session.no_autoflush:
        if same := next(
            (
                other
                for other in certificates_of(session, person)
                if _same(other, answers) and other is not certificate
            ),
            None,
        ):
            raise Refused(
                f"This certificate is kept already, {_called(same)}. Change that one instead.",
                "certificate_number",
            )
    if certificate in session:
        certificate.version += 1
    for name, value in answers.items():
        setattr(certificate, name, value)
    certificate.person_id = person.id
    session.add(certificate)
    session.flush()


def _same(kept: Certificate, answers: Mapping[str, Any]) -> bool:
    """Whether a certificate that is kept is the one that is told: a renewal has other dates."""
    return all(getattr(kept, name) == answers[name] for name in ("level", *IDENTITY))


def _called(certificate: Certificate) -> str:
    return " ".join(filter(None, (certificate.level, certificate.certificate_number)))


def remove(session: Session, certificate: Certificate) -> None:
    """Take a certificate away; run sheets keep what was filled in from it."""
    session.delete(certificate)
    session.flush()


def valid_on(certificate: Certificate, day: date) -> bool:
    """Whether the certificate is valid on a day; a date that was not told stands in nobody's way."""
    first, last = certificate.valid_from, certificate.valid_to
    return (first is None or first <= day) and (last is None or day <= last)


def worked_on(
    held: Iterable[Certificate], level: str | None, day: date, state: str | None
) -> Certificate | None:
    """The certificate of a level that a call is worked on: one valid that day before others, of that state before others."""
    fitting = [certificate for certificate in held if certificate.level == level]
    return max(
        fitting,
        key=lambda certificate: (
            valid_on(certificate, day),
            state is not None and certificate.certificate_state == state,
            certificate.valid_to or date.max,
        ),
        default=None,
    )


def first_member(
    person: Person,
    held: Sequence[Certificate],
    day: date,
    state: str | None,
    membership: Membership | None = None,
) -> CrewMember:
    """The entry of whoever begins a sheet, with the certificate that they surely work on.

    That is the one valid on the day; of several, one of the level that they play in the class. Otherwise they choose the level.
    Where no membership is told, it is the level that they gave themselves.
    """
    level = membership.level if membership else person.level
    member = CrewMember(member=name_on_a_crew(person.name), level=level)
    levels = {certificate.level for certificate in held if valid_on(certificate, day)} or {
        certificate.level for certificate in held
    }
    if levels and level not in levels:
        member.level = levels.pop() if len(levels) == 1 else None
    fill(member, held, day, state)
    return member


def name_on_a_crew(name: str) -> str:
    """A name as the crew entry of a sheet holds it, shortened where it is longer than that."""
    most = cast(Text, CrewMember.fields()["member"]).most
    return name if len(name) <= most else f"{name[: most - 1]}…"


def called(member: CrewMember, name: str) -> bool:
    """Whether a crew entry carries the name of a person."""
    return compared(member.member or "") == compared(name_on_a_crew(name))


def is_entry_of(member: CrewMember, person: Person) -> bool:
    """Whether a crew entry carries the name of the person who writes the sheet."""
    return called(member, person.name)


def fill(member: CrewMember, held: Sequence[Certificate], day: date, state: str | None) -> None:
    """Write what the certificate of the level worked says to the crew entry.

    What was typed by hand stays: only where the entry says nothing of a certificate, or what one of these says, is it replaced.
    """
    identity = tuple(getattr(member, name) for name in IDENTITY)
    own = {tuple(getattr(certificate, name) for name in IDENTITY) for certificate in held}
    if any(identity) and identity not in own:
        return
    chosen = worked_on(held, member.level, day, state)
    if chosen is None and not any(identity):
        return
    for name in FILLED:
        value = getattr(chosen, name) if chosen else None
        if getattr(member, name) != value:
            setattr(member, name, value)
