"""A sheet of a class that plays a document's agency leaves with the elements of that document."""

from io import BytesIO

from lxml import etree

from epcr.export.nemsis.document import document_of
from epcr.standard.document import NAMESPACE, read
from epcr.standard.files import published
from epcr.standard.judging import document_findings
from tests import build
from tests.agencies.conftest import RIVERSIDE
from tests.agencies.test_pages import brings


def test_agency_vehicle_and_facility_are_those_of_the_document(playing, shared):
    playing.take(RIVERSIDE)
    sheet = playing.world.begin()
    unit = brings(playing.world, sheet, "incident", "unit")["Medic 4"]
    place = brings(playing.world, sheet, "disposition", "destination")["Example General Hospital"]
    made = build.sheet()
    made.classroom_id, made.agency = playing.number, playing.classroom.agency
    made.incident.agency = made.incident.agency_number = None
    for name, word in unit.items():
        setattr(made.incident, name, word)
    for name, word in place.items():
        setattr(made.disposition, name, word)
    document = document_of(made)
    said = {
        etree.QName(one).localname: one.text for one in etree.fromstring(document).iter(f"{{{NAMESPACE}}}*")
    }
    stated = {
        etree.QName(one).localname: one.text
        for one in etree.fromstring(RIVERSIDE.encode()).iter(f"{{{NAMESPACE}}}*")
    }
    assert {name: said[name] for name in ("dAgency.01", "dAgency.02", "dAgency.04")} == {
        name: stated[name] for name in ("dAgency.01", "dAgency.02", "dAgency.04")
    }
    assert (said["eResponse.01"], said["eResponse.02"]) == (stated["dAgency.02"], stated["dAgency.03"])
    assert (said["eResponse.13"], said["eResponse.14"]) == ("V-204", "Medic 4")
    assert (said["eDisposition.01"], said["eDisposition.02"]) == ("Example General Hospital", "H-77")
    assert (said["eDisposition.05"], said["eDisposition.07"]) == ("09", "06810")
    findings = document_findings(read(BytesIO(document)), published(shared / "nemsis"))
    assert [finding for finding in findings if finding.weight == "error"] == []
