"""What every field of a run sheet has, and how a section declares one.

A spec says everything known about one field and has three verbs: `control()` gives the form control, `show()` the text for
page, paper and audit, `code()` the code for an export. The kinds stand in `epcr.sheet.kinds`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass
from dataclasses import field as own
from functools import cache
from typing import Any, ClassVar, cast

import wtforms
from sqlalchemy import String, inspect
from sqlalchemy.orm import Mapped, Mapper, mapped_column
from sqlalchemy.types import TypeEngine

from epcr.letters import visible
from epcr.sheet import element
from epcr.sheet import loinc as loinc_codes
from epcr.sheet.context import Context
from epcr.sheet.control import Control
from epcr.sheet.list_said import Understood
from epcr.sheet.typed_text import LINE, clean
from epcr.sheet.vocabulary import Term

# Names that WTForms or SQLAlchemy own: a field of that name would silently break a form or a model.
RESERVED = frozenset(
    {"data", "errors", "meta", "metadata", "registry", "process", "validate", "populate_obj", "form_errors"}
)
# Reasons why a value is absent, by the word of `schemas/vocabulary/reason.csv` (NEMSIS NOT values and pertinent negatives).
RECORDED = ("not_applicable", "not_recorded")
# Of what a patient tells or lets be judged, where the element takes no refusal: an export says that it was not recorded.
TOLD_OR_REFUSED = (*RECORDED, "refused")
MEASURED = (*RECORDED, "refused", "unable_to_complete")
FOUND = (*MEASURED, "exam_finding_not_present")
TOLD = (*RECORDED, "none_reported", "refused", "unresponsive", "unable_to_complete")
ASKED = (*RECORDED, "refused", "unable_to_complete")
_SPECS: dict[type, dict[str, Spec]] = {}


@dataclass(frozen=True)
class Spec:
    """What every field has. `reasons` are the ways its value may be absent, `beside` those that may stand with a value.

    `nemsis` declares the elements of the standard that it stands for, `loinc` the codes of what it measures; whoever asks reads
    `elements` and `loincs`. `when_empty` says what an empty field means, where that is something else than that nothing is
    documented.
    """

    label: str
    _: KW_ONLY
    hint: str = ""
    unit: str = ""
    nemsis: element.Declared = ""
    loinc: loinc_codes.Declared = ""
    reasons: tuple[str, ...] = RECORDED
    beside: tuple[str, ...] = ()
    why: str = "No value?"
    when_empty: str = ""
    quantity: ClassVar[str] = ""
    unit_field: ClassVar[str] = ""  # where the unit of a number is chosen
    timed: ClassVar[bool] = False  # what is typed is read by the date of the call and the times before it
    past_when: ClassVar[tuple[str, tuple[str, ...]]] = ("", ())
    negative: ClassVar[str] = ""  # the reason that may stand for a single choice: looked for and not there

    elements: tuple[element.Element, ...] = own(init=False, repr=False, compare=False)
    loincs: tuple[loinc_codes.Loinc, ...] = own(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Read what is declared once. Raises ValueError, naming the field, for what is no element of the standard or no code."""
        try:
            object.__setattr__(self, "elements", element.read(self.nemsis))
            object.__setattr__(self, "loincs", loinc_codes.read(self.loinc))
        except ValueError as error:
            message = f"{self.label}: {error}"
            raise ValueError(message) from None

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
        text = clean(texts[0] if texts else "").strip()
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

    def code(self, value: Any, context: Context) -> Any:
        """The value as an export wants it, for the element that the context names where the field means several."""
        return value

    def decode(self, code: str, context: Context) -> Any:
        """The value that stands for a code of the standard, one of several for kinds that take several: what `code` gives, read back.

        Raises ValueError with a sentence where it stands for none.
        """
        return self.parse(code, context)

    def options(self, context: Context) -> tuple[Term, ...]:
        """What can be chosen, for kinds that choose."""
        return ()

    def codes(self, words: Sequence[str], context: Context) -> list[str]:
        """The codes for words, for kinds that choose."""
        return list(words)

    def word(self, code: str) -> str:
        """The words for a code, for kinds that choose."""
        return code

    def unit_here(self, context: Context) -> str:
        """The unit that this class reads the number in."""
        return self.unit


def field(spec: Spec) -> Mapped[Any]:
    """A stored column that carries its spec. The audit needs the old value, hence `active_history`."""
    return mapped_column(spec.column(), info={"field": spec}, active_history=True)


def specs(section: type) -> dict[str, Spec]:
    """The fields of a section class, by name, in the order in which they are declared."""
    declared = _SPECS.get(section)
    if declared is None:
        mapper: Mapper[Any] = inspect(section)
        declared = {
            attribute.key: cast(Spec, attribute.columns[0].info["field"])
            for attribute in mapper.column_attrs
            if "field" in attribute.columns[0].info
        }
        _SPECS[section] = declared
    return declared


@cache
def names_of(section: type, kinds: tuple[type[Spec], ...]) -> tuple[str, ...]:
    """The fields of a section class that are of one of these kinds, in the order in which they are declared."""
    return tuple(name for name, spec in specs(section).items() if isinstance(spec, kinds))


def refuse_reserved(section: type) -> None:
    """Raise TypeError when a section declares a field under a name that WTForms or SQLAlchemy own."""
    for name in vars(section).get("__annotations__", {}):
        if name in RESERVED or "-" in name or name.endswith("_"):
            message = f"{section.__name__}.{name}: a field cannot have this name"
            raise TypeError(message)
