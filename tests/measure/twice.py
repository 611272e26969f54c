"""What is written twice in epcr/ and tests/: pairs of places that share six or more lines of the same shape.

A line's shape is its tokens, where numbers and texts stand for any others and a name for any other name, but for what is called and what is
asked of something (`.name`, `name(`), which stay: the same calls in the same order are one piece of code, whatever its variables are
called. Blank lines, comments, docstrings, imports and lines of closing brackets alone count for nothing, and lines of under four tokens
as a tie between others only: four of the six must have more. Where more than six lines agree the place is counted once.
Declarations of fields and tables of data look alike by nature: what stands in more than five places is a form and no copy.
"""

from __future__ import annotations

import ast
import io
import keyword
import token
import tokenize
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from tests.measure.figure import Figure

LINES = 6
_IGNORED = frozenset(
    {token.COMMENT, token.NL, token.NEWLINE, token.INDENT, token.DEDENT, token.ENCODING, token.ENDMARKER}
)
FORM = 5  # places
THIN, THICK = 4, 4  # tokens of a line that says little; lines of six that must say more


@dataclass(frozen=True)
class Line:
    """A line that counts: its number in the file, and its shape."""

    number: int
    shape: str


def rows(root: Path) -> list[Figure]:
    """Pairs of places, in the package and in its tests."""
    found = []
    for folder in ("epcr", "tests"):
        files = sorted(file for file in (root / folder).rglob("*.py") if "migrations" not in file.parts)
        pairs = tuple(shared({str(file.relative_to(root)): file.read_text("utf-8") for file in files}))
        found.append(
            Figure(f"pairs of places in {folder}/ that share {LINES} lines", len(pairs), places=pairs)
        )
    return found


def shared(texts: dict[str, str]) -> Iterator[str]:
    """Each pair of places that agree in six or more lines, as long as they do, once."""
    lines = {name: shapes(text) for name, text in texts.items()}
    windows: dict[tuple[str, ...], list[tuple[str, int]]] = defaultdict(list)
    for name, ones in lines.items():
        for at in range(len(ones) - LINES + 1):
            window = tuple(line.shape for line in ones[at : at + LINES])
            if sum(shape.count(" ") >= THIN for shape in window) >= THICK:
                windows[window].append((name, at))
    pairs = {pair for places in windows.values() if len(places) <= FORM for pair in combinations(places, 2)}
    for (one, at), (other, there) in sorted(pairs):
        overlap = one == other and there - at < LINES
        if not overlap and ((one, at - 1), (other, there - 1)) not in pairs:
            yield f"{one}:{lines[one][at].number} and {other}:{lines[other][there].number}"


def shapes(text: str) -> list[Line]:
    """The lines that count, in order."""
    passed = set(_passed_over(ast.parse(text)))
    tokens = [
        one
        for one in tokenize.generate_tokens(io.StringIO(text).readline)
        if one.type not in _IGNORED and one.start[0] not in passed
    ]
    words: dict[int, list[str]] = defaultdict(list)
    for before, one, after in zip([None, *tokens], tokens, [*tokens[1:], None], strict=False):
        kept = (before is not None and before.string == ".") or (after is not None and after.string == "(")
        words[one.start[0]].append(one.string if kept else _shape(one))
    return [
        Line(number, " ".join(line))
        for number, line in sorted(words.items())
        if any(word not in ")]}," for word in line)
    ]


def _passed_over(tree: ast.Module) -> Iterator[int]:
    """The lines of imports and docstrings."""
    for node in ast.walk(tree):
        text = (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
        )
        if (text or isinstance(node, (ast.Import, ast.ImportFrom))) and node.end_lineno is not None:
            yield from range(node.lineno, node.end_lineno + 1)


def _shape(one: tokenize.TokenInfo) -> str:
    if one.type == token.NAME and not keyword.iskeyword(one.string):
        return "name"
    return {token.NUMBER: "number", token.STRING: "text"}.get(one.type, one.string)
