"""The steps of the check: each open finding with what is needed to settle it there, its control, its answer or its verdict.

A step is known by the place of its finding, so that a page can tell which of its steps are open by what the server says later.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from flask import request, url_for
from wtforms.form import BaseForm

from epcr.checks import grouped
from epcr.checks.finding import Finding, Weight
from epcr.checks.needed import alternatives_to
from epcr.isolates import isolated
from epcr.review.comments import place_pieces, value_at
from epcr.sheet.anchor import Anchor
from epcr.sheet.control import Control
from epcr.sheet.interventions import Intervention
from epcr.sheet.run_sheet import BY_SLUG
from epcr.sheet.section import Entry, SheetPart
from epcr.sheet.signs import COMA
from epcr.shown import Shown
from epcr.visit.signed_in import SAFE_METHODS
from epcr.web import as_checked
from epcr.web.answers_view import shown_act
from epcr.web.field_files import field_file
from epcr.web.field_view import control_of, word_lists
from epcr.web.form_view import LackingAnswer
from epcr.web.forms import some_of
from epcr.web.group_view import Field, field_of
from epcr.web.interventions_view import VerdictAt, verdict_at
from epcr.web.isolation import quoted, sentence
from epcr.web.known_fields import KnownField, are_known
from epcr.web.ledger_view import Words
from epcr.web.merging import seen
from epcr.web.opened_sheet import OpenedSheet
from epcr.web.pages import context_of
from epcr.web.term_list import TermList
from epcr.web.walking import step_at
from epcr.words.naming import lower


@dataclass(frozen=True)
class HalfAnswered:
    """An answer to what says something else now: `unseen` is that, `text` what was typed."""

    source: str
    anchors: Collection[str]
    text: str
    unseen: Sequence[Finding]


@dataclass(frozen=True)
class Ticked:
    """A place that an answer can be for."""

    anchor: str
    words: Words


@dataclass(frozen=True)
class Warned:
    """The answer to warnings that one answer may do for."""

    first: str
    source: str
    shows: Shown
    anchors: tuple[Ticked, ...]
    text: str

    @property
    def several(self) -> bool:
        """Whether one answer may do for several places."""
        return len(self.anchors) > 1


@dataclass(frozen=True)
class StepForm:
    """The controls of a step: fields of one part, saved by themselves, or by a button that goes on to what is open after `place`.

    `of` names the part where a step asks several for the same.
    """

    of: str
    action: str
    changes: str
    slug: str
    part: str
    version: int
    seen: str
    entry: str
    place: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class WalkStep:
    """A step. `kind` says what it is about; `elsewhere` leads to its section, which has all of it where the step has no control.

    `places` are those it asks about: whichever of them are open still, it is the same step. "" where that is one, which its id says.
    """

    id: str
    number: int
    places: str
    shows: Shown
    shape: str
    kind: str
    place: tuple[str, ...]
    lines: tuple[str, ...]
    elsewhere: str
    elsewhere_words: str
    section: str
    basis: tuple[str, ...] = ()
    forms: tuple[StepForm, ...] = ()
    warned: Warned | None = None
    verdict: VerdictAt | None = None

    @property
    def is_settled_here(self) -> bool:
        """Whether it can be settled without going to its section."""
        return bool(self.forms or self.warned or self.verdict)


@dataclass(frozen=True)
class KnownFile:
    """The file by which a browser draws the fields of one section that the page only names."""

    slug: str
    address: str


@dataclass(frozen=True)
class CheckWalk:
    """All steps, the lists of words that their controls suggest from, and the files of the fields that are only named.

    `by_scripts`: its forms are of a browser that sends each field by itself, and carry nothing for the old road.
    """

    steps: tuple[WalkStep, ...]
    lists: dict[str, TermList]
    zone: str
    by_scripts: bool
    known: tuple[KnownFile, ...]


@dataclass(frozen=True)
class OpenGroup:
    """Open findings that are settled together, and the id of their step."""

    id: str
    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        """The one that stands for all."""
        return self.findings[0]

    @property
    def places(self) -> str:
        """Where they stand; "" where that is one place, which the id says."""
        places = " ".join(dict.fromkeys(str(finding.anchor) for finding in self.findings))
        return "" if step_at(places) == self.id else places

    @property
    def begins(self) -> str:
        """The place at which their step begins; "" where the id says it."""
        place = str(self.first.anchor)
        return "" if step_at(place) == self.id else place

    @property
    def parts(self) -> Collection[tuple[str, str]]:
        """The sections and entries that they are at."""
        return {_part_of([finding]) for finding in self.findings}

    @property
    def of_scope(self) -> bool:
        """Whether the scope check asks what happened."""
        return self.first.weight is Weight.WARNING and self.first.source.startswith("scope")


def open_groups(findings: Sequence[Finding]) -> Iterator[OpenGroup]:
    """What stands in the way of submitting, part by part; a place with several has several ids.

    In a part what is missing comes before what is asked: a fact that is filled in later would take an answer to a verdict back.
    """
    ids: dict[str, int] = {}
    groups = [group for group in grouped(findings) if group[0].open]
    parts = {_part_of(group): number for number, group in reversed(list(enumerate(groups)))}
    for group in sorted(
        groups, key=lambda group: (parts[_part_of(group)], group[0].weight is Weight.WARNING)
    ):
        at = step_at(group[0].anchor)
        ids[at] = ids.get(at, 0) + 1
        yield OpenGroup(at if ids[at] == 1 else f"{at}-{ids[at]}", tuple(group))


def shown_in(opened: OpenedSheet, group: OpenGroup) -> Shown:
    """What an answer to findings is shown, by which a page knows that its step asks something else now."""
    act = opened.sheet.find(group.first.anchor) if group.of_scope else None
    verdict = opened.verdict(act) if act else None
    if isinstance(act, Intervention) and verdict:
        return shown_act(act, verdict)
    return as_checked.shown_of(group.findings)


def _part_of(group: Sequence[Finding]) -> tuple[str, str]:
    return group[0].anchor.section, group[0].anchor.entry


def walk(
    opened: OpenedSheet, *, half: HalfAnswered | None = None, lacking: LackingAnswer | None = None
) -> CheckWalk:
    """The steps as they stand; with an answer that came `half`, or one to a verdict that is `lacking`."""
    groups = tuple(open_groups(opened.of_the_checks))
    # A page that answers a form has an address that nobody can open to have it whole.
    drawing = _Drawing(
        opened,
        half,
        lacking,
        knows=are_known() and request.method in SAFE_METHODS,
        changes=url_for("changes.take", sheet_id=opened.sheet.id),
        asked=_asked(opened, groups),
    )
    steps = tuple(drawing.step(number, group) for number, group in enumerate(groups, 1))
    return CheckWalk(
        steps=steps,
        lists=word_lists(drawing.controls),
        zone=opened.sheet.zone,
        by_scripts=drawing.knows,
        known=tuple(_known(steps)),
    )


def _asked(opened: OpenedSheet, groups: Iterable[OpenGroup]) -> Mapping[str, Collection[str]]:
    """The fields that all steps together ask for, by part, so that each part has one small form."""
    asked: dict[str, set[str]] = {}
    for finding in (finding for group in groups for finding in group.findings):
        part = opened.sheet.find(finding.anchor)
        if part is not None and finding.anchor.field:
            asked.setdefault(str(part.anchor()), set()).update(alternatives_to(part, finding.anchor.field))
    return asked


def _known(steps: Sequence[WalkStep]) -> Iterator[KnownFile]:
    """A file for each section of which a field is only named."""
    forms = [form for step in steps for form in step.forms]
    named = [form.slug for form in forms if any(isinstance(field, KnownField) for field in form.fields)]
    for slug in dict.fromkeys(named):
        yield KnownFile(slug, url_for("static", filename=field_file(slug)))


@dataclass
class _Drawing:
    """What the steps are drawn from. A control stands once on a page: `controls` are those that have a step, `asked` by part the names of
    those that may have one.
    """

    opened: OpenedSheet
    half: HalfAnswered | None
    lacking: LackingAnswer | None
    knows: bool
    changes: str
    asked: Mapping[str, Collection[str]]
    controls: list[object] = field(default_factory=list)
    _drawn: set[str] = field(default_factory=set)
    _forms: dict[str, BaseForm] = field(default_factory=dict)

    def step(self, number: int, group: OpenGroup) -> WalkStep:
        """One step."""
        anchor, warns = group.first.anchor, group.first.weight is Weight.WARNING
        title = BY_SLUG[anchor.section].page.title
        step = WalkStep(
            id=group.id,
            number=number,
            places=group.places,
            shows=shown_in(self.opened, group),
            shape="alert" if warns else "ring",
            kind="Is this right?" if warns else "Missing",
            place=place_pieces(
                self.opened.sheet, anchor if len(group.parts) == 1 else Anchor(anchor.section)
            ),
            lines=self.lines(group),
            elsewhere=self.elsewhere(anchor),
            elsewhere_words=f"Open {title.lower()}",
            section=title,
        )
        if group.of_scope:
            return replace(step, kind="Scope", verdict=self.verdict(anchor))
        return replace(
            step,
            basis=tuple(dict.fromkeys(finding.basis for finding in group.findings if finding.basis)),
            forms=tuple(self.forms(group)),
            warned=self.warned(group) if warns else None,
        )

    def elsewhere(self, anchor: Anchor) -> str:
        """The address of the place in its section; what a list lacks is added to it there."""
        if BY_SLUG[anchor.section].many and not anchor.entry:
            return self.opened.section(anchor.section, anchor="new", check=anchor.section)
        return self.opened.section(anchor.section, entry=anchor.entry, anchor=anchor, check=anchor)

    def lines(self, group: OpenGroup) -> tuple[str, ...]:
        """What is said; of an act outside scope which one it is, since its verdict stands below."""
        act = self.opened.sheet.find(group.first.anchor) if group.of_scope else None
        if isinstance(act, Intervention):
            return (act.subject(self.opened.context),)
        return tuple(finding.message for finding in group.findings)

    def forms(self, group: OpenGroup) -> Iterator[StepForm]:
        """The controls of a step, a form for each part that it is about. Two values of one field are chosen from on its page."""
        to_decide = {values.anchor for values in self.opened.two_values}
        by_part: dict[str, tuple[SheetPart, list[str]]] = {}
        for finding in group.findings:
            part = self.opened.sheet.find(finding.anchor)
            if part is not None and finding.anchor.field and finding.anchor not in to_decide:
                names = by_part.setdefault(str(part.anchor()), (part, []))[1]
                names += alternatives_to(part, finding.anchor.field)
        for part, names in by_part.values():
            new = [name for name in dict.fromkeys(names) if str(part.anchor(name)) not in self._drawn]
            if new:
                yield self.form(part, new, self.named(part) if len(by_part) > 1 else "")

    def form(self, part: SheetPart, names: Sequence[str], of: str) -> StepForm:
        """The form of some fields of a part, as they are stored."""
        context, at = context_of(self.opened.sheet, part), str(part.anchor())
        if at not in self._forms:
            self._forms[at] = some_of(part, context, self.asked[at])
        controls = [control_of(self._forms[at], name) for name in names]
        self.controls += controls
        self._drawn |= {control.name for control in controls}
        return StepForm(
            of=of,
            action=self.opened.section(part.page.slug),
            changes=self.changes,
            slug=part.page.slug,
            part=at,
            version=part.version,
            seen=seen(part, context, names),
            entry=part.id if isinstance(part, Entry) else "",
            place=str(part.anchor(names[0])),
            fields=tuple(self.field(control) for control in controls),
        )

    def field(self, control: Control) -> Field:
        """A control as it is drawn here. Those of the coma scale are known as they stand in their row on the page of the vital signs."""
        return field_of(control, knows=self.knows and control.short_name not in COMA.fields)

    def warned(self, group: OpenGroup) -> Warned:
        """What answers warnings."""
        given = self.half if self.half and _is_of(self.half, group.findings) else None
        return Warned(
            first=group.first.message,
            source=group.first.source,
            shows=shown_in(self.opened, group),
            anchors=tuple(
                Ticked(str(finding.anchor), self.ticked(group, finding)) for finding in group.findings
            ),
            text=given.text if given else "",
        )

    def named(self, part: SheetPart) -> str:
        """A part by itself: "Aspirin at 17:05", "The vital signs at 17:12", "Incident and times"."""
        words = part.subject(self.opened.context) if isinstance(part, Entry) else part.page.title
        return words[:1].upper() + words[1:]

    def ticked(self, group: OpenGroup, finding: Finding) -> Words:
        """What tells a place from the others of its group: the piece of a text, the entry, or the field and what it says."""
        anchor, part = finding.anchor, self.opened.sheet.find(finding.anchor)
        if finding.words or part is None:
            return quoted(finding.words) or sentence(finding.message)
        spec = part.fields().get(anchor.field)
        if isinstance(part, Entry):
            alone = sum(_part_of([other]) == _part_of([finding]) for other in group.findings) == 1
            field_too = f": {lower(spec.label)}" if spec and not alone else ""
            return sentence(f"{self.named(part)}{field_too}")
        held = value_at(self.opened.sheet, anchor)
        return sentence(f"{spec.label}: {isolated(held)}" if spec and held else self.named(part))

    def verdict(self, anchor: Anchor) -> VerdictAt | None:
        """The verdict on an act, with what can be answered to it."""
        act = self.opened.sheet.find(anchor)
        if not isinstance(act, Intervention):
            return None
        return verdict_at(self.opened, act, changeable=True, lacking=self.lacking, check=str(anchor))


def _is_of(half: HalfAnswered, findings: Sequence[Finding]) -> bool:
    """Whether a half given answer was to these warnings."""
    return half.source == findings[0].source and any(
        str(finding.anchor) in half.anchors for finding in findings
    )
