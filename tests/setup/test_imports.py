from pathlib import Path

import pytest

from tests.setup.layers import broken_rules

EPCR = Path(__file__).resolve().parents[2] / "epcr"


@pytest.fixture
def house(tmp_path):
    """Builds a small package: path → source."""

    def build(**files):
        package = tmp_path / "epcr"
        for name, source in files.items():
            file = package / f"{name.replace('__', '/')}.py"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(source, "utf-8")
        return package

    return build


def test_every_import_of_the_package_points_down():
    assert sorted(EPCR.rglob("*.py"))
    assert broken_rules(EPCR) == []


@pytest.mark.parametrize(
    "line",
    [
        "from epcr.web import routes",
        "from epcr import web",
        "import epcr.web.routes",
        "from ..web import routes",
        "from .. import web",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from epcr.web import routes",
        "def late():\n    import epcr.web",
    ],
)
def test_an_import_that_points_up_is_named(house, line):
    package = house(checks__chronology=line, web__routes="")
    assert [rule.split(": ")[1] for rule in broken_rules(package)] == ["checks stands below web"]


def test_the_app_is_imported_by_nothing_below_it(house):
    package = house(people__routes="from epcr import create_app", cli="from epcr import create_app")
    assert broken_rules(package) == ["people/routes.py:1: people stands below create_app"]


def test_an_import_that_points_down_is_in_order(house):
    package = house(
        web__routes="from epcr.checks import chronology\nfrom ..sheet import vitals",
        checks__chronology="from epcr import db\nfrom . import finding",
        db="import sqlalchemy",
        sheet__vitals="from epcr.sheet.field import field",
    )
    assert broken_rules(package) == []


def test_neighbors_import_one_way(house):
    one_way = {"review__steps": "from epcr.scenarios import model"}
    assert broken_rules(house(**one_way)) == []
    both = house(**one_way, scenarios__steps="from epcr.review import model")
    assert broken_rules(both) == ["review/steps.py:1: review and scenarios import each other"]


def test_the_run_sheet_knows_no_request(house):
    package = house(
        sheet__vitals="from flask import request",
        sheet__field="import wtforms\nfrom wtforms.validators import Length",
        checks__finding="from wtforms import Form",
    )
    assert [rule.split(": ")[1] for rule in broken_rules(package)] == [
        "checks knows nothing of wtforms",
        "sheet knows nothing of flask",
    ]


def test_a_part_without_a_place_is_named(house):
    assert broken_rules(house(helpers="")) == ["helpers.py: tests/setup/layers.py gives helpers no place"]
