"""Which role of whoever did something is which certification level: two code lists of the standard for the same people.

MemberLevel (eCrew.02) and EMSCaregiverLevel (eMedications.10, eProcedures.10) are paired as an export pairs them: by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from epcr.export.nemsis.worked_out import role_at
from epcr.sheet.vocabulary import vocabulary


@cache
def role_of() -> Mapping[str, str]:
    """The code of the role by that of the level, for levels that a sheet knows."""
    roles = {term.standard: role_at(term.code) for term in vocabulary("level") if term.standard}
    return {level: role for level, role in roles.items() if role}
