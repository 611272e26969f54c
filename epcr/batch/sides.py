"""How a class is printed on both sides: each handoff on its own paper, or two on one. The choice is kept in the browser."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from flask import Response, current_app, request

COOKIE: Final = "epcr_sides"
KEPT_FOR: Final = timedelta(days=365)
OWN, SHARED = "own", "shared"
CHOICES: Final = ((OWN, "Each handoff on its own paper"), (SHARED, "Two handoffs on one paper"))


def chosen() -> str:
    """What the address says, else what was chosen last in this browser, else that each has its own."""
    known = [name for name, _ in CHOICES]
    wished = (request.args.get("sides", ""), request.cookies.get(COOKIE, ""))
    return next((side for side in wished if side in known), OWN)


def keep(response: Response) -> None:
    """Let the browser remember what was chosen."""
    response.set_cookie(
        COOKIE, chosen(), max_age=KEPT_FOR, httponly=True, samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"], path=current_app.config["APPLICATION_ROOT"],
    )  # fmt: skip
