"""The groups of a section's form as they are drawn: what stands in each, which are open, and which are worth asking."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import wtforms
from markupsafe import Markup

from epcr.checks.finding import Finding, Weight
from epcr.sheet.context import Context
from epcr.sheet.control import Control
from epcr.sheet.kinds.day import Day
from epcr.sheet.kinds.yes_no import YesNo
from epcr.sheet.section import Group, SheetPart
from epcr.sheet.signs import COMA
from epcr.web.field_view import NO_MARKUP, DrawnField, control_of, field_view
from epcr.web.filters import counted
from epcr.web.isolation import quoted
from epcr.web.known_fields import KnownField, are_known, known_field

Words = Markup | str
FindingsAt = Mapping[str, Sequence[Finding]]  # what was found, by the id of its control
Field = DrawnField | KnownField
NOTHING: Mapping[str, str] = MappingProxyType({})
# What a certificate forbids is told with its label: the words alone would read as what it allows.
_TOLD_WITH_LABEL = frozenset({"restricted_for", "not_educated_for"})


@dataclass(frozen=True)
class DrawnGroup:
    """A group as `templates/macros/groups.html` lays it out.

    `css` are its classes and `when` the attributes that say which answer it depends on. `beside` stands beside the title: what a
    folded group holds or how many fields, of the needed ones how many are missing. `counts` names what the script counts there
    (`filled`, `missing`), "" where it counts nothing.
    """

    title: str
    hint: str
    folded: bool
    is_open: bool
    css: str
    when: Markup
    fields: tuple[Field, ...]
    beside: Words = ""
    counts: str = ""


def groups(
    form: wtforms.Form, part: SheetPart, findings_at: FindingsAt, away: Collection[str] = ()
) -> tuple[DrawnGroup, ...]:
    """The groups of a form, as its section declares them; those of `away` (`slug/Title`) are folded on this kind of call."""
    slug = part.page.slug
    return tuple(
        group_view(
            form, part, findings_at, replace(group, folded=group.folded or f"{slug}/{group.title}" in away)
        )
        for group in part.page.groups
    )


def needed_first(
    form: wtforms.Form,
    part: SheetPart,
    findings_at: FindingsAt,
    names: Sequence[str],
    not_ours: Collection[str] = (),
) -> tuple[DrawnGroup, ...]:
    """The groups of a form with the fields that the call needs on top, and what else may be written in folds.

    A group without a title stands before them: what it asks decides what is needed. What is `not_ours`, since dispatch told it,
    opens no fold.
    """
    before = [group for group in part.groups() if not group.title]
    above = {name for group in before for name in group.names}
    rest = [
        replace(group, names=others, folded=True)
        for group in part.groups()
        if group.title and (others := tuple(name for name in group.names if name not in names))
    ]
    top = _needed(form, findings_at, [name for name in names if name not in above])
    shown = (*before, *rest)
    drawn_groups = [group_view(form, part, findings_at, group, not_ours) for group in shown]
    return (*drawn_groups[: len(before)], *top, *drawn_groups[len(before) :])


def _needed(form: wtforms.Form, findings_at: FindingsAt, names: Sequence[str]) -> Iterator[DrawnGroup]:
    """The block of what the call needs, where it needs anything: what is missing first, so that nobody flicks past what is there."""
    if not names:
        return
    weights = {name: [finding.weight for finding in findings_at.get(form[name].id, ())] for name in names}
    missing = sum(at_field.count(Weight.MISSING) for at_field in weights.values())
    names = sorted(names, key=lambda name: _is_answered(form, name) and Weight.MISSING not in weights[name])
    yield DrawnGroup(
        title="Needed on this call", hint="", folded=False, is_open=True, css="group-needed", when=NO_MARKUP,
        fields=_in_group(form, findings_at, names), beside=f"{missing} missing" if missing else "Nothing missing", counts="missing",
    )  # fmt: skip


def _is_answered(form: wtforms.Form, name: str) -> bool:
    control = control_of(form, name)
    return bool(control.text() or control.reason)


def how_filled(filled: int, fields: int) -> str:
    """What stands beside the title of a fold: 5 fields; 2 of 5 filled."""
    return f"{filled} of {fields} filled" if filled else counted(fields, "field")


def group_view(
    form: wtforms.Form, part: SheetPart, findings_at: FindingsAt, group: Group, not_ours: Collection[str] = ()
) -> DrawnGroup:
    """One group. It is asked where the answer that it depends on is there, and while something stands in it; it is open while something
    stands in it other than what is `not_ours`, or was found there.
    """
    filled = sum(part.documented(name) for name in group.names)
    written = filled > 0
    wrong = troubled(form, findings_at, group)
    asked = written or wrong or _depends_on_what_is_there(form, part, group)
    look = "group-folded" if group.folded else f"group-{part.page.slug}"
    return DrawnGroup(
        title=group.title,
        hint=group.hint,
        folded=group.folded,
        is_open=wrong or any(part.documented(name) for name in group.names if name not in not_ours),
        css=look if asked else f"{look} unasked",
        when=_when(form, group),
        fields=_in_group(form, findings_at, group.names),
        beside=how_filled(filled, len(group.names)) if group.folded else "",
        counts="filled" if group.folded else "",
    )


def drawn(form: wtforms.Form, findings_at: FindingsAt, names: Sequence[str]) -> tuple[DrawnField, ...]:
    """These fields of a form, as they are drawn."""
    return tuple(field_view(control_of(form, name), findings_at.get(form[name].id, ())) for name in names)


def _in_group(form: wtforms.Form, findings_at: FindingsAt, names: Sequence[str]) -> tuple[Field, ...]:
    """The fields of a group; those that the browser draws by itself are only named."""
    knows = are_known()
    controls = [control_of(form, name) for name in names]
    return tuple(field_of(control, findings_at.get(control.id, ()), knows=knows) for control in controls)


def field_of(control: Control, findings: Sequence[Finding] = (), *, knows: bool) -> Field:
    """A control as the page has it: only named where the browser draws it by itself."""
    return (knows and known_field(control, findings)) or field_view(control, findings)


def troubled(form: wtforms.Form, findings_at: FindingsAt, group: Group) -> bool:
    """Whether anything in a group is to be mended, or something was found there."""
    return any(form[name].errors or findings_at.get(form[name].id) for name in group.names)


def crew_groups(
    form: wtforms.Form, part: SheetPart, findings_at: FindingsAt, context: Context
) -> tuple[DrawnGroup, ...]:
    """The groups of a member of the crew: what the certificate says stays folded, in words beside its title."""
    return tuple(_crew_groups(form, part, findings_at, context))


def vitals_groups(
    form: wtforms.Form, part: SheetPart, findings_at: FindingsAt, last: Mapping[str, str] = NOTHING
) -> tuple[DrawnGroup, ...]:
    """The groups of a set of vital signs, with every field in one; the parts of the coma scale stand in one row with their sum.

    `last` is what the set before says, by field.
    """
    return tuple(_vitals_groups(form, part, findings_at, last))


def _crew_groups(
    form: wtforms.Form, part: SheetPart, findings_at: FindingsAt, context: Context
) -> Iterator[DrawnGroup]:
    for group in part.page.groups:
        view = group_view(form, part, findings_at, group)
        if group.folded and "student" not in group.names:
            words = in_a_row(_of_certificate(form, part, context, group))
            view = replace(view, is_open=troubled(form, findings_at, group), beside=words, counts="words")
        yield view


def _of_certificate(form: wtforms.Form, part: SheetPart, context: Context, group: Group) -> Iterator[str]:
    for name in group.names:
        words, spec = part.show(name, context), part.fields()[name]
        labeled = isinstance(spec, YesNo | Day) or name in _TOLD_WITH_LABEL
        if words:
            yield f"{form[name].label.text}: {words}" if labeled else words


def _vitals_groups(
    form: wtforms.Form, part: SheetPart, findings_at: FindingsAt, last: Mapping[str, str]
) -> Iterator[DrawnGroup]:
    for group in part.groups():
        shown = [
            part.show_whole(name, form.meta.context)
            for name in group.names
            if part.documented(name) and part.stands_alone(name)
        ]
        yield DrawnGroup(
            title=group.title,
            hint="",
            folded=group.folded,
            is_open=troubled(form, findings_at, group),
            css="group-vitals",
            when=NO_MARKUP,
            fields=tuple(
                _with_last(name, view, last.get(name, ""))
                for name, view in zip(group.names, _in_group(form, findings_at, group.names), strict=True)
            ),
            beside=in_a_row(shown) or how_filled(0, len(group.names)) if group.folded else "",
            counts="filled" if group.folded and not shown else "",
        )


def in_a_row(words: Iterable[str]) -> Markup:
    """What a fold holds, beside its title."""
    return Markup(" · ").join(quoted(word) for word in words)


def _with_last(name: str, view: Field, last: str) -> Field:
    """A field of a set with what the set before says."""
    if isinstance(view, KnownField):
        return replace(view, last=last)
    return replace(in_its_row(name, view), last=last)


def in_its_row(name: str, view: DrawnField) -> DrawnField:
    """A part of the coma scale as a short list; the sum stands after the last one."""
    if name not in COMA.fields:
        return view
    look = "coma_and_sum" if name == COMA.fields[-1] else "coma"
    return replace(view, shape=replace(view.shape, look=look))


def _depends_on_what_is_there(form: wtforms.Form, part: SheetPart, group: Group) -> bool:
    if group.when is None:
        return True
    name, values = group.when
    chosen = [getattr(part, "kind", "")] if name == "kind" else control_of(form, name).chosen()
    return any(value in values for value in chosen)


def _when(form: wtforms.Form, group: Group) -> Markup:
    if group.when is None:
        return NO_MARKUP
    name, values = group.when
    asked = name if name == "kind" else form[name].name
    return Markup(' data-when="{}" data-when-values="{}"').format(asked, " ".join(values))
