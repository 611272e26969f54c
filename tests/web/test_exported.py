"""A sheet as a file for another system: a button for whoever reviews it, never kept by a browser, and nobody else's."""

import io
import json

import pytest
from pypdf import PdfReader

from epcr.export.fhir import read_document
from epcr.review.exported import record_status
from epcr.review.model import Kind, Step
from epcr.review.state import Standing
from tests import build
from tests.every_field import every_field


@pytest.fixture
def sheet(world):
    return world.keep(build.sheet(id="7f3a09c2d1e4"))


def fetched(world, sheet, login="teacher", slug="fhir.json"):
    return world.as_(login).client.get(f"/sheets/{sheet}/export/{slug}")


def test_an_instructor_downloads_it_from_the_desk(world, sheet):
    page = world.as_("teacher").open(f"/review/{sheet}")
    (button,) = [one for one in page.html.select("a.btn") if one.get_text(strip=True) == "FHIR document"]
    answer = world.as_("teacher").client.get(button["href"])
    assert answer.status_code == 200
    assert answer.mimetype == "application/fhir+json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert "HARPER" in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Disposition"].endswith("_fhir.json")
    assert read_document(answer.data).id == sheet
    assert json.loads(answer.data)["entry"][0]["resource"]["status"] == "preliminary"


def test_the_handoff_with_the_data_inside_is_a_button_too(world, sheet):
    page = world.as_("teacher").open(f"/review/{sheet}")
    (button,) = [
        one for one in page.html.select("a.btn") if one.get_text(strip=True).startswith("Transfer of care")
    ]
    answer = world.as_("teacher").client.get(button["href"])
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    inside = PdfReader(io.BytesIO(answer.data)).attachments
    assert inside["fhir.json"] == [fetched(world, sheet).data]


@pytest.mark.parametrize("login", ["ruiz", "okafor", "stranger", "other_teacher"])
def test_nobody_else_does(world, sheet, login):
    assert fetched(world, sheet, login).status_code == 404


@pytest.mark.parametrize("slug", ["fhir.xml", "..", "FHIR.JSON"])
def test_another_format_is_not_found(world, sheet, slug):
    assert fetched(world, sheet, slug=slug).status_code == 404


def test_whatever_a_sheet_holds_can_be_downloaded(world):
    assert fetched(world, world.keep(every_field())).status_code == 200


@pytest.mark.parametrize(
    ("kinds", "status"),
    [
        ((), "preliminary"),
        ((Kind.SUBMITTED,), "preliminary"),
        ((Kind.SUBMITTED, Kind.OPENED, Kind.RETURNED), "preliminary"),
        ((Kind.SUBMITTED, Kind.OPENED, Kind.ACCEPTED), "final"),
        ((Kind.SUBMITTED, Kind.ADDENDUM, Kind.OPENED, Kind.ACCEPTED), "final"),
        ((Kind.SUBMITTED, Kind.OPENED, Kind.ACCEPTED, Kind.ADDENDUM), "amended"),
        ((Kind.SUBMITTED, Kind.OPENED, Kind.ACCEPTED, Kind.REOPENED), "preliminary"),
    ],
)
def test_the_status_of_the_record_is_that_of_the_review(kinds, status):
    steps = tuple(Step(run_sheet_id="7f3a09c2d1e4", actor_id=1, kind=kind, revision=1) for kind in kinds)
    assert record_status(Standing(steps, 1)) == status
