"""Why an element is empty that nobody said anything of: what a call asks for was not recorded, what it does not is not applicable."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from epcr.checks.kind_of_call import FIELD, folded, kind_of
from epcr.sheet.run_sheet import SECTIONS, RunSheet
from epcr.sheet.section import SheetPart


@dataclass(frozen=True)
class _AskedGroup:
    """A group of a section's form: what it is called where it is folded, on which answer it depends, and the elements of its fields."""

    fold: str
    when: tuple[str, tuple[str, ...]] | None
    elements: frozenset[str]


@cache
def _groups_of(section: type[SheetPart]) -> tuple[_AskedGroup, ...]:
    specs = section.fields()
    return tuple(
        _AskedGroup(
            f"{section.page.slug}/{group.title}",
            group.when,
            frozenset(element.name for name in group.names for element in specs[name].elements),
        )
        for group in section.groups()
    )


def not_asked(run_sheet: RunSheet) -> frozenset[str]:
    """The elements that the call did not ask for: of sections and groups that are folded on it, or that depend on another answer."""
    return frozenset(element for group in _unasked(run_sheet) for element in group.elements)


def _unasked(run_sheet: RunSheet) -> Iterator[_AskedGroup]:
    away, kind = folded(run_sheet), kind_of(run_sheet)
    for section in SECTIONS:
        groups = _groups_of(section)
        if section.page.slug in away or not run_sheet.asks(section):
            yield from groups
        else:
            part = None if section.many else getattr(run_sheet, section.page.slug)
            yield from (group for group in groups if group.fold in away or _depends(group, part, kind))


def _depends(group: _AskedGroup, part: SheetPart | None, kind: str) -> bool:
    """Whether the answer that a group depends on is another one. One that was not given leaves it asked."""
    if group.when is None or part is None:
        return False
    name, answers = group.when
    answer = kind if name == FIELD else getattr(part, name)
    return bool(answer) and answer not in answers


__all__ = ["not_asked"]
