"""Names say what a thing is: no word that says nothing, one class of each name in the house, no module that could hold anything.

The rule is in CONTRIBUTING, under Code. Migrations are left out: what was written once stays as it was.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

EPCR = Path(__file__).resolve().parents[2] / "epcr"
NOWHERE = "epcr"  # the modules that stand in no room
EMPTY_WORDS = {"one", "told", "found", "said"}
EMPTY_MODULES = {"data", "info", "manager", "helper", "helpers", "util", "utils", "process"}
# Classes of one name that are right as they are, with why.
SAME_NAME: dict[str, str] = {}


def room_of(file: Path) -> str:
    """The room that a module stands in: a folder of epcr/."""
    parts = file.relative_to(EPCR).parts
    return parts[0] if len(parts) > 1 else NOWHERE


@cache
def trees() -> dict[Path, ast.Module]:
    """Every module of the house, read."""
    files = (file for file in sorted(EPCR.rglob("*.py")) if room_of(file) != "migrations")
    return {file: ast.parse(file.read_text("utf-8")) for file in files}


ROOMS = sorted({room_of(file) for file in trees()})


def empty_names(tree: ast.Module) -> Iterator[str]:
    """The locals, arguments and fields whose name says nothing, with their lines. A stored column keeps the name it has."""
    columns = {
        id(node.target)
        for node in ast.walk(tree)
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.annotation).startswith("Mapped[")
    }
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) if id(node) not in columns:
                bound = name
            case ast.arg(arg=name) | ast.ExceptHandler(name=str(name)):
                bound = name
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                bound = name
            case _:
                continue
        if bound in EMPTY_WORDS:
            yield f"{node.lineno} {bound}"


@cache
def classes() -> dict[str, list[Path]]:
    """Where each name of a class stands."""
    places: dict[str, list[Path]] = defaultdict(list)
    for file, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(file)
    return places


@pytest.mark.parametrize("room", ROOMS)
def test_no_name_of_a_room_says_nothing(room):
    named = [
        f"{file.relative_to(EPCR)}:{place}"
        for file, tree in trees().items()
        if room_of(file) == room
        for place in empty_names(tree)
    ]
    assert named == []


@pytest.mark.parametrize("room", ROOMS)
def test_a_class_of_a_room_shares_its_name_with_no_other_of_the_house(room):
    shared = [
        f"{name}: {', '.join(str(file.relative_to(EPCR)) for file in files)}"
        for name, files in sorted(classes().items())
        if len(files) > 1 and name not in SAME_NAME and room in map(room_of, files)
    ]
    assert shared == []


def test_what_is_allowed_to_share_a_name_still_does():
    assert [name for name in SAME_NAME if len(classes()[name]) < 2] == []


def test_no_module_is_named_so_that_it_could_hold_anything():
    modules = {part for file in trees() for part in file.relative_to(EPCR).with_suffix("").parts}
    assert not modules & EMPTY_MODULES


@pytest.mark.parametrize(
    "line",
    [
        "said = 1",
        "(found := 1)",
        "for one in (): pass",
        "[one for one in ()]",
        "with open('a') as told: pass",
        "def ask(*, told=1): pass",
        "key = lambda one: 0",
        "class A:\n    said: str",
        "try: pass\nexcept ValueError as found: pass",
        "match 1:\n    case [_, *told]: pass",
        "match 1:\n    case int() as told: pass",
    ],
)
def test_a_name_that_says_nothing_is_seen_wherever_it_is_given(line):
    assert len(list(empty_names(ast.parse(line)))) == 1


@pytest.mark.parametrize(
    "line", ["sentence = 1", "class A:\n    said: Mapped[str] = column()", "print(one.told)", "ask(found=1)"]
)
def test_a_name_that_is_only_read_or_is_that_of_a_column_is_let_be(line):
    assert list(empty_names(ast.parse(line))) == []
