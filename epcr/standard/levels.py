"""Which role of whoever did something is which certification level: two code lists of the standard for the same people.

`schemas/nemsis/levels.csv`: MemberLevel (eCrew.02) and EMSCaregiverLevel (eMedications.10, eProcedures.10) of v3.5.1, paired by label.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from epcr import paths
from epcr.export.nemsis.value_types import rows_of


@cache
def role_of() -> Mapping[str, str]:
    """The role by the level. Raises BrokenSchema with file, line and reason."""
    path = paths.schemas() / "nemsis" / "levels.csv"
    return {row["level"]: row["role"] for row in rows_of(path, ("level", "role"))}
