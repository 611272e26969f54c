"""In a batch a submitted sheet is called by the name it was written with, and one that is being written by the name of now."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from epcr.batch.naming import names
from epcr.people.model import Person
from epcr.review.documents import DOCUMENTS
from epcr.review.model import Kind, Step
from epcr.review.state import Standing
from tests import build

AT = datetime(2026, 7, 1, tzinfo=UTC)
TRAINEE = Person(id=1, login="ruiz", name="Dana Ruhs", role="trainee", password_hash="x")


@pytest.mark.parametrize(
    ("kinds", "name"),
    [
        ((), "Dana Ruhs"),
        ((Kind.SUBMITTED,), "Dana Ruiz"),
        ((Kind.SUBMITTED, Kind.OPENED, Kind.ACCEPTED), "Dana Ruiz"),
        ((Kind.SUBMITTED, Kind.ACCEPTED, Kind.ADDENDUM), "Dana Ruiz"),
        ((Kind.SUBMITTED, Kind.RETURNED), "Dana Ruhs"),
        ((Kind.SUBMITTED, Kind.RETURNED, Kind.MOVED), "Dana Ruhs"),
        ((Kind.MOVED,), "Dana Ruhs"),
    ],
)
def test_a_sheet_is_called_by_the_name_of_its_state(kinds, name):
    steps = tuple(Step(kind=kind, actor_name="Dana Ruiz", revision=1) for kind in kinds)
    loaded = SimpleNamespace(
        sheet=build.sheet(), stands=Standing(steps, len(steps)), classroom="Evening class"
    )
    found = names(loaded, TRAINEE, DOCUMENTS["sbar"], AT)
    assert found.entry.startswith(name)
    assert found.file.startswith(name.replace(" ", "-")) or name.split()[1] in found.file
