"""The `epcr` command: serve, set up, list, print and judge from a terminal.

Each command exits non-zero with one clear line when it cannot do what was asked; a refusal by the scope check is a result.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click
import sqlalchemy.exc
from sqlalchemy import select

from epcr.broken_schema import BrokenSchema
from epcr.cli_audit import audit
from epcr.cli_backup import backup, restore
from epcr.cli_database import NOT_SET_UP, opened, tell_which, upgraded
from epcr.cli_people import begin, published, user
from epcr.cli_scope import scope
from epcr.config import VARIABLES, Misconfigured, Settings, from_environment
from epcr.database_file import Unusable
from epcr.db import Database, now

if TYPE_CHECKING:
    from epcr.serving import Server, Told

# Beyond it the server hangs up, before the disk holds it; up to it the page that says so is ours (MAX_CONTENT_LENGTH).
LARGEST_REQUEST = 16 * 1024 * 1024

EPILOG = "\b\nSettings come from the environment:\n" + "\n".join(
    f"  {name}: {words}" for name, words in VARIABLES
)


@contextmanager
def said_in_one_line() -> Iterator[None]:
    """Turn what can go wrong on a machine into one line and exit status 1."""
    try:
        yield
    except (BrokenSchema, Misconfigured, Unusable) as error:
        raise click.ClickException(str(error)) from None
    except sqlalchemy.exc.DBAPIError as error:
        told = str(error.orig).strip().partition("\n")[0]
        message = f"the database cannot be used: {told}"
        if "no such table" in told or ("relation" in told and "does not exist" in told):
            message = NOT_SET_UP
        raise click.ClickException(message) from None
    except UnicodeError:  # in the words of a command, bytes that are no UTF-8 are lone surrogates
        message = "a word of the command or of a setting is not written in UTF-8; type it again"
        raise click.ClickException(message) from None
    except OSError as error:
        if error.errno == errno.EPIPE:  # whoever reads our output has read enough; click ends quietly
            raise
        message = f"cannot use {error.filename or 'this machine'}: {error.strerror or error}"
        raise click.ClickException(message) from None


class OneLine(click.Group):
    """A group whose commands say what went wrong in one line."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        with said_in_one_line():
            return super().invoke(ctx)


@click.group(
    cls=OneLine,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120},
)
@click.version_option(package_name="epcr", message="epcr %(version)s")
def main() -> None:
    """The training ePCR: an electronic patient care record on which EMS trainees learn to document."""


@main.command()
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Address to serve on; 0.0.0.0 serves the classroom.",
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
    "--threads", default=8, show_default=True, type=click.IntRange(2, 64), help="Requests answered at once."
)
def serve(host: str, port: int, demo: bool, threads: int) -> None:  # noqa: FBT001 - click passes flags by position
    """Set up or migrate the database and serve the pages, until Ctrl-C, SIGTERM or SIGHUP: what is being saved is finished first."""
    from epcr.serving import listening  # noqa: PLC0415 - only the server needs it

    cut_off = 0
    with suppress(KeyboardInterrupt), listening() as told:  # told before it runs
        server, closing = _prepared(told, host, port, threads, demo=demo)
        try:
            sys.stdout.flush()
            cut_off = server.run(told)
        finally:
            closing()
    with _ends_quietly():
        if cut_off:
            click.echo(f"Answers that took too long and were cut off: {cut_off}.")
        click.echo("Stopped.")


