"""The environment of templates: what it takes to draw a page, without what would be done again at each of them."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from flask.templating import Environment


class TemplateEnvironment(Environment):
    """Jinja's as Flask has it. The names that every template knows are all there before the first is compiled, and become one mapping.

    Jinja keeps a template's own over them, so that they could change later, and goes through both, name by name, at each `import` of
    a page: a twenty-fifth of what a page of the sheet takes.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The names that a template knows."""
        return {**self.globals, **(d or {})}
