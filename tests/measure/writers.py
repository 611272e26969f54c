"""How many modules write the same thing: a blood pressure, a coma score, a verdict in words. Each should have one.

pressure: a text put together that holds a slash and the diastolic pressure (`f"{one.systolic}/{one.diastolic}"`).
coma score: a text put together in which a value follows right after `GCS`.
verdict: a mapping that has a verdict's code as a key, or a template or comparison outside epcr/scope that names one that refuses.
Source is read as syntax (Python) or by pattern (templates, scripts); a docstring, a label and a declaration are none of these.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.measure.figure import Figure

_CODES = frozenset({"not_permitted", "needs_medical_direction", "needs_local_authorization", "cannot_judge"})
_RULES = ("epcr/scope/", "epcr/migrations/")  # where verdicts come from; what is no longer written
_SCORE = re.compile(r"\bGCS(?: =)? ?(?:\{\{|\$\{)")
_PRESSURE = re.compile(r"\}[^{}<>]*/[^{}<>]*\{[^}]*diastolic")
_NAMES_CODE = re.compile("|".join(f'"{code}"' for code in sorted(_CODES)))


def rows(root: Path) -> list[Figure]:
    """One figure a subject, with the places."""
    python = {
        str(file.relative_to(root)): ast.parse(file.read_text("utf-8"))
        for file in sorted((root / "epcr").rglob("*.py"))
    }
    pages = {
        str(file.relative_to(root)): file.read_text("utf-8")
        for folder, kind in (("templates", "*.html"), ("templates", "*.svg"), ("epcr/static", "*.js"))
        for file in sorted((root / folder).rglob(kind))
    }
    return [
        _figure("modules that write a blood pressure", python, pages, writes_pressure, _PRESSURE),
        _figure("modules that write a coma score", python, pages, writes_score, _SCORE),
        _figure("modules that word or color a verdict", python, pages, words_verdict, _NAMES_CODE),
    ]


def _figure(
    name: str,
    python: dict[str, ast.Module],
    pages: dict[str, str],
    writes: Callable[[ast.AST], bool],
    pattern: re.Pattern[str],
) -> Figure:
    places = [
        f"{file}:{node.lineno}"
        for file, tree in python.items()
        if not file.startswith(_RULES)
        for node in ast.walk(tree)
        if writes(node)
    ]
    places += [f"{file}:{number}" for file, text in pages.items() for number in _lines(text, pattern)]
    return Figure(name, len({place.split(":")[0] for place in places}), places=tuple(places))


def _lines(text: str, pattern: re.Pattern[str]) -> Iterator[int]:
    return (number for number, line in enumerate(text.splitlines(), 1) if pattern.search(line))


def writes_pressure(node: ast.AST) -> bool:
    """A text with a slash and the diastolic pressure in it."""
    return (
        isinstance(node, ast.JoinedStr)
        and any("/" in part for part in _fixed(node))
        and _mentions(node, "diastolic")
    )


def writes_score(node: ast.AST) -> bool:
    """A text in which a value stands right after `GCS`."""
    if not isinstance(node, ast.JoinedStr):
        return False
    pairs = zip(node.values, node.values[1:], strict=False)
    return any(
        isinstance(one, ast.Constant)
        and str(one.value).rstrip(" =").endswith("GCS")
        and isinstance(other, ast.FormattedValue)
        for one, other in pairs
    )


def words_verdict(node: ast.AST) -> bool:
    """A mapping with a verdict's code as a key."""
    return isinstance(node, ast.Dict) and any(
        isinstance(key, ast.Constant) and key.value in _CODES for key in node.keys
    )


def _fixed(node: ast.JoinedStr) -> Iterator[str]:
    return (str(part.value) for part in node.values if isinstance(part, ast.Constant))


def _mentions(node: ast.AST, word: str) -> bool:
    return any(
        getattr(one, "id", None) == word
        or getattr(one, "attr", None) == word
        or getattr(one, "value", None) == word
        for one in ast.walk(node)
    )
