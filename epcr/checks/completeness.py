"""What is missing before a sheet can be submitted, by the rules of `schemas/completeness.toml`.

It knows how a rule is read and met; which rules there are, and why, stands in the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from epcr.checks.conditions import CONDITIONS
from epcr.checks.finding import Finding, Weight
from epcr.checks.lacking import lacking
from epcr.checks.requirements import Requirements, Rule, rules
from epcr.checks.sentences import place
from epcr.sheet.anchor import Anchor
from epcr.sheet.context import Context
from epcr.sheet.kinds.choice import Choice
from epcr.sheet.kinds.crew_member import OfCrew
from epcr.sheet.kinds.drawn import Signature
from epcr.sheet.kinds.yes_no import YesNo
from epcr.sheet.run_sheet import BY_SLUG, RunSheet
from epcr.sheet.section import SheetPart
from epcr.words.naming import lower

AUTOMATIC: Final = "completeness"  # the start of every source of this check


def missing(run_sheet: RunSheet, context: Context, by: Requirements | None = None) -> Iterator[Finding]:
    """A finding for every field and entry that is required on this call and not there."""
    by = rules() if by is None else by
    found = [*_removed_members(run_sheet, context)]
    for rule in by.required:
        found += _broken(rule, run_sheet, context, by.words)
    yield from dict.fromkeys(found)  # two rules may ask for the same


def _broken(rule: Rule, run_sheet: RunSheet, context: Context, words: Mapping[str, str]) -> Iterator[Finding]:
    """What of one rule is not met."""
    sheet_wide = [name for name in rule.when if not CONDITIONS[name].section]
    if not all(CONDITIONS[name].holds(run_sheet, None) for name in sheet_wide):
        return
    parts = [part for part in _parts(rule, run_sheet) if _asked(rule, part, run_sheet)]
    if rule.at_least is not None:
        yield from _too_few(rule, parts, context)
        return
    for part in parts:
        if rule.one_of:
            if not any(_all_documented(part, names) for names in rule.one_of):
                yield _missing(rule, part, rule.one_of[0][0], context, words)
            continue
        for name in rule.fields:
            if not part.documented(name):
                yield _missing(rule, part, name, context, words)


def _parts(rule: Rule, run_sheet: RunSheet) -> list[SheetPart]:
    section = BY_SLUG[rule.section]
    return run_sheet.entries(rule.section) if section.many else [getattr(run_sheet, rule.section)]


def _asked(rule: Rule, part: SheetPart, run_sheet: RunSheet) -> bool:
    return (
        all(CONDITIONS[name].holds(run_sheet, part) for name in rule.when if CONDITIONS[name].section)
        and (not rule.beside or getattr(part, rule.beside) is not None)
        and all(getattr(part, name) in codes for name, codes in rule.where.items())
    )


def _too_few(rule: Rule, parts: list[SheetPart], context: Context) -> Iterator[Finding]:
    whole = [part for part in parts if _all_documented(part, rule.fields)]
    if rule.at_least is None or len(whole) >= rule.at_least:
        return
    if rule.fields and parts:
        part = next(one for one in parts if one not in whole)
        name = next(name for name in rule.fields if not part.documented(name))
        yield _finding(part.anchor(name), rule.message, rule.lacks or lacking(part, name, context))
    else:
        yield _finding(
            Anchor(rule.section), rule.message, rule.lacks or lower(BY_SLUG[rule.section].page.title)
        )


def _missing(rule: Rule, part: SheetPart, name: str, context: Context, words: Mapping[str, str]) -> Finding:
    message = rule.message or _sentence(part, name, context, words)
    return _finding(part.anchor(name), message, lacking(part, name, context, rule.lacks))


def _all_documented(part: SheetPart, names: Iterable[str]) -> bool:
    return all(part.documented(name) for name in names)


def _removed_members(run_sheet: RunSheet, context: Context) -> Iterator[Finding]:
    """Fields that name a crew member who was struck since."""
    for part in run_sheet.parts():
        for name, spec in part.fields().items():
            if not isinstance(spec, OfCrew):
                continue
            value = getattr(part, name)
            members = [value] if isinstance(value, str) else value or []
            if any(member not in context.crew for member in members):
                message = f"Choose “{spec.label}”{place(part, context)} again: the crew member was removed"
                lacks = f"{lacking(part, name, context)}, who was removed from the crew"
                yield _finding(part.anchor(name), message, lacks)


def _finding(anchor: Anchor, message: str, lacks: str) -> Finding:
    source = ".".join(word for word in (AUTOMATIC, anchor.section, anchor.field) if word)
    return Finding(Weight.MISSING, anchor, message, source, paper=lacks)


def _sentence(part: SheetPart, name: str, context: Context, words: Mapping[str, str]) -> str:
    """What to do about a field, like: Enter the respiratory rate at 17:12, or say why there is none."""
    spec = part.fields()[name]
    phrase = words.get(f"{part.page.slug}.{name}") or f"the {lower(spec.label)}"
    if phrase.startswith(("whether ", "who ", "when ", "why ", "how ")):
        reason = ", or why that is not known" if spec.reasons else ""
        return f"Say {phrase}{place(part, context)}{reason}"
    match spec:
        case YesNo():
            verb, phrase = "Answer", f"“{spec.label}”"
        case Choice(open=False) | OfCrew():
            verb = "Choose"
        case Signature():
            verb = "Draw"
        case _:
            verb = "Enter"
    reason = ", or say why there is none" if spec.reasons else ""
    return f"{verb} {phrase}{place(part, context)}{reason}"


__all__ = ["missing", "rules"]
