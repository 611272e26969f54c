"""What can be done with a class's own rules: copy a ruleset, change cells, take a change back, be judged by it.

Plain functions over a session; each raises Refused with a sentence where it cannot be done. The route commits.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer

from epcr.broken_schema import BrokenSchema
from epcr.checks.own_rules import own_ruleset, ruleset_from
from epcr.class_rules import overlay
from epcr.class_rules.by_lists import ListedRules
from epcr.class_rules.overlay import Told, Way
from epcr.class_rules.permitting import refused_cells
from epcr.db import hold_row, now
from epcr.people.classrooms import hold_class
from epcr.people.model import Classroom, Person
from epcr.refused import Refused
from epcr.scope import Ruleset, rulesets
from epcr.scope.conditions import cell_text
from epcr.scope.ruleset import Cell
from epcr.sheet.class_ruleset import ClassRuleset, RulesetVersion, digest
from epcr.wording import one_line, says_something, several_lines

LONGEST_TITLE: Final = 120
LONGEST_REASON: Final = 1000
_NAME: Final = re.compile(r"class-[0-9]{1,10}-[0-9]{1,10}")
Names = Mapping[str, Mapping[str, str]]


class SavedMeanwhile(Exception):  # noqa: N818 - it is named for what it found
    """Somebody saved a version after the one that was read."""


def rulesets_of(session: Session, classroom: Classroom) -> Sequence[ClassRuleset]:
    """The class's own rulesets, the first first."""
    return session.scalars(
        select(ClassRuleset).where(ClassRuleset.classroom_id == classroom.id).order_by(ClassRuleset.name)
    ).all()


def versions_of(session: Session, own: ClassRuleset) -> Sequence[RulesetVersion]:
    """All its versions, the newest first, without what they tell."""
    return session.scalars(
        select(RulesetVersion)
        .where(RulesetVersion.name == own.name)
        .order_by(RulesetVersion.version.desc())
        .options(defer(RulesetVersion.told))
    ).all()


def find(session: Session, classroom: Classroom, name: str) -> ClassRuleset | None:
    """The class's own ruleset of this id; None for one of another class."""
    own = session.get(ClassRuleset, name) if _NAME.fullmatch(name) else None
    return own if own is not None and own.classroom_id == classroom.id else None


def copy(session: Session, classroom: Classroom, author: Person, *, parent: str, title: str) -> ClassRuleset:
    """Begin a ruleset of the class over one from a file, with no cell changed: version 1."""
    if parent not in rulesets():
        raise Refused("Choose the ruleset to copy from its list.", "parent")
    words = one_line(title)
    if not says_something(words) or len(words) > LONGEST_TITLE:
        raise Refused(f"Write a title of at most {LONGEST_TITLE} characters.", "title")
    own = _new(session, classroom, parent, words)
    rules = overlay.begun(own.name, words, rulesets()[parent])
    _write(session, own, author, rules, [], f"Copied from {rulesets()[parent].title}")
    return own


def begin_listed(session: Session, classroom: Classroom, author: Person, listed: ListedRules) -> ClassRuleset:
    """Begin a ruleset of the class with what permission lists say: version 1. Raises Refused where it cannot be used."""
    own = _new(session, classroom, listed.parent.id, listed.title)
    rules = listed.told(own.name)
    try:
        ruleset_from(rules)
    except BrokenSchema as broken:
        raise Refused(f"The lists cannot be rules: {broken.key}: {broken.reason}.") from None
    _write(session, own, author, rules, [], f"Made from: {listed.source}")
    return own


def find_listed(session: Session, classroom: Classroom, listed: ListedRules) -> ClassRuleset | None:
    """The newest ruleset of the class that began with just what these lists say, whatever was changed in it since."""
    for own in reversed(rulesets_of(session, classroom)):
        first = own.numbered(1)
        if first is not None and first.digest == digest(listed.told(own.name)):
            return own
    return None


def _new(session: Session, classroom: Classroom, parent: str, title: str) -> ClassRuleset:
    """A head under the next number of the class, without a version yet."""
    hold_class(session, classroom)  # two of them must not take one number
    number = 1 + (
        session.scalar(
            select(func.count()).select_from(ClassRuleset).where(ClassRuleset.classroom_id == classroom.id)
        )
        or 0
    )
    name = f"class-{classroom.id}-{number}"
    own = ClassRuleset(name=name, classroom_id=classroom.id, parent=parent, title=title, version=0)
    session.add(own)
    return own


