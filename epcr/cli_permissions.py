"""The commands that carry the standard's permission lists: `epcr scope import` and `epcr scope export`.

They choose files, states and words for the terminal; what is in a document or a ruleset is for `epcr.permissions`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from epcr import paths
from epcr.cli_files import GivenFolder, GivenPath

if TYPE_CHECKING:
    from epcr.permissions import ImportedRuleset, Lists
    from epcr.scope import Ruleset

    Documents = list[tuple[str, Lists]]  # the lists, each with the file it stands in


@contextmanager
def _blamed_on(what: str) -> Iterator[None]:
    """Turn what cannot be carried into one line that names the document or the ruleset."""
    from epcr.permissions import NotCarried  # noqa: PLC0415

    try:
        yield
    except NotCarried as error:
        message = f"{what}: {error}; nothing was changed"
        raise click.ClickException(message) from None


@click.command("import")
@click.argument("files", metavar="FILE.xml ...", nargs=-1, required=True)
@click.option(
    "--id", "name", help="The id of the ruleset; without it nemsis-state-09 or nemsis-agency-09-NUMBER."
)
@click.option("--title", help="The title of the ruleset.")
@click.option(
    "--parent", help="The state's ruleset that an agency's is checked against; without it nemsis-state-NN."
)
@click.option("--state", help="Only the lists for this state: CT or 09.")
@click.option("--agency", help="Only the lists of the agency with this number (dAgency.02).")
@click.option("--to", "folder", type=GivenFolder(), help="The folder to write into.")
@click.option("-o", "--output", type=GivenPath(), help="The file to write: ID.toml.")
@click.option("--replace", is_flag=True, help="Write anew a ruleset that is there already.")
def import_lists(
    files: tuple[str, ...],
    name: str | None,
    title: str | None,
    parent: str | None,
    state: str | None,
    agency: str | None,
    folder: Path | None,
    output: Path | None,
    replace: bool,  # noqa: FBT001 - click passes flags by position
) -> None:
    """Make rulesets from the permission lists of a NEMSIS v3.5.1 document.

    FILE.xml (- is standard input) is a StateDataSet, which becomes one ruleset and a ceiling, or a DEMDataSet, which becomes
    one ruleset for each state in it, below that state's; a state's stands before its agencies'. What an agency's list permits
    beyond its state's is named on standard error and left out. Without --to or -o the rulesets lie in the folder `rulesets` of EPCR_HOME.
    """
    from epcr.broken_schema import stop  # noqa: PLC0415
    from epcr.permissions import Keeping, children, imported, parent_of  # noqa: PLC0415
    from epcr.scope.files.library import read_rulesets  # noqa: PLC0415

    place = folder or paths.local_rulesets()
    if output is not None:
        _refuse_two_places(output, folder, name)
        place, name = output.parent, output.stem
    known = read_rulesets(folder if folder and folder.is_dir() else None, stop)
    keeping = Keeping(place, known, replace=replace)
    documents = [(file, lists) for file in dict.fromkeys(files) for lists in _read(file)]
    chosen = _chosen(documents, state, agency)
    if len(chosen) > 1 and any((name, title)):
        message = f"there are lists for {_of_which(chosen)}; choose one by --state and --agency, for --id, --title and -o"
        raise click.ClickException(message)
    made = []
    for file, lists in chosen:
        with _blamed_on(file):
            new = imported(
                lists,
                parent=parent_of(lists, parent, keeping.family),
                name=name,
                title=title,
                today=date.today(),  # noqa: DTZ011 - the day of the machine, as on its clock
            )
            made.append((lists, new, keeping.add(new.plain)))
    with _blamed_on(" ".join(files)):
        written = keeping.write()
    new_ids = {ruleset.id for _, _, ruleset in made}
    for path, (lists, new, ruleset) in zip(written, made, strict=True):
        _tell(new, lists, ruleset)
        click.echo(f"{ruleset.id}: {_size(lists)}; written to {path}")
        left_behind = sorted(set(children(ruleset.id, known)) - new_ids)
        for child in left_behind:
            click.echo(f"{child} builds on {ruleset.id}; import its lists again with --replace", err=True)


def _refuse_two_places(output: Path, folder: Path | None, name: str | None) -> None:
    if folder is not None or output.suffix != ".toml" or name not in {None, output.stem}:
        message = "name one place to write: -o ID.toml, or --to FOLDER with --id"
        raise click.UsageError(message)


@click.command("export")
@click.argument("ruleset")
@click.option(
    "-o",
    "--output",
    type=GivenPath(dash=True),
    help="The file to write; else standard output.",
)
@click.option(
    "--as",
    "kind",
    type=click.Choice(["state", "agency"]),
    help="A StateDataSet or a DEMDataSet; without it an agency's where a ceiling stands above the ruleset, else a state's.",
)
@click.option("--state", help="The state, CT or 09, where the ruleset does not say it.")
@click.option("--agency-number", help="The agency's number (dAgency.02), for a DEMDataSet.")
@click.option("--agency-name", help="The agency's name (dAgency.03), for a DEMDataSet.")
@click.option(
    "--rulesets",
    type=GivenFolder(there=True),
    help="A folder with more ruleset files.",
)
def export_lists(
    ruleset: str,
    output: Path | None,
    kind: Literal["state", "agency"] | None,
    state: str | None,
    agency_number: str | None,
    agency_name: str | None,
    rulesets: Path | None,
) -> None:
    """Write the permission lists of RULESET as a NEMSIS v3.5.1 document.

    A list says yes by code and level, and no more. So it holds what a level may do outright; what asks for an order, the
    patient's own medication, an endorsement or another condition is named on standard error and left out, and so is a code
    that stands for several items unless all of them are permitted. EMT-Intermediate 85 and 99 share one code of the standard.

    The StateDataSet is whole: elements that a ruleset knows nothing of (sElement.01, sConfiguration.06, sSoftware.01) are
    marked as not recorded, and the state adds them. The DEMDataSet holds the permission groups alone; the agency adds the
    rest of dAgency, dConfiguration.10, .13 and .16 before it is valid.
    """
    from epcr.broken_schema import stop  # noqa: PLC0415
    from epcr.permissions import ListedAgency, agency_document, exported, state_document, state_of, write  # noqa: PLC0415
    from epcr.scope.files.library import read_rulesets  # noqa: PLC0415
    from epcr.words.near import unknown  # noqa: PLC0415

    known = read_rulesets(rulesets, stop)
    if ruleset not in known:
        raise click.ClickException(unknown("the ruleset", ruleset, known))
    rules = known[ruleset]
    chosen = _state_chosen(rules, state)
    agency = ListedAgency(agency_number, agency_name or agency_number) if agency_number else None
    with _blamed_on(ruleset):
        export = exported(rules, state_of(chosen, "--state"), agency)
        now = datetime.now(UTC)
        document = (
            state_document(export.lists, at=now)
            if (kind or _usual_kind(rules)) == "state"
            else agency_document(export.lists, agency, at=now)
        )
    for line in export.left_out:
        click.echo(f"left out: {line}", err=True)
    if output is None or str(output) == "-":
        sys.stdout.buffer.write(document)
    else:
        write({output: document})
        click.echo(f"{_size(export.lists)}; written to {output}", err=True)


def _state_chosen(rules: Ruleset, state: str | None) -> str:
    chosen = state or rules.state
    if chosen is None:
        message = f"{rules.id} does not say of which state it is; name it by --state, like --state CT"
        raise click.ClickException(message)
    return chosen


def _usual_kind(rules: Ruleset) -> Literal["state", "agency"]:
    return "agency" if any(above.ceiling for above in rules.lineage()) else "state"


def _read(file: str) -> tuple[Lists, ...]:
    from epcr.permissions import read_file, read_lists  # noqa: PLC0415

    with _blamed_on(file):
        return read_lists(sys.stdin.buffer) if file == "-" else read_file(Path(file))


def _chosen(documents: Documents, state: str | None, agency: str | None) -> Documents:
    from epcr.permissions import state_of  # noqa: PLC0415

    with _blamed_on("--state"):
        wanted = state_of(state, "it") if state else None
    matching = [
        (file, lists)
        for file, lists in documents
        if wanted in {None, lists.state}
        and (agency is None or (lists.agency and lists.agency.number == agency))
    ]
    if not matching:
        message = f"there are no such lists; there are those for {_of_which(documents)}"
        raise click.ClickException(message)
    return matching


def _of_which(documents: Documents) -> str:
    from epcr.words.naming import listed  # noqa: PLC0415

    return listed(
        [
            f"{lists.agency.number} in {lists.state.code}" if lists.agency else lists.state.code
            for _, lists in documents
        ],
        "and",
    )


def _tell(made: ImportedRuleset, lists: Lists, ruleset: Ruleset) -> None:
    """What was left out, left to the state or not checked, a line each on standard error."""
    from epcr.permissions import state_ruleset  # noqa: PLC0415

    if lists.agency is not None and ruleset.parent is None:
        click.echo(
            f"{ruleset.id}: the state's list ({state_ruleset(lists.state.standard)}) is not known here, so the agency's was not "
            "checked against it; import the state's first, or name its ruleset by --parent",
            err=True,
        )
    for excess in made.excess:
        click.echo(f"not in the state's list: {excess}", err=True)
    if made.excess:
        count = len(made.excess)
        cells = "cell is" if count == 1 else "cells are"
        parent = ruleset.parent.id if ruleset.parent else ""
        click.echo(f"{ruleset.id}: {count} {cells} not in {parent}; left out of the ruleset", err=True)
    for code in made.undecided:
        click.echo(
            f"{ruleset.id}: {code.code} has no row of its own in the state's ruleset; left as it is", err=True
        )
    for level in lists.unlisted:
        click.echo(f"{ruleset.id}: {level} is licensed and has no list; it gets no column", err=True)


def _size(lists: Lists) -> str:
    from epcr.words.naming import listed  # noqa: PLC0415

    sections = [code.section for code in lists.permitted]
    procedures, medications = sections.count("procedure"), sections.count("medication")
    return f"{procedures} procedures and {medications} medications for {listed(lists.levels, 'and')}"
