"""The pairs of `schemas/pairs.toml`: what they say, and what is wrong with a file that cannot be used.

It reads and checks; it refuses to look at a run sheet.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import msgspec
from msgspec import Struct

from epcr import paths
from epcr.broken_schema import BrokenSchema
from epcr.checks.conditions import CONDITIONS
from epcr.checks.pair_answers import (
    Anything,
    CodedIn,
    Exactly,
    Later,
    OneOf,
    OnlyThese,
    Place,
    WantedAnswer,
    Within,
)
from epcr.sheet.field import Spec, specs
from epcr.sheet.kinds.choice import Choice, Several
from epcr.sheet.kinds.moment import Moment
from epcr.sheet.kinds.number import Number, Readout
from epcr.sheet.kinds.yes_no import YesNo
from epcr.sheet.run_sheet import BY_SLUG
from epcr.toml_rows import read_rows, unknown


class More(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"words": "or"}):
    """What a field must hold, where that is more than one of some terms."""

    above: float | None = None
    below: float | None = None
    words: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    after: str = ""
    coded_in: str = ""


PLACEHOLDER = re.compile(
    r"\{([^{}]*)\}"
)  # in a sentence: the entry that it is about, or what a field of it holds
Wanted = tuple[str, ...] | bool | str | More


class WrittenPair(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A pair as it stands in the file; the head of the file explains the keys."""

    name: str
    say: str
    every: dict[str, Wanted] = msgspec.field(name="all", default_factory=dict)
    none: dict[str, Wanted] = {}
    lacks: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    at: str = ""
    source: str = ""


