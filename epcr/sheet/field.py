"""The kinds of field a run sheet is made of.

A spec says everything known about one field and has three verbs: `control()` gives the form control, `show()` the text for
page, paper and audit, `code()` the code for an export. This is the only module of the sheet that knows WTForms.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any, ClassVar, cast

import wtforms
from sqlalchemy import JSON, Boolean, Date, Float, Integer, String, inspect
from sqlalchemy import Text as LongString
from sqlalchemy.orm import Mapped, Mapper, mapped_column
from sqlalchemy.types import TypeEngine

from epcr.db import NumberOrWord, UtcMoment, now
from epcr.sheet.catalog import OTHERS, catalog
from epcr.sheet.context import Context
from epcr.sheet.customs import SPELLINGS
from epcr.sheet.vocabulary import Term, Vocabulary, vocabulary

# Names that WTForms or SQLAlchemy own: a field of that name would silently break a form or a model.
RESERVED = frozenset(
    {"data", "errors", "meta", "metadata", "registry", "process", "validate", "populate_obj", "form_errors"}
)

# Reasons why a value is absent, by the word of `schemas/vocabulary/reason.csv` (NEMSIS NOT values and pertinent negatives).
RECORDED = ("not_applicable", "not_recorded")
MEASURED = (*RECORDED, "refused", "unable_to_complete")
FOUND = (*MEASURED, "exam_finding_not_present")
TOLD = (*RECORDED, "none_reported", "refused", "unresponsive", "unable_to_complete")
ASKED = (*RECORDED, "refused", "unable_to_complete")

BUTTONS_AT_MOST = 6  # LOOK: up to six choices stand as buttons, longer lists are searched
YEARS = range(1880, 2101)  # that a date can be in
LINE = 120  # the longest single typed value, characters
MOST_CHOSEN = 100  # terms or words in one field; no sheet needs so many, and each is looked up while others wait to write
MOST_LINES = 1000  # read of what was typed, so that a page which shows it again is drawn in its time
_CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NUMBER = re.compile(r"(?P<number>[+-]?\d{1,9}(?:\.\d{1,6})?)\s*(?P<unit>[^\d\s,.][^\d]*)?", re.ASCII)
_MOMENT = re.compile(
    r"(?:(?:(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})|(?P<m2>\d{1,2})/(?P<d2>\d{1,2})(?:/(?P<y2>\d{4}))?)[T ,]+)?"
    r"(?:(?P<H>\d{1,2}):(?P<M>\d{2})(?::(?P<S>\d{2}))?|(?P<digits>\d{3,6}))",
    re.ASCII,
)
_EARLIER = timedelta(
    hours=4
)  # a bare time up to this much before the event before it is out of order, not tomorrow


class Control(wtforms.Field):
    """A form control for any spec: reads text once, keeps what was typed, carries the reason for an absent value."""

    def __init__(self, label: str | None = None, *, spec: Spec, **options: Any) -> None:
        """Bind the control to the spec that reads and writes its text."""
        super().__init__(label, **options)
        self.spec = spec
        self.typed: list[str] | None = None
        self.reason = ""
        self.understood = ""
        self.negatives: list[str] = []
        self._beside: list[str] = []  # what was typed beside a list, as sent

    @property
    def context(self) -> Context:
        """What surrounds the value."""
        return cast(Context, self.meta.context)

    @property
    def why_name(self) -> str:
        """The HTML name of the control that says why there is no value."""
        return f"{self.name}-why"

    @property
    def not_name(self) -> str:
        """The HTML name of the control for choices that were looked for and are not present."""
        return f"{self.name}-not"

    @property
    def own_name(self) -> str:
        """The HTML name of the control for words that are not in the list."""
        return f"{self.name}-own"

    def process(
        self, formdata: Any, data: Any = wtforms.utils.unset_value, extra_filters: Any = None
    ) -> None:
        """Read value, reason and negatives from the form where it carries them, else from the stored entry."""
        absent: Mapping[str, str] = getattr(self.meta, "absent", {})
        self.reason = absent.get(self.short_name, "")
        self.negatives = negatives_in(absent, self.short_name)
        # A control that was not on the page that was sent keeps its stored value; an emptied one is sent empty.
        self._beside = formdata.getlist(self.own_name) if formdata is not None else []
        asked = formdata is not None and (self.name in formdata or bool(self._beside))
        super().process(formdata if asked else None, data, extra_filters)
        if formdata is None:
            return
        if self.why_name in formdata:
            self.reason = formdata.get(self.why_name).strip()
        if self.understood and self.reason and self.reason != self.understood:
            reason = vocabulary("reason").label(self.reason).lower()
            message = (
                f"Keep either “{_short(self.text())}” or the reason “{reason}” in {self.spec.label}, not both"
            )
            self.process_errors = [message]
        self.reason = self.reason or self.understood
        if formdata.get(f"{self.not_name}-asked"):
            self.negatives = _lines(formdata.getlist(self.not_name))

    def process_formdata(self, valuelist: list[str]) -> None:
        """Turn the typed text into a value, or into the reason it names; the text stays in `typed` whatever happens."""
        valuelist = [*valuelist, *self._beside]
        self.typed = list(valuelist)
        stored = self.object_data
        if self.spec.quantity and stored is not None and self.typed == self.spec.write(stored, self.context):
            return  # untouched: a converted value has more decimals than the text shows
        self.data = None
        try:
            self.understood = self.spec.reason_in(valuelist)
            self.data = None if self.understood else self.spec.read(valuelist, self.context)
        except ValueError as error:
            raise wtforms.validators.ValidationError(str(error)) from None

    def pre_validate(self, form: wtforms.form.BaseForm) -> None:
        """A reason must be one the field knows, and must not contradict a value."""
        if isinstance(self.spec, Several) and self.spec.negative:
            try:
                self.negatives = self.spec.codes(self.negatives, self.context)
            except ValueError as error:
                raise wtforms.validators.ValidationError(str(error)) from None
            both = [self.spec.word(code) for code in self.negatives if code in (self.data or [])]
            if both:
                message = f"Say of {both[0]} either that it is there or that it is not"
                raise wtforms.validators.ValidationError(message)
        if not self.reason:
            return
        if self.reason not in self.spec.reasons:
            message = f"Choose one of the listed reasons for {self.spec.label}"
            raise wtforms.validators.ValidationError(message)
        if self.data is not None and self.reason not in self.spec.beside:
            reason = vocabulary("reason").label(self.reason).lower()
            message = f"Keep either the value of {self.spec.label} or the reason “{reason}”, not both"
            raise wtforms.validators.ValidationError(message)

    def text(self) -> str:
        """What stands in the control: the text as typed, else the stored value written out."""
        if self.typed is not None:
            return self.typed[0] if self.typed else ""
        return "\n".join(self.spec.write(self.data, self.context))

    def chosen(self) -> list[str]:
        """The codes chosen, for controls that choose: as typed where the form came back."""
        if self.typed is not None:
            return _lines(self.typed)
        return self.spec.write(self.data, self.context)

    def options(self) -> tuple[Term, ...]:
        """What can be chosen here."""
        return self.spec.options(self.context)

    def own_words(self) -> str:
        """What stands in the field beside the list: words that are no term of it, as typed."""
        known = {term.code for term in self.options()}
        return "; ".join(word for word in self.chosen() if word not in known)

    def reasons(self) -> list[Term]:
        """The reasons this field offers for an absent value."""
        words = vocabulary("reason")
        return [term for term in words if term.code in self.spec.reasons]

    def populate_obj(self, obj: Any, name: str) -> None:
        """Write value, reason and negatives to the section."""
        if getattr(obj, name) != self.data:
            setattr(obj, name, self.data)
        absent = {
            key: why for key, why in obj.absent.items() if key != name and not key.startswith(f"{name}:")
        }
        if self.reason:
            absent[name] = self.reason
        if isinstance(self.spec, Several) and self.spec.negative:
            absent.update({f"{name}:{code}": self.spec.negative for code in self.negatives})
        if absent != obj.absent:
            obj.absent = absent


@dataclass(frozen=True)
class Spec:
    """What every field has. `reasons` are the ways its value may be absent, `beside` those that may stand with a value.

    `when_empty` says what an empty field means, where that is something else than that nothing is documented.
    """

    label: str
    _: KW_ONLY
    hint: str = ""
    unit: str = ""
    nemsis: str = ""
    loinc: str = ""
    reasons: tuple[str, ...] = RECORDED
    beside: tuple[str, ...] = ()
    why: str = "Why not?"
    when_empty: str = ""
    quantity: ClassVar[str] = ""

    @property
    def kind(self) -> str:
        """The name of the template that draws it."""
        return type(self).__name__.lower()

    def control(self) -> wtforms.fields.core.UnboundField[Any]:
        """The form control."""
        return cast("wtforms.fields.core.UnboundField[Any]", Control(self.label, spec=self))

    def column(self) -> TypeEngine[Any]:
        """How it is stored."""
        return String(LINE)

    def read(self, texts: Sequence[str], context: Context) -> Any:
        """Typed text to value; None when nothing was typed. Raises ValueError with a sentence on what to do."""
        text = _clean(texts[0] if texts else "").strip()
        return self.parse(text, context) if text else None

    def reason_in(self, texts: Sequence[str]) -> str:
        """The reason that typed words name instead of a value ("NKDA"), for kinds that know such words; else empty."""
        return ""

    def parse(self, text: str, context: Context) -> Any:
        """One typed, non-empty text to a value."""
        return text

    def write(self, value: Any, context: Context) -> list[str]:
        """The texts that stand in the control for a value; reading them gives the value again."""
        return [] if value is None else [str(value)]

    def show(self, value: Any, context: Context) -> str:
        """The text for page, paper, table and audit; empty for no value."""
        return "" if value is None else str(value)

    def code(self, value: Any) -> Any:
        """The value as an export wants it."""
        return value

    def options(self, context: Context) -> tuple[Term, ...]:
        """What can be chosen, for kinds that choose."""
        return ()

    def unit_here(self, context: Context) -> str:
        """The unit that this class reads the number in."""
        return self.unit


@dataclass(frozen=True)
class Text(Spec):
    """Free text of at most `most` characters; more than one line makes it a text area."""

    _: KW_ONLY
    lines: int = 1
    most: int = LINE

    def column(self) -> TypeEngine[Any]:
        """Text without a limit of its own where it has several lines."""
        return LongString() if self.lines > 1 else String(self.most)

    def parse(self, text: str, context: Context) -> str:
        """Keep the text as it was typed."""
        text = text.replace("\r\n", "\n")
        if self.lines == 1:
            text = " ".join(text.split())
        if len(text) > self.most:
            message = f"Shorten {self.label} to {self.most:,} characters; it has {len(text):,}"
            raise ValueError(message)
        return text


@dataclass(frozen=True)
class Number(Spec):
    """What whole numbers and decimals share. Limits are in the standard's unit; `usual` is for an adult at rest."""

    _: KW_ONLY
    possible: tuple[float, float] = (0, 999_999)
    usual: tuple[float, float] | None = None
    quantity: str = ""  # type: ignore[misc] # narrows the class variable for kinds that measure
    example: str = ""

    def unit_here(self, context: Context) -> str:
        """The class's unit for the quantity, else the spec's."""
        return context.customs.unit(self.quantity) if self.quantity else self.unit

    def _number(self, text: str, context: Context, words: str) -> tuple[float, bool]:
        """The number in the standard's unit, and whether it was converted."""
        match = _NUMBER.fullmatch(text)
        if not match:
            message = f"{self.label} must be {words}; you typed “{_short(text)}”"
            raise ValueError(message)
        number = float(match["number"])
        unit = (match["unit"] or "").strip()
        converted = False
        if self.quantity:
            name = SPELLINGS.get(unit.casefold(), unit) if unit else context.customs.unit(self.quantity)
            try:
                standard = context.customs.to_standard(number, self.quantity, name)
            except KeyError:
                message = f"Give {self.label} in {context.customs.unit(self.quantity)}; “{_short(unit)}” is not a unit of it"
                raise ValueError(message) from None
            converted = standard != number
            number = standard
        elif unit and unit.casefold() != self.unit.casefold():
            message = f"Give {self.label} as {words}{f' in {self.unit}' if self.unit else ''}; “{_short(unit)}” is not its unit"
            raise ValueError(message)
        low, high = self.possible
        if not low - 1e-9 <= number <= high + 1e-9:
            message = f"{self.label} must be between {low:g} and {high:g}{f' {self.unit}' if self.unit else ''}; you typed “{_short(text)}”"
            raise ValueError(message)
        return number, converted

    def _written(self, value: float, context: Context) -> str:
        if self.quantity and context.customs.from_standard(value, self.quantity) != value:
            return f"{context.customs.from_standard(value, self.quantity):.1f}".removesuffix(".0")
        return f"{value:.0f}"

    def write(self, value: Any, context: Context) -> list[str]:
        """The number in the class's unit."""
        return [] if value is None else [self._written(value, context)]

    def show(self, value: Any, context: Context) -> str:
        """The number and its unit."""
        if value is None:
            return ""
        unit = self.unit_here(context)
        return f"{self._written(value, context)}{_gap(unit)}{unit}"


