"""What every part of a run sheet is printed with: the sheet, its context, the room, what is missing, what the reviewer said.

It hands each thing out; what becomes of it on paper is for the sections.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from epcr.checks.finding import Finding, Weight
from epcr.checks.verdicts import judging
from epcr.handoff.words import NOT_DOCUMENTED
from epcr.paper.blocks import Paper
from epcr.paper.strips import Strip
from epcr.paper.style import MARGIN
from epcr.report.run_sheet.flow import GUTTER, LabeledValue, framed, plain, run_in
from epcr.report.run_sheet.remark import Remark
from epcr.sheet.anchor import Anchor
from epcr.sheet.coma import NAME as GCS
from epcr.sheet.coma import PARTS, coma
from epcr.sheet.primary import PrimaryAssessment
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.section import Group, SheetPart

_LONGEST_VALUE = 400  # characters of a value that a remark keeps


@dataclass(frozen=True)
class FieldWords:
    """A field in words; empty where it is not documented. `missing` ones are required on this call."""

    name: str
    label: str
    words: str
    missing: bool = False


@dataclass(frozen=True)
class FieldGroup:
    """Fields under one title, perhaps an empty one; whether they are asked on this call."""

    title: str
    fields: tuple[FieldWords, ...]
    asked: bool = True

    @property
    def documented(self) -> list[FieldWords]:
        """Those that say something, be it that they are missing."""
        return [field for field in self.fields if field.words]

    @property
    def blank(self) -> list[FieldWords]:
        """Those that are asked and say nothing."""
        return [field for field in self.fields if not field.words] if self.asked else []

    @property
    def empty(self) -> bool:
        """Whether its title alone can say that all of it is blank."""
        return self.asked and bool(self.title) and not self.documented


class SheetPress:
    """The things at hand while one sheet is printed."""

    def __init__(
        self,
        paper: Paper,
        run_sheet: RunSheet,
        findings: Iterable[Finding],
        remarks: Iterable[Remark],
        revision: int,
    ) -> None:
        self.paper = paper
        self.run_sheet = run_sheet
        self.context = run_sheet.context()
        self.width = paper.width - 2 * MARGIN
        self.body = self.width - GUTTER
        self.findings = list(findings)
        self.sources: dict[str, int] = {}
        self._revision = revision
        self._missing = {finding.anchor for finding in self.findings if finding.weight is Weight.MISSING}
        self._remarks: defaultdict[tuple[str, str], list[Remark]] = defaultdict(list)
        for remark in remarks:
            self._remarks[remark.anchor.section, remark.anchor.entry].append(remark)
        self._groups: dict[SheetPart, Sequence[FieldGroup]] = {}
        self.judged = judging(run_sheet)

    # Fields

    def field_words(self, part: SheetPart, name: str) -> FieldWords:
        """A field of a part as it is printed."""
        # Most fields of most parts are empty; they are not put into words.
        empty = not part.absent and getattr(part, name) is None
        words = "" if empty else part.show_whole(name, self.context)
        if not words.isascii():
            self.paper.note_missing(words)
        missing = not words and bool(self._missing) and part.anchor(name) in self._missing
        return FieldWords(
            name, part.fields()[name].label, words or (NOT_DOCUMENTED if missing else ""), missing
        )

    def needs(self, anchor: Anchor) -> bool:
        """Whether something is missing there that is required on this call."""
        return anchor in self._missing

    def groups(self, part: SheetPart) -> Sequence[FieldGroup]:
        """Its fields by their groups; what no group names comes last. Each part is read once."""
        known = self._groups.get(part)
        if known is None:
            known = self._groups[part] = list(self._read(part))
        return known

    def fields(self, part: SheetPart) -> Iterator[FieldWords]:
        """All of its fields, group after group."""
        return (field for group in self.groups(part) for field in group.fields)

    def _read(self, part: SheetPart) -> Iterator[FieldGroup]:
        left = dict.fromkeys(part.fields())
        for group in part.page.groups:
            for name in group.names:
                left.pop(name, None)
            fields = [self.field_words(part, name) for name in group.names if part.stands_alone(name)]
            yield FieldGroup(group.title, (*fields, *_whole_coma(part, group.names)), _asked(group, part))
        if left:
            yield FieldGroup(
                "", tuple(self.field_words(part, name) for name in left if part.stands_alone(name))
            )

    def source(self, words: str) -> str:
        """The number of a source, as it stands in brackets; all of them are listed at the end."""
        return f"[{self.sources.setdefault(words, len(self.sources) + 1)}]"

    # The reviewer

    def remarks(self, part: SheetPart, name: str) -> Iterator[Strip]:
        """What was said at one field of a section, each in its frame."""
        waiting = self._remarks.get((part.page.slug, "")) or []
        for remark in [remark for remark in waiting if remark.anchor.field == name]:
            waiting.remove(remark)
            yield from self._remark(remark, "")

    def entry_remarks(self, part: SheetPart, called: str = "") -> Iterator[Strip]:
        """What was said of an entry and its fields; `called` names the entry where it does not stand beside it."""
        anchor = part.anchor()
        for remark in self._remarks.pop((anchor.section, anchor.entry), ()):
            yield from self._remark(remark, called)

    def remaining_remarks(self, slug: str | None = None) -> Iterator[Strip]:
        """What was said of a section, or of what is no longer in it; without a slug, everything that is still unsaid."""
        for key in [key for key in self._remarks if slug in {None, key[0]}]:
            for remark in self._remarks.pop(key):
                yield from self._remark(remark, "")

    def _remark(self, remark: Remark, called: str) -> Iterator[Strip]:
        room = self.body - 12
        part = self.run_sheet.find(remark.anchor)
        spec = part.fields().get(remark.anchor.field) if part is not None else None
        place = " ".join(word for word in (spec.label if spec else "", called) if word)
        kind = remark.kind.upper() if remark.must_fix else remark.kind
        of_revision = f"of revision {remark.revision}" if remark.revision not in {0, self._revision} else ""
        head = " · ".join(word for word in (f"Reviewer {remark.author}", kind, place, of_revision) if word)
        written = [*run_in([LabeledValue(head, "")], room), *plain(remark.words, room)]
        if then := self._then(remark, part):
            written += plain(then, room)
        for words in (head, remark.words, remark.value):
            self.paper.note_missing(words)
        yield from framed(written)

    def _then(self, remark: Remark, part: SheetPart | None) -> str:
        """That the field was changed after the remark."""
        anchor = remark.anchor
        if part is None or not remark.value or anchor.field not in part.fields():
            return ""
        now = part.show(anchor.field, self.context)
        now = now if len(now) <= _LONGEST_VALUE else f"{now[: _LONGEST_VALUE - 1]}…"
        return "" if now == remark.value else f"Changed since; it was: {remark.value}"


def _whole_coma(part: SheetPart, names: Sequence[str]) -> list[FieldWords]:
    """The GCS behind its parts where they stand as three fields: as the handoff tells it, with its total."""
    consciousness = isinstance(part, PrimaryAssessment) and PARTS[-1] in names and coma(part)
    return [FieldWords("gcs", GCS, consciousness.words)] if consciousness else []


def _asked(group: Group, part: SheetPart) -> bool:
    if group.when is None:
        return not group.told_elsewhere
    name, values = group.when
    return getattr(part, name) in values
