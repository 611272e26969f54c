"""How long files and functions of epcr/ are, and how many functions are hard to follow. Migrations are left out: nobody works in them.

A function's length is counted from `def` to its last line, decorators left out. Complexity is cognitive complexity (G. Ann Campbell,
SonarSource 2018: each branch and loop, more for one inside another, each change between `and` and `or`), as the library of that name
counts it; that of McCabe, which counts a long flat `match` like a knot, is kept at ten by `make lint` and would say nothing here.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

from cognitive_complexity.api import get_cognitive_complexity

from tests.measure.figure import Figure

LONG_FILE = 500  # lines
COMPLEX = 10
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def rows(root: Path) -> list[Figure]:
    """Files, functions, complexity."""
    files = sorted(file for file in (root / "epcr").rglob("*.py") if "versions" not in file.parts)
    texts = {str(file.relative_to(root)): file.read_text("utf-8") for file in files}
    long = {name: lines for name, text in texts.items() if (lines := text.count("\n")) > LONG_FILE}
    lengths = sorted(
        ((length, place) for name, text in texts.items() for length, place in _functions(name, text))
    )
    by_length = [length for length, _ in lengths]
    total = sum(text.count("\n") for text in texts.values())
    complex_ones = tuple(place for name, text in texts.items() for place in _complex(name, text))
    return [
        Figure("lines of epcr/ without migrations", total),
        Figure(
            f"lines in files over {LONG_FILE}",
            sum(long.values()),
            places=tuple(f"{name}: {lines} lines" for name, lines in long.items()),
        ),
        Figure("function length, median", median(by_length)),
        Figure("function length, p90", quantiles(by_length, n=10)[-1]),
        Figure("function length, longest", by_length[-1], places=tuple(place for _, place in lengths[-5:])),
        Figure(f"functions of cognitive complexity above {COMPLEX}", len(complex_ones), places=complex_ones),
    ]


def _functions(name: str, text: str) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, _DEFINITIONS) and node.end_lineno is not None:
            length = node.end_lineno - node.lineno + 1
            yield length, f"{name}:{node.lineno} {node.name}, {length} lines"


def _complex(name: str, text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, _DEFINITIONS) and (ways := get_cognitive_complexity(node)) > COMPLEX:
            yield f"{name}:{node.lineno} {node.name}, {ways}"