@dataclass(frozen=True)
class Whole(Number):
    """A whole number."""

    def column(self) -> TypeEngine[Any]:
        """Stored as an integer."""
        return Integer()

    def parse(self, text: str, context: Context) -> int:
        """Read a whole number."""
        words = f"a whole number, like {self.example or 88}"
        number, _ = self._number(text, context, words)
        if number != int(number):
            message = f"{self.label} must be {words}; you typed “{_short(text)}”"
            raise ValueError(message)
        return int(number)


@dataclass(frozen=True)
class Decimal(Number):
    """A number that may have decimals, kept in the standard's unit; `places` of them are shown."""

    _: KW_ONLY
    places: int = 1

    def column(self) -> TypeEngine[Any]:
        """Stored as a double."""
        return Float()

    def parse(self, text: str, context: Context) -> float:
        """Read a decimal number."""
        number, converted = self._number(text, context, f"a number, like {self.example or 36.8}")
        if not converted and round(number, self.places) != number:
            message = f"Give {self.label} with at most {self.places} decimals; you typed “{_short(text)}”"
            raise ValueError(message)
        return number

    def _written(self, value: float, context: Context) -> str:
        here = context.customs.from_standard(value, self.quantity) if self.quantity else value
        return f"{here:.{self.places}f}".rstrip("0").rstrip(".") if self.places else f"{here:.0f}"

    def code(self, value: Any) -> Any:
        """Rounded to the standard's decimals."""
        return None if value is None else round(value, self.places)


