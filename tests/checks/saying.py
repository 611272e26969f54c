"""Short questions to the checks, for tests that read as sentences."""

from __future__ import annotations

from epcr.checks import Weight, findings


def missing(run_sheet):
    """The anchors of what is missing."""
    return [str(one.anchor) for one in findings(run_sheet) if one.weight is Weight.MISSING]


def warned(run_sheet):
    """The sources of the warnings, in the order of the sheet."""
    return warned_by("", run_sheet)


def warned_by(check, run_sheet):
    """The same of one check."""
    found = [one.source for one in findings(run_sheet) if one.weight is Weight.WARNING]
    return [source for source in found if source.startswith(check)]


def noted(run_sheet):
    """The sources of the notes."""
    return [one.source for one in findings(run_sheet) if one.weight is Weight.NOTE]


def only(run_sheet, source):
    """The one finding of this source."""
    (found,) = [one for one in findings(run_sheet) if one.source == source]
    return found


def message_at(run_sheet, anchor):
    """The message of the one finding at this anchor."""
    (found,) = [one for one in findings(run_sheet) if str(one.anchor) == str(anchor)]
    return found.message
