"""Puts made rulesets into a folder: all of them or none, and only where every ruleset that is known stays usable.

It refuses to know where the rules came from.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, Final

from epcr.broken_schema import BrokenSchema
from epcr.permissions.lists import NotCarried
from epcr.permissions.toml import written
from epcr.scope.files import built
from epcr.scope.ruleset import Ruleset
from epcr.scope.words import quoted

_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
REMARKS: Final = (
    "Made by `epcr scope import` from a NEMSIS document. TRAINING: compare it with the published rules before you rely on it.",
    "It may be changed by hand; importing again with --replace writes it anew. `epcr check-schemas` names what is wrong with it.",
)


def keep(
    rulesets: Sequence[Mapping[str, Any]], folder: Path, known: Mapping[str, Ruleset], *, replace: bool
) -> dict[Path, Ruleset]:
    """Write each ruleset (plain values) as a file of the folder; NotCarried, with nothing changed, where one cannot be.

    `known` are all rulesets that are read now. One of the folder is written over only with `replace`.
    """
    made: dict[Path, Ruleset] = {}
    family = dict(known)
    for told in rulesets:
        if any(str(told["id"]) == one.id for one in made.values()):
            raise NotCarried(f"the document has two lists for {quoted(told['id'])}; put them into one group")
        path = _place(str(told["id"]), folder, family, replace=replace)
        made[path] = family[path.stem] = _usable(told, family)
    for ruleset in made.values():
        _keep_children_usable(ruleset, family, folder)
    _write({path: written(told, *REMARKS).encode() for path, told in zip(made, rulesets, strict=True)})
    return made


def children(name: str, known: Mapping[str, Ruleset]) -> tuple[str, ...]:
    """The ids of the rulesets that build on one, nearest first."""
    found = [
        (distance, one.id)
        for one in known.values()
        for distance, above in enumerate(one.lineage())
        if above.id == name
    ]
    return tuple(child for _, child in sorted(found))


def _place(name: str, folder: Path, known: Mapping[str, Ruleset], *, replace: bool) -> Path:
    if not _ID.fullmatch(name):
        raise NotCarried(
            f"{quoted(name)} cannot be the id of a ruleset; write letters, digits, points, - and _, up to 100"
        )
    path = folder / f"{name}.toml"
    if path.exists():
        if not replace:
            raise NotCarried(f"{path} is there already; --replace writes it anew, --id chooses another name")
    elif name in known:
        raise NotCarried(f"{quoted(name)} is the id of another ruleset already; choose another by --id")
    return path


def _usable(told: Mapping[str, Any], known: Mapping[str, Ruleset]) -> Ruleset:
    try:
        return built(told, known)
    except BrokenSchema as error:
        raise NotCarried(f"the ruleset would not be usable: {error}") from None


def _keep_children_usable(ruleset: Ruleset, family: Mapping[str, Ruleset], folder: Path) -> None:
    """Refuse what would break the rulesets of the folder that build on this one: nothing would start any more."""
    renewed = {**family, ruleset.id: ruleset}
    for child in children(ruleset.id, family):
        path = folder / f"{child}.toml"
        if not path.exists():
            continue
        try:
            renewed[child] = built(tomllib.loads(path.read_text("utf-8")), renewed)
        except BrokenSchema as error:
            raise NotCarried(f"{child} builds on it and would not be usable any more: {error}") from None


def _write(files: Mapping[Path, bytes]) -> None:
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


def _remove(path: Path) -> None:
    with suppress(FileNotFoundError):
        path.unlink()


def write_document(path: Path, document: bytes) -> None:
    """Write a document in place of what is there, at once or not at all."""
    _write({path: document})
