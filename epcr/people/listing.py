"""What one typed cell of a class list says: a name, a login, a level. The same for a person who is added alone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

from epcr.letters import compared
from epcr.refused import Refused
from epcr.sheet.vocabulary import vocabulary
from epcr.wording import as_login, one_line

LONGEST_NAME = 120  # letters; chosen here: the longest legal names with all their parts have about a hundred
LONGEST_LOGIN = 60
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._@+-]*", re.ASCII)
_FORMULA = (
    "=",
    "+",
    "-",
    "@",
    "\uff1d",
    "\uff0b",
    "\uff0d",
    "\uff20",
)  # the wide ones of Asian keyboards too
# Letters that are no other letter with an accent, and what they are in a login.
_SPELLED = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "\u0131": "i"}
)


def read_name(text: str) -> str:
    """A name as it is kept, in any script. Raises Refused."""
    name = one_line(text)
    # A spreadsheet that opens a list of names would calculate it.
    if name.startswith(_FORMULA):
        raise Refused(
            f"Write the name; “{_short(name)}” begins with {name[0]}, as a formula of a spreadsheet does.",
            "name",
        )
    # Of signs that nobody sees a name could be made that no link can be clicked by.
    if not any(unicodedata.category(letter)[0] == "L" for letter in name):
        raise Refused(
            f"Write the name; “{_short(name)}” has no letter." if name else "Write the name.", "name"
        )
    if len(name) > LONGEST_NAME:
        raise Refused(f"Shorten the name to {LONGEST_NAME} characters; it has {len(name)}.", "name")
    return name


def read_login(text: str) -> str:
    """A login as it is kept: small letters, digits and . _ - + @. Raises Refused."""
    login = as_login(text)
    if not 2 <= len(login) <= LONGEST_LOGIN or not _LOGIN.fullmatch(login):
        refused = f"; “{_short(login)}” is none" if login else ""
        raise Refused(
            f"Write a login of 2 to {LONGEST_LOGIN} letters and digits, without spaces or accents, like ruiz or j.okafor{refused}.",
            "login",
        )
    return login


def read_level(text: str) -> str | None:
    """The code of a certification level typed as code, label or synonym; None for nothing. Raises Refused."""
    if not text.strip():
        return None
    term = vocabulary("level").find(text)
    if term is None:
        raise Refused(
            f"“{text.strip()[:40]}” is not a certification level; write one like EMT or Paramedic.", "level"
        )
    return term.code


def made_up_login(name: str, taken: Container[str]) -> str:
    """A login that nobody has, from a name: `pia.holunder`, `pia.holunder2`; `trainee1` where no letter of it is Latin."""
    last, comma, first = name.partition(",")
    words = f"{first} {last}" if comma else name
    spelled = unicodedata.normalize("NFKD", compared(words).translate(_SPELLED))
    letters = "".join(letter for letter in spelled if not unicodedata.combining(letter))
    parts = re.findall(r"[a-z0-9]+", letters.replace("’", "").replace("'", ""), re.ASCII)
    begun = ".".join(parts[:1] + parts[1:][-1:])[: LONGEST_LOGIN - 5].strip(".")
    number = 1
    if len(begun) < 2:
        begun, number = begun or "trainee", 0
    login = begun if number else f"{begun}1"
    while login in taken:
        number += 1
        login = f"{begun}{number}"
    return login


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
