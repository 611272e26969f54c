"""Fields that a browser knows: a page names them with what stands in them, and a script draws them from a file.

How a field looks in which nothing stands follows from its declaration, so that its HTML is the same on every sheet and comes once, in a
file of its section under a name of its content (`epcr/web/field_files.py`). A browser without scripts is sent every field whole: only
a page whose script ran before says by a cookie that it has them (`ready.js`), and a page that is opened with everything in its place
(`?reasons=1`) is whole for everybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import request
from markupsafe import Markup

from epcr.checks.finding import Finding
from epcr.sheet.context import Context
from epcr.sheet.control import Control
from epcr.sheet.field import Spec
from epcr.sheet.kinds.choice import Choice
from epcr.sheet.kinds.day import Day
from epcr.sheet.kinds.moment import Moment
from epcr.sheet.kinds.number import Number
from epcr.sheet.kinds.text import Text
from epcr.sheet.kinds.yes_no import YesNo
from epcr.web.attributes import attribute
from epcr.web.changes.two_values import beside_the_buttons
from epcr.web.field_view import IN_PLACE, NO_MARKUP, Shape, Why, terms_of, why_of

COOKIE: Final = "scripts"
ROOT: Final = "/-the-root-"  # in the place of where the service lies
_ALIKE: Final = (Day, Moment, Number, Text, YesNo)
_KNOWN: Final = Shape("known")
_USUAL: Final = Context()


@dataclass(frozen=True)
class KnownField:
    """A field as a page names it. `name` is that of its declaration; `id` and `label` are those of its control.

    `why` is there where a reason was given, in place of the question for one. `text` is what was typed, `chosen` the codes that were
    chosen with a space between them, `date_beside` the date that a time was read with; `last`, `source` and `findings` are said below
    it, as with a field that is drawn whole. The shape names a list of words where the class suggests some.
    """

    id: str
    name: str
    label: str
    why: Why | None
    text: str
    chosen: str
    date_beside: str
    source: str
    findings: Sequence[Finding]
    last: str = ""
    error: str = ""
    shape: Shape = _KNOWN

    @property
    def named(self) -> Markup:
        """The element that names it, where nothing is said at it: of most fields, and not worth a template each."""
        spoken = self.why or self.last or self.source or self.findings
        return NO_MARKUP if spoken else Markup("<div") + self.marks + Markup("></div>")

    @property
    def marks(self) -> Markup:
        """The attributes of that element: which field it is, and what stands in it."""
        stands = attribute(self.text, "data-text") + attribute(self.chosen, "data-chosen")
        words = attribute(self.shape.word_list, "data-list")
        return attribute(self.name, "data-known") + stands + attribute(self.date_beside, "data-date") + words


def are_known() -> bool:
    """Whether the browser that asks draws fields by itself."""
    return COOKIE in request.cookies and IN_PLACE not in request.args


def known_field(control: Control, findings: Sequence[Finding] = ()) -> KnownField | None:
    """A control as a page names it; None where more than what stands in it tells it from the field that nobody filled in."""
    if _came_back(control) or control.negatives or not is_alike(control.spec, control.context):
        return None
    chooses = _is_chosen(control.spec)
    chosen = [code for code in control.chosen() if code] if chooses else []
    text = "" if chooses else control.text()
    if not _is_listed(control, chosen) or (text and not _is_a_line(control.spec)):
        return None
    return KnownField(
        id=control.id,
        name=control.short_name,
        label=control.label.text,
        why=why_of(control) if control.reason else None,
        text=text,
        chosen=" ".join(chosen),
        date_beside=control.date_beside() if control.spec.timed else "",
        source=control.source,
        findings=beside_the_buttons(findings),
    )


def is_alike(spec: Spec, context: Context) -> bool:
    """Whether the control looks the same on every sheet of a class with these customs as on that of any other."""
    if isinstance(spec, Choice):
        return not spec.within and spec.options(context) is spec.terms.terms
    if isinstance(spec, Number) and spec.unit_here(context) != spec.unit_here(_USUAL):
        return False
    return isinstance(spec, _ALIKE)


def _came_back(control: Control) -> bool:
    return control.typed is not None or bool(control.errors)


def _is_chosen(spec: Spec) -> bool:
    return isinstance(spec, YesNo) or (isinstance(spec, Choice) and not spec.open)


def _is_listed(control: Control, chosen: Sequence[str]) -> bool:
    return not chosen or terms_of(control).codes.issuperset(chosen)


def _is_a_line(spec: Spec) -> bool:
    """Whether what is typed stands in one line: a text of several begins behind a break that is none of its own."""
    return spec.kind != "several" and not (isinstance(spec, Text) and spec.lines > 1)
