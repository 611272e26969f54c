"""One line in the log for each sign-in that was refused: why, at which login, from where. Never a password, nor what may be one.

People type a password into the field of the login. So a login is written only where somebody has it.
"""

from __future__ import annotations

import ipaddress
from typing import Final

from flask import current_app, request

from epcr.people import persons
from epcr.visit.signed_in import database

WRONG: Final = "wrong password"
HELD_UP: Final = "too many tries"
WRONG_ON_ITS_PAGE: Final = "wrong password on the page where it is changed"


def note_refused(why: str, login: str) -> None:
    """Write the line about this request. The log adds the time."""
    with database().read() as session:
        person = persons.find_person(session, login)
    whose = f"login {person.login}" if person else "a login that nobody has"
    current_app.logger.warning("sign-in refused: %s, %s, from %s", why, whose, _asking())


def _asking() -> str:
    """The address that asks. Where a proxy says it, it is somebody's word: what is no address is not repeated."""
    try:
        return str(ipaddress.ip_address(request.remote_addr or ""))
    except ValueError:
        return "an unknown address"
