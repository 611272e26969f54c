"""The page of the rules for one intervention as a value: what stands level by level, and the form that writes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from flask import url_for

from epcr.class_rules import editing
from epcr.class_rules.forms import GROUPS, NUMBERS, ReasonForm, WayForm
from epcr.class_rules.reading import LevelRule
from epcr.class_rules.ruleset_view import RulesPlace, place_of_class
from epcr.people.model import Classroom
from epcr.scope.ruleset import RulesetItem
from epcr.sheet.class_ruleset import ClassRuleset
from epcr.shown import Shown
from epcr.visit.pieces import ActLink

MANY: Final = 14  # choices above which a field is folded; chosen here


@dataclass(frozen=True)
class Compared:
    """A rule of a level that two wrote at once."""

    level: str
    now: str
    yours: str


@dataclass(frozen=True)
class OvertakingVersion:
    """Somebody saved a version meanwhile; `author` is empty for somebody who is gone."""

    version: int
    author: str
    reason: str
    rows: tuple[Compared, ...]


@dataclass(frozen=True)
class EditableWay:
    """One way of being allowed, where it is changed and where it is taken out; `aloud` says which."""

    words: str
    change: str
    take_out: str
    aloud: str


@dataclass(frozen=True)
class LevelLine:
    """What file and class say of a level. `as_in_file` says that the class changed nothing; `own` is one way, `ways` are several."""

    level: str
    here: bool
    file: str
    as_in_file: str
    own: str
    ways: tuple[EditableWay, ...]
    source: str
    confidence: str
    as_other: str
    acts: tuple[ActLink, ...]


@dataclass(frozen=True)
class ConditionField:
    """One condition that can be filled in, by the name of its field; many choices are folded, with how many are `chosen`."""

    name: str
    folded: bool
    open: bool
    chosen: str
    autocomplete: str
    inputmode: str


@dataclass(frozen=True)
class ConditionGroup:
    """Conditions that belong together; closed where none of them matters."""

    title: str
    open: bool
    conditions: tuple[ConditionField, ...]


@dataclass(frozen=True)
class CellPage:
    """The page. `heading` says what the form does: it writes the whole rule or one way, `adds` one, or `removes` one."""

    place: RulesPlace
    item: str
    category: str
    code: str
    notes: str
    overtaken: OvertakingVersion | None
    levels: tuple[LevelLine, ...]
    heading: str
    whole: bool
    adds: bool
    removes: bool
    address: str
    back: str
    shown: Shown
    groups: tuple[ConditionGroup, ...]
    button: str


def cell_page(
    classroom: Classroom,
    own: ClassRuleset,
    item: RulesetItem,
    rules: Sequence[LevelRule],
    place: editing.EditPlace,
    form: ReasonForm,
    *,
    shown: Shown,
    overtaken: OvertakingVersion | None = None,
) -> CellPage:
    """The page of an item, with the form of a place in its rule."""
    to = partial(url_for, "class_rules.cell", number=classroom.id, name=own.name, item=item.id)
    return CellPage(
        place=place_of_class(classroom, own),
        item=item.name,
        category=item.category,
        code=item.code or "",
        notes=item.notes or "",
        overtaken=overtaken,
        levels=tuple(_level(rule, to, here=rule.level == place.level) for rule in rules),
        heading=heading(place),
        whole=place.whole,
        adds=place.adds,
        removes=place.removes,
        address=to(
            level=place.level or None,
            way="new" if place.adds else place.number or None,
            remove=1 if place.removes else None,
        ),
        back=url_for("class_rules.ruleset", number=classroom.id, name=own.name),
        shown=shown,
        groups=tuple(_groups(form)) if isinstance(form, WayForm) else (),
        button="Take it out" if place.removes else f"Save as version {own.version + 1}",
    )


def heading(place: editing.EditPlace) -> str:
    """What the form does."""
    if place.removes:
        return f"Take way {place.number} for {place.level} out"
    if place.adds:
        return f"A further way for {place.level}"
    return f"Way {place.number} for {place.level}" if place.number else "Write the rule"


def _level(rule: LevelRule, to: partial[str], *, here: bool) -> LevelLine:
    several = len(rule.ways) > 1
    unchanged = f"as in the file, in {len(rule.ways)} ways:" if several else "as in the file"
    return LevelLine(
        level=rule.level,
        here=here,
        file=rule.file,
        as_in_file="" if rule.changed else unchanged,
        own=rule.own if rule.changed and not several else "",
        ways=tuple(_ways(rule, to)) if several else (),
        source=rule.source if rule.changed else "",
        confidence=rule.confidence,
        as_other=rule.as_other,
        acts=tuple(_acts(rule, to)),
    )


def _ways(rule: LevelRule, to: partial[str]) -> Iterator[EditableWay]:
    for number, words in enumerate(rule.ways, start=1):
        yield EditableWay(
            words,
            to(level=rule.level, way=number, _anchor="rule"),
            to(level=rule.level, way=number, remove=1, _anchor="rule"),
            f" way {number} for {rule.level}",
        )


def _acts(rule: LevelRule, to: partial[str]) -> Iterator[ActLink]:
    """What can be written of a level; nothing of one that functions as another."""
    if rule.as_other:
        return
    yield ActLink("Write it", to(level=rule.level, _anchor="rule"), f" for {rule.level}")
    if rule.ways:
        yield ActLink("Add a way", to(level=rule.level, way="new", _anchor="rule"), f" for {rule.level}")


def _groups(form: WayForm) -> Iterator[ConditionGroup]:
    for title, names in GROUPS:
        there = (name for name in names if name != "endorsement" or form.endorsement.choices)
        yield ConditionGroup(
            title, form.group_is_filled(names), tuple(_condition(form, name) for name in there)
        )


def _condition(form: WayForm, name: str) -> ConditionField:
    field = form[name]
    folded = field.type == "SelectMultipleField" and len(field.choices) > MANY
    return ConditionField(
        name=name,
        folded=folded,
        open=bool(field.data),
        chosen=f", {len(field.data)} chosen" if folded and field.data else "",
        autocomplete="off" if field.type == "StringField" else "",
        inputmode="decimal" if name in NUMBERS else "",
    )
