"""Puts acts to the scope check as the interface for machines does, with what is usual filled in."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from epcr.scope import judge_lines, read_act, rulesets
from epcr.scope import judge as judge_act

NATIONAL = "us-national-2019"
TODAY = date(2026, 11, 22)
COLUMNS = ("EMR", "EMT", "AEMT", "Paramedic")
OVERLAYS = Path(__file__).parent / "overlays"

RULESET = """
id = "{id}"
title = "A place for tests"
version = "1"
in_force_from = 2020-01-01
source = "test"
notice = "Only for tests."
parent = "us-national-2019"
{head}

[sources]
here = "The rules of this place"
there = "Another page"

{rest}
"""


def asked(known=None, **act):
    """The verdict on an act, by the national ruleset unless it names another."""
    return judge_act(read_act({"ruleset": NATIONAL, **act}), known, today=TODAY)


def told(text, known=None):
    """What the interface for machines says of one line."""
    (line,) = judge_lines([text], known, today=TODAY)
    return json.loads(line)


def place(folder, rest="", head="", name="place"):
    """The known rulesets with one more, a child of the national one, written into the folder."""
    (folder / f"{name}.toml").write_text(RULESET.format(id=name, head=head, rest=rest), "utf-8")
    return rulesets(folder)


def with_cell(folder, level, cell, item="ondansetron_odt"):
    """A place in which one cell differs from the national ruleset."""
    return place(
        folder,
        f'[[items]]\nid = "{item}"\nsource = "here"\nconfidence = "high"\n[items.cells]\n{level} = {cell}\n',
    )
