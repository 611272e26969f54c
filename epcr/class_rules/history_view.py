"""Every version of a class's own ruleset as the page of its history shows them: who, when, why, what it was and what it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from epcr.class_rules.ruleset_view import Change, Place, place_of_class
from epcr.people.model import Classroom
from epcr.sheet.class_ruleset import ClassRuleset, RulesetVersion
from epcr.sheet.customs import Customs
from epcr.shown import Shown


@dataclass(frozen=True)
class TakeBack:
    """The form that takes a change back; `open` with what was `typed` where it came back. Its control is `control`."""

    address: str
    open: bool
    control: str
    typed: str


@dataclass(frozen=True)
class VersionLine:
    """One version. `author` is empty for somebody who is gone; `take_back` is None where nothing can be taken back."""

    version: int
    holds: bool
    author: str
    moment: str
    at: str
    reason: str
    changes: tuple[Change, ...]
    take_back: TakeBack | None


@dataclass(frozen=True)
class HistoryPage:
    """The page, the newest version first."""

    place: Place
    title: str
    versions: tuple[VersionLine, ...]
    shown: Shown


def history_page(
    classroom: Classroom,
    own: ClassRuleset,
    versions: Sequence[RulesetVersion],
    authors: Mapping[int, str],
    *,
    usable: bool,
    shown: Shown,
    at: int = 0,
    typed: str = "",
) -> HistoryPage:
    """The page; `at` is the version whose form came back with the reason that was `typed`, 0 for none.

    A ruleset that is not usable can be read, but its rules cannot be opened and nothing be taken back.
    """
    clock = Customs(classroom.zone).minute

    def changes(one: RulesetVersion) -> tuple[Change, ...]:
        return tuple(
            Change(
                cell["name"],
                cell["level"],
                cell["was"],
                cell["is"],
                url_for("class_rules.cell", number=classroom.id, name=own.name, item=cell["item"])
                if usable
                else "",
            )
            for cell in one.changed
        )

    def take_back(one: RulesetVersion) -> TakeBack | None:
        if not usable or not one.changed:
            return None
        here = one.version == at
        address = url_for("class_rules.take_back", number=classroom.id, name=own.name, version=one.version)
        return TakeBack(address, here, "reason" if here else f"reason-{one.version}", typed if here else "")

    lines = (
        VersionLine(
            version=one.version,
            holds=one is versions[0],
            author=authors.get(one.author_id, ""),
            moment=one.at.isoformat(),
            at=clock(one.at),
            reason=one.reason,
            changes=changes(one),
            take_back=take_back(one),
        )
        for one in versions
    )
    return HistoryPage(place_of_class(classroom, own), own.title, tuple(lines), shown)
