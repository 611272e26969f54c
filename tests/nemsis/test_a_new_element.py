"""An element in one edit: `nemsis="…"` in a declaration. Then it leaves, valid, in its place.

The house is copied, edited and asked in a process of its own.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from lxml import etree

from tests.nemsis.exporting import names, texts
from tests.nemsis.reports import is_valid

ROOT = Path(__file__).resolve().parents[2]
BEFORE = 'Text("Sending physician", spelling="name")'
DECLARED = 'Text("Sending physician", spelling="name", nemsis="eScene.20")'
EXPORT = """
import sys
from tests import build
from tests.nemsis.exporting import exported
sheet = build.sheet()
sheet.incident.sending_physician = "Dr. Rowan"
sys.stdout.buffer.write(exported(sheet)[0])
"""


def exported_by(house):
    path = os.pathsep.join([str(house), str(ROOT)])
    run = subprocess.run(
        [sys.executable, "-c", EXPORT], cwd=house, env={**os.environ, "PYTHONPATH": path}, capture_output=True, check=False
    )  # fmt: skip
    assert run.returncode == 0, run.stderr[-2000:].decode()
    return run.stdout


def test_a_field_that_is_declared_to_mean_an_element_leaves_in_it(shared, tmp_path):
    house = tmp_path / "house"
    for folder in ("epcr", "templates", "schemas"):
        shutil.copytree(ROOT / folder, house / folder, ignore=shutil.ignore_patterns("__pycache__"))
    assert "eScene.20" not in names(exported_by(house))
    incident = house / "epcr" / "sheet" / "incident.py"
    text = incident.read_text("utf-8")
    assert text.count(BEFORE) == 1
    incident.write_text(text.replace(BEFORE, DECLARED), "utf-8")
    document = exported_by(house)
    assert texts(etree.fromstring(document), "eScene.20") == ["Dr. Rowan"]
    assert is_valid(shared, document) == []
