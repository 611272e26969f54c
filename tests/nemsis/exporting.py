"""Run sheets exported for a test: the document, and what is told of it."""

from __future__ import annotations

import io

from lxml import etree

from epcr.export.nemsis.document import NemsisDocument
from tests.nemsis.reports import NIL, report_in


def exported(*run_sheets, national=False):
    """The document of these sheets, and the sentences of what does not leave as it stands."""
    out = io.BytesIO()
    with NemsisDocument(out, national=national) as document:
        losses = [loss for run_sheet in run_sheets for loss in document.add(run_sheet)]
    return out.getvalue(), losses


def report(run_sheet, **options):
    """The report of one sheet."""
    return report_in(exported(run_sheet, **options)[0])


def texts(within, element):
    """The values of an element, in their order; of one without a value the code of why there is none."""
    return [one.text or one.get("NV") or one.get("PN") for one in within.iterfind(f".//{{*}}{element}")]


def nil(within, element):
    """Whether an element stands there without a value."""
    (one,) = within.iterfind(f".//{{*}}{element}")
    return one.get(NIL) == "true"


def groups(within, name):
    """The groups of a name."""
    return list(within.iterfind(f".//{{*}}{name}"))


def customs(within):
    """What stands in elements of our own: the id, the text, what it is about."""
    return [
        tuple(group.findtext(f"{{*}}eCustomResults.0{number}") for number in (2, 1, 3))
        for group in groups(within, "eCustomResults.ResultsGroup")
    ]


def names(document):
    """The elements and groups of a document."""
    return {etree.QName(one).localname for one in etree.fromstring(document).iter("{*}*")}
