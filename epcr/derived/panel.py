"""What is worked out, as a page folds it: in short in one line, and each with where it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from epcr.derived.worked_out import WorkedOut


@dataclass(frozen=True)
class WorkedPanel:
    """The lines; `at` says of which set they are, empty where they are of the sheet."""

    lines: Sequence[WorkedOut]
    at: str = ""

    @property
    def in_short(self) -> str:
        """`NEWS2 6, medium risk; Shock index 1.16`; what lacks something says that it does: `NEWS2: needs temperature`."""
        return "; ".join(
            f"{line.name} {line.value}" if line.value else f"{line.name}: {line.inputs}"
            for line in self.lines
        )

    @property
    def known(self) -> str:
        """As in_short, of those that nothing lacks: what has a place beside other things."""
        return "; ".join(f"{line.name} {line.value}" for line in self.lines if line.value)
