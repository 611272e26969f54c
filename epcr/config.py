"""What a place sets: read once from the environment, with safe defaults for one laptop.

Nothing here opens or creates anything but the secret that signs the cookies.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import limits
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from epcr import paths

# How often somebody may try, in the words of the `limits` library. A whole class stands behind one address.
LIMITS = {
    "SIGN_IN_FAILURES_PER_LOGIN": "10 per 15 minutes",
    "SIGN_IN_FAILURES_PER_ADDRESS": "120 per 15 minutes",
    "JOIN_FAILURES_PER_ADDRESS": "30 per 15 minutes",
    "JOINS_PER_ADDRESS": "120 per hour",
}
# What `epcr --help` lists.
VARIABLES = (
    (
        "EPCR_HOME",
        "folder of the database and the secret (default: instance/ of the checkout, or ~/.local/share/epcr)",
    ),
    ("DATABASE_URL", "sqlite:///… or postgresql+psycopg://… (default: epcr.sqlite in that folder)"),
    ("SECRET_KEY", "signs the cookies (default: made once and kept in that folder)"),
    ("SECURE_COOKIES", "1 where people reach it over HTTPS; cookies are then sent over HTTPS only"),
    (
        "RATELIMIT_STORAGE_URI",
        "where sign-in attempts are counted when several processes serve, e.g. redis://… (default: memory)",
    ),
    *((name, f"how many are let through (default: {words})") for name, words in LIMITS.items()),
)


class Misconfigured(Exception):  # noqa: N818 - it is named for what it found
    """A setting that cannot be used; the sentence names it."""


@dataclass(frozen=True)
class Settings:
    """The settings of one application."""

    database_url: str
    secret_key: str
    secure_cookies: bool = False
    ratelimit_storage: str = "memory://"
    testing: bool = False
    limits: Mapping[str, str] = field(default_factory=lambda: dict(LIMITS))


def from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings. Raises Misconfigured when one cannot be used."""
    given = os.environ if environment is None else environment
    url = given.get("DATABASE_URL", "").strip() or f"sqlite:///{home() / 'epcr.sqlite'}"
    if url.startswith("postgres://"):
        url = url.replace("postgres://", "postgresql://", 1)
    if url.startswith("postgresql://"):
        url = url.replace("postgresql://", "postgresql+psycopg://", 1)
    _require_usable(url)
    return Settings(
        database_url=url,
        secret_key=given.get("SECRET_KEY") or _kept_secret(),
        secure_cookies=given.get("SECURE_COOKIES", "").lower() in {"1", "true", "yes", "on"},
        ratelimit_storage=given.get("RATELIMIT_STORAGE_URI") or "memory://",
        limits={name: _limit(name, given.get(name, "").strip() or words) for name, words in LIMITS.items()},
    )


def _limit(name: str, words: str) -> str:
    try:
        limits.parse(words)
    except ValueError:
        message = f"{name} must be a number and a time, like {LIMITS[name]}, not {words!r}"
        raise Misconfigured(message) from None
    return words


def home() -> Path:
    """The folder of the database and the secret, made when it is not there."""
    folder = paths.instance()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        message = f"cannot make the folder {folder} ({error.strerror}); set EPCR_HOME to a folder that can be written"
        raise Misconfigured(message) from None
    return folder


def _require_usable(url: str) -> None:
    if not url.startswith(("sqlite:", "postgresql+psycopg:")):
        message = f"DATABASE_URL must start with sqlite: or postgresql:, not {url.split(':', 1)[0]}:"
        raise Misconfigured(message)
    try:
        made = make_url(url)
        made.get_dialect()().create_connect_args(made)  # reads the options behind the question mark
    except (ArgumentError, ValueError):  # the words of neither may be shown: they can hold the password
        message = "DATABASE_URL must be like sqlite:////folder/file or postgresql://user:password@host:5432/database"
        raise Misconfigured(message) from None
    if url.startswith("postgresql") and find_spec("psycopg") is None:
        message = (
            "DATABASE_URL names PostgreSQL, whose driver is not installed; run: pip install 'epcr[postgres]'"
        )
        raise Misconfigured(message)


def _kept_secret() -> str:
    file = home() / "secret"
    try:
        if not file.exists():
            # Made under another name first, so that two processes starting at once end with the same secret.
            fresh = file.with_name(f"secret.{os.getpid()}")
            fresh.touch(mode=0o600)
            fresh.write_text(secrets.token_hex(32), encoding="ascii")
            try:
                os.link(fresh, file)
            except FileExistsError:
                pass
            finally:
                fresh.unlink()
        return file.read_text(encoding="ascii")
    except OSError as error:
        message = f"cannot keep the secret in {file} ({error.strerror}); set SECRET_KEY or EPCR_HOME"
        raise Misconfigured(message) from None
