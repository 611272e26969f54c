"""The run sheet on paper: every section of it, over as many pages as it needs.

`run_sheet_pdf` makes the document. It knows sheets, findings and remarks; it refuses to know a request, a session and a review.
"""

from epcr.report.run_sheet.document import run_sheet_pdf
from epcr.report.run_sheet.remark import Remark

__all__ = ["Remark", "run_sheet_pdf"]
