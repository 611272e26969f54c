"""`python -m tests.bootstrap`: cut the used part out of the installed Bootstrap, and what the page for signing in uses out of all."""

from __future__ import annotations

from tests.bootstrap import cut, door


def main() -> None:
    """Write both, the second of the first."""
    for part in (cut, door):
        part.FILE.write_text(part.cut(), "utf-8")


if __name__ == "__main__":
    main()
