"""A field's value out of FHIR's data types. What is out of its limits, too long or no term of its list is refused with a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Final

from epcr.export.fhir.codings import term_of
from epcr.export.fhir.names import EXACT, Json
from epcr.export.fhir.values import Typed, is_score
from epcr.sheet.context import Context
from epcr.sheet.field import Spec
from epcr.sheet.kinds.choice import MOST_CHOSEN, Choice, Several
from epcr.sheet.kinds.crew_member import OfCrew, SeveralOfCrew
from epcr.sheet.kinds.day import YEARS, Day
from epcr.sheet.kinds.drawn import Drawing
from epcr.sheet.kinds.moment import Moment
from epcr.sheet.kinds.number import Number, Readout, Whole
from epcr.sheet.kinds.yes_no import YesNo
from epcr.sheet.typed_text import LINE
from epcr.sheet.units import plain
from epcr.sheet.vocabulary import vocabulary
from epcr.words.naming import shortened

_FIRST, _LAST = datetime(1950, 1, 1, tzinfo=UTC), datetime(2050, 1, 1, tzinfo=UTC)  # NEMSIS DateTimeType


@dataclass(frozen=True)
class Incoming:
    """What is known while a bundle is read: the crew's entries by the addresses of their resources."""

    members: Mapping[str, str] = field(default_factory=dict)


def value_of(spec: Spec, given: Sequence[Typed], incoming: Incoming) -> Any:
    """The value that these say of a field, in their order. Raises ValueError with what is wrong with it."""
    if isinstance(spec, Several | SeveralOfCrew):
        if len(given) > MOST_CHOSEN:
            message = f"{spec.label} holds at most {MOST_CHOSEN}; there are {len(given)}"
            raise ValueError(message)
        return [_single(spec, piece, incoming) for piece in given] or None
    if len(given) > 1:
        message = f"{spec.label} holds one value; there are {len(given)}"
        raise ValueError(message)
    return _single(spec, given[0], incoming) if given else None


def unit_in(spec: Number, given: Typed) -> str | None:
    """The unit that stands with a number, by the code of its list or as it was typed; None without one."""
    words = given.value.get("unit") if given.type == "Quantity" else None
    if not isinstance(words, str) or not spec.unit_words:
        return None
    return next((term.code for term in vocabulary(spec.unit_words) if term.label == words), words)


def _single(spec: Spec, given: Typed, incoming: Incoming) -> Any:
    for kinds, types, read in _READERS:
        if isinstance(spec, kinds):
            if given.type not in types:
                message = f"{spec.label} is {' or '.join(types)} here, not {given.type}"
                raise ValueError(message)
            return read(spec, given.value) if read is not None else _member(spec, given.value, incoming)
    message = f"{spec.label} cannot be read from a bundle"
    raise ValueError(message)


def _choice(spec: Any, given: Any) -> str:
    if is_score(spec):
        if isinstance(given, bool) or str(given) not in spec.terms:
            message = f"{spec.label} has no answer worth {given}"
            raise ValueError(message)
        return str(given)
    code = term_of(spec, given)
    if len(code) > LINE:
        message = f"“{shortened(code)}” is longer than {LINE} characters, which is the most in {spec.label}"
        raise ValueError(message)
    return code


def _member(spec: Any, given: Any, incoming: Incoming) -> str:
    member = incoming.members.get(given.get("reference", ""))
    if member is None:
        message = f"{spec.label} refers to nobody of the crew"
        raise ValueError(message)
    return member


def _number(spec: Any, given: Any) -> Any:
    if isinstance(given, str):
        if given not in {words[0] for words in getattr(spec, "words", ())}:
            message = f"{spec.label} cannot be “{shortened(given)}”"
            raise ValueError(message)
        return given
    number = _exact(given) if isinstance(given, dict) else given
    low, high = spec.possible
    if isinstance(number, bool) or not isinstance(number, int | float) or not low <= number <= high:
        message = f"{spec.label} must be a number between {plain(low)} and {plain(high)}, not {shortened(str(number))}"
        raise ValueError(message)
    if isinstance(spec, Whole | Readout) and number == int(number):
        return int(number)
    if isinstance(spec, Whole):
        message = f"{spec.label} must be a whole number, not {number}"
        raise ValueError(message)  # noqa: TRY004 - it is a number, and none of these
    return float(number)


def _exact(quantity: Json) -> Any:
    kept = (piece.get("valueDecimal") for piece in quantity.get("extension", []) if piece.get("url") == EXACT)
    return next(kept, quantity.get("value"))


def _moment(spec: Any, given: Any) -> datetime:
    try:
        at = datetime.fromisoformat(given)
    except (TypeError, ValueError):
        at = datetime.min  # noqa: DTZ901 - it has no offset, like what is refused here
    if at.tzinfo is None or not _FIRST <= at < _LAST:
        message = f"{spec.label} must be a time with seconds and offset between 1950 and 2049, not “{shortened(str(given))}”"
        raise ValueError(message)
    return at.astimezone(UTC)


def _day(spec: Any, given: Any) -> date:
    try:
        day = date.fromisoformat(given)
    except (TypeError, ValueError):
        day = date.min
    if day.year not in YEARS:
        message = f"{spec.label} must be a date like 1958-03-14, not “{shortened(str(given))}”"
        raise ValueError(message)
    return day


def _yes_no(spec: Any, given: Any) -> bool:
    if not isinstance(given, bool):
        message = f"{spec.label} must be true or false, not {shortened(str(given))}"
        raise ValueError(message)  # noqa: TRY004 - whoever sent it reads the sentence
    return given


def _text(spec: Any, given: Any) -> Any:
    if not isinstance(given, str):
        message = f"{spec.label} must be text"
        raise ValueError(message)  # noqa: TRY004 - whoever sent it reads the sentence
    return spec.read([given], Context())


_READERS: Final[tuple[tuple[type[Spec], tuple[str, ...], Callable[[Any, Any], Any] | None], ...]] = (
    (OfCrew, ("Reference",), None),  # who they are depends on the document
    (Choice, ("CodeableConcept", "integer"), _choice),
    (Number, ("Quantity", "integer", "string"), _number),
    (Moment, ("dateTime",), _moment),
    (Day, ("date", "dateTime"), _day),
    (YesNo, ("boolean",), _yes_no),
    (Drawing, ("string",), _text),
    (Spec, ("string",), _text),
)
