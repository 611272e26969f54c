"""Skin, pupils, rhythms, witnesses and trends that a text tells, against the first look, the sets and the arrest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from epcr.checks.contradictions.record import Fault, Record
from epcr.prose import SeenMention
from epcr.prose.seen import rhythm_called
from epcr.sheet.vocabulary import vocabulary
from epcr.words.naming import lower

FINDING: Final = "exam"
RHYTHM: Final = "rhythm"
TREND: Final = "trend"
# Terms of the form by what people mean: gray is pale to one and ashen to the next.
_SKIN: Final = {
    "ashen": "pale", "cold": "cool", "warm": "normal", "moist": "wet", "diaphoretic": "wet",
}  # fmt: skip
_PUPILS: Final = {
    "3518047": {"reactive", "brisk"}, "3518051": {"reactive", "brisk"}, "3518053": {"sluggish", "reactive"},
    "3518037": {"fixed"}, "3518063": {"pinpoint"},
    "3518061": {"dilated"}, "3518041": {"fixed"}, "3518011": {"dilated"}, "3518013": {"dilated"}, "3518015": {"dilated"},
    "3518001": {"pinpoint"},
}  # fmt: skip
_WIDTHS_APART: Final = 2  # mm between two looks that are not the same; chosen here
_WIDE: Final = frozenset({"3518007", "3518009", "3518011", "3518013", "3518015", "3518061"})  # 4 mm and more
_TINY: Final = frozenset({"3518001", "3518003", "3518063"})
_FIRST_RHYTHMS: Final = {
    "3011011": "9901067", "3011013": "9901071", "3011005": "9901035", "3011001": "9901003",
}  # fmt: skip
_ADVISED: Final = {"3011009": "yes", "9901065": "yes", "3011007": "no", "9901063": "no"}
_SHOCKABLE: Final = frozenset({"9901067", "9901071"})


def untrue_sights(sight: SeenMention, record: Record) -> Iterator[Fault]:
    """What was seen otherwise; nothing where the sheet says nothing of it."""
    kind, has = _COMPARED[sight.topic](sight, record)
    if has:
        yield Fault(kind, has, sight.start, sight.end)


def _skin(sight: SeenMention, record: Record) -> tuple[str, str]:
    primary = record.sheet.primary
    seen = getattr(primary, sight.topic)
    if seen is None or _SKIN.get(seen, seen) in sight.values:
        return FINDING, ""
    return (
        FINDING,
        f"is not in the sheet, where the skin is {lower(primary.show(sight.topic, record.context))}",
    )


def _pupils(sight: SeenMention, record: Record) -> tuple[str, str]:
    """Something that no pupil on the sheet shows, at any time."""
    codes = set(_pupil_codes(record))
    if (width := _another_width(sight, codes)) is not None:
        return FINDING, f"is not in the sheet, which has {width}"
    known = {word for code in codes for word in _PUPILS.get(code, ())}
    described = frozenset(value for value in sight.values if not value.endswith(" mm"))
    if not (known and described) or (described & known and not _opposed(described, codes)):
        return FINDING, ""
    if "unequal" in sight.values and any(left != right for left, right in _pairs_of_pupils(record)):
        return FINDING, ""
    shown = ", ".join(sorted(lower(vocabulary("pupil").label(code)) for code in codes if code in _PUPILS))
    return FINDING, f"is not in the sheet, which has {shown}"


def _another_width(sight: SeenMention, codes: set[str]) -> str | None:
    """The widths of the sheet, where none is near one that the text names; None else."""
    named = [int(value[0]) for value in sight.values if value.endswith(" mm")]
    labels = [vocabulary("pupil").label(code) for code in codes]
    widths = sorted(label for label in labels if label.endswith(" mm"))
    near = any(abs(width - int(label[0])) < _WIDTHS_APART for width in named for label in widths)
    return ", ".join(widths) if named and widths and not near else None


def _opposed(described: frozenset[str], codes: set[str]) -> bool:
    """`pinpoint and sluggish` where the sheet has them wide: what excludes each other counts before what agrees."""
    wide, tiny = bool(codes & _WIDE), bool(codes & _TINY)
    return wide != tiny and ("pinpoint" if wide else "dilated") in described


def _pupil_codes(record: Record) -> Iterator[str]:
    for left, right in _pairs_of_pupils(record):
        yield from (*left, *right)
    for entry in record.sheet.entries("exam"):
        if entry.region == "eye":
            yield from entry.findings or ()


def _pairs_of_pupils(record: Record) -> Iterator[tuple[list[str], list[str]]]:
    """Left and right, of the first look and of each set."""
    primary = record.sheet.primary
    yield primary.pupil_left or [], primary.pupil_right or []
    for vitals in record.sets:
        yield vitals.pupil_left or [], vitals.pupil_right or []


def _rhythm(sight: SeenMention, record: Record) -> tuple[str, str]:
    """A rhythm that no set has, or not the first where the first is meant."""
    codes = [code for vitals in record.sets for code in vitals.rhythm or ()]
    arrest = _FIRST_RHYTHMS.get(record.sheet.arrest.first_rhythm or "")
    known = {*codes, *([arrest] if arrest else [])}
    if not known or (known & sight.values and not sight.first):
        return RHYTHM, ""
    first = _first_rhythms(record, arrest)
    if sight.first and known & sight.values and (not first or first & sight.values):
        return RHYTHM, ""
    if _unnamed(record):
        against = sight.first and _advised_first(record) == "yes" and not sight.values & _SHOCKABLE
        return RHYTHM, "is not in the sheet, where a shock was advised first" if against else ""
    labels = sorted(
        {lower(vocabulary("rhythm").label(code)) for code in (first if sight.first and first else known)}
    )
    return RHYTHM, f"({rhythm_called(sight.values)}) is not in the sheet, which has {', '.join(labels)}"


def _first_rhythms(record: Record, arrest: str | None) -> set[str]:
    """The rhythms of the first set that has one; an inferior STEMI is read of it a little later."""
    first = next((vitals.rhythm for vitals in record.sets if vitals.rhythm), None) or []
    return {*first, *([arrest] if arrest else [])}


def _unnamed(record: Record) -> bool:
    """Whether only an AED spoke: what it was is known by nobody."""
    codes = {code for vitals in record.sets for code in vitals.rhythm or ()}
    return bool(codes) and codes <= set(_ADVISED)


def _advised_first(record: Record) -> str:
    """`yes` or `no`, as the first analysis of an AED or the first rhythm has it; empty where nothing has."""
    first = next(
        (code for vitals in record.sets for code in vitals.rhythm or () if code in _ADVISED),
        record.sheet.arrest.first_rhythm,
    )
    return _ADVISED.get(first or "", "yes" if _FIRST_RHYTHMS.get(first or "") in _SHOCKABLE else "")


def _advised(sight: SeenMention, record: Record) -> tuple[str, str]:
    known = _advised_first(record)
    if not known or known in sight.values:
        return RHYTHM, ""
    return RHYTHM, f"is not in the sheet, where {'a' if known == 'yes' else 'no'} shock was advised first"


def _trend(sight: SeenMention, record: Record) -> tuple[str, str]:
    """Up where it went down: by the first and the last value, behind the lowest or the highest where it is told from then on."""
    direction = "up" if "up" in sight.values else "down"
    (name,) = sight.values - {direction}
    numbers = [value.numbers[0] for value in record.values(name) if value.moment is not None]
    if len(numbers) > 2 and (not sight.first or numbers[0] == numbers[-1]):
        numbers = numbers[_turn(numbers) :]
    if len(numbers) < 2 or numbers[0] == numbers[-1]:
        return TREND, ""
    if (numbers[-1] > numbers[0]) == (direction == "up"):
        return TREND, ""
    return TREND, f"is not in the sheet, where it went from {numbers[0]:g} to {numbers[-1]:g}"


def _turn(numbers: list[float]) -> int:
    """Where the values turned for good: their lowest or highest place, whichever is not at an end."""
    inside = range(1, len(numbers) - 1)
    ends = min(numbers[0], numbers[-1]), max(numbers[0], numbers[-1])
    return next((at for at in inside if not ends[0] <= numbers[at] <= ends[1]), 0)


_COMPARED: Final = {
    "skin_color": _skin, "skin_temperature": _skin, "skin_moisture": _skin, "pupils": _pupils, "rhythm": _rhythm,
    "shock_advised": _advised, "trend": _trend,
}  # fmt: skip
