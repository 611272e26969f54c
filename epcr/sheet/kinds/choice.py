"""Choices from a vocabulary: one term, several, or an intervention of the catalog."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Any, ClassVar

from sqlalchemy import JSON
from sqlalchemy.types import TypeEngine

from epcr.letters import visible
from epcr.sheet.catalog import OTHERS, catalog
from epcr.sheet.context import Context
from epcr.sheet.field import Spec
from epcr.sheet.list_said import Lines, Understood, sorted_lines
from epcr.sheet.list_words import bare, name_of
from epcr.sheet.negation import denial
from epcr.sheet.typed_text import LINE, lines
from epcr.sheet.vocabulary import Term, Vocabulary, vocabulary
from epcr.words.naming import shortened

NONE = "None"  # how the term of a list, or the reason of a field, that says there is none is called
BUTTONS_AT_MOST = 6  # LOOK: up to six choices stand as buttons, longer lists are searched
MOST_CHOSEN = 100  # terms or words in one field; no sheet needs so many, and each is looked up while others wait to write


@dataclass(frozen=True)
class Choice(Spec):
    """One term of a vocabulary; `within` names the field that narrows it.

    Words that are not in it are taken where the field is `open` (typed, with the terms as suggestions) or `own_words` (the
    terms are chosen, and beside them stands a field to type in). They are stored as typed and have no code.
    `always_buttons`: one tap is worth the room of a list that is longer than others that stand as buttons.
    """

    vocabulary: str
    _: KW_ONLY
    always_buttons: bool = False
    open: bool = False
    own_words: bool = False
    within: str = ""
    in_a_file: ClassVar[bool] = True  # its words are the same for everybody, and a page need not carry them

    @property
    def takes_words(self) -> bool:
        """Whether it takes words that are not in the vocabulary."""
        return self.open or self.own_words

    @property
    def terms(self) -> Vocabulary:
        """The vocabulary."""
        return vocabulary(self.vocabulary)

    @property
    def look(self) -> str:
        """`buttons`, `list` or `open`: how it is drawn."""
        if self.open:
            return "open"
        few = self.always_buttons or len(self.terms) <= BUTTONS_AT_MOST
        return "buttons" if few and not self.within else "list"

    def options(self, context: Context) -> tuple[Term, ...]:
        """The terms, narrowed to the group that a sibling field names."""
        if self.within:
            return self.terms.within(context.siblings.get(self.within, ""))
        return self.terms.terms

    def understand(self, texts: Sequence[str], context: Context) -> Understood:
        """The code of the term typed or chosen, the words that are none, or the reason that says there is none."""
        (*_, text) = [text for text in texts if visible(text)] or [""]
        denied = (
            denial(text) if self.takes_words and len(text) <= LINE and self.terms.find(text) is None else None
        )
        if denied is None or (denied.of and not self.open):
            return Understood(self.read(texts, context))
        return self._none(
            Lines(none=[] if denied.of else [text], unclear=[text], sources=[denied.source]), context
        )

    def _none(self, lines: Lines, context: Context) -> Understood:
        """That there is none, in the way of this list: its own term, or a reason. Raises ValueError where it has no way."""
        term = next((term for term in self.options(context) if term.is_called(NONE)), None)
        reason = self._reason_of_none() if term is None else ""
        has_way = term is not None or bool(reason)
        if not lines.none or not has_way:
            instead = "or just “none”" if has_way else "or leave it empty"
            shown = shortened((lines.unclear or lines.none)[0])
            message = f"Type in {self.label} only what there is, {instead}; “{shown}” says what there is not"
            raise ValueError(message)
        return Understood(None if term is None else self._value_of(term), reason, lines.source)

    def _reason_of_none(self) -> str:
        """The reason of the field that says there is none; empty where it has none such."""
        reasons = [reason for reason in vocabulary("reason") if reason.code in self.reasons]
        called = (reason.code for reason in reasons if reason.is_called(NONE))
        return next(called, "not_applicable" if "not_applicable" in self.reasons else "")

    def _value_of(self, term: Term) -> Any:
        return term.code

    def read(self, texts: Sequence[str], context: Context) -> Any:
        """The code of the term typed or chosen. Raises ValueError where one is chosen and other words are typed beside it."""
        typed = [text.strip() for text in texts if text.strip()]
        if len(typed) > 1 and self.own_words:
            message = f"Keep either “{self.terms.label(shortened(typed[0]))}” or “{shortened(typed[-1])}” in {self.label}, not both"
            raise ValueError(message)
        return super().read(typed, context)

    def parse(self, text: str, context: Context) -> str:
        """The code of the term typed or chosen."""
        words = " ".join(text.split()) if self.own_words else text
        return _code(self, bare(words) or words if self.takes_words else words, context)

    def write(self, value: Any, context: Context) -> list[str]:
        """The code for a list, the words for an open choice."""
        if value is None:
            return []
        return [self.terms.label(value) if self.open else value]

    def show(self, value: Any, context: Context) -> str:
        """The words."""
        return "" if value is None else self.terms.label(value)

    def code(self, value: Any, context: Context) -> Any:
        """The standard's code for the element that is asked for, None for typed words."""
        return None if value is None else self.terms.standard(value, context.element)

    def decode(self, code: str, context: Context) -> Any:
        """The first term with this code in the element that is asked for, of its group where it has groups."""
        for term in self.options(context):
            if term.code_in(context.element) == code:
                return term.code
        message = f"{self.label} has no term for the code “{shortened(code)}”"
        raise ValueError(message)


