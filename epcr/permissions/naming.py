"""What the codes of the standard are called here: by the catalog of interventions, the rules and the vocabulary.

A code that nobody here knows is shown as it is; a name is never taken from the document that is imported.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from epcr.permissions.lists import Code, Section, medication_code, procedure_code
from epcr.scope.files.library import rulesets
from epcr.scope.ruleset import RulesetItem
from epcr.sheet.catalog import catalog
from epcr.sheet.vocabulary import vocabulary

NATIONAL = "us-national-2019"
_CATEGORIES: Mapping[Section, str] = {"procedure": "Procedures", "medication": "Medications"}


def section_of(item: RulesetItem) -> Section | None:
    """In which of the standard's lists an item would stand; None for the row of a route, which stands in none."""
    if item.kind in {"medication", "fluid"}:
        return "medication"
    return None if item.kind == "route" else "procedure"


def codes_of(item: RulesetItem, words: Iterable[str]) -> tuple[Code, ...]:
    """These codes of an item as they would stand in the standard's lists, without those that could not stand there."""
    section = section_of(item)
    if section is None:
        return ()
    read = procedure_code if section == "procedure" else medication_code
    return tuple(code for word in sorted(words) if (code := read(word)) is not None)


@cache
def name_of(code: Code) -> str:
    """The name of what a code stands for; the system and the code where nobody here knows it."""
    for row in _items(code):
        if row.code_name:
            return row.code_name
    labels = [item.label for item in catalog().with_code(code.code) if item.kind == code.section]
    if len(labels) == 1:
        return labels[0]
    if code.section == "medication" and code.code in vocabulary("home_medication"):
        return vocabulary("home_medication").label(code.code)
    return " / ".join(labels) if labels else f"{code.system} {code.code}"


@cache
def category_of(code: Code) -> str:
    """The category under which the code's interventions stand in the catalog; its list where they stand in several."""
    categories = {item.category for item in catalog().with_code(code.code) if item.kind == code.section}
    return categories.pop() if len(categories) == 1 else _CATEGORIES[code.section]


def _items(code: Code) -> tuple[RulesetItem, ...]:
    known = rulesets().get(NATIONAL)
    items = known.by_code.get(code.code, ()) if known else ()
    return tuple(item for item in items if section_of(item) == code.section)
