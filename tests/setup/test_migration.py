"""`make migration` writes the next one with the house's head, from what the classes say."""

import shutil
from pathlib import Path

import pytest

from epcr import migrations
from tests.setup.migration import main, write

FOLDER = Path(migrations.__file__).parent


@pytest.fixture
def copied(tmp_path):
    return Path(
        shutil.copytree(FOLDER, tmp_path / "migrations", ignore=shutil.ignore_patterns("__pycache__"))
    )


def newest(folder):
    return max(folder.glob("versions/[0-9]*.py"), key=lambda file: file.name)


def test_where_the_classes_say_nothing_new_it_is_empty_and_has_the_next_number(copied):
    before = newest(copied)
    file = write("who reads  it", copied)
    number = f"{int(before.name[:4]) + 1:04}"
    assert file.name == f"{number}_who_reads_it.py"
    assert file.read_text("utf-8") == (
        '"""Who reads it."""\n\nfrom __future__ import annotations\n\n'
        f'revision = "{number}"\ndown_revision = "{before.name[:4]}"\n\n\n'
        'def upgrade() -> None:\n    """Apply it."""\n\n\ndef downgrade() -> None:\n    """Take it back."""\n'
    )


def test_what_the_classes_say_and_no_migration_does_stands_in_it(copied):
    for file in copied.glob("versions/[0-9]*.py"):
        if int(file.name[:4]) > 6:  # 0007 made the tables of presses and slips
            file.unlink()
    text = write("made once", copied).read_text("utf-8")
    assert 'op.create_table(\n        "press",' in text
    assert 'op.drop_table("press")' in text
    assert "###" not in text
    assert "import sqlalchemy as sa\nfrom alembic import op\n" in text


@pytest.mark.parametrize("name", ["", "  ", "12", "x" * 61])
def test_a_migration_has_a_name(copied, name, monkeypatch):
    with pytest.raises(ValueError, match="make migration NAME="):
        write(name, copied)
    monkeypatch.setattr("sys.argv", ["migration", name])
    with pytest.raises(SystemExit, match="make migration NAME="):
        main()
