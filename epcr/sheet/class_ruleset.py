"""A class's own ruleset as it is stored: a head that says which version holds, and versions that are written once.

It keeps what was told, as a ruleset file would tell it; what the rules mean is for `epcr.scope`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Connection, ForeignKey, String, Text, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column, object_session, relationship

from epcr.db import Base, UtcMoment, now


class ClassRuleset(Base):
    """A class's own ruleset over one from a file. `name` is its id as a ruleset, `version` the one that holds now."""

    __tablename__ = "class_ruleset"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    classroom_id: Mapped[int] = mapped_column(ForeignKey("classroom.id"), index=True)
    parent: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(200))
    version: Mapped[int] = mapped_column(default=0)

    versions: Mapped[list[RulesetVersion]] = relationship(
        order_by="RulesetVersion.version", back_populates="ruleset"
    )

    def newest(self) -> RulesetVersion:
        """The version that holds now, read alone: a class may have written hundreds."""
        return self.numbered(self.version) or self.versions[-1]

    def numbered(self, version: int) -> RulesetVersion | None:
        """The version with this number; None where there is none."""
        session = object_session(self)
        return session.get(RulesetVersion, (self.name, version)) if session else None


class RulesetVersion(Base):
    """One version: what is told, by whom, when and why, and the cells that it changed, in the words of its day.

    `told` holds plain values as the TOML file of a ruleset would give them. `changed` has one mapping a cell: `item`,
    `name` (of the item), `level`, `was`, `is`. A stored version never changes.
    """

    __tablename__ = "class_ruleset_version"

    name: Mapped[str] = mapped_column(ForeignKey("class_ruleset.name"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    told: Mapped[dict[str, Any]] = mapped_column(JSON)
    digest: Mapped[str] = mapped_column(String(64))
    changed: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcMoment(), default=now)
    reason: Mapped[str] = mapped_column(Text)

    ruleset: Mapped[ClassRuleset] = relationship(back_populates="versions")


def digest(plain: Mapping[str, Any]) -> str:
    """The same for the same rules and for no others: 64 hexadecimal digits (SHA-256 of the sorted JSON)."""
    return hashlib.sha256(json.dumps(plain, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@event.listens_for(RulesetVersion, "before_update")
@event.listens_for(RulesetVersion, "before_delete")
def _refuse(_mapper: Mapper[Any], _connection: Connection, stored: RulesetVersion) -> None:
    """A verdict names the version it was given by, so that what the version said must stay."""
    session = object_session(stored)
    if session is None or stored in session.deleted or session.is_modified(stored, include_collections=False):
        message = f"version {stored.version} of {stored.name} is stored and never changes; write a new one"
        raise RuntimeError(message)
