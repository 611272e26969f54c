"""A new section costs three edits by hand: its module, its line in `RunSheet`, and the order to write the migration. A new field costs
its line and its name in a group.

The edits are done to a copy of the house, and everything is opened there for a sheet that is older than the sections.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.review.college import College
from tests.world import make_world

HERE = Path(__file__).resolve().parents[2]
WEATHER = '''"""Weather: what the crew worked in."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from epcr.sheet.field import field
from epcr.sheet.kinds.number import Whole
from epcr.sheet.kinds.text import Text
from epcr.sheet.section import Group, Page, Section


class Weather(Section):
    """The weather on scene."""

    __tablename__ = "weather"
    page = Page("weather", "Weather", (Group("Seen", ("sky", "wind")),))

    sky: Mapped[str | None] = field(Text("Sky", most=80))
    wind: Mapped[int | None] = field(Whole("Wind", unit="mph", possible=(0, 250), example="10"))
'''
VALUABLES = '''"""Valuables: what the patient had with them."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from epcr.sheet.field import field
from epcr.sheet.kinds.text import Text
from epcr.sheet.section import Entry, Group, Page


class Valuable(Entry):
    """One thing of value."""

    __tablename__ = "valuable"
    noun = "valuable"
    page = Page("valuables", "Valuables", (Group("", ("name", "keeper", "remark")),))

    name: Mapped[str | None] = field(Text("Valuable", reasons=()))
    keeper: Mapped[str | None] = field(Text("Kept by", spelling="name", reasons=()))
    remark: Mapped[str | None] = field(Text("Remark", reasons=()))
'''
WORKED = """
trainee = "emt"
days_ago = 1
[weather]
sky = "Rain"
[[valuables]]
key = "ring"
name = "Ring"
"""


def add_sections(copy):
    """The edits by hand, but for the migration."""
    (copy / "epcr/sheet/weather.py").write_text(WEATHER)
    (copy / "epcr/sheet/valuables.py").write_text(VALUABLES)
    file = copy / "epcr/sheet/run_sheet.py"
    last = "    attachments = Many(Attachment)\n"
    source = file.read_text().replace(
        last, f"{last}    weather = Once(Weather)\n    valuables = Many(Valuable)\n"
    )
    imports = "from epcr.sheet.valuables import Valuable\nfrom epcr.sheet.weather import Weather\n"
    file.write_text(source.replace("from epcr.sheet.vitals ", f"{imports}from epcr.sheet.vitals "))


def add_field(copy):
    """The two edits by hand."""
    file = copy / "epcr/sheet/narrative.py"
    told_by = '    told_by: Mapped[str | None] = field(Text("Told by", spelling="name"))\n'
    source = file.read_text().replace('("format", "text")', '("format", "told_by", "text")')
    file.write_text(source.replace("    text: Mapped[", f"{told_by}    text: Mapped["))


def run(copy, *words):
    """The walker, with the copy in front of the house itself."""
    front = {**os.environ, "PYTHONPATH": f"{copy}{os.pathsep}{HERE}"}
    told = subprocess.run(
        [sys.executable, "-m", "tests.sheet.a_new_section", *words],
        cwd=copy, env=front, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr[-3000:]
    return told.stdout


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    folder = tmp_path_factory.mktemp("house")
    world = make_world(folder)
    sheet = College(world).sheet()
    world.database.engine.dispose()
    copy = folder / "copy"
    shutil.copytree(HERE / "epcr", copy / "epcr", ignore=shutil.ignore_patterns("__pycache__"))
    for beside in ("templates", "schemas"):
        (copy / beside).symlink_to(HERE / beside)
    add_sections(copy)
    add_field(copy)
    (folder / "worked.toml").write_text(WORKED)
    url = f"sqlite:///{folder / 'world.sqlite'}"
    run(copy, "migrate")
    return json.loads(run(copy, "walk", url, sheet, str(folder / "worked.toml")))


def test_a_new_section_has_its_page_and_an_entry_its_name_and_facts(told):
    assert told["empty"]
    assert told["listed"] == ["Weather", "Silver watch", "Pat Vale"]
    assert told["struck"]


def test_it_stands_on_the_desk_and_on_paper(told):
    everything = ["Weather", "Low clouds", "12 mph", "Silver watch", "Pat Vale", "Engraved", "Sam Ash"]
    assert told["desk"] == everything
    assert told["paper"] == everything


def test_it_stands_in_the_comparison_of_two_revisions(told):
    assert told["changes"] == [
        ["Narrative", "Told by", "Sam Ash"],
        ["Weather", "Sky", "Low clouds"],
        ["Weather", "Wind", "12 mph"],
        ["Valuables", "Silver watch", "Valuable Silver watch; Kept by Pat Vale; Remark Engraved"],
    ]


def test_a_worked_sheet_can_tell_of_it(told):
    assert told["worked"] == ["ring"]
