"""From a crew member to whoever performed an act, as the scope check asks: certificate, limits, studies.

It knows both words, the sheet's and the scope check's; it refuses to know any rule. What nobody told stays untold, so that the
defaults of the scope check hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from epcr.checks.finding import Finding, Weight
from epcr.checks.own_rules import known_to
from epcr.isolates import isolated_where_needed
from epcr.scope import Performer, Ruleset, Student, rulesets
from epcr.scope.words import NO_LEVEL
from epcr.sheet.catalog import catalog
from epcr.sheet.context import Context
from epcr.sheet.crew import CrewMember
from epcr.sheet.listed import EVERYTHING, slug_of
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.vocabulary import vocabulary
from epcr.words.near import nearest


def level_worked(member: CrewMember) -> str | None:
    """The certificate worked on this call; a student who says why there is none holds none."""
    return member.level or (NO_LEVEL if member.student and member.why("level") else None)


def depends_on_item(member: CrewMember) -> bool:
    """Whether what holds of the certificate or the studies differs from one intervention to the next."""
    return bool(member.restricted_for or member.not_educated_for or member.cleared_for)


def performer_of(
    member: CrewMember, item: str | None, rules: Ruleset | None = None, known: Iterable[Ruleset] = ()
) -> Performer | None:
    """The performer of an act with this item of the catalog; None where nothing about the certificate was told.

    `rules` are those that judge the act, `known` those whose endorsements are known by name; the shipped ones always are.
    """
    restricted = _among(member.restricted_for, item) or _without_privilege(member, rules)
    performer = Performer(
        certificate_valid_from=member.valid_from,
        certificate_valid_to=member.valid_to,
        state=two_letters(member.certificate_state),
        endorsements=_slugs(member.endorsements, known) if member.endorsements else None,
        restricted=True if restricted else None,
        on_duty=False if member.on_duty is False else None,
        educated=False if _among(member.not_educated_for, item) else None,
    )
    return None if performer == Performer() else performer


def student_of(run_sheet: RunSheet, member: CrewMember, item: str | None) -> Student | None:
    """The studies of a student, as far as they bear on this item of the catalog; None for nobody's student."""
    if not member.student:
        return None
    listed = member.cleared_for or ()
    cleared = True if member.cleared or _among(listed, item) else (False if listed else member.cleared)
    return Student(
        training_for=member.training_for,
        program_shift=member.program_shift,
        cleared=cleared,
        preceptor_level=_preceptor_level(run_sheet, member),
    )


def two_letters(state: str | None) -> str | None:
    """The two-letter code of a state told by that code, its name or its code in the standard ("50" for VT)."""
    if state is None:
        return None
    states = vocabulary("state")
    term = states.find(state) or next((term for term in states if term.standard == state), None)
    return term.code if term else state


def declared_endorsements(known: Iterable[Ruleset] = ()) -> Mapping[str, str]:
    """The endorsements of the shipped rulesets and of others, slug to name."""
    return {
        slug: name
        for ruleset in (*rulesets().values(), *known)
        for slug, name in ruleset.endorsements.items()
    }


def declared_levels(known: Iterable[Ruleset] = ()) -> tuple[str, ...]:
    """The levels that the shipped rulesets and others have a column for."""
    return tuple(
        dict.fromkeys(level for ruleset in (*rulesets().values(), *known) for level in ruleset.levels)
    )


def unknown_endorsements(run_sheet: RunSheet, context: Context) -> Iterator[Finding]:
    """A note for each endorsement that no ruleset declares: it opens nothing, and may be mistyped."""
    if not any(member.endorsements for member in run_sheet.entries("crew")):
        return
    declared = declared_endorsements(known_to(run_sheet).values())
    slugs = {slug_of(word): name for slug, name in declared.items() for word in (slug, name)}
    for member in run_sheet.entries("crew"):
        for name in dict.fromkeys(member.endorsements or ()):
            if slug_of(name) not in slugs:
                whose = isolated_where_needed(member.show("member", context) or "this crew member")
                message = f"No ruleset knows the endorsement “{name}” of {whose}{_near(name, declared)}"
                yield Finding(Weight.NOTE, member.anchor("endorsements"), message, "scope.endorsement", name)


def _near(name: str, declared: Mapping[str, str]) -> str:
    like = nearest(name, declared.values()) or nearest(name, declared)
    return f"; the nearest known is “{declared.get(like, like)}”" if like else ""


def _preceptor_level(run_sheet: RunSheet, student: CrewMember) -> str | None:
    """The level of a preceptor who was with the patient; nobody is their own."""
    preceptor = run_sheet.member(student.preceptor)
    if preceptor is None or preceptor.struck or preceptor is student or student.preceptor_present is False:
        return None
    return preceptor.level


def _among(listed: Sequence[str] | None, item: str | None) -> bool:
    return item is not None and any(word == EVERYTHING or _covers(word, item) for word in listed or ())


def _covers(listed: str, item: str) -> bool:
    """Whether a listed intervention is this one, or the common name of several of which this is one."""
    if listed == item:
        return True
    rows = catalog().rows
    if listed not in rows or item not in rows:
        return False
    common, own = set(rows[listed].judged_as), set(rows[item].judged_as)
    return own == common or (listed not in common and own <= common)


def _without_privilege(member: CrewMember, rules: Ruleset | None) -> bool:
    """Whether the certificate is another state's and carries no privilege under the compact that the rules know."""
    if member.compact_privilege is not False or rules is None or rules.compact is None:
        return False
    state = two_letters(member.certificate_state)
    return state is not None and state != rules.state


def _slugs(names: Sequence[str], known: Iterable[Ruleset]) -> tuple[str, ...]:
    """The slugs of endorsements told by name or slug: as declared, else made of the name."""
    by_word: dict[str, list[str]] = {}
    for slug, name in declared_endorsements(known).items():
        for word in {slug_of(slug), slug_of(name)}:
            by_word.setdefault(word, []).append(slug)
    slugs = (slug for name in names for slug in by_word.get(slug_of(name), [slug_of(name)]))
    return tuple(dict.fromkeys(slugs))
