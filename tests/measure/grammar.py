"""Where sentences are put together from pieces of English grammar, which no catalog can translate (docs/adr/0029).

pieces from the room of words: a call of `counted`, `listed` and the like, whose answer goes into a sentence.
pieces of one's own: in a sentence a word or an ending that depends on something (`finding{'s' if many}`), or a part of a sentence that
is added with `+`. A whole sentence for each case is neither, nor are two sentences side by side.
in templates: the filter `counted`, and a choice of words by whether there is one.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.measure.figure import Figure

_ROOM = frozenset({"counted", "noun", "listed", "lower", "with_article", "unknown"})
_ITSELF = ("epcr/words/", "epcr/migrations/")
_PROSE = re.compile(r"[A-Za-z]{2,} [a-z]{2,}|^[,;]? [a-z]{2,}|[a-z]{2,} $")
_IN_TEMPLATES = re.compile(r"\|counted\b|\bif [^{}]{1,50} == 1 else\b|\(\"s\" if ")


def rows(root: Path) -> list[Figure]:
    """One figure a kind, with the places."""
    trees = {
        str(file.relative_to(root)): ast.parse(file.read_text("utf-8"))
        for file in sorted((root / "epcr").rglob("*.py"))
    }
    nodes = [
        (file, node)
        for file, tree in trees.items()
        if not file.startswith(_ITSELF)
        for node in ast.walk(tree)
    ]
    lines = [
        f"{file.relative_to(root)}:{number}"
        for file in sorted((root / "templates").rglob("*.html"))
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        for _ in _IN_TEMPLATES.finditer(line)
    ]
    return [
        _figure("pieces of grammar from the room of words", nodes, asks_the_room),
        _figure("pieces of grammar of one's own", nodes, has_its_own),
        Figure("pieces of grammar in templates", len(lines), places=tuple(lines)),
    ]


def asks_the_room(node: ast.AST) -> bool:
    """A call of one of its functions by name; a method of a text (`word.lower()`) is none."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _ROOM


def has_its_own(node: ast.AST) -> bool:
    """A sentence with a word that depends on something, or one to which a part is added."""
    if isinstance(node, ast.JoinedStr):
        return bool(_PROSE.search(_fixed(node))) and any(map(_is_choice, _values(node)))
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return any(_PROSE.search(_fixed(side)) and not _is_whole(side) for side in (node.left, node.right))
    return False


def _figure(name: str, nodes: list[tuple[str, ast.AST]], counts: Callable[[ast.AST], bool]) -> Figure:
    places = tuple(f"{file}:{getattr(node, 'lineno', 0)}" for file, node in nodes if counts(node))
    return Figure(name, len(places), places=places)


def _values(node: ast.JoinedStr) -> Iterator[ast.AST]:
    for part in node.values:
        if isinstance(part, ast.FormattedValue):
            yield from ast.walk(part.value)


def _is_choice(node: ast.AST) -> bool:
    return isinstance(node, ast.IfExp) and any(_is_text(side) for side in (node.body, node.orelse))


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _fixed(node: ast.AST) -> str:
    """What stands in a text whatever is put into it; nothing of what is no text."""
    if isinstance(node, ast.IfExp):
        return _fixed(node.body) or _fixed(node.orelse)
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    return "".join(str(part.value) for part in parts if isinstance(part, ast.Constant) and _is_text(part))


def _is_whole(node: ast.AST) -> bool:
    """Whether it is a sentence: it begins as one, behind a space or not, and ends as one."""
    text = _fixed(node).strip()
    return text[:1].isupper() and text.endswith((".", ":", "!", "?"))