@dataclass(frozen=True)
class Reading(Number):
    """A whole number, or a word that stands in its place: "palpated", "High". `words` maps code to the words for it."""

    _: KW_ONLY
    words: tuple[tuple[str, ...], ...] = ()

    def column(self) -> TypeEngine[Any]:
        """Stored as its text."""
        return NumberOrWord()

    def parse(self, text: str, context: Context) -> int | float | str:
        """Read a number or one of the words."""
        for code, *spellings in self.words:
            if text.casefold() in {code.casefold(), *(word.casefold() for word in spellings)}:
                return code
        shown = " or ".join(f"“{word}”" for _, word, *_ in self.words)
        words = f"a whole number, like {self.example or 88}, or {shown}"
        number, converted = self._number(text, context, words)
        if converted:
            return number
        if number != int(number):
            message = f"{self.label} must be {words}; you typed “{_short(text)}”"
            raise ValueError(message)
        return int(number)

    def write(self, value: Any, context: Context) -> list[str]:
        """The number, or the word for the code."""
        return [self._word(value)] if isinstance(value, str) else super().write(value, context)

    def show(self, value: Any, context: Context) -> str:
        """The number with its unit, or the word."""
        return self._word(value) if isinstance(value, str) else super().show(value, context)

    def _word(self, code: str) -> str:
        return next((words[1] for words in self.words if words[0] == code), code)

    def code(self, value: Any) -> Any:
        """A whole number or the code of the word."""
        return round(value) if isinstance(value, float) else value


