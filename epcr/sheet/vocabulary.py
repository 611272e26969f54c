"""The lists that fields choose from: codes and the words people read, from `schemas/vocabulary/*.csv`.

A vocabulary knows its words; it does not know which field uses it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from epcr import paths
from epcr.broken_schema import BrokenSchema
from epcr.letters import compared
from epcr.sheet.list_words import sought
from epcr.sheet.plain_words import plain_words

COLUMNS = ("code", "label", "group", "synonyms", "standard")


@dataclass(frozen=True)
class Term:
    """One choice. `standard` is its code in NEMSIS v3.5.1; `synonyms` are other words it is found by, `plain` those of every day
    (`schemas/plain_words.csv`), which it may share with others.

    A choice with another code in each element has them in `by_element`, and no code that stands alone.
    """

    code: str
    label: str
    group: str = ""
    synonyms: tuple[str, ...] = ()
    standard: str = ""
    by_element: tuple[tuple[str, str], ...] = ()
    plain: tuple[str, ...] = ()

    def code_in(self, element: str) -> str:
        """Its code in an element of the standard; empty where it has none there."""
        return dict(self.by_element).get(element, "") if self.by_element else self.standard

    @property
    def other_words(self) -> tuple[str, ...]:
        """The synonyms that say it in other words, not only with other marks between them: what is searched for on a page."""
        return _not_in(self.label, (*self.plain, *self.synonyms)) if self.synonyms or self.plain else ()

    def is_called(self, word: str) -> bool:
        """Whether the term has this code, label or synonym, as words are compared."""
        return sought(word) in {sought(name) for name in (self.code, self.label, *self.synonyms, *self.plain)}


@cache
def _not_in(label: str, synonyms: tuple[str, ...]) -> tuple[str, ...]:
    letters = _letters(label)
    return tuple(dict.fromkeys(synonym for synonym in synonyms if _letters(synonym) != letters))


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
        """Index the terms by code and by every word they are known by. What several are known by is no word for one of them."""
        words: dict[str, Term] = {}
        bare: dict[str, Term] = {}
        for term in self.terms:
            for word in (term.code, term.label):
                words.setdefault(compared(word), term)
                bare.setdefault(sought(word), term)
        for word, term in _known_by_one(self.terms).items():  # a label before another's synonym
            words.setdefault(compared(word), term)
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
        """The term with this code, label or synonym, whatever its case and the marks around it.

        None for a synonym that several terms share: which of them was meant would be a guess.
        """
        term = self._by_word.get(compared(word))
        return term if term is not None else self._by_sought.get(sought(word))


def _known_by_one(terms: Sequence[Term]) -> dict[str, Term]:
    """The synonyms that one term alone is known by, with whatever marks around them.

    Terms of one label in several groups ("Burn, blistering" of the head and of the face) are one: the group says which.
    """
    known: dict[str, set[str]] = {}
    for term in terms:
        for word in (*term.synonyms, *term.plain):
            known.setdefault(sought(word), set()).add(term.label)
    return {
        word: term
        for term in reversed(terms)
        for word in (*term.synonyms, *term.plain)
        if len(known[sought(word)]) == 1
    }


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
            return Vocabulary(name, with_plain_words(name, tuple(_terms(path, csv.DictReader(lines)))))
    except FileNotFoundError:
        raise BrokenSchema(path, "(file)", "there is no such vocabulary file") from None
    except UnicodeDecodeError as error:
        raise BrokenSchema(path, "(file)", f"it is not UTF-8 text: {error}") from None
    except csv.Error as error:
        raise BrokenSchema(path, "(file)", f"it cannot be read as CSV: {error}") from None


def with_plain_words(name: str, terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """The terms of a list with the words of every day that lead to them. Raises BrokenSchema where a word leads to no term."""
    words = plain_words(name, {term.code for term in terms})
    return tuple(replace(term, plain=words[term.code]) if term.code in words else term for term in terms)


def _terms(path: Path, rows: csv.DictReader[str]) -> Iterable[Term]:
    if tuple(rows.fieldnames or ()) != COLUMNS:
        raise BrokenSchema(path, "(header)", f"the columns must be {','.join(COLUMNS)}")
    seen: set[str] = set()
    for row in rows:
        key = f"line {rows.line_num}"
        if wrong := _wrong(row, seen):
            raise BrokenSchema(path, key, wrong)
        seen.add(row["code"])
        synonyms = tuple(word.strip() for word in row["synonyms"].split("|") if word.strip())
        yield Term(row["code"], row["label"], row["group"], synonyms, *_standard(path, key, row["standard"]))


def _wrong(row: dict[str, str], seen: set[str]) -> str:
    """Why a row is no term; empty where it is one."""
    if None in row or None in row.values():
        return f"it must have {len(COLUMNS)} columns"
    if not row["code"] or not row["label"]:
        return "code and label must be filled in"
    return f"the code {row['code']} stands twice" if row["code"] in seen else ""


def _standard(path: Path, key: str, cell: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The one code of a term, or one code an element: `eMedications.08=3708003 eProcedures.07=3907003`."""
    if "=" not in cell and " " not in cell:
        return cell, ()
    pairs = [word.partition("=") for word in cell.split()]
    by_element = {element: code for element, _, code in pairs}
    if len(by_element) < len(pairs) or not all(element and code for element, code in by_element.items()):
        reason = (
            f"{cell!r} must be one code, or one an element: eMedications.08=3708003 eProcedures.07=3907003"
        )
        raise BrokenSchema(path, key, reason)
    return "", tuple(by_element.items())