@dataclass(frozen=True)
class Several(Choice):
    """Any number of terms. `negative` is the reason that may stand for a single term: looked for and not there."""

    _: KW_ONLY
    negative: str = ""  # type: ignore[misc] # narrows the class variable of all kinds

    @property
    def look(self) -> str:
        """`open` for typed lines, else `list`."""
        return "open" if self.open else "list"

    def column(self) -> TypeEngine[Any]:
        """Stored as a JSON list of codes."""
        return JSON(none_as_null=True)

    def read(self, texts: Sequence[str], context: Context) -> list[str] | None:
        """The codes of all terms chosen or typed, a line each, without doubles; `;` parts lines too."""
        return self.understand(texts, context).value  # type: ignore[no-any-return]

    def understand(self, texts: Sequence[str], context: Context) -> Understood:
        """The codes, what is denied, or the one reason that all lines stand for. Raises ValueError beside others."""
        typed = lines([text.replace(";", "\n") for text in texts])
        named = self._reasons_called(typed)
        by_kind = sorted_lines(
            [line for line in typed if line not in named],
            lambda word: self._has(word, context),
            lambda word: self._has(word, context) or self._has(name_of(word), context),
        )
        none = [*named, *by_kind.none]
        if none and (by_kind.has_more or len(set(named.values())) > 1):
            message = f"Keep either “{shortened(none[0])}” or the rest of {self.label}, not both"
            raise ValueError(message)
        if named:
            return Understood(reason=next(iter(named.values())), source=by_kind.source)
        if by_kind.none or (by_kind.unclear and self.open) or (by_kind.denied and not self.negative):
            by_kind.unclear += by_kind.denied
            return self._none(by_kind, context)
        denied = self.codes(list(by_kind.denied.values()), context)
        value = self.codes([*by_kind.entries, *filter(None, map(bare, by_kind.unclear))], context) or None
        return Understood(value, source=by_kind.source, denied=tuple(denied))

    def _has(self, word: str, context: Context) -> bool:
        """Whether a word is one of the list, of its group where it has groups."""
        if self.within and word not in self.terms:
            return any(term.is_called(word) for term in self.options(context))
        return word in self.terms or self.terms.find(word) is not None

    def _value_of(self, term: Term) -> Any:
        return [term.code]

    def _reasons_called(self, typed: Sequence[str]) -> dict[str, str]:
        """The lines that name a reason of the field, with its code; none where the terms are chosen and not typed."""
        if not self.open:
            return {}
        return {line: reason for line in typed if (reason := self._reason_called(line))}

    def _reason_called(self, word: str) -> str:
        if self.terms.find(word) is not None:
            return ""
        reasons = (term for term in vocabulary("reason") if term.code in self.reasons)
        return next((term.code for term in reasons if term.is_called(word)), "")

    def codes(self, words: Sequence[str], context: Context) -> list[str]:
        """The codes for words, in their order, without doubles."""
        if len(words) > MOST_CHOSEN:
            message = f"Give at most {MOST_CHOSEN} in {self.label}; there are more"
            raise ValueError(message)
        return list(dict.fromkeys(_code(self, word, context) for word in words))

    def word(self, code: str) -> str:
        """The words for a code."""
        return self.terms.label(code)

    def write(self, value: Any, context: Context) -> list[str]:
        """One text a term."""
        return [self.terms.label(code) if self.open else code for code in value or []]

    def show(self, value: Any, context: Context) -> str:
        """The words, in one line."""
        return "; ".join(self.terms.label(code) for code in value or [])

    def code(self, value: Any, context: Context) -> Any:
        """The standard's codes, None for each typed word."""
        return [self.terms.standard(code, context.element) for code in value or []]


@dataclass(frozen=True)
class Item(Choice):
    """An intervention of the catalog. `others` stand for what is not in it and is called by a name beside it."""

    vocabulary: str = "interventions"
    others: ClassVar[tuple[str, ...]] = OTHERS

    @property
    def terms(self) -> Vocabulary:
        """The catalog's items as terms."""
        return catalog().terms

    @property
    def look(self) -> str:
        """Always a searched list."""
        return "list"

    def decode(self, code: str, context: Context) -> str:
        """The item with this code. Several may share one: that of the route which stands beside it, then the one that says least
        beyond the code.
        """
        kind, route = context.siblings.get("kind", ""), context.siblings.get("route", "")
        items = [item for item in catalog().with_code(code) if kind in {"", item.kind}]
        if not items:
            message = f"the catalog has no intervention with the code “{shortened(code)}”"
            raise ValueError(message)
        return min(items, key=lambda item: (bool(route) and route not in item.routes, item.details)).id


def _named(spec: Choice, word: str, options: Mapping[str, Term]) -> Term | None:
    """The term that is called so. The same words stand in several groups ("Pain" at the head and at the face): the one of this group is
    meant.
    """
    term = spec.terms.find(word)
    if not spec.within or (term is not None and term.code in options):
        return term
    called = [term for term in options.values() if term.is_called(word)]
    return called[0] if len(called) == 1 else None


def _code(spec: Choice, word: str, context: Context) -> str:
    options = {term.code: term for term in spec.options(context)}
    if word in options:
        return word
    term = _named(spec, word, options)
    if term is not None:
        return term.code
    if not spec.takes_words or (
        spec.within and word in spec.terms
    ):  # the code of a term of another group is no word
        message = f"Choose {spec.label} from its list; “{shortened(word)}” is not in it"
        raise ValueError(message)
    if len(word) > LINE:
        message = f"Shorten “{shortened(word)}” in {spec.label} to {LINE} characters"
        raise ValueError(message)
    return word
