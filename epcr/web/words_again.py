"""Words that come again from call to call, to be tapped in place of typing: the unit, the hospital, who is on the crew, who signs.

They are names and no findings: what this class wrote on accepted sheets, and what the trainee wrote on others. Nothing stands in a
field before it is tapped, and what is tapped can be typed over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypedDict, cast

from epcr.sheet.crew import CrewMember
from epcr.sheet.kinds.choice import Choice
from epcr.sheet.kinds.text import Text
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.section import SheetPart
from epcr.sheet.signatures import Signature

MOST_WORDS: Final = 4  # of a field, chosen here: two rows of them on a phone


@dataclass(frozen=True)
class OtherSheet:
    """What stands in some fields of another sheet."""

    scenario: str | None
    is_accepted: bool
    values: Mapping[str, Any]


class Again(TypedDict):
    """What is offered to tap: the words, and what they enter by the name of the field."""

    words: str
    sets: dict[str, str]


def come_again(section: type[SheetPart]) -> Iterator[str]:
    """The fields whose words come again, and those that come with them."""
    for name, spec in _texts(section):
        yield from (name, *(spec.again or ()))


def words_again(
    sheet: RunSheet, section: type[SheetPart], rows: Iterable[OtherSheet]
) -> dict[str, list[Any]]:
    """What is offered at each field of a section: most often written first, of the same scenario before all, the newest of equals."""
    if section is Signature:
        return {"signer_name": [Again(words=name, sets={"signer_name": name}) for name in _crew(sheet)]}
    known = list(rows)
    return {name: _offered(sheet, section, name, spec, known) for name, spec in _texts(section)}


def _texts(section: type[SheetPart]) -> Iterator[tuple[str, Text]]:
    for name, spec in section.fields().items():
        if isinstance(spec, Text) and spec.again is not None:
            yield name, spec


def _crew(sheet: RunSheet) -> list[str]:
    members = (cast(CrewMember, entry).member for entry in sheet.entries("crew"))
    return [name for name in members if name]


def _offered(
    sheet: RunSheet, section: type[SheetPart], name: str, spec: Text, rows: Iterable[OtherSheet]
) -> list[Again]:
    """Those of one field; who is on the crew already is not offered again."""
    here = {member.casefold() for member in _crew(sheet)} if section is CrewMember else set()
    counts: Counter[tuple[str, ...]] = Counter()
    same: Counter[tuple[str, ...]] = Counter()
    for row in rows:
        words = row.values[name]
        if not words or words.casefold() in here:
            continue
        whole = (words, *(row.values[other] or "" for other in spec.again or ()))
        counts[whole] += 1
        same[whole] += row.scenario is not None and row.scenario == sheet.scenario
    best = sorted(counts, key=lambda whole: (-same[whole], -counts[whole]))
    return [_again(section, (name, *(spec.again or ())), whole) for whole in _once(best)][:MOST_WORDS]


def _once(best: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """The same name once, as it stands most often."""
    seen: set[str] = set()
    for whole in best:
        if whole[0].casefold() not in seen:
            seen.add(whole[0].casefold())
            yield whole


def _again(section: type[SheetPart], names: tuple[str, ...], values: tuple[str, ...]) -> Again:
    sets, words = {names[0]: values[0]}, [values[0]]
    for name, code in zip(names[1:], values[1:], strict=True):
        terms = cast(Choice, section.fields()[name]).terms
        if code in terms:  # somebody's own words are nobody else's
            sets[name] = code
            words.append(terms.label(code))
    return Again(words=" · ".join(words), sets=sets)
