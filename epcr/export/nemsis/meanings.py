"""What each field of a section means in the standard, worked out once: the element with its place, and how its values stand there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from epcr.export.nemsis.table import Node, elements, groups
from epcr.export.nemsis.worked_out import ADAPTED, Adapted
from epcr.sheet.element import Element
from epcr.sheet.field import Spec
from epcr.sheet.kinds.choice import Choice
from epcr.sheet.section import Entry, SheetPart


@dataclass(frozen=True, eq=False)
class Meaning:
    """An element that a field means.

    `several`: the field holds a list. `room` is how many of its values stand in one group, None for any number. `apart`: each of
    several gets a group of its own. `coded_by_element`: its terms have another code in each element. `adapt` makes what carries more
    than its value.
    """

    name: str
    spec: Spec
    element: Element
    node: Node
    several: bool
    room: int | None
    apart: bool
    coded_by_element: bool
    adapt: Adapted | None


FieldMeanings = tuple[str, Spec, tuple[Meaning, ...]]


@cache
def meanings(section: type[SheetPart]) -> tuple[FieldMeanings, ...]:
    """The fields of a section that mean elements, in their order."""
    return tuple(
        (name, spec, tuple(_meaning(section, name, spec, element) for element in spec.elements))
        for name, spec in section.fields().items()
        if spec.elements
    )


@cache
def deciding(section: type[SheetPart]) -> tuple[str, ...]:
    """What a section or entry says of itself that decides which elements its fields mean: the kind of an intervention."""
    whens = (meaning.element.when for _name, _spec, meant in meanings(section) for meaning in meant)
    return tuple(dict.fromkeys(when[0] for when in whens if when is not None))


@lru_cache(maxsize=1024)
def meant_by(section: type[SheetPart], answers: tuple[object, ...]) -> tuple[FieldMeanings, ...]:
    """The fields of a section with the elements that they mean where these are the answers to `deciding`."""
    answer = dict(zip(deciding(section), answers, strict=True))
    return tuple(
        (
            name,
            spec,
            tuple(
                meaning
                for meaning in meant
                if meaning.element.when is None or answer[meaning.element.when[0]] in meaning.element.when[1]
            ),
        )
        for name, spec, meant in meanings(section)
    )


def _meaning(section: type[SheetPart], name: str, spec: Spec, element: Element) -> Meaning:
    node = elements()[element.name]
    several = spec.kind in {"several", "severalofcrew"}
    apart = several and node.most == 1 and not issubclass(section, Entry) and groups()[node.above[-1]].repeats
    coded = isinstance(spec, Choice) and any(term.by_element for term in spec.terms)
    room = None if node.repeats or apart else 1
    return Meaning(name, spec, element, node, several, room, apart, coded, ADAPTED.get(node.name))


@cache
def repeating(above: tuple[str, ...]) -> tuple[bool, ...]:
    """Of each of the groups that stand above an element whether it repeats."""
    return tuple(groups()[name].repeats for name in above)
