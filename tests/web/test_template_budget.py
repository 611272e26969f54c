"""Templates lay out and decide little: what is shown comes to them ready, in frozen values made beside the routes.

Every folder of templates/, and every file beside them, may have `USUAL` branches and loops a line; `MORE` and `LESS` name those that
have another measure. Whoever mends one lowers its number: they only go down.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from tests.measure.markup import LONG_LINE, branches_and_loops

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
PLACES = sorted(place.name for place in TEMPLATES.iterdir())
USUAL = 0.10
MORE = {
    "error.html": 0.14,
    "macros": 0.125,  # each says once what may be left out
    "review": 0.125,  # the desk has a margin at each place, and a form for each decision
    "rulebook": 0.125,  # tables of tables
    "sheet": 0.12,
}
LESS = {
    "batch": 0.05,
    "class_rules": 0.08,
    "endings": 0.08,
    "fields": 0.05,
    "layout.html": 0.09,
    "people": 0.09,
    "plain": 0.05,
    "rehearsal": 0.08,
}
TOGETHER = 0.10
ARITHMETIC = (
    nodes.Add,
    nodes.Sub,
    nodes.Mul,
    nodes.Div,
    nodes.FloorDiv,
    nodes.Mod,
    nodes.Pow,
    nodes.Neg,
    nodes.Pos,
)
ENV = Environment(autoescape=True)


def files(place):
    found = TEMPLATES / place
    return [found] if found.is_file() else sorted(found.rglob("*.html"))


def counted(places):
    """Branches and loops, and lines, of all files of these places."""
    texts = [file.read_text("utf-8") for place in places for file in files(place)]
    return sum(branches_and_loops(ENV.parse(text)) for text in texts), sum(text.count("\n") for text in texts)


def worked_out(text):
    """Each line on which a template works something out that a view would hand it."""
    tree = ENV.parse(text)
    yield from ((node.lineno, "arithmetic") for node in tree.find_all(ARITHMETIC))
    yield from ((node.lineno, "a mapping of its own") for node in tree.find_all(nodes.Dict))
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "namespace":
            yield call.lineno, "a namespace"
        if isinstance(call.node, nodes.Getattr) and call.node.attr in {"append", "update", "extend"}:
            yield call.lineno, "a list put together"


@pytest.mark.parametrize("place", PLACES)
def test_a_template_decides_little(place):
    branches, lines = counted([place])
    most = (MORE | LESS).get(place, USUAL)
    assert branches <= most * lines, f"{branches} branches and loops in {lines} lines"


def test_what_has_a_measure_of_its_own_is_there():
    assert (MORE | LESS).keys() <= set(PLACES)


def test_all_of_them_together_decide_little():
    branches, lines = counted(PLACES)
    assert branches <= TOGETHER * lines, f"{branches} branches and loops in {lines} lines"


@pytest.mark.parametrize("place", PLACES)
def test_a_template_works_nothing_out(place):
    found = {
        str(file.relative_to(TEMPLATES)): told
        for file in files(place)
        if (told := list(worked_out(file.read_text("utf-8"))))
    }
    assert found == {}


@pytest.mark.parametrize("place", PLACES)
def test_a_line_of_a_template_can_be_read(place):
    long = [
        f"{file.relative_to(TEMPLATES)}:{number}"
        for file in files(place)
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if len(line) > LONG_LINE
    ]
    assert long == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{{ one + 1 }}", "arithmetic"),
        ("{{ -one }}", "arithmetic"),
        ('{% set tones = {"a": 1} %}', "a mapping of its own"),
        ("{% set held = namespace(so=false) %}", "a namespace"),
        ("{% set _ = names.append(1) %}", "a list put together"),
    ],
)
def test_what_is_worked_out_is_noticed(text, told):
    assert told in {what for _, what in worked_out(text)}
