"""Every version of a class's own ruleset as the page of its history shows them: who, when, why, what it was and what it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from flask import url_for

from epcr.class_rules.ruleset_view import CellChange, RulesPlace, place_of_class
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
    changes: tuple[CellChange, ...]
    take_back: TakeBack | None


@dataclass(frozen=True)
class HistoryPage:
    """The page, the newest version first."""

    place: RulesPlace
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
    to_cell = partial(url_for, "class_rules.cell", number=classroom.id, name=own.name)
    to_take_back = partial(url_for, "class_rules.take_back", number=classroom.id, name=own.name)
    lines = (
        VersionLine(
            version=version.version,
            holds=version is versions[0],
            author=authors.get(version.author_id, ""),
            moment=version.at.isoformat(),
            at=clock(version.at),
            reason=version.reason,
            changes=_changes(version, to_cell if usable else None),
            take_back=_take_back(version, to_take_back, typed if version.version == at else None)
            if usable and version.changed
            else None,
        )
        for version in versions
    )
    return HistoryPage(place_of_class(classroom, own), own.title, tuple(lines), shown)


def _changes(version: RulesetVersion, to_cell: partial[str] | None) -> tuple[CellChange, ...]:
    return tuple(
        CellChange(
            cell["name"],
            cell["level"],
            cell["was"],
            cell["is"],
            to_cell(item=cell["item"]) if to_cell else "",
        )
        for cell in version.changed
    )


def _take_back(version: RulesetVersion, to_take_back: partial[str], reason: str | None) -> TakeBack:
    """`reason` is what was typed where this form came back, None for the others."""
    here = reason is not None
    address = to_take_back(version=version.version)
    return TakeBack(address, here, "reason" if here else f"reason-{version.version}", reason or "")
