"""The pages of the rulebook: the rulesets, one of them as a table, one rule of it, two side by side, and what is printed."""

from __future__ import annotations

import io

from flask import Blueprint, Response, abort, render_template, request, send_file

from epcr.db import now
from epcr.people.corrections import usual_level
from epcr.rulebook.card import card_pdf
from epcr.rulebook.compare_view import compare_page
from epcr.rulebook.known import known, known_ruleset
from epcr.rulebook.list_view import ruleset_list
from epcr.rulebook.matrix import Wanted
from epcr.rulebook.matrix import matrix as table
from epcr.rulebook.matrix_view import matrix_page
from epcr.rulebook.paper import matrix_pdf
from epcr.rulebook.rule_view import rule_page
from epcr.scope import Ruleset
from epcr.visit.signed_in import person, session

blueprint = Blueprint("rulebook", __name__, url_prefix="/rulesets")


@blueprint.get("")
def listed() -> str:
    """All rulesets one may read."""
    who, rules = person(), known(session(), person())
    used: dict[str, list[str]] = {}
    for classroom in who.classrooms:
        used.setdefault(classroom.ruleset, []).append(classroom.name)
    return render_template("rulebook/list.html", page=ruleset_list(rules, used, now().date()))


@blueprint.get("/<ruleset_id>")
def matrix(ruleset_id: str) -> str:
    """One ruleset: items down, levels across. The query narrows it."""
    ruleset = _ruleset(ruleset_id)
    wanted = _wanted(ruleset)
    level, today = _level(ruleset, wanted), now().date()
    page = matrix_page(ruleset, wanted, _query(wanted), card_level=level, today=today)
    return render_template("rulebook/matrix.html", page=page)


@blueprint.get("/<ruleset_id>/items/<item_id>")
def rule(ruleset_id: str, item_id: str) -> str:
    """One item of a ruleset: each level's rule, its conditions, source, confidence, and the layer that says so."""
    ruleset = _ruleset(ruleset_id)
    item = ruleset.items.get(item_id) or abort(404)
    return render_template("rulebook/rule.html", page=rule_page(ruleset, item))


@blueprint.get("/<ruleset_id>/matrix.pdf")
def matrix_paper(ruleset_id: str) -> Response:
    """The table, as far as it is wanted, to print."""
    ruleset = _ruleset(ruleset_id)
    wanted = _wanted(ruleset)
    pdf = matrix_pdf(table(ruleset, wanted), wanted, paper=_paper(), printed_on=now().date())
    return _sent(pdf, f"scope-{ruleset.id}.pdf")


@blueprint.get("/<ruleset_id>/card.pdf")
def card(ruleset_id: str) -> Response:
    """What one level may do, on one sheet for the pocket."""
    ruleset = _ruleset(ruleset_id)
    level = request.args.get("level", "")
    if level not in ruleset.levels:
        abort(404)
    pdf = card_pdf(ruleset, level, paper=_paper(), printed_on=now().date())
    return _sent(pdf, f"card-{ruleset.id}-{level.lower().replace(' ', '-').replace('/', '-')}.pdf")


@blueprint.get("/compare")
def compare() -> str:
    """Two rulesets side by side: only what differs."""
    rules = known(session(), person())
    names = [request.args.get(key, "") for key in ("one", "other")]
    if any(name and name not in rules for name in names):
        abort(404)
    first, other = (rules.get(name) for name in names)
    level = _known_level(*(ruleset for ruleset in (first, other) if ruleset))
    return render_template("rulebook/compare.html", page=compare_page(rules, first, other, level))


def _ruleset(name: str) -> Ruleset:
    """The ruleset, where this person may read it; 404 otherwise."""
    return known_ruleset(session(), person(), name) or abort(404)


def _wanted(ruleset: Ruleset) -> Wanted:
    given = request.args
    return Wanted(
        words=given.get("words", "").strip()[:80],
        category=given.get("category", ""),
        kind=given.get("kind", ""),
        level=_known_level(ruleset),
        changed=given.get("changed") == "1",
    )


def _known_level(*rulesets: Ruleset) -> str:
    """The level that is asked for, where one of these has a column for it."""
    level = request.args.get("level", "")
    return level if any(level in ruleset.levels for ruleset in rulesets) else ""


def _query(wanted: Wanted) -> dict[str, str]:
    """What is wanted as a query, so that the print shows what the page does."""
    words = {"words": wanted.words, "category": wanted.category, "kind": wanted.kind, "level": wanted.level,
            "changed": "1" if wanted.changed else ""}  # fmt: skip
    return {key: value for key, value in words.items() if value}


def _level(ruleset: Ruleset, wanted: Wanted) -> str:
    """The level whose card is offered first: the one looked at, else one's own, else the first."""
    for level in (wanted.level, usual_level(session(), person()) or ""):
        if level in ruleset.levels:
            return level
    return next(iter(ruleset.levels))


def _paper() -> str:
    return "a4" if request.args.get("paper") == "a4" else "letter"


def _sent(pdf: bytes, name: str) -> Response:
    return send_file(io.BytesIO(pdf), mimetype="application/pdf", download_name=name, max_age=0)
