"""Judges an act: reads its words, passes it through the layers and, when refused, looks for the nearest permission.

It refuses to know where the act came from: a sheet, a file of cases, a form that asks before saving.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, Final

from msgspec import structs

from epcr.scope.changes import nearest_changes
from epcr.scope.files.library import rulesets
from epcr.scope.home import home_scopes, home_state, no_home_scope
from epcr.scope.layers import Case, LevelOutcome, at_level, compact_refusal, person_refusal, student_refusal
from epcr.scope.reading import (
    CannotJudge,
    Performed,
    level_of,
    performed,
    refuse_unknown_items,
    refuse_without_column,
    route_of,
    ruleset_of,
)
from epcr.scope.ruleset import Basis, Compact, Ruleset
from epcr.scope.sentence import DatedSentence
from epcr.scope.verdict import Verdict
from epcr.scope.words import NO_LEVEL
from epcr.sheet.act import Act, Student
from epcr.sheet.verdict_marks import PERMITTED, Layer
from epcr.words.naming import listed, with_article

# Verdicts kept in memory, a few kilobytes each.
_REMEMBERED: Final = 4096


def judge(act: Act, known: Mapping[str, Ruleset] | None = None, *, today: date | None = None) -> Verdict:
    """Judge an act by the ruleset it names, among the shipped ones unless others are given.

    `today` stands for an absent day of the act. A refusal carries the changes that would make it permitted.
    """
    known = rulesets() if known is None else known
    on = act.on or today or date.today()  # noqa: DTZ011 - the day of the machine that asks, as on its clock
    if untouched := _not_judged(act):
        return Verdict(sentence=f"recorded, not judged: {untouched}", act=act)
    try:
        ruleset = ruleset_of(act, known)
    except CannotJudge as unreadable:
        return _cannot_judge(act, unreadable, on)
    return _explained(act, ruleset, home_scopes(act, ruleset, known, on), on)


@lru_cache(maxsize=_REMEMBERED)
def _explained(act: Act, ruleset: Ruleset, homes: tuple[Ruleset, ...], on: date) -> Verdict:
    """The verdict with what would change it. A class does much alike, so what was judged lately is remembered."""
    verdict = _where_it_holds(act, ruleset, homes, on)
    if verdict.permitted is not False:
        return verdict
    at_home = homes[0] if len(homes) == 1 and verdict.layer != "certificate" else ruleset
    changes = nearest_changes(
        act, verdict, at_home, lambda changed: _where_it_holds(changed, ruleset, homes, on)
    )
    return structs.replace(verdict, changes=changes)


def _where_it_holds(act: Act, ruleset: Ruleset, homes: tuple[Ruleset, ...], on: date) -> Verdict:
    """By the rules of here; of a performer who works here by the scope of the home state, by that, once the certificate holds."""
    here = _decided(act, ruleset, on)
    state = home_state(act, ruleset)
    if state is None or here.layer == "certificate":
        return here
    if len(homes) != 1:
        return _cannot_judge(act, CannotJudge(no_home_scope(state, homes)), on, ruleset)
    there = _decided(structs.replace(act, ruleset=homes[0].id), homes[0], on)
    note = f"By the scope of practice of the home state, {state}: {homes[0].title}"
    notes = "; ".join(words for words in (there.note, note) if words)
    return structs.replace(_under(ruleset, there), act=act, note=notes)


def _decided(act: Act, ruleset: Ruleset, on: date) -> Verdict:
    try:
        verdict = _by_ruleset(act, ruleset, on)
    except CannotJudge as unreadable:
        verdict = _cannot_judge(act, unreadable, on, ruleset)
    return _under_ceilings(act, on, ruleset, verdict) if verdict.permitted else verdict


def _not_judged(act: Act) -> str | None:
    if act.prior_to_arrival:
        return "it was done before our arrival"
    if act.other_unit:
        return "it was done by another unit"
    return "it was not given or not done" if act.not_given else None


def _by_ruleset(act: Act, ruleset: Ruleset, on: date) -> Verdict:
    if act.level is None:
        raise CannotJudge('Say the certificate held in "level"; "none" without one', missing=("level",))
    level = level_of(act.level, ruleset)
    studies = _studies(act.student, ruleset)
    route = route_of(act)
    refuse_unknown_items(act, ruleset)
    refuse_without_column(level, ruleset)
    levels = (level, studies.trained_for if studies else None)
    columns = tuple(name for name in levels if name is not None and name in ruleset.levels)
    done = performed(act, route, columns, ruleset)
    verdicts = _Verdicts(act, ruleset, done, level, on)

    if refused := person_refusal(act, done.subject, level, on):
        return verdicts.of_person(refused, "certificate", ruleset.certificate)
    if refused := compact_refusal(act, ruleset, level):
        return verdicts.of_person(refused, "certificate", ruleset.compact or ruleset.certificate)
    _refuse_other_days(ruleset, on)
    held = None if level == NO_LEVEL else at_level(Case(act, done, route, level, ruleset))
    if studies is None:
        assert held is not None  # noqa: S101 - without studies, "none" was refused by the certificate
        return verdicts.of(held)
    return _of_student(verdicts, act, studies, route, held)


def _refuse_other_days(ruleset: Ruleset, on: date) -> None:
    if not ruleset.in_force(on):
        until = (" to ", ruleset.in_force_to) if ruleset.in_force_to else ()
        held_from = (f"{ruleset.title} holds from ", ruleset.in_force_from)
        raise CannotJudge(DatedSentence((*held_from, *until, "; the act was on ", on)))


def _of_student(
    verdicts: _Verdicts, act: Act, studies: _Studies, route: str | None, held: LevelOutcome | None
) -> Verdict:
    """By the certificate held, where it permits, else by the studies; `held` is None without a certificate."""
    if held is None or held.layer == "rule":
        return _as_student(verdicts, act, studies, route)
    if held.verdict in {*PERMITTED, "cannot_judge"}:
        return verdicts.of(held)
    try:  # within the certificate but for a condition, which studies may make good and never make worse
        supervised = _as_student(verdicts, act, studies, route)
    except CannotJudge:
        return verdicts.of(held)
    return supervised if supervised.permitted else verdicts.of(held)


@dataclass(frozen=True)
class _Studies:
    """A student's studies with the levels by their present names; `preceptor` is "none" without one."""

    student: Student
    trained_for: str | None
    preceptor: str


