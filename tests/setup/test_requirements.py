import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

CHECKOUT = Path(__file__).resolve().parents[2]
FILES = ("run", "build", "dev")


def pins(name):
    """The file's requirements: name → (version, marker, number of hashes)."""
    text = (CHECKOUT / "requirements" / f"{name}.txt").read_text("utf-8")
    found = {}
    for line in re.sub(r"\\\n", " ", text).splitlines():
        if line and not line.lstrip().startswith("#"):
            requirement, *hashes = line.split("--hash=")
            pin = Requirement(requirement.strip())
            found[pin.name] = (str(pin.specifier), str(pin.marker), len(hashes))
    return found


@pytest.mark.parametrize("name", FILES)
def test_every_requirement_is_pinned_with_hashes(name):
    assert pins(name)
    loose = [
        pin for pin, (version, _, hashes) in pins(name).items() if not (version.startswith("==") and hashes)
    ]
    assert loose == []


@pytest.mark.parametrize("name", FILES)
def test_the_files_name_no_index_and_no_address(name):
    text = (CHECKOUT / "requirements" / f"{name}.txt").read_text("utf-8")
    assert not re.search(r"://|--(extra-)?index|--find-links|--trusted-host|^-i ", text, re.MULTILINE)


def test_what_runs_is_what_was_tested():
    tested = pins("dev")
    for name in ("run", "build"):
        assert [pin for pin, (version, _, _) in pins(name).items() if tested[pin][0] != version] == []


def test_the_pins_answer_what_the_project_asks_for():
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))
    asked = {
        "run": project["project"]["dependencies"],
        "build": project["dependency-groups"]["build"],
        "dev": [
            *project["dependency-groups"]["dev"],
            *(line for extra in project["project"]["optional-dependencies"].values() for line in extra),
        ],
    }
    for name, lines in asked.items():
        pinned = {canonicalize_name(pin): version for pin, (version, _, _) in pins(name).items()}
        for requirement in map(Requirement, lines):
            version = pinned[canonicalize_name(requirement.name)].removeprefix("==")
            assert requirement.specifier.contains(version), f"{requirement} in requirements/{name}.txt"
