"""What judging costs: against a bare look-up of the same keys, against the page that shows the acts, and at the start."""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter

from sqlalchemy import select

from epcr import create_app
from epcr.checks.acts import Acts
from epcr.checks.verdicts import judge_intervention
from epcr.config import Settings
from epcr.migrations import upgrade
from epcr.people.model import Person
from epcr.scenarios.demo import ACCOUNTS, load_demo
from epcr.scope import Act, judge, rulesets
from epcr.scope.words import ORDERS
from epcr.sheet.run_sheet import RunSheet
from tests.bench.saving import Served, sign_in

JUDGMENTS = 100_000
PAGES = 40
TODAY = date(2026, 11, 22)
# Told by a process of its own, so that nothing was read before: the whole start and, within it, reading rulesets.
START = """
from time import perf_counter
begun = perf_counter()
from epcr.scope.files import library
read = library.read_rulesets
took = []
def timed(*what):
    since = perf_counter()
    try:
        return read(*what)
    finally:
        took.append(perf_counter() - since)
library.read_rulesets = timed
from epcr.scope.files import catalog
catalog.read_rulesets = timed
from epcr import create_app
from epcr.config import Settings
create_app(Settings("sqlite://", "bench"))
print(perf_counter() - begun, sum(took))
"""


def ratio() -> str:
    """The lines for `make bench`."""
    return f"{_against_look_up()}\n{_share_of_page()}\n{_share_of_start()}"


def _against_look_up() -> str:
    known = rulesets()
    acts = list(_acts(known))
    since = perf_counter()
    verdicts = [judge(act, known, today=TODAY) for act in acts]
    judging = perf_counter() - since
    refused = sum(verdict.permitted is False for verdict in verdicts)
    table = dict(zip(map(_key, acts), verdicts, strict=True))
    keys = [_key(act) for act in acts]
    since = perf_counter()
    for key in keys:
        table[key]
    looking_up = perf_counter() - since
    return (
        f"{JUDGMENTS:,} judgments with explanation ({refused:,} refusals, each with its nearest changes): "
        f"{judging / looking_up:.0f}x looking the same keys up in a dictionary "
        f"({judging / JUDGMENTS * 1e6:.0f} µs to {looking_up / JUDGMENTS * 1e6:.2f} µs each)"
    )


def _acts(known):
    """Acts over every ruleset, item, level, listed route and order; the same ones each time."""
    chance = random.Random(2019)  # noqa: S311 - a choice of cases, no secret
    for _ in range(JUDGMENTS):
        rules = known[chance.choice(list(known))]
        item = chance.choice(list(rules.items.values()))
        yield Act(
            ruleset=rules.id,
            item=item.id,
            level=chance.choice(list(rules.levels)),
            route=chance.choice(item.routes or (None,)),
            order=chance.choice(ORDERS),
        )


def _key(act: Act):
    return act.ruleset, act.item, act.level, act.route, act.order


def _share_of_page() -> str:
    """The acts of the demo sheet that has most of them, judged anew, as a share of the page that shows them."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(f"sqlite:///{Path(folder) / 'bench.sqlite'}", "bench"))
        database = app.extensions["epcr.database"]
        upgrade(database.engine)
        load_demo(database)
        served = Served(app)
        with database.read() as session:
            sheet = max(session.scalars(select(RunSheet)), key=lambda one: len(one.interventions))
            writer = session.get_one(Person, sheet.trainee_id).login
            assert any(account.login == writer for account in ACCOUNTS), "the sheet is of nobody in the demo"
            sign_in(served, writer)
            pages, judged, told_and_judged = [], [], []
            for _ in range(PAGES):
                since = perf_counter()
                status, _, text = served.ask("GET", f"/sheets/{sheet.id}/interventions")
                pages.append(perf_counter() - since)
                assert status == 200, text[:300]
                since = perf_counter()
                told = Acts(sheet)
                for act in sheet.interventions:
                    judge_intervention(told, act)
                told_and_judged.append(perf_counter() - since)
                acts_told = [told.of(act) for act in sheet.interventions]
                since = perf_counter()
                for act_told in acts_told:
                    judge(act_told, told.known)
                judged.append(perf_counter() - since)
            acts = len(sheet.interventions)
        database.engine.dispose()
    return (
        f"judging the {acts} acts of a page: {median(judged) / median(pages):.2%} of the time of the page, "
        f"with reading them from the sheet {median(told_and_judged) / median(pages):.2%} (medians; what was judged "
        "lately is remembered)"
    )


def _share_of_start() -> str:
    shares = []
    for _ in range(5):
        told = subprocess.run([sys.executable, "-c", START], capture_output=True, text=True, check=True)
        start, reading = map(float, told.stdout.split())
        shares.append(reading / start)
    return f"reading and checking all {len(rulesets())} rulesets: {median(shares):.0%} of the start of the application"
