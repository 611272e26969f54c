"""Puts acts to the scope check as the interface for machines does, with what is usual filled in."""

from __future__ import annotations

import json
from datetime import date

from epcr.scope import judge as judge_act
from epcr.scope import judge_lines, read_act, rulesets

NATIONAL = "us-national-2019"
TODAY = date(2026, 11, 22)
COLUMNS = ("EMR", "EMT", "AEMT", "Paramedic")

RULESET = """
id = "{id}"
title = "A place for tests"
version = "1"
in_force_from = 2021-06-01
source = "test"
notice = "Only for tests."
parent = "{parent}"
{head}

[sources]
here = "The rules of this place"
there = "Another page"

[endorsements]
a = "a"
b = "b"
e = "e"
f = "f"

[programs]
p = "p"
ondansetron_odt = "ondansetron_odt"

{rest}
"""


def asked(known=None, **act):
    """The verdict on an act, by the national ruleset unless it names another."""
    return judge_act(read_act({"ruleset": NATIONAL, **act}), known, today=TODAY)


def told(text, known=None):
    """What the interface for machines says of one line."""
    (line,) = judge_lines([text], known, today=TODAY)
    return json.loads(line)


def written(folder, rest="", head="", name="place", parent=NATIONAL):
    """The file of a place over its parent, written into the folder."""
    folder.mkdir(exist_ok=True)
    file = folder / f"{name}.toml"
    file.write_text(RULESET.format(id=name, head=head, rest=rest, parent=parent), "utf-8")
    return file


def place(folder, rest="", head=""):
    """The known rulesets with one more, a child of the national one."""
    written(folder, rest, head)
    return rulesets(folder)


def cell_of(item, level, cell):
    """An item of a file that changes one cell."""
    return (
        f'[[items]]\nid = "{item}"\nsource = "here"\nconfidence = "high"\n[items.cells]\n{level} = {cell}\n'
    )


def with_cell(folder, level, cell, item="ondansetron_odt"):
    """A place in which one cell differs from the national ruleset."""
    return place(folder, cell_of(item, level, cell))
