"""Pages that repeat the code are written from it, and what pages tell people to type is there."""

import re

import click
import pytest

from epcr.cli import main as epcr
from tests.setup.lists import DOCS, pages

ROOT = DOCS.parent
TOLD = sorted([*DOCS.glob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"])


@pytest.mark.parametrize("file", pages(), ids=lambda file: file.name)
def test_a_page_that_is_made_from_the_code_is_current(file):
    assert file.read_bytes().decode() == pages()[file], "the code says something else: make docs"


@pytest.mark.parametrize("file", TOLD, ids=lambda file: file.name)
def test_every_target_of_make_that_a_page_names_is_there(file):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = re.findall(
        r"(?:`|^    |&& )(?:[A-Z_]+=\S+ )?make ([a-z-]+)", file.read_text("utf-8"), re.MULTILINE
    )
    assert set(named) <= targets


@pytest.mark.parametrize("file", TOLD, ids=lambda file: file.name)
def test_every_command_that_a_page_names_is_there_with_its_options(file):
    for typed in re.findall(r"(?:`|^    |bin/)epcr ([^`\n#]*)", file.read_text("utf-8"), re.MULTILINE):
        words = typed.split()
        command = found(words)
        known = {option for parameter in command.params for option in parameter.opts} | {
            "--help",
            "--version",
        }
        assert {word for word in words if word.startswith("--")} <= known, typed


def found(words):
    """The command that the words begin with; a group stands for itself where only its options follow, or nothing."""
    command = epcr
    for word in words:
        if not isinstance(command, click.Group) or word.startswith("-"):
            break
        assert word in command.commands, words
        command = command.commands[word]
    return command


def test_every_folder_and_file_of_schemas_is_told_of():
    told = (DOCS / "architecture.md").read_text("utf-8")
    assert [one.name for one in (ROOT / "schemas").iterdir() if f"`{one.name}`" not in told] == []
