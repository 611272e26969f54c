"""`make nemsis`: write `elements.csv` and `types.csv` of `schemas/nemsis/` anew from the published schema files in ../shared/nemsis/xsd,
or FOLDER.
"""

from __future__ import annotations

from pathlib import Path

import click

from tests.nemsis.published import KEPT, KEPT_TYPES, Published, Row, TypeRow, as_csv

BESIDE = Path(__file__).resolve().parents[3] / "shared" / "nemsis" / "xsd"


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=BESIDE)
def main(folder: Path) -> None:
    """Write the tables, and say how many rows each has."""
    published = Published(folder)
    for path, text in (
        (KEPT, as_csv(Row, published.rows())),
        (KEPT_TYPES, as_csv(TypeRow, published.type_rows())),
    ):
        path.write_text(text, "utf-8")
        click.echo(f"{path.name}: {len(text.splitlines()) - 1} rows")


if __name__ == "__main__":
    main()
