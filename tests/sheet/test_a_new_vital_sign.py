"""A vital sign in two edits: its declaration, and the migration that a command writes. Then it is everywhere.

The house is copied, edited and walked in a process of its own (`tests.sheet.new_sign`).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BEFORE = "    oxygen: Mapped[str | None] = field("
DECLARED = """    carboxyhemoglobin: Mapped[int | None] = field(
        Whole("SpCO", unit="%", possible=(0, 100), usual=(0, 10), example="3", reasons=MEASURED)
    )
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What each place of the changed house says."""
    house, work = tmp_path_factory.mktemp("house"), tmp_path_factory.mktemp("work")
    for folder in ("epcr", "templates", "schemas"):
        shutil.copytree(ROOT / folder, house / folder, ignore=shutil.ignore_patterns("__pycache__"))
    vitals = house / "epcr" / "sheet" / "vitals.py"
    text = vitals.read_text("utf-8")
    assert text.count(BEFORE) == 1
    vitals.write_text(text.replace(BEFORE, DECLARED + BEFORE), "utf-8")
    path = os.pathsep.join([str(house), str(ROOT)])
    run = subprocess.run(
        [sys.executable, "-m", "tests.sheet.new_sign", str(work)],
        cwd=work, env={**os.environ, "PYTHONPATH": path, "EPCR_HOME": str(work)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr[-3000:]
    return json.loads((work / "told.json").read_text("utf-8"))


def test_its_migration_is_made_by_a_command(told):
    assert 'add_column(sa.Column("carboxyhemoglobin", sa.Integer()' in told["migration"]
    assert told["migration"].count("add_column") == 1


def test_it_has_a_control_and_what_is_typed_is_kept_and_audited(told):
    assert "SpCO" in told["labels"]
    assert told["audit"] == ['{"value": 22}']


def test_it_has_a_row_in_the_grid_behind_the_sign_declared_before_it(told):
    rows = [row.split(" ")[0] for row in told["grid"]]
    assert rows.index("SpCO") == rows.index("SpO2") + 1
    (row,) = [row for row in told["grid"] if row.startswith("SpCO")]
    assert row.startswith("SpCO % – 22")


def test_it_has_a_box_on_the_call_screen_behind_those_of_nearly_every_set(told):
    assert told["call"][-2:] == ["EtCO2 mmHg", "SpCO %"]


def test_it_has_a_row_on_the_desk(told):
    assert any(row.startswith("SpCO") and "22%" in row for row in told["desk"])


def test_it_is_in_the_line_of_its_set(told):
    assert any("SpO2 97 · GCS 15 · Pain 6 · SpCO 22" in text for text in told["outline"])


def test_a_value_outside_of_its_usual_range_is_asked_about(told):
    assert "Check the SpCO of 22% at 17:11: usual for an adult is 0% to 10%" in told["findings"]


def test_it_has_a_row_on_the_run_sheet(told):
    assert "SpCO % 3 22 9" in told["run sheet"]


def test_a_change_of_it_is_told_between_two_revisions(told):
    assert told["revision"] == ["Vital-sign set · 17:08: SpCO: 3% → 22%"]


def test_a_scenario_can_tell_it(told):
    assert "SpCO: 22%" in told["scenario"]


def test_a_list_of_requirements_can_ask_for_it(told):
    assert told["requirements"] == ["Enter the SpCO at 17:08"]


def test_outside_of_its_usual_range_it_is_on_the_handoff_first_worst_and_last(told):
    assert "SpCO: 3% at 17:08, 22% at 17:11, 9% at 17:14" in told["statements"]
    assert "SpCO % 3 22 9 ↑ 6" in told["handoff"]


def test_worst_in_another_set_than_the_worst_one_it_stands_there_with_its_own_time(told):
    assert "SpCO % 3 17:11 22 9 ↑ 6" in told["handoff of another worst"]


def test_its_row_leaves_a_full_handoff_on_its_one_page(told):
    (page,) = told["crowded handoff"]
    assert "SpCO % 22 22 22" in page


def test_outside_at_last_it_is_something_to_watch_for(told):
    assert "Watch for: SpCO 22% at 17:11" in told["watch for"]


def test_within_its_usual_range_it_takes_no_room_on_the_handoff(told):
    assert "SpCO" not in told["handoff of the usual"]
    assert not any("SpCO" in one for one in told["statements of the usual"])


def test_measured_without_a_time_it_is_not_silent_either(told):
    assert "SpCO: 3% at 17:08, 22%, time NOT DOCUMENTED" in told["statements of the untimed"]
    assert "SpCO, worst: 22% no time" in told["handoff of the untimed"]


def test_of_a_child_without_a_range_of_its_own_that_of_an_adult_holds(told):
    assert any(one.startswith("SpCO: 3% at 17:08, 22%") for one in told["statements of a child"])
