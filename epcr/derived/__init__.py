"""What is worked out from a sheet and never stored: scores, the burned area, and what triage the findings suggest.

Each line says what it was worked out from, in one line what it means, and who says so. It overwrites nothing.
"""
