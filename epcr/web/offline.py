"""What a device needs to open pages with no network: the worker that keeps them, the page for what is not kept, and with each answer
for whom it was drawn, so that nobody ever sees what was kept for another.

Which pages may be kept is decided here; when they are fetched and shown is the worker's (`epcr/static/worker.js`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from typing import Final, cast

from flask import Blueprint, Flask, Response, current_app, g, render_template, request, url_for
from flask.globals import request_ctx

from epcr import paths
from epcr.fingerprints import assets
from epcr.people.model import Person, Role
from epcr.visit.signed_in import SAFE_METHODS
from epcr.web.field_files import SCRIPT as OF_FIELDS
from epcr.web.field_files import field_files
from epcr.web.lists import list_files

blueprint = Blueprint("offline", __name__)

WORKER: Final = "worker.js"
VERSION: Final = version("epcr")
PERSON: Final = "Epcr-Person"  # of an answer: for whom it was drawn
NOBODY: Final = "nobody"
KEEP: Final = "Epcr-Keep"  # of an answer: the device may keep this page
# Of a request: nobody looks at the answer now, so that no message may be used up by it.
IN_ADVANCE: Final = "Epcr-In-Advance"
KEPT: Final = frozenset({"sheet.home", "sheet.call", "sheet.section", "sheet.check"})
REST: Final = "KEEPING_REST"  # in the application's configuration, for tests; see `_RESTS`
# Chosen here, by what is measured in docs/adr/0033: after each page that it fetches in advance a device rests so many times as long as
# the answer took, so that a class asks less the slower it is answered.
_RESTS: Final = 60
_NOT_OF_PAGES: Final = frozenset(
    {WORKER, "bootstrap.css", "fira-OFL.txt", OF_FIELDS}
)  # the second comes within epcr.css, the last within each file of fields


def person_tag(who: Person) -> str:
    """Whom a device keeps something for. Numbers are given again in a database that was set up anew, hence the date."""
    return f"{who.id} {who.created_at.isoformat()}"


def install(app: Flask) -> None:
    """Say with each answer for whom it is, and whether it may be kept."""
    app.jinja_env.globals.update(person_tag=person_tag, worker_for=_worker_for)

    app.before_request(_leave_messages)
    app.after_request(_tell)


def _leave_messages() -> None:
    if IN_ADVANCE in request.headers:
        request_ctx.flashes = []  # as if they were read already


def _tell(response: Response) -> Response:
    if "session" in g and response.status_code < 500:  # after a failure nobody knows who asks
        who = cast("Person | None", g.person)
        response.headers[PERSON] = person_tag(who) if who else NOBODY
        if _pages_are_kept(who) and _may_be_kept(response):
            response.headers[KEEP] = "1"
    return response


def _worker_for(who: Person | None) -> str:
    """The address of the worker, for whom pages are kept; empty for others."""
    return url_for("offline.worker") if _pages_are_kept(who) else ""


def _pages_are_kept(who: Person | None) -> bool:
    return who is not None and who.role == Role.TRAINEE


def _may_be_kept(response: Response) -> bool:
    """A page of a trainee's own sheets that tells nothing but what stands in them: a message is for whoever sees it now."""
    return (
        request.endpoint in KEPT
        and request.method in SAFE_METHODS
        and response.status_code == 200
        and not request_ctx.flashes
    )


@blueprint.get(f"/{WORKER}")
def worker() -> Response:
    """The worker, with what it needs to know of this version of the product before it."""
    source = (paths.static() / WORKER).read_text("utf-8")
    files = sorted(url_for("static", filename=name) for name in _names())
    page = url_for("offline.page")
    edition = sha256(f"{VERSION}{source}{files}".encode()).hexdigest()[:12]
    knows = {
        "root": url_for("sheet.home"), "version": edition, "files": files, "page": page, "instead": f"{page}?sent=1",
        "signsIn": url_for("people.sign_in"), "signsOut": url_for("people.sign_out"), "rests": current_app.config.get(REST, _RESTS),
    }  # fmt: skip
    return Response(f"const KNOWS = {json.dumps(knows)};\n{source}", mimetype="text/javascript")


def _names() -> list[str]:
    """The files that pages load."""
    return [
        name for name in [*assets(paths.static()), *list_files(), *field_files()] if name not in _NOT_OF_PAGES
    ]


@dataclass(frozen=True)
class OfflinePage:
    """What stands on the page; `step` is what its second button does, "back" or "again"."""

    title: str
    lead: str
    step: str
    step_words: str


NOT_KEPT: Final = OfflinePage(
    "No network, and this page is not kept here",
    "Kept on this device are My run sheets and the sheets that were open on it while there was a network: the call screen, every section, "
    "the check.",
    "again",
    "Try again",
)
NOT_SENT: Final = OfflinePage(
    "This needs the network",
    "Nothing was sent. To begin, move, submit or print a sheet, to answer a warning and to sign out, wait until the network is back.",
    "back",
    "Go back to the page before",
)


@blueprint.get("/offline")
def page() -> str:
    """What a device shows in place of a page that it does not keep. The worker asks for it as nobody, so that it names nobody."""
    return render_template("offline.html", page=NOT_SENT if "sent" in request.args else NOT_KEPT)
