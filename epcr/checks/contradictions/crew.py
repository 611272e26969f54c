"""Who is meant by the words of a text: a member of the crew by name, title or pronoun; nobody where it may be two."""

from __future__ import annotations

from typing import Final

from epcr.checks.contradictions.record import Record
from epcr.letters import plain
from epcr.sheet.crew import CrewMember

_LEVELS: Final = {"paramedic": "paramedic", "medic": "paramedic", "aemt": "aemt", "emt": "emt"}
_SELF: Final = frozenset({"i", "me", "myself"})


def member_meant(who: str, record: Record) -> CrewMember | None:
    """The member of the crew that some words name: `medic lindqvist`, `devon`, `me`, `partner`."""
    crew: list[CrewMember] = record.sheet.entries("crew")
    words = who.split()
    named = [member for member in crew if any(word in _names(member) for word in words)]
    if len(named) == 1:
        return named[0]
    if words and words[-1] in _SELF:
        return writer(record)
    if len(words) != 1:
        return None
    return _by_title(words[0], crew, record)


def writer(record: Record) -> CrewMember | None:
    """Who writes: the student where the crew has one, else who stands first in it."""
    crew: list[CrewMember] = record.sheet.entries("crew")
    students = [member for member in crew if member.student]
    return students[0] if len(students) == 1 else next(iter(crew), None)


def _by_title(title: str, crew: list[CrewMember], record: Record) -> CrewMember | None:
    if title == "partner":
        others = [member for member in crew if member is not writer(record)]
        return others[0] if len(others) == 1 else None
    if title == "preceptor":
        keys = {member.preceptor for member in crew if member.student}
        return next((member for member in crew if member.id in keys), None)
    level = _LEVELS.get(title, "")
    of_level = [
        member for member in crew if level and (member.level or "").casefold() == level and not member.student
    ]
    return of_level[0] if len(of_level) == 1 else None


def _names(member: CrewMember) -> frozenset[str]:
    return frozenset(plain(member.member or "").casefold().split())
