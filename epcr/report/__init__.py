"""The documents made from a run sheet: the handoff on one page, the run sheet, the trend chart and the course of the call."""
