"""The page that tells how to write a ruleset: what it shows loads and is judged as it says, and it leaves nothing out."""

from __future__ import annotations

import json
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from epcr.cli import main
from epcr.scope import Act, Agency, PatientFacts, Performer, Student, built, judge, read_act, rulesets
from epcr.scope import words as closed
from epcr.scope.conditions import cell_mark
from epcr.scope.files.broken_entry import _KINDS
from epcr.scope.files.consistency import complain_of_rules
from epcr.scope.files.entries import (
    AdditionalEntry,
    CompactEntry,
    ConditionEntry,
    ItemEntry,
    LevelEntry,
    NoticeEntry,
    RulesetFile,
    UnlistedEntry,
    UnrestrictedEntry,
)
from epcr.scope.reading import ROUTE_COUNTS
from epcr.scope.ruleset import Basis, Grant, OnlyAs, ToldBy
from epcr.sheet import act
from tests.scope.asking import NATIONAL, TODAY

CHECKOUT = Path(__file__).parents[2]
PAGE = (CHECKOUT / "docs" / "rulesets.md").read_text("utf-8")
LINES = PAGE.split("\n")
BLOCK = re.compile(r"^```toml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ACT = re.compile(r"^\| `(\{.*\})` \| `(\w+)` \|$")
CONDITION = re.compile(r'^\| (".*") \| `(\w+)`: `([^`]+)` \| `([^`]+)` \| `([^`]+)`: `(\w+)` \|$')
ITEMS = "\n## 13. All the items\n\n"
WORDS = {"yes": "yes", "no": "–", "own": "own", "order": "order", "unknown": "unknown"}
BEFORE_THE_ITEMS = (
    "What the national model (`us-national-2019`) says, so that you see what to change: `–` is `no`, `own` is `assist`, `order` is "
    "`medical_direction`. Routes stand where they count. `epcr scope items` prints the same for any ruleset, with the codes."
)


def item_section(ruleset):
    """The list of items as it stands at the end of the page."""
    own = [item for item in ruleset.items.values() if not item.unrestricted]
    said = [BEFORE_THE_ITEMS]
    for category in dict.fromkeys(item.category for item in own):
        said += ["", f"**{category}**", "", f"| Id | What | {' | '.join(ruleset.levels)} | Routes |"]
        said.append("|" + " --- |" * (len(ruleset.levels) + 3))
        for item in own:
            if item.category == category:
                cells = " | ".join(WORDS[cell_mark(cell)] for cell in item.cells.values())
                counts = item.kind in ROUTE_COUNTS or item.route_matters
                routes = ", ".join(closed.ROUTES[code] for code in item.routes) if counts else ""
                said.append(f"| `{item.id}` | {item.name} | {cells} | {routes} |".replace("|  |", "| |"))
    free = ", ".join(f"`{item.id}`" for item in ruleset.items.values() if item.unrestricted)
    said += ["", f"**What every level may do** (`unrestricted`): {free}."]
    by_route = ", ".join(f"`{one.id}`" for one in ruleset.unlisted.values() if one.by_route)
    not_at_all = ", ".join(f"`{one.id}`" for one in ruleset.unlisted.values() if not one.by_route)
    said += [
        "",
        f"**Without a row of their own** (`unlisted`), judged by the row of their route: {by_route}. Not judged: {not_at_all}.",
    ]
    said += ["", "A child may give any of these a row of its own: a new item with the same `id` or `code`."]
    return "\n".join(said) + "\n"


def line_of(position):
    return PAGE.count("\n", 0, position) + 1


def blocks():
    """Each TOML example with the line on which it begins."""
    return [(line_of(found.start()), found[1]) for found in BLOCK.finditer(PAGE)]


def is_whole(text):
    return "\nid = " in f"\n{text.split('[', 1)[0]}"


@cache
def head():
    """The head of the first file, with the endorsements and programs that the page names beside its fragments."""
    first = blocks()[0][1].split("[[items]]", 1)[0]
    names = next(text for _, text in blocks() if text.startswith("[endorsements]"))
    return first + names


def whole(text):
    """The text of a whole file; a fragment below the head of the first one."""
    return text if is_whole(text) or text.startswith("[endorsements]") else head() + text


@cache
def known_after(line):
    """The rulesets by id as the reader knows them at a line: the shipped ones and those of the examples above it."""
    known = dict(rulesets())
    for start, text in blocks():
        if start < line and not text.startswith("[endorsements]"):
            ruleset = built(tomllib.loads(whole(text)), known)
            known[ruleset.id] = ruleset
    return known


def acts():
    for number, line in enumerate(LINES, start=1):
        if found := ACT.match(line):
            yield pytest.param(number, json.loads(found[1]), found[2], id=f"line {number}")


def conditions():
    for number, line in enumerate(LINES, start=1):
        if found := CONDITION.match(line):
            yield pytest.param(*found.groups(), id=f"line {number}")


def verdict_on(act, known):
    return judge(read_act({"ruleset": "us-xx", **act}), known, today=TODAY)


@pytest.mark.parametrize(("line", "text"), [pytest.param(*one, id=f"line {one[0]}") for one in blocks()])
def test_every_example_of_a_file_loads_and_contradicts_nothing(line, text):
    known = known_after(line)
    ruleset = built(tomllib.loads(whole(text) if not text.startswith("[endorsements]") else head()), known)
    complaints = []
    complain_of_rules({ruleset.id: ruleset}, lambda *said: complaints.append(said))
    assert complaints == []


@pytest.mark.parametrize(("line", "act", "verdict"), list(acts()))
def test_every_act_shown_gets_the_verdict_shown(line, act, verdict):
    said = verdict_on(act, known_after(line))
    assert said.verdict == verdict, said.reason


@pytest.mark.parametrize(("rule", "item", "cell", "passes", "fails", "verdict"), list(conditions()))
def test_every_condition_shown_passes_and_fails_as_shown(rule, item, cell, passes, fails, verdict):
    text = f'{head()}\n[[items]]\nid = "{item}"\nsource = "emt"\nconfidence = "high"\n[items.cells]\n{cell}\n'
    known = {**rulesets(), "us-xx": built(tomllib.loads(text), rulesets())}
    act = {"item": item, "level": cell.split(" = ")[0]}
    assert verdict_on(act | json.loads(f"{{{passes}}}"), known).permitted, rule
    assert verdict_on(act | json.loads(f"{{{fails}}}"), known).verdict == verdict, rule


def test_no_act_and_no_condition_of_the_page_is_passed_over():
    assert len(list(acts())) == sum(line.startswith("| `{") and '"level"' in line for line in LINES)
    assert len(list(conditions())) == sum(line.startswith('| "') and "`: `" in line for line in LINES)
    assert len(list(conditions())) > 20


def test_every_condition_of_the_format_is_in_an_example():
    shown = {key for condition in conditions() for key in re.findall(r"(\w+) = ", condition.values[2])}
    beside = {"extendable", "source", "confidence", "note"}
    assert set(Grant.__struct_fields__) - beside <= shown


KEYS = {
    "## 3. The head of the file": (RulesetFile,),
    "## 4. Levels": (LevelEntry,),
    "## 5. Rules: changing what a level may do": (ItemEntry,),
    "## 6. Conditions": (Grant, ConditionEntry),
    "## 7. New items, codes and routes": (ToldBy, UnrestrictedEntry, UnlistedEntry),
    "## 8. Ceilings, agencies, people and time": (AdditionalEntry, Basis, CompactEntry, NoticeEntry),
}


def key_tables(part):
    """The keys in the first column of each table of a part whose first column is "Key"."""
    text = PAGE.split(f"\n{part}\n", 1)[1].split("\n## ", 1)[0]
    for table in re.findall(r"^\| Key \|.*\n\| ---.*\n((?:\|.*\n)+)", text, re.MULTILINE):
        yield {key for row in table.splitlines() for key in re.findall(r"`(\w+)`", row.split("|")[1])}


@pytest.mark.parametrize("part", KEYS)
def test_the_page_describes_every_key_of_the_format_and_no_other(part):
    assert list(key_tables(part)) == [set(kind.__struct_fields__) for kind in KEYS[part]]


def test_the_page_names_everything_that_an_act_may_tell():
    part = PAGE.split("\n| Part | Keys |\n", 1)[1].split("\n\n", 1)[0]
    told = [set(re.findall(r"`(\w+)`", row.rsplit(" | ", 1)[1])) for row in part.splitlines()[1:]]
    assert told == [set(kind.__struct_fields__) for kind in (Act, PatientFacts, Agency, Performer, Student)]


def test_the_page_says_what_to_write_for_each_key_of_an_act_and_its_examples_are_read():
    part = PAGE.split("\n| Key | Value | Example |\n", 1)[1].split("\n\n", 1)[0]
    rows = [[cell.strip() for cell in row.split("|")[1:-1]] for row in part.splitlines()[1:]]
    described = [key for row in rows for key in re.findall(r"`(\w+)`", row[0])]
    parts = {"": Act, "patient": PatientFacts, "agency": Agency, "performer": Performer, "student": Student}
    assert sorted(described) == sorted(key for kind in parts.values() for key in kind.__struct_fields__)
    for row in rows:
        key = re.findall(r"`(\w+)`", row[0])[-1 if "`order`" in row[0] else 0]
        where = next(name for name, kind in parts.items() if key in kind.__struct_fields__)
        key = "order" if "`order`" in row[0] else key
        value = json.loads(row[2].strip("`"))
        read_act({key: value} if where == "" or key == "order" else {where: {key: value}})


def test_the_words_that_only_some_acts_fit_are_keys_of_the_words_that_tell_items_apart():
    assert set(OnlyAs.__struct_fields__) < set(ToldBy.__struct_fields__)


def test_every_word_of_the_closed_lists_stands_on_the_page():
    part = PAGE.split("\n## 12. All the words\n", 1)[1].split("\n**What an act may tell**", 1)[0]
    rows = {
        row.split(" | ")[0][2:]: set(re.findall(r"`([^`]+)`", row))
        for row in part.splitlines()
        if row.startswith("| ")
    }
    assert rows.pop("levels") == set(closed.LEVELS)
    assert rows.pop("route") == set(closed.ROUTES.values())
    for name, kind in {
        "cell": closed.May,
        "confidence": closed.Confidence,
        "kind": closed.Kind,
        "supply": act.Supply,
        "setting": act.Setting,
        "mode": act.Mode,
        "formulation": act.Formulation,
        "order": act.Order,
        "indication": act.Indication,
        "tape": closed.Tape,
        "findings": closed.Found,
        "control": closed.Control,
        "scope (of a Compact)": closed.CompactScope,
        "needs": closed.Standing,
    }.items():
        assert rows.pop(name) == set(get_args(kind))
    units = rows.pop("unit")
    assert all(closed.unit_in_family(unit) for unit in units)
    assert {unit.casefold() for unit in units} == set(closed._UNITS)
    assert not any(rows.values())


def test_the_page_ends_with_all_items_of_the_national_ruleset():
    """After a change of the national file: `.venv/bin/python -m tests.scope.test_rulesets_page`."""
    assert PAGE.split(ITEMS, 1)[1] == item_section(rulesets()[NATIONAL])


def test_the_items_of_the_groups_are_items_of_the_national_ruleset():
    part = PAGE.split("\n**Groups of a rule, and their items.**", 1)[1].split("\n\nA medication", 1)[0]
    named = set(re.findall(r"`(\w+)`", part.split("| --- | --- |\n", 1)[1]))
    assert len(named) > 60
    assert named <= set(rulesets()[NATIONAL].items)


def test_every_message_that_the_page_explains_is_one_that_is_said():
    part = PAGE.split("\n## 10. Messages and what to do\n", 1)[1].split("\n## ", 1)[0]
    first = [row.split("|")[1] for row in part.splitlines() if row.startswith("| `")]
    explained = [message for cell in first for message in re.findall(r"`([^`]+)`", cell)]
    modules = [
        *sorted((CHECKOUT / "epcr" / "scope").rglob("*.py")),
        CHECKOUT / "epcr" / "cli.py",
        CHECKOUT / "epcr" / "toml_file.py",
    ]
    said = " ".join(file.read_text("utf-8") for file in modules)
    said = re.sub(r'"\s*\n\s*f?"', "", said)
    said = " ".join((said.replace("\\'", "'"), *(f"must be {kind}" for kind in _KINDS.values())))
    assert [message for message in explained if message not in said] == []


def test_every_command_of_the_page_is_one_that_there_is():
    typed = re.findall(r"(?:^    |`)epcr ((?:scope )?[\w-]+)([^`\n]*)", PAGE, re.MULTILINE)
    assert len(typed) >= 5
    for words, options in typed:
        command = main
        for word in words.split():
            command = command.commands[word]
        known = {option for parameter in command.params for option in parameter.opts}
        assert set(re.findall(r"--[\w-]+", options)) <= known


def test_the_links_within_the_page_lead_to_its_headings():
    headings = re.findall(r"^#+ (.*)$", PAGE, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#([^)]*)\)", PAGE)) <= anchors


if __name__ == "__main__":
    before = PAGE.split(ITEMS, 1)[0]
    (CHECKOUT / "docs" / "rulesets.md").write_text(
        before + ITEMS + item_section(rulesets()[NATIONAL]), "utf-8"
    )
