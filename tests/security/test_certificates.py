"""Certificates, the agency and the rulebook asked for by words and numbers that no page of ours sends."""

from urllib.parse import urlencode

import pytest

from epcr.people.model import Classroom, Person

CERTIFICATE = {"level": "EMT", "valid_from": "01/01/2024", "valid_to": "01/01/2028"}


@pytest.mark.parametrize("number", ["9" * 30, str(2**31), str(2**63), "-1"])
def test_a_certificate_of_an_impossible_number_is_not_found(attack, number):
    client = attack.world.as_("ruiz").client
    assert client.get(f"/certificates?certificate={number}").status_code == 404
    assert attack.post("ruiz", "/certificates", {**CERTIFICATE, "certificate": number}).status_code == 404
    assert attack.post("ruiz", f"/certificates/{number}/remove").status_code == 404


def test_the_certificate_of_somebody_else_is_neither_read_nor_changed_nor_removed(attack):
    assert attack.post("okafor", "/certificates", {**CERTIFICATE, "level": "Paramedic"}).status_code == 303
    client = attack.world.as_("ruiz").client
    assert client.get("/certificates?certificate=1").status_code == 404
    assert attack.post("ruiz", "/certificates", {**CERTIFICATE, "certificate": "1"}).status_code == 404
    assert attack.post("ruiz", "/certificates/1/remove").status_code == 404
    with attack.world.database.read() as session:
        okafor = session.query(Person).filter_by(login="okafor").one().id
    path = f"/classes/1/people/{okafor}/certificates"
    for login in ("ruiz", "stranger", "other_teacher"):
        assert attack.world.as_(login).client.get(path).status_code == 404
        assert attack.post(login, path, CERTIFICATE).status_code == 404
        assert attack.post(login, f"{path}/1/remove").status_code == 404
    page = attack.world.as_("okafor").open("/certificates")
    assert page.words.count("Paramedic") >= 1


@pytest.mark.parametrize("name", ["endorsements", "restricted_for", "not_educated_for"])
def test_a_list_of_a_certificate_without_end_is_refused(attack, name):
    words = "\n".join(
        ["Aspirin"] * 10_000 if name != "endorsements" else (f"e{one}" for one in range(10_000))
    )
    answer = attack.post("ruiz", "/certificates", {**CERTIFICATE, name: words})
    assert answer.status_code == 422
    assert len(answer.data) < 500_000


def test_an_agency_takes_part_in_a_program_once_and_in_none_that_is_not_offered(attack):
    settings = {"name": "Evening class", "ruleset": "us-ca-los-angeles", "mode": "teach", "zone": "America/New_York",
                "temperature": "°C", "weight": "kg", "glucose": "mg/dL"}  # fmt: skip
    opened = attack.opened("teacher", "/classes/1/settings")
    assert attack.post("teacher", "/classes/1/settings", {**settings, **opened}).status_code == 303
    sent = {"medical_control": "yes", "standing_orders": "yes", "agency": '{"programs": ["rsi"]}'}
    twice = {
        **sent,
        **attack.opened("teacher", "/classes/1/agency"),
        "programs": ["aspirin_po", "aspirin_po"],
    }
    assert attack.post("teacher", "/classes/1/agency", twice).status_code == 303
    for programs in (["aspirin_po", "rsi"], ['{"a": 1}'], [f"p{one}" for one in range(5_000)]):
        again = {**sent, **attack.opened("teacher", "/classes/1/agency"), "programs": programs}
        assert attack.post("teacher", "/classes/1/agency", again).status_code == 422
    with attack.world.database.read() as session:
        kept = session.get_one(Classroom, 1).agency
    assert kept == {"programs": ["aspirin_po"], "medical_control": True, "standing_orders": True}


@pytest.mark.parametrize("level", ["Wizard", "\x00", "<script>alert(1)</script>", "E" * 5000])
def test_a_level_that_a_ruleset_has_no_column_for_narrows_nothing(attack, level):
    ruiz, asked = attack.world.as_("ruiz"), urlencode({"level": level})
    assert ruiz.open(f"/rulesets/us-vt?{asked}").words == ruiz.open("/rulesets/us-vt").words
    two = "/rulesets/compare?one=us-vt&other=us-mt"
    assert ruiz.open(f"{two}&{asked}").words == ruiz.open(two).words
    assert ruiz.client.get(f"/rulesets/us-vt/card.pdf?{asked}").status_code == 404
    assert ruiz.client.get(f"/rulesets/us-vt/matrix.pdf?{asked}").status_code == 200
