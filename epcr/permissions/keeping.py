"""Puts made rulesets into a folder: all of them or none, and only where every ruleset that is known stays usable.

It refuses to know where the rules came from.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from itertools import chain
from pathlib import Path
from typing import Any, Final

from epcr.broken_schema import BrokenSchema
from epcr.permissions.lists import NotCarried
from epcr.permissions.toml import written
from epcr.scope.ceilings import widened
from epcr.scope.files.consistency import contradictions, gaps
from epcr.scope.files.entries import unfit_id
from epcr.scope.files.library import built
from epcr.scope.ruleset import Ruleset
from epcr.toml_file import toml_of
from epcr.words.naming import quoted

REMARKS: Final = (
    "Made by `epcr scope import` from a NEMSIS document. TRAINING: compare it with the published rules before you rely on it.",
    "It may be changed by hand; importing again with --replace writes it anew. `epcr check-schemas` names what is wrong with it.",
)


class Keeping:
    """The rulesets that go into a folder together: added one by one, a parent before its children, then written.

    `family` are all rulesets as they will then be. One that is in the folder is written over only with `replace`.
    """

    def __init__(self, folder: Path, known: Mapping[str, Ruleset], *, replace: bool) -> None:
        self.family = dict(known)
        self._known = known
        self._folder = folder
        self._replace = replace
        self._plain: dict[Path, Mapping[str, Any]] = {}

    def add(self, plain: Mapping[str, Any]) -> Ruleset:
        """The ruleset with these plain values; NotCarried where it cannot be used or its place is taken."""
        name = str(plain["id"])
        path = self._place(name)
        try:
            ruleset = built(plain, self.family)
        except BrokenSchema as error:
            raise NotCarried(f"the ruleset would not be usable: {error}") from None
        self._plain[path] = plain
        self.family[name] = ruleset
        return ruleset

    def write(self) -> tuple[Path, ...]:
        """Write all files, or none: NotCarried where another ruleset would not be usable any more."""
        for path in self._plain:
            for child in children(path.stem, self._known):
                self._renew(child)
        for path in self._plain:
            if fault := _fault(self.family[path.stem], self.family):
                raise NotCarried(f"the ruleset {quoted(path.stem)} would not be usable: {fault}")
        write({path: written(plain, *REMARKS).encode() for path, plain in self._plain.items()})
        return tuple(self._plain)

    def _place(self, name: str) -> Path:
        if unfit := unfit_id(name):
            raise NotCarried(
                f"{quoted(name)} cannot be the id of a ruleset: it {unfit}; name another by --id"
            )
        path = self._folder / f"{name}.toml"
        if path in self._plain:
            raise NotCarried(f"{quoted(name)} stands twice in the documents; import one of them")
        if path.exists():
            if not self._replace:
                raise NotCarried(
                    f"{path} is there already; --replace writes it anew, --id chooses another name"
                )
        elif name in self._known:
            raise NotCarried(f"{quoted(name)} is the id of another ruleset already; choose another by --id")
        return path

    def _renew(self, child: str) -> None:
        """Build a child of what was added anew; where it breaks, nothing at all would start any more."""
        path = self._folder / f"{child}.toml"
        if path in self._plain or not path.exists():
            return
        try:
            self.family[child] = built(toml_of(path), self.family)
            fault = _fault(self.family[child], self.family)
        except BrokenSchema as error:
            fault = f"{error.key}: {error.reason}"
        if fault:
            raise NotCarried(
                f"{child} builds on it and would not be usable any more ({fault}); "
                "give the documents of both in one command, or mend that ruleset first"
            )


def children(name: str, known: Mapping[str, Ruleset]) -> tuple[str, ...]:
    """The ids of the rulesets that build on one, nearest first."""
    below = [
        (distance, ruleset.id)
        for ruleset in known.values()
        for distance, above in enumerate(ruleset.lineage())
        if above.id == name
    ]
    return tuple(child for _, child in sorted(below))


def write(files: Mapping[Path, bytes]) -> None:
    """Write all files beside their places, and only then move them there; nothing half written is ever read."""
    with ExitStack() as unfinished:
        moved = []
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            beside = path.with_name(f".{path.stem}.{os.getpid()}.part")
            unfinished.callback(_remove, beside)
            with beside.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            moved.append((beside, path))
        for beside, path in moved:
            os.replace(beside, path)  # noqa: PTH105 - of one volume, so at once or not at all


def _fault(ruleset: Ruleset, family: Mapping[str, Ruleset]) -> str | None:
    """The first reason for which `epcr check-schemas` would name a ruleset."""
    faults = (f"{key}: {reason}" for key, reason in chain(contradictions(ruleset), gaps(ruleset, family)))
    return next(chain(faults, (str(wide) for wide in widened(ruleset))), None)


def _remove(path: Path) -> None:
    with suppress(FileNotFoundError):
        path.unlink()
