"""Where the published files of the standard lie. They are the user's: nothing of them comes with this program."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from epcr import paths
from epcr.standard.document import VERSION, DataSet

ADDRESS: Final = "https://nemsis.org/technical-resources/version-3/"


class NoFiles(Exception):  # noqa: N818 - it is named for what is not there
    """The published files are not there. Its text says which, and where they come from."""


@dataclass(frozen=True)
class PublishedFiles:
    """A folder with the XML Schemas and Schematron rules, each anywhere below it."""

    folder: Path

    def schema(self, data_set: DataSet) -> Path:
        """The XML Schema of a data set. Raises NoFiles."""
        return self._file(f"{data_set}_v3.xsd")

    def rules(self, data_set: DataSet) -> Path:
        """The Schematron rules of a data set, in their source form. Raises NoFiles."""
        return self._file(f"{data_set}.sch")

    def _file(self, name: str) -> Path:
        files = sorted(self.folder.rglob(name), key=lambda file: (len(file.parts), file))
        if not files:
            raise NoFiles(
                f"{self.folder} has no {name}; unpack the XML Schemas and Schematron rules of NEMSIS v{VERSION} "
                f"({ADDRESS}) there, or name another folder by --files"
            )
        return files[0]


def usual_folder() -> Path:
    """Where they are looked for unless somebody names another folder: `nemsis` in EPCR_HOME."""
    return paths.instance() / "nemsis"


def published(folder: Path | None = None) -> PublishedFiles:
    """The files in this folder, or in the usual one. Raises NoFiles where there is no such folder."""
    place = folder or usual_folder()
    if not place.is_dir():
        raise NoFiles(
            f"there is no folder {place}; put the published XML Schemas and Schematron rules of NEMSIS v{VERSION} "
            f"({ADDRESS}) there, or name their folder by --files"
        )
    return PublishedFiles(place)
