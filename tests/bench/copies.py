"""One stored run sheet copied thousands of times within its database, in a statement for each table."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Column, ColumnElement, Table, func, insert, literal_column, select

from epcr.db import Base, Database
from epcr.sheet.kinds.crew_member import OfCrew
from epcr.sheet.run_sheet import SECTIONS, RunSheet


def copied(database: Database, original: str, copies: int) -> list[str]:
    """Store so many copies of a sheet; their ids."""
    numbers = select(literal_column("1").label("n")).cte("numbers", recursive=True)
    numbers = numbers.union_all(select(numbers.c.n + 1).where(numbers.c.n < copies))
    with database.write("bench") as session:
        for table, key in _tables().items():
            values = {column: _value(column, numbers.c.n, key) for column in table.columns}
            source = select(*values.values()).select_from(table.join(numbers, literal_column("1") == 1))
            session.execute(insert(table).from_select(list(values), source.where(table.c[key] == original)))
        return list(session.scalars(select(RunSheet.id).where(RunSheet.id.like("copy%"))))


def _tables() -> Mapping[Table, str]:
    """The tables of a sheet and its sections, each with the column that holds the id of the sheet."""
    sections = {section.__table__: "run_sheet_id" for section in SECTIONS}
    return {Base.metadata.tables["run_sheet"]: "id", **sections}  # type: ignore[dict-item] # a mapped class has a table


def _value(column: Column[object], number: ColumnElement[int], key: str) -> ColumnElement[object]:
    """A column in a copy: ids, and what refers to members of the crew by theirs, are those of the copy."""
    if column.name == key:
        return func.printf("copy%08x", number)
    if column.name == "id" or type(column.info.get("field")) is OfCrew:
        return func.substr(column, 1, 20).concat(func.printf("%012x", number))
    return column
