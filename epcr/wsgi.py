"""The one entry for any other server that runs Python's web applications, like `gunicorn epcr.wsgi`.

The database must be there, whole and of this version: `epcr db upgrade` sees to it.
"""

from __future__ import annotations

from epcr import create_app

application = create_app()
