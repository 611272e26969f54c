"""The kinds of field a run sheet is made of.

A spec says everything known about one field and has three verbs: `control()` gives the form control, `show()` the text for
page, paper and audit, `code()` the code for an export. This is the only module of the sheet that knows WTForms.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import islice
from typing import Any, ClassVar, cast

import wtforms
from sqlalchemy import JSON, Boolean, Date, Float, Integer, String, inspect
from sqlalchemy import Text as LongString
from sqlalchemy.orm import Mapped, Mapper, mapped_column
from sqlalchemy.types import TypeEngine

from epcr.db import NumberOrWord, UtcMoment, now
from epcr.letters import compared, unturned, visible
from epcr.sheet import local_time, units
from epcr.sheet.catalog import OTHERS, catalog
from epcr.sheet.context import Context
from epcr.sheet.customs import Customs
from epcr.sheet.date_words import read_date
from epcr.sheet.list_said import NOTHING_SAID, Lines, Understood, sorted_lines
from epcr.sheet.list_words import bare, name_of
from epcr.sheet.local_time import is_mark, is_marked
from epcr.sheet.negation import denial
from epcr.sheet.time_words import read_time
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

NONE = "None"  # how the term of a list, or the reason of a field, that says there is none is called
BUTTONS_AT_MOST = 6  # LOOK: up to six choices stand as buttons, longer lists are searched
OF_TEN = ("/10", "of 10", "out of 10", "of ten", "out of ten")  # behind a score from 0 to 10
YEARS = range(1880, 2101)  # that a date can be in
LINE = 120  # the longest single typed value, characters
MOST_CHOSEN = 100  # terms or words in one field; no sheet needs so many, and each is looked up while others wait to write
MOST_LINES = 1000  # read of what was typed, so that a page which shows it again is drawn in its time
# °F of a body, chosen here wide: below and above it a number in a class of °C is refused as before, not read in °F.
_FEVERS = (80.0, 115.0)
_CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# A blood pressure typed in one piece; a pressure without a second number says that it was palpated.
_PAIR = re.compile(
    r"(?P<first>\d{1,3})\s*(?:(?:/|\bover\b)\s*(?=\d)|(?:/|\bover\b|\bby\b)?\s*(?=p))"
    r"(?P<second>\d{1,3}|(?:palpation|palpated|palp|p)\b)\.?\s*(?P<unit>[a-z][a-z .]*)?",
    re.ASCII | re.IGNORECASE,
)
_EARLIER = timedelta(
    hours=4
)  # chosen here: a bare time this much before the event before it is out of order, not tomorrow
# NEMSIS DateTimeType: 1950 to 2050.
_FIRST_DAY, _LAST_DAY = date(1950, 1, 1), date(2049, 12, 31)


class Control(wtforms.Field):
    """A form control for any spec: reads text once, keeps what was typed, carries the reason for an absent value."""

    def __init__(self, label: str | None = None, *, spec: Spec, **options: Any) -> None:
        """Bind the control to the spec that reads and writes its text."""
        super().__init__(label, **options)
        self.spec = spec
        # A form holds the controls that are declared before this one when it makes this one.
        form = options.get("_form")
        self.earlier: list[Control] = (
            [one for one in form or () if isinstance(one, Control)] if spec.timed else []
        )
        self.typed: list[str] | None = None
        self.reason = ""
        self.understood = ""
        self.source = ""
        self.said = NOTHING_SAID
        self.negatives: list[str] = []
        self._beside: list[str] = []  # what was typed beside a list, as sent

    @property
    def context(self) -> Context:
        """What surrounds the value."""
        return cast(Context, self.meta.context)

    def reading(self) -> Context:
        """What surrounds the text that was typed: with the date of the call and the times that stand before it in the form."""
        context = self.context
        for other in self.earlier:
            context = other.spec.following(other.data, context)
        return context

    @property
    def why_name(self) -> str:
        """The HTML name of the control that says why there is no value."""
        return self.why_of(self.name)

    @property
    def not_name(self) -> str:
        """The HTML name of the control for choices that were looked for and are not present."""
        return self.not_of(self.name)

    @staticmethod
    def why_of(name: str) -> str:
        """The name of the control that says why the control of this name has no value."""
        return f"{name}-why"

    @staticmethod
    def not_of(name: str) -> str:
        """The name of the control for choices that were looked for and are not present, beside the control of this name."""
        return f"{name}-not"

    @classmethod
    def asked_of(cls, name: str) -> str:
        """The name under which a page says that it asked what is not present: an empty answer takes the last one back."""
        return f"{cls.not_of(name)}-asked"

    @property
    def own_name(self) -> str:
        """The HTML name of the control for words that are not in the list."""
        return self.own_of(self.name)

    @staticmethod
    def own_of(name: str) -> str:
        """The name of the control for words that are not in the list, beside the control of this name."""
        return f"{name}-own"

    def process(
        self, formdata: Any, data: Any = wtforms.utils.unset_value, extra_filters: Any = None
    ) -> None:
        """Read value, reason and negatives from the form where it carries them, else from the stored entry."""
        absent: Mapping[str, str] = getattr(self.meta, "absent", {})
        self.reason = absent.get(self.short_name, "")
        self.source, stored = absent.get(source_of(self.short_name), ""), self.reason
        self.negatives = negatives_in(absent, self.short_name)
        # A control that was not on the page that was sent keeps its stored value; an emptied one is sent empty.
        self._beside = formdata.getlist(self.own_name) if formdata is not None else []
        asked = formdata is not None and (self.name in formdata or bool(self._beside))
        super().process(formdata if asked else None, data, extra_filters)
        if formdata is None:
            return
        if not asked:
            self.data = self.spec.kept(self.data, self.context, self.reading())
        if self.why_name in formdata:
            self.reason = formdata.get(self.why_name).strip()
        if self.understood and self.reason and self.reason != self.understood:
            reason = vocabulary("reason").label(self.reason).lower()
            message = (
                f"Keep either “{_short(self.text())}” or the reason “{reason}” in {self.spec.label}, not both"
            )
            self.process_errors = [message]
        self.reason = self.reason or self.understood
        if asked and (self.said.source or self.reason != stored or self.data != self.object_data):
            self.source = self.said.source
        if formdata.get(self.asked_of(self.name)):
            self.negatives = _lines(formdata.getlist(self.not_name))
        self.negatives += [code for code in self.said.denied if code not in self.negatives]

    def process_formdata(self, valuelist: list[str]) -> None:
        """Turn the typed text into a value, or into the reason it names; the text stays in `typed` whatever happens."""
        valuelist = [*valuelist, *self._beside]
        self.typed = list(valuelist)
        stored = self.object_data
        if self.spec.quantity and stored is not None and self.typed == self.spec.write(stored, self.context):
            return  # untouched: a converted value has more decimals than the text shows
        if self.spec.timed and stored is not None and self.typed == self.spec.write(stored, self.context):
            self.data = self.spec.kept(stored, self.context, self.reading())
            return
        self.data = None
        if clash := getattr(self.meta, "clashes", {}).get(self.short_name):
            raise wtforms.validators.ValidationError(clash)
        try:
            self.said = self.spec.understand(valuelist, self.reading())
            self.understood, self.data = self.said.reason, self.said.value
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

    def date_beside(self) -> str:
        """What is to be said beside it of the date that its time was understood with."""
        return "" if self.process_errors else self.spec.date_beside(self.data, self.reading())

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
            key: why
            for key, why in obj.absent.items()
            if key not in {name, source_of(name)} and not key.startswith(f"{name}:")
        }
        if self.source:
            absent[source_of(name)] = self.source[:LINE]
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
    timed: ClassVar[bool] = False  # what is typed is read by the date of the call and the times before it
    past_when: ClassVar[tuple[str, tuple[str, ...]]] = ("", ())

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
        return self.parse(text, context) if visible(text) else None

    def understand(self, texts: Sequence[str], context: Context) -> Understood:
        """What typed text says: a value, or for kinds that know such words the reason it names instead ("NKDA").

        Raises ValueError with a sentence on what to do.
        """
        return Understood(self.read(texts, context))

    def parse(self, text: str, context: Context) -> Any:
        """One typed, non-empty text to a value."""
        return text

    def write(self, value: Any, context: Context) -> list[str]:
        """The texts that stand in the control for a value; reading them gives the value again."""
        return [] if value is None else [str(value)]

    def following(self, value: Any, context: Context) -> Context:
        """What surrounds the fields that are read after this one, when it has this value."""
        return context

    def kept(self, value: Any, stored: Context, reading: Context) -> Any:
        """What becomes of a stored value whose text came back as it was written, where its surroundings are others now."""
        return value

    def date_beside(self, value: Any, context: Context) -> str:
        """What is to be said beside the control of how its value was understood; mostly nothing."""
        return ""

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
    """Free text of at most `most` characters; more than one line makes it a text area.

    `spelling` says what a keyboard may do with it: `prose` is corrected, a `name`, a `code` or `terms` are not.
    """

    _: KW_ONLY
    lines: int = 1
    most: int = LINE
    spelling: str = "prose"

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
    """What whole numbers and decimals share. Limits are in the standard's unit; `usual` is for an adult at rest.

    `spellings` are ways of writing its unit that are its own ("bpm"). A number whose unit is chosen in another field names that
    field in `unit_field` and its vocabulary in `unit_words`. `places` are the decimals of the standard, and of an export.
    """

    _: KW_ONLY
    possible: tuple[float, float] = (0, 999_999)
    usual: tuple[float, float] | None = None
    quantity: str = ""  # type: ignore[misc] # narrows the class variable for kinds that measure
    example: str = ""
    spellings: tuple[str, ...] = ()
    unit_field: str = ""
    unit_words: str = ""
    places: int = 0

    def unit_here(self, context: Context) -> str:
        """The class's unit for the quantity, else the spec's."""
        return context.customs.unit(self.quantity) if self.quantity else self.unit

    def seen(self, value: float, context: Context) -> float:
        """The number as the class sees it, in its unit and with its decimals: so it is compared with a limit, seen alike."""
        return self._measure(context).seen(value)

    def outside(self, value: float, limits: tuple[float, float], context: Context) -> int:
        """-1 for a value that is seen below limits given in the standard's unit, 1 for one above, else 0: the ends are within."""
        low, high = (self.seen(end, context) for end in limits)
        number = self.seen(value, context)
        return -1 if number < low else 1 if number > high else 0

    def along(self, text: str) -> dict[str, str]:
        """What a typed text says for other fields of its section, by their names: the unit in "0.4 mg"."""
        code = self._split(units.as_read(text))[1] if self.unit_field else ""
        return {self.unit_field: code} if code else {}

    def _split(self, text: str) -> tuple[str, str]:
        """The number in a text, and the code of the unit behind it that is kept in another field; the whole text without one."""
        found = units.typed(text)
        if found is None or not found.unit:
            return text, ""
        codes, word = _unit_codes(self.unit_words), units.spelled(found.unit)
        if word in codes:
            return text[: len(text) - len(found.unit)].strip(), codes[word]
        many, one = units.MULTIPLES.get(word, (0, ""))
        return (units.trimmed(found.number * many, 6), codes[one]) if one in codes else (text, "")

    def _own(self, text: str) -> str:
        """What of a typed text is this field's alone."""
        return self._split(text)[0] if self.unit_field else text

    def _measure(self, context: Context) -> units.Unit:
        if self.quantity:
            return context.customs.measure(self.quantity)
        return _own_unit(self.unit, self.places)

    def _number(self, text: str, context: Context) -> float:
        """The typed number in the standard's unit. Raises ValueError with what can be typed, in the unit that was typed."""
        number, measure = self._typed(self._own(units.as_read(text)), text, context)
        standard = measure.to_standard(number)
        low, high = (measure.seen(end) for end in self.possible)
        if not low - 1e-9 <= number <= high + 1e-9:
            unit = f" {measure.name}" if measure.name else ""
            message = f"{self.label} must be between {units.plain(low)} and {units.plain(high)}{unit}; you typed “{_short(text)}”"
            raise ValueError(message)
        places = measure.decimals(standard)
        if units.is_finer(number, places) and units.pounds(text) is None:
            most = f"at most {places} decimal{'' if places == 1 else 's'}, {self._like(context, measure)}"
            told = f"Give {self.label} with {most}" if places else self._must(context, measure)
            message = f"{told}; you typed “{_short(text)}”"
            raise ValueError(message)
        return standard

    def _typed(self, own: str, text: str, context: Context) -> tuple[float, units.Unit]:
        """The number as it was typed and the unit that it is in: the class's, where none was typed."""
        measure = self._measure(context)
        if self.quantity == "weight" and (told := units.pounds(own)) is not None:
            return told, units.QUANTITIES["weight"]["lb"]
        found = units.typed(own)
        if found is not None and (not found.unit or self._is_unit(found.unit)):
            return found.number, self._meant(found.number, measure)
        other = units.named(self.quantity, found.unit) if found is not None and self.quantity else None
        if found is not None and other is not None:
            return found.number, other
        if found is None or any(sign.isdigit() for sign in found.unit):
            message = f"{self._must(context, measure)}; you typed “{_short(text)}”"
            raise ValueError(message)
        here = f", in {measure.name}" if measure.name else ""
        message = f"Give {self.label} as {self._words(context, measure)}{here}; “{_short(found.unit)}” is not its unit"
        raise ValueError(message)

    def _meant(self, number: float, measure: units.Unit) -> units.Unit:
        """The unit of a number without one: that of the class, unless only the other can be meant (98.6 is no °C)."""
        other = units.QUANTITIES["temperature"]["°F"]
        fahrenheit = (
            self.quantity == "temperature" and measure.name == "°C" and _FEVERS[0] <= number <= _FEVERS[1]
        )
        return other if fahrenheit else measure

    def _is_unit(self, words: str) -> bool:
        """Whether words behind the number leave it in the unit of the field."""
        if self.quantity:
            return self.quantity == "temperature" and units.spelled(words) == "deg"
        return units.is_spelling(words, self.unit, self.spellings)

    def _must(self, context: Context, measure: units.Unit) -> str:
        return f"{self.label} must be {self._words(context, measure)}"

    def _words(self, context: Context, measure: units.Unit) -> str:
        """What can be typed, with an example in a unit."""
        whole = not measure.places and measure.light is None
        return f"{'a whole number' if whole else 'a number'}, {self._like(context, measure)}"

    def _like(self, context: Context, measure: units.Unit) -> str:
        example = measure.written(float(self.example))
        if not self.unit_field:
            return f"like {example}"
        unit = next(iter(vocabulary(self.unit_words))).label
        return f"like {example} or {example} {unit[:1].lower()}{unit[1:]}"

    def _written(self, value: float, context: Context) -> str:
        return self._measure(context).written(value)

    def write(self, value: Any, context: Context) -> list[str]:
        """The number in the class's unit."""
        return [] if value is None else [self._written(value, context)]

    def show(self, value: Any, context: Context) -> str:
        """The number and its unit; pounds and ounces have theirs in them."""
        if value is None:
            return ""
        unit, text = self.unit_here(context), self._written(value, context)
        return f"{text}{_gap(unit)}{unit}" if text[-1:].isdigit() else text


