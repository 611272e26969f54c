"""How answers are sent: files under a name of their content, kept for a year; pages compressed as they go.

Of compressions there is one, gzip: browsers offer no other over plain HTTP, which is what a classroom has. A page that another place
made the browser ask for goes out as it is, so that its length tells nothing of what stands in it (BREACH, docs/adr/0021).
"""

from __future__ import annotations

import gzip
from functools import cache
from typing import Any, Final

from flask import Flask, Response, abort, request

from epcr import paths
from epcr.fingerprints import Asset, asset, assets
from epcr.web.field_files import field_files, is_field_file
from epcr.web.lists import list_file, list_files

FILES: Final = "static"  # the endpoint, as Flask calls it
FOREVER: Final = "public, max-age=31536000, immutable"  # a year, in seconds; RFC 8246
_WORTH_IT: Final = 860  # bytes; what is shorter goes in one packet either way
_LEVEL: Final = 6  # of 9: a section of 94 KB becomes 9.9 KB in about a millisecond; 9 takes half as long again and saves 50 bytes
_WORDS: Final = frozenset(
    {"text/html", "text/csv", "text/plain", "application/json", "application/xml", "image/svg+xml"}
)
_ELSEWHERE: Final = frozenset({"cross-site", "same-site"})


def install(app: Flask) -> None:
    """Serve the files, write their names into addresses, and compress what is words."""
    by_name = assets(paths.static()) | _lists()
    by_mark = {file.name: file for file in by_name.values()}

    @app.url_defaults
    def by_content(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == FILES and (known := by_name.get(name := values.get("filename", "")) or _fields(name)):
            values["filename"] = known.name

    def send(filename: str) -> Response:
        known = by_mark.get(filename) or _fields(filename)
        return _whole(known) if known else abort(404)

    app.add_template_global(list_file)
    app.add_url_rule("/static/<filename>", FILES, send)
    app.after_request(compress)


@cache
def _lists() -> dict[str, Asset]:
    """The files of vocabularies, compressed once a process as those of the folder are."""
    return {name: asset(name, plain) for name, plain in list_files().items()}


def _fields(name: str) -> Asset | None:
    """A file of the fields of a section, by its name with the mark of its content or without; drawn when one is asked for first."""
    if not is_field_file(name):
        return None
    return next((file for plain, file in field_files().items() if name in (plain, file.name)), None)


def compress(response: Response) -> Response:
    """Compress a page, whatever it says: a form that comes back with an error is as long as one that does not.

    A file that the server passes through cannot be read here, and waitress gives it a length, as if it were no stream.
    """
    passes = response.is_streamed or response.direct_passthrough
    if response.mimetype not in _WORDS or passes or response.content_encoding:
        return response
    response.vary.add("Accept-Encoding")
    if _is_taken() and request.headers.get("Sec-Fetch-Site") not in _ELSEWHERE:
        page = response.get_data()
        if len(page) > _WORTH_IT:
            response.set_data(gzip.compress(page, _LEVEL, mtime=0))
            response.content_encoding = "gzip"
    return response


def _whole(asset: Asset) -> Response:
    """A file. It has no ETag: nobody need ask whether it is still so, and waitress hangs up after each answer without a body."""
    packed = bool(asset.compressed) and _is_taken()
    answer = Response(asset.compressed if packed else asset.plain, mimetype=asset.mimetype)
    answer.headers["Cache-Control"] = FOREVER
    if asset.compressed:
        answer.vary.add("Accept-Encoding")
    if packed:
        answer.content_encoding = "gzip"
    return answer


def _is_taken() -> bool:
    return request.accept_encodings["gzip"] > 0
