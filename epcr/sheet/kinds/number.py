"""Numbers: whole ones, decimals, and readings that may be a word instead ("palpated", "High"), in the unit they were typed in."""

from __future__ import annotations

import re
from dataclasses import KW_ONLY, dataclass
from functools import cache
from typing import Any

from sqlalchemy import Float, Integer
from sqlalchemy.types import TypeEngine

from epcr.db import NumberOrWord
from epcr.letters import compared
from epcr.sheet import units
from epcr.sheet.context import Context
from epcr.sheet.field import Spec
from epcr.sheet.vocabulary import vocabulary
from epcr.words.counting import counted
from epcr.words.naming import shortened

OF_TEN = ("/10", "of 10", "out of 10", "of ten", "out of ten")  # behind a score from 0 to 10
# °F of a body, chosen here wide: below and above it a number in a class of °C is refused as before, not read in °F.
_FEVERS = (80.0, 115.0)
# A blood pressure typed in one piece; a pressure without a second number says that it was palpated.
_PAIR = re.compile(
    r"(?P<first>\d{1,3})\s*(?:(?:/|\bover\b)\s*(?=\d)|(?:/|\bover\b|\bby\b)?\s*(?=p))"
    r"(?P<second>\d{1,3}|(?:palpation|palpated|palp|p)\b)\.?\s*(?P<unit>[a-z][a-z .]*)?",
    re.ASCII | re.IGNORECASE,
)


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
    unit_field: str = ""  # type: ignore[misc] # narrows the class variable for numbers
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

    def decode(self, code: str, context: Context) -> int | float | str:
        """The number, which is in the standard's unit. Raises ValueError outside of what is possible."""
        number = float(code)
        low, high = self.possible
        if not low <= number <= high:
            message = f"{self.label} must be between {units.plain(low)} and {units.plain(high)}, not {shortened(code)}"
            raise ValueError(message)
        return int(number) if number.is_integer() else number

    def _split(self, text: str) -> tuple[str, str]:
        """The number in a text, and the code of the unit behind it that is kept in another field; the whole text without one."""
        typed = units.typed(text)
        if typed is None or not typed.unit:
            return text, ""
        codes, word = _unit_codes(self.unit_words), units.spelled(typed.unit)
        if word in codes:
            return text[: len(text) - len(typed.unit)].strip(), codes[word]
        many, unit = units.MULTIPLES.get(word, (0, ""))
        return (units.trimmed(typed.number * many, 6), codes[unit]) if unit in codes else (text, "")

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
            message = f"{self.label} must be between {units.plain(low)} and {units.plain(high)}{unit}; you typed “{shortened(text)}”"
            raise ValueError(message)
        places = measure.decimals(standard)
        if units.is_finer(number, places) and units.pounds(text) is None:
            most = f"at most {counted(places, 'decimal')}, {self._like(context, measure)}"
            demand = f"Give {self.label} with {most}" if places else self._must(context, measure)
            message = f"{demand}; you typed “{shortened(text)}”"
            raise ValueError(message)
        return standard

    def _typed(self, own: str, text: str, context: Context) -> tuple[float, units.Unit]:
        """The number as it was typed and the unit that it is in: the class's, where none was typed."""
        measure = self._measure(context)
        if self.quantity == "weight" and (in_pounds := units.pounds(own)) is not None:
            return in_pounds, units.QUANTITIES["weight"]["lb"]
        typed = units.typed(own)
        unit = None if typed is None else self._unit_of(typed, measure)
        if typed is not None and unit is not None:
            return typed.number, unit
        if typed is None or any(sign.isdigit() for sign in typed.unit):
            message = f"{self._must(context, measure)}; you typed “{shortened(text)}”"
            raise ValueError(message)
        here = f", in {measure.name}" if measure.name else ""
        message = f"Give {self.label} as {self._words(context, measure)}{here}; “{shortened(typed.unit)}” is not its unit"
        raise ValueError(message)

    def _unit_of(self, typed: units.TypedNumber, measure: units.Unit) -> units.Unit | None:
        """The unit of what was typed; None where the words behind the number name none of the quantity."""
        if not typed.unit or self._is_unit(typed.unit):
            return self._meant(typed.number, measure)
        return units.named(self.quantity, typed.unit) if self.quantity else None

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

    def decode(self, code: str, context: Context) -> int:
        """The number, which must be whole."""
        number = super().decode(code, context)
        if not isinstance(number, int):
            message = f"{self.label} must be a whole number, not {shortened(code)}"
            raise ValueError(message)  # noqa: TRY004 - it is what the document says, not how it was called
        return number

    def parse(self, text: str, context: Context) -> int:
        """Read a whole number."""
        return int(self._number(text, context))

    def along(self, text: str) -> dict[str, str]:
        """The second number of a pair, or what stands for one; else as any number."""
        pair = _PAIR.fullmatch(units.as_read(text)) if self.pair else None
        return {self.pair: pair["second"]} if pair else super().along(text)

    def _own(self, text: str) -> str:
        pair = _PAIR.fullmatch(text) if self.pair else None
        return f"{pair['first']} {pair['unit'] or ''}".strip() if pair else super()._own(text)


@dataclass(frozen=True)
class Decimal(Number):
    """A number that may have decimals, kept in the standard's unit; `places` of them are shown where a unit has none of its own."""

    _: KW_ONLY
    places: int = 1

    def column(self) -> TypeEngine[Any]:
        """Stored as a double."""
        return Float()

    def decode(self, code: str, context: Context) -> float:
        """The number."""
        return float(super().decode(code, context))

    def parse(self, text: str, context: Context) -> float:
        """Read a decimal number."""
        return self._number(text, context)

    def code(self, value: Any, context: Context) -> Any:
        """Rounded to the standard's decimals."""
        return None if value is None else round(value, self.places)


@dataclass(frozen=True)
class Readout(Number):
    """A whole number, or a word that stands in its place: "palpated", "High". `words` maps code to the words for it."""

    _: KW_ONLY
    words: tuple[tuple[str, ...], ...] = ()

    def column(self) -> TypeEngine[Any]:
        """Stored as its text."""
        return NumberOrWord()

    def parse(self, text: str, context: Context) -> int | float | str:
        """Read a number or one of the words."""
        typed = compared(units.as_read(text))
        for words in self.words:
            if typed in {compared(word) for word in words}:
                return words[0]
        number = self._number(text, context)
        return int(number) if number == int(number) else number

    def decode(self, code: str, context: Context) -> int | float | str:
        """The code of a word, or the number."""
        return code if code in {words[0] for words in self.words} else super().decode(code, context)

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

    def code(self, value: Any, context: Context) -> Any:
        """A whole number or the code of the word."""
        return round(value) if isinstance(value, float) else value


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


def _gap(unit: str) -> str:
    return "" if unit in {"", "%", "°C", "°F"} else " "
