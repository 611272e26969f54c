"""What a page costs: statements, processor time, and how long it keeps other writers waiting.

One sheet of an ordinary call for its pages; a college with many sheets for the queue, the desk and a trainee's home.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from itertools import count, islice, repeat
from pathlib import Path
from statistics import median
from time import process_time

from bs4 import Tag
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from epcr.people.model import Person
from epcr.review import steps
from epcr.sheet.field import Spec
from epcr.sheet.kinds.moment import Moment
from epcr.sheet.kinds.number import Number
from epcr.sheet.kinds.text import Text
from epcr.sheet.run_sheet import BY_SLUG
from epcr.web.known_fields import COOKIE
from tests import build
from tests.every_field import made_up
from tests.review.college import give_new_ids
from tests.statements import Statements, listening
from tests.world import World, make_world

Ask = Callable[[], None]
TIMES = 7
SHEETS = 2000
OWN = 40  # sheets of one trainee
# What is typed where one field alone is no entry as crews make them.
OF_AN_ENTRY = {
    "vitals": {"taken_at": "17:22", "systolic": "128", "diastolic": "78"},
    "interventions": {
        "item": "aspirin_po",
        "performed_at": "17:12",
        "route": "9927035",
        "dose": "324",
        "dose_unit": "3706021",
    },
}
KINDS = (Text, Number, Moment, Spec)  # of the one field that is typed elsewhere, the best first


@dataclass(frozen=True)
class Cost:
    """Of one page: how many statements it sends, how many of them while others wait, and in medians milliseconds of processor
    time and of the lock held.
    """

    page: str
    queries: int
    held: int
    cpu: float
    lock: float

    def __str__(self) -> str:
        """One line of the table."""
        return f"{self.page:<24} {self.queries:4} queries  {self.held:2} held  {self.cpu:6.1f} ms cpu  {self.lock:6.1f} ms lock"


def rows(database_url: str = "", sheets: int = SHEETS, times: int = TIMES) -> Iterator[Cost]:
    """The cost of each page, on SQLite or on the empty database of this address; `sheets` lie in the class.

    Each is asked so many `times`; the statements counted are those of the last time.
    """
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        world = make_world(Path(folder), database_url=database_url)
        stack.callback(world.database.engine.dispose)
        heard = stack.enter_context(listening(world.database.engine))
        sheet = world.keep(build.sheet())
        get, cost = partial(partial, _get, world), partial(_cost, heard=heard, times=times)
        for slug in BY_SLUG:
            yield cost(f"GET {slug}", asks=repeat(get(f"/sheets/{sheet}/{slug}")))
            yield cost(f"POST {slug}", asks=saves(world, sheet, slug))
        yield cost("GET check", asks=repeat(get(f"/sheets/{sheet}/check")))
        waiting = fill(world, sheets)
        fill(world, OWN, "ruiz")
        yield cost("GET home", asks=repeat(get("/")))
        yield cost("GET queue", asks=repeat(get("/review", "teacher")))
        yield cost("GET desk", asks=repeat(get(f"/review/{waiting}", "teacher")))


def fill(world: World, number: int, login: str = "okafor") -> str:
    """So many complete sheets of one trainee, submitted; the id of the first."""
    first = ""
    with world.database.write(login) as session:
        who = session.scalars(select(Person).where(Person.login == login)).one()
        for _ in range(number):
            made = build.sheet(trainee_id=who.id, classroom_id=who.classrooms[0].id)
            give_new_ids(made)
            session.add(made)
            session.flush()
            steps.submit(session, made, who, ())
            first = first or made.id
            session.expunge_all()
            who = session.merge(who, load=False)
    return first


def _get(world: World, address: str, login: str = "ruiz") -> None:
    client = world.as_(login).client
    client.set_cookie(COOKIE, "1")  # as a browser with scripts
    answer = client.get(address)
    assert answer.status_code == 200, f"{address} answered {answer.status_code}"


def saves(world: World, sheet: str, slug: str) -> Iterator[Ask]:
    """Saving a section with a text changed, or a new entry, each time as its page of now would send it."""
    for number in count(1):
        page = world.page(sheet, slug)
        form = page.html.find("form", id="sheet-form")
        assert isinstance(form, Tag)
        part = "-".join(
            [slug, *(str(one["value"]) for one in form.find_all("input", attrs={"name": "entry"}))]
        )
        page.typed = {f"{part}-{name}": texts for name, texts in _typed(slug, number).items()}
        yield partial(_post, world, f"/sheets/{sheet}/{slug}", page._sent(form))


def _typed(slug: str, number: int) -> dict[str, list[str]]:
    """The texts of the fields that are filled in when a section is saved for this time: of most sections one."""
    if slug in OF_AN_ENTRY:
        return {name: [text] for name, text in OF_AN_ENTRY[slug].items()}
    section, context = BY_SLUG[slug], build.sheet().context()
    fields = section.fields()
    name = min(fields, key=lambda name: [isinstance(fields[name], kind) for kind in KINDS].index(True))
    return {name: fields[name].write(made_up(section(), name, number, context), context)}


def _post(world: World, address: str, sent: MultiDict[str, str]) -> None:
    answer = world.as_("ruiz").client.post(address, data=sent)
    assert answer.status_code == 303, f"{address} answered {answer.status_code}"


def _cost(page: str, heard: Statements, asks: Iterable[Ask], times: int) -> Cost:
    took, held = [], []
    for ask in islice(asks, times):
        heard.clear()
        start = process_time()
        ask()
        took.append(process_time() - start)
        held.append(heard.seconds)
    return Cost(page, len(heard.sent), len(heard.held), 1000 * median(took), 1000 * median(held))


if __name__ == "__main__":
    for cost in rows():
        print(cost)
