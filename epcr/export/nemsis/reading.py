"""A run sheet read as a report of the standard: every declared element of every field, walked in one way.

It knows declarations, reasons and codes; which field is which it does not know. What an element does not take is never made into a
code: it leaves as words in an element of our own, and is told as a loss.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Final

from epcr.checks.verdicts import judging
from epcr.export.nemsis.agency import PlayedAgency
from epcr.export.nemsis.asked import not_asked
from epcr.export.nemsis.custom import WORDS, put_result, results_of
from epcr.export.nemsis.filled import ALONE, ElementValue, Filled, spread
from epcr.export.nemsis.given import STANDS_IN, given, stand_ins
from epcr.export.nemsis.legal import legal, plain
from epcr.export.nemsis.table import NOT_APPLICABLE, NOT_RECORDED, Node, elements, groups
from epcr.export.nemsis.worked_out import ADAPTED, worked_out
from epcr.sheet.absent import negatives_in
from epcr.sheet.anchor import Anchor
from epcr.sheet.context import Context
from epcr.sheet.element import Element
from epcr.sheet.exam import ExamFinding
from epcr.sheet.field import Spec
from epcr.sheet.incident import Incident
from epcr.sheet.interventions import Intervention
from epcr.sheet.kinds.choice import Choice
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.section import Entry, SheetPart
from epcr.sheet.vocabulary import vocabulary
from epcr.words.counting import counted

NOT_DONE: Final = "8801023"  # unable to complete: of a procedure that was left for a reason which the standard has for medications only
PROTOCOLS: Final = "eProtocols.ProtocolGroup"
ASSESSMENT: Final = "eExam.AssessmentGroup"


@dataclass(frozen=True)
class Loss:
    """What does not leave as it stands on the sheet: where it stands, and a sentence of what becomes of it."""

    anchor: Anchor
    sentence: str


@dataclass
class Reading:
    """A sheet as a report. `unasked` are the elements that its call did not ask for, `losses` what does not leave as it stands."""

    filled: Filled = field(default_factory=Filled)
    unasked: frozenset[str] = frozenset()
    losses: list[Loss] = field(default_factory=list)


def read(run_sheet: RunSheet, agency: PlayedAgency, *, national: bool = False) -> Reading:
    """The sheet as a report; the `national` data set knows no elements of our own."""
    reader = _Reader(run_sheet, national=national)
    for part in run_sheet.parts():
        reader.part(part)
    for element, value in given(run_sheet, agency):
        reader.add(element, value)
    for element, value in stand_ins(run_sheet, agency):
        if reader.add(element, value):
            reader.tell_stand_in(element, value.text)
    spread(reader.filled)
    if not national:
        reader.own_elements()
    return reader.reading


@dataclass(frozen=True)
class _Place:
    """A value of a part that is being put into an element."""

    part: SheetPart
    name: str
    spec: Spec
    element: Element
    node: Node


class _Reader:
    def __init__(self, run_sheet: RunSheet, *, national: bool) -> None:
        self.sheet = run_sheet
        self.national = national
        self.context = run_sheet.context()
        self.reading = Reading(unasked=not_asked(run_sheet))
        self.filled = self.reading.filled
        self.words: list[tuple[SheetPart, str]] = []  # what leaves as words, with what it was said of
        self.about: dict[str, Filled] = {}  # the group that an entry leaves as
        self._by_element: dict[str, Context] = {}

    # Fields -----------------------------------------------------------------------------------------------------------

    def part(self, part: SheetPart) -> None:
        """Every field of a section or entry that means an element."""
        absent = part.absent
        undone = isinstance(part, Intervention) and bool(part.why("item"))
        for name, spec in _fields(type(part)):
            value = getattr(part, name)
            negatives = negatives_in(absent, name) if absent and spec.negative else []
            if value is None and not negatives and name not in absent:
                continue
            if undone and name != "item":  # nothing was done that could have a time, a dose or a performer
                self.words.append((part, f"{spec.label}: {part.show(name, self.context)}"))
                continue
            meant = [element for element in spec.elements if element.is_meant(part)]
            for element in meant:
                place = _Place(part, name, spec, element, elements()[element.name])
                self._field(place, value, absent.get(name, ""), negatives)
            if not meant:
                self._lose(
                    part,
                    name,
                    part.show(name, self.context),
                    "has no place in the standard as long as it is not said of what",
                )
        for element_name, text in worked_out(self.sheet, part):
            self._put(element_name, part, ElementValue(text), part_key(part))
        if undone and part_key(part) in self.about:
            self.about[str(part_key(part))].empty = NOT_APPLICABLE

    def _field(self, place: _Place, value: Any, reason: str, negatives: list[str]) -> None:
        values = [*self._values(place, value), *self._negatives(place, negatives)]
        if reason:
            values = self._with_reason(place, values, reason)
        elif (
            value is not None
            and not values
            and (nil := _nil(place.node, NOT_RECORDED)) is not None
            and place.node.stays
        ):
            values = [nil]
        for element_value in values:
            key = self._key(place, element_value.text)
            if not self._put(place.node.name, place.part, element_value, key):
                self._lose(
                    place.part, place.name, self._shown(place, value), f"is more than {place.node.name} takes"
                )
            if place.element.group:
                discriminator, code = place.element.group
                group = self.filled.inside(place.node.above, self._keys(place.node, place.part, key))
                group.leaves.setdefault(discriminator, [ElementValue(code)])

    def _values(self, place: _Place, value: Any) -> Iterator[ElementValue]:
        """What a value leaves as; what does not fit is said in words. Of several where the standard has room for one the first leaves."""
        if value is None:
            return
        coded = place.spec.code(value, self._context(place))
        pairs = zip(value, coded, strict=True) if isinstance(coded, list) else ((value, coded),)
        room = None if place.node.repeats or _in_a_group_of_its_own(place) else 1
        for raw, code in pairs:
            if room == 0:
                self._lose(
                    place.part, place.name, self._shown(place, raw), f"is more than {place.node.name} takes"
                )
                continue
            made = self._made(place, raw, code)
            if made is not None:
                room = None if room is None else room - 1
                yield made

    def _made(self, place: _Place, raw: Any, code: Any) -> ElementValue | None:
        adapt = ADAPTED.get(place.node.name)
        if code is not None:
            made = adapt(place.part, code) if adapt else ElementValue(plain(code))
            text = legal(made.text) if isinstance(code, str) else made.text
            kind = place.node.type
            if kind is not None and kind.fits(text):
                return made._replace(text=text)
            if kind is not None and kind.is_text and kind.longest is not None and len(text) > kind.longest:
                self._cut(place, text, kind.longest)
                return made._replace(text=text[: kind.longest])
        self._lose(
            place.part, place.name, self._shown(place, raw), f"is nothing that {place.node.name} takes"
        )
        return None

    def _negatives(self, place: _Place, negatives: list[str]) -> Iterator[ElementValue]:
        """Single choices that were looked for and are not there."""
        code = reason_code(place.spec.negative)
        for made in self._values(place, negatives or None):
            if code in place.node.negatives:
                yield made._replace(attributes=(*made.attributes, ("PN", code)))

    def _with_reason(self, place: _Place, values: list[ElementValue], reason: str) -> list[ElementValue]:
        """A reason beside a value, or in its place."""
        code, node = reason_code(reason), place.node
        if values:
            if code not in node.negatives:
                self._lose_reason(place, reason)
                code = NOT_DONE if isinstance(place.part, Intervention) and place.name == "item" else ""
            return (
                [value._replace(attributes=(*value.attributes, ("PN", code))) for value in values]
                if code
                else values
            )
        # What stands beside a value ("approximate") says nothing where there is none (nemSch_e006, e190).
        nil = None if reason in place.spec.beside else _nil(node, code)
        if nil is not None:
            return [nil]
        self._lose_reason(place, reason)
        nil = _nil(node, NOT_RECORDED)
        return [nil] if nil is not None and node.stays else []

    # Places -----------------------------------------------------------------------------------------------------------

    def _key(self, place: _Place, text: str) -> Hashable:
        """Which of several groups a value stands in: its entry's, its complaint's, one for each term; or none of its own."""
        if isinstance(place.part, Entry):
            return place.part.id
        if place.element.group:
            return place.element.group[1]
        return text if text and place.node.most == 1 and _takes_several(place.spec) else ALONE

    def _keys(self, node: Node, part: SheetPart, key: Hashable) -> list[Hashable]:
        keys: list[Hashable] = []
        for name in node.above:
            if not groups()[name].repeats:
                keys.append(ALONE)
            elif name == ASSESSMENT and isinstance(part, ExamFinding):
                keys.append(part.examined_at)  # what was examined at one time is one assessment
            else:
                keys.append(key)
        return keys

    def _put(self, name: str, part: SheetPart, value: ElementValue, key: Hashable) -> bool:
        """Let a value stand in its group; whether it does, and no other stands in its place."""
        node = elements()[name]
        if PROTOCOLS in node.above:
            key = (
                value.text or ALONE
            )  # several acts by one protocol; that there was none counts where none has one
        group = self.filled.inside(node.above, self._keys(node, part, key))
        if node.repeats or name not in group.leaves:  # what was examined at one time has that time once
            group.put(name, value)
        if isinstance(part, Entry) and PROTOCOLS not in node.above:
            self._note_group(part, node)
        return value in group.leaves[name] or PROTOCOLS in node.above

    def _note_group(self, part: Entry, node: Node) -> None:
        """Remember the group that an entry leaves as: the outermost that there can be several of."""
        if part.id not in self.about:
            outer = next((at for at, name in enumerate(node.above, 1) if groups()[name].repeats), 0)
            chain = node.above[:outer]
            if chain and "CorrelationID" in groups()[chain[-1]].attributes:
                keys = self._keys(node, part, part.id)[:outer]
                self.about[part.id] = self.filled.inside(chain, keys)

    def _context(self, place: _Place) -> Context:
        """The context with the element that is asked for, where the terms of a field are coded otherwise in each."""
        if not _coded_by_element(place.spec):
            return self.context
        name = place.node.name
        if name not in self._by_element:
            self._by_element[name] = replace(self.context, element=name)
        return self._by_element[name]

    # What the standard has no element for -----------------------------------------------------------------------------

    def add(self, element: str, value: ElementValue) -> bool:
        """Let a value stand in an element that the sheet says nothing of; whether it does say nothing."""
        node = elements()[element]
        group = self.filled.inside(node.above, [ALONE] * len(node.above))
        if element in group.leaves:
            return False
        group.put(element, value)
        return True

    def tell_stand_in(self, element: str, text: str) -> None:
        """That something stands for what nobody documented."""
        part, name = self.sheet.incident, mandatory_fields()[element]
        spec = part.fields()[name]
        shown = spec.terms.label(text) if isinstance(spec, Choice) else text
        self.words.append((part, f"{spec.label}: not documented"))
        sentence = (
            f"{spec.label} is not documented; the standard takes no empty answer, and “{shown}” stands there"
        )
        self.reading.losses.append(Loss(part.anchor(name), sentence))

    def own_elements(self) -> None:
        """The verdicts, and what leaves as words."""
        judged = judging(self.sheet)
        for entry in self.sheet.entries("interventions"):
            for custom, text in results_of(judged(entry)):
                put_result(self.filled, custom, text, self.about.get(entry.id), entry.id)
        for part, words in self.words:
            number = getattr(part, "id", "")
            put_result(self.filled, WORDS, words, self.about.get(number), number)

    def _shown(self, place: _Place, raw: Any) -> str:
        several = _takes_several(place.spec) and not isinstance(raw, list)
        return place.spec.show([raw] if several else raw, self.context)

    def _cut(self, place: _Place, text: str, longest: int) -> None:
        label = place.spec.label
        sentence = f"{label} was cut: {place.node.name} takes {counted(longest, 'character')}, {len(text):,} are there"
        self._say(place.part, place.name, text, sentence)

    def _lose_reason(self, place: _Place, reason: str) -> None:
        words = vocabulary("reason").label(reason)
        self._lose(place.part, place.name, words, f"is no reason that {place.node.name} takes")

    def _lose(self, part: SheetPart, name: str, words: str, why: str) -> None:
        label = part.fields()[name].label
        shown = words if len(words) <= 60 else f"{words[:60]}…"
        self._say(part, name, words, f"{label}: “{shown}” {why}; it leaves as words")

    def _say(self, part: SheetPart, name: str, words: str, sentence: str) -> None:
        self.words.append((part, f"{part.fields()[name].label}: {words}"))
        self.reading.losses.append(Loss(part.anchor(name), sentence))


def part_key(part: SheetPart) -> Hashable:
    """The key of the group that an entry leaves as."""
    return part.id if isinstance(part, Entry) else ALONE


@cache
def _fields(section: type[SheetPart]) -> tuple[tuple[str, Spec], ...]:
    return tuple((name, spec) for name, spec in section.fields().items() if spec.elements)


@cache
def reason_code(reason: str) -> str:
    """The code of the standard for a reason; empty for none."""
    return vocabulary("reason").standard(reason) or ""


@cache
def mandatory_fields() -> dict[str, str]:
    """The fields of an incident by the elements in which something stands where nobody documented them."""
    names = Incident.fields().items()
    return {
        element.name: name for name, spec in names for element in spec.elements if element.name in STANDS_IN
    }


def _nil(node: Node, code: str) -> ElementValue | None:
    """The element without a value, for this reason; None where it does not take it."""
    if node.nillable and code in node.not_values:
        return ElementValue("", nil=("NV", code))
    if node.nillable and code in node.negatives:
        return ElementValue("", nil=("PN", code))
    return None


def _takes_several(spec: Spec) -> bool:
    return spec.kind in {"several", "severalofcrew"}


def _in_a_group_of_its_own(place: _Place) -> bool:
    """Whether each of several values gets a group: the nearest above repeats, and no entry stands for it."""
    above = place.node.above
    return not isinstance(place.part, Entry) and _takes_several(place.spec) and groups()[above[-1]].repeats


@cache
def _coded_by_element(spec: Spec) -> bool:
    return isinstance(spec, Choice) and any(term.by_element for term in spec.terms)


__all__ = ["Loss", "Reading", "read"]
