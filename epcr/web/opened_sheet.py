"""A run sheet as it is opened for one page: where it stands, what was found on it, and where its pages are. Looked up once a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from flask import url_for

from epcr.checks import findings
from epcr.checks.finding import Finding
from epcr.checks.kind_of_call import folded
from epcr.checks.verdicts import Judged, judging
from epcr.review import steps
from epcr.sheet.anchor import Anchor
from epcr.sheet.context import Context
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.section import SheetPart
from epcr.sheet.verdict import KeptVerdict
from epcr.visit.signed_in import person, session
from epcr.web.changes.two_values import TwoValues, as_finding, two_values


@dataclass(frozen=True)
class OpenedSheet:
    """The sheet with what its pages ask of it, each looked up when it is first asked for."""

    sheet: RunSheet
    known_standing: steps.Standing | None = None
    known_findings: list[Finding] | None = None
    is_uncontested: bool = False  # no two values of it ever stood against each other

    @cached_property
    def context(self) -> Context:
        """What surrounds the values of the sheet."""
        return self.sheet.context()

    @cached_property
    def stands(self) -> steps.Standing:
        """Where it stands."""
        return self.known_standing or steps.standing(session(), self.sheet)

    @cached_property
    def of_the_checks(self) -> list[Finding]:
        """The findings of the checks."""
        if self.known_findings is not None:
            return self.known_findings
        return [*findings(self.sheet), *(as_finding(values) for values in self.two_values)]

    @cached_property
    def two_values(self) -> list[TwoValues]:
        """What was typed on two devices, and waits for somebody to take one."""
        return [] if self.is_uncontested else two_values(session(), self.sheet)

    @cached_property
    def findings(self) -> list[Finding]:
        """These, and the open comments."""
        return [*self.of_the_checks, *steps.comments_as_findings(session(), self.sheet, self.stands.history)]

    @cached_property
    def folded(self) -> frozenset[str]:
        """The sections and groups that stand folded on this kind of call."""
        return folded(self.sheet)

    @cached_property
    def judged(self) -> Judged:
        """The verdict that stands at each intervention."""
        return judging(self.sheet)

    @cached_property
    def findings_at(self) -> Mapping[str, list[Finding]]:
        """What was found, by where it stands."""
        by_anchor: dict[str, list[Finding]] = {}
        for finding in self.findings:
            by_anchor.setdefault(str(finding.anchor), []).append(finding)
        return by_anchor

    @cached_property
    def changeable(self) -> bool:
        """Whether whoever reads the page can change it."""
        return self.stands.editable and self.own

    @cached_property
    def own(self) -> bool:
        """Whether it is the sheet of whoever reads the page."""
        return person().id == self.sheet.trainee_id

    @cached_property
    def base(self) -> str:
        """The address of its sections, which the slug of one follows. Asked for once, since a page has some sixty of them."""
        return url_for("sheet.section", sheet_id=self.sheet.id, slug="")

    def section(self, slug: str, *, entry: str = "", anchor: object = "", check: object = "") -> str:
        """The address of a section, of one of its entries, of a place on it; `check` is the place that the check leads there for."""
        asked = "&".join(f"{key}={word}" for key, word in (("entry", entry), ("check", check)) if word)
        return f"{self.base}{slug}{f'?{asked}' if asked else ''}{f'#{anchor}' if anchor else ''}"

    @staticmethod
    def reading_anchor(slug: str) -> str:
        """Where a section begins on the page of a sheet that can only be read; its own fields and entries keep their anchors."""
        return f"read-{slug}"

    def at(self, anchor: Anchor) -> str:
        """The address of the field, entry or section of an anchor."""
        return self.section(anchor.section, entry=anchor.entry, anchor=anchor)

    def of_entry(self, part: SheetPart) -> list[Finding]:
        """What is to be said at an entry of a list: what is open, and comments."""
        anchor = part.anchor()
        return [
            finding
            for finding in self.findings
            if (finding.anchor.section, finding.anchor.entry) == (anchor.section, anchor.entry)
            and (finding.open or finding.weight == "comment")
        ]

    def verdict(self, part: SheetPart) -> KeptVerdict | None:
        """The verdict that stands at an intervention; None while none is chosen."""
        return self.judged(part) if part.judged and getattr(part, "item", None) else None  # type: ignore[arg-type]
