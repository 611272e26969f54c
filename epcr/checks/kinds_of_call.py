"""The kinds of call in `schemas/kinds_of_call.toml`: which answers fit and tell each, and what stands folded on its pages.

It reads and checks; which kind a sheet is of is for `epcr.checks.kind_of_call`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct

from epcr import paths
from epcr.broken_schema import BrokenSchema
from epcr.sheet.field import specs
from epcr.sheet.kinds.choice import Choice
from epcr.sheet.run_sheet import BY_SLUG, RunSheet
from epcr.toml_rows import read_rows, unknown

ANY = "any"


class WrittenKind(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kind as it stands in the file; the head of the file explains the keys."""

    code: str
    fits: dict[str, tuple[str, ...]] = {}
    told_by: dict[str, tuple[str, ...] | Literal["any"]] = {}
    folds: tuple[str, ...] = ()
    usually: str = ""
    usual: dict[str, str] = {}


class KindsFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole file."""

    kind: tuple[WrittenKind, ...]


@dataclass(frozen=True)
class AskedAnswer:
    """A field that stands once on a sheet, and the codes that it may hold; None for any value."""

    section: str
    field: str
    codes: frozenset[str] | None

    def of(self, run_sheet: RunSheet) -> Any:
        """What the field holds."""
        return getattr(getattr(run_sheet, self.section), self.field)

    def is_given(self, run_sheet: RunSheet) -> bool:
        """Whether the field holds one of the codes; of several chosen all must be of them."""
        value = self.of(run_sheet)
        if value is None or self.codes is None:
            return value is not None
        return self.codes.issuperset(value) if isinstance(value, list) else value in self.codes


@dataclass(frozen=True)
class KindOfCall:
    """A kind of call. `folds` are slugs of sections, and groups as `slug/Title`.

    `usual` are the codes that most calls of the kind have, by slug and field; `usually` says in words what they mean together.
    """

    code: str
    fits: tuple[AskedAnswer, ...]
    told_by: tuple[AskedAnswer, ...]
    folds: frozenset[str]
    usually: str
    usual: Mapping[str, Mapping[str, str]]

    def misfit(self, run_sheet: RunSheet) -> AskedAnswer | None:
        """The first field whose answer makes it another kind of call; one without an answer fits."""
        wrong = (answer for answer in self.fits if answer.of(run_sheet) and not answer.is_given(run_sheet))
        return next(wrong, None)

    def is_told(self, run_sheet: RunSheet) -> bool:
        """Whether an answer makes it this kind."""
        return any(answer.is_given(run_sheet) for answer in self.told_by)


def file() -> Path:
    """Where the kinds lie."""
    return paths.schemas() / "kinds_of_call.toml"


@cache
def kinds() -> Mapping[str, KindOfCall]:
    """The kinds that are shipped by their codes, in their order, read once a process."""
    return load(file())


def load(path: Path) -> Mapping[str, KindOfCall]:
    """Read and check a file of kinds. Raises BrokenSchema with the file, the key and the reason."""
    read = read_rows(path, KindsFile, {"kind": WrittenKind}, "kinds of call")
    codes = [written.code for written in read.kind]
    terms = [term.code for term in _list_of("incident", "kind_of_call").terms]
    for code in codes:
        if code not in terms:
            raise BrokenSchema(path, f"{code}.code", unknown("kind of call", code, terms))
        if codes.count(code) > 1:
            raise BrokenSchema(path, code, "two kinds have this code")
    made = {written.code: _kind(path, written) for written in read.kind}
    if lacks := [code for code in terms if code not in codes]:
        raise BrokenSchema(path, "kind", f"nothing is said of {', '.join(lacks)}")
    return made


def _kind(path: Path, written: WrittenKind) -> KindOfCall:
    for fold in written.folds:
        if reason := _wrong_fold(fold):
            raise BrokenSchema(path, f"{written.code}.folds", reason)
    return KindOfCall(
        written.code,
        tuple(_answers(path, f"{written.code}.fits", written.fits)),
        tuple(_answers(path, f"{written.code}.told_by", written.told_by)),
        frozenset(written.folds),
        written.usually,
        _usual(path, written),
    )


def _usual(path: Path, written: WrittenKind) -> Mapping[str, Mapping[str, str]]:
    """The codes by slug and field, once each of them fits the kind."""
    if bool(written.usually) != bool(written.usual):
        raise BrokenSchema(path, f"{written.code}.usually", "usually and usual go together")
    codes: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for answer in _answers(
        path, f"{written.code}.usual", {at: (term,) for at, term in written.usual.items()}
    ):
        codes[answer.section][answer.field] = "".join(answer.codes or ())  # of one term
    for fit in _answers(path, f"{written.code}.fits", written.fits):
        code = codes.get(fit.section, {}).get(fit.field)
        if code is not None and fit.codes is not None and code not in fit.codes:
            raise BrokenSchema(
                path, f"{written.code}.usual.{fit.section}.{fit.field}", "does not fit this kind"
            )
    return dict(codes)


def _answers(
    path: Path, key: str, asked: Mapping[str, tuple[str, ...] | Literal["any"]]
) -> Iterator[AskedAnswer]:
    for place, terms in asked.items():
        slug, _, name = place.partition(".")
        if slug not in BY_SLUG or BY_SLUG[slug].many or name not in specs(BY_SLUG[slug]):
            raise BrokenSchema(path, key, unknown("field that stands once", place, _stand_once()))
        yield AskedAnswer(slug, name, None if terms == ANY else _codes(path, f"{key}.{place}", place, terms))


def _codes(path: Path, key: str, place: str, terms: Iterable[str]) -> frozenset[str]:
    slug, _, name = place.partition(".")
    spec = specs(BY_SLUG[slug])[name]
    if not isinstance(spec, Choice):
        raise BrokenSchema(path, key, f"{name} is not chosen from a list")
    known = {word: term.code for term in spec.terms for word in (term.label, term.code)}
    for term in terms:
        if term not in known:
            raise BrokenSchema(path, key, unknown("term", term, known))
    return frozenset(known[term] for term in terms)


def _stand_once() -> list[str]:
    once = {slug: section for slug, section in BY_SLUG.items() if not section.many}
    return [f"{slug}.{field}" for slug, section in once.items() for field in specs(section)]


def _wrong_fold(fold: str) -> str:
    """Why a section or group cannot be folded; empty where it can."""
    slug, _, title = fold.partition("/")
    if slug not in BY_SLUG:
        return unknown("section", slug, BY_SLUG)
    titles = [group.title for group in BY_SLUG[slug].page.groups]
    return unknown(f"group of {slug}", title, titles) if title and title not in titles else ""


def _list_of(slug: str, name: str) -> Choice:
    spec = specs(BY_SLUG[slug])[name]
    if not isinstance(spec, Choice):
        message = f"{slug}.{name} is not chosen from a list"
        raise TypeError(message)
    return spec


__all__ = ["AskedAnswer", "KindOfCall", "file", "kinds", "load"]