def change(
    session: Session,
    own: ClassRuleset,
    author: Person,
    *,
    seen: int,
    item: str,
    cells: Mapping[str, list[Way] | None],
    names: Names,
    reason: str,
) -> RulesetVersion:
    """Save these cells of an item, by level, as a new version; None gives a level back to the file's rule.

    Raise SavedMeanwhile where `seen` is not the version that holds.
    """
    why = _reason(reason)
    hold_row(session, own)  # nobody saves a version until this one is written
    if own.version != seen:
        raise SavedMeanwhile
    return _change(session, own, author, item, cells, names, why)


def take_back(
    session: Session, own: ClassRuleset, author: Person, *, seen: int, version: int, reason: str
) -> RulesetVersion:
    """Give the cells that a version changed back what they held before it, as a new version."""
    why = _reason(reason)
    hold_row(session, own)
    if own.version != seen:
        raise SavedMeanwhile
    taken, previous = own.numbered(version), own.numbered(version - 1)
    if taken is None or previous is None or not taken.changed:
        raise Refused("Choose a version that changed a rule.")
    then, before = taken.told, previous.told
    held, earlier, now_held = (overlay.own_cells(rules) for rules in (then, before, own.newest().told))
    places = [(cell["item"], cell["level"]) for cell in taken.changed]
    if any(now_held.get(place) != held.get(place) for place in places):
        raise Refused("One of these rules was changed again later. Take the later change back first.")
    cells = {level: earlier.get((item, level)) for item, level in places}
    names = {kind: before[kind] for kind in ("endorsements", "programs")}
    item = places[0][0]  # a version changes the cells of one item
    return _change(session, own, author, item, cells, names, f"Version {version} taken back: {why}")


def _change(
    session: Session,
    own: ClassRuleset,
    author: Person,
    item: str,
    cells: Mapping[str, list[Way] | None],
    names: Names,
    reason: str,
) -> RulesetVersion:
    newest = own.newest()
    before = _usable(newest)
    rules = overlay.with_cells(newest.told, item, cells, names)
    held, written = overlay.own_cells(newest.told), overlay.own_cells(rules)
    differ = [level for level in cells if held.get((item, level)) != written.get((item, level))]
    if not differ:
        raise Refused("That is what the rule says already; change something first.")
    rules["version"] = str(own.version + 1)
    try:
        after = ruleset_from(rules)
    except BrokenSchema as broken:
        raise Refused(f"This cannot be a rule: {broken.key}: {broken.reason}.") from None
    if sentences := list(refused_cells(after, item, differ)):
        raise Refused(" ".join(sentences))
    changed = [_changed(before, after, item, level) for level in differ]
    return _write(session, own, author, rules, changed, reason)


def _changed(before: Ruleset, after: Ruleset, item: str, level: str) -> dict[str, str]:
    was, present = before.items[item].cells[level], after.items[item].cells[level]
    return {
        "item": item,
        "name": after.items[item].name,
        "level": level,
        "was": _in_words(was, before),
        "is": _in_words(present, after),
    }


def _in_words(cell: Cell, ruleset: Ruleset) -> str:
    words = f"{cell_text(cell, ruleset)}. Source: {cell.source}"
    return words if cell.ruleset == ruleset.id else f"as in the file: {words}"


def _write(
    session: Session,
    own: ClassRuleset,
    author: Person,
    rules: Told,
    changed: list[dict[str, str]],
    reason: str,
) -> RulesetVersion:
    own.version += 1
    version = RulesetVersion(
        ruleset=own,
        version=own.version,
        told=rules,
        digest=digest(rules),
        changed=changed,
        author_id=author.id,
        at=now(),
        reason=reason,
    )
    session.add(version)
    session.flush()
    return version


def _usable(version: RulesetVersion) -> Ruleset:
    try:
        return own_ruleset(version)
    except BrokenSchema as broken:
        raise Refused(f"These rules cannot be used: {broken.key}: {broken.reason}.") from None


def _reason(text: str) -> str:
    words = several_lines(text)
    if not says_something(words) or len(words) > LONGEST_REASON:
        raise Refused(f"Write why, in at most {LONGEST_REASON} characters.", "reason")
    return words
