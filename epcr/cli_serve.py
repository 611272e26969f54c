"""`epcr serve` and `epcr demo`: what is checked before anything is served, and what the terminal says of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

import click
from sqlalchemy import select

from epcr.cli_database import tell_which, upgraded
from epcr.cli_people import published
from epcr.config import Settings, from_environment
from epcr.db import Database
from epcr.public_url import Origin

if TYPE_CHECKING:
    from flask import Flask

    from epcr.scenarios.demo import Account
    from epcr.serving import Server, StopSignal
    from epcr.visit.reach import Secured

# Beyond it the server hangs up, before the disk holds it; up to it the page that says so is ours (MAX_CONTENT_LENGTH).
LARGEST_REQUEST = 16 * 1024 * 1024

_OPTIONS: Final = {
    "channel_timeout": 60,
    "max_request_body_size": LARGEST_REQUEST,
    "clear_untrusted_proxy_headers": False,  # epcr.proxies knows whom to believe; the server would take away all of them
}


@click.command()
@click.option(
    "--host",
    help="Address to serve on; 0.0.0.0 serves the classroom (default: 127.0.0.1, with --lan 0.0.0.0).",
)
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="Port to serve on; 0 takes a free one.",
)
@click.option(
    "--demo",
    is_flag=True,
    help="Load the demo class first, when the database has no people yet; on this computer only.",
)
@click.option(
    "--lan",
    is_flag=True,
    help="Serve the classroom at a plain and at a secure address, with a certificate of this machine's own.",
)
@click.option(
    "--secure-port",
    default=8443,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="Port of the secure address of --lan; 0 takes a free one.",
)
@click.option(
    "--threads", default=8, show_default=True, type=click.IntRange(2, 64), help="Requests answered at once."
)
def serve(host: str | None, port: int, threads: int, secure_port: int, *, demo: bool, lan: bool) -> None:
    """Set up or migrate the database and serve the pages, until Ctrl-C, SIGTERM or SIGHUP: what is being saved is finished first."""
    from epcr.serving import listening  # noqa: PLC0415 - only the server needs it

    cut_off = 0
    with suppress(KeyboardInterrupt), listening() as stop:  # told before it runs
        host = host or ("0.0.0.0" if lan else "127.0.0.1")  # noqa: S104 - the classroom's network
        server, closing = _prepared(
            stop, host, port, threads, demo=demo, secure_port=secure_port if lan else None
        )
        try:
            sys.stdout.flush()
            cut_off = server.run(stop)
        finally:
            closing()
    with _ends_quietly():
        if cut_off:
            click.echo(f"Answers that took too long and were cut off: {cut_off}.")
        click.echo("Stopped.")


def _prepared(
    stop: StopSignal, host: str, port: int, threads: int, *, demo: bool, secure_port: int | None
) -> tuple[Server, Callable[[], None]]:
    """A server that listens and has said so, and what closes the database when it has ended."""
    from epcr import create_app  # noqa: PLC0415
    from epcr.accounts.sign_in import DEMO_ACCOUNTS  # noqa: PLC0415
    from epcr.batch.turns import AT_ONCE, turns_of  # noqa: PLC0415
    from epcr.readiness import named  # noqa: PLC0415
    from epcr.schemas import require_whole  # noqa: PLC0415
    from epcr.visit.reach import SECURED, SERVED_ON, is_this_machine  # noqa: PLC0415

    require_whole()
    database = upgraded()
    settings = from_environment()
    if secure_port is not None:
        from epcr.cli_lan import require_own_addresses  # noqa: PLC0415 - certificates are slow to import

        require_own_addresses(settings)
    if not is_this_machine(host) or settings.trusted_proxies or settings.public_url:
        _require_private(database, demo=demo)
    elif demo:
        _load_demo(database, again_is_fine=True)
    app = create_app()
    server = _listening(app, host, port, threads)
    beside = None if secure_port is None else _secured(server, app, host, secure_port, threads)
    turns_of(app).most = min(AT_ONCE, threads - 1)
    stop.wake = server.wake  # from here on it serves and ends as a server does
    app.config.update({SERVED_ON: (host, server.port), SECURED: beside})
    click.echo(_greeting(host, server.port, settings, beside, database))
    app.config[DEMO_ACCOUNTS] = accounts = published(database)
    for line in _demo_accounts(accounts):
        click.echo(line)
    click.echo(f"Database: {named(database)}")
    click.echo("Stop it with Ctrl-C.")
    database.engine.dispose()

    def closing() -> None:
        app.extensions["epcr.database"].engine.dispose()
        app.extensions["epcr.hold"].let_go()

    return server, closing


def _listening(app: Flask, host: str, port: int, threads: int) -> Server:
    from epcr.serving import listen  # noqa: PLC0415

    with _where_it_cannot(host, port, "--port (PORT=)"):
        return listen(app, host=host, port=port, threads=threads, **_OPTIONS)


def _secured(server: Server, app: Flask, host: str, port: int, threads: int) -> Secured:
    from epcr.cli_lan import listen_securely, open_door  # noqa: PLC0415

    door = open_door(host)
    with _where_it_cannot(host, port, "--secure-port"):
        return listen_securely(server, app, door, host=host, port=port, threads=threads, **_OPTIONS)


@contextmanager
def _where_it_cannot(host: str, port: int, option: str) -> Iterator[None]:
    """Say in one line that nothing can be served there."""
    try:
        yield
    except (OSError, ValueError) as error:  # ValueError is what the server makes of a name that nobody knows
        reason = getattr(error, "strerror", None) or "no such address"
        message = f"cannot serve on {host}:{port} ({reason}); choose another with {option} or --host (HOST=)"
        raise click.ClickException(message) from None


@contextmanager
def _ends_quietly() -> Iterator[None]:
    """Where the terminal was closed, nobody hears the last words; that is no failure."""
    try:
        yield
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.command()
def demo() -> None:
    """Load the demo class: people, scenarios and run sheets in every state."""
    database = upgraded()
    for line in _load_demo(database, again_is_fine=False):
        click.echo(line)
    tell_which(database)


def _load_demo(database: Database, *, again_is_fine: bool) -> list[str]:
    from epcr.people.model import Person  # noqa: PLC0415
    from epcr.scenarios.demo import load_demo  # noqa: PLC0415

    with database.read() as session:
        somebody = session.scalar(select(Person.id).limit(1))
    if somebody is not None:
        if again_is_fine:
            return []
        message = (
            "there are people in this database already; set EPCR_HOME to an empty folder for the demo class"
        )
        raise click.ClickException(message)
    load_demo(database)
    return _demo_accounts(published(database))


def _demo_accounts(shown: Sequence[Account]) -> list[str]:
    """The accounts of the demo class that still have the password everybody can read."""
    from epcr.scenarios.demo import JOIN_CODE  # noqa: PLC0415

    if not shown:
        return []
    width = max(len(account.login) for account in shown)
    return [
        "Demo accounts (their passwords are public, so they are served on this computer only; for a real class: epcr begin):",
        *(
            f"  {account.login:<{width}}  {account.password}  ({account.role}, {account.name})"
            for account in shown
        ),
        f"  join code of the demo class: {JOIN_CODE}",
    ]


def _require_private(database: Database, *, demo: bool) -> None:
    """Refuse to serve a network where somebody there could sign in with a password that everybody can read."""
    from epcr.people.model import Person  # noqa: PLC0415

    if open_to_all := published(database):
        logins = ", ".join(account.login for account in open_to_all)
        message = (
            f"not served on a network: the passwords of {logins} are published, and whoever is there could sign in as them."
            " Begin a real class with: epcr begin (in a checkout: make begin)"
        )
        raise click.ClickException(message)
    with database.read() as session:
        somebody = session.scalar(select(Person.id).limit(1))
    if demo and somebody is None:
        message = (
            "not served on a network: nobody is here yet, and the demo class is for this computer only, since its passwords are"
            " published. Begin a real class with: epcr begin (in a checkout: make begin)"
        )
        raise click.ClickException(message)


def _greeting(host: str, port: int, settings: Settings, beside: Secured | None, database: Database) -> str:
    from epcr.visit.reach import EVERYWHERE  # noqa: PLC0415

    public, trusted = settings.public_url, bool(settings.trusted_proxies)
    if public:
        in_front = " for the proxy in front" if trusted else ""
        lines = [
            f"The training ePCR is at {public}/ and listens on {Origin('', host, port).netloc}{in_front}."
        ]
    else:
        lines = [f"The training ePCR is at {Origin('http', place, port)}/" for place in _places(host, beside)]
    if public and not trusted:
        lines.append(
            "No proxy is trusted to say who asks. If one stands in front, all people count as one address until its own is "
            "named in TRUSTED_PROXIES, like 127.0.0.1."
        )
    if beside is not None:
        lines.append(_secure_greeting(_places(host, beside), port, beside, database))
    elif not settings.secure_cookies and (public or host in EVERYWHERE):
        lines.append(
            "This is plain HTTP: whoever is on this network can read what is sent, passwords too. Use invented patients and "
            "passwords of no other place. Cookies are marked Secure only over HTTPS (SECURE_COOKIES=1)."
        )
    return "\n".join(lines)


def _places(host: str, beside: Secured | None) -> list[str]:
    """The numbers or the name at which it is served."""
    from epcr.lan.addresses import numbers  # noqa: PLC0415
    from epcr.visit.reach import EVERYWHERE, addresses  # noqa: PLC0415

    if host not in EVERYWHERE:
        return [host]
    return list(dict.fromkeys([*addresses(), *(numbers() if beside else ()), "127.0.0.1"]))


def _secure_greeting(places: list[str], port: int, beside: Secured, database: Database) -> str:
    from epcr.cli_lan import only_code, secure_greeting  # noqa: PLC0415

    return secure_greeting(places, port, beside, only_code(database))
