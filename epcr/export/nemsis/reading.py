"""A run sheet read as a report of the standard: every declared element of every field, walked in one way.

It knows declarations, reasons and codes; which field is which it does not know. What an element does not take is never made into a
code: it leaves as words in an element of our own, and is told as a loss.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Final, NamedTuple

from epcr.checks.verdicts import judging
from epcr.export.nemsis.agency import PlayedAgency
from epcr.export.nemsis.asked import not_asked
from epcr.export.nemsis.custom import WORDS, put_result, results_of
from epcr.export.nemsis.filled import ALONE, ElementValue, FilledGroup, spread
from epcr.export.nemsis.given import STANDS_IN, given, stand_ins
from epcr.export.nemsis.legal import legal, plain
from epcr.export.nemsis.meanings import Meaning, deciding, meant_by, repeating
from epcr.export.nemsis.table import NOT_APPLICABLE, NOT_RECORDED, Node, elements, groups
from epcr.export.nemsis.worked_out import worked_out
from epcr.sheet.absent import negatives_in
from epcr.sheet.anchor import Anchor
from epcr.sheet.context import Context
from epcr.sheet.exam import ExamFinding
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
class SheetReading:
    """A sheet as a report. `unasked` are the elements that its call did not ask for, `losses` what does not leave as it stands."""

    filled: FilledGroup = field(default_factory=FilledGroup)
    unasked: frozenset[str] = frozenset()
    losses: list[Loss] = field(default_factory=list)


def read(run_sheet: RunSheet, agency: PlayedAgency, *, national: bool = False) -> SheetReading:
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


class _FieldContent(NamedTuple):
    """What is said of a field, and the elements that it means: its value, the reason beside or in place of it, what was not found."""

    name: str
    meant: tuple[Meaning, ...]
    value: Any
    reason: str
    negatives: list[str]


class _Reader:
    def __init__(self, run_sheet: RunSheet, *, national: bool) -> None:
        self.sheet = run_sheet
        self.national = national
        self.context = run_sheet.context()
        self.reading = SheetReading(unasked=not_asked(run_sheet))
        self.filled = self.reading.filled
        self.words: list[tuple[SheetPart, str]] = []  # what leaves as words, with what it was said of
        self.about: dict[str, FilledGroup] = {}  # the group that an entry leaves as
        self._by_element: dict[str, Context] = {}
        self._groups: dict[tuple[tuple[str, ...], Hashable], FilledGroup] = {}

    # Fields -----------------------------------------------------------------------------------------------------------

    def part(self, part: SheetPart) -> None:
        """Every field of a section or entry that means an element."""
        undone = _is_undone(part)
        for content in _contents(part):
            if undone and content.name != "item":
                # Nothing was done that could have a time, a dose or a performer.
                shown = part.show(content.name, self.context)
                self.words.append((part, f"{part.fields()[content.name].label}: {shown}"))
                continue
            for meaning in content.meant:
                self._field(part, meaning, content)
            if not content.meant:
                why = "has no place in the standard as long as it is not said of what"
                self._lose(part, content.name, part.show(content.name, self.context), why)
        self._worked_out(part)
        if undone and part_key(part) in self.about:
            self.about[str(part_key(part))].empty = NOT_APPLICABLE

    def _worked_out(self, part: SheetPart) -> None:
        for element_name, text in worked_out(self.sheet, part):
            node = elements()[element_name]
            if node.type is not None and node.type.fits(text):
                self._put(part, node, ElementValue(text), part_key(part))

    def _field(self, part: SheetPart, meaning: Meaning, content: _FieldContent) -> None:
        values = [*self._values(part, meaning, content.value)]
        if content.negatives:
            values += self._negatives(part, meaning, content.negatives)
        if content.reason:
            values = self._with_reason(part, meaning, values, content.reason)
        elif not values and meaning.node.stays and (nil := _nil(meaning.node, NOT_RECORDED)) is not None:
            values = [nil]
        for element_value in values:
            key = self._key(part, meaning, element_value.text)
            if not self._put(part, meaning.node, element_value, key):
                shown = self._shown(meaning, content.value)
                self._lose(part, meaning.name, shown, f"is more than {meaning.node.name} takes")
            if meaning.element.group:
                discriminator, code = meaning.element.group
                self._group(part, meaning.node.above, key).leaves.setdefault(
                    discriminator, [ElementValue(code)]
                )

    def _values(self, part: SheetPart, meaning: Meaning, value: Any) -> Iterator[ElementValue]:
        """What a value leaves as; what does not fit is said in words. Of several where the standard has room for one the first leaves."""
        if value is None:
            return
        coded = meaning.spec.code(value, self._context(meaning))
        pairs = zip(value, coded, strict=True) if isinstance(coded, list) else ((value, coded),)
        room = meaning.room
        for raw, code in pairs:
            if room == 0:
                self._lose(
                    part, meaning.name, self._shown(meaning, raw), f"is more than {meaning.node.name} takes"
                )
                continue
            made = self._made(part, meaning, raw, code)
            if made is not None:
                room = None if room is None else room - 1
                yield made

    def _made(self, part: SheetPart, meaning: Meaning, raw: Any, code: Any) -> ElementValue | None:
        kind, made = meaning.node.type, _written(part, meaning, code)
        if kind is not None and made is not None:
            if kind.fits(made.text):
                return made
            if kind.is_text and kind.longest is not None and len(made.text) > kind.longest:
                self._cut(part, meaning, made.text, kind.longest)
                return made._replace(text=made.text[: kind.longest])
        self._lose(
            part, meaning.name, self._shown(meaning, raw), f"is nothing that {meaning.node.name} takes"
        )
        return None

    def _negatives(self, part: SheetPart, meaning: Meaning, negatives: list[str]) -> Iterator[ElementValue]:
        """Single choices that were looked for and are not there."""
        code = reason_code(meaning.spec.negative)
        for made in self._values(part, meaning, negatives):
            if code in meaning.node.negatives:
                yield _with_negative(made, code)

    def _with_reason(
        self, part: SheetPart, meaning: Meaning, values: list[ElementValue], reason: str
    ) -> list[ElementValue]:
        """A reason beside a value, or in its place."""
        if not values:
            return self._reason_alone(part, meaning, reason)
        code = reason_code(reason)
        if code not in meaning.node.negatives:
            self._lose_reason(part, meaning, reason)
            code = NOT_DONE if isinstance(part, Intervention) and meaning.name == "item" else ""
        return [_with_negative(value, code) for value in values] if code else values

    def _reason_alone(self, part: SheetPart, meaning: Meaning, reason: str) -> list[ElementValue]:
        """A reason where there is no value. What stands beside one ("approximate") says nothing there (nemSch_e006, e190)."""
        node = meaning.node
        nil = None if reason in meaning.spec.beside else _nil(node, reason_code(reason))
        if nil is not None:
            return [nil]
        self._lose_reason(part, meaning, reason)
        nil = _nil(node, NOT_RECORDED)
        return [nil] if nil is not None and node.stays else []

    # Places -----------------------------------------------------------------------------------------------------------

    def _key(self, part: SheetPart, meaning: Meaning, text: str) -> Hashable:
        """Which of several groups a value stands in: its entry's, its complaint's, one for each term; or none of its own."""
        if isinstance(part, Entry):
            return part.id
        if meaning.element.group:
            return meaning.element.group[1]
        return text if text and meaning.apart else ALONE

    def _group(self, part: SheetPart, above: tuple[str, ...], key: Hashable) -> FilledGroup:
        """The group below these, of those that repeat the one with this key."""
        place = (above, key)
        if place not in self._groups:
            keys: list[Hashable] = [
                (part.examined_at if name == ASSESSMENT and isinstance(part, ExamFinding) else key)
                if repeats
                else ALONE
                for name, repeats in zip(above, repeating(above), strict=True)
            ]  # what was examined at one time is one assessment
            self._groups[place] = self.filled.inside(above, keys)
        return self._groups[place]

    def _put(self, part: SheetPart, node: Node, value: ElementValue, key: Hashable) -> bool:
        """Let a value stand in its group; whether it does, and no other stands in its place."""
        of_protocol = PROTOCOLS in node.above
        if of_protocol:  # several acts by one protocol; that there was none counts where none has one
            key = value.text or ALONE
        group = self._group(part, node.above, key)
        if node.repeats or node.name not in group.leaves:  # what was examined at one time has that time once
            group.put(node.name, value)
        if not of_protocol and key not in self.about and isinstance(part, Entry):
            self._note_group(part, node.above)
        return of_protocol or value in group.leaves[node.name]

    def _note_group(self, part: Entry, above: tuple[str, ...]) -> None:
        """Remember the group that an entry leaves as: the outermost that there can be several of."""
        outer = next((at for at, repeats in enumerate(repeating(above), 1) if repeats), 0)
        if outer and "CorrelationID" in groups()[above[outer - 1]].attributes:
            self.about[part.id] = self._group(part, above[:outer], part.id)

    def _context(self, meaning: Meaning) -> Context:
        """The context with the element that is asked for, where the terms of a field are coded otherwise in each."""
        if not meaning.coded_by_element:
            return self.context
        name = meaning.node.name
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

    def _shown(self, meaning: Meaning, raw: Any) -> str:
        in_a_list = meaning.several and not isinstance(raw, list)
        return meaning.spec.show([raw] if in_a_list else raw, self.context)

    def _cut(self, part: SheetPart, meaning: Meaning, text: str, longest: int) -> None:
        there = f"{meaning.node.name} takes {counted(longest, 'character')}, {len(text):,} are there"
        self._say(part, meaning.name, text, f"{meaning.spec.label} was cut: {there}")

    def _lose_reason(self, part: SheetPart, meaning: Meaning, reason: str) -> None:
        words = vocabulary("reason").label(reason)
        self._lose(part, meaning.name, words, f"is no reason that {meaning.node.name} takes")

    def _lose(self, part: SheetPart, name: str, words: str, why: str) -> None:
        label = part.fields()[name].label
        shown = words if len(words) <= 60 else f"{words[:60]}…"
        self._say(part, name, words, f"{label}: “{shown}” {why}; it leaves as words")

    def _say(self, part: SheetPart, name: str, words: str, sentence: str) -> None:
        self.words.append((part, f"{part.fields()[name].label}: {words}"))
        self.reading.losses.append(Loss(part.anchor(name), sentence))


def _is_undone(part: SheetPart) -> bool:
    return isinstance(part, Intervention) and bool(part.why("item"))


def _contents(part: SheetPart) -> Iterator[_FieldContent]:
    """The fields of a part of which something is said."""
    held, absent = vars(part), part.absent
    answers = tuple(getattr(part, name) for name in deciding(type(part)))
    for name, spec, meant in meant_by(type(part), answers):
        value = held[name] if name in held else getattr(part, name)
        negatives = negatives_in(absent, name) if absent and spec.negative else []
        if value is not None or negatives or name in absent:
            yield _FieldContent(name, meant, value, absent.get(name, ""), negatives)


def _written(part: SheetPart, meaning: Meaning, code: Any) -> ElementValue | None:
    """A code as its element writes it, in letters that XML can hold; None where it has none to write."""
    kind = meaning.node.type
    if code is None or kind is None:
        return None
    made = meaning.adapt(part, code) if meaning.adapt else ElementValue(plain(code))
    text = made.text if kind.codes else legal(made.text)
    return made if text is made.text else made._replace(text=text)


def _with_negative(value: ElementValue, code: str) -> ElementValue:
    """A value with the reason beside it."""
    return value._replace(attributes=(*value.attributes, ("PN", code)))


def part_key(part: SheetPart) -> Hashable:
    """The key of the group that an entry leaves as."""
    return part.id if isinstance(part, Entry) else ALONE


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


__all__ = ["Loss", "SheetReading", "read"]
