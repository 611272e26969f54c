"""The pages of a class's own rules, for whoever teaches the class: copy, read, change a cell, history.

The verbs are in `epcr.class_rules.steps`; here a request becomes a call and its outcome a page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for

from epcr.accounts.taught import taught
from epcr.broken_schema import BrokenSchema
from epcr.checks.own_rules import own_ruleset
from epcr.class_rules import steps
from epcr.class_rules.blueprint import CLASS, OWN, blueprint
from epcr.class_rules.cell_view import Compared, OvertakingVersion, cell_page
from epcr.class_rules.editing import EditPlace, cells_of, place_of
from epcr.class_rules.forms import CopyForm, ReasonForm, WayForm
from epcr.class_rules.history_view import history_page
from epcr.class_rules.reading import level_rules, ways_in_words
from epcr.class_rules.ruleset_view import (
    Unseen,
    broken_page,
    own_rulesets,
    ruleset_page,
    unseen,
)
from epcr.db import hold_row
from epcr.isolates import isolated
from epcr.people import classrooms
from epcr.people.model import Classroom, Person
from epcr.refused import Refused
from epcr.scope import Ruleset, rulesets
from epcr.sheet.class_ruleset import ClassRuleset, RulesetVersion
from epcr.shown import Shown
from epcr.visit.forms import choices, say, typed
from epcr.visit.once import made, makes
from epcr.visit.page import Page
from epcr.visit.showing import decides, was_shown
from epcr.visit.signed_in import only_asked, person, session


@blueprint.get(f"{CLASS}/rules")
def listed(number: int) -> Page:
    """The class's own rulesets, which one judges, and how to begin one."""
    classroom = taught(number)
    number_of_it = len(steps.rulesets_of(session(), classroom)) + 1
    title = f"Rules of {classroom.name}" + (f", {number_of_it}" if number_of_it > 1 else "")
    return _list_page(classroom, CopyForm(formdata=None, title=title, parent=_file_of(classroom)))


@blueprint.post(f"{CLASS}/rules")
@makes
def copy(number: int) -> Page:
    """Begin a ruleset of the class over one from a file."""
    classroom = taught(number)
    form = CopyForm()
    form.parent.choices = _files()
    if form.validate_on_submit():
        try:
            own = steps.copy(
                session(), classroom, person(), parent=typed(form.parent), title=typed(form.title)
            )
        except Refused as refused:
            session().rollback()
            say(form, refused)
        else:
            return made(
                url_for("class_rules.ruleset", number=number, name=own.name),
                f"{isolated(own.title)} begins as a copy. Change rules in it, then let the class be judged by it.",
            )
    return _list_page(taught(number), form), 422


@blueprint.get(OWN)
def ruleset(number: int, name: str) -> Page:
    """One of them: what it changes, and a search for the rule to change next."""
    classroom, own = _own(number, name)
    usable = _usable(own)
    if isinstance(usable, BrokenSchema):
        return _broken_page(classroom, own, usable)
    asked = request.args.get("item", "")
    if asked:
        known = asked in usable.items and not usable.items[asked].unrestricted
        if known:
            return redirect(url_for("class_rules.cell", number=number, name=name, item=asked))
        flash("Choose an intervention from the list.", "stop")
    return _ruleset_page(classroom, own, usable)


def _ruleset_page(
    classroom: Classroom, own: ClassRuleset, usable: Ruleset, not_shown: Unseen | None = None
) -> str:
    page = ruleset_page(
        classroom,
        own,
        usable,
        session().get(Person, own.newest().author_id),
        shown=_shown(classroom, own),
        not_shown=not_shown,
    )
    return render_template("class_rules/ruleset.html", page=page)


@blueprint.post(f"{OWN}/judge")
@decides
def judge_by(number: int, name: str) -> Page:
    """Let the class be judged by its own rules from now on, as the page showed them."""
    classroom, own = _own(number, name)
    classrooms.hold_class(session(), classroom)
    hold_row(session(), own)
    usable = _usable(own)
    if isinstance(usable, BrokenSchema):
        return _broken_page(classroom, own, usable), 409
    if not_shown := _unseen(classroom, own):
        session().rollback()
        return _ruleset_page(*_own(number, name), usable, not_shown), 409
    classrooms.change_class(session(), classroom, ruleset=own.name)
    session().commit()
    flash(
        f"{isolated(classroom.name)} is judged by {isolated(own.title)} from now on. Verdicts that were given stay as they were.",
        "good",
    )
    return redirect(url_for("class_rules.ruleset", number=number, name=name), 303)


