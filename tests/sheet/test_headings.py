"""What an entry is called that nobody named, and one that cannot have a name since its first field is its time."""

import pytest

from epcr.sheet.attachments import Attachment
from epcr.sheet.section import Entry
from epcr.sheet.vitals import VitalSigns
from tests import build


@pytest.fixture
def context():
    return build.sheet().context()


def test_an_entry_whose_first_field_is_its_time_is_called_by_what_it_is(context):
    taken = VitalSigns(taken_at=build.clock("17:12"))
    assert taken.heading(context) == "Vital-sign set"
    assert Entry.subject(taken, context) == "the vital-sign set at 17:12"


def test_one_that_nobody_named_is_called_by_what_it_is_and_told_as_nameless(context):
    unnamed = Attachment()
    assert unnamed.heading(context) == "Attachment"
    assert unnamed.subject(context) == "the attachment without a name"


def test_a_list_calls_an_entry_without_a_name_by_what_it_is(world):
    made = build.sheet()
    made.attachments = [Attachment()]
    page = world.page(world.keep(made), "attachments")
    assert page.html.select_one(".ledger b").text == "Attachment"
