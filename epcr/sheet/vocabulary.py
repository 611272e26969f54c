"""The lists that fields choose from: codes and the words people read, from `schemas/vocabulary/*.csv`.

A vocabulary knows its words; it does not know which field uses it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from epcr import paths
from epcr.broken_schema import BrokenSchema
from epcr.letters import compared
from epcr.sheet.list_words import sought

COLUMNS = ("code", "label", "group", "synonyms", "standard")


@dataclass(frozen=True)
class Term:
    """One choice. `standard` is its code in NEMSIS v3.5.1; `synonyms` are other words it is found by.

    A choice with another code in each element has them in `by_element`, and no code that stands alone.
    """

    code: str
    label: str
    group: str = ""
    synonyms: tuple[str, ...] = ()
    standard: str = ""
    by_element: tuple[tuple[str, str], ...] = ()

    def code_in(self, element: str) -> str:
        """Its code in an element of the standard; empty where it has none there."""
        return dict(self.by_element).get(element, "") if self.by_element else self.standard

    @property
    def other_words(self) -> tuple[str, ...]:
        """The synonyms that say it in other words, not only with other marks between them: what is searched for on a page."""
        return _not_in(self.label, self.synonyms) if self.synonyms else ()

    def is_called(self, word: str) -> bool:
        """Whether the term has this code, label or synonym, as words are compared."""
        return sought(word) in {sought(one) for one in (self.code, self.label, *self.synonyms)}


@cache
def _not_in(label: str, synonyms: tuple[str, ...]) -> tuple[str, ...]:
    told = _letters(label)
    return tuple(one for one in synonyms if _letters(one) != told)


def _letters(words: str) -> str:
    return "".join(letter for letter in compared(words) if letter.isalnum())


@dataclass(frozen=True)
class Vocabulary:
    """A named list of terms in the order in which people see them."""

    name: str
    terms: tuple[Term, ...]
    _by_code: dict[str, Term] = field(init=False, repr=False, compare=False)
    _by_word: dict[str, Term] = field(init=False, repr=False, compare=False)
    _by_sought: dict[str, Term] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the terms by code and by every word they are known by."""
        words: dict[str, Term] = {}
        for own in (
            lambda term: (term.code, term.label),
            lambda term: term.synonyms,
        ):  # a label before another's synonym
            for term in self.terms:
                for word in own(term):
                    words.setdefault(compared(word), term)
        bare: dict[str, Term] = {}
        for word, term in words.items():
            bare.setdefault(sought(word), term)
        object.__setattr__(self, "_by_code", {term.code: term for term in self.terms})
        object.__setattr__(self, "_by_word", words)
        object.__setattr__(self, "_by_sought", bare)

    def __contains__(self, code: object) -> bool:
        """Whether a term has this code."""
        return code in self._by_code

    def __iter__(self) -> Iterator[Term]:
        """The terms in order."""
        return iter(self.terms)

    def __len__(self) -> int:
        """How many terms there are."""
        return len(self.terms)

    def within(self, group: str) -> tuple[Term, ...]:
        """The terms of one group."""
        return tuple(term for term in self.terms if term.group == group)

    def label(self, code: str) -> str:
        """The words for a code; what is no code is already words and returned as it is."""
        term = self._by_code.get(code)
        return term.label if term else code

    def standard(self, code: str, element: str = "") -> str | None:
        """The NEMSIS code for a code of ours in an element, or None for words that a person typed."""
        term = self._by_code.get(code)
        return (term.code_in(element) or None) if term else None

    def find(self, word: str) -> Term | None:
        """The term with this code, label or synonym, whatever its case and the marks around it."""
        found = self._by_word.get(compared(word))
        return found if found is not None else self._by_sought.get(sought(word))


def folder() -> Path:
    """Where the vocabulary files lie."""
    return paths.schemas() / "vocabulary"


@cache
def vocabulary(name: str) -> Vocabulary:
    """The vocabulary in `schemas/vocabulary/<name>.csv`.

    Raises BrokenSchema, naming file, row and reason, when it is missing or cannot be read.
    """
    path = folder() / f"{name}.csv"
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            return Vocabulary(name, tuple(_terms(path, csv.DictReader(lines))))
    except FileNotFoundError:
        raise BrokenSchema(path, "(file)", "there is no such vocabulary file") from None
    except UnicodeDecodeError as error:
        raise BrokenSchema(path, "(file)", f"it is not UTF-8 text: {error}") from None
    except csv.Error as error:
        raise BrokenSchema(path, "(file)", f"it cannot be read as CSV: {error}") from None


def _terms(path: Path, rows: csv.DictReader[str]) -> Iterable[Term]:
    if tuple(rows.fieldnames or ()) != COLUMNS:
        raise BrokenSchema(path, "(header)", f"the columns must be {','.join(COLUMNS)}")
    seen: set[str] = set()
    for row in rows:
        key = f"line {rows.line_num}"
        if None in row or None in row.values():
            raise BrokenSchema(path, key, f"it must have {len(COLUMNS)} columns")
        code, label = row["code"], row["label"]
        if not code or not label:
            raise BrokenSchema(path, key, "code and label must be filled in")
        if code in seen:
            raise BrokenSchema(path, key, f"the code {code} stands twice")
        seen.add(code)
        synonyms = tuple(word.strip() for word in row["synonyms"].split("|") if word.strip())
        yield Term(code, label, row["group"], synonyms, *_standard(path, key, row["standard"]))


def _standard(path: Path, key: str, told: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The one code of a term, or one code an element: `eMedications.08=3708003 eProcedures.07=3907003`."""
    if "=" not in told and " " not in told:
        return told, ()
    pairs = [one.partition("=") for one in told.split()]
    by_element = {element: code for element, _, code in pairs}
    if len(by_element) < len(pairs) or not all(element and code for element, code in by_element.items()):
        reason = (
            f"{told!r} must be one code, or one an element: eMedications.08=3708003 eProcedures.07=3907003"
        )
        raise BrokenSchema(path, key, reason)
    return "", tuple(by_element.items())
