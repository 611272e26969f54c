"""What a place sets: read once from the environment, with safe defaults for one laptop.

Nothing here opens or creates anything but the secret that signs the cookies.
"""

from __future__ import annotations

import ipaddress
import os
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import limits
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from epcr import paths
from epcr.public_url import PublicUrl, read_public_url

# How often somebody may try, in the words of the `limits` library. A whole class stands behind one address.
LIMITS = {
    "SIGN_IN_FAILURES": "10 per 15 minutes",  # at one login, from one device or address
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
    (
        "PUBLIC_URL",
        "the address that people open, where a proxy stands in front, e.g. https://training.college.edu/epcr (default: none)",
    ),
    (
        "SECURE_COOKIES",
        "1 where people reach it over HTTPS; cookies are then sent over HTTPS only (default: as PUBLIC_URL says, else 0)",
    ),
    (
        "TRUSTED_PROXIES",
        "addresses or networks of the proxies in front, e.g. 127.0.0.1, 10.0.0.0/24; only these are believed who asks, and how",
    ),
    (
        "RATELIMIT_STORAGE_URI",
        "where sign-in attempts are counted when several processes serve, e.g. redis://… (default: memory)",
    ),
    (
        "LANGUAGES",
        "what wholly translated pages may speak, as the browser prefers: en, or en, es; the first where it prefers none (default: en)",
    ),
    *((name, f"how many are let through (default: {words})") for name, words in LIMITS.items()),
)


Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

SECRET_AT_LEAST = (
    32  # characters; RFC 2104, 3: a key shorter than the hash (20 bytes of SHA-1 here) is weaker than it
)
_MADE_UP = 8  # different characters at least: "secretsecretsecret…" is long and no secret. Chosen here.


class Misconfigured(Exception):  # noqa: N818 - it is named for what it found
    """A setting that cannot be used; the sentence names it."""


@dataclass(frozen=True)
class Settings:
    """The settings of one application."""

    database_url: str | URL
    secret_key: str
    secure_cookies: bool = False
    ratelimit_storage: str = "memory://"
    trusted_proxies: tuple[Network, ...] = ()
    public_url: PublicUrl | None = None
    languages: tuple[str, ...] = ("en",)
    testing: bool = False
    limits: Mapping[str, str] = field(default_factory=lambda: dict(LIMITS))


def from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings. Raises Misconfigured when one cannot be used."""
    given = os.environ if environment is None else environment
    url = database_url(given)
    if not isinstance(url, str):
        home()
    public = _public_url(given.get("PUBLIC_URL", "").strip())
    return Settings(
        database_url=url,
        secret_key=_given_secret(given.get("SECRET_KEY", "").strip()) or _kept_secret(),
        secure_cookies=_secure_cookies(given.get("SECURE_COOKIES", "").strip(), public),
        public_url=public,
        trusted_proxies=tuple(_networks(given.get("TRUSTED_PROXIES", ""))),
        languages=_languages(given.get("LANGUAGES", "")),
        ratelimit_storage=_counted(given.get("RATELIMIT_STORAGE_URI", "").strip()),
        limits={name: _limit(name, given.get(name, "").strip() or words) for name, words in LIMITS.items()},
    )


def database_url(given: Mapping[str, str]) -> str | URL:
    """Where the database is, in these settings; nothing is made. Raises Misconfigured when it cannot be used."""
    url = given.get("DATABASE_URL", "").strip()
    if not url:  # not put together as text: a question mark in the name of the folder would end the name
        return URL.create("sqlite", database=str(paths.instance() / "epcr.sqlite"))
    if url.startswith("postgres://"):
        url = url.replace("postgres://", "postgresql://", 1)
    if url.startswith("postgresql://"):
        url = url.replace("postgresql://", "postgresql+psycopg://", 1)
    _require_usable(url)
    return url


def _limit(name: str, words: str) -> str:
    try:
        usable = limits.parse(words).amount > 0  # with none, nobody would ever be let in
    except ValueError:
        usable = False
    if not usable:
        message = f"{name} must be a number and a time, like {LIMITS[name]}, not {words!r}"
        raise Misconfigured(message)
    return words


def _counted(uri: str) -> str:
    if uri.startswith("redis") and find_spec("redis") is None:
        message = "RATELIMIT_STORAGE_URI names redis, whose package is not installed; run: pip install 'epcr[redis]'"
        raise Misconfigured(message)
    return uri or "memory://"


def _yes_or_no(name: str, words: str) -> bool:
    """Read a switch. A word that is neither is named: taken for no, it would leave open what somebody meant to close."""
    meant = {"": False, "0": False, "false": False, "no": False, "off": False,
             "1": True, "true": True, "yes": True, "on": True}  # fmt: skip
    try:
        return meant[words.strip().lower()]
    except KeyError:
        message = f"{name} must be 1 or 0, not {words!r}"
        raise Misconfigured(message) from None


def _public_url(words: str) -> PublicUrl | None:
    try:
        return read_public_url(words) if words else None
    except ValueError as error:
        raise Misconfigured(str(error)) from None


def _secure_cookies(words: str, public: PublicUrl | None) -> bool:
    secure = _yes_or_no("SECURE_COOKIES", words)
    if public is None or not words:
        return public.secure if public else secure
    if secure is not public.secure:
        message = f"SECURE_COOKIES is {words}, but PUBLIC_URL begins with {public.origin.scheme}://; leave SECURE_COOKIES out"
        raise Misconfigured(message)
    return secure


def _networks(words: str) -> Iterator[Network]:
    for word in words.replace(",", " ").split():
        try:
            network = ipaddress.ip_network(word, strict=False)
        except ValueError:
            message = (
                f"TRUSTED_PROXIES must be addresses or networks, like 127.0.0.1 or 10.0.0.0/24, not {word!r}"
            )
            raise Misconfigured(message) from None
        if not network.prefixlen:
            message = (
                f"TRUSTED_PROXIES must name the proxies; with {word!r} everybody could ask in another's name"
            )
            raise Misconfigured(message)
        yield network


def _languages(words: str) -> tuple[str, ...]:
    known = ("en", *sorted(folder.name for folder in paths.translations().iterdir()))
    wanted = tuple(dict.fromkeys(words.replace(",", " ").split())) or known[:1]
    for word in wanted:
        if word not in known:
            message = f"LANGUAGES must be of {', '.join(known)}, like en, es, not {word!r}"
            raise Misconfigured(message)
    return wanted


def _given_secret(secret: str) -> str:
    if secret and not _is_secret(secret):
        message = (
            f"SECRET_KEY must be at least {SECRET_AT_LEAST} characters that nobody can guess; leave it out and one is made and"
            ' kept, or make one: python3 -c "import secrets; print(secrets.token_hex(32))"'
        )
        raise Misconfigured(message)
    return secret


def _is_secret(text: str) -> bool:
    return len(text) >= SECRET_AT_LEAST and len(set(text)) >= _MADE_UP


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
    if made.get_backend_name() == "sqlite" and made.database in {None, "", ":memory:"}:
        message = "DATABASE_URL names no file, so that nothing would be kept; write sqlite:////folder/file"
        raise Misconfigured(message)
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
        kept = file.read_text(encoding="ascii", errors="replace").strip()
    except OSError as error:
        message = f"cannot keep the secret in {file} ({error.strerror}); set SECRET_KEY or EPCR_HOME"
        raise Misconfigured(message) from None
    if not _is_secret(kept):
        message = (
            f"{file} holds no secret, so that anybody could sign in as anybody; delete it and start again: a new one is made,"
            " and everybody signs in once more"
        )
        raise Misconfigured(message)
    return kept
