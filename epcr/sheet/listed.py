"""Kinds of field that hold words of longer lists: interventions of the catalog, endorsements, levels of any ruleset.

They know names, synonyms, abbreviations and codes. What a ruleset declares reaches them by the context; they refuse to know
rulesets themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass
from functools import cache
from typing import ClassVar

from epcr.letters import compared
from epcr.sheet.catalog import catalog
from epcr.sheet.context import Context
from epcr.sheet.kinds.choice import Choice, Several
from epcr.sheet.list_words import sought
from epcr.sheet.vocabulary import Term, Vocabulary
from epcr.words.naming import listed, shortened
from epcr.words.near import nearest

EVERYTHING = "everything"


@dataclass(frozen=True)
class Items(Several):
    """Any number of interventions of the catalog, typed by name, synonym, abbreviation or code.

    `all_of_them` puts "Everything" before them.
    """

    vocabulary: str = "interventions"
    _: KW_ONLY
    open: bool = True
    all_of_them: bool = False

    @property
    def kind(self) -> str:
        """Drawn as any list of words."""
        return "several"

    @property
    def terms(self) -> Vocabulary:
        """The catalog's items as terms."""
        return _with_everything() if self.all_of_them else catalog().terms

    def codes(self, words: Sequence[str], context: Context) -> list[str]:
        """The ids for words. Raises ValueError with the nearest known intervention for a word that is none."""
        for word in words:
            if self.terms.find(word) is None:
                raise ValueError(_no_such_item(word, self.terms))
        return super().codes(words, context)


@dataclass(frozen=True)
class Endorsements(Several):
    """Any number of endorsements, by name or slug; one that no ruleset declares is kept in the words that were typed."""

    vocabulary: str = "endorsements"
    _: KW_ONLY
    open: bool = True
    in_a_file: ClassVar[bool] = False

    @property
    def kind(self) -> str:
        """Drawn as any list of words."""
        return "several"

    @property
    def terms(self) -> Vocabulary:
        """No words of its own: they are kept by name."""
        return _NO_TERMS

    def options(self, context: Context) -> tuple[Term, ...]:
        """The endorsements that the rulesets declare, by name."""
        return tuple(Term(name, name, synonyms=(slug,)) for slug, name in context.endorsements.items())

    def codes(self, words: Sequence[str], context: Context) -> list[str]:
        """The names as declared where slug or name is; the same endorsement told twice stands once."""
        named = {slug_of(word): name for slug, name in context.endorsements.items() for word in (slug, name)}
        names = super().codes([named.get(slug_of(word), word) for word in words], context)
        return list({slug_of(name): name for name in reversed(names)}.values())[::-1]


@dataclass(frozen=True)
class Level(Choice):
    """A certification level: those of the vocabulary, and those that a ruleset adds."""

    vocabulary: str = "level"

    @property
    def kind(self) -> str:
        """Drawn as any choice."""
        return "choice"

    def options(self, context: Context) -> tuple[Term, ...]:
        """The vocabulary's levels, then those of the rulesets."""
        added = (Term(name, name) for name in context.levels if name not in self.terms)
        return (*self.terms.terms, *added)


def slug_of(name: str) -> str:
    """The slug of an endorsement's name: `emt-airway` for "EMT Airway Endorsement" and for "emt-airway"."""
    words = "".join(letter if letter.isalnum() else " " for letter in compared(name)).split()
    while len(words) > 1 and words[-1] in {"endorsement", "endorsements"}:
        words.pop()
    return "-".join(words)


def _no_such_item(word: str, terms: Vocabulary) -> str:
    shared = [term.label for term in terms if sought(word) in map(sought, (*term.synonyms, *term.plain))]
    if len(shared) > 1:
        return f"“{shortened(word)}” can be several: {listed(shared)}. Choose one from the list"
    by_word: dict[str, str] = {}
    for term in terms:
        for name in (term.label, term.label.partition(",")[0], *term.synonyms):
            by_word.setdefault(name, term.label)
    like = by_word.get(nearest(word, by_word) or "", "")
    near = f"; the nearest is “{like}”" if like else ""
    return f"“{shortened(word)}” is not an intervention on the list{near}. Choose one from the list"


@cache
def _with_everything() -> Vocabulary:
    return Vocabulary("restrictions", (Term(EVERYTHING, "Everything"), *catalog().terms))


_NO_TERMS = Vocabulary("endorsements", ())
