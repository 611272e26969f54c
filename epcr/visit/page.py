"""What a view gives back."""

from __future__ import annotations

from werkzeug.wrappers import Response as AnyResponse

Page = str | AnyResponse | tuple[str, int]
