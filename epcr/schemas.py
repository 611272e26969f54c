"""All files of `schemas/` at once: what `epcr check-schemas` and the start of the server read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from epcr.broken_schema import BrokenSchema
from epcr.checks import completeness, usual
from epcr.scenarios import scenarios
from epcr.scenarios.worked import worked_sheets
from epcr.scope import broken_schemas as broken_scope
from epcr.sheet.catalog import catalog
from epcr.sheet.vocabulary import folder, vocabulary


def broken() -> Iterator[BrokenSchema]:
    """Everything that is broken, one finding a file (the scope files name all of theirs)."""
    for path in sorted(folder().glob("*.csv")):
        yield from _tried(partial(vocabulary, path.stem))
    yield from _tried(catalog)
    yield from broken_scope()
    yield from _tried(completeness.rules)
    yield from _tried(usual.bands)
    yield from _tried(scenarios)
    yield from _tried(worked_sheets)


def _tried(load: Callable[[], object]) -> Iterator[BrokenSchema]:
    try:
        load()
    except BrokenSchema as error:
        yield error
