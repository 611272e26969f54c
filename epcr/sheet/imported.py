"""The report of the standard that a sheet was imported from: kept whole, so that what has no field goes out again as it came.

It knows that there is one and of which report; what is in it is for the export and the import.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from epcr.db import Base, UtcMoment, now
from epcr.sheet.section import ID_LENGTH


class ImportedReport(Base):
    """`number` is the agency's number and the report's, `uuid` the report's own where it has one: by either it is known again.

    `tree` is the report with its header as it came: groups with the key that an export finds them by, elements with text, attributes and
    whether a field took them. `then` is what an export would have made of the fields alone when it was imported: what differs from
    it was changed since. `refused` says of elements, by their place in the tree, why a field did not take them.
    """

    __tablename__ = "imported_report"

    run_sheet_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("run_sheet.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[str] = mapped_column(String(200), index=True)
    uuid: Mapped[str | None] = mapped_column(String(36), default=None, index=True)
    # Read when somebody asks: a page of the sheet only asks whether there is such a report.
    tree: Mapped[dict[str, Any]] = mapped_column(JSON, deferred=True)
    then: Mapped[dict[str, Any]] = mapped_column(JSON, deferred=True)
    refused: Mapped[dict[str, str]] = mapped_column(JSON, default=dict, deferred=True)
    at: Mapped[datetime] = mapped_column(UtcMoment(), default=now)

    def counts(self) -> tuple[int, int]:
        """How many of its elements went to fields, and how many did not."""
        elements = [taken for *_, taken in _elements(self.tree)]
        return sum(elements), len(elements) - sum(elements)


def _elements(group: dict[str, Any]) -> Iterator[list[Any]]:
    for listed in group["elements"].values():
        yield from listed
    for keyed in group["groups"].values():
        for _key, inner in keyed:
            yield from _elements(inner)