def _prepared(
    told: Told, host: str, port: int, threads: int, *, demo: bool
) -> tuple[Server, Callable[[], None]]:
    """A server that listens and has said so, and what closes the database when it has ended."""
    from epcr import create_app  # noqa: PLC0415
    from epcr.batch.turns import AT_ONCE, turns_of  # noqa: PLC0415
    from epcr.readiness import named  # noqa: PLC0415
    from epcr.schemas import require_whole  # noqa: PLC0415
    from epcr.serving import listen  # noqa: PLC0415
    from epcr.visit.reach import SERVED_ON, is_this_machine  # noqa: PLC0415

    require_whole()
    database = upgraded()
    settings = from_environment()
    if not is_this_machine(host) or settings.trusted_proxies or settings.public_url:
        _require_private(database, demo=demo)
    elif demo:
        _load_demo(database, again_is_fine=True)
    app = create_app()
    try:
        server = listen(
            app,
            host=host,
            port=port,
            threads=threads,
            channel_timeout=60,
            max_request_body_size=LARGEST_REQUEST,
            clear_untrusted_proxy_headers=False,  # epcr.proxies knows whom to believe; the server would take away all of them
        )
    except (OSError, ValueError) as error:  # ValueError is what the server makes of a name that nobody knows
        reason = getattr(error, "strerror", None) or "no such address"
        message = (
            f"cannot serve on {host}:{port} ({reason}); choose another with --port (PORT=) or --host (HOST=)"
        )
        raise click.ClickException(message) from None
    turns_of(app).most = min(AT_ONCE, threads - 1)
    told.wake = server.wake  # from here on it serves and ends as a server does
    app.config[SERVED_ON] = (host, server.port)
    click.echo(_greeting(host, server.port, settings))
    for line in _demo_accounts(database):
        click.echo(line)
    click.echo(f"Database: {named(database)}")
    click.echo("Stop it with Ctrl-C.")
    database.engine.dispose()

    def closing() -> None:
        app.extensions["epcr.database"].engine.dispose()
        app.extensions["epcr.hold"].let_go()

    return server, closing


@contextmanager
def _ends_quietly() -> Iterator[None]:
    """Where the terminal was closed, nobody hears the last words; that is no failure."""
    try:
        yield
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@main.command()
def demo() -> None:
    """Load the demo class: people, scenarios and run sheets in every state."""
    database = upgraded()
    for line in _load_demo(database, again_is_fine=False):
        click.echo(line)
    tell_which(database)


@main.group()
def db() -> None:
    """The database."""


@db.command("upgrade")
def upgrade_database() -> None:
    """Make the database, or bring it to the newest version."""
    from epcr.readiness import named  # noqa: PLC0415

    database = upgraded()
    click.echo(f"The database is up to date: {named(database)}")


@main.command()
@click.argument("document")
@click.argument("run_sheet")
@click.option(
    "-o", "--output", type=click.File("wb"), required=True, help="The file to write; - is standard output."
)
@click.option(
    "--paper",
    type=click.Choice(["letter", "a4"]),
    default="letter",
    show_default=True,
    help="Size of the page.",
)
@click.option(
    "--stamped", is_flag=True, help="Print the time of printing; else the same sheet gives the same bytes."
)
@click.option("--comments", is_flag=True, help="Print the reviewer's comments on a run sheet.")
def pdf(
    document: str, run_sheet: str, output: IO[bytes], paper: str, *, stamped: bool, comments: bool
) -> None:
    """Write a DOCUMENT of RUN_SHEET (its id, as `epcr sheets` lists it) as a PDF.

    DOCUMENT is sbar, mist or imist-ambo, the one-page handoff in that order, run-sheet, all of it, or handoff-and-run-sheet.
    """
    from epcr.review import steps  # noqa: PLC0415
    from epcr.review.documents import DOCUMENTS, Loaded, Printing  # noqa: PLC0415
    from epcr.sheet.run_sheet import RunSheet  # noqa: PLC0415

    if document not in DOCUMENTS:
        message = f"there is no document {document}; choose {', '.join(DOCUMENTS)}"
        raise click.ClickException(message)
    with opened().read() as session:
        sheet = session.get(RunSheet, run_sheet.lower())
        if sheet is None:
            message = f"there is no run sheet {run_sheet}; `epcr sheets` lists them"
            raise click.ClickException(message)
        found = Loaded(sheet, steps.standing(session, sheet), None, session)
        printing = Printing(paper, lambda _: None, now() if stamped else None, comments)
        made = DOCUMENTS[document].draw(found, printing)
    output.write(made)  # opens the file, so that nothing there is lost unless there is a document


