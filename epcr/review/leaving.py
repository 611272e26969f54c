"""Everything that a class, or the whole college, has written: a folder of tables that any program reads, with a README in it.

The sheets are read some at a time and forgotten again, so that ten thousand need no more memory than a hundred.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from epcr.export.tables import dictionary
from epcr.export.tables.csv_text import csv_of, write_row
from epcr.export.tables.rows import TABLES
from epcr.people.model import Classroom, Person
from epcr.refused import Refused
from epcr.review.model import Comment, Step
from epcr.review.state import state_after
from epcr.sheet.run_sheet import RunSheet

_AT_ONCE: Final = 50  # sheets in memory; chosen here, they are some 10 MB
STEPS: Final = ("run_sheet", "at", "kind", "revision", "by", "note")
COMMENTS: Final = ("run_sheet", "at", "revision", "anchor", "kind", "by", "about", "text")
WHOSE: Final = ("class", "trainee", "trainee_name", "state")
README: Final = "README.txt"


def write_folder(session: Session, folder: Path, classroom: Classroom | None) -> int:
    """Write the tables of a class, or of all, into a folder that is empty or not there; how many sheets they hold.

    Raises Refused where something lies in it: nothing of somebody's is ever overwritten.
    """
    _require_empty(folder)
    with ExitStack() as open_files:
        tables = {table.name: open_files.enter_context(_opened(folder, table.name)) for table in TABLES}
        review = {name: open_files.enter_context(_opened(folder, name)) for name in ("steps", "comments")}
        _write_heads(tables, review)
        many = sum(_write_sheet(session, sheet, tables, review) for sheet in _sheets(session, classroom))
    for name, columns, rows in (
        ("dictionary", dictionary.COLUMNS, dictionary.rows()),
        ("codes", dictionary.CODE_COLUMNS, dictionary.code_rows()),
    ):
        with _opened(folder, name) as lines:
            csv_of(columns, rows, lines)
    (folder / README).write_text(_read_me(classroom, many), "utf-8", newline="\n")
    return many


def _require_empty(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        message = f"{folder} is a file; name a folder that is empty or not there yet"
        raise Refused(message)
    if folder.is_dir() and any(folder.iterdir()):
        message = f"{folder} is not empty; name a folder that is empty or not there yet, so that nothing is overwritten"
        raise Refused(message)
    folder.mkdir(parents=True, exist_ok=True)


def _opened(folder: Path, name: str) -> IO[str]:
    return (folder / f"{name}.csv").open("x", encoding="utf-8", newline="")


def _write_heads(tables: dict[str, IO[str]], review: dict[str, IO[str]]) -> None:
    for table in TABLES:
        first, *others = table.columns
        write_row(tables[table.name], [first, *(WHOSE if table.name == "sheets" else ()), *others])
    write_row(review["steps"], STEPS)
    write_row(review["comments"], COMMENTS)


def _sheets(session: Session, classroom: Classroom | None) -> Iterator[RunSheet]:
    """The sheets as they were begun, discarded ones too, so many at once."""
    asked = select(RunSheet.id).order_by(RunSheet.created_at, RunSheet.id)
    if classroom is not None:
        asked = asked.where(RunSheet.classroom_id == classroom.id)
    ids = session.scalars(asked).all()
    for first in range(0, len(ids), _AT_ONCE):
        some = ids[first : first + _AT_ONCE]
        order = {sheet_id: place for place, sheet_id in enumerate(some)}
        read = session.scalars(select(RunSheet).where(RunSheet.id.in_(some))).unique()
        yield from sorted(read, key=lambda sheet: order[sheet.id])
        session.expunge_all()


def _write_sheet(
    session: Session, sheet: RunSheet, tables: dict[str, IO[str]], review: dict[str, IO[str]]
) -> bool:
    steps = session.scalars(select(Step).where(Step.run_sheet_id == sheet.id).order_by(Step.id)).all()
    for table in TABLES:
        for first, *others in table.rows(sheet):
            whose = _whose(session, sheet, steps) if table.name == "sheets" else ()
            write_row(tables[table.name], [first, *whose, *others])
    for step in steps:
        write_row(
            review["steps"],
            [sheet.id, step.at.isoformat(), step.kind, step.revision, step.actor_name, step.note],
        )
    for comment in session.scalars(
        select(Comment).where(Comment.run_sheet_id == sheet.id).order_by(Comment.id)
    ):
        row = [
            sheet.id,
            comment.at.isoformat(),
            comment.revision,
            comment.anchor,
            comment.kind,
            comment.author_name,
            comment.value,
            comment.text,
        ]
        write_row(review["comments"], row)
    return True


def _whose(session: Session, sheet: RunSheet, steps: Sequence[Step]) -> list[Any]:
    room, trainee = session.get_one(Classroom, sheet.classroom_id), session.get_one(Person, sheet.trainee_id)
    return [room.name, trainee.login, trainee.name, state_after(steps).value]


def _read_me(classroom: Classroom | None, many: int) -> str:
    whose = f"the class {classroom.name}" if classroom is not None else "all classes"
    listed = "\n".join(f"{table.name + '.csv':<20} {table.says}" for table in TABLES)
    return _READ_ME.format(whose=whose, many=many, listed=listed)


_READ_ME: Final = """TRAINING RECORDS. Every patient in these files is invented.

These are the run sheets of {whose}: {many}.

{listed}
steps.csv            what became of each sheet: submitted, returned, accepted, and by whom
comments.csv         what instructors said, each at a field (its anchor: section, entry, field)
dictionary.csv       every field: label, kind, unit, limits, codes, NEMSIS element, LOINC code
codes.csv            every term of every list: the code that is stored, the words, the code of NEMSIS v3.5.1

How to read them

- CSV as in RFC 4180, UTF-8, a comma between cells, the names of the columns in the first line. In a spreadsheet import the file as text
  in UTF-8 with commas; opening it by a double click may show other letters.
- run_sheet joins the tables. In sheets.csv a column is called section-field, in the table of a section like its field.
- Numbers are in the unit that dictionary.csv names, which is that of the standard, whatever the class reads. Times are by the clock of the
  class, with their offset. Several values of one field stand in one cell, parted by "; ".
- absent says of a field without a value why it has none, and what was looked for and not found.
- An apostrophe stands before text that a spreadsheet would take for a formula (it begins with = + - @ a tab or a line end) and before text
  that begins with an apostrophe. Take one away to have the text. Numbers have none, negative ones neither.
"""