def _studies(student: Student | None, ruleset: Ruleset) -> _Studies | None:
    if student is None:
        return None
    trained_for = None if student.training_for is None else level_of(student.training_for, ruleset)
    preceptor = NO_LEVEL if student.preceptor_level is None else level_of(student.preceptor_level, ruleset)
    return _Studies(student, trained_for, preceptor)


def _as_student(verdicts: _Verdicts, act: Act, studies: _Studies, route: str | None) -> Verdict:
    """Judge what is beyond the certificate held, at the level trained for."""
    refused = student_refusal(
        studies.student, verdicts.done.subject, studies.trained_for, studies.preceptor, verdicts.ruleset
    )
    if refused is not None:
        return verdicts.of_person(refused, "student", verdicts.ruleset.student, studies.trained_for)
    trained_for = str(studies.trained_for)
    outcome = at_level(Case(act, verdicts.done, route, trained_for, verdicts.ruleset))
    return verdicts.of(_supervised(outcome, verdicts.done, trained_for, studies.preceptor), trained_for)


def _supervised(outcome: LevelOutcome, done: Performed, trained_for: str, preceptor: str) -> LevelOutcome:
    if outcome.verdict not in PERMITTED:
        return outcome
    reason = (
        f"{done.name} may be done by a student training for {trained_for} "
        f"under {with_article(preceptor)} as preceptor"
    )
    return replace(outcome, verdict="permitted_supervised", reason=reason)


