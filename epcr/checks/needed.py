"""Which fields of a section a call needs, whether they hold something already or not: what its page puts first."""

from __future__ import annotations

from collections.abc import Iterator

from epcr.checks.conditions import Stated
from epcr.checks.requirements import Rule, rules
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.section import SheetPart


def needed(run_sheet: RunSheet, part: SheetPart) -> tuple[str, ...]:
    """The fields in the order of the section; of alternatives all. Of entries nothing is said: each has its own form.

    What goes with a field that is asked (the units of an age) stands there with it before anything is typed.
    """
    held = list(_of(run_sheet, part))
    asked = {name for rule in held if not rule.beside for name in (*rule.fields, *_alternatives(rule))}
    beside = (rule for rule in held if rule.beside in asked or _holds(part, rule.beside))
    asked |= {name for rule in beside for name in (*rule.fields, *_alternatives(rule))}
    return tuple(name for name in part.fields() if name in asked)


def alternatives_to(part: SheetPart, name: str) -> tuple[str, ...]:
    """The field, and those that may be filled in instead of it where a requirement names alternatives: an age for a date of birth."""
    for rule in rules().required:
        if rule.section == part.page.slug and rule.one_of and name in rule.one_of[0]:
            return tuple(dict.fromkeys(_alternatives(rule)))
    return (name,)


def _of(run_sheet: RunSheet, part: SheetPart) -> Iterator[Rule]:
    """The rules about a section that stands once which hold on this call, whatever its fields hold."""
    if part.many:
        return
    call = Stated(run_sheet)
    for rule in rules().required:
        if rule.section == part.page.slug and call.meets(rule.when):
            yield rule


def _alternatives(rule: Rule) -> Iterator[str]:
    for names in rule.one_of:
        yield from names


def _holds(part: SheetPart, name: str) -> bool:
    return bool(name) and getattr(part, name) is not None
