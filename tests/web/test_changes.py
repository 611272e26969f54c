"""Changes that a device sends by themselves: applied once, by the road of a form; two values of one field are both kept."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from epcr.audit import AuditLine
from epcr.checks.finding import Finding, Weight
from epcr.db import now
from epcr.people.model import Person
from epcr.review.model import Kind, Step
from epcr.sheet.anchor import Anchor
from epcr.sheet.exam import NO_ABNORMALITY
from epcr.sheet.section import new_id
from epcr.web.changes.pieces import PIECES, _said
from epcr.web.changes.two_values import Provenance
from epcr.web.known_fields import COOKIE
from epcr.web.mark_words import icons
from epcr.words.language import spoken
from tests import build
from tests.changing import change, contested_sheet, known, number, outcomes, send
from tests.world import make_world

SYSTOLIC = f"vitals-{build.FIRST}-systolic"


def lines(world, sheet, anchor):
    with world.app.extensions["epcr.database"].reading() as session:
        found = session.scalars(
            select(AuditLine)
            .where(AuditLine.run_sheet_id == sheet, AuditLine.anchor == anchor)
            .order_by(AuditLine.id)
        ).all()
        return [
            (line.op, line.outcome, json.loads(line.before or "null"), json.loads(line.after or "null"))
            for line in found
        ]


@pytest.fixture
def sheet(world):
    return world.keep(build.sheet())


def test_a_change_is_one_line_of_the_audit_with_its_number_and_its_device(world, sheet):
    was = known(world, sheet, "vitals", f"?entry={build.FIRST}")["systolic"]
    one = change(SYSTOLIC, "88", was=was, at="2026-11-30T10:00:00Z")
    answer = send(world, sheet, one)
    assert outcomes(answer) == ["applied"]
    assert world.sheet(sheet).vitals[0].systolic == 88
    ((op, outcome, before, after),) = lines(world, sheet, SYSTOLIC)[-1:]
    assert (op, outcome, before, after) == (one["op"], None, {"value": 128}, {"value": 88})
    assert answer["parts"][f"vitals-{build.FIRST}"]["shown"][SYSTOLIC] == "88 mmHg"


def test_the_same_change_twice_is_applied_once(world, sheet):
    one = change(SYSTOLIC, "88", was=known(world, sheet, "vitals", f"?entry={build.FIRST}")["systolic"])
    send(world, sheet, one)
    version = world.sheet(sheet).vitals[0].version
    assert outcomes(send(world, sheet, one, one)) == ["applied", "applied"]
    assert world.sheet(sheet).vitals[0].version == version
    assert [op for op, *_ in lines(world, sheet, SYSTOLIC)].count(one["op"]) == 1


def test_a_change_that_builds_on_the_one_before_needs_no_page(world, sheet):
    first = change(SYSTOLIC, "88", was=known(world, sheet, "vitals", f"?entry={build.FIRST}")["systolic"])
    second = change(SYSTOLIC, "90", was=first["op"])
    assert outcomes(send(world, sheet, first, second)) == ["applied", "applied"]
    third = change(SYSTOLIC, "92", was=second["op"])
    assert outcomes(send(world, sheet, third)) == ["applied"]
    told = lines(world, sheet, SYSTOLIC)[-3:]
    assert [(op, after["value"]) for op, _, _, after in told] == [
        (first["op"], 88), (second["op"], 90), (third["op"], 92),
    ]  # fmt: skip


def test_a_new_entry_comes_field_by_field(world, sheet):
    entry = new_id()
    answer = send(
        world, sheet,
        change(f"vitals-{entry}-taken_at", "1720"),
        change(f"vitals-{entry}-systolic", "94"),
        change(f"vitals-{entry}-diastolic", "54"),
        change(f"vitals-{entry}-heart_rate", "", why="not_recorded"),
    )  # fmt: skip
    assert outcomes(answer) == ["applied"] * 4
    made = world.sheet(sheet).part("vitals", entry)
    assert (made.systolic, made.diastolic, made.why("heart_rate")) == (94, 54, "not_recorded")
    assert answer["parts"][f"vitals-{entry}"]["shown"][f"vitals-{entry}-taken_at"] == "17:20"


def test_what_cannot_be_read_is_said_and_the_rest_is_saved(world, sheet):
    entry = new_id()
    answer = send(
        world, sheet, change(f"vitals-{entry}-systolic", "ninety"), change(f"vitals-{entry}-diastolic", "54")
    )
    assert outcomes(answer) == ["unread", "applied"]
    assert "whole number" in answer["results"][0]["words"]
    assert world.sheet(sheet).part("vitals", entry).diastolic == 54


def test_what_builds_on_a_text_that_could_not_be_read_builds_on_what_was_before(world, sheet):
    was = known(world, sheet, "vitals", f"?entry={build.FIRST}")["systolic"]
    first = change(SYSTOLIC, "ninety", was=was)
    answer = send(world, sheet, first, change(SYSTOLIC, "90", was=first["op"]))
    assert outcomes(answer) == ["unread", "applied"]


def test_a_field_that_was_changed_elsewhere_keeps_both_values_until_somebody_decides(world, sheet):
    was = known(world, sheet, "vitals", f"?entry={build.FIRST}")["systolic"]
    send(world, sheet, change(SYSTOLIC, "90", was=was), device="aa")
    late = change(SYSTOLIC, "110", was=was)
    answer = send(world, sheet, late, device="bb")
    assert outcomes(answer) == ["contested"]
    (result,) = answer["results"]
    assert (result["yours"], result["stands"]) == ("110 mmHg", "90 mmHg")
    assert world.sheet(sheet).vitals[0].systolic == 90
    (waiting,) = answer["contested"]
    assert (waiting["op"], waiting["typed"], waiting["stands"]) == (late["op"], "110 mmHg", "90 mmHg")
    assert (waiting["by"]["who"], waiting["by"]["device"][-2:]) == ("Dana Ruiz", "bb")
    assert (waiting["against"]["who"], waiting["against"]["device"][-2:]) == ("Dana Ruiz", "aa")
    assert lines(world, sheet, SYSTOLIC)[-1] == (late["op"], "contested", {"value": 90}, {"value": 110})
    decided = send(world, sheet, change(SYSTOLIC, settles=late["op"], choose="typed"))
    assert outcomes(decided) == ["applied"]
    assert decided["contested"] == []
    assert world.sheet(sheet).vitals[0].systolic == 110
    once_more = change(SYSTOLIC, settles=number(), choose="typed")
    assert outcomes(send(world, sheet, once_more)) == ["refused"]


@pytest.mark.parametrize("together", [True, False], ids=["in one message", "one after the other"])
@pytest.mark.parametrize("then", ["Wrenport", "Norwick"])
def test_who_types_on_over_a_contested_value_wants_it_no_more(world, sheet, then, together):
    was = known(world, sheet, "incident")["city"]
    send(world, sheet, change("incident-city", "Wrenport", was=was), device="aa")
    first = change("incident-city", "Marlow", was=was)
    second = change("incident-city", then, was=first["op"])
    answers = (
        [send(world, sheet, first, second)]
        if together
        else [send(world, sheet, first), send(world, sheet, second)]
    )
    assert [outcome for answer in answers for outcome in outcomes(answer)] == [
        "contested",
        "same" if then == "Wrenport" else "contested",
    ]
    waiting = [values["typed"] for values in answers[-1]["contested"]]
    assert waiting == ([] if then == "Wrenport" else ["Norwick"])
    assert {"value": "Marlow"} in [after for *_, after in lines(world, sheet, "incident-city")]


def test_the_value_that_stands_may_win_and_the_other_stays_in_the_audit(world, sheet):
    was = known(world, sheet, "vitals", f"?entry={build.FIRST}")["systolic"]
    send(world, sheet, change(SYSTOLIC, "90", was=was))
    late = change(SYSTOLIC, "110", was=was)
    send(world, sheet, late)
    decided = send(world, sheet, change(SYSTOLIC, settles=late["op"], choose="stands"))
    assert (outcomes(decided), decided["contested"]) == (["same"], [])
    assert world.sheet(sheet).vitals[0].systolic == 90
    assert {"value": 110} in [after for *_, after in lines(world, sheet, SYSTOLIC)]


@pytest.mark.parametrize(
    ("anchor", "one", "other"),
    [
        ("incident-at_patient", "17:06", "17:07"),
        ("incident-date_of_call", "10/11/2024", "10/12/2024"),
        ("history-allergies", ["Penicillin"], ["Latex"]),
        ("patient-sex", "9919001", "9919003"),
    ],
)
def test_what_was_typed_against_it_is_put_in_as_it_was_typed(world, sheet, anchor, one, other):
    slug, name = anchor.split("-")
    was = known(world, sheet, slug)[name]
    first = send(world, sheet, change(anchor, one, was=was))
    late = change(anchor, other, was="0" * 6)
    assert outcomes(send(world, sheet, late)) == ["contested"]
    (waiting,) = send(world, sheet)["contested"]
    answer = send(world, sheet, change(anchor, settles=late["op"], choose="typed"))
    assert outcomes(answer) == ["applied"]
    assert answer["parts"][slug]["shown"][anchor] == waiting["typed"]
    assert outcomes(first)


def test_the_same_value_from_two_devices_is_nothing(world, sheet):
    was = known(world, sheet, "vitals", f"?entry={build.FIRST}")["systolic"]
    send(world, sheet, change(SYSTOLIC, "90", was=was))
    late = change(SYSTOLIC, "90", was=was)
    assert outcomes(send(world, sheet, late)) == ["same"]
    assert outcomes(send(world, sheet, late)) == ["same"]


def test_what_builds_on_the_same_value_in_one_message_is_applied(world, sheet):
    was = known(world, sheet, "vitals", f"?entry={build.FIRST}")["systolic"]
    send(world, sheet, change(SYSTOLIC, "90", was=was))
    late = change(SYSTOLIC, "90", was=was)
    assert outcomes(send(world, sheet, late, change(SYSTOLIC, "92", was=late["op"]))) == ["same", "applied"]


def test_another_field_of_the_entry_merges_by_itself(world, sheet):
    shown = known(world, sheet, "vitals", f"?entry={build.FIRST}")
    send(world, sheet, change(SYSTOLIC, "90", was=shown["systolic"]))
    answer = send(world, sheet, change(f"vitals-{build.FIRST}-heart_rate", "77", was=shown["heart_rate"]))
    assert outcomes(answer) == ["applied"]
    assert (world.sheet(sheet).vitals[0].systolic, world.sheet(sheet).vitals[0].heart_rate) == (90, 77)


def test_an_act_is_judged_as_it_becomes_one(world, sheet):
    entry = new_id()
    basic = world.sheet(sheet).crew[1].id
    answer = send(
        world, sheet,
        change(f"interventions-{entry}-item", "iv_access"),
        change(f"interventions-{entry}-performer", basic),
        change(f"interventions-{entry}-performed_at", "17:20"),
    )  # fmt: skip
    assert outcomes(answer) == ["applied"] * 3
    assert answer["verdicts"][f"interventions-{entry}"]["verdict"] == "not_permitted"


def test_a_strict_class_leaves_out_what_it_does_not_save(tmp_path):
    world = make_world(tmp_path, mode="strict")
    sheet = world.keep(build.sheet(mode="strict"))
    basic, entry = world.sheet(sheet).crew[1].id, new_id()
    answer = send(
        world, sheet,
        change(f"interventions-{entry}-item", "iv_access"),
        change(f"interventions-{entry}-performer", basic),
        change("incident-city", "Wrenport", was=known(world, sheet, "incident")["city"]),
    )  # fmt: skip
    assert outcomes(answer) == ["refused", "refused", "applied"]
    assert answer["results"][0]["words"]
    assert world.sheet(sheet).part("interventions", entry) is None
    assert world.sheet(sheet).incident.city == "Wrenport"


def test_a_name_that_is_not_in_the_list_is_asked_about_and_the_rest_is_saved(world, sheet):
    entry = new_id()
    answer = send(
        world, sheet,
        change(f"interventions-{entry}-item", "Zebra tea"),
        change(f"interventions-{entry}-performed_at", "17:20"),
    )  # fmt: skip
    assert outcomes(answer) == ["asks", "applied"]


def test_a_submitted_sheet_takes_nothing_and_says_why(world, sheet):
    was = known(world, sheet, "incident")["city"]
    with world.database.write("ruiz") as session:
        trainee = session.scalars(select(Person).where(Person.login == "ruiz")).one()
        session.add(Step(run_sheet_id=sheet, kind=Kind.SUBMITTED, actor=trainee))
    answer = send(world, sheet, change("incident-city", "Wrenport", was=was))
    assert outcomes(answer) == ["refused"]
    assert "submitted" in answer["results"][0]["words"]


def test_an_entry_is_struck_and_put_back(world, sheet):
    anchor = f"vitals-{build.FIRST}"
    answer = send(
        world,
        sheet,
        change(anchor, strike="wrong patient"),
        change(SYSTOLIC, "90"),
        change(anchor, restore=True),
    )
    assert outcomes(answer) == ["applied", "refused", "applied"]
    assert "struck" in answer["results"][1]["words"]
    assert [after for *_, after in lines(world, sheet, anchor)][-2:] == [{"struck": "wrong patient"}, None]


@pytest.mark.parametrize(
    "broken",
    [
        {"anchor": "incident-nothing", "value": "x"},
        {"anchor": "nowhere-city", "value": "x"},
        {"anchor": "incident-city"},
        {"anchor": "incident-city", "value": 3},
        {"anchor": "incident-city", "value": "x", "was": "../.."},
        {"anchor": "vitals-short-systolic", "value": "1"},
        {"anchor": "incident-a-b-c", "value": "1"},
    ],
)
def test_a_change_that_no_field_takes_is_answered_and_the_others_are_saved(world, sheet, broken):
    was = known(world, sheet, "incident")["city"]
    answer = send(world, sheet, {"op": number(), **broken}, change("incident-city", "Wrenport", was=was))
    assert outcomes(answer) == ["refused", "applied"]
    assert answer["results"][0]["words"]


@pytest.mark.parametrize(
    "message", [None, [], {}, {"changes": 3}, {"changes": [{"op": "x"}]}, {"changes": ["x"]}]
)
def test_what_is_no_message_is_refused_as_a_whole(world, sheet, message):
    token = world.as_("ruiz").open("/").html.find("input", attrs={"name": "csrf_token"})["value"]
    answer = world.as_("ruiz").client.post(
        f"/sheets/{sheet}/changes", json=message, headers={"Accept": "application/json", "X-CSRFToken": token}
    )
    assert answer.status_code == 422
    assert answer.json["next_step"]


def test_the_number_of_another_persons_change_says_nothing_of_it(world, sheet):
    one = change("incident-city", "Wrenport", was=known(world, sheet, "incident")["city"])
    send(world, sheet, one)
    other = world.begin("okafor")
    answer = send(world, other, one, login="okafor")
    assert outcomes(answer) == ["refused"]
    assert "somebody else" in answer["results"][0]["words"]


def test_an_entry_of_another_sheet_is_not_taken(world, sheet):
    other = world.begin("ruiz")
    answer = send(world, other, change(SYSTOLIC, "90"))
    assert outcomes(answer) == ["refused"]
    assert world.sheet(sheet).vitals[0].systolic == 128


def test_who_is_signed_in_again_gets_the_token_to_go_on_with(world, sheet):
    one = change("incident-city", "Wrenport", was=known(world, sheet, "incident")["city"])
    client = world.as_("ruiz").client
    answer = client.post(
        f"/sheets/{sheet}/changes",
        json={"changes": [one]},
        headers={"Accept": "application/json", "X-CSRFToken": "an old one"},
    )
    assert (answer.status_code, answer.json["saved"]) == (400, False)
    again = client.post(
        f"/sheets/{sheet}/changes",
        json={"changes": [one]},
        headers={"Accept": "application/json", "X-CSRFToken": answer.json["token"]},
    )
    assert outcomes(again.json) == ["applied"]


def test_what_another_person_wrote_gets_no_token(world, sheet):
    token = world.as_("ruiz").open("/").html.find("input", attrs={"name": "csrf_token"})["value"]
    answer = world.as_("okafor").client.post(
        f"/sheets/{sheet}/changes",
        json={"changes": []},
        headers={"Accept": "application/json", "X-CSRFToken": token},
    )
    assert answer.status_code == 400
    assert "token" not in answer.json
    assert "Somebody else" in answer.json["title"]


def test_who_is_signed_out_is_told_to_sign_in(world, sheet):
    answer = world.app.test_client().post(
        f"/sheets/{sheet}/changes",
        json={"changes": []},
        headers={"Accept": "application/json", "X-CSRFToken": "x"},
    )
    assert answer.status_code in {400, 401}
    assert "token" not in answer.json


def test_nobody_elses_sheet_takes_a_change(world, sheet):
    send(world, sheet, change("incident-city", "x"), login="okafor", code=404)


def test_real_time_stands_in_no_second_pair_of_parentheses():
    heard = Provenance("Ana Ruiz", "12:03 (real time)", "phone 6d19", "12:04 (real time)")
    assert heard.words + heard.where == (
        "Ana Ruiz at 12:03 (real time) on phone 6d19, last seen at 12:04 (real time)"
    )


@pytest.mark.parametrize(("button", "stands"), [("Keep Wrenport", "Wrenport"), ("Take Marlow", "Marlow")])
def test_a_page_without_scripts_shows_both_values_and_takes_one(world, sheet, button, stands):
    contested_sheet(world, sheet)
    page = world.page(sheet, "incident")
    assert "City has two values" in page.words
    assert page.words.count("Marlow") == 1  # not told again at the field
    world.as_("ruiz").client.set_cookie(COOKIE, "1")
    assert world.page(sheet, "incident").words.count("Marlow") == 1
    world.as_("ruiz").client.delete_cookie(COOKIE)
    after = page.submit(button)
    assert "two values" not in after.words
    assert world.sheet(sheet).incident.city == stands


def test_a_decision_on_a_page_that_is_old_decides_nothing(world, sheet):
    contested_sheet(world, sheet)
    page = world.page(sheet, "incident")
    stands = send(world, sheet)["contested"][0]
    send(world, sheet, change("incident-city", "Pike", was=known(world, sheet, "incident")["city"]))
    assert page.submit("Take Marlow").status == 409
    assert world.sheet(sheet).incident.city == "Pike"
    assert send(world, sheet)["contested"][0]["op"] == stands["op"]


def test_a_sheet_with_two_values_is_not_submitted(world, sheet):
    contested_sheet(world, sheet)
    page = world.as_("ruiz").open(f"/sheets/{sheet}/check")
    told = re.search(
        r"Choose one of two values of city: Wrenport, (.*?); or Marlow, (\S+ \S+ at [\d:]+)", page.words
    )
    assert told
    assert [whose.startswith("Dana Ruiz at ") for whose in told.groups()] == [True, True], told


def test_a_decision_on_what_was_changed_since_decides_nothing_and_both_are_shown_again(world, sheet):
    contested_sheet(world, sheet)
    (seen,) = send(world, sheet)["contested"]
    send(world, sheet, change("incident-city", "Pike", was=known(world, sheet, "incident")["city"]))
    for chosen in ("typed", "stands"):
        decision = change("incident-city", settles=seen["op"], choose=chosen, was=seen["knows"])
        answer = send(world, sheet, decision)
        assert outcomes(answer) == ["refused"]
        assert "Look at both again" in answer["results"][0]["words"]
        assert (answer["contested"][0]["stands"], world.sheet(sheet).incident.city) == ("Pike", "Pike")
    (seen,) = answer["contested"]
    decision = change("incident-city", settles=seen["op"], choose="typed", was=seen["knows"])
    assert outcomes(send(world, sheet, decision)) == ["applied"]
    assert world.sheet(sheet).incident.city == "Marlow"


def normal(entry, region="pelvis", at="17:20"):
    return [
        change(f"exam-{entry}-region", region),
        change(f"exam-{entry}-findings", NO_ABNORMALITY[region]),
        change(f"exam-{entry}-examined_at", at),
    ]


def test_a_region_that_two_devices_called_normal_is_one_finding(world, sheet):
    mine, other = normal(new_id()), normal(new_id(), at="17:25")
    before = len(world.sheet(sheet).exam)
    assert outcomes(send(world, sheet, *mine, device="aa")) == ["applied"] * 3
    assert outcomes(send(world, sheet, *other, device="bb")) == ["same"] * 3
    assert outcomes(send(world, sheet, *other, device="bb")) == ["same"] * 3
    assert len(world.sheet(sheet).exam) == before + 1
    typed = [after for _, outcome, _, after in lines(world, sheet, other[2]["anchor"]) if outcome == "same"]
    assert len(typed) == 1  # its time is in the audit
    struck = mine[0]["anchor"].removesuffix("-region")
    send(world, sheet, change(struck, strike="wrong patient"))
    assert outcomes(send(world, sheet, *normal(new_id()))) == ["applied"] * 3


def test_a_region_where_more_was_found_takes_both(world, sheet):
    entry = new_id()
    send(world, sheet, *normal(entry), change(f"exam-{entry}-remark", "Scar"))
    assert outcomes(send(world, sheet, *normal(new_id()))) == ["applied"] * 3


@pytest.mark.parametrize(
    "at",
    ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "2026-13-01", "", "yesterday", "1970-01-01T00:00:00Z"],
)
def test_a_clock_that_is_wrong_keeps_no_page_from_being_shown(world, sheet, at):
    was = known(world, sheet, "incident")["city"]
    send(world, sheet, change("incident-city", "Wrenport", was=was, at=at), device="aa")
    answer = send(world, sheet, change("incident-city", "Marlow", was=was, at=at), device="bb")
    assert outcomes(answer) == ["contested"]
    assert ":" in answer["contested"][0]["by"]["at"]
    assert "has two values" in world.page(sheet, "incident").words


def test_a_clock_that_jumps_back_changes_no_order(world, sheet):
    was = known(world, sheet, "incident")["city"]
    first = change("incident-city", "Wrenport", was=was, at="2026-11-30T17:00:00Z")
    second = change("incident-city", "Marlow", was=first["op"], at="2026-11-29T17:00:00Z")
    assert outcomes(send(world, sheet, first, second)) == ["applied", "applied"]
    assert world.sheet(sheet).incident.city == "Marlow"


def test_a_clock_that_is_a_day_off_says_its_day(world, sheet):
    was = known(world, sheet, "incident")["city"]
    yesterday = (now() - timedelta(days=1)).isoformat()
    send(world, sheet, change("incident-city", "Wrenport", was=was))
    (waiting,) = send(world, sheet, change("incident-city", "Marlow", was=was, at=yesterday))["contested"]
    assert " on " in waiting["by"]["at"]


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        ("[" * 100_000, 422),
        ('{"changes": ' + "[" * 100_000, 422),
        ('{"changes": [' + ",".join([f'{{"op": "{place:032x}"}}' for place in range(10_000)]) + "]}", 422),
        ('{"changes": [{"op": "../../etc/passwd", "anchor": "incident-city", "value": "x"}]}', 422),
        ('{"changes": [], "draw": "everything", "here": 7, "device": {}}', 200),
        ("x" * 10 * 1024 * 1024, 413),
        ("\x00", 422),
    ],
    ids=["deep", "deep changes", "ten thousand", "op", "draw", "10 MB", "null"],
)  # fmt: skip
def test_a_message_that_no_page_sends_is_answered_and_changes_nothing(world, sheet, broken, code):
    before = world.sheet(sheet).incident.city
    token = world.as_("ruiz").open("/").html.find("input", attrs={"name": "csrf_token"})["value"]
    answer = world.as_("ruiz").client.post(
        f"/sheets/{sheet}/changes", data=broken, content_type="application/json",
        headers={"Accept": "application/json", "X-CSRFToken": token},
    )  # fmt: skip
    assert answer.status_code == code
    assert code == 200 or answer.json["next_step"]
    assert world.sheet(sheet).incident.city == before


@pytest.mark.parametrize(
    "broken",
    [
        {"anchor": "incident-city", "value": "half \ud800"},
        {"anchor": "incident-city", "value": ["a", "\udfff"]},
        {"anchor": "incident-city\x00", "value": "x"},
        {"anchor": "<script>alert(1)</script>", "value": "x"},
        {"anchor": "incident-__class__", "value": "x"},
        {"anchor": "incident-" + "city" * 10_000, "value": "x"},
        {"anchor": "vitals-" + "f" * 32 + "-id", "value": "x"},
        {"anchor": "incident-city", "value": {"a": 1}},
        {"anchor": "incident-city", "value": "x", "why": 3},
        {"anchor": "incident-city", "value": "x", "was": "z" * 32},
        {"anchor": "incident", "strike": "all of it"},
        {"anchor": "incident-city", "settles": "f" * 32, "choose": "both"},
    ],
)
def test_a_hostile_change_is_answered_by_itself_and_the_others_are_saved(world, sheet, broken):
    was = known(world, sheet, "incident")["city"]
    good = change("incident-city", "Wrenport", was=was)
    answer = send(world, sheet, {"op": number(), **broken}, good)
    assert outcomes(answer) == ["refused", "applied"]
    assert answer["results"][0]["words"]
    assert world.sheet(sheet).incident.city == "Wrenport"


@pytest.mark.parametrize("text", ["\x00\x1b[31m", "\u202eevil", "🚑" * 400, "'; DROP TABLE run_sheet; --"])
def test_hostile_words_are_taken_as_a_form_takes_them(world, sheet, text):
    answer = send(
        world,
        sheet,
        change("history-chief_complaint", text, was=known(world, sheet, "history")["chief_complaint"]),
    )
    assert outcomes(answer)[0] in {"applied", "unread"}
    assert world.page(sheet, "history").status == 200


def test_what_was_typed_for_an_accepted_or_a_struck_thing_is_answered_with_why(world, sheet):
    send(world, sheet, change(f"vitals-{build.FIRST}", strike="wrong patient"))
    answer = send(world, sheet, change(SYSTOLIC, "90"), change(f"vitals-{build.FIRST}", restore=True))
    assert outcomes(answer) == ["refused", "applied"]
    with world.database.write("teacher") as session:
        teacher = session.scalars(select(Person).where(Person.login == "teacher")).one()
        session.add(Step(run_sheet_id=sheet, kind=Kind.SUBMITTED, actor=teacher))
        session.add(Step(run_sheet_id=sheet, kind=Kind.ACCEPTED, actor=teacher))
    answer = send(world, sheet, change(SYSTOLIC, "92"))
    assert (outcomes(answer), bool(answer["results"][0]["words"])) == (["refused"], True)


def test_the_answer_holds_findings_at_fields_the_outline_and_the_verdict_as_the_page_would_draw_them(
    world, sheet
):
    was = known(world, sheet, "vitals", f"?entry={build.FIRST}")["systolic"]
    message = {
        "device": "aa", "draw": ["outline", "timeline", "patient", "acts", "two-values", "nothing"],
        "here": f"vitals-{build.FIRST}", "changes": [change(SYSTOLIC, "300", was=was)],
    }  # fmt: skip
    visitor = world.as_("ruiz")
    token = visitor.open("/").html.find("input", attrs={"name": "csrf_token"})["value"]
    answer = visitor.client.post(
        f"/sheets/{sheet}/changes", json=message, headers={"X-CSRFToken": token}
    ).json
    assert set(answer["pieces"]) == {"outline", "timeline", "patient", "acts", "two-values"}
    page = world.page(sheet, "vitals", query=f"?entry={build.FIRST}")
    assert "said-warning" in answer["said"][f"vitals-{build.FIRST}"][SYSTOLIC]
    drawn = BeautifulSoup(answer["pieces"]["outline"], "html.parser")
    assert drawn.get_text(" ", strip=True) == page.html.find(attrs={"data-piece": "outline"}).get_text(
        " ", strip=True
    )
    assert "300/" in answer["pieces"]["timeline"]


def test_every_piece_that_a_page_has_a_place_for_is_drawn_anew():
    folder = Path(__file__).parents[2] / "templates"
    named = {
        name
        for template in folder.rglob("*.html")
        for name in re.findall(r'data-piece="([a-z-]+)"', template.read_text(encoding="utf-8"))
    }
    assert "check" in named
    assert named <= {*PIECES}


def test_what_is_said_has_its_icons_below_the_path_that_is_asked(world):
    findings = (
        Finding(
            Weight.MISSING, Anchor("incident", "", "unit"), "Enter the unit", "completeness.incident.unit"
        ),
    )
    addresses = []
    for root in ("", "/epcr", ""):
        with world.app.test_request_context("/", environ_overrides={"SCRIPT_NAME": root}):
            addresses.append(_said(findings, spoken(), icons()).partition('href="')[2].partition("#")[0])
    assert addresses[1] == f"/epcr{addresses[0]}"
    assert addresses[2] == addresses[0] != ""
