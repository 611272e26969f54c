"""Whatever stands on a sheet, its report is valid against the published schema and breaks no rule that is an error."""

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.luck import examples
from tests.nemsis.any_sheet import any_odd_sheet, any_sheet
from tests.nemsis.exporting import exported
from tests.nemsis.judged import errors_of
from tests.nemsis.reports import complaints, is_valid
from tests.report.generated import AS_THEY_ARE

SEEDS = st.integers(0, 2**32)


@examples(60, AS_THEY_ARE)
@given(seed=SEEDS)
def test_any_sheet_is_valid_and_the_same_each_time(shared, seed):
    document, _ = exported(any_sheet(seed))
    assert is_valid(shared, document) == []
    assert exported(any_sheet(seed))[0] == document
    assert is_valid(shared, exported(any_sheet(seed), national=True)[0]) == []


@examples(60, AS_THEY_ARE)
@given(seed=SEEDS)
def test_any_odd_sheet_breaks_no_rule_that_is_an_error(shared, seed):
    """By the product's own engine. `make judged` has a thousand such sheets judged."""
    assert list(errors_of(exported(any_odd_sheet(seed))[0], shared)) == []


@examples(4, AS_THEY_ARE)
@given(seeds=st.lists(SEEDS, min_size=3, max_size=3, unique=True))
def test_no_rule_of_schematron_that_is_an_error_is_broken(shared, seeds):
    """Some in one document: the rules take seconds to be read."""
    document, _ = exported(*map(any_sheet, seeds))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "any.xml"
        path.write_bytes(document)
        assert [line for line in complaints(shared, path) if not line.startswith("[WARNING]")] == []
