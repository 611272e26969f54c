"""The pages of the rulebook: open to everybody who signs in, narrowed by the address, never showing another class's rules."""

from __future__ import annotations

import pytest

from epcr import paths
from epcr.db import now
from epcr.people.model import Classroom, Person
from epcr.scope import rulesets
from epcr.sheet.class_ruleset import ClassRuleset, RulesetVersion, digest
from tests.scope.asking import NATIONAL

RULES = f"/rulesets/{NATIONAL}"
EVERYBODY = ("ruiz", "teacher", "boss")


@pytest.mark.parametrize("login", EVERYBODY)
def test_everybody_finds_the_rules_from_the_bar(college, login):
    page = college.as_(login).open("/password").follow("Scope rules")
    assert page.html.h1.get_text() == "Scope rules"
    for one in rulesets().values():
        assert one.title in page.words
        assert one.notice in page.words
        assert one.source in page.words


@pytest.mark.parametrize(
    "path",
    ["", f"/{NATIONAL}", f"/{NATIONAL}/items/aspirin_po", f"/{NATIONAL}/matrix.pdf", f"/{NATIONAL}/card.pdf?level=EMT", "/compare"],
)  # fmt: skip
def test_who_is_not_signed_in_is_sent_to_sign_in(college, path):
    assert college.app.test_client().get(f"/rulesets{path}").headers["Location"].startswith("/sign-in")


def test_the_class_that_is_judged_by_a_ruleset_is_named(college):
    assert "Used by Evening class" in college.as_("ruiz").open("/rulesets").words


@pytest.mark.parametrize("name", sorted(path.stem for path in (paths.schemas() / "scope").glob("*.toml")))
def test_every_ruleset_and_each_of_its_rules_can_be_read(college, name):
    reader = college.as_("ruiz")
    page = reader.open(f"/rulesets/{name}")
    rules = rulesets()[name]
    rows = page.html.select("table.matrix tbody tr:not(.matrix-category)")
    assert len(rows) == sum(not one.unrestricted for one in rules.items.values())
    assert all(len(row.select("td[data-label]")) == len(rules.levels) + 1 for row in rows)
    for item in list(rules.items)[::25]:
        one = reader.open(f"/rulesets/{name}/items/{item}")
        assert one.html.h1.get_text() == rules.items[item].name
        assert "how sure" in one.words.lower()


def rows(page):
    return [tag.get_text(" ", strip=True) for tag in page.html.select("table.matrix tbody th[scope=row]")]


def test_the_table_is_narrowed_by_the_form_without_scripts(college):
    page = college.as_("ruiz").open(RULES)
    page = page.fill("Find", "ASA").choose("Level", "EMT").submit("Show")
    assert rows(page) == ["Aspirin, chest pain"]
    assert [tag.get_text() for tag in page.html.select("table.matrix thead th")][1] == "EMT"
    assert "1 rule for “ASA”" in page.words
    assert page.value("Level") == "EMT"
    assert (
        page.follow(
            f"show all {sum(not one.unrestricted for one in rulesets()[NATIONAL].items.values())}"
        ).status
        == 200
    )


def test_the_table_is_narrowed_by_category_and_kind(college):
    page = college.as_("ruiz").open(RULES).choose("Kind", "Fluids").submit("Show")
    assert len(rows(page)) == sum(one.kind == "fluid" for one in rulesets()[NATIONAL].items.values())
    page = college.as_("ruiz").open(RULES).choose("Category", "Cardiovascular/Circulation").submit("Show")
    assert [tag.get_text() for tag in page.html.select(".matrix-category")] == ["Cardiovascular/Circulation"]


def test_what_differs_from_the_parent_is_asked_only_where_there_is_one(college):
    assert "Only what differs" not in college.as_("ruiz").open(RULES).words
    overlay = next(one for one in rulesets().values() if one.parent)
    reader = college.as_("ruiz")
    assert f"Only what differs from {overlay.parent.id}" in reader.open(f"/rulesets/{overlay.id}").words
    assert 0 < len(rows(reader.open(f"/rulesets/{overlay.id}?changed=1"))) < len(overlay.items)


def test_words_that_nothing_answers_to_say_so_and_the_way_back(college):
    page = college.as_("ruiz").open(f"{RULES}?words=<b>zzz")
    assert "No rule answers to this" in page.words
    assert "“<b>zzz”" in page.words


def test_codes_without_a_rule_and_what_everybody_does_stand_below_the_table(college):
    words = college.as_("ruiz").open(RULES).words
    assert words.index("Every level does these") < words.index("No rule of its own") < words.index("Sources")
    assert "Insulin: judged by its route" in words