class Alone(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A term that stands alone in its list: “No hazard found” beside a hazard."""

    field: str
    term: str


class PairsFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole file."""

    pair: tuple[WrittenPair, ...]
    alone: tuple[Alone, ...] = ()


@dataclass(frozen=True)
class PairFact:
    """What one of several fields of a section must hold: the fields by name, each with its answer."""

    section: str
    answers: Mapping[str, WantedAnswer]


@dataclass(frozen=True)
class AnswerPair:
    """Facts that exclude or demand each other; `at` is the section and field where the sentence is said, None where it is said at
    the last fact.
    """

    name: str
    say: str
    every: tuple[PairFact, ...]
    none: tuple[PairFact, ...]
    lacks: tuple[Place, ...]
    when: tuple[str, ...]
    at: Place | None
    source: str

    @cached_property
    def many(self) -> str | None:
        """The section of entries that it is about; None where it is about sections that stand once."""
        return next((fact.section for fact in self.every if BY_SLUG[fact.section].many), None)

    @cached_property
    def places(self) -> tuple[frozenset[Place], ...]:
        """Of each of its facts the fields of which one must hold something: none is true of a field without a value."""
        return tuple(frozenset((fact.section, name) for name in fact.answers) for fact in self.every)

    @cached_property
    def once(self) -> tuple[PairFact, ...]:
        """Of its facts those that stand once on a sheet."""
        return tuple(fact for fact in self.every if fact.section != self.many)

    @cached_property
    def of_entry(self) -> tuple[PairFact, ...]:
        """Those of one entry."""
        return tuple(fact for fact in self.every if fact.section == self.many)


def file() -> Path:
    """Where the pairs lie."""
    return paths.schemas() / "pairs.toml"


@cache
def pairs() -> tuple[AnswerPair, ...]:
    """The pairs that are shipped, read once a process."""
    return load(file())


def load(path: Path) -> tuple[AnswerPair, ...]:
    """Read and check a file of pairs. Raises BrokenSchema with the file, the key and the reason."""
    read = read_rows(path, PairsFile, {"pair": WrittenPair, "alone": Alone}, "pairs")
    made = [
        *(_pair(path, written) for written in read.pair),
        *(_stands_alone(path, alone) for alone in read.alone),
    ]
    names = [pair.name for pair in made]
    for name in names:
        if names.count(name) > 1:
            raise BrokenSchema(path, name, "two pairs have this name")
    return tuple(made)


def _pair(path: Path, written: WrittenPair) -> AnswerPair:
    name = written.name
    for key, reason in _too_little(written):
        raise BrokenSchema(path, f"{name}.{key}", reason)
    every = tuple(_facts(path, f"{name}.all", written.every))
    none = tuple(_facts(path, f"{name}.none", written.none))
    lacks = tuple(_place(path, f"{name}.lacks", place) for place in written.lacks)
    for reason in _wrong_conditions(written, {fact.section for fact in (*every, *none)}):
        raise BrokenSchema(path, f"{name}.when", reason)
    at = _place(path, f"{name}.at", written.at) if written.at else next(iter(lacks), None)
    if at is None and not every:
        raise BrokenSchema(path, f"{name}.at", "name the field where it is said")
    for put_in in PLACEHOLDER.findall(written.say):
        if put_in != "place":
            _place(path, f"{name}.say", put_in)
    return AnswerPair(name, written.say, every, none, lacks, written.when, at, written.source)


def _too_little(written: WrittenPair) -> Iterator[tuple[str, str]]:
    """Key and reason where a pair says too little to be asked about."""
    if not written.every and not written.when:
        yield "all", "say what must be there for the question to arise"
    if len(written.every) + len(written.when) < 2 and not written.none and not written.lacks:
        yield "none", "one fact alone excludes nothing; add a second one to all, or name none or lacks"


def _wrong_conditions(written: WrittenPair, sections: Collection[str]) -> Iterator[str]:
    """Why a pair about these sections cannot ask for its conditions."""
    for word in written.when:
        if word not in CONDITIONS:
            yield unknown("condition", word, CONDITIONS)
        elif CONDITIONS[word].section not in {"", *sections}:
            yield f"{word} is a condition of {CONDITIONS[word].section}, of which nothing is asked here"


def _stands_alone(path: Path, alone: Alone) -> AnswerPair:
    """The pair of a term and every other term of its list."""
    slug, name = _place(path, f"alone.{alone.field}", alone.field)
    spec = specs(BY_SLUG[slug])[name]
    if not isinstance(spec, Several):
        raise BrokenSchema(path, f"alone.{alone.field}", "not a list in which several can be chosen")
    (code,) = _codes(path, f"alone.{alone.field}", [spec], (alone.term,))[0]
    others = frozenset(term.code for term in spec.terms) - {code}
    facts = tuple(PairFact(slug, {name: OneOf(codes)}) for codes in (frozenset({code}), others))
    say = f"Check “{spec.label}”{{place}}: “{alone.term}” cannot go with another answer"
    return AnswerPair(f"{slug}_{name}_alone", say, facts, (), (), (), None, "")


def _facts(path: Path, key: str, written: Mapping[str, Wanted]) -> Iterator[PairFact]:
    for fields, wanted in written.items():
        places = [_place(path, key, place) for place in fields.split(" or ")]
        slug = places[0][0]
        if {section for section, _ in places} != {slug}:
            raise BrokenSchema(path, f"{key}.{fields}", "alternatives must be of one section")
        names = [name for _, name in places]
        yield PairFact(
            slug, dict(zip(names, _answers(path, f"{key}.{fields}", slug, names, wanted), strict=True))
        )


def _answers(path: Path, key: str, slug: str, names: Sequence[str], wanted: Wanted) -> Sequence[WantedAnswer]:
    """For each field the answer that it must hold. Raises BrokenSchema where it can never hold it."""
    asked = [specs(BY_SLUG[slug])[name] for name in names]
    if wanted == "any":
        return [Anything() for _ in asked]
    if isinstance(wanted, bool) and all(isinstance(spec, YesNo) for spec in asked):
        return [Exactly(wanted) for _ in asked]
    if isinstance(wanted, tuple):
        return [OneOf(codes) for codes in _codes(path, key, asked, wanted)]
    if isinstance(wanted, More):
        return [_more(path, key, spec, wanted) for spec in asked]
    raise BrokenSchema(
        path, key, f'“{asked[0].label}” cannot hold that; write terms, true, false, "any" or a table'
    )


def _more(path: Path, key: str, spec: Spec, more: More) -> WantedAnswer:
    if more.only and isinstance(spec, Several):
        return OnlyThese(_codes(path, key, [spec], more.only)[0])
    if more.after and isinstance(spec, Moment):
        return Later(_stands_once(path, key, more.after))
    if more.coded_in and isinstance(spec, Choice):
        return CodedIn(_stands_once(path, key, more.coded_in))
    if isinstance(spec, Number) and (more.above, more.below) != (None, None):
        words = _codes(path, key, [spec], more.words)[0] if more.words else frozenset()
        return Within(more.above, more.below, words)
    raise BrokenSchema(path, key, f"“{spec.label}” is a field of another kind, which cannot hold that")


def _codes(path: Path, key: str, asked: Sequence[Spec], terms: Iterable[str]) -> Sequence[frozenset[str]]:
    """For each field the codes of the terms that its list has; each term must be in one of the lists.

    A term is written as its label or its code; a synonym could come to mean another one.
    """
    lists = [_terms(spec) for spec in asked]
    for term in terms:
        if not any(term in known for known in lists):
            raise BrokenSchema(path, key, unknown("term", term, [word for known in lists for word in known]))
    return [frozenset(known[term] for term in terms if term in known) for known in lists]


def _terms(spec: Spec) -> Mapping[str, str]:
    """The words of a field's list with their codes."""
    if isinstance(spec, Choice):
        return {word: term.code for term in spec.terms for word in (term.label, term.code)}
    if isinstance(spec, Readout):
        return {word: code for code, *spellings in spec.words for word in (*spellings, code)}
    return {}


def _stands_once(path: Path, key: str, place: str) -> Place:
    slug, name = _place(path, key, place)
    if BY_SLUG[slug].many:
        raise BrokenSchema(path, key, f"{slug} has many entries; name a field that stands once")
    return slug, name


def _place(path: Path, key: str, place: str) -> Place:
    slug, _, name = place.partition(".")
    if slug not in BY_SLUG:
        raise BrokenSchema(path, key, unknown("section", slug, BY_SLUG))
    if name not in specs(BY_SLUG[slug]):
        raise BrokenSchema(
            path, key, unknown("field", place, [f"{slug}.{field}" for field in specs(BY_SLUG[slug])])
        )
    return slug, name


__all__ = ["AnswerPair", "PairFact", "file", "load", "pairs"]
