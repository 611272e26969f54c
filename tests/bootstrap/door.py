"""The part of the style sheets that the page for signing in uses, cut out of them: whole rules, in their order, unchanged.

Sixty phones of a class open that page in one moment and no other of ours is open then. What is cut names no file, so that no font is
fetched for it: the system's stands in.
"""

from __future__ import annotations

import re
from typing import Final

import tinycss2

from epcr import paths
from tests.bootstrap.cut import inner, rules, selectors

FILE = paths.static() / "door.css"
FROM: Final = ("bootstrap.css", "epcr.css")
CLASSES: Final = frozenset(
    [
        *(
            "bar",
            "bar-inner",
            "training",
            "product",
            "places",
            "skip",
            "plain-page",
            "page",
            "page-head",
            "page-narrow",
            "lead",
            "foot",
        ),
        *(
            "message",
            "messages",
            "panel",
            "panel-accent",
            "panel-attention",
            "panel-good",
            "panel-plain",
            "panel-stop",
            "error-summary",
        ),
        *(
            "form",
            "form-acts",
            "form-after",
            "form-control",
            "field",
            "field-error",
            "field-head",
            "hint",
            "btn",
            "btn-primary",
        ),
        *("demo-accounts", "table", "icon", "js", "quiet", "visually-hidden"),
    ]
)
TAGS: Final = frozenset(
    [
        *(
            "html",
            "body",
            "header",
            "nav",
            "main",
            "section",
            "footer",
            "div",
            "span",
            "h1",
            "h2",
            "p",
            "ul",
            "li",
            "br",
            "a",
            "b",
            "strong",
        ),
        *(
            "bdi",
            "code",
            "form",
            "label",
            "input",
            "button",
            "svg",
            "use",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
        ),
    ]
)
_NOT = re.compile(r":not\((?:[^()]|\([^()]*\))*\)")  # what has not a class that is not there, is there
_ATTRIBUTE = re.compile(r"\[[^\]]*\]")
_CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
_TAG = re.compile(r"(?:^|[\s>+~(,])([a-z][a-z0-9]*)")
_ELSEWHERE = ("[popover", "[data-", "[dir", "::backdrop", "::file-selector", "[type=search]")
_NOT_READ = frozenset({"print"})


def cut() -> str:
    """The style sheet, one rule a line."""
    texts = [(paths.static() / name).read_text("utf-8") for name in FROM]
    lines = [line for text in texts for rule in rules(text) if (line := _kept(rule))]
    return "\n".join(
        [
            "/* Made by `make bootstrap` of the other style sheets, for the page for signing in alone. */",
            *lines,
            "",
        ]
    )


def _kept(rule: object) -> str:
    if rule.type == "at-rule":
        query = tinycss2.serialize(rule.prelude).strip()
        if rule.at_keyword != "media" or query in _NOT_READ:
            return ""
        within = "".join(_kept(each) for each in inner(rule))
        return f"@media {query}{{{within}}}" if within else ""
    names = [part for part in selectors(rule) if fits(part)]
    body = tinycss2.serialize([token for token in rule.content if token.type != "comment"]).strip()
    return f"{','.join(names)}{{{body}}}" if names and body else ""


def fits(selector: str) -> bool:
    """Whether something on the page may be meant by a selector."""
    if any(part in selector for part in _ELSEWHERE) or "#" in selector:
        return False
    stands = _NOT.sub("", selector)
    bare = _ATTRIBUTE.sub("", stands)
    return set(_CLASS.findall(stands)) <= CLASSES and set(_TAG.findall(_CLASS.sub("", bare))) <= TAGS