def test_every_number_of_a_source_leads_to_it(college):
    page = college.as_("ruiz").open(RULES)
    targets = {str(tag["href"])[1:] for tag in page.html.select(".matrix-source a")}
    assert targets
    assert all(page.html.find(id=target) is not None for target in targets)


def test_the_print_shows_what_the_page_does(college):
    page = college.as_("ruiz").open(f"{RULES}?level=EMT&words=aspirin")
    link = page.html.find("a", string="Print these (PDF, Letter)")
    answer = college.as_("ruiz").client.get(str(link["href"]))
    assert answer.mimetype == "application/pdf"
    assert "level=EMT" in str(link["href"])
    assert "words=aspirin" in str(link["href"])


def test_the_card_offers_ones_own_level_first(college):
    assert college.as_("okafor").open(RULES).value("Level of the card") == "Paramedic"
    assert college.as_("teacher").open(RULES).value("Level of the card") == "EMR"
    answer = college.as_("okafor").client.get(f"{RULES}/card.pdf?level=Paramedic&paper=a4")
    assert answer.mimetype == "application/pdf"
    assert "card-us-national-2019-paramedic.pdf" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    "path",
    ["nothing", f"{NATIONAL}/items/nothing", f"{NATIONAL}/card.pdf", f"{NATIONAL}/card.pdf?level=Wizard", "nothing/matrix.pdf",
     f"compare?one={NATIONAL}&other=nothing"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(college, path):
    assert college.as_("boss").client.get(f"/rulesets/{path}").status_code == 404


def test_two_rulesets_are_compared_by_choosing_them(college):
    overlay = next(one for one in rulesets().values() if one.parent is rulesets()[NATIONAL])
    page = college.as_("ruiz").open("/rulesets/compare")
    assert "Choose two rulesets" in page.words
    page = page.choose("One", rulesets()[NATIONAL].title).choose("The other", overlay.title).submit("Compare")
    assert "The rulesets themselves" in page.words
    assert overlay.version in page.words
    assert college.as_("ruiz").open("/rulesets").follow("Scope rules").status == 200


def test_a_ruleset_compared_with_itself_has_no_differences(college):
    page = college.as_("ruiz").open(f"/rulesets/compare?one={NATIONAL}&other={NATIONAL}")
    assert f"There are no differences between {NATIONAL} and itself" in page.words


def own_rules(world, classroom, cell):
    """A class's own ruleset with one version."""
    told = {
        "id": "class-own-1", "title": "Our own rules", "version": "1", "in_force_from": "2026-01-01", "source": "The class",
        "notice": "Only for this class.", "parent": NATIONAL, "sources": {"class": "Decided in class"},
        "items": [{"id": "cpap", "source": "class", "confidence": "low", "cells": cell}],
    }  # fmt: skip
    with world.database.write("teacher") as session:
        number = session.query(Classroom).filter_by(name=classroom).one().id
        author = session.query(Person).filter_by(login="teacher").one().id
        rules = ClassRuleset(
            name="class-own-1", classroom_id=number, parent=NATIONAL, title="Our own rules", version=1
        )
        rules.versions.append(
            RulesetVersion(
                version=1, told=told, digest=digest(told), changed=[], author_id=author, at=now(), reason="x"
            )
        )
        session.add(rules)


PLACES = ("", "/items/cpap", "/matrix.pdf", "/card.pdf?level=EMT")


def test_a_class_reads_its_own_rules_and_another_class_does_not_see_them(world):
    own_rules(world, "Evening class", {"EMT": "no"})
    for login in ("ruiz", "teacher", "boss"):
        assert "Our own rules" in world.as_(login).open("/rulesets").words
        assert {
            world.as_(login).client.get(f"/rulesets/class-own-1{place}").status_code for place in PLACES
        } == {200}
    for login in ("stranger", "other_teacher"):
        assert "Our own rules" not in world.as_(login).open("/rulesets").words
        assert {
            world.as_(login).client.get(f"/rulesets/class-own-1{place}").status_code for place in PLACES
        } == {404}
        compared = world.as_(login).client.get(f"/rulesets/compare?one={NATIONAL}&other=class-own-1")
        assert compared.status_code == 404


def test_what_a_class_changed_stands_beside_what_its_parent_says(world):
    own_rules(world, "Evening class", {"EMT": "no"})
    page = world.as_("ruiz").open("/rulesets/class-own-1?changed=1&level=EMT")
    assert rows(page) == ["CPAP"]
    assert "parent: yes" in page.words
    page = world.as_("ruiz").open(f"/rulesets/compare?one={NATIONAL}&other=class-own-1&level=EMT")
    assert "1 cell differs for EMT" in page.words


def test_rules_of_a_class_that_can_no_longer_be_used_are_left_out(world):
    own_rules(world, "Evening class", {"Wizard": "no"})
    assert "Our own rules" not in world.as_("ruiz").open("/rulesets").words
