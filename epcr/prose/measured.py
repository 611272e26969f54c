"""Vital signs in a sentence: a value beside what it is called, a pressure by its stroke, a pain of ten.

A number whose meaning is not clear is passed over, and so is one that is only about right ("about 90", "90s", "above 94").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from epcr.prose.lexicon import (
    ALIEN,
    AND_NOW,
    APPROXIMATELY,
    BETWEEN,
    LABELS,
    RANGE,
    UNITS,
    label_at,
    phrase_at,
    phrases,
    single_mark,
    token_at,
)
from epcr.prose.tokens import Token, words
from epcr.sheet.units import OZ_PER_LB

# What can be meant by a number beside a name; a number outside is something else. Wide, so that a slip is still read.
_SENSIBLE: Final = {
    "pressure": (20, 350), "systolic": (20, 350), "heart_rate": (20, 350), "respiratory_rate": (0, 120), "spo2": (30, 199),
    "etco2": (0, 150), "glucose": (1, 1500), "temperature": (20, 115), "gcs": (0, 30), "pain": (0, 10), "weight": (0.3, 9999),
}  # fmt: skip
_LONGEST_GAP: Final = 5  # words between a name and its value
_NO_SCALE_OF_PAIN: Final = words("""
    apgar apgars nausea dyspnea sob breath breathing strength anxiety borg grip motor anxious dizziness headache-free
    itching patients people times cases attempts stroke fast race lams cincinnati confidence
""")
_COMPLAINTS: Final = words(
    "pain pressure tight tightness chest discomfort headache hurts ache cramping cramps sharp"
)
# Before a stroke between numbers these say that it is no pressure.
_NO_PRESSURE: Final = words("""
    insulin novolin humulin humalog novolog advair symbicort dulera breo hyzaar diovan losartan valsartan hctz
    lisinopril percocet norco vicodin lortab bactrim augmentin entresto exforge lotrel apt room unit route rt hwy
    highway i us bed acuity vision ratio score hr pulse rr scale nph mix benicar micardis atacand wellpen treximet # $
    hydrocodone oxycodone
