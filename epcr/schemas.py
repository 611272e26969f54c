"""All files of `schemas/` at once: what `epcr check-schemas` reads, and what an application must have in order to start."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path

from epcr.broken_schema import BrokenSchema
from epcr.checks import (
    completeness,
    home_medications,
    kinds_of_call,
    normal,
    pairs_file,
    stroke,
    usual,
)
from epcr.doses import table_file as doses
from epcr.export.fhir import checking, codings
from epcr.export.nemsis import table as nemsis
from epcr.handoff.priorities import priorities
from epcr.people import headings
from epcr.prose.denials_file import denials
from epcr.prose.spoken_file import spoken_lists
from epcr.prose.told_file import told_topics
from epcr.rehearsal.others import others
from epcr.scenarios import scenarios
from epcr.scenarios.worked import worked_sheets
from epcr.scope import broken_schemas as broken_scope
from epcr.sheet import plain_words, weights_file
from epcr.sheet.catalog import catalog
from epcr.sheet.vocabulary import folder, vocabulary


@cache
def require_whole() -> None:
    """Raise the first BrokenSchema there is. What was found in order is not read again in this process."""
    for complaint in broken():
        raise complaint


def broken(rulesets: Path | None = None) -> Iterator[BrokenSchema]:
    """Everything that is broken, one finding a file; the scope files and the catalog name all of theirs.

    The folder `rulesets` may hold further ruleset files.
    """
    named: set[tuple[str, str]] = set()
    for complaints in _complaints(rulesets):
        # A broken file also stops those that are read with its help; it is named once.
        yield from (complaint for complaint in complaints if (complaint.file, complaint.key) not in named)
        named |= {(complaint.file, complaint.key) for complaint in complaints}


def _complaints(rulesets: Path | None) -> Iterator[list[BrokenSchema]]:
    for path in sorted(folder().glob("*.csv")):
        yield _broken_in(partial(vocabulary, path.stem))
    yield list(broken_scope(rulesets))
    for read in (
        plain_words.every_line,
        catalog,
        completeness.rules,
        kinds_of_call.kinds,
        normal.normal,
        pairs_file.pairs,
        usual.shipped,
        stroke.scales,
        weights_file.weights,
        told_topics,
        denials,
        spoken_lists,
        doses.table,
        home_medications.names,
        codings.sure_codes,
        checking.bindings,
        priorities,
        headings.words,
        others,
        scenarios,
        worked_sheets,
        nemsis.root,
    ):
        yield _broken_in(read)


def _broken_in(read: Callable[[], object]) -> list[BrokenSchema]:
    try:
        read()
    except BrokenSchema as error:
        return [error]
    return []
