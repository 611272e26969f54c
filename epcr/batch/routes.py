"""The page on which a class's sheets are chosen to be printed, and the file that is given out while it is made."""

from __future__ import annotations

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from epcr.batch import sides
from epcr.batch.bundles import KINDS, BundleKind
from epcr.batch.choose_view import choose_page
from epcr.batch.choosing import how_many, in_order
from epcr.batch.drawing import Order
from epcr.batch.naming import shown
from epcr.batch.streaming import pieces, plain, told, waiting
from epcr.batch.turns import turns
from epcr.db import now
from epcr.paper.own_paper import Sides
from epcr.people.classrooms import classes_of
from epcr.people.model import Classroom
from epcr.report.filename import as_file
from epcr.review.asking import as_query, asked_for
from epcr.review.documents import Document
from epcr.review.printing import one_of, wanted
from epcr.review.queue import Filter, choices
from epcr.visit.signed_in import database, person, session
from epcr.visit.spoken import preferred

blueprint = Blueprint("batch", __name__, url_prefix="/print")
_TOLD = "application/octet-stream"


@blueprint.get("")
def choose() -> str:
    """Which sheets, as what."""
    asked, classrooms = asked_for(), classes_of(session(), person())
    require_own(asked, classrooms)
    page = choose_page(
        asked,
        choices(session(), classrooms, asked),
        how_many(session(), classrooms, asked),
        way=wanted(),
        kind=_kind(),
        chosen_sides=sides.chosen(),
    )
    return render_template("batch/choose.html", page=page)


@blueprint.get("/bundle")
def bundle() -> AnyResponse:
    """The file, while it is made; with `told=1` what it is made of is said in between, for the script of the page."""
    asked, classrooms = asked_for(), classes_of(session(), person())
    require_own(asked, classrooms)
    sheets = in_order(session(), classrooms, asked)
    if not sheets:
        return redirect(url_for("batch.choose", **as_query(asked)), 303)
    turn = turns().take(len(sheets))
    if turn is None:
        return _wait(asked, len(sheets))
    way, kind, at = wanted(), _kind(), now()
    order = Order(sheets, way.document, way.printing(at), person().id, at, preferred())
    of_class = next((classroom.name for classroom in classrooms if classroom.id == asked.classroom), "")
    name = _name(of_class, way.document, kind)
    title = ", ".join(part for part in (way.document.plural, shown(of_class)) if part)
    shared = way.document.one_page and sides.chosen() == sides.SHARED
    begun = kind.begun(title, Sides(way.paper, shared))
    made = turn.counted(pieces(database(), order, begun, {"name": name, "type": kind.mimetype}))
    answer = (
        Response(told(made), mimetype=_TOLD) if _is_told() else Response(plain(made), mimetype=kind.mimetype)
    )
    answer.call_on_close(turn.end)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    sides.keep(answer)
    answer.headers["X-Accel-Buffering"] = "no"  # a proxy before us hands on what comes as it comes
    return answer


def _is_told() -> bool:
    return request.args.get("told") == "1"


def _wait(asked: Filter, total: int) -> Response:
    """Others are made first. A line for the script of the page says when to ask again; a page without it does so by itself."""
    seconds = turns().seconds_to_wait()
    if _is_told():
        return Response(waiting(seconds), mimetype=_TOLD)
    page = render_template("batch/others_first.html", query=as_query(asked), total=total, seconds=seconds)
    answer = Response(page, 503)
    answer.headers["Retry-After"] = answer.headers["Refresh"] = str(seconds)
    return answer


def require_own(asked: Filter, classrooms: list[Classroom]) -> None:
    """404 for a class that is not one of theirs."""
    if asked.classroom is not None and asked.classroom not in {classroom.id for classroom in classrooms}:
        abort(404)


def _kind() -> BundleKind:
    return one_of(KINDS, request.args.get("as", ""))


def _name(of_class: str, document: Document, kind: BundleKind) -> str:
    day = now().date().isoformat()
    parts = (day, as_file(of_class), document.plural.replace(" ", "-"))
    return f"{'_'.join(part for part in parts if part)}.{kind.slug}"
