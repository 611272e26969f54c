"""The standard's permission lists: from a NEMSIS document to a ruleset file, and from a ruleset back to a document.

It knows codes, levels and files; it refuses to judge an act and to know a request.
"""

from epcr.permissions.document import agency_document, state_document
from epcr.permissions.exporting import Exported, exported
from epcr.permissions.keeping import Keeping, children, write
from epcr.permissions.lists import ListedAgency, Lists, NotCarried, state_of
from epcr.permissions.reading import lists_of, read_file, read_lists
from epcr.permissions.rules import (
    Excess,
    ImportedRuleset,
    imported,
    in_reading_order,
    parent_of,
    source_of,
    state_ruleset,
    title_of,
)

__all__ = [
    "Excess",
    "Exported",
    "ImportedRuleset",
    "Keeping",
    "ListedAgency",
    "Lists",
    "NotCarried",
    "agency_document",
    "children",
    "exported",
    "imported",
    "in_reading_order",
    "lists_of",
    "parent_of",
    "read_file",
    "read_lists",
    "source_of",
    "state_document",
    "state_of",
    "state_ruleset",
    "title_of",
    "write",
]
