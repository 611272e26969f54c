"""Run sheets as tables (CSV), and the dictionary of their fields."""
