"""What is missing before a sheet can be submitted, by the rules of `schemas/completeness.toml`.

It knows how a rule is read and met; which rules there are, and why, stands in the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Final

from epcr.checks.conditions import CONDITIONS, Stated
from epcr.checks.finding import Finding, Weight
from epcr.checks.kind_of_call import unfitting
from epcr.checks.lacking import lacking, named
from epcr.checks.requirements import Requirements, Rule, rules
from epcr.checks.sentences import place
from epcr.sheet.anchor import Anchor
from epcr.sheet.context import Context
from epcr.sheet.kinds.choice import Choice
from epcr.sheet.kinds.crew_member import OfCrew
from epcr.sheet.kinds.drawn import Drawing
from epcr.sheet.kinds.yes_no import YesNo
from epcr.sheet.run_sheet import BY_SLUG, RunSheet
from epcr.sheet.section import SheetPart
from epcr.words.naming import lower

AUTOMATIC: Final = "completeness"  # the start of every source of this check


def missing(call: Stated, context: Context, by: Requirements | None = None) -> Iterator[Finding]:
    """A finding for every field and entry that is required on this call and not there."""
    by = rules() if by is None else by
    lacks = [*unfitting(call.run_sheet, context), *_removed_members(call.run_sheet, context)]
    for rule in by.required:
        if call.meets(rule.when):
            lacks += _broken(rule, call, context, by.words)
    # Two rules may ask for the same field, each in its words: the first is told. Entries of one section may be counted twice.
    by_place: dict[Anchor | Finding, Finding] = {}
    for finding in lacks:
        by_place.setdefault(finding.anchor if finding.anchor.field else finding, finding)
    yield from by_place.values()


def _broken(rule: Rule, call: Stated, context: Context, words: Mapping[str, str]) -> Iterator[Finding]:
    """What of one rule is not met, on a call where it holds."""
    parts = [part for part in call.parts(rule.section) if _asked(rule, part, call)]
    if rule.at_least is not None:
        yield from _too_few(rule, parts, context)
        return
    for part in parts:
        yield from (_missing(rule, part, name, context, words) for name in _undocumented(rule, part))


def _undocumented(rule: Rule, part: SheetPart) -> list[str]:
    """The fields that a rule demands of a part and that are not there; of alternatives the first field."""
    if rule.one_of:
        met = any(_all_documented(part, names) for names in rule.one_of)
        return [] if met else [rule.one_of[0][0]]
    return [name for name in rule.fields if not part.documented(name)]


def _asked(rule: Rule, part: SheetPart, call: Stated) -> bool:
    return (
        all(CONDITIONS[name].holds(call, part) for name in rule.when if CONDITIONS[name].section)
        and (not rule.beside or getattr(part, rule.beside) is not None)
        and all(getattr(part, name) in codes for name, codes in rule.where.items())
    )


def _too_few(rule: Rule, parts: list[SheetPart], context: Context) -> Iterator[Finding]:
    whole = [part for part in parts if _all_documented(part, rule.fields)]
    if rule.at_least is None or len(whole) >= rule.at_least:
        return
    if rule.fields and parts:
        part = next(part for part in parts if part not in whole)
        name = next(name for name in rule.fields if not part.documented(name))
        yield _finding(part.anchor(name), rule.message, rule.lacks or lacking(part, name, context))
    else:
        yield _finding(
            Anchor(rule.section), rule.message, rule.lacks or lower(BY_SLUG[rule.section].page.title)
        )


def _missing(rule: Rule, part: SheetPart, name: str, context: Context, words: Mapping[str, str]) -> Finding:
    called = words.get(f"{part.page.slug}.{name}", "")
    if not part.many:
        return _missing_once(type(part), name, rule.message or _to_do(type(part), name, called), rule.lacks)
    message = rule.message or f"{_to_do(type(part), name, called)}{place(part, context)}"
    return _finding(part.anchor(name), message, lacking(part, name, context, rule.lacks))


def _all_documented(part: SheetPart, names: Iterable[str]) -> bool:
    return all(part.documented(name) for name in names)


def _removed_members(run_sheet: RunSheet, context: Context) -> Iterator[Finding]:
    """Fields that name a crew member who was struck since."""
    for part in run_sheet.parts():
        for name in part.fields_of(OfCrew):
            if not context.crew.keys() >= _members_in(part, name):
                message = f"Choose “{part.fields()[name].label}”{place(part, context)} again: that person is not on the crew"
                lacks = f"{lacking(part, name, context)}, who was removed from the crew"
                yield _finding(part.anchor(name), message, lacks)


def _members_in(part: SheetPart, name: str) -> set[str]:
    """The crew members that a field names."""
    value = getattr(part, name)
    return {value} if isinstance(value, str) else set(value or ())


def _finding(anchor: Anchor, message: str, lacks: str) -> Finding:
    source = ".".join(word for word in (AUTOMATIC, anchor.section, anchor.field) if word)
    return Finding(Weight.MISSING, anchor, message, source, paper=lacks)


@cache
def _missing_once(section: type[SheetPart], name: str, message: str, called: str) -> Finding:
    """That a field of a section which stands once is missing. Kept, since it is the same on every sheet, and a new one lacks some forty."""
    return _finding(Anchor(section.page.slug, "", name), message, named(section, name, called))


@cache
def _to_do(section: type[SheetPart], name: str, called: str) -> str:
    """What to do about a field, like: Enter the respiratory rate."""
    spec = section.fields()[name]
    phrase = called or f"the {lower(spec.label)}"
    if phrase.startswith(("whether ", "who ", "when ", "why ", "how ")):
        return f"Say {phrase}"
    match spec:
        case YesNo():
            verb, phrase = "Answer", f"“{spec.label}”"
        case Choice(open=False) | OfCrew():
            verb = "Choose"
        case Drawing():
            verb = "Draw"
        case _:
            verb = "Enter"
    return f"{verb} {phrase}"


__all__ = ["missing", "rules"]
