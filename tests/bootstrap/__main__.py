"""`python -m tests.bootstrap`: cut the used part out of the installed Bootstrap and keep it with the other style sheets."""

from __future__ import annotations

from tests.bootstrap.cut import FILE, cut


def main() -> None:
    """Write it."""
    FILE.write_text(cut(), "utf-8")


if __name__ == "__main__":
    main()