@dataclass(frozen=True)
class Choice(Spec):
    """One term of a vocabulary; `within` names the field that narrows it.

    Words that are not in it are taken where the field is `open` (typed, with the terms as suggestions) or `own_words` (the
    terms are chosen, and beside them stands a field to type in). They are stored as typed and have no code.
    """

    vocabulary: str
    _: KW_ONLY
    open: bool = False
    own_words: bool = False
    within: str = ""

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
        return "buttons" if not self.within and len(self.terms) <= BUTTONS_AT_MOST else "list"

    def options(self, context: Context) -> tuple[Term, ...]:
        """The terms, narrowed to the group that a sibling field names."""
        if self.within:
            return self.terms.within(context.siblings.get(self.within, ""))
        return self.terms.terms

    def read(self, texts: Sequence[str], context: Context) -> Any:
        """The code of the term typed or chosen. Raises ValueError where one is chosen and other words are typed beside it."""
        told = [text.strip() for text in texts if text.strip()]
        if len(told) > 1 and self.own_words:
            message = f"Keep either “{self.terms.label(_short(told[0]))}” or “{_short(told[-1])}” in {self.label}, not both"
            raise ValueError(message)
        return super().read(told, context)

    def parse(self, text: str, context: Context) -> str:
        """The code of the term typed or chosen."""
        return _code(self, " ".join(text.split()) if self.own_words else text, context)

    def write(self, value: Any, context: Context) -> list[str]:
        """The code for a list, the words for an open choice."""
        if value is None:
            return []
        return [self.terms.label(value) if self.open else value]

    def show(self, value: Any, context: Context) -> str:
        """The words."""
        return "" if value is None else self.terms.label(value)

    def code(self, value: Any) -> Any:
        """The standard's code, None for typed words."""
        return None if value is None else self.terms.standard(value)


