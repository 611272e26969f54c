"""`epcr check`: what the checks say of a run sheet, one JSON finding a line, also as if other texts stood on it. Nothing is saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from epcr.cli_database import called, opened
from epcr.cli_files import GivenPath

if TYPE_CHECKING:
    from epcr.checks.finding import Finding
    from epcr.sheet.run_sheet import RunSheet

_PARTS: Final = ("narrative", "situation", "background", "assessment", "recommendation")


def text_options(command: Callable[..., None]) -> Callable[..., None]:
    """An option for each text of the trainee, a file that stands in for it."""
    for part in reversed(_PARTS):
        words = "the narrative" if part == "narrative" else f"{part} of the handoff"
        described = click.option(
            f"--{part}",
            type=GivenPath(there=True),
            help=f"A file whose text is checked in place of {words}.",
        )
        command = described(command)
    return command


@click.command()
@click.argument("run_sheet")
@text_options
def check(run_sheet: str, **files: Path | None) -> None:
    """Check RUN_SHEET: one JSON finding a line, with weight, source, anchor, message and words.

    The words are the exact piece of text, or the value, that a finding is about. With the options the sheet is checked as if
    these texts stood on it; nothing is saved.
    """
    from epcr.checks import findings  # noqa: PLC0415

    texts = {part: _text_of(path) for part, path in files.items() if path is not None}
    with opened().read() as session, session.no_autoflush:
        sheet = called(session, run_sheet)
        _put(sheet, texts)
        lines = [_line(finding) for finding in findings(sheet)]
        session.rollback()
    for line in lines:
        click.echo(line)


def _text_of(path: Path) -> str:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{path} is no text in UTF-8; save it as UTF-8") from error
    return text.replace("\r\n", "\n").strip()


def _put(sheet: RunSheet, texts: dict[str, str]) -> None:
    for part, text in texts.items():
        if part == "narrative":
            sheet.narrative.text = text or None
        else:
            setattr(sheet.handoff, part, text or None)


def _line(finding: Finding) -> str:
    import msgspec  # noqa: PLC0415

    told_of = finding.words or finding.value
    fields = {
        "weight": finding.weight.value, "source": finding.source, "anchor": str(finding.anchor), "message": finding.whole,
        "words": told_of,
    }  # fmt: skip
    return msgspec.json.encode(fields).decode()
