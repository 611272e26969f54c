"""The report that a sheet was imported from, on its way out again: as it came, but for what was changed on the sheet since.

What was changed is what an export of the fields alone makes otherwise than it did when the report was imported. It knows places
and texts; what they mean is for the declarations.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, NamedTuple

from epcr.export.nemsis.building import NIL
from epcr.export.nemsis.filled import ElementValue, FilledGroup
from epcr.export.nemsis.given import answers
from epcr.export.nemsis.table import elements
from epcr.sheet.imported import ImportedReport

Key = str | None
Path = tuple[tuple[str, Key], ...]
Said = Mapping[tuple[Path, str], list[ElementValue]]
# What an export says of itself, and of no field.
_OWN: Final = ("DemographicGroup", "eCustomConfiguration", "eCustomResults")
# Attributes that belong to a value and go when it does.
_OF_VALUE: Final = frozenset({NIL, "NV", "PN", "CodeType"})


class CameElement(NamedTuple):
    """An element as it came. `taken` says that a field took it."""

    text: str
    attributes: tuple[tuple[str, str], ...] = ()
    taken: bool = False

    @property
    def says_something(self) -> bool:
        """Whether it has a value, or says more than that nothing was recorded."""
        return bool(self.text) or any(name == "PN" for name, _ in self.attributes)


@dataclass
class CameGroup:
    """A group as it came: its elements by name, and the groups in it by name and the key that an export finds them by."""

    elements: dict[str, list[CameElement]] = field(default_factory=dict)
    groups: dict[str, dict[Key, CameGroup]] = field(default_factory=dict)
    attributes: tuple[tuple[str, str], ...] = ()

    def stored(self) -> dict[str, Any]:
        """It as values that JSON holds."""
        return {
            "elements": {
                name: [[came.text, [list(pair) for pair in came.attributes], came.taken] for came in listed]
                for name, listed in self.elements.items()
            },
            "groups": {
                name: [[key, group.stored()] for key, group in keyed.items()]
                for name, keyed in self.groups.items()
            },
            "attributes": [list(pair) for pair in self.attributes],
        }

    def filled(self) -> FilledGroup:
        """It for an export, which adds nothing to it but what the standard never lets be left out."""
        return FilledGroup(
            {
                name: [ElementValue(came.text, came.attributes) for came in listed]
                for name, listed in self.elements.items()
            },
            {
                name: {key: group.filled() for key, group in keyed.items()}
                for name, keyed in self.groups.items()
            },
            whole=True,
            attributes=self.attributes,
        )

    def says_something(self) -> bool:
        """Whether an element in it, or below it, does."""
        return any(came.says_something for listed in self.elements.values() for came in listed) or any(
            group.says_something() for keyed in self.groups.values() for group in keyed.values()
        )

    def below(self) -> Iterator[tuple[str, Key, CameGroup]]:
        """All groups in it, with name and key."""
        for name, keyed in self.groups.items():
            for key, group in keyed.items():
                yield name, key, group
                yield from group.below()


def restored(stored: Mapping[str, Any]) -> CameGroup:
    """What was stored, as it was."""
    return CameGroup(
        {
            name: [CameElement(text, _pairs(attributes), taken) for text, attributes, taken in listed]
            for name, listed in stored["elements"].items()
        },
        {name: {key: restored(group) for key, group in keyed} for name, keyed in stored["groups"].items()},
        _pairs(stored["attributes"]),
    )


def _pairs(stored: Sequence[Sequence[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, text) for name, text in stored)


def as_it_came(imported: ImportedReport, now: FilledGroup) -> FilledGroup:
    """The report as it came, with what an export of the fields makes otherwise now."""
    report = restored(imported.tree)
    then = {
        (tuple((group, key) for group, key in path), name): [
            ElementValue(text, _pairs(attributes)) for text, attributes in values
        ]
        for path, name, values in imported.then["said"]
    }
    _Changing(report).change(then, said(now))
    return report.filled()


def stored_said(now: FilledGroup) -> dict[str, Any]:
    """What an export of the fields says, as values that JSON holds: `as_it_came` compares with it later."""
    return {
        "said": [
            [
                [list(step) for step in path],
                name,
                [[value.text, [list(pair) for pair in value.attributes]] for value in values],
            ]
            for (path, name), values in said(now).items()
        ]
    }


def said(filled: FilledGroup) -> Said:
    """Each element that a field stands for or that is worked out of one, by its place."""
    return dict(_said(filled, ()))


def _said(filled: FilledGroup, path: Path) -> Iterator[tuple[tuple[Path, str], list[ElementValue]]]:
    for name, values in filled.leaves.items():
        if name not in answers():
            yield (path, name), [_with_nil(value) for value in values]
    for name, keyed in filled.groups.items():
        if name not in _OWN:
            for key, group in keyed.items():
                yield from _said(group, (*path, (name, plain_key(key))))


def plain_key(key: Hashable) -> Key:
    """The key of a group as JSON holds it."""
    if isinstance(key, datetime):
        return key.isoformat()
    return None if key is None else str(key)


def _with_nil(value: ElementValue) -> ElementValue:
    return value if value.nil is None else ElementValue("", ((NIL, "true"), value.nil, *value.attributes))


class _Changing:
    """Changes a report where the fields say something else than they did."""

    def __init__(self, report: CameGroup) -> None:
        self.report = report
        self.by_key: dict[tuple[str, Key], CameGroup] = {
            (name, key): group for name, key, group in report.below() if key is not None
        }

    def change(self, then: Said, now: Said) -> None:
        still_said = {name for _path, name in now}
        gone = sorted(_keyed(then) - _keyed(now), key=len)
        for path in gone:
            self._remove(path)
        for place in dict.fromkeys((*now, *then)):
            before, after = then.get(place, []), now.get(place, [])
            removed = not after and any(place[0][: len(path)] == path for path in gone)
            moved = not after and place[1] in still_said and _said_once(place[0])
            if before != after and not removed and not moved:
                self._put(place, after)

    def _put(self, place: tuple[Path, str], values: Sequence[ElementValue]) -> None:
        path, name = place
        homes = self._homes(name) if _said_once(path) else []
        if not homes and (group := self._group(path, make=bool(values))) is not None:
            homes = [group]
        for home in homes:
            _replace(home, name, values if home is homes[0] else ())

    def _homes(self, name: str) -> list[CameGroup]:
        """The groups that a field took an element from. A sheet says once what a report may say of each member of a crew."""
        return [
            group
            for _, _, group in self.report.below()
            if any(came.taken for came in group.elements.get(name, ()))
        ]

    def _group(self, path: Path, *, make: bool) -> CameGroup | None:
        here: CameGroup | None = self.report
        for name, key in path:
            if here is None:
                return None
            there = here.groups.get(name, {}).get(key) or self.by_key.get((name, key))
            if there is None and make:
                there = self._made(here, name, key)
            here = there
        return here

    def _made(self, inside: CameGroup, name: str, key: Key) -> CameGroup:
        """A new group. Groups that only said that there was none go."""
        keyed = inside.groups.setdefault(name, {})
        for empty in [other for other, group in keyed.items() if not group.says_something()]:
            del keyed[empty]
        keyed[key] = made = CameGroup()
        return made

    def _remove(self, path: Path) -> None:
        """Remove a group; of several that have the same value all of them."""
        *above, (name, key) = path
        inside = self._group(tuple(above), make=False)
        keyed = inside.groups.get(name, {}) if inside is not None else {}
        for other in [other for other in keyed if other == key or (other or "").startswith(f"{key}#")]:
            del keyed[other]


def _said_once(path: Path) -> bool:
    """Whether a place is in no group that stands for an entry or a value."""
    return all(key is None for _, key in path)


def _replace(group: CameGroup, name: str, values: Sequence[ElementValue]) -> None:
    """Let the elements of a field stand in a group in place of those that it took from there."""
    listed = _merged(group.elements.get(name, []), values, alone=elements()[name].most == 1)
    if listed:
        group.elements[name] = listed
    else:
        group.elements.pop(name, None)


def _keyed(said_elements: Said) -> set[Path]:
    """The groups that stand for an entry or for a value of a field."""
    return {
        path[:length]
        for path, _name in said_elements
        for length in range(1, len(path) + 1)
        if path[length - 1][1] is not None
    }


def _merged(listed: list[CameElement], values: Sequence[ElementValue], *, alone: bool) -> list[CameElement]:
    """The elements of one name with those of the field replaced. What no field took stays, where there is room for several."""
    taken = [came for came in listed if came.taken]
    new = [CameElement(value.text, value.attributes, taken=True) for value in values]
    if len(new) == len(taken):
        new = [_with_attributes(came, old) for came, old in zip(new, taken, strict=True)]
    elif alone and len(new) == len(listed) == 1:
        new = [_with_attributes(new[0], listed[0])]
    rest = [] if alone else [came for came in listed if not came.taken]
    if any(came.says_something for came in new):
        rest = [came for came in rest if came.says_something]
    elif any(came.says_something for came in rest):
        new = []
    place = next((place for place, came in enumerate(listed) if came.taken), len(rest))
    return [*rest[:place], *new, *rest[place:]]


def _with_attributes(new: CameElement, old: CameElement) -> CameElement:
    """A changed element with the attributes that belong to its place and not to its value."""
    own = {name for name, _ in new.attributes}
    of_place = [pair for pair in old.attributes if pair[0] not in own | _OF_VALUE]
    return new._replace(attributes=(*new.attributes, *of_place))


__all__ = ["CameElement", "CameGroup", "as_it_came", "plain_key", "restored", "said", "stored_said"]
