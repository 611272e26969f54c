"""What surrounds a value while it is read or shown: the class's customs, the crew of the sheet, the entry it stands in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from epcr.sheet.customs import Customs


@dataclass(frozen=True)
class Context:
    """Customs of the class, crew members by id, and the values of sibling fields that narrow a choice.

    `removed` are those who were struck from the crew: what they were said to have done still names them.
    `entry` is the id of the entry that the value stands in. `endorsements` (slug to name) and `levels` are those that the
    rulesets declare; empty where nobody chooses.
    `members` are all who ever were of the crew, by the name or number that stands there. `element` is that of the standard which
    a code is asked for, where a field means several.
    `before` are the events before the value, the nearest first: what follows an event after midnight belongs to the next day,
    and of a time that came twice the first that is not before it is meant.
    """

    customs: Customs = field(default_factory=Customs)
    crew: Mapping[str, str] = field(default_factory=dict)
    siblings: Mapping[str, str] = field(default_factory=dict)
    before: Sequence[datetime] = ()
    entry: str = ""
    endorsements: Mapping[str, str] = field(default_factory=dict)
    levels: Sequence[str] = ()
    removed: Mapping[str, str] = field(default_factory=dict)
    members: Mapping[str, str] = field(default_factory=dict)
    element: str = ""
