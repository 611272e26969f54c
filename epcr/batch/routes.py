"""The page on which a class's sheets are chosen to be printed, and the file that is given out while it is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from flask import Blueprint, Response, abort, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from epcr.batch.bundles import KINDS, Kind
from epcr.batch.choosing import how_many, in_order
from epcr.batch.documents import DOCUMENTS, Document, Printing
from epcr.batch.drawing import Order
from epcr.batch.naming import as_file, shown
from epcr.batch.streaming import pieces, plain, told
from epcr.db import now
from epcr.people.model import Classroom
from epcr.people.signed_in import database, person, session
from epcr.people.steps import classes_of
from epcr.report.style import PAPERS
from epcr.review.asking import as_query, asked_for
from epcr.review.queue import Filter, choices

blueprint = Blueprint("batch", __name__, url_prefix="/print")

T = TypeVar("T")


@dataclass(frozen=True)
class Way:
    """How the sheets are wanted."""

    document: Document
    paper: str
    kind: Kind


@blueprint.get("")
def choose() -> str:
    """Which sheets, as what."""
    asked, classrooms = asked_for(), classes_of(session(), person())
    _require_own(asked, classrooms)
    return render_template(
        "batch/choose.html",
        asked=asked,
        query=as_query(asked),
        choices=choices(session(), classrooms),
        total=how_many(session(), classrooms, asked),
        way=_way(),
        documents=DOCUMENTS,
        kinds=KINDS,
    )


@blueprint.get("/bundle")
def bundle() -> AnyResponse:
    """The file, while it is made; with `told=1` what it is made of is said in between, for the script of the page."""
    asked, classrooms = asked_for(), classes_of(session(), person())
    _require_own(asked, classrooms)
    sheets = in_order(session(), classrooms, asked)
    if not sheets:
        return redirect(url_for("batch.choose", **as_query(asked)), 303)
    way = _way()
    addresses = current_app.url_map.bind_to_environ(request.environ)

    def address(sheet_id: str) -> str:
        return addresses.build(
            "sheet.section", {"sheet_id": sheet_id, "slug": "handoff"}, force_external=True
        )

    order = Order(sheets, way.document, Printing(way.paper, now(), address), person().id)
    of_class = next((one.name for one in classrooms if one.id == asked.classroom), "")
    name = _name(of_class, way)
    title = ", ".join(part for part in (way.document.plural, shown(of_class)) if part)
    made = pieces(database(), order, way.kind.begun(title), {"name": name, "type": way.kind.mimetype})
    is_told = request.args.get("told") == "1"
    answer = Response(
        told(made) if is_told else plain(made),
        mimetype="application/octet-stream" if is_told else way.kind.mimetype,
    )
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.headers["X-Accel-Buffering"] = "no"  # a proxy before us hands on what comes as it comes
    return answer


def _require_own(asked: Filter, classrooms: list[Classroom]) -> None:
    if asked.classroom is not None and asked.classroom not in {one.id for one in classrooms}:
        abort(404)


def _way() -> Way:
    return Way(
        document=_one_of(DOCUMENTS, "document"),
        paper=_one_of({name: name for name in PAPERS}, "paper"),
        kind=_one_of(KINDS, "as"),
    )


def _one_of(known: dict[str, T], name: str) -> T:
    """What the address names, else the first."""
    return known.get(request.args.get(name, ""), next(iter(known.values())))


def _name(of_class: str, way: Way) -> str:
    day = now().date().isoformat()
    parts = (day, as_file(of_class), way.document.plural.replace(" ", "-"))
    return f"{'_'.join(part for part in parts if part)}.{way.kind.slug}"
