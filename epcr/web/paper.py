"""A sheet on paper: the page on which a document is chosen, and the document as a PDF."""

from __future__ import annotations

import io
from typing import Any

from flask import Blueprint, abort, current_app, redirect, render_template, request, send_file, url_for
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response as AnyResponse

from epcr.db import now
from epcr.people.model import Role
from epcr.report.filename import filename
from epcr.review import steps
from epcr.review.comments import readable
from epcr.review.documents import DOCUMENTS, Loaded
from epcr.review.printing import Way, wanted
from epcr.review.whose_sheet import visible
from epcr.sheet.run_sheet import RunSheet
from epcr.traces import where
from epcr.visit.signed_in import person, session
from epcr.web import whose_class

blueprint = Blueprint("paper", __name__)


@blueprint.get("/sheets/<sheet_id>/print")
def choose(sheet_id: str) -> str | AnyResponse:
    """Which document, and how; chosen, it is opened."""
    sheet, way = visible(sheet_id), wanted()
    if request.args.get("open") == "1":
        return redirect(
            url_for("paper.document", sheet_id=sheet.id, slug=way.document.slug, **way.query()), 303
        )
    stands = steps.standing(session(), sheet)
    return render_template(
        "sheet/print.html",
        sheet=sheet,
        name=sheet.patient.name() or f"sheet {sheet.number}",
        whose=whose_class.of_sheet(sheet),
        stands=stands,
        as_submitted=[
            (0, "As it stands"),
            *((number, f"Revision {number}, as submitted") for number in range(1, stands.frozen + 1)),
        ],
        documents=DOCUMENTS,
        way=way,
        commented=bool(readable(session(), sheet, person())),
        **_back(sheet),
    )


@blueprint.get("/sheets/<sheet_id>/<slug>.pdf")
def document(sheet_id: str, slug: str) -> AnyResponse | tuple[str, int]:
    """The document; where it cannot be made, a page that says so."""
    if slug not in DOCUMENTS:
        abort(404)
    sheet, way = visible(sheet_id), wanted(slug)
    loaded: Loaded | None = Loaded(sheet, steps.standing(session(), sheet), person(), session())
    if loaded is not None and way.revision:
        loaded = loaded.as_submitted(way.revision)
    if loaded is None:
        abort(404)
    try:
        pdf = way.document.draw(loaded, way.printing(now()))
    except OperationalError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever is wrong with a sheet, whoever prints it reads what to do
        current_app.logger.error("run sheet %s could not be printed as %s: %s", sheet.id, slug, where(error))  # noqa: TRY400 - its words may be the sheet's
        return _not_printed(sheet, way)
    name = filename(loaded.sheet, loaded.stands.revision, slug)
    return send_file(io.BytesIO(pdf), mimetype="application/pdf", download_name=name, max_age=0)


def _not_printed(sheet: RunSheet, way: Way) -> tuple[str, int]:
    whom = "your instructor" if person().role == Role.TRAINEE else "whoever runs the server"
    page = render_template(
        "sheet/not_printed.html", sheet=sheet, document=way.document, whom=whom, **_back(sheet)
    )
    return page, 500


def _back(sheet: RunSheet) -> dict[str, Any]:
    """Where whoever prints came from: the desk of a reviewer, the handoff of the trainee."""
    if sheet.trainee_id != person().id:
        return {"back": url_for("review.desk", sheet_id=sheet.id), "back_words": "Back to the review"}
    return {
        "back": url_for("sheet.section", sheet_id=sheet.id, slug="handoff"),
        "back_words": "Back to the sheet",
    }
