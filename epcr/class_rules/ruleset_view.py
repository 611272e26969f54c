"""The pages of a class's own rulesets as values: all of them, one with what it changes, one that cannot be used, the agency."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask import url_for

from epcr.broken_schema import BrokenSchema
from epcr.class_rules.reading import ChangedItem, Choosable, changed_items, choosable
from epcr.people.model import Classroom, Person
from epcr.scope import Ruleset, rulesets
from epcr.sheet.class_ruleset import ClassRuleset, RulesetVersion
from epcr.sheet.customs import Customs
from epcr.shown import Shown
from epcr.visit.pieces import Mark

JUDGES: Final = Mark("good", "check", "The class is judged by these rules.")
JUDGES_NOT: Final = Mark("attention", "info", "The class is not judged by these rules yet.")


@dataclass(frozen=True)
class RulesPlace:
    """Whose rules a page is about; `name` and `title` are of the ruleset, and empty above all of them."""

    number: int
    classroom: str
    name: str = ""
    title: str = ""


@dataclass(frozen=True)
class CellChange:
    """One cell that a version changed; `address` leads to the rule where it can be opened."""

    name: str
    level: str
    was: str
    now: str
    address: str = ""


@dataclass(frozen=True)
class OwnRuleset:
    """One ruleset of the class in the list of all."""

    name: str
    title: str
    begun_with: str
    version: int
    judges: bool


@dataclass(frozen=True)
class OwnRulesets:
    """The list, and by what the class is judged now."""

    place: RulesPlace
    judged_by: str
    rulesets: tuple[OwnRuleset, ...]


@dataclass(frozen=True)
class UnseenVersion:
    """A version that the page did not show."""

    version: int
    author: str
    at: str
    reason: str
    changes: tuple[CellChange, ...]


@dataclass(frozen=True)
class Unseen:
    """What the page of a ruleset did not show; `judged_by` is empty where the class is judged as it said."""

    versions: tuple[UnseenVersion, ...]
    judged_by: str


@dataclass(frozen=True)
class ChangedRule:
    """A rule of a level that the class changed."""

    item: str
    address: str
    level: str
    file: str
    own: str
    source: str


@dataclass(frozen=True)
class RulesetPage:
    """The page of one. `place` is that of its class, so that the trail leads above it."""

    place: RulesPlace
    name: str
    title: str
    version: int
    author: str
    parent: str
    parent_version: str
    judges: bool
    standing: Mark
    shown: Shown
    unseen: Unseen | None
    choosable: tuple[Choosable, ...]
    changed: tuple[ChangedRule, ...]


@dataclass(frozen=True)
class BrokenPage:
    """The page of one that cannot be used: its file is `gone`, or `why` it no longer fits."""

    place: RulesPlace
    name: str
    title: str
    parent: str
    gone: bool
    why: str
    judges: bool


@dataclass(frozen=True)
class AgencyPage:
    """The page of the agency; `programs_hint` is empty where the ruleset names no program."""

    place: RulesPlace
    judged_by: str
    programs_hint: str


def place_of_class(classroom: Classroom, own: ClassRuleset | None = None) -> RulesPlace:
    """The class, and the ruleset of it that the page stands below."""
    if own is None:
        return RulesPlace(classroom.id, classroom.name)
    return RulesPlace(classroom.id, classroom.name, own.name, own.title)


def own_rulesets(classroom: Classroom, owned: Sequence[ClassRuleset], judged_by: str) -> OwnRulesets:
    """All rulesets of the class."""
    lines = (
        OwnRuleset(
            ruleset.name, ruleset.title, ruleset.parent, ruleset.version, ruleset.name == classroom.ruleset
        )
        for ruleset in owned
    )
    return OwnRulesets(place_of_class(classroom), judged_by, tuple(lines))


def unseen(
    since: Iterable[RulesetVersion], authors: Mapping[int, str], classroom: Classroom, judged_by: str
) -> Unseen:
    """The versions that a page did not show, with their authors' names."""
    clock = Customs(classroom.zone).minute
    return Unseen(
        tuple(
            UnseenVersion(
                version.version,
                authors.get(version.author_id, ""),
                clock(version.at),
                version.reason,
                tuple(
                    CellChange(cell["name"], cell["level"], cell["was"], cell["is"])
                    for cell in version.changed
                ),
            )
            for version in since
        ),
        judged_by,
    )


def ruleset_page(
    classroom: Classroom,
    own: ClassRuleset,
    usable: Ruleset,
    author: Person | None,
    *,
    shown: Shown,
    not_shown: Unseen | None,
) -> RulesetPage:
    """One ruleset of the class, put together as `usable`."""
    parent = usable.parent
    judges = classroom.ruleset == own.name
    return RulesetPage(
        place=place_of_class(classroom),
        name=own.name,
        title=own.title,
        version=own.version,
        author=author.name if author else "",
        parent=parent.title if parent else "",
        parent_version=parent.version if parent else "",
        judges=judges,
        standing=JUDGES if judges else JUDGES_NOT,
        shown=shown,
        unseen=not_shown,
        choosable=tuple(choosable(usable)),
        changed=_changed(classroom, own, changed_items(usable, own.newest())),
    )


def broken_page(classroom: Classroom, own: ClassRuleset, broken: BrokenSchema) -> BrokenPage:
    """One that stands on a file which is gone or no longer fits it."""
    return BrokenPage(
        place=place_of_class(classroom),
        name=own.name,
        title=own.title,
        parent=own.parent,
        gone=own.parent not in rulesets(),
        why=f"{broken.key}: {broken.reason}",
        judges=classroom.ruleset == own.name,
    )


def agency_page(classroom: Classroom, judged_by: str, offered: Mapping[str, str]) -> AgencyPage:
    """The agency that the class plays; `offered` are the programs that can be chosen."""
    hint = f"Those that {judged_by} names, and those chosen before" if offered else ""
    return AgencyPage(place_of_class(classroom), judged_by, hint)


def _changed(
    classroom: Classroom, own: ClassRuleset, items: Iterable[ChangedItem]
) -> tuple[ChangedRule, ...]:
    return tuple(
        ChangedRule(
            changed.item.name,
            url_for("class_rules.cell", number=classroom.id, name=own.name, item=changed.item.id),
            rule.level,
            rule.file,
            rule.own,
            rule.source,
        )
        for changed in items
        for rule in changed.rules
    )
