"""A document is taken and known again on either database."""

import pytest

from epcr.agencies.model import AgencyFacility, AgencyPerson
from tests.agencies.conftest import RIVERSIDE, STATE, Playing


@pytest.fixture
def playing(world_on_either):
    return Playing(world_on_either)


def test_documents_are_taken_and_known_again(playing):
    playing.take(RIVERSIDE)
    playing.take(STATE)
    before = playing.stored()
    assert not playing.take(STATE).differs
    assert playing.stored() == before
    assert [person.valid_to for person in playing.lines(AgencyPerson)][1] is None
    assert len(playing.lines(AgencyFacility)) == 3
