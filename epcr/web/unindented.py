"""Pages without the indentation of their templates: a tenth of what a page of the sheet weighed was space at the beginning of lines.

What people typed is put in later and stays as it is.
"""

from __future__ import annotations

import re
from typing import Final

from jinja2.ext import Extension

_INDENTATION: Final = re.compile(r"^[ \t]+", re.MULTILINE)


class Unindented(Extension):
    """Lets lines of a template begin at their first letter; their number stays, so that an error names the right one."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The source of a template as it is compiled."""
        return _INDENTATION.sub("", source)