@dataclass(frozen=True)
class Whole(Number):
    """A whole number. `pair` names the field of a second number that may be typed with it, behind a stroke: "120/80"."""

    _: KW_ONLY
    pair: str = ""

    def column(self) -> TypeEngine[Any]:
        """Stored as an integer."""
        return Integer()

    def parse(self, text: str, context: Context) -> int:
        """Read a whole number."""
        return int(self._number(text, context))

    def along(self, text: str) -> dict[str, str]:
        """The second number of a pair, or what stands for one; else as any number."""
        found = _PAIR.fullmatch(units.as_read(text)) if self.pair else None
        return {self.pair: found["second"]} if found else super().along(text)

    def _own(self, text: str) -> str:
        found = _PAIR.fullmatch(text) if self.pair else None
        return f"{found['first']} {found['unit'] or ''}".strip() if found else super()._own(text)


@dataclass(frozen=True)
class Decimal(Number):
    """A number that may have decimals, kept in the standard's unit; `places` of them are shown where a unit has none of its own."""

    _: KW_ONLY
    places: int = 1

    def column(self) -> TypeEngine[Any]:
        """Stored as a double."""
        return Float()

    def parse(self, text: str, context: Context) -> float:
        """Read a decimal number."""
        return self._number(text, context)

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
        said = compared(units.as_read(text))
        for words in self.words:
            if said in {compared(word) for word in words}:
                return words[0]
        number = self._number(text, context)
        return int(number) if number == int(number) else number

    def write(self, value: Any, context: Context) -> list[str]:
        """The number, or the word for the code."""
        return [self._word(value)] if isinstance(value, str) else super().write(value, context)

    def show(self, value: Any, context: Context) -> str:
        """The number with its unit, or the word."""
        return self._word(value) if isinstance(value, str) else super().show(value, context)

    def _words(self, context: Context, measure: units.Unit) -> str:
        shown = " or ".join(f"“{word}”" for _, word, *_ in self.words)
        return f"{super()._words(context, measure)}, or {shown}"

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

    def understand(self, texts: Sequence[str], context: Context) -> Understood:
        """The code of the term typed or chosen, the words that are none, or the reason that says there is none."""
        (*_, text) = [text for text in texts if visible(text)] or [""]
        said = (
            denial(text) if self.takes_words and len(text) <= LINE and self.terms.find(text) is None else None
        )
        if said is None or (said.of and not self.open):
            return Understood(self.read(texts, context))
        return self._none(
            Lines(none=[] if said.of else [text], unclear=[text], sources=[said.source]), context
        )

    def _none(self, lines: Lines, context: Context) -> Understood:
        """That there is none, in the way of this list: its own term, or a reason. Raises ValueError where it has no way."""
        term = next((one for one in self.options(context) if one.is_called(NONE)), None)
        reasons = [one for one in vocabulary("reason") if one.code in self.reasons]
        reason = next((one for one in reasons if one.is_called(NONE)), None) or next(
            (one for one in reasons if one.code == "not_applicable"), None
        )
        if not lines.none or (term is None and reason is None):
            told = "or leave it empty" if term is None and reason is None else "or just “none”"
            shown = _short((lines.unclear or lines.none)[0])
            message = f"Type in {self.label} only what there is, {told}; “{shown}” says what there is not"
            raise ValueError(message)
        value = None if term is None else [term.code] if isinstance(self, Several) else term.code
        return Understood(value, reason.code if term is None and reason else "", lines.source)

    def read(self, texts: Sequence[str], context: Context) -> Any:
        """The code of the term typed or chosen. Raises ValueError where one is chosen and other words are typed beside it."""
        told = [text.strip() for text in texts if text.strip()]
        if len(told) > 1 and self.own_words:
            message = f"Keep either “{self.terms.label(_short(told[0]))}” or “{_short(told[-1])}” in {self.label}, not both"
            raise ValueError(message)
        return super().read(told, context)

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
        """The codes of all terms chosen or typed, a line each, without doubles; `;` parts lines too."""
        return self.understand(texts, context).value  # type: ignore[no-any-return]

    def understand(self, texts: Sequence[str], context: Context) -> Understood:
        """The codes, what is denied, or the one reason that all lines stand for. Raises ValueError beside others."""
        lines = _lines([text.replace(";", "\n") for text in texts])
        named = {line: reason for line in lines if self.open and (reason := self._reason_called(line))}
        found = sorted_lines(
            [line for line in lines if line not in named],
            lambda word: self._has(word, context),
            lambda word: self._has(word, context) or self._has(name_of(word), context),
        )
        none = [*named, *found.none]
        if none and (found.entries or found.denied or found.unclear or len(set(named.values())) > 1):
            message = f"Keep either “{_short(none[0])}” or the rest of {self.label}, not both"
            raise ValueError(message)
        if named:
            return Understood(reason=next(iter(named.values())), source=found.source)
        if found.none or (found.unclear and self.open) or (found.denied and not self.negative):
            found.unclear += found.denied
            return self._none(found, context)
        denied = self.codes(list(found.denied.values()), context)
        value = self.codes([*found.entries, *filter(None, map(bare, found.unclear))], context) or None
        return Understood(value, source=found.source, denied=tuple(denied))

    def _has(self, word: str, context: Context) -> bool:
        """Whether a word is one of the list, of its group where it has groups."""
        if self.within and word not in self.terms:
            return any(one.is_called(word) for one in self.options(context))
        return word in self.terms or self.terms.find(word) is not None

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
        """Name and level; of somebody who was removed from the crew the name, and that they were."""
        if value is None:
            return ""
        return context.crew.get(value) or context.removed.get(value, "a crew member who was removed")


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
            return {"yes": True, "y": True, "no": False, "n": False}[compared(units.as_read(text))]
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
    """A calendar date. The one that is `of_call` is the day to which the bare times read after it belong. One that is `past`
    may be typed without its year: it is then the last such date up to the call.
    """

    _: KW_ONLY
    of_call: bool = False
    past: bool = False

    def following(self, value: Any, context: Context) -> Context:
        """Another day of the call than before counts for the times after it."""
        if not self.of_call or value is None or value == context.customs.day:
            return context
        return replace(context, customs=replace(context.customs, day=value, began=None, arrived=None))

    def column(self) -> TypeEngine[Any]:
        """Stored as a date."""
        return Date()

    def parse(self, text: str, context: Context) -> date:
        """Read 2024-10-11, 10/11/2024, 10112024 or October 11, 2024."""
        found = read_date(text)
        if found is not None and found.year in YEARS:
            return found
        if self.past and (last := _last_such(units.as_read(text), context.customs.day)) is not None:
            return last
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
    """A moment of the call, typed as a clock time. A bare time takes its date by the calendar: the first of events `in_turn`
    that of the call, each other one the date that puts it after the event before it.

    What is `past` (onset, last oral intake) is read backward from the call, and what is past where another field says so
    (`past_when`: its name and its answers) backward from the arrival.
    """

    _: KW_ONLY
    past: bool = False
    past_when: tuple[str, tuple[str, ...]] = ("", ())  # type: ignore[misc] # narrows the class variable of all kinds
    in_turn: bool = False
    timed: ClassVar[bool] = True

    def column(self) -> TypeEngine[Any]:
        """Stored in UTC."""
        return UtcMoment()

    def following(self, value: Any, context: Context) -> Context:
        """Events in turn come before those after them."""
        return replace(context, before=(value, *context.before)) if self.in_turn and value else context

    def kept(self, value: Any, stored: Context, reading: Context) -> Any:
        """A time moves with the date of the call, the clock showing the same."""
        before, after = stored.customs.day, reading.customs.day
        if value is None or before is None or after is None:
            return value
        return moved(value, (after - before).days, stored.customs)

    def parse(self, text: str, context: Context) -> datetime:
        """Read 1732, 17:32, 17:32:05, each with or without a date before it, and EST or -05:00 behind it."""
        said = read_time(text)
        today = context.customs.day or context.customs.local(now()).date()
        if said is None or (
            said.mark and not is_mark(said.mark, said.year or today.year, context.customs.zone)
        ):
            message = f"Type {self.label} as a time, like 1732 or 17:32; you typed “{_short(text)}”"
            raise ValueError(message)
        if not said.dated:
            return self._of(datetime.combine(self._day(said.clock, context), said.clock), said.mark, context)
        limit = context.customs.wall(self._limit(context) or now()).date() if self.is_past(context) else None
        days = [day for day in said.dates(today) if _FIRST_DAY <= day <= _LAST_DAY]
        earlier = [day for day in days if limit is None or day <= limit]
        if not days:
            message = f"Type the date of {self.label} as year-month-day, like 2024-10-12 00:10; you typed “{_short(text)}”"
            raise ValueError(message)
        day = min(earlier or days, key=lambda one: abs(one - today))
        return self._of(datetime.combine(day, said.clock), said.mark, context)

    def is_past(self, context: Context) -> bool:
        """Whether it lies before the call, or before the arrival."""
        name, answers = self.past_when
        return self.past or (bool(name) and context.siblings.get(name, "") in answers)

    def _limit(self, context: Context) -> datetime | None:
        """What a past moment lies before; None while nothing is timed."""
        return context.customs.began if self.past else context.customs.arrived

    def _day(self, clock: time, context: Context) -> date:
        """The date of a time that was typed without one, by the calendar: no day has more or fewer hours for it."""
        customs = context.customs
        if self.is_past(context):
            return self._day_before(clock, context)
        before = (context.before[0] if context.before else None) if self.in_turn else customs.began
        if before is None:
            return customs.day or customs.local(now()).date()
        first = customs.wall(before) - _EARLIER
        return first.date() + timedelta(days=clock < first.time())

    def _day_before(self, clock: time, context: Context) -> date:
        customs, limit = context.customs, self._limit(context)
        if limit is None:
            return customs.day or customs.local(now()).date()
        last = customs.wall(limit)
        wall = datetime.combine(last.date(), clock)
        found = customs.moments(wall)
        on_that_day = found[0] <= limit if found else wall <= last
        return last.date() if on_that_day else last.date() - timedelta(days=1)

    def _of(self, wall: datetime, mark: str, context: Context) -> datetime:
        """The moment of a clock on its date. Raises ValueError where the clock never showed it, or not with this mark."""
        customs = context.customs
        first = customs.resolve(wall.date(), wall.hour, wall.minute, wall.second)
        found = customs.moments(wall)
        if mark:
            said = [moment for moment in found if is_marked(moment, mark, customs.zone)]
            if said:
                return said[0]
            choices = " or ".join(f"{wall:%H:%M} {local_time.mark(moment, customs.zone)}" for moment in found)
            message = (
                f"The clocks did not show {mark.upper()} at {wall:%H:%M} on {wall:%Y-%m-%d}. Type {choices}"
            )
            raise ValueError(message)
        if len(found) == 1:
            return first
        if self.is_past(context):
            limit = self._limit(context)
            return max((one for one in found if limit is None or one <= limit), default=first)
        events = context.before or tuple(filter(None, [customs.began]))
        return next((one for event in events for one in found if one >= event), first)

    def by_the_clock(self, moment: datetime, context: Context) -> datetime:
        """What the class's clock shows at a moment, as if it were typed: a sheet may be written weeks after its call."""
        customs = context.customs
        shown = customs.wall(moment)
        wall = datetime.combine(self._day(shown.time(), context), shown.time())
        if wall == shown:
            return moment
        return self._of(wall, "", context) if customs.moments(wall) else customs.resolve_wall(wall)

    def write(self, value: Any, context: Context) -> list[str]:
        """The clock time, with its date where the bare time would be read as another moment."""
        if value is None:
            return []
        customs = context.customs
        clock = customs.time(value)
        try:
            same = self.parse(clock, context) == value.replace(microsecond=0)
        except ValueError:
            same = False
        return [clock if same and customs.wall(value).date() == customs.day else customs.dated(value)]

    def date_beside(self, value: Any, context: Context) -> str:
        """The date, where it is not that of the call; of a time that came twice which, and how the other is typed."""
        if value is None:
            return ""
        customs = context.customs
        twins = (
            [one for one in customs.moments(customs.wall(value)) if one != value]
            if customs.mark(value)
            else []
        )
        said = [
            f"{customs.time(value)}; it came twice, for the other type {customs.time(one)}" for one in twins
        ]
        on = customs.wall(value).date()
        if customs.day is not None and on != customs.day:
            said.insert(0, f"{on:%a %m/%d/%Y}, {_apart(on, customs.day)}")
        return ". ".join(said)

    def show(self, value: Any, context: Context) -> str:
        """The clock time in the class's zone, with the date where it is not the day of the call."""
        return "" if value is None else context.customs.clock(value)

    def code(self, value: Any) -> Any:
        """ISO 8601 in UTC with an offset; NEMSIS refuses a bare Z."""
        return None if value is None else value.astimezone(UTC).isoformat()


