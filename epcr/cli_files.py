"""Files and folders that a command is given: what cannot be used is told in one sentence that names it and says what to do."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO, Any

import click


def why_not(path: str | os.PathLike[str], error: OSError) -> str:
    """Why a file or folder cannot be used, and what to do."""
    place = Path(path)
    if isinstance(error, FileNotFoundError):
        if place.parent.is_dir():
            return f"there is no file {place}; check its name"
        return f"there is no folder {place.parent}; make it, or check its name"
    if isinstance(error, IsADirectoryError):
        return f"{place} is a folder; name a file"
    if isinstance(error, NotADirectoryError):
        return f"{place} lies in a file and not in a folder; check its name"
    if isinstance(error, PermissionError):
        return f"your account may not use {place}; change who may, or name another"
    return f"cannot use {place}: {error.strerror or error}"


class GivenFile(click.File):
    """A file that is read or written, opened by the command line."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Open it. Raises ClickException with the sentence of `why_not`."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter as refused:
            why = refused.__context__
            if not isinstance(why, OSError):
                raise
            raise click.ClickException(why_not(value, why)) from None


class GivenFolder(click.Path):
    """A folder, by its path; `there` where it must be there already."""

    def __init__(self, *, there: bool = False) -> None:
        super().__init__(exists=there, file_okay=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path of the folder. Raises ClickException with one sentence."""
        place = Path(value)
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            if not place.exists():
                why = f"there is no folder {place}; check its name"
            elif not place.is_dir():
                why = f"{place} is a file; name a folder"
            else:
                why = why_not(place, PermissionError())
            raise click.ClickException(why) from None


class GivenPath(click.Path):
    """A file, by its path; `there` where it must be there already. `-` is standard output or input where `dash`."""

    def __init__(self, *, there: bool = False, dash: bool = False) -> None:
        super().__init__(exists=there, dir_okay=False, allow_dash=dash, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path of the file. Raises ClickException with the sentence of `why_not`."""
        place = Path(value)
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            error: OSError = PermissionError()
            if place.is_dir():
                error = IsADirectoryError()
            elif not place.exists():
                error = FileNotFoundError()
            raise click.ClickException(why_not(place, error)) from None


def read_from(file: IO[bytes]) -> str:
    """What a file that is read is called in a sentence."""
    name = getattr(file, "name", "<stdin>")
    return "standard input" if name == "<stdin>" else str(name)


def write_out(output: IO[bytes], made: bytes) -> None:
    """Write what a command made, and tell which file has it. It is opened here, so that nothing there is lost before.

    Raises ClickException with the sentence of `why_not`.
    """
    try:
        output.write(made)
    except click.FileError as refused:
        why = refused.__cause__
        if not isinstance(why, OSError):
            raise
        raise click.ClickException(why_not(output.name, why)) from None
    tell_written(getattr(output, "name", "-"))


def tell_written(file: str | os.PathLike[str]) -> None:
    """Say on standard error which file was written; nothing where it went to standard output."""
    if str(file) not in {"-", "<stdout>"}:
        click.echo(f"wrote {file}", err=True)