class _Verdicts:
    """What every verdict on one act has in common."""

    def __init__(self, act: Act, ruleset: Ruleset, done: Performed, level: str, on: date) -> None:
        self._act, self.ruleset, self.done, self._level, self._on = act, ruleset, done, level, on

    def of(self, outcome: LevelOutcome, trained_for: str | None = None) -> Verdict:
        cell, grant = outcome.cell, outcome.grant
        item = self.done.item
        of_item = item.notes if item.notes_from == cell.ruleset else None
        met = outcome.taken_as_met
        assumed = f"Not told, so counted as met: {listed(met, 'and')}" if met else None
        notes = dict.fromkeys(note for note in (grant and grant.note, of_item, assumed) if note)
        return self._verdict(
            note="; ".join(notes) or None,
            verdict=outcome.verdict,
            sentence=outcome.reason,
            layer=outcome.layer,
            rule=self.done.item.id,
            rule_from=outcome.rule_from or cell.ruleset,
            source=(grant and grant.source) or cell.source,
            confidence=(grant and grant.confidence) or cell.confidence,
            disputed=cell.disputed,
            trained_for=trained_for,
            missing=outcome.missing,
            candidates=outcome.candidates,
        )

    def of_person(
        self,
        reason: DatedSentence | str,
        layer: Layer,
        basis: Basis | Compact,
        trained_for: str | None = None,
    ) -> Verdict:
        return self._verdict(
            verdict="not_permitted",
            sentence=reason,
            layer=layer,
            rule=layer,
            rule_from=self.ruleset.id,
            source=basis.source,
            confidence=basis.confidence,
            trained_for=trained_for,
        )

    def _verdict(self, **decided: Any) -> Verdict:
        item, ruleset = self.done.item, self.ruleset
        return Verdict(
            item=self.done.subject,
            item_name=self.done.name,
            level=self._level,
            lowest_levels=item.lowest_levels,
            ruleset=ruleset.id,
            ruleset_title=ruleset.title,
            version=ruleset.version,
            in_force_from=ruleset.in_force_from,
            on=self._on,
            act=self._act,
            **decided,
        )


def _cannot_judge(act: Act, unreadable: CannotJudge, on: date, ruleset: Ruleset | None = None) -> Verdict:
    decided = unreadable.decided
    verdict = Verdict(
        verdict="cannot_judge",
        sentence=unreadable.reason,
        item=decided.id if decided else act.item,
        item_name=decided.name if decided else None,
        level=act.level,
        source=decided.source if decided else None,
        on=on,
        candidates=unreadable.candidates,
        missing=unreadable.missing,
        act=act,
    )
    return verdict if ruleset is None else _under(ruleset, verdict)


def _under(ruleset: Ruleset, verdict: Verdict) -> Verdict:
    """The verdict as one by this ruleset."""
    return structs.replace(
        verdict,
        ruleset=ruleset.id,
        ruleset_title=ruleset.title,
        version=ruleset.version,
        in_force_from=ruleset.in_force_from,
    )


def _under_ceilings(act: Act, on: date, ruleset: Ruleset, verdict: Verdict) -> Verdict:
    """What the ceilings above the ruleset leave of a permission."""
    ceilings = (above for above in ruleset.lineage() if above.ceiling)
    for above in ceilings:
        if not _may_be_extended(above, verdict):
            there = _decided(structs.replace(act, ruleset=above.id), above, on)
            if not there.permitted:
                return structs.replace(_under(ruleset, there), act=act)
    return verdict


def _may_be_extended(ceiling: Ruleset, verdict: Verdict) -> bool:
    """Whether the ceiling leaves the cell that decided to those below it."""
    item = ceiling.items.get(str(verdict.rule))
    cell = item.cells.get(str(verdict.trained_for or verdict.level)) if item else None
    return cell is not None and cell.extendable