@blueprint.get(f"{OWN}/history")
def history(number: int, name: str) -> Page:
    """Every version: who, when, why, what the rule was and what it is."""
    classroom, own = _own(number, name)
    return _history_page(classroom, own)


@blueprint.post(f"{OWN}/history/<int(max=2147483647):version>/take-back")
@makes
@decides
def take_back(number: int, name: str, version: int) -> Page:
    """Take the change of a version back."""
    classroom, own = _own(number, name)
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            newest = steps.take_back(
                session(), own, person(), seen=_version_shown(), version=version, reason=typed(form.reason)
            )
        except steps.SavedMeanwhile:
            session().rollback()
            flash(
                "Somebody else saved another version. Read what changed, then take it back again.",
                "stop",
            )
            classroom, own = _own(number, name)
            return _history_page(classroom, own, form=form, at=version), 409
        except Refused as refused:
            session().rollback()
            say(form, refused)
        else:
            sentence = f"Version {version} is taken back; this is version {newest.version} now."
            return made(
                url_for("class_rules.history", number=number, name=name, _anchor=f"version-{newest.version}"),
                sentence,
            )
    classroom, own = _own(number, name)
    return _history_page(classroom, own, form=form, at=version), 422


@blueprint.route(f"{OWN}/items/<item>", methods=["GET", "POST"])
@makes
@decides
def cell(number: int, name: str, item: str) -> Page:
    """The rules for one intervention, level by level, and the form that changes them."""
    classroom, own = _own(number, name)
    usable = _usable(own)
    if isinstance(usable, BrokenSchema):
        return _broken_page(classroom, own, usable)
    if item not in usable.items or usable.items[item].unrestricted:
        abort(404)
    place = place_of(usable, item, request.args)
    if place is None:
        if only_asked():
            abort(404)
        session().rollback()
        abort(409, "Somebody else changed this rule, and that way is no longer in it.")
    asked = _Asked(classroom, own, usable, item, place)
    form = asked.form()
    if only_asked():
        asked.fill(form)
        return asked.page(form)
    return _changed(asked, form)


@dataclass
class _Asked:
    """The rule that a request is about."""

    classroom: Classroom
    own: ClassRuleset
    ruleset: Ruleset
    item: str
    place: EditPlace

    def form(self) -> ReasonForm:
        if self.place.removes:
            return ReasonForm()
        form = WayForm()
        own = [rule.changed for rule in level_rules(self.ruleset, self.item)]
        form.offer(self.ruleset, self.ruleset.items[self.item], overridden=self.place.whole and any(own))
        return form

    def fill(self, form: ReasonForm) -> None:
        if isinstance(form, WayForm):
            form.levels.data = [self.place.level] if self.place.level else []
            if self.place.way is not None:
                form.fill(self.place.way)
                if self.ruleset.items[self.item].cells[self.place.level].ruleset != self.own.name:
                    form.forget_source()  # what the class writes does not stand where the file's rule does

    def page(self, form: ReasonForm, overtaken: OvertakingVersion | None = None) -> str:
        # A form that comes back for another reason still says what it was opened with: nobody was told what is new.
        opened_anew = only_asked() or overtaken
        page = cell_page(
            self.classroom,
            self.own,
            self.ruleset.items[self.item],
            level_rules(self.ruleset, self.item),
            self.place,
            form,
            shown=_shown(self.classroom, self.own) if opened_anew else was_shown(),
            overtaken=overtaken,
        )
        return render_template("class_rules/cell.html", page=page, form=form)


def _changed(asked: _Asked, form: ReasonForm) -> Page:
    """Save the form as a new version, or show it again with what keeps it from being one."""
    if not form.validate_on_submit():
        return asked.page(form), 422
    names = form.names(asked.ruleset.items[asked.item]) if isinstance(form, WayForm) else {}
    number, name, item = asked.classroom.id, asked.own.name, asked.item
    try:
        cells = cells_of(form, asked.ruleset, asked.item, asked.place)
    except Refused as refused:
        say(form, refused)
        return asked.page(form), 422
    try:
        newest = steps.change(
            session(),
            asked.own,
            person(),
            seen=_version_shown(),
            item=item,
            cells=cells,
            names=names,
            reason=typed(form.reason),
        )
    except Refused as refused:
        session().rollback()
        say(form, refused)
        return _anew(asked).page(form), 422
    except steps.SavedMeanwhile:
        session().rollback()
        return _stale(_anew(asked), form, cells, names)
    sentence = f"Saved as version {newest.version}."
    return made(
        url_for("class_rules.cell", number=number, name=name, item=item, _anchor="stands-title"), sentence
    )


