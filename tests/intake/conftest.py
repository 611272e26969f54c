"""Official cases as text to change, imported into a college, and what goes out of it again."""

from dataclasses import dataclass
from io import BytesIO

import pytest
from lxml import etree
from sqlalchemy import select

from epcr.export.nemsis.document import NemsisDocument
from epcr.intake.importing import import_report
from epcr.intake.report_tree import ReportRefused, reports_of
from epcr.people.model import Person
from epcr.sheet.run_sheet import RunSheet
from epcr.standard.document import read

CRASH, OVERDOSE, VISIT = "2025-EMS-3-MVC", "2025-EMS-1-Overdose", "2025-EMS-5-CPMIH"


def lines_of(text):
    """The elements and groups of a document in their order: a line each with place, attributes and value."""
    lines = []

    def walk(element, place):
        for child in element.iterchildren("{*}*"):
            here = f"{place}/{etree.QName(child).localname}"
            value = "" if len(child) else child.text or ""
            lines.append(f"{here} {sorted(child.attrib.items())} {value}")
            walk(child, here)

    walk(etree.fromstring(text.encode() if isinstance(text, str) else text), "")
    return lines


def changed(before, after):
    """The lines that two documents do not share, without those that only stand elsewhere."""
    old, new = lines_of(before), lines_of(after)
    return sorted({line for line in [*old, *new] if old.count(line) != new.count(line)})


@dataclass(frozen=True)
class Intake:
    """A college that documents are imported into."""

    world: object

    def take(self, text, login="ruiz"):
        """Import each report of a document for a trainee: what became of it, or why it was refused."""
        return [self._one(report, login) for report in reports_of(read(BytesIO(text.encode())))]

    def _one(self, report, login):
        if isinstance(report, ReportRefused):
            return report
        with self.world.database.write(login) as session:
            trainee = session.scalars(select(Person).where(Person.login == login)).one()
            made = import_report(session, trainee.classrooms[0], trainee, report)
            return made.sheet.id, made.outcome, made.in_fields, made.in_keeping, made.refused

    def sheet(self, text):
        """Import a document of one report; the id of its sheet."""
        ((sheet, *_),) = self.take(text)
        return sheet

    def given_out(self, *sheets):
        """These sheets as one document."""
        out = BytesIO()
        with self.world.database.read() as session, NemsisDocument(out) as document:
            for sheet in sheets:
                document.add(session.get_one(RunSheet, sheet))
        return out.getvalue()

    def change(self, sheet, edit):
        """Change a stored sheet."""
        with self.world.database.write("ruiz") as session:
            edit(session.get_one(RunSheet, sheet))

    def count(self):
        """How many sheets there are."""
        with self.world.database.read() as session:
            return len(session.scalars(select(RunSheet.id)).all())


@pytest.fixture
def intake(world):
    return Intake(world)


@pytest.fixture
def case(shared):
    """The text of an official case."""
    return lambda name: (shared / "nemsis" / "cases" / "full" / f"{name}_v351.xml").read_text("utf-8")
