"""What applying changes does: each field that still stands as its device knew it takes the new value; the others are left, and said.

Only the objects of the session change here; the route commits.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, cast

import wtforms
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from epcr.audit import CONTESTED, SAME, AuditLine
from epcr.audit.change import SentChange, note, sender
from epcr.checks.verdicts import judge_changed
from epcr.db import now
from epcr.sheet.context import Context
from epcr.sheet.control import Control
from epcr.sheet.kinds.day import Day
from epcr.sheet.kinds.moment import Moment
from epcr.sheet.run_sheet import BY_SLUG, RunSheet
from epcr.sheet.section import Entry, SheetPart
from epcr.visit.signed_in import HOLDS
from epcr.web import saving
from epcr.web.audited import put_back
from epcr.web.changes.message import STANDS, FieldChange
from epcr.web.changes.record import stored, typed
from epcr.web.changes.twins import twin_of
from epcr.web.changes.two_values import two_values
from epcr.web.forms import form_for, some_of
from epcr.web.merging import sum_of
from epcr.web.pages import context_of, page_of
from epcr.wording import one_line

APPLIED: Final = "applied"
UNREAD: Final = "unread"  # it cannot be read as a value; the words say how
REFUSED: Final = "refused"  # it cannot be written there, whatever it says
ASKS: Final = "asks"  # it is asked about first, on the page of its section
NOT_IN_THE_LIST: Final = "This is not in the list of interventions. Press Save to say what it was."
NOTHING_TO_DECIDE: Final = "This was decided already. Look at what is saved now."
DECIDED_ON_ANOTHER: Final = (
    "The saved value was changed since you saw the two. Look at both again, then decide."
)
ENTRY_GONE: Final = "This entry is on another sheet. Nothing was changed there."


@dataclass(frozen=True)
class ChangeResult:
    """What became of one change: `outcome` is one of those above, `same` or `contested`; `words` are to be read where it was typed."""

    op: str
    outcome: str
    anchor: str
    words: str = ""
    yours: str = ""  # of a contested one: what was typed, and what stands
    stands: str = ""


class NotSaved(Exception):  # noqa: N818 - it is named for what happened
    """A strict class does not save what these changes make of an act. The caller undoes everything and leaves them out."""

    def __init__(self, refused: Mapping[str, str]) -> None:
        """`refused` has the reason for each op."""
        super().__init__()
        self.refused = refused


@dataclass
class Round:
    """One message on its way into one sheet: what is known before, and what became of its changes so far.

    `known` are the lines of those that arrived before and of those that others build on; `closed` says why nothing can be written;
    `left_out` are ops with the reason why they are not to be tried again.
    """

    session: Session
    sheet: RunSheet
    known: Mapping[str, AuditLine]
    closed: str = ""
    left_out: Mapping[str, str] = field(default_factory=dict)
    foreign: Collection[str] = ()  # entries of another sheet, by anchor
    results: dict[str, ChangeResult] = field(default_factory=dict)
    parts: dict[str, SheetPart] = field(default_factory=dict)  # those that were asked about, by anchor
    _written: dict[str, str | None] = field(
        default_factory=dict
    )  # what each op of this message left in its field
    _passed: dict[str, str] = field(default_factory=dict)  # what was known before each op that left nothing
    _noted: set[str] = field(default_factory=set)  # the anchors of what waits to be flushed

    def apply(self, changes: Sequence[FieldChange]) -> list[ChangeResult]:
        """Apply the changes in their order. Raises NotSaved."""
        for run in _runs(self._new_ones(changes)):
            if run[0].of_an_entry:
                self._of_an_entry(run[0])
            elif run[0].chosen:
                self._decide(run[0])
            else:
                self._of_fields(run)
        return [self.results[change.op] for change in changes]

    def _new_ones(self, changes: Sequence[FieldChange]) -> Iterator[FieldChange]:
        for change in changes:
            if change.op in self.results:
                continue  # twice in one message
            if before := self.known.get(change.op):
                self._answer(change, self._again(change, before))
            elif why := change.fault or self.left_out.get(change.op) or self.closed:
                self._say(change, REFUSED, why)
            else:
                self.results[change.op] = ChangeResult(
                    change.op, REFUSED, str(change.anchor)
                )  # its place in the order
                yield change

    def _again(self, change: FieldChange, before: AuditLine) -> ChangeResult:
        """What is answered to a change that arrived before."""
        if before.run_sheet_id != self.sheet.id or before.actor != self.session.info["actor"]:
            return ChangeResult(change.op, REFUSED, before.anchor, "This change belongs to somebody else.")
        return ChangeResult(change.op, before.outcome or APPLIED, before.anchor)

    def _say(
        self, change: FieldChange, outcome: str, words: str = "", *, yours: str = "", stands: str = ""
    ) -> None:
        self._answer(change, ChangeResult(change.op, outcome, str(change.anchor), words, yours, stands))

    def _answer(self, change: FieldChange, result: ChangeResult) -> None:
        self.results[change.op] = result
        if result.outcome in {UNREAD, REFUSED, ASKS}:
            self._passed[change.op] = self._passed.get(change.was, change.was)

    def _part(self, change: FieldChange) -> SheetPart | None:
        """The part that a change is of; a new entry where there is none of this number. None for one of another sheet."""
        anchor = change.anchor
        kind = BY_SLUG[anchor.section]
        if not kind.many:
            part = cast(SheetPart, getattr(self.sheet, anchor.section))
        elif str(anchor.__class__(anchor.section, anchor.entry)) in self.foreign:
            return None
        else:
            part = self.sheet.part(anchor.section, anchor.entry) or kind(id=anchor.entry)
        self.parts[str(part.anchor())] = part
        return part

    def _of_fields(self, run: Sequence[FieldChange]) -> None:
        part = self._part(run[0])
        why = ENTRY_GONE if part is None else self._shut(part)
        if part is None or why:
            for change in run:
                self._say(change, REFUSED, why)
            return
        context = context_of(self.sheet, part)
        fitting = [change for change in run if self._fits(change, part, context)]
        overtaken = [change for change in run if change not in fitting]
        for change in overtaken:
            self._against(change, part, context)
        form = self._readable(fitting, part, context)
        if form is None:
            return
        read = [change for change in fitting if not self.results[change.op].words]
        if twin := twin_of(self.sheet, part, form, [change.anchor.field for change in read]):
            self._as_its_twin(form, read, twin)
        else:
            self._write(form, read, part)

    def _as_its_twin(self, form: wtforms.Form, run: Sequence[FieldChange], twin: SheetPart) -> None:
        """What a new entry would say stands in another one: nothing is made, and what was typed is in the audit."""
        self.parts[str(twin.anchor())] = twin
        for change in run:
            name = change.anchor.field
            self._line(change, stored(twin, name), typed(cast(Control, form[name])), SAME)
            self._say(change, SAME)

    def _shut(self, part: SheetPart) -> str:
        if not isinstance(part, Entry):
            return ""
        if part.struck:
            return f"This {part.noun} was struck. Put it back, then it takes what you typed."
        return "" if self.sheet.holds(part) else saving.no_room(self.sheet, type(part))

    def _fits(self, change: FieldChange, part: SheetPart, context: Context) -> bool:
        """Whether the field still stands as the device knew it."""
        if not self.sheet.holds(part):
            return True  # nothing stands of a new entry
        name, was = change.anchor.field, self._passed.get(change.was, change.was)
        if not was:
            return not part.documented(name)
        if len(was) < len(change.op):
            return sum_of(part, name, context) == was
        if was in self._written:
            return self._written[was] == stored(part, name)
        before = self.known.get(was)
        return (
            before is not None and before.outcome != CONTESTED and before.anchor == str(change.anchor)
            and before.after == stored(part, name)
        )  # fmt: skip

    def _readable(self, run: Sequence[FieldChange], part: SheetPart, context: Context) -> wtforms.Form | None:
        """The form with those of the changes that can be read; what is wrong with the others is said. None where there are none."""
        left = list(run)
        while left:
            form = _form(left, part, context)
            form.validate()
            unusable = self._unread(form, left) or self._asked(form, left, part)
            if not unusable:
                return form
            for change, outcome, words in unusable:
                self._say(change, outcome, words)
                left.remove(change)
        return None

    @staticmethod
    def _unread(form: wtforms.Form, run: Sequence[FieldChange]) -> list[tuple[FieldChange, str, str]]:
        """Those of the changes that cannot be read, each with how."""
        fields = ((change, cast(Control, form[change.anchor.field])) for change in run)
        return [(change, UNREAD, _errors(control)) for change, control in fields if control.errors]

    @staticmethod
    def _asked(
        form: wtforms.Form, run: Sequence[FieldChange], part: SheetPart
    ) -> list[tuple[FieldChange, str, str]]:
        """Those of the changes that are asked about before they are saved."""
        changed = [cast(Control, form[change.anchor.field]) for change in run]
        typed_texts: MultiDict[str, str] = MultiDict()
        if page_of(part).asks_first(typed_texts, form, changed) is None:
            return []
        asked_of = page_of(part).asked_of
        return [(change, ASKS, NOT_IN_THE_LIST) for change in run if change.anchor.field in asked_of]

    def _write(self, form: wtforms.Form, run: Sequence[FieldChange], part: SheetPart) -> None:
        """Write what differs; what stands there already is only noted, so that it finds itself when it arrives again."""
        differing = [
            change
            for change in run
            if typed(cast(Control, form[change.anchor.field])) != stored(part, change.anchor.field)
        ]
        for change in run:
            name = change.anchor.field
            if change not in differing:
                self._note_same(change, part)
            self._say(change, APPLIED if change in differing else SAME)
            self._written[change.op] = typed(cast(Control, form[name]))
        if not differing:
            return
        if any(str(change.anchor) in self._noted for change in differing):
            self._flush()
        for change in differing:
            self._note(change)
        saving.write(self.sheet, part, form)
        page_of(part).complete(
            self.sheet, part, [cast(Control, form[change.anchor.field]) for change in differing]
        )
        self._judged(part, differing)

    def _against(self, change: FieldChange, part: SheetPart, context: Context) -> None:
        """A change of a field that was changed elsewhere meanwhile: the same there is nothing, else both are kept."""
        form = _form([change], part, context)
        form.validate()
        control = cast(Control, form[change.anchor.field])
        if control.errors:
            self._say(change, UNREAD, _errors(control))
        elif typed(control) == stored(part, control.short_name):
            self._note_same(self._typed_over(change), part)
            self._say(change, SAME)
        else:
            self._line(self._typed_over(change), stored(part, control.short_name), typed(control), CONTESTED)
            yours = control.spec.show(control.data, control.context) or control.text()
            stands = part.show(control.short_name, context)
            self._say(change, CONTESTED, yours=yours, stands=stands)

    def _typed_over(self, change: FieldChange) -> FieldChange:
        """The change, as one that settles what it builds on where that is contested: who typed on wants the earlier value no more."""
        before, result = self.known.get(change.was), self.results.get(change.was)
        outcome = result.outcome if result else before.outcome if before else None
        anchor = result.anchor if result else before.anchor if before else ""
        is_over = outcome == CONTESTED and anchor == str(change.anchor)
        return replace(change, settles=change.was) if is_over else change

    def _decide(self, change: FieldChange) -> None:
        """Somebody saw both values: what stands stays, or what was typed against it takes its place."""
        line, part = self.known.get(change.settles), self._part(change)
        if part is None or line is None or line.outcome != CONTESTED or line.anchor != str(change.anchor):
            self._say(change, REFUSED, NOTHING_TO_DECIDE)
        elif why := self._shut(part):
            self._say(change, REFUSED, why)
        elif line.after == stored(part, change.anchor.field):
            self._note_same(change, part)
            self._say(change, SAME)
        elif change.was and change.was not in self._shown_of(change.settles):
            self._say(change, REFUSED, DECIDED_ON_ANOTHER)
        elif change.chosen == STANDS:
            self._note_same(change, part)
            self._say(change, SAME)
        else:
            self._flush()
            self._note(change)
            put_back(part, change.anchor.field, json.loads(line.after or "{}"))
            saving.saved(part)
            self._judged(part, [change])
            self._say(change, APPLIED)

    def _shown_of(self, op: str) -> list[str]:
        """By what a device knows the two values of this change; empty where there are none any more."""
        return [values.knows for values in two_values(self.session, self.sheet) if values.op == op]

    def _judged(self, part: SheetPart, run: Sequence[FieldChange]) -> None:
        if refused := saving.judge_saved(self.sheet, part):
            raise NotSaved({change.op: refused.reason for change in run})

    def _note_same(self, change: FieldChange, part: SheetPart) -> None:
        stands = stored(part, change.anchor.field)
        self._written[change.op] = (
            stands  # what builds on it in this message finds it, as it would find its line
        )
        self._line(change, stands, stands, SAME)

    def _line(self, change: FieldChange, before: str | None, after: str | None, outcome: str) -> None:
        self.session.add(
            AuditLine(
                run_sheet_id=self.sheet.id, actor=self.session.info["actor"], at=now(), device_at=change.at,
                anchor=str(change.anchor), before=before, after=after, op=change.op, outcome=outcome,
                settles=change.settles or None, device=sender(self.session),
            )
        )  # fmt: skip

    def _note(self, change: FieldChange) -> None:
        self._noted.add(str(change.anchor))
        note(self.session, str(change.anchor), SentChange(change.op, change.at, change.settles or None))

    def _flush(self) -> None:
        """Write what was changed so far, for a field that changes twice in one message has two lines. Raises Overtaken."""
        if holds := self.session.info.get(HOLDS):
            holds()
        self.session.flush()
        self._noted.clear()

    def _of_an_entry(self, change: FieldChange) -> None:
        part = self._part(change)
        if not isinstance(part, Entry) or not self.sheet.holds(part):
            words = "This entry is not on the sheet, so nothing was changed."
            self._say(change, REFUSED, words)
            return
        reason = one_line(change.strike or "")[:200]
        if not change.restored and not reason:
            words = f"Say why you strike this {part.noun}."
            self._say(change, REFUSED, words)
            return
        if part.struck != change.restored:
            struck = f'{{"struck": "{part.struck_reason}"}}' if part.struck else None
            self._line(change, struck, struck, SAME)
            self._say(change, SAME)
            return
        self._flush()
        self._note(change)
        if change.restored:
            saving.restore(part)
        else:
            saving.strike(part, reason)
        judge_changed(self.sheet, now())
        self._say(change, APPLIED)


def _runs(changes: Iterator[FieldChange]) -> Iterator[list[FieldChange]]:
    """Changes that follow each other, are of one part and each of another field: they are read and judged together."""
    run: list[FieldChange] = []
    for change in changes:
        fits = (
            run
            and not change.of_an_entry
            and not run[0].of_an_entry
            and not (change.chosen or run[0].chosen)
            and (change.anchor.section, change.anchor.entry) == (run[0].anchor.section, run[0].anchor.entry)
            and all(change.anchor.field != other.anchor.field for other in run)
        )
        if run and not fits:
            yield run
            run = []
        run.append(change)
    if run:
        yield run


def _errors(control: Control) -> str:
    return "; ".join(str(error) for error in control.errors)


def _texts(change: FieldChange) -> Sequence[str] | None:
    """What the control of a change would send; where it is emptied, or has only a reason, that it is empty."""
    if change.texts:
        return change.texts
    return [""] if change.texts is not None or change.why else None


def _form(run: Sequence[FieldChange], part: SheetPart, context: Context) -> wtforms.Form:
    """The form of the part with what these changes say in it, and all else as it is stored."""
    sent: MultiDict[str, str] = MultiDict()
    for change in run:
        name = str(change.anchor)
        texts = _texts(change)
        if texts is not None:
            sent.setlist(name, list(texts))
        if change.why is not None or any(change.texts or ()):
            sent[Control.why_of(name)] = change.why or ""
        if change.absent is not None:
            sent[Control.asked_of(name)] = "1"
            sent.setlist(Control.not_of(name), list(change.absent))
    page = page_of(part)
    meant, alone = page.as_meant(sent, f"{part.anchor()}-"), _alone(run, part, page.asked_of)
    return some_of(part, context, alone, meant) if alone else form_for(part, context, meant)


def _alone(run: Sequence[FieldChange], part: SheetPart, beside: Collection[str]) -> frozenset[str] | None:
    """The field of a change that comes alone, as most do, with those that its page asks about beside it; None where it takes the whole
    form. A time and a date are read with the times that stand before them, and move those that follow.
    """
    names = {change.anchor.field for change in run}
    alone = len(names) == 1 and not names.intersection(part.fields_of(Moment, Day))
    return frozenset(names.union(beside)) if alone and part.version else None
