"""`make docs`: the pages that only repeat what the code says, written from it.

docs/data.md has the sections of a run sheet with their fields, docs/commands.md what `epcr` can be told and the settings it reads,
docs/schemas.md the keys of the files in `schemas/`.
"""

from __future__ import annotations

import inspect
import io
from collections.abc import Iterator
from pathlib import Path

import click

from epcr.cli import main as epcr
from epcr.config import VARIABLES
from epcr.export.tables import dictionary as fields
from epcr.export.tables.csv_text import csv_of
from epcr.sheet.field import Spec
from epcr.sheet.kinds.number import Number
from epcr.sheet.run_sheet import SECTIONS
from epcr.sheet.section import SheetPart
from epcr.sheet.vocabulary import vocabulary
from tests.setup.schema_keys import keys

DOCS = Path(__file__).resolve().parents[2] / "docs"
DICTIONARY = DOCS.parent / "tests" / "export" / "tables" / "dictionary.csv"
VOCABULARY = DOCS.parent / "schemas" / "vocabulary"
MADE = "<!-- Made by `make docs`; a test compares it. -->"
DASH = "–"
DATA_SAYS = """Each section is declared in one file of `epcr/sheet/`, each field in one line of it. *Once*: it stands once on a sheet;
*many*: each of its entries is one of these. Limits and units are the standard's; a class may read in others. Beside its value, or in the
place of one, a field may say why it is absent."""
HEAD_OF_FIELDS = (
    "| field | on the page | kind | values | NEMSIS | LOINC | why it may be absent |",
    "| --- | --- | --- | --- | --- | --- | --- |",
)


def pages() -> dict[Path, str]:
    """Each page by its file."""
    return {
        DOCS / "data.md": data(),
        DOCS / "commands.md": commands(),
        DICTIONARY: dictionary(),
        DOCS / "schemas.md": f"# What the files of schemas/ hold\n\n{MADE}\n\n{keys()}",
    }


def data() -> str:
    """The sections in their order, a table of fields each."""
    parts = [
        "# What a run sheet holds",
        MADE,
        DATA_SAYS,
    ]
    for section in SECTIONS:
        times = "many" if section.many else "once"
        module = f"epcr/{inspect.getmodule(section).__name__.removeprefix('epcr.').replace('.', '/')}.py"  # type: ignore[union-attr]
        parts.append(f"## {section.page.title}\n\n`{section.page.slug}`, {times}; `{module}`")
        parts.append("\n".join([*HEAD_OF_FIELDS, *_fields(section)]))
    return "\n\n".join(parts) + "\n"


def _fields(section: type[SheetPart]) -> Iterator[str]:
    for name, spec in section.fields().items():
        cells = (
            f"`{name}`",
            spec.label,
            spec.kind,
            _values(spec),
            ", ".join(one.name for one in spec.elements) or DASH,
            ", ".join(one.code for one in spec.loincs) or DASH,
            ", ".join(reason.replace("_", " ") for reason in spec.reasons) or DASH,
        )
        yield f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _values(spec: Spec) -> str:
    """A number's limits, usual range and unit; the file of a choice and how many terms are in it."""
    if isinstance(spec, Number):
        limits = [f"{spec.possible[0]:g} to {spec.possible[1]:g} {spec.unit}".strip()]
        return ", ".join(limits + ([f"usual {spec.usual[0]:g} to {spec.usual[1]:g}"] if spec.usual else []))
    words = getattr(spec, "vocabulary", "")
    if not (VOCABULARY / f"{words}.csv").is_file():
        return DASH
    return f"`{words}.csv`, {len(vocabulary(words).terms)} terms"


def dictionary() -> str:
    """The dictionary as `epcr dictionary --csv` prints it, kept so that a test says which field changed."""
    lines = io.StringIO(newline="")
    csv_of(fields.COLUMNS, fields.rows(), lines)
    return lines.getvalue()


def commands() -> str:
    """Every command with its options, then the settings."""
    parts = ["# The command `epcr`", MADE, "From the folder of the project: `.venv/bin/epcr`."]
    parts += [_command(words, command) for words, command in each_command(epcr, ("epcr",))]
    rows = "\n".join(f"| `{name}` | {words} |" for name, words in VARIABLES)
    parts.append(f"## Settings, from the environment\n\n| setting | what it is |\n| --- | --- |\n{rows}")
    return "\n\n".join(parts) + "\n"


def each_command(
    command: click.Command, words: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Each command that does something, by the words that one types."""
    if isinstance(command, click.Group):
        for name, below in sorted(command.commands.items()):
            yield from each_command(below, (*words, name))
    else:
        yield words, command


def _command(words: tuple[str, ...], command: click.Command) -> str:
    context = click.Context(command, info_name=" ".join(words))
    usage = " ".join([*words, *command.collect_usage_pieces(context)])
    told = inspect.cleandoc(command.help or "").replace("\b\n", "").strip()
    options = [option for option in command.params if isinstance(option, click.Option) and not option.hidden]
    rows = [f"| `{_typed(option)}` | {_option(option)} |" for option in options]
    table = "\n".join(["| option | what it does |", "| --- | --- |", *rows]) if rows else ""
    return "\n\n".join(part for part in (f"## `{' '.join(words)}`", f"    {usage}", told, table) if part)


def _typed(option: click.Option) -> str:
    names = ", ".join([*option.opts, *option.secondary_opts])
    if option.is_flag:
        return names
    kind = option.type
    return (
        f"{names} {'/'.join(map(str, kind.choices)) if isinstance(kind, click.Choice) else kind.name.upper()}"
    )


def _option(option: click.Option) -> str:
    words = [option.help or DASH]
    words += ["Required."] if option.required else []
    words += [f"Default: `{option.default}`."] if option.show_default is True else []
    return " ".join(words).replace("|", "/")


if __name__ == "__main__":
    for file, text in pages().items():
        file.write_text(text, "utf-8", newline="")
