"""`make bench`: what is measured, as ratios within one run, so that they mean the same on a slow machine and on a fast one."""

from __future__ import annotations

from tests.bench import batch, documents, nemsis, offline, saving, scope, signing_in, threads, words


def main() -> None:
    """Print one line for each measurement."""
    for measured in (documents, threads, batch, saving, signing_in, scope, words, nemsis, offline):
        print(measured.ratio(), flush=True)


if __name__ == "__main__":
    main()
