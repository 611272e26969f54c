"""Scores computed from what was measured, each a pure function with its source; None where a part is missing.

They are derived whenever they are shown and never stored; they know nothing of run sheets.
"""

from epcr.scores.apgar import apgar
from epcr.scores.burns import burned
from epcr.scores.consciousness import gcs_total
from epcr.scores.news2 import News2, news2
from epcr.scores.perfusion import mean_arterial_pressure, shock_index
from epcr.scores.trauma import rts

__all__ = ["News2", "apgar", "burned", "gcs_total", "mean_arterial_pressure", "news2", "rts", "shock_index"]
