"""Passwords: hashed, verified in the same time whether or not somebody has the login, and made up when they are reset.

It stores nothing and knows no person.
"""

from __future__ import annotations

import secrets
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from epcr.letters import compared
from epcr.refused import Refused

# OWASP Password Storage Cheat Sheet (2024): Argon2id with 19 MiB, 2 iterations, 1 lane.
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
SHORTEST = 8  # NIST SP 800-63B (2017), 5.1.1.2: at least 8 characters, and no rule of composition
LONGEST = 200
_CONSONANTS = "bdfgkmnprstvz"
_VOWELS = "aeiou"
# The commonest of those with eight characters or more in every published list.
_COMMON = frozenset({
    "password", "password1", "password12", "password123", "passw0rd", "12345678", "123456789", "1234567890", "qwertyui",
    "qwertyuiop", "qwerty123", "iloveyou", "princess", "sunshine", "football", "baseball", "superman", "trustno1", "welcome1",
    "letmein1", "abc12345", "abcd1234", "11111111", "00000000", "88888888", "87654321", "changeme", "paramedic", "ambulance",
})  # fmt: skip

PUBLISHED = frozenset(
    {"ride-along", "field-notes", "keep-backups"}
)  # of the demo class, for everybody to read


def hash_password(password: str) -> str:
    """The argon2 hash to store; 45 ms of work and 19 MiB."""
    return HASHER.hash(_plain(password))


def matches(stored: str | None, password: str) -> bool:
    """Whether it is the password; just as much work where there is no stored hash."""
    try:
        HASHER.verify(stored or _of_nobody(), _plain(password)[: LONGEST + 1])
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def check_new_password(password: str, login: str, *, until_now: str | None = None) -> None:
    """Refuse what is too short, too long, too common, the login itself or what it was until now."""
    plain = _plain(password)
    if password == until_now:
        raise Refused("Choose a password that you did not have until now.", "password")
    if len(plain) < SHORTEST:
        raise Refused(f"Choose a password of at least {SHORTEST} characters.", "password")
    if len(plain) > LONGEST:
        raise Refused(f"Choose a password of at most {LONGEST} characters.", "password")
    if (
        plain.casefold() in _COMMON | PUBLISHED
        or compared(password) == compared(login)
        or len(set(plain)) < 3
    ):
        raise Refused(
            "That password is among the first that anybody would guess; choose another.", "password"
        )


def readable_password() -> str:
    """A made-up password that can be read aloud and typed: `kamo-ritu-sepa` and the like, one of 7 × 10^10."""
    return readable_from(secrets.token_bytes(32))


def readable_from(drawn: bytes) -> str:
    """The readable password that these bytes, drawn at random or by a key, stand for."""
    left, syllables = int.from_bytes(drawn, "big"), []
    for _ in range(6):
        left, which = divmod(left, len(_CONSONANTS) * len(_VOWELS))
        syllables.append(_CONSONANTS[which // len(_VOWELS)] + _VOWELS[which % len(_VOWELS)])
    return "-".join("".join(syllables[at : at + 2]) for at in (0, 2, 4))


def _plain(password: str) -> str:
    # The same letters, however the keyboard composed them (NIST SP 800-63B, 5.1.1.2).
    return unicodedata.normalize("NFKC", password)


@cache
def _of_nobody() -> str:
    return HASHER.hash(secrets.token_hex(16))
