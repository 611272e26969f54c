"""The list of people that an instructor pastes or uploads: one a line, name, login and perhaps a level.

It reads the whole list or says, line by line, what is wrong with it. It knows nothing of who is already there.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from epcr.people.refused import Refused
from epcr.people.wording import as_login, one_line
from epcr.sheet.vocabulary import vocabulary

MOST = 200  # people in one list; each costs 45 ms to hash
LONGEST_NAME = 50
LONGEST_LOGIN = 60
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._@+-]*", re.ASCII)


@dataclass(frozen=True)
class Row:
    """One person on the list. `line` is where it stands, from 1."""

    line: int
    name: str
    login: str
    level: str | None


class BadRows(Exception):  # noqa: N818 - it is named for what it found
    """Lines that cannot be taken: number and sentence of each."""

    def __init__(self, rows: Sequence[tuple[int, str]]) -> None:
        """Name them all."""
        super().__init__("; ".join(f"line {line}: {sentence}" for line, sentence in rows))
        self.rows = tuple(rows)


def read_name(text: str) -> str:
    """A name as it is kept, in any script. Raises Refused."""
    name = one_line(text)
    # Of signs that nobody sees a name could be made that no link can be clicked by.
    if not any(unicodedata.category(letter)[0] in "LN" for letter in name):
        raise Refused("Write the name.", "name")
    if len(name) > LONGEST_NAME:
        raise Refused(f"Shorten the name to {LONGEST_NAME} characters; it has {len(name)}.", "name")
    return name


def read_login(text: str) -> str:
    """A login as it is kept: small letters, digits and . _ - + @. Raises Refused."""
    login = as_login(text)
    if not 2 <= len(login) <= LONGEST_LOGIN or not _LOGIN.fullmatch(login):
        raise Refused(
            f"Write a login of 2 to {LONGEST_LOGIN} letters and digits, without spaces or accents, like ruiz or j.okafor.",
            "login",
        )
    return login


def read_level(text: str) -> str | None:
    """The code of a certification level typed as code, label or synonym; None for nothing. Raises Refused."""
    if not text.strip():
        return None
    term = vocabulary("level").find(text)
    if term is None:
        raise Refused(
            f"“{text.strip()[:40]}” is no certification level; write one like EMT or Paramedic.", "level"
        )
    return term.code


def read_list(text: str) -> list[Row]:
    """Read `name, login[, level]` a line, parted by commas, semicolons or tabs; a line of headings may stand first.

    Raises BadRows, naming every line that cannot be read; nothing of such a list is to be taken.
    """
    rows: list[Row] = []
    bad: list[tuple[int, str]] = []
    first_seen: dict[str, int] = {}
    lines = [
        (number, line) for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1) if line.strip()
    ]
    for number, line in lines:
        cells = _cells(line)
        if number == lines[0][0] and [cell.casefold() for cell in cells[:2]] == ["name", "login"]:
            continue
        try:
            row = _row(number, cells)
        except Refused as refused:
            bad.append((number, str(refused)))
            continue
        if row.login in first_seen:
            bad.append((number, f"The login {row.login} already stands in line {first_seen[row.login]}."))
            continue
        first_seen[row.login] = number
        rows.append(row)
    if not rows and not bad:
        raise BadRows([(1, "Write at least one person: name, login and perhaps a level.")])
    if len(rows) > MOST:
        raise BadRows([(rows[MOST].line, f"Import at most {MOST} people at once; the list has {len(rows)}.")])
    if bad:
        raise BadRows(bad)
    return rows


def _row(number: int, cells: list[str]) -> Row:
    if len(cells) < 2:
        raise Refused("Write name and login, parted by a comma.")
    if len(cells) > 3:
        raise Refused(
            "Write three things at most: name, login, level. Put a name that has a comma in quotes."
        )
    level = cells[2] if len(cells) == 3 else ""
    return Row(number, read_name(cells[0]), read_login(cells[1]), read_level(level))


def _cells(line: str) -> list[str]:
    mark = next((mark for mark in "\t;" if mark in line), ",")
    try:
        cells = [cell.strip() for cell in next(csv.reader([line], delimiter=mark, skipinitialspace=True))]
    except csv.Error:
        return []
    while len(cells) > 2 and not cells[-1]:
        cells.pop()
    return cells
