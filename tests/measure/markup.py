"""How much the templates decide, for each line, and lines that are too long to read.

Two figures, since one alone is easily met by moving what it counts. Branches and loops: the tags `if` and `for`. All that decides or
works something out: these with `elif`, `set`, `with`, `call` and `filter`, and each expression shown that does more than name, ask by
attribute or key, call and filter (arithmetic, a comparison, `and`, `or`, `not`, a choice, a mapping or list of its own). Ends, `else`,
blocks, the heads of macros and what is brought in count in neither. Both are read from Jinja's own tree.
"""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, nodes

from tests.measure.figure import Figure

LONG_LINE = 140
_DECIDES = (
    nodes.If,
    nodes.For,
    nodes.Assign,
    nodes.AssignBlock,
    nodes.With,
    nodes.FilterBlock,
    nodes.CallBlock,
)
_WORKS_OUT = (nodes.BinExpr, nodes.UnaryExpr, nodes.Compare, nodes.CondExpr, nodes.Dict, nodes.List)


def rows(root: Path) -> list[Figure]:
    """Statements for each line, and long lines."""
    env = Environment(autoescape=True)
    texts = {
        str(file.relative_to(root)): file.read_text("utf-8")
        for file in sorted((root / "templates").rglob("*.html"))
    }
    trees = {name: env.parse(text) for name, text in texts.items()}
    counts = {name: statements(tree) for name, tree in trees.items()}
    branches = sum(branches_and_loops(tree) for tree in trees.values())
    lines = sum(text.count("\n") for text in texts.values())
    most = sorted(counts, key=lambda name: counts[name], reverse=True)[:5]
    long = tuple(
        f"{name}:{number} {len(line)} characters"
        for name, text in texts.items()
        for number, line in enumerate(text.splitlines(), 1)
        if len(line) > LONG_LINE
    )
    return [
        Figure("lines of templates/", lines),
        Figure("template branches and loops a line", round(branches / lines, 3)),
        Figure(
            "template statements of all kinds a line",
            round(sum(counts.values()) / lines, 3),
            places=tuple(f"{name}: {counts[name]} in {texts[name].count(chr(10))} lines" for name in most),
        ),
        Figure(f"template lines over {LONG_LINE}", len(long), places=long),
    ]


def branches_and_loops(tree: nodes.Template) -> int:
    """How many tags `if` and `for` a template has; `elif` belongs to its `if`."""
    chained = sum(len(node.elif_) for node in tree.find_all(nodes.If))
    return sum(1 for _ in tree.find_all((nodes.If, nodes.For))) - chained


def statements(tree: nodes.Template) -> int:
    """How often a template decides, keeps or works something out."""
    decided = sum(1 for _ in tree.find_all(_DECIDES))
    return decided + sum(
        1 for output in tree.find_all(nodes.Output) for shown in output.nodes if _works_something_out(shown)
    )


def _works_something_out(shown: nodes.Node) -> bool:
    return isinstance(shown, _WORKS_OUT) or next(shown.find_all(_WORKS_OUT), None) is not None
