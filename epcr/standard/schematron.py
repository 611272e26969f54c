"""The standard's Schematron rules, read from their published source and evaluated as XPath 2, a pattern at a time.

Within a pattern a node is judged by the first rule whose context it matches (ISO/IEC 19757-3, 6.5). Of XSLT it knows the one
thing that the published rules use: the key that gives an element's name in words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import elementpath
from elementpath.xpath30 import XPath30Parser
from lxml import etree

from epcr.standard.document import line_of, local
from epcr.standard.document_finding import DocumentFinding, Weight

_SCH: Final = "{http://purl.oclc.org/dsdl/schematron}"
_WEIGHTS: Final[dict[str, Weight]] = {"[WARNING]": "warning"}  # all others are errors
_KEY: Final = re.compile(r"key\('nemSch_key_elements',\s*(.+),\s*\$nemSch_elements\)")
# What a context begins with: an element, or any element that has an attribute.
_FIRST_STEP: Final = re.compile(r"(?:nem:([\w.]+)|\*\[@([\w:]+))")

Expression = Any
"""A compiled XPath expression; the library's own types are made while it parses."""


@dataclass(frozen=True)
class Assertion:
    """One test of a rule, what it weighs, and its message: words, expressions that give words, and names of elements."""

    source: str
    weight: Weight
    fails_when: bool
    test: Expression
    message: tuple[str | Expression, ...]


@dataclass(frozen=True)
class SchematronRule:
    """Assertions about the nodes that a context matches. `begins` finds the few parents below which it is worth looking."""

    context: Expression
    element: str
    attribute: str
    assertions: tuple[Assertion, ...]


@dataclass(frozen=True)
class Rules:
    """The patterns of one file, and the names of elements in words."""

    patterns: tuple[tuple[SchematronRule, ...], ...]
    names: dict[str, str]

    def findings(self, root: etree._Element) -> Iterator[DocumentFinding]:
        """What the rules say of a tree, pattern by pattern."""
        tree = _Tree(root)
        for pattern in self.patterns:
            judged: set[int] = set()
            for rule in pattern:
                for node in tree.matching(rule):
                    if id(node) not in judged:
                        judged.add(id(node))
                        yield from self._judged(node, rule, tree)

    def _judged(self, node: Expression, rule: SchematronRule, tree: _Tree) -> Iterator[DocumentFinding]:
        for assertion in rule.assertions:
            if _is_true(tree.evaluate(assertion.test, node)) == assertion.fails_when:
                element = node.elem
                yield DocumentFinding(
                    line=line_of(element),
                    element=local(element),
                    weight=assertion.weight,
                    message=self._worded(assertion.message, node, tree),
                    source=assertion.source,
                    path=element.getroottree().getpath(element),
                )

    def _worded(self, message: Sequence[str | Expression], node: Expression, tree: _Tree) -> str:
        words = (
            part if isinstance(part, str) else self._named("".join(map(_text, tree.evaluate(part, node))))
            for part in message
        )
        return " ".join("".join(words).split())

    def _named(self, element: str) -> str:
        return f"{self.names[element]} ({element})" if element in self.names else element


class _Tree:
    """A tree as the library walks it, with the parents of elements by their names and attributes."""

    def __init__(self, root: etree._Element) -> None:
        self._root = elementpath.get_node_tree(root, namespaces=_NAMESPACES)
        self._by_element: dict[str, dict[int, Any]] = {}
        self._by_attribute: dict[str, dict[int, Any]] = {}
        self._order: dict[int, int] = {}
        for number, node in enumerate(self._root.iter()):
            element = getattr(node, "elem", None)
            if element is None or not isinstance(element.tag, str):
                continue
            self._order[id(node)] = number
            parent = node.parent if node.parent is not None else node
            self._by_element.setdefault(local(element), {})[id(parent)] = parent
            for attribute in element.attrib:
                self._by_attribute.setdefault(str(attribute), {})[id(parent)] = parent

    def matching(self, rule: SchematronRule) -> list[Any]:
        """The elements that a rule is about, in the order of the document."""
        index = self._by_element if rule.element else self._by_attribute
        parents = index.get(rule.element or rule.attribute, {}).values()
        nodes = {id(node): node for parent in parents for node in self.evaluate(rule.context, parent)}
        return sorted(
            (node for node in nodes.values() if id(node) in self._order),
            key=lambda node: self._order[id(node)],
        )

    def evaluate(self, expression: Expression, node: Any) -> list[Any]:
        """What an expression gives at a node."""
        context = elementpath.XPathContext(self._root, item=node, variables={"current": node})
        return list(expression.select(context))


_NAMESPACES: Final = {
    "nem": "http://www.nemsis.org",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xs": "http://www.w3.org/2001/XMLSchema",
}


@cache
def rules(file: Path) -> Rules:
    """The rules in a file, compiled once. Raises ValueError where a rule is of a kind that is not known here."""
    tree = etree.parse(file, etree.XMLParser(no_network=True, resolve_entities=False))
    patterns = (pattern.iterfind(f"{_SCH}rule") for pattern in tree.iterfind(f".//{_SCH}pattern"))
    names = {
        element.get("name", ""): element.text or ""
        for element in tree.iterfind(".//{http://www.nemsis.org}nemSch_lookup_elements/{*}element")
    }
    return Rules(tuple(tuple(map(_rule, pattern)) for pattern in patterns), names)


def _rule(element: etree._Element) -> SchematronRule:
    context = element.get("context", "")
    first = _FIRST_STEP.match(context)
    if first is None:
        message = f"a Schematron rule for {context!r} is of a kind that is not known here"
        raise ValueError(message)
    attribute = (first[2] or "").replace("xsi:", f"{{{_NAMESPACES['xsi']}}}")
    assertions = (_assertion(child) for child in element.iterchildren(f"{_SCH}assert", f"{_SCH}report"))
    return SchematronRule(_compiled(context), first[1] or "", attribute, tuple(assertions))


def _assertion(element: etree._Element) -> Assertion:
    return Assertion(
        source=element.get("id", ""),
        weight=_WEIGHTS.get(element.get("role", ""), "error"),
        fails_when=element.tag == f"{_SCH}report",
        test=_compiled(element.get("test", "")),
        message=tuple(_message(element)),
    )


def _message(element: etree._Element) -> Iterator[str | Expression]:
    yield element.text or ""
    for child in element:
        if child.tag == f"{_SCH}value-of":
            select = child.get("select", "")
            key = _KEY.fullmatch(select)
            yield _compiled(key[1] if key else select)
        yield child.tail or ""


def _compiled(text: str) -> Expression:
    return _parser().parse(text.replace("current()", "$current"))


@cache
def _parser() -> XPath30Parser:
    return XPath30Parser(namespaces=_NAMESPACES)


def _is_true(results: Sequence[Any]) -> bool:
    """The effective boolean value of a test (XPath 2.0, 2.4.3)."""
    if not results:
        return False
    return True if isinstance(results[0], elementpath.XPathNode) else bool(results[0])


def _text(result: Any) -> str:
    value: Callable[[], Any] | Any = getattr(result, "string_value", result)
    return str(value)