""")
_OUNCES: Final = words("oz ounce ounces")
_PALPATED: Final = words("p palp palpation palpated palpate")
_OXYGEN: Final = (
    r"(?:[0-9.]+ ?(?:l|lpm|liters?)\b|o2|oxygen|nrb|nc\b|n/c|nasal|non-?rebreather|cpap|bipap|bvm|cannula)"
)
_ON_AIR: Final = re.compile(
    rf"(?:on |while on )?(?:ra\b|r/a|room air)|(?:on|via|with) {_OXYGEN}|(?:o2 )?(?:sats?\b|spo2|saturation)"
)
_PARTS: Final = re.compile(r"(?:e([1-4]))?(?:v([1-5]))?(?:m([1-6]))?")
_LONGEST_PARTS: Final = 8  # tokens in which the three parts of a GCS stand
# Beside another measure a letter is enough: "BP 98/58 P 54 R 20 T 97.5".
_BESIDE: Final = 3  # tokens after it
_LETTERS: Final = {"p": "heart_rate", "r": "respiratory_rate", "t": "temperature"}
_BREATH_SOUNDS: Final = words(": = of was is at")  # "BS" may be breath sounds: "BS clear, 95 %"
_CLOSES: Final = words("at and to on then now after with before in by when while") | frozenset(".,;:()→!")


_TOLD_BY_UNIT: Final = phrases({
    "heart_rate": "bpm|beats per minute|beats per min|beats / min|beats a minute",
    "respiratory_rate": "breaths|breaths per minute|breaths per min|breaths / min|breaths a minute|respirations|resps",
    "systolic": "systolic",
    "glucose": "mg / dl|mmol / l",
})  # fmt: skip


class Found(NamedTuple):
    """A measure by the places of its tokens, `first` to before `end`."""

    name: str
    values: tuple[float, ...]
    first: int
    end: int
    unit: str = ""
    upto: float | None = None
    places: int = 0


def measures(tokens: list[Token], lower: str, offset: int) -> list[Found]:
    """The measures of a sentence in order; `lower` is its text in small letters, beginning at `offset` of the whole."""
    return list(_Reader(tokens, lower, offset).all())


class _Reader:
    """Goes through a sentence once; each step moves on."""

    def __init__(self, tokens: list[Token], lower: str, offset: int) -> None:
        self.tokens = tokens
        self.lower = lower
        self.offset = offset
        self.other_scale = any(token.low in _NO_SCALE_OF_PAIN for token in tokens)
        self.complaint = any(token.low in _COMPLAINTS for token in tokens)

    def all(self) -> Iterator[Found]:
        at, last = 0, -9
        while at < len(self.tokens):
            token = self.tokens[at]
            label, behind = label_at(self.tokens, at) if token.low in LABELS else ("", at)
            if not label and token.low in _LETTERS and at - last <= _BESIDE:
                label, behind = _LETTERS[token.low], at + 1
            if label:
                yield from (found := self._after(label, at, behind))
                at = max([behind, *(one.end for one in found)])
                last = at if found else last
                at = self._past_an_unclear_number(at) if not found else at
            elif token.kind == "number":
                found = self._alone(at)
                yield from found
                at = max([self._past_strokes(at), *(one.end for one in found)])
                last = at if found else last
            elif token.low[:1] == "e" and (parts := self._parts(at)) is not None:
                yield parts
                at = last = parts.end
            else:
                at += 1

    # beside a name

    def _after(self, label: str, first: int, at: int) -> list[Found]:
        behind, at = at, self._past_what_lies_between(first, at)
        if label == "gcs" and (parts := self._parts(at) or self._three(at)) is not None:
            return self._with_total(parts._replace(first=first))
        if token_at(self.tokens, at).kind != "number" or self._approximate(at):
            return []
        if label == "pressure" and self._of_ten(at + 1) and self.tokens[at].value <= 10:
            label = "pain"
        if label in {"pressure", "systolic"}:
            return self._pressure(label, first, at)
        found = self._value(label, first, at)
        return [] if found is None or self._is_far(found, behind, at) else [found, *self._now(found)]

    def _past_what_lies_between(self, first: int, at: int) -> int:
        between = BETWEEN if self.tokens[first].low != "bs" else _BREATH_SOUNDS
        for place in range(at, at + _LONGEST_GAP):
            token = token_at(self.tokens, place)
            if token.kind == "number" or token.low not in between:
                return place
        return at + _LONGEST_GAP

    def _is_far(self, found: Found, behind: int, at: int) -> bool:
        """Whether a number behind a comma, or a pain without "of 10", may count what follows it."""
        apart = any(token.low == "," for token in self.tokens[behind:at]) or found.name == "pain"
        following = token_at(self.tokens, found.end)
        closed = following.low in _CLOSES or not following.kind
        return apart and not found.unit and not closed and found.end == at + 1

    def _value(self, label: str, first: int, at: int) -> Found | None:
        tokens = self.tokens
        number, end = tokens[at], self._of_whole(label, at + 1)
        if end is None:
            return None
        upto, end = self._upto(label, end)
        unit, end = phrase_at(UNITS.get(label, {}), tokens, end)
        ounces, end = self._ounces(end) if unit == "lb" else (0.0, end)
        low, high = _SENSIBLE[label]
        within = all(low <= one <= high for one in (number.value, upto) if one is not None)
        clear = bool(unit) or (label != "weight" and _ends_clear(tokens, end, tokens[end - 1]))
        return (
            Found(label, (number.value + ounces,), first, end, unit, upto, _places(number))
            if within and clear
            else None
        )

    def _ounces(self, at: int) -> tuple[float, int]:
        """The ounces behind pounds as a share of a pound, and the place behind them."""
        number = token_at(self.tokens, at)
        if number.kind != "number" or token_at(self.tokens, at + 1).low not in _OUNCES:
            return 0.0, at
        return number.value / OZ_PER_LB, at + 2

    def _of_whole(self, label: str, end: int) -> int | None:
        """The place behind what a value is of, `15/15`, `6/10`, `6 of 10`; None where it is of something else."""
        if not single_mark(token_at(self.tokens, end), "/"):
            return (self._of_ten(end) or end) if label == "pain" else end
        whole = token_at(self.tokens, end + 1)
        if whole.kind != "number":
            return end
        return end + 2 if whole.value == {"gcs": 15.0, "pain": 10.0}.get(label) else None

    def _upto(self, label: str, end: int) -> tuple[float | None, int]:
        """The other end of a range or a change, and the place behind it."""
        tokens = self.tokens
        other = token_at(tokens, end + 1)
        if (
            token_at(tokens, end).low not in RANGE
            or other.kind != "number"
            or not _ends_clear(tokens, end + 2, other)
        ):
            return None, end
        return other.value, (self._of_ten(end + 2) or end + 2) if label == "pain" else end + 2

    def _now(self, before: Found) -> list[Found]:
        """A second value of the same measure: "pain 8, now 4"."""
        at = before.end
        if single_mark(token_at(self.tokens, at), ",/→"):
            at += 1
        if token_at(self.tokens, at).low not in AND_NOW or token_at(self.tokens, at + 1).kind != "number":
            return []
        found = self._value(before.name, at, at + 1)
        return [] if found is None else [found]

    # a pressure

    def _pressure(self, label: str, first: int, at: int) -> list[Found]:
        tokens = self.tokens
        stroke = self._stroke(at)
        if stroke is not None:
            return [stroke._replace(first=first), *self._pulse_behind(stroke)]
        number, following = tokens[at], token_at(tokens, at + 1)
        end = at + 1
        if following.low in {"systolic", "mmhg"}:
            end += 1
        elif (palpated := self._palpated(at + 1)) is not None:
            end = palpated
        elif not _ends_clear(tokens, end, number) or following.low in RANGE:
            return []
        named = label == "systolic" or end > at + 1 or tokens[first].low in {"bp", "nibp", "b"}
        if not named or not 40 <= number.value <= 350 or _places(number):
            return []
        return [Found("systolic", (number.value,), first, end)]

    def _stroke(self, at: int) -> Found | None:
        """`98/58`, `98 over 58`, `66/P`; not a date and not three values."""
        tokens = self.tokens
        high, between, low, behind = (token_at(tokens, at + step) for step in range(4))
        if (
            not (single_mark(between, "/") or between.low == "over")
            or _places(high)
            or not 20 <= high.value <= 350
        ):
            return None
        if single_mark(between, "/") and (
            single_mark(behind, "/") or single_mark(token_at(tokens, at - 1), "/")
        ):
            return None
        if low.low in _PALPATED:  # but not "T 98 / P 54"
            return Found("systolic", (high.value,), at, at + 3) if behind.kind != "number" else None
        plausible = low.kind == "number" and 0 <= low.value < high.value and not _places(low)
        if not plausible or not _ends_clear(tokens, at + 3, low, but=("mmhg", "mm", "l", "r")):
            return None
        return Found("pressure", (high.value, low.value), at, at + 4 if behind.low == "mmhg" else at + 3)

    def _palpated(self, at: int) -> int | None:
        here, after = token_at(self.tokens, at).low, token_at(self.tokens, at + 1).low
        if here in _PALPATED:
            return at + 1
        return at + 2 if here == "by" and after in _PALPATED else None

    def _pulse_behind(self, pressure: Found) -> list[Found]:
        """A bare number behind a pressure, as people write a set in a row: "98/58, 54."."""
        tokens, at = self.tokens, pressure.end
        if not (single_mark(token_at(tokens, at), ",") or token_at(tokens, at).low == "and"):
            return []
        number, following = token_at(tokens, at + 1), token_at(tokens, at + 2)
        closed = following.kind == "" or single_mark(following, ".,;") or following.low == "at"
        if number.kind != "number" or not closed or _places(number) or not 25 <= number.value <= 250:
            return []
        return [Found("heart_rate", (number.value,), at + 1, at + 2)]

    # without a name

    def _alone(self, at: int) -> list[Found]:
        tokens = self.tokens
        number, before = tokens[at], token_at(tokens, at - 1)
        if self._approximate(at) or before.low in _NO_PRESSURE or single_mark(before, "/-"):
            return []
        stroke = self._stroke(at)
        if stroke is not None:
            if stroke.name == "pressure" and (number.value < 50 or stroke.values[1] < 20):
                return []
            return [stroke, *self._pulse_behind(stroke)]
        if (end := self._of_ten(at + 1)) and number.value <= 10 and not self._other_scale(at):
            return [Found("pain", (number.value,), at, end, places=_places(number))]
        return self._by_its_unit(at)

    def _by_its_unit(self, at: int) -> list[Found]:
        """A number whose unit says what it is: "88 bpm", "412 mg/dL", "95 % on room air"."""
        here = token_at(self.tokens, at + 1)
        name, end = phrase_at(_TOLD_BY_UNIT, self.tokens, at + 1)
        if name == "respiratory_rate" and token_at(self.tokens, at - 1).low in {
            "over",
            "for",
            "x",
            "gave",
            "given",
        }:
            return []
        if not name and self.tokens[at].value >= 40 and (palpated := self._palpated(at + 1)) is not None:
            name, end = "systolic", palpated
        if not name and here.low == "%" and 50 <= self.tokens[at].value < 100 and self._on_air(here):
            name, end = "spo2", at + 2
        if not name:
            return self._degrees(at)
        return self._sensible(name, at, end, phrase_at(UNITS.get(name, {}), self.tokens, at + 1)[0])

    def _degrees(self, at: int) -> list[Found]:
        here, after = token_at(self.tokens, at + 1), token_at(self.tokens, at + 2)
        marked = here.low in {"°", "º", "degrees"}
        letter = after.low if marked else here.low
        if letter not in {"f", "c"} or not (marked or _places(self.tokens[at])):
            return []
        unit = "°F" if letter == "f" else "°C"
        low, high = (80.0, 115.0) if letter == "f" else (20.0, 45.0)
        found = self._sensible("temperature", at, at + (3 if marked else 2), unit)
        return [one for one in found if low <= one.values[0] <= high]

    def _on_air(self, percent: Token) -> bool:
        """Whether a percentage is said to be on room air or on oxygen: "95 % on room air"."""
        following = self.lower[percent.end - self.offset : percent.end - self.offset + 40].lstrip()
        return _ON_AIR.match(following) is not None

    def _sensible(self, name: str, at: int, end: int, unit: str) -> list[Found]:
        number = self.tokens[at]
        low, high = _SENSIBLE[name]
        return (
            [Found(name, (number.value,), at, end, unit, None, _places(number))]
            if low <= number.value <= high
            else []
        )

    # pieces

    def _parts(self, at: int) -> Found | None:
        """`E4 V5 M6`, `E4V5M6`."""
        found: dict[str, float] = {}
        first = at
        for token in self.tokens[at : at + _LONGEST_PARTS]:
            read = _PARTS.fullmatch(token.low) if token.kind == "word" else None
            if len(found) == 3 or (read is None and not (found and single_mark(token, ",/+-"))):
                break
            if read is not None:
                found |= {
                    letter: float(digit) for letter, digit in zip("evm", read.groups(), strict=True) if digit
                }
            at += 1
        if len(found) < 3:
            return None
        if token_at(self.tokens, at).low in {"=", ":"} and token_at(self.tokens, at + 1).kind == "number":
            at += 2
        return Found("gcs_parts", (found["e"], found["v"], found["m"]), first, at)

    def _three(self, at: int) -> Found | None:
        """The parts of a GCS as `4/5/6`, `4-5-6`, `4, 5, 6`, `4 5 6` or `(4,5,6)`."""
        first = at + 1 if single_mark(token_at(self.tokens, at), "(") else at
        between = token_at(self.tokens, first + 1)
        step = 2 if single_mark(between, "/-+,") else 1
        three = [token_at(self.tokens, first + step * place) for place in range(3)]
        marks = (
            {token_at(self.tokens, first + 1).low, token_at(self.tokens, first + 3).low}
            if step == 2
            else {""}
        )
        if len(marks) > 1 or {one.kind for one in three} != {"number"}:
            return None
        within = all(
            1 <= one.value <= most and not _places(one) for one, most in zip(three, (4, 5, 6), strict=True)
        )
        parts = tuple(one.value for one in three)
        return Found("gcs_parts", parts, at, first + 2 * step + 1) if within else None

    def _with_total(self, parts: Found) -> list[Found]:
        """The parts, and the total that is written behind them: `(4,5,6) 15`, `4, 5, 6 = 15`. Where it is their sum it says no more."""
        at = parts.end
        while at < parts.end + 3 and (
            single_mark(token_at(self.tokens, at), ")(=:,→")
            or token_at(self.tokens, at).low in {"total", "for", "is"}
        ):
            at += 1
        total = token_at(self.tokens, at)
        joined = at > parts.end and not single_mark(token_at(self.tokens, at - 1), ",")
        if (
            total.kind != "number"
            or not joined
            or not 3 <= total.value <= 15
            or not _ends_clear(self.tokens, at + 1, total)
        ):
            return [parts]
        both = parts._replace(end=at + 1)
        if total.value == sum(parts.values):
            return [both]
        return [both, Found("gcs", (total.value,), parts.first, at + 1)]

    def _of_ten(self, at: int) -> int | None:
        """The place behind `/10`, `of 10` or `out of 10`."""
        here, after, third = (token_at(self.tokens, at + step) for step in range(3))
        if single_mark(here, "/") and after.text == "10" and not single_mark(third, "/"):
            return at + 2
        if here.low == "of" and after.text in {"10", "ten"}:
            return at + 2
        return at + 3 if (here.low, after.low) == ("out", "of") and third.text in {"10", "ten"} else None

    def _other_scale(self, at: int) -> bool:
        """Whether a value of ten is said of something else than pain: "Apgar 8/10", "nausea 5/10"."""
        if not self.other_scale:
            return False
        near = any(token.low in _NO_SCALE_OF_PAIN for token in self.tokens[max(0, at - 4) : at + 6])
        return near or not self.complaint

    def _approximate(self, at: int) -> bool:
        before, further = token_at(self.tokens, at - 1).low, token_at(self.tokens, at - 2).low
        return (
            before in APPROXIMATELY or before in {"above", "below", "least", "most"} or
            (before == "than") or (further in APPROXIMATELY - {"st"} and before in {"a", "the", "an"})
        )  # fmt: skip

    def _past_an_unclear_number(self, at: int) -> int:
        """Over a number that belongs to the name before it and was not clear, so that it is not read as something else."""
        for step in range(_LONGEST_GAP):
            token = token_at(self.tokens, at + step)
            if token.kind == "number":
                return self._past_strokes(at + step) if step <= 2 else at
            if label_at(self.tokens, at + step)[0] if token.kind == "word" else not token.kind:
                return at
        return at

    def _past_strokes(self, at: int) -> int:
        """Behind a number and all that is joined to it by strokes: a date is read as a whole, or not at all."""
        at += 1
        while single_mark(token_at(self.tokens, at), "/") and token_at(self.tokens, at + 1).kind == "number":
            at += 2
        return at


def _ends_clear(tokens: list[Token], end: int, last: Token, but: tuple[str, ...] = ()) -> bool:
    """Whether a number stands for itself: not "90s", "2+", "12-lead", "4 mg"."""
    following = token_at(tokens, end)
    touches = following.start == last.end and following.kind != ""
    if following.low == "hr" and not touches:
        behind = token_at(tokens, end + 1)
        return behind.kind == "number" or behind.low in BETWEEN  # the heart rate that follows, and no hour
    if following.kind == "word":
        return following.low in but or not (
            following.low in ALIEN or (touches and following.low not in {"bpm", "ra", "f", "c"})
        )
    if following.kind == "number":
        return not touches
    if following.kind == "mark":
        joined = touches and following.text in "+-–×x'\""
        return not joined or (following.text in "-–" and token_at(tokens, end + 1).start != following.end)
    return True


def _places(number: Token) -> int:
    return len(number.text.partition(".")[2])
