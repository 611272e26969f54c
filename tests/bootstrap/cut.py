"""The part of Bootstrap that the pages use, cut out of the release that bootstrap-flask carries: whole rules, in their order, unchanged.

What a browser would read of the other nine tenths fits nothing on any page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import flask_bootstrap
import tinycss2

from epcr import paths

FILE = paths.static() / "bootstrap.css"
RELEASE = Path(flask_bootstrap.__file__).parent / "static/bootstrap5/css/bootstrap.min.css"
KEPT = frozenset(
    {"btn", "btn-primary", "btn-secondary", "form-control", "form-select", "table", "visually-hidden"}
)
# Words of ours that Bootstrap has too; epcr.css says all that counts of them.
OURS = frozenset({"lead", "mark"})
_CUT = frozenset({FILE.name, "door.css"})  # what is made of these rules asks for nothing by itself
_NOT = re.compile(r":not\([^()]*\)")  # what has not a class that no page has, is what pages have
_CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")


def cut() -> str:
    """The style sheet, one rule a line, under the notice that its license asks for."""
    text = RELEASE.read_text("utf-8")
    notice = re.search(r"/\*!.*?\*/", text, re.DOTALL)
    assert notice is not None
    kept = [line for rule in rules(text) if (line := _kept(rule))]
    return "\n".join([notice[0], *(one for one in _with_used_names(kept) if one != ":root{}"), ""])


def classes(text: str) -> frozenset[str]:
    """The classes that a style sheet names."""
    return frozenset(
        name for rule in rules(text) for part in selectors(rule) for name in _CLASS.findall(part)
    )


def rules(text: str) -> list[Any]:
    """The rules of a style sheet."""
    return tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)


def selectors(rule: Any) -> Iterator[str]:
    """What stands between the commas of a rule; of a rule with rules in it, theirs."""
    if rule.type == "at-rule":
        for one in inner(rule):
            yield from selectors(one)
        return
    part: list[Any] = []
    for token in [*rule.prelude, None]:
        if token is None or (token.type == "literal" and token.value == ","):
            yield tinycss2.serialize(part).strip()
            part = []
        else:
            part.append(token)


def inner(rule: Any) -> list[Any]:
    """The rules within a rule."""
    within = tinycss2.parse_rule_list(rule.content or [], skip_comments=True, skip_whitespace=True)
    return [each for each in within if each.type != "error"]


def _kept(rule: Any) -> str:
    if rule.type == "at-rule":
        if rule.at_keyword != "media":
            return ""
        within = "".join(_kept(each) for each in inner(rule))
        return f"@media {tinycss2.serialize(rule.prelude).strip()}{{{within}}}" if within else ""
    names = [part for part in selectors(rule) if _is_used(part)]
    body = tinycss2.serialize([token for token in rule.content if token.type != "comment"]).strip()
    return f"{','.join(names)}{{{body}}}" if names else ""


def _is_used(selector: str) -> bool:
    return set(_CLASS.findall(_NOT.sub("", selector))) <= KEPT and "[data-bs-" not in selector


def _with_used_names(rules: list[str]) -> list[str]:
    """Without the custom properties of the root that nothing of ours asks for, nor one that is asked for."""
    ours = "".join(
        file.read_text("utf-8") for file in sorted(paths.static().glob("*.css")) if file.name not in _CUT
    )
    while True:
        used = set(re.findall(r"var\((--bs-[\w-]+)", "".join(rules) + ours))
        fewer = [_root(rule, used) for rule in rules]
        if fewer == rules:
            return rules
        rules = fewer


def _root(rule: str, used: set[str]) -> str:
    if not rule.startswith(":root{"):
        return rule
    said = rule.removeprefix(":root{").removesuffix("}").split(";")
    kept = (one for one in said if not one.startswith("--") or one.split(":")[0] in used)
    return f":root{{{';'.join(kept)}}}"
