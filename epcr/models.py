"""Every stored class in one place, so that the migrations see the whole schema."""

from __future__ import annotations

from epcr.agencies.model import AgencyFacility, AgencyPerson, AgencyUnit
from epcr.audit.model import AuditLine
from epcr.db import Base
from epcr.people.certificate import Certificate
from epcr.people.ending import Ending
from epcr.people.model import Classroom, Correction, Membership, Person, RosterLine
from epcr.people.slip import Slip
from epcr.rehearsal.model import Rehearsal
from epcr.review.model import Comment, Revision, Step
from epcr.review.reading import DeskReading
from epcr.scenarios.model_sheet import ModelSheet
from epcr.scenarios.versions import ScenarioVersion
from epcr.sheet.class_ruleset import ClassRuleset, RulesetVersion
from epcr.sheet.imported import ImportedReport
from epcr.sheet.run_sheet import SECTIONS, RunSheet
from epcr.visit.press import Press

METADATA = Base.metadata
STORED = (
    Person, Certificate, Classroom, Membership, RosterLine, Correction, ClassRuleset, RulesetVersion, RunSheet, *SECTIONS, Step,
    ImportedReport, Revision, Comment, DeskReading, Rehearsal, AuditLine, Press, Slip, Ending, ScenarioVersion, ModelSheet,
    AgencyPerson, AgencyUnit, AgencyFacility,
)  # fmt: skip
