"""The official pre-testing cases, keyed through the forms and exported: valid, without a warning, each national element as published."""

import io

import pytest
from lxml import etree

from epcr.export.nemsis.document import NemsisDocument
from tests.nemsis.reports import complaints, differences, report_in
from tests.nemsis_case import read_case
from tests.nemsis_keyed import keyed

DANBURY = {"state_id": "C034", "number": "351-C034P2", "state": "09"}
CASES = {
    "2025-EMS-1-Overdose_v351": DANBURY | {"payment": "2601015", "service_level": "2650009"},
    "2025-EMS-3-MVC_v351": DANBURY | {"payment": "2601001", "service_level": "2650003"},
    "2025-EMS-5-CPMIH_v351": DANBURY | {"payment": "2601017"},
}


def exported(run_sheet, agency, **options):
    out = io.BytesIO()
    with NemsisDocument(out, **options) as document:
        losses = document.add(run_sheet, agency)
    return out.getvalue(), [loss.sentence for loss in losses]


@pytest.mark.parametrize("name", CASES)
def test_a_keyed_case_leaves_as_it_is_published(world, shared, tmp_path, name):
    run_sheet = world.sheet(keyed(world, read_case(shared, name)))
    for national in (True, False):
        made, losses = exported(run_sheet, CASES[name], national=national)
        path = tmp_path / f"{name}.xml"
        path.write_bytes(made)
        assert complaints(shared, path) == []
        print(name, national, losses)
        if national:
            published = report_in(shared / "nemsis" / "cases" / "national" / f"{name}.xml")
            assert differences(report_in(made), published) == []
            heads = [
                [(one.tag, one.text) for one in etree.fromstring(doc).iterfind(".//{*}DemographicGroup/*")]
                for doc in (made, (shared / "nemsis" / "cases" / "national" / f"{name}.xml").read_bytes())
            ]
            assert heads[0] == heads[1]
