"""The terms that a field offers, as pages list them: in groups, with their words as an element and as an option show them.

The words of a vocabulary are the same for everybody, so they are worked out once a process and not once a page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from epcr.sheet.vocabulary import Term, Vocabulary
from epcr.web.isolation import quoted


@dataclass(frozen=True)
class ListedTerm:
    """A term at its place in a list. `words` may hold an element, `plain` none; `other_words` find it too, parted by "|", where the page
    has them (see `epcr/web/lists.py`). `beside` is shown beside it while it is suggested.
    """

    number: int
    code: str
    label: str
    words: Markup
    plain: str
    other_words: str
    beside: str = ""


@dataclass(frozen=True)
class TermGroup:
    """The terms that stand together under a title; without one they stand for themselves."""

    title: str
    terms: tuple[ListedTerm, ...]


@dataclass(frozen=True)
class TermList:
    """All that can be chosen. `width` is how many letters the terms take beside each other."""

    groups: tuple[TermGroup, ...]
    terms: tuple[ListedTerm, ...]
    codes: frozenset[str]
    width: int

    def __len__(self) -> int:
        """How many there are."""
        return len(self.terms)

    def __bool__(self) -> bool:
        """Whether there is anything to choose."""
        return bool(self.terms)


# By the vocabulary itself, which is one object a process: whoever reads its file again has another one.
_LISTED: dict[tuple[int, str | None], tuple[Vocabulary, TermList]] = {}


def listed(words: Vocabulary, group: str | None = None) -> TermList:
    """The list of a vocabulary, or of one group of it."""
    key = (id(words), group)
    known = _LISTED.get(key)
    if known is None or known[0] is not words:
        numbered = words.name.startswith("gcs_")
        terms = words.terms if group is None else words.within(group)
        known = (words, term_list(terms, numbered=numbered, grouped=group is None, typed=False))
        _LISTED[key] = known
    return known[1]


def term_list(
    terms: Sequence[Term], *, numbered: bool = False, grouped: bool = True, typed: bool = True
) -> TermList:
    """A list of these terms; `numbered` ones say their code before the words, where it is a single digit. `typed` ones are people's."""
    lines = tuple(
        _listed(number, term, numbered=numbered, typed=typed) for number, term in enumerate(terms, 1)
    )
    titles = [term.group if grouped else "" for term in terms]
    return TermList(
        groups=tuple(_grouped(titles, lines)),
        terms=lines,
        codes=frozenset(term.code for term in terms),
        width=len("12345".join(term.label for term in terms)),
    )


def _listed(number: int, term: Term, *, numbered: bool, typed: bool) -> ListedTerm:
    label = quoted(term.label) if typed else term.label
    words = f"{term.code} · {term.label}" if numbered and len(term.code) == 1 else label
    return ListedTerm(
        number, term.code, term.label, escape(words), escape(words).striptags(), "|".join(term.other_words)
    )


def _grouped(titles: Sequence[str], lines: Sequence[ListedTerm]) -> Iterator[TermGroup]:
    """A group begins where another title stands; a term without one stands with those before it."""
    title, held = "", list[ListedTerm]()
    for named, line in zip(titles, lines, strict=True):
        if named and named != title and held:
            yield TermGroup(title, tuple(held))
            held = []
        title = named or title
        held.append(line)
    if held:
        yield TermGroup(title, tuple(held))