@dataclass(frozen=True)
class Several(Choice):
    """Any number of terms. `negative` is the reason that may stand for a single term: looked for and not there."""

    _: KW_ONLY
    negative: str = ""

    @property
    def look(self) -> str:
        """`open` for typed lines, else `list`."""
        return "open" if self.open else "list"

    def column(self) -> TypeEngine[Any]:
        """Stored as a JSON list of codes."""
        return JSON(none_as_null=True)

    def read(self, texts: Sequence[str], context: Context) -> list[str] | None:
        """The codes of all terms chosen or typed, a line each, without doubles. Own words beside a list are parted by `;`."""
        told = [text.replace(";", "\n") for text in texts] if self.own_words else texts
        return self.codes(_lines(told), context) or None

    def reason_in(self, texts: Sequence[str]) -> str:
        """The one reason of this field that all words typed into an open list stand for. Raises ValueError beside others."""
        words = _lines(texts) if self.open else []
        named = {word: reason for word in words if (reason := self._reason_called(word))}
        if named and len(set(named.values())) + len(words) - len(named) > 1:
            message = f"Keep either “{_short(next(iter(named)))}” or the rest of {self.label}, not both"
            raise ValueError(message)
        return next(iter(named.values()), "")

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

    def code(self, value: Any) -> Any:
        """The standard's codes, None for each typed word."""
        return [self.terms.standard(code) for code in value or []]


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


