"""`python -m tests.golden`: keep the documents as they are drawn now. Look at the pictures before you commit them."""

from __future__ import annotations

import tempfile

from epcr.db import open_database
from epcr.migrations import upgrade
from epcr.scenarios.demo import load_demo
from tests.golden.papers import HERE, LOADED, PRINTED, papers


def main() -> None:
    """Write every text and picture anew."""
    HERE.mkdir(exist_ok=True)
    for old in HERE.iterdir():
        old.unlink()
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/demo.sqlite")
        upgrade(database.engine)
        load_demo(database, at=LOADED)
        for slug in PRINTED:
            for paper in papers(database, slug):
                (HERE / f"{paper.name}.txt").write_text(paper.text, "utf-8")
                paper.picture.quantize(8).save(HERE / f"{paper.name}.png", optimize=True)
        database.engine.dispose()


if __name__ == "__main__":
    main()
