"""Vital signs in a sentence: a value beside what it is called, a pressure by its stroke, a pain of ten.

A number whose meaning is not clear is passed over, and so is one that is only about right ("about 90", "90s", "above 94").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from epcr.prose.between import ABOUT, past_what_lies_between
from epcr.prose.clear import ends_clear, is_clock
from epcr.prose.coma_parts import in_a_row, lettered
from epcr.prose.further_values import CLOSES, comes_back, further_place
from epcr.prose.lexicon import (
    AND_NOW,
    APPROXIMATELY,
    LABELS,
    RANGE,
    UNITS,
    label_at,
    phrase_at,
    phrases,
    single_mark,
    token_at,
)
from epcr.prose.measure_claim import MeasureClaim
from epcr.prose.pressures import palpated, palpated_behind, pressure_of, pulse_behind, stroke_at
from epcr.prose.tokens import TextToken, words
from epcr.sheet.units import OZ_PER_LB

# What can be meant by a number beside a name; a number outside is something else. Wide, so that a slip is still read.
_SENSIBLE: Final = {
    "pressure": (20, 350), "systolic": (20, 350), "heart_rate": (20, 350), "respiratory_rate": (0, 120), "spo2": (30, 199),
    "etco2": (0, 150), "glucose": (1, 1500), "temperature": (20, 115), "gcs": (0, 30), "recheck": (20, 600),
    "pain": (0, 10), "weight": (0.3, 9999),
}  # fmt: skip
# By how much a value may be off that is told about right (chosen here), and the share of a weight.
_ROUGHLY: Final = {
    "systolic": 10, "heart_rate": 10, "respiratory_rate": 4, "spo2": 3, "etco2": 5, "glucose": 15, "temperature": 1, "gcs": 1, "pain": 1,
}  # fmt: skip
_LETTERED: Final = frozenset({"pain", "heart_rate", "respiratory_rate", "spo2", "glucose", "etco2"})
_WEIGHING: Final = words("weight weighs weighed wt weighing")
_ROUGHLY_OF_A_WEIGHT: Final = 0.15
_FROM_IT: Final = words("above below over under")
_ITS: Final = words("his her the their")
_GIVEN_BY: Final = words("po buccal buccally oral orally sl iv io")  # a sugar that was given
_BOUNDS: Final = words("above below least most than over under > < ≥ ≤ before after until till")
_NEAR: Final = 3  # tokens in which a number that is not clear belongs to the name before it
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
_OF_A_LOG: Final = words("at @ , : was were went of mg / dl on this call levels checks readings")
_OUNCES: Final = words("oz ounce ounces")
_OXYGEN: Final = (
    r"(?:[0-9.]+ ?(?:l|lpm|liters?)\b|o2|oxygen|nrb|nc\b|n/c|nasal|non-?rebreather|cpap|bipap|bvm|cannula)"
)
_ON_AIR: Final = re.compile(
    rf"(?:on |while on )?(?:ra\b|r/a|room air)|(?:on|via|with) (?:the |an? |his |her )?{_OXYGEN}|(?:o2 )?(?:sats?\b|spo2|saturation)"
)
_AIR_BEFORE: Final = re.compile(
    rf"\b(?:on|with|via) (?:the |an? |his |her )?(?:ra\b|room air|(?:[0-9.]+ ?)?{_OXYGEN})[^.;0-9]{{0,40}}[0-9.]+ ?$"
)
# Beside another measure a letter is enough: "BP 98/58 P 54 R 20 T 97.5".
_BESIDE: Final = 3  # tokens after it
_LETTERS: Final = {"p": "heart_rate", "r": "respiratory_rate", "t": "temperature"}
_MOVES: Final = words("down up fell dropped rose climbed came went improved increased decreased jumped")
_MOVED: Final = words("down up fell dropped rose climbed increased decreased jumped gained lost")
_CHANGED: Final = words("by another further")
_BREATHS_GIVEN: Final = words("over for x gave given")  # "gave 2 breaths" is no rate
# Between the name of what was measured and a number these say that it was read then.
_NAMED_BY: Final = {"meter": "glucose", "finger": "glucose"}
_FARTHEST_ON: Final = 25  # tokens from a name to a further number of it
_TOLD_BY_UNIT: Final = phrases({
    "heart_rate": "bpm|beats per minute|beats per min|beats / min|beats a minute",
    "respiratory_rate": "breaths|breaths per minute|breaths per min|breaths / min|breaths a minute|respirations|resps",
    "systolic": "systolic",
    "glucose": "mg / dl|mmol / l",
})  # fmt: skip


def measures(tokens: list[TextToken], lower: str, offset: int) -> list[MeasureClaim]:
    """The measures of a sentence in order; `lower` is its text in small letters, beginning at `offset` of the whole."""
    return list(_MeasureReader(tokens, lower, offset).all())


class _MeasureReader:
    """Goes through a sentence once; each step moves on."""

    def __init__(self, tokens: list[TextToken], lower: str, offset: int) -> None:
        self.tokens = tokens
        self.lower = lower
        self.offset = offset
        self.other_scale = any(token.low in _NO_SCALE_OF_PAIN for token in tokens)
        self.last_name = self.last_label = ""
        self.last_place = 0
        self.weighed = any(token.low in _WEIGHING for token in tokens)
        self.complaint = any(token.low in _COMPLAINTS for token in tokens)

    def all(self) -> Iterator[MeasureClaim]:
        at, last = 0, -9
        while at < len(self.tokens):
            claims, at = self._claims_at(at, beside=at - last <= _BESIDE)
            yield from claims
            last = at if claims else last
            self.last_name = claims[-1].name if claims else self.last_name

    def _claims_at(self, at: int, *, beside: bool) -> tuple[list[MeasureClaim], int]:
        """What is measured from here, and the place to go on at; `beside` says that another measure stands right before."""
        label, behind = self._label(at, beside=beside)
        if not label and (further := self._continued(at) or palpated_behind(self.tokens, at)):
            return [further], further.end
        if label == "heart_rate" and comes_back(self.tokens, at, behind):
            return [], behind
        if label:
            self.last_label, self.last_place = label, at
            claims = self._after(label, at, behind)
            return claims, _behind(claims, behind) if claims else self._past_an_unclear_number(behind)
        return self._unnamed(at)

    def _label(self, at: int, *, beside: bool) -> tuple[str, int]:
        """The measure that is named here, or goes on from the one before, and the place behind its name; empty where none is."""
        token = self.tokens[at]
        if token.low in _NAMED_BY:
            self.last_label, self.last_place = _NAMED_BY[token.low], at
        if token.low in LABELS and (named := label_at(self.tokens, at))[0]:
            return named
        if token.low == "t" and token_at(self.tokens, at + 1).decimals:
            return "temperature", at + 1
        if self.last_name and (behind := self._goes_on(at)):
            return self.last_name, behind
        return (_LETTERS[token.low], at + 1) if beside and token.low in _LETTERS else ("", at)

    def _unnamed(self, at: int) -> tuple[list[MeasureClaim], int]:
        """What is measured from here without a name, and the place to go on at."""
        token = self.tokens[at]
        if token.kind == "number":
            claims = self._alone(at)
            return claims, _behind(claims, self._past_strokes(at))
        parts = lettered(self.tokens, at) if token.low[:1] == "e" else None
        if parts is None:
            return [], at + 1
        return [MeasureClaim("gcs_parts", parts.values, at, parts.end)], parts.end

    def _goes_on(self, at: int) -> int:
        """The place of the number in `down to 3`, `fell to 22`: a further value of what was named last; 0 where there is none."""
        if self.tokens[at].low not in _MOVES or self.last_name not in _LETTERED:
            return 0
        to = at + 2 if token_at(self.tokens, at + 1).low in {"down", "up", "back"} else at + 1
        number, behind = token_at(self.tokens, to + 1), token_at(self.tokens, to + 2)
        closed = behind.low in CLOSES or not behind.kind or single_mark(behind, "/%")
        return to + 1 if token_at(self.tokens, to).low == "to" and number.kind == "number" and closed else 0

    def _continued(self, at: int) -> MeasureClaim | None:
        """`the first reading was 58`, `46 with the pulse back, 38 at the door`: a further number of what was named before."""
        if self.last_label not in _LETTERED or at - self.last_place > _FARTHEST_ON:
            return None
        place = further_place(self.tokens, at, self.last_label, in_a_row=self.last_name == self.last_label)
        claim = self._value(self.last_label, place, place) if place else None
        return claim._replace(implied=not self._is_in_a_log(at, place)) if claim is not None else None

    def _is_in_a_log(self, at: int, place: int) -> bool:
        """Whether a number stands in a row of values and their times alone: "BGL 36 at 0708, 52 at 0718, 98 at 0728"."""
        row = self.tokens[self.last_place + 1 : at]
        alone = all(token.kind in {"number", "clock"} or token.low in _OF_A_LOG for token in row)
        return alone and is_clock(self.tokens, at - 1) and is_clock(self.tokens, place + 2)

    # beside a name

    def _after(self, label: str, first: int, at: int) -> list[MeasureClaim]:
        behind, at = at, past_what_lies_between(self.tokens, first, at)
        if label == "gcs" and (parts := lettered(self.tokens, at) or in_a_row(self.tokens, at)) is not None:
            return self._with_total(MeasureClaim("gcs_parts", parts.values, first, parts.end))
        number = token_at(self.tokens, at)
        if number.kind != "number" or self._is_no_value(label, first, at):
            return []
        if (rough := self._rough(label, first, at)) is not None or self._approximate(at):
            return [rough] if rough is not None else []
        if label == "pressure" and self._of_ten(at + 1) and self.tokens[at].value <= 10:
            label = "pain"
        if label in {"pressure", "systolic"}:
            return pressure_of(self.tokens, label, first, at)
        claim = self._value(label, first, at)
        return [] if claim is None or self._is_far(claim, behind, at) else [claim, *self._now(claim)]

    def _is_no_value(self, label: str, first: int, at: int) -> bool:
        """Whether a number beside a name is a time, an end, a part of a ratio, or of a sugar that is given and not measured."""
        given = label == "glucose" and (
            token_at(self.tokens, first - 1).low == "oral" or token_at(self.tokens, at + 1).low in _GIVEN_BY
        )
        unclear = label == "recheck" and not self._is_a_sugar(at)
        apart = (
            _begins_with_nought(self.tokens[at])
            or self._is_bound(at)
            or self._is_a_distance(at)
            or self._is_a_change(at)
            or self._is_named_behind(first, at)
            or self._is_a_ratio(first, at)
        )
        return given or unclear or apart

    def _is_a_sugar(self, at: int) -> bool:
        """Whether the number of a recheck may be a glucose: a bare one of two or three digits."""
        number, behind = self.tokens[at], token_at(self.tokens, at + 1)
        bare = not behind.kind or behind.low in CLOSES
        return bare and not number.decimals and 20 <= number.value <= 600

    def _is_bound(self, at: int) -> bool:
        """Whether a number is an end and no value: "above 94"."""
        return token_at(self.tokens, at - 1).low in _BOUNDS

    def _is_a_distance(self, at: int) -> bool:
        """`28 above his systolic`: how far a number lies from another one that is named."""
        return token_at(self.tokens, at + 1).low in _FROM_IT and token_at(self.tokens, at + 2).low in _ITS

    def _is_a_change(self, at: int) -> bool:
        """`pulse down 28 from 112`, `rose by 14`: by how much a value has changed."""
        before, following = token_at(self.tokens, at - 1).low, token_at(self.tokens, at + 1)
        return before in _CHANGED or (
            before in _MOVED and not single_mark(following, "/") and following.low not in RANGE
        )

    def _is_named_behind(self, first: int, at: int) -> bool:
        """`128 BGL, 96.8`: a list in which the name of each number stands behind it, or nowhere."""
        named = token_at(self.tokens, first - 1)
        comma = any(token.low == "," for token in self.tokens[first:at])
        return comma and named.kind == "number" and not single_mark(token_at(self.tokens, first - 2), "/")

    def _is_a_ratio(self, first: int, at: int) -> bool:
        """`HR/SBP 124/92`, `HR > SBP (124 vs 92)`."""
        ratio = (
            single_mark(token_at(self.tokens, first - 1), "/><") or token_at(self.tokens, at + 1).low == "vs"
        )
        return (ratio and label_at(self.tokens, first - 2)[0] != "") or token_at(
            self.tokens, at + 1
        ).low == "vs"

    def _rough(self, label: str, first: int, at: int) -> MeasureClaim | None:
        """A value that is only about right: "about 90", "in the 130s", "60ish"; None where it is exact."""
        number, following = self.tokens[at], token_at(self.tokens, at + 1)
        glued = following.low if following.start == number.end else ""
        if glued in {"s", "'s"} and number.value % 10 == 0:
            half = 4.5  # of a decade
            return self._rough_claim(label, number.value + half, first, at + 2, half)
        if glued != "ish" and not (
            self._is_about(at) and (label == "weight" or ends_clear(self.tokens, at + 1, number))
        ):
            return None
        if following.low in RANGE or single_mark(following, "/"):
            return None
        return self._rough_claim(label, number.value, first, at + 2 if glued == "ish" else at + 1, 0.0)

    def _rough_claim(
        self, label: str, value: float, first: int, end: int, half: float
    ) -> MeasureClaim | None:
        name = "systolic" if label == "pressure" else label
        low, high = _SENSIBLE[name]
        unit, end = phrase_at(UNITS.get(label, {}), self.tokens, end)
        about = half + (_ROUGHLY.get(name) or _ROUGHLY_OF_A_WEIGHT * value)
        return MeasureClaim(name, (value,), first, end, unit, about=about) if low <= value <= high else None

    def _is_about(self, at: int) -> bool:
        before, further = token_at(self.tokens, at - 1).low, token_at(self.tokens, at - 2).low
        return before in ABOUT or (further in ABOUT and before in {"a", "the", "an", "at", "."})

    def _is_far(self, claim: MeasureClaim, behind: int, at: int) -> bool:
        """Whether a number behind a comma, or a pain without "of 10", may count what follows it."""
        apart = any(token.low == "," for token in self.tokens[behind:at]) or claim.name == "pain"
        following = token_at(self.tokens, claim.end)
        closed = following.low in CLOSES or not following.kind
        return apart and not claim.unit and not closed and claim.end == at + 1

    def _value(self, label: str, first: int, at: int) -> MeasureClaim | None:
        tokens = self.tokens
        number, end = tokens[at], self._of_whole(label, at + 1)
        if end is None:
            return None
        upto, end = self._upto(label, end)
        unit, end = phrase_at(UNITS.get(label, {}), tokens, end)
        ounces, end = self._ounces(end) if unit == "lb" else (0.0, end)
        low, high = _SENSIBLE[label]
        within = low <= number.value <= high and (upto is None or low <= upto <= high)
        clear = bool(unit) or (label != "weight" and ends_clear(tokens, end, tokens[end - 1]))
        return (
            MeasureClaim(label, (number.value + ounces,), first, end, unit, upto, number.decimals)
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
        at = end + 2 if token_at(self.tokens, end + 1).low in {"a", "an"} else end + 1
        other = token_at(self.tokens, at)
        is_range = token_at(self.tokens, end).low in RANGE and other.kind == "number"
        if not is_range or not ends_clear(self.tokens, at + 1, other):
            return None, end
        return other.value, (self._of_ten(at + 1) or at + 1) if label == "pain" else at + 1

    def _now(self, before: MeasureClaim) -> list[MeasureClaim]:
        """A second value of the same measure: "pain 8, now 4"."""
        at = before.end
        if single_mark(token_at(self.tokens, at), ",/→"):
            at += 1
        if token_at(self.tokens, at).low not in AND_NOW or token_at(self.tokens, at + 1).kind != "number":
            return []
        claim = self._value(before.name, at, at + 1)
        return [] if claim is None else [claim._replace(implied=True)]

    # without a name

    def _alone(self, at: int) -> list[MeasureClaim]:
        tokens = self.tokens
        number, before = tokens[at], token_at(tokens, at - 1)
        if (
            (self._approximate(at) and not (self.weighed or self._is_a_patient(at)))
            or before.low in _NO_PRESSURE
            or single_mark(before, "/-")
        ):
            return []
        stroke = stroke_at(self.tokens, at)
        if stroke is not None:
            if stroke.name == "pressure" and (number.value < 50 or stroke.values[1] < 20):
                return []
            return [stroke, *pulse_behind(self.tokens, stroke)]
        if (end := self._of_ten(at + 1)) and number.value <= 10 and not self._other_scale(at):
            return [MeasureClaim("pain", (number.value,), at, end, places=number.decimals)]
        return self._by_its_unit(at)

    def _by_its_unit(self, at: int) -> list[MeasureClaim]:
        """A number whose unit says what it is: "88 bpm", "412 mg/dL", "95 % on room air"."""
        here = token_at(self.tokens, at + 1)
        if (
            (self.weighed or self._is_a_patient(at))
            and (weight := self._value("weight", at, at)) is not None
            and weight.unit in {"kg", "lb"}
        ):
            about = _ROUGHLY_OF_A_WEIGHT * weight.values[0] if self._approximate(at) else 0.0
            return [weight._replace(about=about)]
        name, end = phrase_at(_TOLD_BY_UNIT, self.tokens, at + 1)
        if name == "respiratory_rate" and token_at(self.tokens, at - 1).low in _BREATHS_GIVEN:
            return []
        if not name and self.tokens[at].value >= 40 and (behind := palpated(self.tokens, at + 1)) is not None:
            name, end = "systolic", behind
        if not name and here.low == "%" and 50 <= self.tokens[at].value < 100 and self._on_air(here):
            name, end = "spo2", at + 2
        if not name:
            return self._degrees(at)
        return self._sensible(name, at, end, phrase_at(UNITS.get(name, {}), self.tokens, at + 1)[0])

    def _is_a_patient(self, at: int) -> bool:
        """Whether a weight without a name is the patient's: "46 yo M, 60 kg", "pt is approx 220 lbs"."""
        unit = token_at(self.tokens, at + 1).low
        before = [token.low for token in self.tokens[max(0, at - 5) : at]]
        stands = {"pt", "patient", "he", "she"} & set(before) and {"is", "was"} & set(before)
        aged = {"yo", "y", "yom", "yof", "old", "m", "f", "male", "female"} & set(before[-3:])
        return unit in {"kg", "kgs", "lb", "lbs", "pounds", "kilos"} and bool(stands or aged)

    def _degrees(self, at: int) -> list[MeasureClaim]:
        here, after = token_at(self.tokens, at + 1), token_at(self.tokens, at + 2)
        marked = here.low in {"°", "º", "degrees"}
        letter = after.low if marked else here.low
        if letter not in {"f", "c"} or not (marked or self.tokens[at].decimals):
            return []
        unit = "°F" if letter == "f" else "°C"
        low, high = (80.0, 115.0) if letter == "f" else (20.0, 45.0)
        claims = self._sensible("temperature", at, at + (3 if marked else 2), unit)
        return [claim for claim in claims if low <= claim.values[0] <= high]

    def _on_air(self, percent: TextToken) -> bool:
        """Whether a percentage is said to be on room air or on oxygen: "95 % on room air"."""
        following = self.lower[percent.end - self.offset : percent.end - self.offset + 40].lstrip()
        before = self.lower[: percent.start - self.offset]
        return _ON_AIR.match(following) is not None or _AIR_BEFORE.search(before) is not None

    def _sensible(self, name: str, at: int, end: int, unit: str) -> list[MeasureClaim]:
        number = self.tokens[at]
        low, high = _SENSIBLE[name]
        return (
            [MeasureClaim(name, (number.value,), at, end, unit, None, number.decimals)]
            if low <= number.value <= high
            else []
        )

    # pieces

    def _with_total(self, parts: MeasureClaim) -> list[MeasureClaim]:
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
            or not ends_clear(self.tokens, at + 1, total)
        ):
            return [parts]
        both = parts._replace(end=at + 1)
        if total.value == sum(parts.values):
            return [both]
        return [both, MeasureClaim("gcs", (total.value,), parts.first, at + 1)]

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
        for place in range(at, at + _NEAR):
            token = token_at(self.tokens, place)
            if token.kind == "number":
                return self._past_strokes(place)
            if not token.kind or (token.kind == "word" and label_at(self.tokens, place)[0]):
                return at
        return at

    def _past_strokes(self, at: int) -> int:
        """Behind a number and all that is joined to it by strokes: a date is read as a whole, or not at all."""
        at += 1
        while single_mark(token_at(self.tokens, at), "/") and token_at(self.tokens, at + 1).kind == "number":
            at += 2
        return at


def _begins_with_nought(number: TextToken) -> bool:
    """`0724`, which is a time."""
    return len(number.text) == 4 and number.text.startswith("0")


def _behind(claims: list[MeasureClaim], at: int) -> int:
    """The place behind all claims, at least this one."""
    return max([at, *(claim.end for claim in claims)])
