"""Documents made from a run sheet: the SBAR handoff on paper, its statements, the trend chart."""
