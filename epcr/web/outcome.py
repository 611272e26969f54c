"""What became of a save as JSON, for whoever asks for that beside the page: `Accept: application/json`.

It says what the page would: it takes the same road, and knows neither how a form is saved nor how a page is drawn.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any, cast

import wtforms
from flask import Response, jsonify, request

from epcr.checks import findings
from epcr.checks.finding import Finding
from epcr.checks.verdicts import judging
from epcr.sheet.context import Context
from epcr.sheet.control import Control
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.section import SheetPart
from epcr.web.forms import understood
from epcr.web.notice import Notice
from epcr.web.outline import outline
from epcr.web.saving import Outcome

JSON = "application/json"


def in_json() -> bool:
    """Whether the request would rather have JSON than a page; a browser that takes anything gets the page."""
    taken = request.accept_mimetypes
    return taken[JSON] > taken["text/html"]


def told(sheet: RunSheet, part: SheetPart, form: wtforms.Form, outcome: Outcome) -> tuple[Response, int]:
    """The outcome of a save, with what the sheet says after it.

    `shown` are the fields of the part as they stand now, in words, by anchor; `errors` those that could not be read. 200 where it
    is saved or there was nothing to save, 409 where it stands against what is stored, 422 where something is wrong in it.
    """
    code = 409 if outcome.closed or outcome.conflict else 200 if outcome.saved or outcome.untouched else 422
    answer = {
        "saved": outcome.saved,
        "anchor": str(part.anchor()),
        "version": part.version,
        "at": part.saved_at.isoformat() if part.saved_at else None,
        "device_at": part.device_at.isoformat() if part.device_at else None,
        "shown": shown(sheet, part) if outcome.saved else {},
        "errors": {control.name: list(control.errors) for control in _controls(form) if control.errors},
        "conflicts": {
            conflict.control.name: {"yours": conflict.yours, "stored": conflict.stored}
            for conflict in outcome.conflict
        },
        "meanwhile": [control.name for control in outcome.meanwhile],
        "refused": outcome.closed or (outcome.refused.reason if outcome.refused else ""),
        "offer": _offer(outcome),
        "said": list(understood(form)) if outcome.saved else [],
        **stands(sheet, {part.page.slug}, findings(sheet)),
    }
    return jsonify(answer), code


def stands(sheet: RunSheet, slugs: Collection[str], of_the_sheet: Sequence[Finding]) -> dict[str, Any]:
    """How the sheet stands: the findings of these sections, the verdict at each act, and what each section still asks."""
    return {
        "findings": [_finding(finding) for finding in of_the_sheet if finding.anchor.section in slugs],
        "verdicts": dict(_verdicts(sheet)),
        "outline": {
            section.slug: {
                "state": section.state,
                "asked": section.asked,
                "missing": section.missing,
                "warnings": section.warnings,
            }
            for section in outline(sheet, of_the_sheet)
        },
    }


def error(notice: Notice, token: str = "") -> tuple[Response, int]:
    """What went wrong before anything could be saved, in the words of the page about it; with the token to send it again with."""
    answer: dict[str, Any] = {
        "saved": False,
        "title": notice.title,
        "next_step": notice.next_step,
        "again": notice.again,
    }
    return jsonify(answer | ({"token": token} if token else {})), notice.code


def _controls(form: wtforms.Form) -> list[Control]:
    return cast("list[Control]", list(form))


def shown(sheet: RunSheet, part: SheetPart) -> dict[str, str]:
    """The fields of a part that say something, in words, by anchor."""
    context: Context = sheet.context(part)
    return {
        str(part.anchor(name)): part.show(name, context) for name in part.fields() if part.documented(name)
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "anchor": str(finding.anchor),
        "weight": finding.weight,
        "message": finding.message,
        "basis": finding.basis,
        "source": finding.source,
        "open": finding.open,
        "answer": finding.answer,
    }


def _verdicts(sheet: RunSheet) -> Iterator[tuple[str, dict[str, Any]]]:
    """The verdict that stands at each act, by its anchor: one change can change those of others."""
    judged = judging(sheet)
    for act in sheet.entries("interventions"):
        if act.item is not None:
            stands = judged(act)
            yield str(act.anchor()), {"verdict": stands.verdict, "reason": stands.reason}


def _offer(outcome: Outcome) -> dict[str, Any] | None:
    """A name that is not in the list, and the interventions of the list that go by it, by id."""
    offer = outcome.offer
    if offer is None:
        return None
    return {"name": offer.name, "listed": {item.id: item.label for item in offer.listed}}
