"""Run sheets given out as a document of NEMSIS v3.5.1: one, or those of the queue's filter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from epcr.batch.choosing import in_order
from epcr.batch.exporting import ExportedSheet, exported, pieces
from epcr.batch.routes import blueprint, require_own
from epcr.db import now
from epcr.people.classrooms import classes_of
from epcr.report.filename import as_file
from epcr.review.asking import as_query, asked_for
from epcr.review.whose_sheet import reviewed
from epcr.visit.signed_in import database, person, session


@blueprint.get("/nemsis/<sheet_id>")
def nemsis_sheet(sheet_id: str) -> AnyResponse:
    """One sheet; where it lacks what the standard makes mandatory, its page says so."""
    sheet = reviewed(sheet_id)
    day = sheet.customs().day
    name = "_".join(filter(None, (day.isoformat() if day else "", sheet.number, "nemsis")))
    return _given_out((sheet.id,), name, url_for("review.desk", sheet_id=sheet.id))


@blueprint.get("/nemsis")
def nemsis() -> AnyResponse:
    """The sheets that the queue's filter asks for, in one document, while it is made."""
    asked, classrooms = asked_for(), classes_of(session(), person())
    require_own(asked, classrooms)
    sheets = in_order(session(), classrooms, asked)
    of_class = next((classroom.name for classroom in classrooms if classroom.id == asked.classroom), "")
    name = "_".join(filter(None, (now().date().isoformat(), as_file(of_class), "nemsis")))
    return _given_out(sheets, name, url_for("batch.choose", **as_query(asked)))


def _given_out(sheets: Sequence[str], name: str, back: str) -> AnyResponse:
    """The document as a file; where not one sheet can leave, the page that it was asked for on, with why."""
    base, reader = database(), person().id
    left_out: list[ExportedSheet] = []

    def made() -> Iterator[bytes]:
        run = pieces(
            lambda document: exported(base, sheets, document, reader), national="national" in request.args
        )
        left_out.extend((yield from run))

    chunks = made()
    first = next(chunks, None)
    if first is None:
        for sheet in left_out[:1]:
            flash(f"Not exported. {sheet.sentence}", "attention")
        return redirect(back, 303)
    answer = Response(chain((first,), chunks), mimetype="application/xml")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{name}.xml")
    answer.headers["X-Accel-Buffering"] = "no"  # a proxy before us hands on what comes as it comes
    return answer