def _last_such(text: str, day: date | None) -> date | None:
    """The last date up to a day that `03/14` can mean; None where it is no such text, or no such date in four years."""
    if day is None or not re.fullmatch(r"\d{1,2}/\d{1,2}", text, re.ASCII):
        return None
    month, day_of_month = (int(part) for part in text.split("/"))
    for year in range(day.year, day.year - 5, -1):
        try:
            found = date(year, month, day_of_month)
        except ValueError:
            continue
        if found <= day:
            return found
    return None


def _apart(on: date, day: date) -> str:
    days, way = abs((on - day).days), "before" if on < day else "after"
    return f"{'the day' if days == 1 else f'{days:,} days'} {way} the date of call"


def moved(moment: datetime, days: int, customs: Customs) -> datetime:
    """A moment so many days later, the clock showing the same; unmoved where it would leave the years that a date can be in."""
    if (customs.wall(moment).date() + timedelta(days=days)).year not in YEARS:
        return moment
    return customs.moved(moment, days) if days else moment


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


def source_of(name: str) -> str:
    """Where it is kept who said what stands in a field, or that there is none: a remark beside its reason in `absent`."""
    return f"{name}~"


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


@cache
def _own_unit(name: str, places: int) -> units.Unit:
    return units.Unit(name, places=places)


@cache
def _unit_codes(name: str) -> dict[str, str]:
    """The codes of a vocabulary of units by the words that they are spelled with."""
    return {
        units.spelled(word): term.code
        for term in reversed(vocabulary(name).terms)
        for word in (*term.synonyms, term.label)
    }


def _clean(text: str) -> str:
    return unturned(_CONTROL_CHARACTERS.sub("", text))


def _lines(texts: Sequence[str]) -> list[str]:
    lines = (line.strip() for text in texts for line in _clean(text).splitlines() if visible(line))
    return list(islice(lines, MOST_LINES))


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


def _gap(unit: str) -> str:
    return "" if unit in {"", "%", "°C", "°F"} else " "
