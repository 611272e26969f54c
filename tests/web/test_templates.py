"""The templates as they are written: Jinja reads each, and what one brings in or offers is used."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from jinja2 import nodes

from epcr import create_app
from epcr.config import Settings

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
NAMES = sorted(str(file.relative_to(TEMPLATES)) for file in TEMPLATES.rglob("*.html"))


@dataclass(frozen=True)
class Written:
    """What one template says: the names it reads and brings in, its macros, and the templates that it names."""

    reads: frozenset[str]
    brings: frozenset[str]
    asks: frozenset[str]
    offers: frozenset[str]
    extends: frozenset[str]
    includes: frozenset[str]
    imports: frozenset[str]


@pytest.fixture(scope="module")
def jinja(tmp_path_factory):
    home = tmp_path_factory.mktemp("templates")
    return create_app(
        Settings(f"sqlite:///{home / 'epcr.db'}", "secret of the tests", testing=True)
    ).jinja_env


@pytest.fixture(scope="module")
def house(jinja):
    return {name: written(jinja.parse((TEMPLATES / name).read_text("utf-8"), name)) for name in NAMES}


def written(tree):
    froms = [
        (name, name) if isinstance(name, str) else name
        for node in tree.find_all(nodes.FromImport)
        for name in node.names
    ]
    return Written(
        reads=frozenset(node.name for node in tree.find_all(nodes.Name) if node.ctx == "load"),
        brings=frozenset([own for _, own in froms] + [node.target for node in tree.find_all(nodes.Import)]),
        asks=frozenset([there for there, _ in froms] + [node.attr for node in tree.find_all(nodes.Getattr)]),
        offers=frozenset(node.name for node in tree.find_all(nodes.Macro)),
        extends=named(tree, nodes.Extends),
        includes=named(tree, nodes.Include),
        imports=named(tree, (nodes.Import, nodes.FromImport)),
    )


def named(tree, kinds):
    """The templates that a template names; the folder where the name is made while drawing (`"fields/" ~ kind`)."""
    consts = (
        [node.template] if isinstance(node.template, nodes.Const) else node.template.find_all(nodes.Const)
        for node in tree.find_all(kinds)
    )
    return frozenset(const.value for found in consts for const in found if const.value != ".html")


def seen_from(house, name):
    """The names read in a template, in what it includes and in what extends it: they share what it imports."""
    included = [one for one in NAMES if one.startswith(tuple(house[name].includes))]
    extending = [one for one in NAMES if name in house[one].extends]
    return frozenset().union(*(house[one].reads for one in (name, *included, *extending)))


@pytest.mark.parametrize("name", NAMES)
def test_every_template_compiles(jinja, name):
    assert jinja.get_template(name)


def test_what_a_template_imports_it_uses(house):
    assert {name: left for name in NAMES if (left := house[name].brings - seen_from(house, name))} == {}


def test_every_macro_is_used(house):
    asked = frozenset().union(*(one.asks for one in house.values()))
    assert {
        name: left for name in NAMES if (left := house[name].offers - asked - seen_from(house, name))
    } == {}


def test_every_template_is_drawn_by_something(house):
    code = "".join(file.read_text("utf-8") for file in (ROOT / "epcr").rglob("*.py"))
    drawn = set(re.findall(r"[\w/]+\.html", code))
    drawn |= frozenset().union(*(one.extends | one.includes | one.imports for one in house.values()))
    folders = tuple(one for one in drawn if one.endswith("/"))
    assert [name for name in NAMES if name not in drawn and not name.startswith(folders)] == []
