"""Reports of the standard as run sheets: what the sheet has fields for becomes fields, the rest is kept as it was.

The way in mirrors the way out: which field means which element is said where the field is declared, and the structure comes from the
same table. Its pages show what was kept, and what the standard says of a sheet on its way out.
"""

from __future__ import annotations

from flask import Flask


def install(app: Flask) -> None:
    """Register the pages."""
    from epcr.intake.routes import blueprint  # noqa: PLC0415 - the pages import this package

    app.register_blueprint(blueprint)