@dataclass(frozen=True)
class OfCrew(Spec):
    """One member of the crew of this sheet, by the entry's id. `never_self` says why it cannot be the entry itself."""

    _: KW_ONLY
    never_self: str = ""

    def options(self, context: Context) -> tuple[Term, ...]:
        """The crew members."""
        members = context.crew.items()
        return tuple(
            Term(code, label) for code, label in members if not self.never_self or code != context.entry
        )

    def parse(self, text: str, context: Context) -> str:
        """The id of a crew member."""
        if self.never_self and text == context.entry:
            raise ValueError(self.never_self)
        if text not in context.crew:
            message = f"Choose a member of the crew for {self.label}, or add them to the crew first"
            raise ValueError(message)
        return text

    def show(self, value: Any, context: Context) -> str:
        """Name and level."""
        return "" if value is None else context.crew.get(value, "a crew member who was removed")


@dataclass(frozen=True)
class SeveralOfCrew(OfCrew):
    """Any number of members of the crew."""

    def column(self) -> TypeEngine[Any]:
        """Stored as a JSON list of ids."""
        return JSON(none_as_null=True)

    def read(self, texts: Sequence[str], context: Context) -> list[str] | None:
        """The ids, without doubles."""
        return list(dict.fromkeys(self.parse(text, context) for text in _lines(texts))) or None

    def write(self, value: Any, context: Context) -> list[str]:
        """One id each."""
        return list(value or [])

    def show(self, value: Any, context: Context) -> str:
        """Names and levels."""
        return "; ".join(super(SeveralOfCrew, self).show(member, context) for member in value or [])


@dataclass(frozen=True)
class YesNo(Spec):
    """Yes or no, and nothing until somebody said so."""

    def column(self) -> TypeEngine[Any]:
        """Stored as a boolean."""
        return Boolean()

    def options(self, context: Context) -> tuple[Term, ...]:
        """Yes and no."""
        return (Term("yes", "Yes"), Term("no", "No"))

    def parse(self, text: str, context: Context) -> bool:
        """Read yes or no."""
        try:
            return {"yes": True, "no": False}[text.casefold()]
        except KeyError:
            message = f"Answer yes or no to {self.label}"
            raise ValueError(message) from None

    def write(self, value: Any, context: Context) -> list[str]:
        """`yes` or `no`."""
        return [] if value is None else ["yes" if value else "no"]

    def show(self, value: Any, context: Context) -> str:
        """Yes or No."""
        return "" if value is None else ("Yes" if value else "No")

    def code(self, value: Any) -> Any:
        """NEMSIS YesNoValues: 9923003 yes, 9923001 no."""
        return None if value is None else ("9923003" if value else "9923001")


@dataclass(frozen=True)
class Day(Spec):
    """A calendar date. The one that is `of_call` is the day to which the bare times read after it belong."""

    _: KW_ONLY
    of_call: bool = False

    def read(self, texts: Sequence[str], context: Context) -> date | None:
        """Read a date; another day of the call than before moves the context there."""
        day = cast("date | None", super().read(texts, context))
        if self.of_call and day is not None and day != context.customs.day:
            context.customs = replace(context.customs, day=day, began=None)
        return day

    def column(self) -> TypeEngine[Any]:
        """Stored as a date."""
        return Date()

    def parse(self, text: str, context: Context) -> date:
        """Read 2024-10-11, 10/11/2024 or 10112024."""
        match = re.fullmatch(
            r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})|(?P<m2>\d{1,2})/(?P<d2>\d{1,2})/(?P<y2>\d{4})"
            r"|(?P<m3>\d{2})(?P<d3>\d{2})(?P<y3>\d{4})",
            text,
            re.ASCII,
        )
        if match:
            part = match.groupdict()
            year, month, day = (
                int(part[key] or part[f"{key}2"] or part[f"{key}3"]) for key in ("y", "m", "d")
            )
            try:
                found = date(year, month, day)
            except ValueError:
                found = date.min
            if found.year in YEARS:
                return found
        message = f"Type {self.label} as month/day/year, like 03/14/1958; you typed “{_short(text)}”"
        raise ValueError(message)

    def write(self, value: Any, context: Context) -> list[str]:
        """Month, day, year."""
        return [] if value is None else [f"{value:%m/%d/%Y}"]

    def show(self, value: Any, context: Context) -> str:
        """Month, day, year."""
        return "" if value is None else f"{value:%m/%d/%Y}"

    def code(self, value: Any) -> Any:
        """ISO 8601."""
        return None if value is None else value.isoformat()