@main.command()
def sheets() -> None:
    """List the run sheets: id, state, trainee, scenario, tab-separated, oldest first."""
    from epcr.people.model import Person  # noqa: PLC0415
    from epcr.review import steps  # noqa: PLC0415
    from epcr.sheet.run_sheet import RunSheet  # noqa: PLC0415

    with opened().read() as session:
        logins = {who.id: who.login for who in session.execute(select(Person.id, Person.login))}
        for sheet in session.scalars(select(RunSheet).order_by(RunSheet.created_at, RunSheet.id)):
            click.echo(
                "\t".join(
                    [sheet.id, steps.state(session, sheet), logins[sheet.trainee_id], sheet.scenario or ""]
                )
            )


@main.command("check-schemas")
@click.option(
    "--rulesets",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with more ruleset files, like drafts that are not installed yet.",
)
def check_schemas(rulesets: Path | None) -> None:
    """Read every file in schemas/ and name what is broken: file, key and reason."""
    from epcr.schemas import broken  # noqa: PLC0415
    from epcr.scope import rulesets as known  # noqa: PLC0415

    if rulesets is not None and not any(rulesets.glob("*.toml")):
        message = f"{rulesets} has no file whose name ends in .toml; save the ruleset there under its id, like us-xx.toml"
        raise click.ClickException(message)
    found = list(broken(rulesets))
    for one in found:
        click.echo(str(one), err=True)
    if found:
        message = f"{len(found)} broken; nothing starts until they are mended"
        raise click.ClickException(message)
    names = sorted(known(rulesets))
    click.echo(f"All schemas are in order. {len(names)} rulesets: {', '.join(names)}")


main.add_command(audit)
main.add_command(backup)
main.add_command(begin)
main.add_command(restore)
main.add_command(scope)
main.add_command(user)


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
    return _demo_accounts(database)


def _demo_accounts(database: Database) -> list[str]:
    """The accounts of the demo class that still have the password everybody can read."""
    from epcr.scenarios.demo import JOIN_CODE  # noqa: PLC0415

    shown = published(database)
    if not shown:
        return []
    width = max(len(account.login) for account in shown)
    return [
        "Demo accounts (their passwords are public, so they are served on this computer only; for a real class: epcr begin):",
        *(f"  {one.login:<{width}}  {one.password}  ({one.role}, {one.name})" for one in shown),
        f"  join code of the demo class: {JOIN_CODE}",
    ]


def _require_private(database: Database, *, demo: bool) -> None:
    """Refuse to serve a network where somebody there could sign in with a password that everybody can read."""
    from epcr.people.model import Person  # noqa: PLC0415

    if open_to_all := published(database):
        logins = ", ".join(one.login for one in open_to_all)
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


def _greeting(host: str, port: int, settings: Settings) -> str:
    from epcr.visit.reach import EVERYWHERE, addresses  # noqa: PLC0415

    public, trusted = settings.public_url, bool(settings.trusted_proxies)
    shown = f"[{host}]" if ":" in host else host
    if public:
        in_front = " for the proxy in front" if trusted else ""
        lines = [f"The training ePCR is at {public}/ and listens on {shown}:{port}{in_front}."]
    else:
        places = [*addresses(), "127.0.0.1"] if host in EVERYWHERE else [shown]
        lines = [f"The training ePCR is at http://{place}:{port}/" for place in places]
    if public and not trusted:
        lines.append(
            "No proxy is trusted to say who asks. If one stands in front, all people count as one address until its own is "
            "named in TRUSTED_PROXIES, like 127.0.0.1."
        )
    if not settings.secure_cookies and (public or host in EVERYWHERE):
        lines.append(
            "This is plain HTTP: whoever is on this network can read what is sent, passwords too. Use invented patients and "
            "passwords of no other place. Cookies are marked Secure only over HTTPS (SECURE_COOKIES=1)."
        )
    return "\n".join(lines)
