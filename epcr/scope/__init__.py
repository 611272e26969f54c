"""Scope of practice: may this person do this, here, on this day, on this order.

It knows rules, acts and verdicts; it refuses to know a run sheet, a request or a database.
"""

from epcr.scope.act import UnreadableAct, read_act
from epcr.scope.cases import judge_json, judge_lines
from epcr.scope.files.catalog import asked_as, broken_schemas
from epcr.scope.files.library import built, rulesets
from epcr.scope.judgment import judge
from epcr.scope.ruleset import Ruleset
from epcr.scope.verdict import ActChange, Verdict
from epcr.sheet.act import Act, Agency, PatientFacts, Performer, Student

__all__ = [
    "Act",
    "ActChange",
    "Agency",
    "PatientFacts",
    "Performer",
    "Ruleset",
    "Student",
    "UnreadableAct",
    "Verdict",
    "asked_as",
    "broken_schemas",
    "built",
    "judge",
    "judge_json",
    "judge_lines",
    "read_act",
    "rulesets",
]