@dataclass(frozen=True)
class Moment(Spec):
    """A moment of the call, typed as a clock time. A bare time takes the date nearest after the event before it;
    `past` ones (onset, last oral intake) the date nearest before the call. `in_turn`: events that follow each other.
    """

    _: KW_ONLY
    past: bool = False
    in_turn: bool = False

    def column(self) -> TypeEngine[Any]:
        """Stored in UTC."""
        return UtcMoment()

    def read(self, texts: Sequence[str], context: Context) -> datetime | None:
        """Read a time; events in turn move the context forward."""
        moment = cast("datetime | None", super().read(texts, context))
        if moment is not None and self.in_turn:
            context.latest = moment
        return moment

    def parse(self, text: str, context: Context) -> datetime:
        """Read 1732, 17:32, 17:32:05, each with or without a date before it."""
        match = _MOMENT.fullmatch(text)
        clock = _clock(match) if match else None
        if match is None or clock is None:
            message = f"Type {self.label} as a time, like 1732 or 17:32; you typed “{_short(text)}”"
            raise ValueError(message)
        typed_day = self._typed_day(match, text, context)
        if typed_day is not None:
            return context.customs.resolve(typed_day, *clock)
        reference = self._reference(context)
        first = reference - (timedelta(hours=20) if self.past else _EARLIER)
        start = context.customs.local(first).date()
        failure: ValueError | None = None
        for days in range(3):
            try:
                moment = context.customs.resolve(start + timedelta(days=days), *clock)
            except ValueError as error:
                failure = error
                continue
            if first <= moment < first + timedelta(hours=25):
                return moment
        raise failure or ValueError(f"Type {self.label} with its date, like 2024-10-12 00:10")

    def _typed_day(self, match: re.Match[str], text: str, context: Context) -> date | None:
        part = match.groupdict()
        if not (part["d"] or part["d2"]):
            return None
        base = context.customs.day or context.customs.local(now()).date()
        try:
            day = date(
                int(part["y"] or part["y2"] or base.year),
                int(part["m"] or part["m2"]),
                int(part["d"] or part["d2"]),
            )
        except ValueError:
            day = date.min
        # NEMSIS DateTimeType: 1950 to 2050.
        if not date(1950, 1, 1) <= day < date(2050, 1, 1):
            message = f"Type the date of {self.label} as year-month-day, like 2024-10-12 00:10; you typed “{_short(text)}”"
            raise ValueError(message)
        return day

    def _reference(self, context: Context) -> datetime:
        if self.in_turn and context.latest is not None:
            return context.latest
        if context.customs.began is not None:
            return context.customs.began
        if context.customs.day is not None:
            # Nothing is timed yet: the whole day of the call is open.
            return context.customs.resolve(context.customs.day, 4, 0, 0)
        return now()

    def write(self, value: Any, context: Context) -> list[str]:
        """The clock time, with its date where the bare time would be read as another moment."""
        if value is None:
            return []
        local = context.customs.local(value)
        clock = f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
        plain = Context(customs=context.customs)
        try:
            same = self.parse(clock, plain) == value
        except ValueError:
            same = False
        return [clock if same and local.date() == context.customs.day else f"{local:%Y-%m-%d} {clock}"]

    def show(self, value: Any, context: Context) -> str:
        """The clock time in the class's zone, with the date where it is not the day of the call."""
        return "" if value is None else context.customs.clock(value)

    def code(self, value: Any) -> Any:
        """ISO 8601 in UTC with an offset; NEMSIS refuses a bare Z."""
        return None if value is None else value.astimezone(UTC).isoformat()


