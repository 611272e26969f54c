"""`make nemsis`: write `schemas/nemsis/elements.csv` anew from the published schema files in ../shared/nemsis/xsd, or FOLDER."""

from __future__ import annotations

from pathlib import Path

import click

from tests.nemsis.published import KEPT, Published, as_csv

BESIDE = Path(__file__).resolve().parents[3] / "shared" / "nemsis" / "xsd"


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=BESIDE)
def main(folder: Path) -> None:
    """Write the table, and say how many elements it has."""
    text = as_csv(Published(folder).rows())
    KEPT.write_text(text, "utf-8")
    click.echo(f"{KEPT.name}: {text.count('.')} names in {len(text.splitlines()) - 1} rows")


if __name__ == "__main__":
    main()
