"""What can be answered to a verdict, as it is drawn: the six answers to an act outside scope, and which of several it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from flask import url_for
from markupsafe import Markup

from epcr.sheet.interventions import Intervention
from epcr.sheet.verdict import KeptVerdict
from epcr.shown import Shown
from epcr.visit.pieces import Option, options
from epcr.web import verdict_words
from epcr.web.field_view import about
from epcr.web.form_view import LackingAnswer
from epcr.web.opened_sheet import OpenedSheet

WORDS: Final = MappingProxyType(
    {
        "order_given": "An order was given",
        "assisted": "I assisted someone who may",
        "someone_else": "Someone else on the crew performed it",
        "own_medication": "It was the patient’s own medication",
        "exceeded": "I went beyond my scope",
        "mistake": "It was entered by mistake",
    }
)
_BUTTONS: Final = MappingProxyType(
    {
        "order_given": "Check again",
        "own_medication": "Judge it as the patient’s own",
        "exceeded": "Answer with this reason",
        "mistake": "Strike it as entered by mistake",
    }
)
_SENTENCES: Final = MappingProxyType(
    {
        "own_medication": "It is then judged as assisting with the patient’s own medication.",
        "mistake": "It is struck and stays in the record, crossed out.",
    }
)
_ORDER_CHANGES_NOTHING: Final = (
    "An order does not widen anybody’s scope. It is recorded, and the act is judged again with it."
)
_NOBODY_KNOWN: Final = "Their level is not known here: the verdict stays, and your instructor reads the name."
_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True)
class AnswerField:
    """A field of an answer. `look` is `line`, `moment`, `area` or `buttons`; `about` are the attributes of what describes it."""

    look: str
    id: str
    name: str
    label: str
    text: str
    error: str
    about: Markup
    hint: str = ""
    required: bool = False
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class AnswerForm:
    """One answer. `lacks` are what is missing, with the address of each; `nobody` says that nobody can be named, "" else."""

    kind: str
    words: str
    helps: bool
    is_open: bool
    lacks: tuple[tuple[str, str], ...]
    hint: str
    sentence: str
    fields: tuple[AnswerField, ...]
    beside: bool  # the fields stand beside each other
    nobody: str
    button: str


@dataclass(frozen=True)
class SixAnswers:
    """All answers to the verdict on one act. `folded` ones stand behind a question, since one was given.

    `check` is the place of the check that they lead on from, "" elsewhere.
    """

    name: str
    address: str
    zone: str
    shows: Shown
    folded: bool
    crew: str
    check: str
    forms: tuple[AnswerForm, ...]


@dataclass(frozen=True)
class WhichOne:
    """The interventions of which one was meant."""

    address: str
    shows: Shown
    check: str
    offered: tuple[Option, ...]


def answers(
    opened: OpenedSheet,
    act: Intervention,
    verdict: KeptVerdict,
    *,
    answered: bool,
    lacking: LackingAnswer | None,
    check: str = "",
) -> SixAnswers:
    """The answers to offer, those that may help first."""
    helpful = verdict_words.helpful(act, verdict)
    others = verdict_words.others_of_the_crew(act, opened.context)
    forms = (
        _form(
            act,
            kind,
            others,
            helps=kind in helpful,
            lacking=lacking if lacking and lacking.typed.get("kind") == kind else None,
        )
        for kind in verdict_words.answers(act, verdict)
    )
    return SixAnswers(
        name=f"{act.anchor()}-answers",
        address=_address(opened, act),
        zone=opened.sheet.zone,
        shows=shown_act(act, verdict),
        folded=answered and lacking is None,
        crew=opened.section("crew"),
        check=check,
        forms=tuple(forms),
    )


def which_one(
    opened: OpenedSheet, act: Intervention, verdict: KeptVerdict, check: str = ""
) -> WhichOne | None:
    """One tap says which it was, of a code that stands for several."""
    offered = offered_for(verdict)
    return WhichOne(_address(opened, act), shown_act(act, verdict), check, offered) if offered else None


def offered_for(verdict: KeptVerdict) -> tuple[Option, ...]:
    """The interventions to choose from."""
    return tuple(Option(item.id, item.label) for item in verdict_words.candidates(verdict))


def _address(opened: OpenedSheet, act: Intervention) -> str:
    return url_for("sheet.answer_scope", sheet_id=opened.sheet.id, entry=act.id)


def shown_act(act: Intervention, verdict: KeptVerdict) -> Shown:
    """What an answer to a verdict was shown: the act and its verdict."""
    return Shown.of({"act": verdict_words.as_told(act, verdict)})


def _form(
    act: Intervention,
    kind: str,
    others: Sequence[tuple[str, str]],
    *,
    helps: bool,
    lacking: LackingAnswer | None,
) -> AnswerForm:
    base = f"{act.anchor()}-{kind}"
    lacks = lacking.sentences if lacking else _NOTHING
    asks = _Asks(base, lacking.typed if lacking else _NOTHING, lacks)
    names_somebody = kind in {"assisted", "someone_else"}
    nobody = names_somebody and not others and kind != "assisted"
    named = "Check again" if others else "Answer with this name"
    return AnswerForm(
        kind=kind,
        words=WORDS[kind],
        helps=helps,
        is_open=lacking is not None,
        lacks=tuple((f"#{base}-{name}", sentence) for name, sentence in lacks.items() if name),
        hint=_ORDER_CHANGES_NOTHING if kind == "order_given" and not helps else "",
        sentence=_SENTENCES.get(kind, ""),
        fields=tuple(_FIELDS[kind](asks, others)),
        beside=kind == "order_given",
        nobody=f"{base}-who" if nobody else "",
        button="" if nobody else named if names_somebody else _BUTTONS[kind],
    )


@dataclass(frozen=True)
class _Asks:
    """The fields of one answer, with what was typed in them and what they lack."""

    base: str
    typed: Mapping[str, str]
    lacks: Mapping[str, str]

    def field(
        self, look: str, name: str, label: str, *, hint: str = "", required: bool = False
    ) -> AnswerField:
        """A field to type in."""
        error = self.lacks.get(name, "")
        return AnswerField(
            look=look,
            id=f"{self.base}-{name}",
            name=name,
            label=label,
            text=self.typed.get(name, ""),
            error=error,
            about=about(f"{self.base}-{name}", hint=bool(hint), error=bool(error)),
            hint=hint,
            required=required,
        )

    def buttons(
        self, name: str, label: str, choices: Sequence[tuple[str, str]], *, at_first: str = ""
    ) -> AnswerField:
        """A field of which one may be chosen."""
        chosen = self.typed.get(name) or at_first
        return replace(self.field("buttons", name, label), options=options(choices, chosen))


Crew = Sequence[tuple[str, str]]  # the others of the crew: id and name


def _order(asks: _Asks, _others: Crew) -> Iterator[AnswerField]:
    yield asks.field("line", "by_whom", "Who gave the order", required=True)
    yield asks.field("moment", "ordered_at", "When", required=True)
    how = (("online", "By radio or phone"), ("on_scene", "On scene"))
    yield asks.buttons("given", "How", how, at_first="online")
    yield asks.buttons("read_back", "Was it read back?", (("yes", "Yes"), ("no", "No")))


def _assisted(asks: _Asks, others: Crew) -> Iterator[AnswerField]:
    name, label = "who", "Whom did you assist?"
    if others:
        yield asks.buttons(name, label, others)
        name, label = "somebody", "Or somebody who is not on the crew list"
    yield asks.field("line", name, label, hint=_NOBODY_KNOWN)


def _someone_else(asks: _Asks, others: Crew) -> Iterator[AnswerField]:
    if others:
        yield asks.buttons("who", "Who performed it?", others)


def _exceeded(asks: _Asks, _others: Crew) -> Iterator[AnswerField]:
    hint = "The verdict stays as it is. Your instructor reads both."
    yield asks.field("area", "why", "Why", hint=hint, required=True)


def _nothing_to_fill_in(_asks: _Asks, _others: Crew) -> Iterator[AnswerField]:
    return iter(())


_FIELDS: Final[Mapping[str, Callable[[_Asks, Crew], Iterator[AnswerField]]]] = MappingProxyType(
    {
        "order_given": _order,
        "assisted": _assisted,
        "someone_else": _someone_else,
        "own_medication": _nothing_to_fill_in,
        "exceeded": _exceeded,
        "mistake": _nothing_to_fill_in,
    }
)
