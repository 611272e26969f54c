"""First, worst and last of the vital signs, and what was worse at another time. It chooses sets and refuses to judge them.

Worst is a set in which a pulse was lost, at any age. Sets without one before it came back stand under First; worst is then the worst
with a pulse, which a receiving physician has still to treat. Else it is the set with the most points, then the one farthest outside
of what is usual for the patient (`epcr.handoff.severity`), then the one that holds the worst of most rows, then the one on oxygen,
then the earliest.

No set is the worst in everything. What another set has worse is named with it, so that no row of the worst is milder than the first
or the last; the lowest GCS of the call is always among it, wherever on the sheet it stands (docs/adr/0008).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import dropwhile

from epcr.checks.consciousness import depth, lowest_coma
from epcr.checks.readings import measured, pulseless
from epcr.handoff.severity import OXYGEN_ASIDE, Rank, Scale, compared, scale
from epcr.sheet.coma import Assessed, coma
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.vitals import VitalSigns

ROOM_AIR = "room_air"


@dataclass(frozen=True)
class Trend:
    """The timed sets that stand for the course; None where there is none. `rule` says in words how the worst was chosen.

    `elsewhere` has by its field the set in which a sign was worse than in the worst set. `deepest` is where the patient was least
    conscious by the GCS (by AVPU where there is no GCS), `deep_too` what more must be told of it: the lowest GCS without tube or
    sedation, and an AVPU that is worse. `pulse_returned` says that sets without a pulse came before all others.
    """

    first: VitalSigns | None
    worst: VitalSigns | None
    last: VitalSigns | None
    rule: str
    elsewhere: Mapping[str, VitalSigns]
    deepest: Assessed | None
    deep_too: tuple[Assessed, ...] = ()
    pulse_returned: bool = False

    def worst_of(self, name: str) -> VitalSigns | None:
        """The set in which a sign was worst."""
        return self.elsewhere.get(name, self.worst)


def trend(run_sheet: RunSheet) -> Trend:
    """First, worst and last of the timed sets in which anything was measured."""
    sets = [
        vitals for vitals in run_sheet.entries("vitals") if vitals.taken_at is not None and measured(vitals)
    ]
    by = scale(run_sheet)
    if not sets:
        deepest = _deepest(_assessed(run_sheet), ())
        return Trend(None, None, None, by.name, {}, deepest, _deep_too(_assessed(run_sheet), deepest, ()))
    with_pulse = list(dropwhile(pulseless, sets))
    lost = next((vitals for vitals in with_pulse or sets if pulseless(vitals)), None)
    pool = sets if lost is not None else with_pulse
    worst = lost or _worst(pool, by)
    returned = lost is None and len(with_pulse) < len(sets)
    begun = sets[: len(sets) - len(pool)]
    parts = _assessed(run_sheet)
    deepest = _deepest(_nearest_first(parts, worst), begun)
    seen = (sets[0], sets[-1], *((deepest,) if deepest else ()))
    return Trend(
        sets[0],
        worst,
        sets[-1],
        _rule(by, lost=lost is not None, returned=returned),
        _elsewhere(pool, worst, by),
        deepest,
        _deep_too(parts, deepest, seen),
        returned,
    )


def _rule(by: Scale, *, lost: bool, returned: bool) -> str:
    if lost:
        return "no pulse found"
    if returned:
        return f"{by.name.removesuffix(OXYGEN_ASIDE)} once a pulse returned"
    return by.name


def _worst(sets: Sequence[VitalSigns], by: Scale) -> VitalSigns:
    ranks = {id(vitals): _ranks(vitals, by) for vitals in sets}
    best = {name: max(rank) for name in (*compared(), "gcs") if (rank := list(_known(ranks.values(), name)))}

    def held(vitals: VitalSigns) -> int:
        return sum(ranks[id(vitals)][name] == most for name, most in best.items())

    return max(
        sets, key=lambda vitals: (by.points(vitals), by.steps(vitals), held(vitals), _on_oxygen(vitals))
    )


def _ranks(vitals: VitalSigns, by: Scale) -> dict[str, Rank | None]:
    deep = depth(vitals)
    return {name: by.rank(name, vitals) for name in compared()} | {
        "gcs": None if deep is None else (-float(deep),)
    }


def _known(ranks: Iterable[Mapping[str, Rank | None]], name: str) -> Iterator[Rank]:
    return (rank for ranks_of_set in ranks if (rank := ranks_of_set[name]) is not None)


def _elsewhere(sets: Sequence[VitalSigns], worst: VitalSigns, by: Scale) -> dict[str, VitalSigns]:
    """Where a sign was worse than in the worst set, or was not measured there; the earliest of equals."""
    worse: dict[str, VitalSigns] = {}
    for name in compared():
        ranked = [(rank, vitals) for vitals in sets if (rank := by.rank(name, vitals)) is not None]
        if not ranked:
            continue
        most, vitals = max(ranked, key=lambda pair: pair[0])
        if by.rank(name, worst) != most:
            worse[name] = vitals
    return worse


def _assessed(run_sheet: RunSheet) -> list[Assessed]:
    """Everything that may hold a GCS or an AVPU, sets without a time among them; the primary assessment last."""
    return [*run_sheet.entries("vitals"), run_sheet.primary]


def _nearest_first(parts: Iterable[Assessed], worst: VitalSigns) -> list[Assessed]:
    """The worst set before the others, so that among equals it is the one."""
    return sorted(parts, key=lambda part: part is not worst)


def _deepest(parts: Sequence[Assessed], begun: Sequence[VitalSigns]) -> Assessed | None:
    """Where the GCS was lowest, else AVPU. A GCS before a pulse came back counts where nothing else would show it."""
    since = [part for part in parts if not _among(part, begun)]
    lowest, ever = lowest_coma(since), lowest_coma(parts)
    shown = lowest_coma([*since, *begun[:1]])
    if ever is not None and (shown is None or coma(ever).most < coma(shown).most):
        return ever
    if lowest is not None:
        return lowest
    assessed = [part for part in since if depth(part) is not None]
    return min(assessed, key=_by(depth), default=None)


def _deep_too(
    parts: Sequence[Assessed], deepest: Assessed | None, seen: Sequence[Assessed]
) -> tuple[Assessed, ...]:
    """What more must be told of consciousness, where none of the sets that are seen shows it."""
    if deepest is None:
        return ()
    more: list[Assessed] = []
    if coma(deepest).aided:
        own = lowest_coma(part for part in parts if not coma(part).aided)
        more += [own] if own is not None else []
    worded = [part for part in parts if not coma(part) and depth(part) is not None]
    unaware = min(worded, key=_by(depth), default=None)
    if unaware is not None and _by(depth)(unaware) < _by(depth)(deepest):
        more.append(unaware)
    return tuple(part for part in more if not _among(part, seen))


def _by(measure: Callable[[Assessed], int | None]) -> Callable[[Assessed], int]:
    """A measure of parts that are known to have one."""
    return lambda part: measure(part) or 0


def _among(part: Assessed, parts: Iterable[Assessed]) -> bool:
    return any(part is member for member in parts)


def _on_oxygen(vitals: VitalSigns) -> bool:
    return vitals.oxygen is not None and vitals.oxygen != ROOM_AIR
