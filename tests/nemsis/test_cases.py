"""The official pre-testing cases, keyed through the forms and exported: valid, without a warning, each national element as published."""

import pytest
from lxml import etree

from tests.nemsis.exporting import exported
from tests.nemsis.reports import complaints, differences, report_in
from tests.nemsis_case import read_case
from tests.web.test_official_cases import keyed

DANBURY = {"state_id": "C034", "number": "351-C034P2", "state": "09"}
CASES = {
    "2025-EMS-1-Overdose_v351": DANBURY | {"payment": "2601015", "service_level": "2650009"},
    "2025-EMS-3-MVC_v351": DANBURY | {"payment": "2601001", "service_level": "2650003"},
    "2025-EMS-5-CPMIH_v351": DANBURY | {"payment": "2601017"},
}
# Fields that take words: the script of a case has terms that the lists do not.
OPEN = {"history-allergies", "history-other_allergies", "history-home_medications", "history-past_history"}


def heads(document):
    return [(one.tag, one.text) for one in etree.fromstring(document).iterfind(".//{*}DemographicGroup/*")]


@pytest.mark.parametrize("name", CASES)
def test_a_keyed_case_leaves_as_it_is_published(world, shared, tmp_path, name):
    run_sheet = world.sheet(keyed(world, read_case(shared, name)))
    run_sheet.agency = CASES[name]
    national, losses = exported(run_sheet, national=True)
    published = shared / "nemsis" / "cases" / "national" / f"{name}.xml"
    assert differences(report_in(national), report_in(published)) == []
    assert heads(national) == heads(published.read_bytes())
    assert {str(loss.anchor) for loss in losses} <= OPEN
    for made in (national, exported(run_sheet)[0]):
        path = tmp_path / f"{name}.xml"
        path.write_bytes(made)
        assert complaints(shared, path) == []
