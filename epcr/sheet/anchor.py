"""The address of a field on a run sheet: HTML name, finding key, comment, audit line and URL fragment in one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Anchor:
    """Section, entry (empty for a section that stands once) and field (empty for the section or entry itself)."""

    section: str
    entry: str = ""
    field: str = ""

    def __str__(self) -> str:
        """`vitals-<entry>-systolic`, `incident-unit`, `vitals-<entry>`, `vitals`."""
        part = f"{self.section}-{self.entry}" if self.entry else self.section
        return f"{part}-{self.field}" if self.field else part

    @classmethod
    def parse(cls, text: str, *, entry_sections: frozenset[str]) -> Anchor:
        """Read an anchor back; `entry_sections` names the sections that stand many times on a sheet.

        Raises ValueError when the text has too many parts.
        """
        parts = text.split("-")
        if len(parts) == 1:
            return cls(parts[0])
        if parts[0] in entry_sections:
            section, entry, *field = parts
            if len(field) > 1:
                raise ValueError(text)
            return cls(section, entry, field[0] if field else "")
        if len(parts) > 2:
            raise ValueError(text)
        return cls(parts[0], "", parts[1])