def _stale(asked: _Asked, form: ReasonForm, cells: Any, names: Any) -> Page:
    """Somebody saved a version meanwhile: what stands now and what was typed, side by side, to be sent again or left."""
    newest = asked.own.newest()
    standing = {rule.level: rule for rule in level_rules(asked.ruleset, asked.item)}
    rows = tuple(
        Compared(
            level,
            standing[level].own,
            standing[level].file if ways is None else ways_in_words(ways, asked.ruleset, names),
        )
        for level, ways in cells.items()
    )
    author = _names([newest]).get(newest.author_id, "")
    return asked.page(form, OvertakingVersion(newest.version, author, newest.reason, rows)), 409


def _anew(asked: _Asked) -> _Asked:
    """The same rule as it stands in the database now."""
    classroom, own = _own(asked.classroom.id, asked.own.name)
    usable = _usable(own)
    return (
        asked if isinstance(usable, BrokenSchema) else _Asked(classroom, own, usable, asked.item, asked.place)
    )


# What the pages share ---------------------------------------------------------------------------------------------------


def _own(number: int, name: str) -> tuple[Classroom, ClassRuleset]:
    """The class and its own ruleset, where this person teaches the class; 404 otherwise."""
    classroom = taught(number)
    own = steps.find(session(), classroom, name)
    if own is None:
        abort(404)
    return classroom, own


def _usable(own: ClassRuleset) -> Ruleset | BrokenSchema:
    try:
        return own_ruleset(own.newest())
    except BrokenSchema as broken:
        return broken


def _shown(classroom: Classroom, own: ClassRuleset) -> Shown:
    """What a page of a ruleset shows: the version that holds, and by what the class is judged."""
    return Shown.of({f"version-{own.version}": (), "judged-by": (classroom.ruleset,)})


def _version_shown() -> int:
    """The version that the page showed; -1 where it does not say."""
    return next((number for number, *_ in was_shown().numbers("version")), -1)


def _unseen(classroom: Classroom, own: ClassRuleset) -> Unseen | None:
    """What the page did not show of what is published now; None where it showed all of it."""
    seen = _version_shown()
    judged_alike = classroom.ruleset == own.name or was_shown().holds("judged-by", classroom.ruleset)
    if seen == own.version and judged_alike:
        return None
    since = [version for version in steps.versions_of(session(), own) if version.version > seen]
    judged_by = "" if judged_alike else classrooms.ruleset_title(session(), classroom)
    return unseen(since, _names(since), classroom, judged_by)


def _names(versions: Iterable[RulesetVersion]) -> dict[int, str]:
    """The names of their authors, by number; not of who is gone."""
    authors = (session().get(Person, number) for number in {version.author_id for version in versions})
    return {author.id: author.name for author in authors if author is not None}


def _files() -> list[Any]:
    return choices(*((ruleset.id, f"{ruleset.title} ({ruleset.id})") for ruleset in rulesets().values()))


def _file_of(classroom: Classroom) -> str:
    """The file that a copy would begin with: the one that judges the class."""
    own = steps.find(session(), classroom, classroom.ruleset)
    return own.parent if own else classroom.ruleset


def _list_page(classroom: Classroom, form: CopyForm) -> str:
    form.parent.choices = _files()
    owned = steps.rulesets_of(session(), classroom)
    page = own_rulesets(classroom, owned, classrooms.ruleset_title(session(), classroom))
    return render_template("class_rules/list.html", page=page, form=form)


def _history_page(
    classroom: Classroom, own: ClassRuleset, *, form: ReasonForm | None = None, at: int = 0
) -> str:
    versions, form = steps.versions_of(session(), own), form or ReasonForm(formdata=None)
    page = history_page(
        classroom,
        own,
        versions,
        _names(versions),
        usable=not isinstance(_usable(own), BrokenSchema),
        shown=_shown(classroom, own),
        at=at,
        typed=typed(form.reason),
    )
    return render_template("class_rules/history.html", page=page, form=form)


def _broken_page(classroom: Classroom, own: ClassRuleset, broken: BrokenSchema) -> str:
    return render_template("class_rules/broken.html", page=broken_page(classroom, own, broken))
