"""The requirements of `schemas/completeness.toml`: what they say, and what is wrong with a file that cannot be used.

It reads and checks; it refuses to look at a run sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct, field

from epcr import paths
from epcr.broken_schema import BrokenSchema
from epcr.checks.conditions import CONDITIONS
from epcr.sheet.field import specs
from epcr.sheet.kinds.choice import Choice
from epcr.sheet.run_sheet import BY_SLUG
from epcr.toml_rows import read_rows, unknown


class Rule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One requirement, as the head of the file explains its keys."""

    section: str
    fields: tuple[str, ...] = ()
    one_of: tuple[tuple[str, ...], ...] = ()
    when: tuple[str, ...] = ("always",)
    beside: str = field(default="", name="with")
    each: bool = False
    at_least: Annotated[int, Meta(ge=1)] | None = None
    where: dict[str, tuple[str, ...]] = {}
    message: str = ""
    lacks: str = ""


class Requirements(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All rules of the file, and what fields are called in their sentences."""

    title: str
    required: tuple[Rule, ...]
    words: dict[str, str] = {}


def file() -> Path:
    """Where the requirements lie."""
    return paths.schemas() / "completeness.toml"


@cache
def rules() -> Requirements:
    """The requirements that are shipped, read once a process."""
    return load(file())


def load(path: Path) -> Requirements:
    """Read and check a file of requirements. Raises BrokenSchema with the file, the key and the reason."""
    read = read_rows(path, Requirements, {"required": Rule}, "requirements")
    for number, checked in enumerate(read.required, start=1):
        for key, reason in _wrong_in(checked):
            raise BrokenSchema(path, f"required {number} ({checked.section}).{key}", reason)
    for name in read.words:
        _check_word(path, name)
    return read


def _wrong_in(rule: Rule) -> Iterator[tuple[str, str]]:
    """Key and reason of what is wrong in a rule, in the order in which it is read."""
    section = BY_SLUG.get(rule.section)
    if section is None:
        yield "section", unknown("section", rule.section, BY_SLUG)
        return
    names = specs(section)
    for key, asked in _named_in(rule):
        for name in asked:
            if name not in names:
                yield key, unknown("field", name, names)
    yield from (("when", reason) for word in rule.when if (reason := _wrong_condition(rule, word)))
    for name, codes in rule.where.items():
        yield from _unknown_codes(rule, name, codes)
    yield from _misshapen(rule, many=section.many)


def _named_in(rule: Rule) -> Iterator[tuple[str, Iterable[str]]]:
    yield "fields", rule.fields
    for names in rule.one_of:
        yield "one_of", names
    if rule.beside:
        yield "with", (rule.beside,)
    yield "where", rule.where


def _wrong_condition(rule: Rule, word: str) -> str:
    """Why a rule cannot ask for a condition; empty where it can."""
    if word not in CONDITIONS:
        return unknown("condition", word, CONDITIONS)
    section = CONDITIONS[word].section
    if section not in {"", rule.section}:
        return f"{word} is a condition of {section}"
    return f"{word} is asked of each entry; add each = true" if section and not rule.each else ""


def _unknown_codes(rule: Rule, name: str, codes: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    spec = specs(BY_SLUG[rule.section]).get(name)
    if not isinstance(spec, Choice):
        yield "where", f"{name} is not chosen from a list"
        return
    for code in codes:
        if code not in spec.terms:
            yield "where", unknown(f"code of {name}", code, [term.code for term in spec.terms])


def _misshapen(rule: Rule, *, many: bool) -> Iterator[tuple[str, str]]:
    counts = rule.at_least is not None
    names = bool(rule.fields) or bool(rule.one_of)
    wrong = (
        (rule.fields and rule.one_of, "one_of", "name either fields or alternatives"),
        (not names and not counts, "fields", "name at least one field"),
        (not all(rule.one_of), "one_of", "an alternative must name at least one field"),
        (
            many and not rule.each and not counts,
            "each",
            "say each = true or at_least: the section has many entries",
        ),
        (
            not many and (rule.each or counts or rule.where),
            "section",
            "stands once on a sheet: each, at_least and where are for sections with many entries",
        ),
        (
            counts and (rule.each or rule.one_of or not rule.message),
            "at_least",
            "stands with a message, without each and one_of",
        ),
    )
    yield from ((key, reason) for is_so, key, reason in wrong if is_so)


def _check_word(path: Path, name: str) -> None:
    known = [f"{slug}.{field}" for slug, section in BY_SLUG.items() for field in specs(section)]
    if name not in known:
        raise BrokenSchema(path, f"words.{name}", unknown("field", name, known))
