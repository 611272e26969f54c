"""`python -m tests.golden`: keep the documents as they are drawn now. Look at the pictures before you commit them."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.demo_class import loaded_in
from tests.golden.papers import HERE, PRINTED, papers


def main() -> None:
    """Write every text and picture anew."""
    HERE.mkdir(exist_ok=True)
    for old in HERE.iterdir():
        old.unlink()
    with tempfile.TemporaryDirectory() as folder, loaded_in(Path(folder)) as database:
        for slug in PRINTED:
            for paper in papers(database, slug):
                (HERE / f"{paper.name}.txt").write_text(paper.text, "utf-8")
                paper.picture.quantize(8).save(HERE / f"{paper.name}.png", optimize=True)


if __name__ == "__main__":
    main()