@dataclass(frozen=True)
class Signature(Spec):
    """A drawn signature: strokes of points on a field 1000 wide and 300 high."""

    most_points: ClassVar[int] = 6000

    def column(self) -> TypeEngine[Any]:
        """Stored as JSON lists of [x, y]."""
        return JSON(none_as_null=True)

    def parse(self, text: str, context: Context) -> list[list[list[int]]] | None:
        """Read the strokes that the page drew."""
        message = f"Draw {self.label} again, or type the name and say why"
        try:
            strokes = json.loads(text)
            read = [[[int(x), int(y)] for x, y in stroke] for stroke in strokes if stroke]
        except (ValueError, TypeError, RecursionError, OverflowError):
            raise ValueError(message) from None
        points = [point for stroke in read for point in stroke]
        if len(points) > self.most_points or any(not (0 <= x <= 1000 and 0 <= y <= 300) for x, y in points):
            raise ValueError(message)
        return read or None

    def write(self, value: Any, context: Context) -> list[str]:
        """The strokes as JSON."""
        return [] if not value else [json.dumps(value, separators=(",", ":"))]

    def show(self, value: Any, context: Context) -> str:
        """That there is one; page and paper draw it."""
        return "Signed on the screen" if value else ""


def field(spec: Spec) -> Mapped[Any]:
    """A stored column that carries its spec. The audit needs the old value, hence `active_history`."""
    return mapped_column(spec.column(), info={"field": spec}, active_history=True)


def specs(section: type) -> dict[str, Spec]:
    """The fields of a section class, by name, in the order in which they are declared."""
    found = _SPECS.get(section)
    if found is None:
        mapper: Mapper[Any] = inspect(section)
        found = {
            attribute.key: cast(Spec, attribute.columns[0].info["field"])
            for attribute in mapper.column_attrs
            if "field" in attribute.columns[0].info
        }
        _SPECS[section] = found
    return found


_SPECS: dict[type, dict[str, Spec]] = {}


def negatives_in(absent: Mapping[str, str], name: str) -> list[str]:
    """The codes of a field that were looked for and are not present."""
    start = f"{name}:"
    return [key.removeprefix(start) for key in absent if key.startswith(start)]


def refuse_reserved(section: type) -> None:
    """Raise TypeError when a section declares a field under a name that WTForms or SQLAlchemy own."""
    for name in vars(section).get("__annotations__", {}):
        if name in RESERVED or "-" in name or name.endswith("_"):
            message = f"{section.__name__}.{name}: a field cannot have this name"
            raise TypeError(message)


def _code(spec: Choice, word: str, context: Context) -> str:
    options = {term.code: term for term in spec.options(context)}
    if word in options:
        return word
    term = spec.terms.find(word)
    if term is not None and term.code not in options:
        # The same words stand in several groups ("Pain" at the head and at the face): the one of this group is meant.
        term = next((one for one in options.values() if one.is_called(word)), None)
    if term is not None:
        return term.code
    if not spec.takes_words or (
        spec.within and word in spec.terms
    ):  # the code of a term of another group is no word
        message = f"Choose {spec.label} from its list; “{_short(word)}” is not in it"
        raise ValueError(message)
    if len(word) > LINE:
        message = f"Shorten “{_short(word)}” in {spec.label} to {LINE} characters"
        raise ValueError(message)
    return word


def _clock(match: re.Match[str]) -> tuple[int, int, int] | None:
    if digits := match["digits"]:
        if len(digits) in {3, 5}:
            digits = f"0{digits}"
        hour, minute, second = int(digits[:2]), int(digits[2:4]), int(digits[4:6] or 0)
    else:
        hour, minute, second = int(match["H"]), int(match["M"]), int(match["S"] or 0)
    return (hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


def _clean(text: str) -> str:
    return _CONTROL_CHARACTERS.sub("", text)


def _lines(texts: Sequence[str]) -> list[str]:
    lines = (line.strip() for text in texts for line in _clean(text).splitlines() if line.strip())
    return list(islice(lines, MOST_LINES))


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


def _gap(unit: str) -> str:
    return "" if unit in {"", "%", "°C", "°F"} else " "
