"""A report while it is put together: what stands in each element and group of it, not yet in the order of a document."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from epcr.export.nemsis.table import groups

ALONE: Final = None
"""The key of a group that stands once, and of what is said once of all groups of a kind."""


class ElementValue(NamedTuple):
    """What stands in an element: a text with attributes; or no text, and in `nil` why not: the code of an NV or a PN."""

    text: str
    attributes: tuple[tuple[str, str], ...] = ()
    nil: tuple[str, str] | None = None


@dataclass
class FilledGroup:
    """What stands in a group. `groups` are those in it by their name and key; `correlation` is the id that others refer to it by.

    `empty` is the NV of its elements that nothing is said of, where that is not to be asked of the sheet. A `whole` group came with a
    report, with its `attributes`, and stands as it is: nothing is added but what the standard never lets be left out.
    """

    leaves: dict[str, list[ElementValue]] = field(default_factory=dict)
    groups: dict[str, dict[Hashable, FilledGroup]] = field(default_factory=dict)
    correlation: str = ""
    empty: str = ""
    whole: bool = False
    attributes: tuple[tuple[str, str], ...] = ()

    def put(self, element: str, value: ElementValue) -> None:
        """Let a value stand in an element of this group, behind those that are there."""
        self.leaves.setdefault(element, []).append(value)

    def inside(self, chain: Sequence[str], keys: Sequence[Hashable]) -> FilledGroup:
        """The group at the end of a chain of groups, made where it is not there yet; a key for each of the chain."""
        here = self
        for name, key in zip(chain, keys, strict=True):
            instances = here.groups.setdefault(name, {})
            if key not in instances:
                instances[key] = FilledGroup()
            here = instances[key]
        return here

    def below(self) -> Iterator[FilledGroup]:
        """All groups in it."""
        for instances in self.groups.values():
            for inner in instances.values():
                yield inner
                yield from inner.below()


# A crew's exposure is said once and means each member who was exposed.
OF_EACH: Final = frozenset({"eOther.05", "eOther.06"})
# Names of other agencies belong to the one service that was there; where several were, nobody says whose they are.
OF_THE_ONLY: Final = frozenset({"eScene.02"})


def spread(report: FilledGroup) -> None:
    """Bring what a sheet says once into each of the groups that it is said of: the time of an alert into that of each team."""
    for group in (report, *list(report.below())):
        for name, instances in group.groups.items():
            if ALONE in instances and len(instances) > 1:
                _spread(name, instances)


def _spread(name: str, instances: dict[Hashable, FilledGroup]) -> None:
    common = instances[ALONE]
    others = [inner for key, inner in instances.items() if key is not ALONE]
    needed = {child.name for child in groups()[name].children if child.least}
    for element in list(common.leaves):
        if element in needed | OF_EACH or (element in OF_THE_ONLY and len(others) == 1):
            for inner in others:
                inner.leaves.setdefault(element, common.leaves[element])
            del common.leaves[element]
    if not common.leaves and not common.groups:
        del instances[ALONE]
