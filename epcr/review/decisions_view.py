"""The bar of the desk: where the sheet stands in words, and what becomes of it, each decision with its form and its note."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from flask import url_for

from epcr.review.desk import DeskFacts, Sent
from epcr.review.margin import numbered
from epcr.review.model import CommentKind
from epcr.review.moved_view import NamedComment, named
from epcr.review.state import State
from epcr.words.counting import noun

NOTE: Final = "note"  # the control of the form that was sent; of the others, with their names


@dataclass(frozen=True)
class Telling:
    """A sentence with a name in it, perhaps; `weighs` is what follows and weighs more."""

    before: str
    name: str = ""
    after: str = ""
    weighs: str = ""


@dataclass(frozen=True)
class NoteField:
    """The control of a note, with what was typed and what is wrong with it."""

    id: str
    words: str
    text: str = ""
    error: str = ""


@dataclass(frozen=True)
class DeskDecision:
    """One thing that can become of the sheet: the button that opens its form, and the form.

    `closes` is the page whose drafts end with it, empty where none do. `complaint` heads what is wrong with the note, where this form
    was sent. `makes`: pressed twice it would be there twice. `asked` are the comments that stand against it and are asked about;
    `leave` is the way back then.
    """

    button: str
    icon: str
    look: str
    address: str
    is_open: bool
    sent: bool
    complaint: str
    telling: Telling
    note: NoteField
    verb: str
    closes: str = ""
    makes: bool = False
    carries: bool = False
    asked: tuple[NamedComment, ...] = ()
    leave: str = ""


@dataclass(frozen=True)
class DeskBar:
    """The bar. `begin` is where the review is begun, empty where it is not; `writing`: a comment is being written on the page, which
    the buttons without scripts send along. `css` are the classes of a decision.
    """

    words: Telling
    begin: str
    writing: bool
    css: str
    decisions: tuple[DeskDecision, ...]
    next_sheet: str


def bar(desk: DeskFacts, sent: Sent, *, writing: bool) -> DeskBar:
    """The bar of this desk, with what was sent to it."""
    stands = desk.stands
    begins = stands.state is State.SUBMITTED and not stands.opened and not writing
    return DeskBar(
        words=_words(desk),
        begin=url_for("review.open_sheet", sheet_id=desk.sheet.id) if begins else "",
        writing=writing,
        css="decide js-only" if writing else "decide",
        decisions=tuple(_decisions(desk, sent)),
        next_sheet=url_for("review.desk", sheet_id=desk.following.id) if desk.following else "",
    )


def counted_comments(number: int) -> str:
    """`no comments`, `1 comment`."""
    return f"{number or 'no'} {noun(number, 'comment')}"


def _note_and(note: str, desk: DeskFacts) -> str:
    """The note and the comments that a trainee is given, to end a sentence with."""
    given = counted_comments(len(desk.own))
    return f"{note}, and {given}." if desk.own else f"{note}. There are {given}."


def _words(desk: DeskFacts) -> Telling:
    """Where the sheet stands."""
    stands, name = desk.stands, desk.trainee.name
    if stands.state is State.SUBMITTED:
        return _waiting(desk)
    if stands.state is State.ACCEPTED:
        return Telling("Accepted: it stays as it is.")
    if stands.shut:
        return Telling(f"{name} did not submit it; it can be read.")
    if stands.state is State.RETURNED:
        return Telling("Returned: ", name, " is changing it.")
    return Telling("", name, " is still writing it; you can read along.")


def _waiting(desk: DeskFacts) -> Telling:
    """The same of a sheet that was submitted."""
    if desk.stands.opened:
        return Telling(f"{counted_comments(len(desk.own)).capitalize()} on this revision.")
    if desk.stands.shut:
        return Telling("Review not begun.")
    return Telling("Review not begun: ", desk.trainee.name, " can still withdraw it.")


def _decisions(desk: DeskFacts, sent: Sent) -> Iterator[DeskDecision]:
    """What can be decided now; what was sent and cannot any more stays on the page with its note."""
    match desk.stands.state:
        case State.SUBMITTED:
            if not desk.stands.shut or sent.note_for == "return":
                yield _give_back(desk, sent)
            yield _accept(desk, sent)
        case State.ACCEPTED:
            yield _addendum(desk, sent)
            if not desk.stands.shut or sent.note_for == "reopen":
                yield _reopen(desk, sent)


def _give_back(desk: DeskFacts, sent: Sent) -> DeskDecision:
    telling = Telling(
        "",
        desk.trainee.name,
        f" will see {_note_and('your note', desk)} They can change the sheet; "
        f"it comes back to you as revision {desk.stands.revision + 1}.",
    )
    return DeskDecision(
        button="Return…",
        icon="back",
        look="btn-secondary",
        address=url_for("review.give_back", sheet_id=desk.sheet.id),
        is_open=sent.opens("return"),
        sent=sent.note_for == "return",
        complaint="Not returned yet",
        telling=telling,
        note=_note(sent, "return", "What should they fix?"),
        verb="Return it",
        closes=url_for("review.desk", sheet_id=desk.sheet.id),
    )


def _accept(desk: DeskFacts, sent: Sent) -> DeskDecision:
    fixes = sum(comment.kind == CommentKind.MUST_FIX for comment in desk.own)
    telling = Telling(
        f"Revision {desk.stands.revision} can’t be changed after that; only addenda can be added. ",
        desk.trainee.name,
        f" will see {_note_and('your note, if you write one', desk)}",
        f"{fixes} {noun(fixes, 'comment says', 'comments say')} “must fix”." if fixes else "",
    )
    plain = DeskDecision(
        button="Accept…",
        icon="check",
        look="btn-primary",
        address=url_for("review.accept", sheet_id=desk.sheet.id),
        is_open=sent.opens("accept"),
        sent=sent.note_for == "accept",
        complaint="Not accepted yet",
        telling=telling,
        note=_note(sent, "accept", "A note, if you like"),
        verb="Accept it",
        closes=url_for("review.desk", sheet_id=desk.sheet.id),
        carries=sent.note_for == "accept",
    )
    if not sent.asked_about:
        return plain
    numbers = numbered(desk.comments)
    return replace(
        plain,
        verb="Accept anyway",
        asked=tuple(named(comment, numbers) for comment in sent.asked_about),
        leave=url_for("review.desk", sheet_id=desk.sheet.id),
    )


def _addendum(desk: DeskFacts, sent: Sent) -> DeskDecision:
    return DeskDecision(
        button="Addendum…",
        icon="plus",
        look="btn-secondary",
        address=url_for("review.addendum", sheet_id=desk.sheet.id),
        is_open=sent.opens("addendum"),
        sent=sent.note_for == "addendum",
        complaint="",
        telling=Telling("It is added to the sheet’s history and changes nothing else."),
        note=_note(sent, "addendum", "Addendum"),
        verb="Add it",
        makes=True,
    )


def _reopen(desk: DeskFacts, sent: Sent) -> DeskDecision:
    after = f" can change it again; it comes back to you as revision {desk.stands.revision + 1}."
    return DeskDecision(
        button="Reopen…",
        icon="back",
        look="btn-secondary",
        address=url_for("review.reopen", sheet_id=desk.sheet.id),
        is_open=sent.opens("reopen"),
        sent=sent.note_for == "reopen",
        complaint="Not reopened yet",
        telling=Telling("", desk.trainee.name, after),
        note=_note(sent, "reopen", "Why it is reopened"),
        verb="Reopen it",
        closes=url_for("review.desk", sheet_id=desk.sheet.id),
    )


def _note(sent: Sent, name: str, words: str) -> NoteField:
    if sent.note_for != name:
        return NoteField(f"{NOTE}-{name}", words)
    if sent.note is None:
        return NoteField(NOTE, words)
    note: Sequence[str] = [str(error) for error in sent.note.note.errors]
    return NoteField(NOTE, words, sent.note.note.data or "", ". ".join(note))
