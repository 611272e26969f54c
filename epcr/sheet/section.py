"""What a section of the run sheet is: one that stands once (Section) or one of many (Entry), with its groups and its answers
to "why not?".

A section knows its own fields. It does not know who fills it in, how it is judged or where it is printed.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import JSON, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from epcr.db import Base, UtcMoment, now
from epcr.sheet.absent import negatives_in, source_of
from epcr.sheet.anchor import Anchor
from epcr.sheet.context import Context
from epcr.sheet.field import Spec, names_of, refuse_reserved, specs
from epcr.sheet.kinds.choice import Several
from epcr.sheet.kinds.text import Text
from epcr.sheet.vocabulary import vocabulary
from epcr.words.naming import lower

if TYPE_CHECKING:
    from epcr.sheet.run_sheet import RunSheet

ID_LENGTH = 32


def new_id() -> str:
    """An id for an entry, as the browser makes them too: 32 hexadecimal digits."""
    return uuid.uuid4().hex


@dataclass(frozen=True)
class Group:
    """Fields that are shown together. `folded` groups open on request; `when` names a field of the section and the values
    that make the group worth asking. What a group that is `told_elsewhere` would say, other answers say where it is blank.
    """

    title: str
    names: tuple[str, ...]
    hint: str = ""
    folded: bool = False
    when: tuple[str, tuple[str, ...]] | None = None
    told_elsewhere: bool = False


@dataclass(frozen=True)
class Page:
    """How a section presents itself: its slug in addresses and anchors, its title, a hint, its groups.

    `needed_first`: the fields that a call needs stand on top of its page, and its groups stand folded while they hold nothing else.
    """

    slug: str
    title: str
    groups: tuple[Group, ...] = field(default=())
    hint: str = ""
    needed_first: bool = False


class SheetPart(Base):
    """What sections and entries share: they belong to a run sheet, have a version and say why values are absent."""

    __abstract__ = True
    page: ClassVar[Page]
    many: ClassVar[bool] = False
    judged: ClassVar[bool] = False  # each has a verdict of the scope check, given anew when its facts change

    version: Mapped[int] = mapped_column(Integer, default=0)
    absent: Mapped[dict[str, str]] = mapped_column(JSON, default=dict, active_history=True)
    saved_at: Mapped[datetime | None] = mapped_column(UtcMoment(), default=None)
    # When the device that it was written on says that it was written, beside `saved_at` of the server; as told, right or wrong.
    device_at: Mapped[datetime | None] = mapped_column(UtcMoment(), default=None)

    def __init_subclass__(cls, **options: Any) -> None:
        """Refuse field names that the libraries own."""
        refuse_reserved(cls)
        super().__init_subclass__(**options)

    def __init__(self, **values: Any) -> None:
        """Start with nothing documented."""
        values.setdefault("absent", {})
        values.setdefault("version", 0)
        super().__init__(**values)

    @classmethod
    def fields(cls) -> dict[str, Spec]:
        """The specs by name, in order."""
        return specs(cls)

    @classmethod
    def fields_of(cls, *kinds: type[Spec]) -> tuple[str, ...]:
        """The names of the fields of these kinds, in order."""
        return names_of(cls, kinds)

    @classmethod
    def groups(cls) -> tuple[Group, ...]:
        """The groups of its form with every field in one: what no group names stands behind the field declared before it."""
        grouped = [[*group.names] for group in cls.page.groups]
        named = {name for names in grouped for name in names}
        before = ""
        for name in cls.fields():
            if name not in named:
                names = next((names for names in grouped if before in names), grouped[0])
                names.insert(names.index(before) + 1 if before else 0, name)
            before = name
        return tuple(
            replace(group, names=tuple(names)) for group, names in zip(cls.page.groups, grouped, strict=True)
        )

    @classmethod
    def asked_on(cls, sheet: RunSheet) -> bool:  # noqa: ARG003 - a section may depend on the call
        """Whether it is to be filled in on this call."""
        return True

    def anchor(self, name: str = "") -> Anchor:
        """The address of this part, or of one of its fields."""
        return Anchor(self.page.slug, getattr(self, "id", "") if self.many else "", name)

    def why(self, name: str) -> str:
        """The word for why a field has no value (or what stands beside it), or empty."""
        return self.absent.get(name, "")

    def documented(self, name: str) -> bool:
        """Whether a field has a value, a reason for having none, or something looked for and not found."""
        if getattr(self, name) is not None:
            return True
        return bool(self.absent) and bool(self.why(name) or negatives_in(self.absent, name))

    def filled(self) -> list[str]:
        """The names of the fields that have a value, in order."""
        # What was read stands in the object itself: a sheet has some 500 fields, and this is asked of all of them.
        held = vars(self)
        return [
            name
            for name in self.fields()
            if (held[name] if name in held else getattr(self, name)) is not None
        ]

    def touched(self) -> bool:
        """Whether anything at all is documented here."""
        return bool(self.filled()) or (bool(self.absent) and any(map(self.documented, self.fields())))

    def show(self, name: str, context: Context) -> str:
        """A field in words: its value, what was not found, and why it is absent. Empty when not documented."""
        return self._worded(name, self.fields()[name].show(getattr(self, name), context))

    def show_whole(self, name: str, context: Context) -> str:
        """The same, of a number whose unit stands in a field of its own with that unit: "68 years", "40 minutes"."""
        number, spec = getattr(self, name), self.fields()[name]
        unit = unit_words(number, self.show(spec.unit_field, context)) if self.tells_unit(name) else ""
        return (
            self._worded(name, f"{spec.show(number, context)} {unit}") if unit else self.show(name, context)
        )

    def tells_unit(self, name: str) -> bool:
        """Whether a field is a number that is documented, whose unit is chosen in another field."""
        return bool(self.fields()[name].unit_field) and getattr(self, name) is not None

    def stands_alone(self, name: str) -> bool:
        """Whether a field is a line of its own: the unit of a number is none, unless it was chosen and the number is not there."""
        numbers = [number for number, spec in self.fields().items() if spec.unit_field == name]
        return all(getattr(self, number) is None and self.documented(name) for number in numbers)

    def _worded(self, name: str, value: str) -> str:
        """A value with what was not found beside it, why it is absent and who told it."""
        spec = self.fields()[name]
        words = [value] if value else []
        if isinstance(spec, Several):
            words += [f"no {_lower(spec.word(code))}" for code in negatives_in(self.absent, name)]
        text = "; ".join(words)
        if reason := self.why(name):
            why = vocabulary("reason").label(reason)
            text = f"{text} ({_lower(why)})" if text else why
        source = self.absent.get(source_of(name), "")
        return f"{text} ({source})" if text and source else text


class Section(SheetPart):
    """A part that stands once on a run sheet."""

    __abstract__ = True

    @declared_attr
    def run_sheet_id(cls) -> Mapped[str]:  # noqa: N805 - SQLAlchemy passes the class
        """The run sheet, and the key: there is one of each section."""
        return mapped_column(
            String(ID_LENGTH), ForeignKey("run_sheet.id", ondelete="CASCADE"), primary_key=True
        )


class Entry(SheetPart):
    """One of many on a run sheet. A struck entry stays, with its reason; its id is made where it is first typed.

    What pages, checks and papers ask of entries stands here, so that none of them asks of which section one is.
    """

    __abstract__ = True
    many = True
    noun: ClassVar[str]
    # On one sheet, struck ones included: beyond what any call needs, and what every page and paper is still drawn with.
    most: ClassVar[int] = 200
    timed_by: ClassVar[str] = ""  # the field that says when it happened
    begins_now: ClassVar[bool] = False  # a new one is shown with what the clock shows
    begins_as_before: ClassVar[tuple[str, ...]] = ()  # members of the crew, as in the one that was made last
    of_care: ClassVar[bool] = False  # it happens between patient contact and the end of care

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True, default=new_id)
    created_at: Mapped[datetime] = mapped_column(UtcMoment(), default=now)
    struck_at: Mapped[datetime | None] = mapped_column(UtcMoment(), default=None, active_history=True)
    struck_reason: Mapped[str | None] = mapped_column(String(200), default=None)

    @declared_attr
    def run_sheet_id(cls) -> Mapped[str]:  # noqa: N805 - SQLAlchemy passes the class
        """The run sheet it belongs to."""
        return mapped_column(String(ID_LENGTH), ForeignKey("run_sheet.id", ondelete="CASCADE"), index=True)

    def __init__(self, **values: Any) -> None:
        """Give it an id at once, so that anchors work before it is stored."""
        values.setdefault("id", new_id())
        values.setdefault("created_at", now())
        super().__init__(**values)

    @property
    def struck(self) -> bool:
        """Whether it was struck."""
        return self.struck_at is not None

    @property
    def happened(self) -> bool:
        """Whether what it tells of took place, and was not left on purpose."""
        return True

    def moment(self) -> datetime | None:
        """When it happened, for the order in lists and the timeline; None where it was not timed."""
        return getattr(self, self.timed_by) if self.timed_by else None

    def title(self, context: Context) -> str:
        """What it is called: its first field, unless that is its time; empty while nobody said."""
        first = next(iter(self.fields()))
        return "" if first == self.timed_by else self.show(first, context)

    def heading(self, context: Context) -> str:
        """Its name in a list: its title; what it is, where it has none."""
        return self.title(context) or self.noun[:1].upper() + self.noun[1:]

    def facts(self, context: Context) -> list[str]:
        """What else is known of it, for one line under its title."""
        _first, *others = self.fields()
        facts = (self.show(name, context) for name in others if name != self.timed_by)
        return [*filter(None, facts), *self.clock(context)]

    def names(self) -> set[str]:
        """The names of people and places in it, which no machine translates."""
        specs = self.fields().items()
        return {getattr(self, name) for name, spec in specs if isinstance(spec, Text) and spec.is_name}

    def clock(self, context: Context) -> list[str]:
        """The time as the last of its facts; nothing where it was not timed."""
        moment = self.moment()
        return [context.customs.clock(moment)] if moment else []

    def at(self, context: Context) -> str:
        """The time in words, like: at 17:12. Empty without a time."""
        return " ".join(["at", *self.clock(context)]) if self.moment() else ""

    def subject(self, context: Context) -> str:
        """It as what a sentence is about: "Aspirin at 17:05", "the vital signs at 17:12"."""
        return f"{self.title(context) or self._nameless()} {self.at(context)}".rstrip()

    def where(self, context: Context) -> str:
        """Where a field of it stands, to end a sentence with: " at 17:12", " for the chest"."""
        return f" for {self.of_it(context)}"

    def of_it(self, context: Context) -> str:
        """It inside a sentence on paper: "nitroglycerin at 14:05"."""
        return lower(self.title(context)) or f"{self._nameless()} {self.at(context)}".rstrip()

    def _nameless(self) -> str:
        """What it is, while nothing names it; nobody forgot a name where its first field is its time."""
        has_name = next(iter(self.fields())) != self.timed_by
        return f"the {self.noun} without a name" if has_name else f"the {self.noun}"

    def lacks(self, words: str, context: Context) -> str:
        """What of it is missing, as paper names it: "route of nitroglycerin at 14:05"."""
        return f"{words} of {self.of_it(context)}"


def unit_words(number: float, unit: str) -> str:
    """A unit as a list has it, behind a number: `years` behind 68, `year` behind 1."""
    words = lower(unit)
    return words.removesuffix("s") if number == 1 and not words.endswith("ches") else words


def _lower(words: str) -> str:
    return words if words[:2].isupper() else words[:1].lower() + words[1:]
