"""What somebody else saved while a form was open: taken where it was not touched here, told where both changed it.

A form keeps hidden what it was opened with: the version, and a sum of the words of each field. It knows no database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import wtforms

from epcr.refused import Refused
from epcr.sheet.control import Control
from epcr.shown import FIELD, Shown
from epcr.visit.forms import Form, say, typed

_HIDDEN = frozenset({"csrf_token", FIELD})
_VERSION = "version."  # no field can be named so


@dataclass(frozen=True)
class FieldConflict:
    """A field that was saved by another since the form was opened: `stored` and `yours` are both, in words."""

    control: wtforms.Field
    stored: str
    yours: str


class Versioned(Form):
    """A form that changes something which others may change at the same time."""

    seen = wtforms.HiddenField()

    def opened(self, version: int, stored: Versioned | None = None) -> None:
        """Note what the form is shown with: the version, and what is stored (in `stored`, a form of it; else this one)."""
        fields = {field.short_name: _texts(field) for field in _fields(stored or self)}
        self.seen.data = str(Shown.of({_VERSION: [version], **fields}))

    def at_version(self, version: int) -> bool:
        """Whether the form was opened with this version."""
        return self._shown().holds(_VERSION, version)

    def merge(self, stored: Versioned, version: int) -> list[FieldConflict]:
        """Take what another saved into the fields that were not touched, and tell those that both changed.

        `stored` is the same form of what is stored now. With conflicts the form is opened anew, so that sending it again
        keeps what then stands in it.
        """
        if self.at_version(version):
            return []
        shown, conflicts = self._shown(), []
        for mine in _fields(self):
            theirs = stored[mine.short_name]
            now, here = _texts(theirs), _texts(mine)
            if now == here or shown.holds(mine.short_name, *now):
                continue
            if shown.holds(mine.short_name, *here):
                _take(mine, theirs)
            else:
                conflicts.append(FieldConflict(mine, _words(theirs), _words(mine)))
        if conflicts:
            self.opened(version, stored)
        return conflicts

    def save(
        self, stored: Versioned | None, version: int, write: Callable[[], None]
    ) -> tuple[bool, list[FieldConflict]]:
        """Whether `write` wrote what stands in the form, and the conflicts that keep it from being written.

        `stored` is None for a thing that is new. What `write` refuses is said at its field. Where nothing was written the caller
        undoes the transaction.
        """
        conflict = self.merge(stored, version) if stored is not None else []
        if conflict:
            return False, conflict
        try:
            write()
        except Refused as refused:
            say(self, refused)
            return False, []
        return True, []

    def _shown(self) -> Shown:
        """What the form was opened with; nothing where it came from no page of ours."""
        # What was sent, not `data`: a form without the field takes that of the stored thing.
        return Shown.read("".join(str(text) for text in self.seen.raw_data or ()))


def _fields(form: Form) -> Iterator[wtforms.Field]:
    return (field for field in form if field.short_name not in _HIDDEN)


def _texts(field: wtforms.Field) -> list[str]:
    """What stands in a field, as texts that can be compared."""
    if isinstance(field, Control):
        return field.spec.write(field.data, field.context)
    if isinstance(field.data, list | tuple):
        return sorted(str(choice) for choice in field.data)
    return [typed(field)]


def _words(field: wtforms.Field) -> str:
    """What stands in a field, as people read it."""
    if isinstance(field, Control):
        return field.spec.show(field.data, field.context)
    texts = _texts(field)
    if isinstance(field, wtforms.SelectField):
        labels = {str(choice[0]): str(choice[1]) for choice in field.iter_choices()}
        texts = [labels.get(text, text) for text in texts]
    return "; ".join(text for text in texts if text)


def _take(mine: wtforms.Field, theirs: wtforms.Field) -> None:
    mine.data = theirs.data
    if isinstance(mine, Control):
        mine.typed = None
