"""The `epcr scope` commands: judge acts, compare rulesets, and carry the standard's permission lists in and out.

A refusal by the scope check is a result; what cannot be done exits non-zero with one clear line.
"""

from __future__ import annotations

from pathlib import Path
from typing import IO

import click

from epcr.cli_files import GivenFile, GivenFolder
from epcr.cli_permissions import export_lists, import_lists


@click.group()
def scope() -> None:
    """Scope of practice."""


scope.add_command(import_lists)
scope.add_command(export_lists)


@scope.command("judge")
@click.option(
    "--cases",
    type=GivenFile("r", encoding="utf-8", errors="replace"),
    default="-",
    help="A file with one JSON act a line, or one act over several; without it standard input is read.",
)
@click.option(
    "--rulesets",
    type=GivenFolder(there=True),
    help="A folder with more ruleset files.",
)
def scope_judge(cases: IO[str], rulesets: Path | None) -> None:
    """Judge acts: JSON in, one JSON verdict a line out. A refusal is a result, not a failure."""
    from epcr.scope import judge_lines  # noqa: PLC0415
    from epcr.scope import rulesets as known  # noqa: PLC0415

    judged = False
    for verdict in judge_lines([cases.read()], known(rulesets)):
        click.echo(verdict)
        judged = True
    if not judged:
        message = (
            "nothing to judge; give one JSON act on standard input, or a file with one a line by --cases"
        )
        raise click.ClickException(message)


@scope.command("diff")
@click.argument("left", metavar="A")
@click.argument("right", metavar="B")
@click.option(
    "--rulesets",
    type=GivenFolder(there=True),
    help="A folder with more ruleset files.",
)
def scope_diff(left: str, right: str, rulesets: Path | None) -> None:
    """What differs between the rulesets A and B.

    One line a difference, tab-separated: what it is (ruleset, level, item, cell, code), its id, the level of a cell, what A
    says, what B says, its name. Rules that rest on another source and allow the same are no difference.
    """
    from epcr.scope import rulesets as known  # noqa: PLC0415
    from epcr.scope.difference import differences  # noqa: PLC0415
    from epcr.words.near import unknown  # noqa: PLC0415

    rules = known(rulesets)
    for name in (left, right):
        if name not in rules:
            raise click.ClickException(unknown("the ruleset", name, rules))
    differing = list(differences(rules[left], rules[right]))
    for difference in differing:
        what, item, level = difference.what, difference.item, difference.level or ""
        columns = (what, item, level, difference.left, difference.right, difference.name)
        click.echo("\t".join(" ".join(words.split()) for words in columns))
    if not differing:
        click.echo(f"no differences between {left} and {right}", err=True)


@scope.command("items")
@click.argument("ruleset", default="us-national-2019")
@click.option(
    "--search",
    metavar="WORDS",
    default="",
    help="Only what has these words in its id, names, category or code.",
)
@click.option(
    "--rulesets",
    type=GivenFolder(there=True),
    help="A folder with more ruleset files.",
)
def scope_items(ruleset: str, search: str, rulesets: Path | None) -> None:
    """List what RULESET (us-national-2019 unless another is named) has a rule for.

    One line an item, tab-separated: id, name, kind, category, levels that may (and how), routes, code. What was decided about
    something without a rule of its own is of the kind "unlisted", with the decision in place of the levels.
    """
    from epcr.scope import rulesets as known  # noqa: PLC0415
    from epcr.scope.item_list import matching_items  # noqa: PLC0415
    from epcr.words.naming import quoted  # noqa: PLC0415
    from epcr.words.near import unknown  # noqa: PLC0415

    rules = known(rulesets)
    if ruleset not in rules:
        raise click.ClickException(unknown("the ruleset", ruleset, rules))
    items = list(matching_items(rules[ruleset], search))
    for columns in items:
        click.echo("\t".join(" ".join(words.split()) for words in columns))
    if not items:
        click.echo(f"nothing in {ruleset} has {quoted(search)}; try fewer or other words", err=True)
