"""Who took over the patient, who advised by phone, and how a relative is related, against signatures, remarks and the next of kin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from epcr.checks.contradictions.crew import member_meant
from epcr.checks.contradictions.record import Fault, Record
from epcr.letters import compared
from epcr.prose import PersonMention
from epcr.prose.crew_roles import ATTENDED, DROVE, EXPOSED
from epcr.prose.people import CONTROL, KIN, RECEIVED, SPOUSE, UNIT
from epcr.prose.spoken_file import listed, relation_of

DISPOSITION: Final = "disposition"
PERFORMER: Final = "performer"
_DRIVERS: Final = frozenset({"2403001", "2403003"})  # eCrew.03
_CARERS: Final = frozenset({"2403007", "2403009", "2403011", "2403013"})
_ON_THE_WAY: Final = "2403003"
PATIENT: Final = "patient"
_RECEIVING: Final = "4512005"  # eOther.12
_SPOUSE, _CHILD, _MOTHER, _FATHER, _SIBLING = (
    "2632015",
    "2632003",
    "2632007",
    "2632005",
    "2632013",
)  # ePatient.54
_MAY_BE: Final = {
    _SPOUSE: frozenset({"spouse"}), _CHILD: frozenset({"daughter", "son"}), _MOTHER: frozenset({"mother"}),
    _FATHER: frozenset({"father"}), _SIBLING: frozenset({"brother", "sister"}),
}  # fmt: skip
_RELATIVE: Final = listed(r"\b(«kin»)\b")
_NO_NAME: Final = frozenset({
    "and", "the", "at", "in", "on", "with", "of", "from", "who", "our", "his", "her", "for", "then", "talked", "spoke", "agreed", "took",
})  # fmt: skip
_NEAR: Final = 24  # characters between a name and the relation beside it
_CONTROL_ITEMS: Final = frozenset({"contact_medical_control"})


def untrue_people(person: PersonMention, record: Record) -> Iterator[Fault]:
    """Another name or another relation than the sheet has; nothing where it has none."""
    kind, judge = _JUDGED[person.role]
    has = judge(person, record)
    if has:
        yield Fault(kind, f"is not in the sheet, which has {has}", person.start, person.end)


def _receiving(person: PersonMention, record: Record) -> str:
    names = [
        row.signer_name
        for row in record.sheet.entries("signatures")
        if row.signer == _RECEIVING and row.signer_name
    ]
    if (
        not names
        or any(_is_named(person.name, name) for name in names)
        or _is_named(person.name, record.other_text)
    ):
        return ""
    return f"{names[0]} as the one who took over"


def _control(person: PersonMention, record: Record) -> str:
    """A physician whom no text beside a call to medical control and no order names."""
    texts = [row.remark or "" for row in record.done(_CONTROL_ITEMS)]
    texts += [row.authorized_by for row in record.sheet.entries("interventions") if row.authorized_by]
    doctors = [match.group() for text in texts for match in re.finditer(r"\bDr\.? \w+(?: \w+)?", text)]
    if not doctors or any(_is_named(person.name, doctor) for doctor in doctors):
        return ""
    return doctors[0]


def _is_named(name: str, text: str) -> bool:
    words = set(re.findall(r"[a-z'-]+", compared(text)))
    named = set(name.split()) - _NO_NAME
    return not named or bool(words & named)


def _kin(person: PersonMention, record: Record) -> str:
    """Another relation of somebody with the name of the next of kin."""
    patient = record.sheet.patient
    if not patient.kin_first_name or compared(patient.kin_first_name) != person.name:
        return ""
    relations = _MAY_BE.get(patient.kin_relationship or "", frozenset())
    beside = _beside(person.name, compared(record.other_text))
    known = (relations & beside or beside) if beside else relations
    if not known or person.relation in known:
        return ""
    shown = patient.show("kin_relationship", record.context)
    return f"{patient.kin_first_name} as {next(iter(sorted(beside)), '') or shown.lower()}"


def _spouse(person: PersonMention, record: Record) -> str:
    """Another name of the spouse than the next of kin has, which no other text names."""
    patient = record.sheet.patient
    name = patient.kin_first_name or ""
    if patient.kin_relationship != _SPOUSE or not name or _is_named(person.name, compared(name)):
        return ""
    return "" if _is_named(person.name, record.other_text) else f"{name} as the spouse"


def _unit(person: PersonMention, record: Record) -> str:
    """Another number of a unit than the sheet has of that kind."""
    kind, _, number = person.name.partition(" ")
    numbers = re.findall(rf"\b{kind} ?([0-9]{{1,3}})\b", record.other_words)
    if not numbers or number in numbers or record.is_ours(person.name):
        return ""
    return f"{kind.capitalize()} {numbers[0]}"


def _beside(name: str, text: str) -> frozenset[str]:
    """The relations that stand beside a name in the other texts."""
    return frozenset(
        relation_of()[word]
        for match in re.finditer(rf"\b{re.escape(name)}\b", text)
        for word in _RELATIVE().findall(text[max(0, match.start() - _NEAR) : match.end() + _NEAR])
    )


def _drove(person: PersonMention, record: Record) -> str:
    """Somebody else of the crew at the wheel, where this one has no such role."""
    return _other_role(person, record, _DRIVERS, "as driver")


def _attended(person: PersonMention, record: Record) -> str:
    """The driver of the way, where this one cared for nobody on it."""
    member = member_meant(person.name, record)
    if member is None or _ON_THE_WAY not in (member.roles or ()) or "2403009" in (member.roles or ()):
        return ""
    return _other_role(person, record, _CARERS - {"2403007", "2403011"}, "with the patient")


def _exposed(person: PersonMention, record: Record) -> str:
    """Somebody else of the crew, where the sheet has who was exposed."""
    disposition = record.sheet.disposition
    member, exposed = member_meant(person.name, record), disposition.exposed_members
    if member is None or not exposed or str(member.id) in map(str, exposed):
        return ""
    return f"{disposition.show('exposed_members', record.context)} as exposed"


def _other_role(person: PersonMention, record: Record, roles: frozenset[str], shown: str) -> str:
    member = member_meant(person.name, record)
    if member is None or not member.roles or roles & set(member.roles):
        return ""
    others = [
        row.member
        for row in record.sheet.entries("crew")
        if row is not member and roles & set(row.roles or ())
    ]
    return f"{others[0]} {shown}" if others else ""


_JUDGED: Final = {
    RECEIVED: (DISPOSITION, _receiving), CONTROL: (DISPOSITION, _control), UNIT: (DISPOSITION, _unit),
    KIN: (PATIENT, _kin), SPOUSE: (PATIENT, _spouse), DROVE: (PERFORMER, _drove), ATTENDED: (PERFORMER, _attended),
    EXPOSED: (PERFORMER, _exposed),
}  # fmt: skip
