"""The rulesets that a run sheet can be judged by: those of the files, and its class's own.

It builds a stored version once; it refuses to know a session, and what a rule means is for `epcr.scope`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from epcr.broken_schema import BrokenSchema
from epcr.scope import Ruleset, built, rulesets
from epcr.sheet.class_ruleset import RulesetVersion, digest
from epcr.sheet.run_sheet import RunSheet


@dataclass(frozen=True)
class _Made:
    """What became of a version over the files of this process."""

    files: Mapping[str, Ruleset]
    ruleset: Ruleset | None
    broken: BrokenSchema | None


_MADE: Final[dict[str, _Made]] = {}
_MOST: Final = 64  # versions; a class uses one at a time, and whoever reads its history some more


def own_ruleset(version: RulesetVersion) -> Ruleset:
    """The ruleset of a version. Raise BrokenSchema where its parent is gone or no longer has what it changes."""
    return _once(version.digest, version.told)


def ruleset_from(declared: Mapping[str, Any]) -> Ruleset:
    """The ruleset that plain values declare, over one of the files. Raise BrokenSchema where they cannot be used."""
    return _once(digest(declared), declared)


def known_to(run_sheet: RunSheet) -> Mapping[str, Ruleset]:
    """The rulesets that this sheet can be judged by, by id: those of the files, and its class's own where that judges it."""
    files = rulesets()
    own = run_sheet.own_rules
    if own is None or run_sheet.ruleset in files:
        return files
    try:
        return {**files, own.name: own_ruleset(own)}
    except BrokenSchema:
        return files


def why_unknown(run_sheet: RunSheet) -> str | None:
    """Why the ruleset that judges this sheet cannot be used, as a sentence; None where it can."""
    if run_sheet.ruleset in known_to(run_sheet):
        return None
    own = run_sheet.own_rules
    if own is None:
        return f"There is no ruleset {run_sheet.ruleset} here any more"
    try:
        own_ruleset(own)
    except BrokenSchema as broken:
        return f"{own.ruleset.title} cannot be used: {broken.key}: {broken.reason}"
    return None


def _once(mark: str, declared: Mapping[str, Any]) -> Ruleset:
    files = rulesets()
    made = _MADE.get(mark)
    if made is None or made.files is not files:
        made = _make(declared, files)
        if len(_MADE) >= _MOST:
            _MADE.clear()
        _MADE[mark] = made
    if made.ruleset is None:
        assert made.broken is not None  # noqa: S101 - one of both is there
        raise made.broken
    return made.ruleset


def _make(declared: Mapping[str, Any], files: Mapping[str, Ruleset]) -> _Made:
    """The rules change with those they stand on, so the version names the parent's too."""
    above = files.get(str(declared.get("parent")))
    version = f"{declared['version']} over {above.version}" if above else declared["version"]
    try:
        return _Made(files, built({**declared, "version": version}, files), None)
    except BrokenSchema as broken:
        return _Made(files, None, broken)
