"""One field of a form as it is drawn: what its control is called, what stands in it, what describes it and what is said at it.

`field_view` reads a control once and gives a frozen value; `templates/fields/<look>.html` lays it out. A value stands for itself, so
that a page can be drawn whole or one field of it alone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final, TypeGuard, cast
from urllib.parse import urlencode

from flask import Flask, request, url_for
from markupsafe import Markup
from wtforms.form import BaseForm

from epcr.checks.finding import Finding
from epcr.sheet.control import Control
from epcr.sheet.field import Spec
from epcr.sheet.kinds.choice import Choice, Item, Several
from epcr.sheet.kinds.day import Day
from epcr.sheet.kinds.moment import Moment
from epcr.sheet.kinds.number import Number, Readout
from epcr.sheet.kinds.text import Text
from epcr.sheet.vocabulary import Term, vocabulary
from epcr.web.attributes import attribute
from epcr.web.changes.two_values import beside_the_buttons
from epcr.web.keyboards import typing
from epcr.web.lists import OTHER_WORDS_FILE, list_file
from epcr.web.term_list import ListedTerm, TermGroup, TermList, listed, term_list

BUTTONS_OF_CREW: Final = 6  # a crew of more is a list
CHIPS_AT_ONCE: Final = 14  # more fold behind what is chosen
SEARCHED_FROM: Final = 13  # a list of so many is searched
WIDE_BUTTONS: Final = 35  # letters beside each other that take the whole width
WIDE_CHIPS: Final = 41
LONG_TEXT: Final = 400  # letters; a line for more takes the whole width
WIDE: Final = " field-wide"
NO_MARKUP: Final = Markup()
IN_PLACE: Final = "reasons"  # in the address of a page: each list of reasons stands at its field
EXAM_REGION: Final = "exam_region"  # a choice of it opens the findings of a region


@dataclass(frozen=True)
class Chips:
    """Checkboxes: all of one name, those of `chosen` ticked. `folded` ones stand behind `in_words` and are searched; `marks` tell the
    script where their other words are.
    """

    name: str
    ids: str
    label: str
    terms: tuple[ListedTerm, ...]
    chosen: Collection[str]
    folded: bool
    in_words: str
    marks: Markup = NO_MARKUP

    @property
    def css(self) -> str:
        """The class of those that stand behind their words."""
        return " chips-long" if self.folded else ""


@dataclass(frozen=True)
class OwnWords:
    """The control for words beside a list: open where some were typed."""

    name: str
    text: str


@dataclass(frozen=True)
class Negatives:
    """What was looked for and is not there: typed lines or chips, and the name under which the page says that it asked."""

    name: str
    asked: str
    given: bool
    lines: str
    chips: Chips | None


@dataclass(frozen=True)
class Why:
    """The reasons for which a value may be absent. `words` are those of the one that was given, else the question.

    `folded`: the page has no list of them, which would be the same at each field; scripts make it from where they stand among all
    reasons (`places`), which the page has once.
    """

    name: str
    question: str
    words: str
    given: str
    reasons: tuple[Term, ...]
    folded: bool = False

    @property
    def places(self) -> str:
        """Where those that can be chosen stand among all reasons, from 0."""
        return " ".join(str(all_reasons().index(reason)) for reason in self.reasons)


@dataclass(frozen=True)
class FieldChoices:
    """What can be chosen from a list or a row of buttons. `gone` is chosen and offered no more: code and words."""

    groups: tuple[TermGroup, ...]
    terms: tuple[ListedTerm, ...]
    chosen: Collection[str]
    gone: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Shape:
    """What a field has by its kind. `look` names its template, `css` the class of what takes the whole width.

    `marks` are attributes for the scripts, `word_list` names the words suggested while typing, `words` are those that can stand for
    a number, `rows` is how high a text is.
    """

    look: str
    css: str = ""
    marks: Markup = NO_MARKUP
    word_list: str = ""
    words: tuple[str, ...] = ()
    rows: int = 1
    choices: FieldChoices | None = None
    chips: Chips | None = None
    own: OwnWords | None = None
    negatives: Negatives | None = None


@dataclass(frozen=True)
class DrawnField:
    """A field as its template lays it out.

    `typing` and `about` are attributes: what the device's keyboard does with it, and what describes it. `error` is what must be mended,
    `source` whoever told the value, `date_beside` the date that a time was read with; None where it is no time. `last` is what the entry
    before this one says.
    """

    id: str
    name: str
    label: str
    hint: str
    text: str
    error: str
    source: str
    findings: Sequence[Finding]
    typing: Markup
    about: Markup
    unit: str
    date_beside: str | None
    why: Why | None
    shape: Shape
    last: str = ""
    named: Markup = NO_MARKUP  # a field that is drawn is more than named (known_fields.py)


def field_view(control: Control, findings: Sequence[Finding] = ()) -> DrawnField:
    """A control as it is drawn, with what was found at it."""
    spec = control.spec
    shape = _SHAPES.get(spec.kind, _plain)(control)
    unit = spec.unit_here(control.context) if isinstance(spec, Number) else ""
    return DrawnField(
        id=control.id,
        name=control.name,
        label=control.label.text,
        hint=spec.hint,
        text="" if shape.choices or shape.chips else control.text(),
        error=". ".join(str(error) for error in control.errors),
        source=control.source,
        findings=beside_the_buttons(findings),
        typing=typing(control),
        about=about(
            control.id,
            format=isinstance(spec, Day),
            unit=bool(unit),
            hint=bool(spec.hint),
            date=spec.timed,
            error=bool(control.errors),
        ),
        unit=unit,
        date_beside=control.date_beside() if spec.timed else None,
        why=why_of(control) if spec.reasons else None,
        shape=shape,
    )


def control_of(form: BaseForm, name: str) -> Control:
    """The control of a field of the run sheet."""
    return cast(Control, form[name])


def about(control_id: str, *, error: bool, **described: bool) -> Markup:
    """The attributes that say what describes a control, by the ends of their ids in the order of reading, and that it is to be mended."""
    parts = [part for part, stands in {**described, "error": error}.items() if stands]
    ids = " ".join(f"{control_id}-{part}" for part in parts)
    attributes = attribute(ids, "aria-describedby")
    return attributes + Markup(' aria-invalid="true"') if error else attributes


def word_lists(controls: Iterable[object]) -> dict[str, TermList]:
    """The lists, by id, that words are suggested from while typing, where they have no file: once a page.

    With everything in its place, as without scripts, a page has the list of a line too; typed lines can have none.
    """
    lists: dict[str, TermList] = {}
    for control in filter(_is_of_the_sheet, controls):
        spec = control.spec
        if (
            isinstance(spec, Choice)
            and spec.look == "open"
            and (not spec.in_a_file or _stands_in_place(spec))
        ):
            lists.setdefault(list_id(spec), terms_of(control))
    return lists


def _stands_in_place(spec: Choice) -> bool:
    return IN_PLACE in request.args and not isinstance(spec, Several)


def _is_of_the_sheet(control: object) -> TypeGuard[Control]:
    return isinstance(control, Control)


def list_id(spec: Choice) -> str:
    """The id of the list that words of a field are suggested from."""
    return f"vocabulary-{spec.terms.name}"


def chips(
    control: Control, terms: Sequence[ListedTerm], chosen: Collection[str], *, label: str, end: str = ""
) -> Chips:
    """Checkboxes of a control for some of its terms; `end` is the end of their ids, `label` what is heard of them."""
    folded = len(terms) > CHIPS_AT_ONCE
    return Chips(
        name=control.name,
        ids=f"{control.id}{end}",
        label=label,
        terms=tuple(terms),
        chosen=chosen,
        folded=folded,
        in_words="; ".join(term.label for term in terms if term.code in chosen) or "Choose",
        marks=_other_words(control.spec) if folded else NO_MARKUP,
    )


def own_words(control: Control, terms: TermList, chosen: Sequence[str]) -> OwnWords | None:
    """The control for words beside a list, where it takes such; a word that is no term of it stands there."""
    if not (isinstance(control.spec, Choice) and control.spec.own_words):
        return None
    return OwnWords(control.own_name, "; ".join(word for word in chosen if word not in terms.codes))


def terms_of(control: Control) -> TermList:
    """What can be chosen here, as it is listed."""
    spec, terms = control.spec, control.options()
    if isinstance(spec, Choice) and terms is spec.terms.terms:
        return listed(spec.terms)
    if isinstance(spec, Choice) and spec.within:
        return listed(spec.terms, control.context.siblings.get(spec.within, ""))
    return term_list(terms)


def why_of(control: Control) -> Why:
    """The reasons for which the value of a control may be absent."""
    reasons = tuple(control.reasons())
    given = next((reason.label for reason in reasons if reason.code == control.reason), "")
    question = control.spec.why
    folded = not given and IN_PLACE not in request.args
    return Why(control.why_name, question, given or question, control.reason, reasons, folded)


def all_reasons() -> Sequence[Term]:
    """Every reason for which a value may be absent."""
    return vocabulary("reason").terms


def with_reasons() -> str:
    """The address of this page with the reasons in place at every field, as it is without scripts."""
    return f"{request.script_root}{request.path}?{urlencode({**request.args, IN_PLACE: 1})}"


# --- what a field has by its kind ---
def _plain(control: Control) -> Shape:
    return Shape(control.spec.kind)


def _text(control: Control) -> Shape:
    spec = cast(Text, control.spec)
    return Shape("text", css=WIDE if spec.lines > 1 or spec.most > LONG_TEXT else "", rows=spec.lines)


def _moment(control: Control) -> Shape:
    past = cast(Moment, control.spec).past
    return Shape("moment", marks=Markup(" data-past") if past else NO_MARKUP)


def _readout(control: Control) -> Shape:
    return Shape("readout", words=tuple(word[1] for word in cast(Readout, control.spec).words))


def _choice(control: Control) -> Shape:
    spec = cast(Choice, control.spec)
    if spec.look == "open":
        listed_here = not spec.in_a_file or _stands_in_place(spec)
        return Shape("open", word_list=list_id(spec) if listed_here else "", marks=_words_from(spec))
    return _buttons(control) if spec.look == "buttons" else _list(control)


def _buttons(control: Control) -> Shape:
    terms, chosen = terms_of(control), control.chosen()
    return Shape(
        "buttons",
        css=WIDE if terms.width >= WIDE_BUTTONS else "",
        choices=FieldChoices(terms.groups, terms.terms, chosen),
        own=own_words(control, terms, chosen),
    )


def _list(control: Control) -> Shape:
    terms, chosen, spec = terms_of(control), control.chosen(), control.spec
    own = own_words(control, terms, chosen)
    gone = [] if own else [code for code in chosen if code and code not in terms.codes]
    return Shape(
        "list",
        marks=_marks(control, terms),
        choices=FieldChoices(
            terms.groups,
            terms.terms,
            chosen,
            tuple((code, spec.show(code, control.context)) for code in gone),
        ),
        own=own,
    )


def _marks(control: Control, terms: TermList) -> Markup:
    """What the scripts of a list are told: to search it, what an item of the catalog needs, that a choice opens more."""
    spec = control.spec
    if isinstance(spec, Item):
        named = control.id.replace("-item", "-other_name")
        return _searched(spec) + Markup(' data-kinds data-named="{}" data-others="{}"').format(
            named, " ".join(spec.others)
        )
    opens = isinstance(spec, Choice) and spec.vocabulary == EXAM_REGION
    marks = _searched(spec) if len(terms) >= SEARCHED_FROM else NO_MARKUP
    return marks + Markup(" data-opens") if opens else marks


def _searched(spec: Spec) -> Markup:
    return Markup(" data-search") + _other_words(spec)


def _several(control: Control) -> Shape:
    spec = cast(Several, control.spec)
    if spec.open:
        return _tokens(control, spec)
    terms, chosen = terms_of(control), control.chosen()
    beside = len(terms) <= CHIPS_AT_ONCE and terms.width >= WIDE_CHIPS
    denied = chips(control, terms.terms, control.negatives, label="not present", end="-not")
    return Shape(
        "chips",
        css=WIDE if beside else "",
        chips=chips(control, terms.terms, chosen, label=control.label.text),
        own=own_words(control, terms, chosen),
        negatives=_negatives(control, chips=replace(denied, name=control.not_name)),
    )


def _tokens(control: Control, spec: Several) -> Shape:
    denied = "".join(f"{spec.word(code)}\n" for code in control.negatives)
    return Shape(
        "tokens",
        word_list=list_id(spec),
        marks=_words_from(spec),
        negatives=_negatives(control, lines=denied),
    )


def _words_from(spec: Choice) -> Markup:
    """Where the script has the words to suggest: the address of their file, where they have one."""
    file = url_for("static", filename=list_file(spec.terms.name)) if spec.in_a_file else ""
    return attribute(file, "data-words-from")


def _other_words(spec: Spec) -> Markup:
    """Where the script has the other words of a list: the file of all lists, and behind its address which one is asked for."""
    if not isinstance(spec, Choice):
        return NO_MARKUP
    return attribute(f"{url_for('static', filename=OTHER_WORDS_FILE)}#{spec.terms.name}", "data-other-words")


def _negatives(control: Control, *, lines: str = "", chips: Chips | None = None) -> Negatives | None:
    if not control.spec.negative:
        return None
    asked = control.asked_of(control.name)
    return Negatives(control.not_name, asked, bool(control.negatives), lines, chips)


def _of_crew(control: Control) -> Shape:
    crew = len(control.options())
    if not crew:
        return Shape("no_crew", choices=FieldChoices((), (), ()))
    return _buttons(control) if crew <= BUTTONS_OF_CREW else _list(control)


def _several_of_crew(control: Control) -> Shape:
    terms, chosen = terms_of(control), control.chosen()
    if not terms:
        return Shape("no_crew_chips", css=WIDE, chips=chips(control, (), (), label=""))
    return Shape("chips", css=WIDE, chips=chips(control, terms.terms, chosen, label=control.label.text))


_SHAPES: Final[Mapping[str, Callable[[Control], Shape]]] = MappingProxyType(
    {
        "text": _text,
        "moment": _moment,
        "readout": _readout,
        "choice": _choice,
        "several": _several,
        "item": _list,
        "yesno": _buttons,
        "ofcrew": _of_crew,
        "severalofcrew": _several_of_crew,
    }
)


def install(app: Flask) -> None:
    """Give it to every template."""
    app.jinja_env.globals.update(
        field_view=field_view, word_lists=word_lists, all_reasons=all_reasons, with_reasons=with_reasons
    )
