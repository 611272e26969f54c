"""One try to sign in, wherever it is made: counted, refused in words, written to the log without what was typed.

It opens no session of a browser; the page that asks does.
"""

from __future__ import annotations

from collections.abc import Callable

from epcr.accounts.forms import SignInForm
from epcr.accounts.refused_sign_in import HELD_UP, WRONG, note_refused
from epcr.people import persons
from epcr.people.model import Person
from epcr.visit.forms import typed
from epcr.visit.signed_in import database
from epcr.visit.throttle import HeldUp, guess
from epcr.words.language import gettext


def whose(form: SignInForm) -> Person | None:
    """Whose login and password these are; None, with a sentence at the form, where nobody signs in with them."""
    login = typed(form.login)
    right = one_guess(login)
    # A session that only reads: the write lock of SQLite must not be held while a password is verified.
    with database().read() as reading:
        person = persons.verify(reading, login, typed(form.password))
    if person is None:
        note_refused(WRONG, login)
        form.form_errors.append(gettext(persons.WRONG))
        return None
    if ended := persons.account_ended(person):
        form.form_errors.append(ended)
        return None
    right()
    return person


def one_guess(login: str, where: str = "sign-in") -> Callable[[], None]:
    """Count a guess at a password; what is returned is called where it was right. Raises HeldUp, which is written to the log."""
    try:
        return guess(login, where=where)
    except HeldUp:
        note_refused(HELD_UP, login)
        raise
