"""What counts and what does not, on a few lines each. The figures themselves are no test: they are read, and compared with before."""

import ast
import tomllib

import pytest
from jinja2 import Environment

from tests.measure import grammar, writers
from tests.measure.__main__ import BEFORE
from tests.measure.figure import Figure, table
from tests.measure.markup import branches_and_loops, statements
from tests.measure.twice import shared

ONE = """
def total(prices, tax):
    kept = [price for price in prices if price.valid()]
    summed = sum(price.amount for price in kept)
    taxed = summed * (1 + tax.rate(summed))
    if taxed > limit(kept):
        raise TooMuch(taxed, limit(kept))
    return rounded(taxed, places=2)
"""


def test_a_copy_with_other_variables_is_one():
    other = ONE.replace("price", "cost").replace("taxed", "outcome").replace("2", "3")
    assert list(shared({"a.py": ONE, "b.py": "import os\n" + other})) == ["a.py:2 and b.py:3"]


def test_other_calls_are_another_piece_of_code():
    assert (
        list(shared({"a.py": ONE, "b.py": ONE.replace("rate(", "share(").replace("limit(", "most(")})) == []
    )


def test_a_long_copy_is_one_pair():
    more = "\n".join(f"    step_{at}(prices, tax.of_{at}(prices))" for at in range(9))
    assert len(list(shared({"a.py": ONE + more, "b.py": ONE + more}))) == 1


def test_what_stands_in_many_places_is_a_form():
    assert list(shared({f"{name}.py": ONE for name in "abcdef"})) == []


@pytest.mark.parametrize(
    ("text", "branches", "kinds"),
    [
        ("{{ name }} {{ patient.name|upper }} {{ row(patient, 3) }}", 0, 0),
        ('{% from "a.html" import b %}{% block c %}{% macro d(e) %}{% endmacro %}{% endblock %}', 0, 0),
        ("{% if a %}1{% elif b %}2{% else %}3{% endif %}", 1, 2),
        ("{% for a in b %}{{ a }}{% endfor %}{% set c = 1 %}", 1, 2),
        ("{{ a if b }} {{ a + 1 }} {{ a and b }} {{ row({'a': 1}) }}", 0, 4),
    ],
)
def test_what_a_template_decides(text, branches, kinds):
    tree = Environment(autoescape=True).parse(text)
    assert (branches_and_loops(tree), statements(tree)) == (branches, kinds)


def counted(writes, source):
    return sum(writes(node) for node in ast.walk(ast.parse(source)))


def test_who_writes_a_pressure():
    assert counted(writers.writes_pressure, 'f"{one.systolic}/{one.diastolic}"') == 1
    assert counted(writers.writes_pressure, 'f"diastolic of {one.diastolic}"') == 0
    assert counted(writers.writes_pressure, '("systolic", "diastolic")') == 0


def test_who_writes_a_coma_score():
    assert counted(writers.writes_score, 'f"GCS {found.brief}"; f"GCS = {found}"') == 2
    assert counted(writers.writes_score, '"GCS eye"; f"GCS and {avpu}"') == 0


def test_who_words_a_verdict():
    assert counted(writers.words_verdict, '{"not_permitted": "outside scope"}') == 1
    assert counted(writers.words_verdict, 'frozenset({"not_permitted"}); {"draft": "Draft"}') == 0


def test_the_table_has_before_beside_now():
    lines = table(
        [Figure("lines", 1200), Figure("page", 3.5, "ms")], {"commit": "abc", "figures": {"lines": 900}}
    )
    assert [line.split() for line in lines.splitlines()] == [
        ["before", "(abc)", "now"],
        ["lines", "900", "1,200"],
        ["page", "–", "3.50", "ms"],
    ]


def test_the_figures_of_before_are_there():
    before = tomllib.loads(BEFORE.read_text("utf-8"))
    assert before["commit"] == "c8618bb"
    assert before["figures"]["functions of cognitive complexity above 10"] == 139


def test_what_puts_a_sentence_together_from_pieces():
    own = grammar.has_its_own
    assert counted(own, """f"{n} {'finding is' if n == 1 else 'findings are'} still open." """) == 1
    assert counted(own, """text + ", of them two"; unknown("The level", a, b) + "; declare it first" """) == 2
    assert counted(own, """f"from {a}" + (f" to {b}" if b else "")""") == 1
    assert counted(own, """told + " Remove the others one by one."; "a" + "b"; f"{a} of {b}" """) == 0
    assert counted(grammar.asks_the_room, """counted(3, "act"); listed(names); word.lower()""") == 2
