"""Requests that another place makes a browser send."""

import pytest
from bs4 import BeautifulSoup

EXAMPLES = {"sheet_id": "{sheet}", "slug": "incident", "entry": "a" * 32, "number": "1", "person_id": "1",
            "scenario_id": "x", "filename": "x", "certificate": "1", "name": "class-1-1", "item": "cric", "version": "1",
            "slip_id": "b" * 32, "batch": "c" * 32}  # fmt: skip


def unsafe_routes(app):
    return [rule for rule in app.url_map.iter_rules() if rule.methods - {"GET", "HEAD", "OPTIONS"}]


def test_no_unsafe_route_takes_a_request_without_a_token(attack):
    sheet = attack.world.begin()
    routes = unsafe_routes(attack.world.app)
    addresses = attack.world.app.url_map.bind("localhost")
    assert len(routes) > 20
    for rule in routes:
        named = {name: EXAMPLES[name].format(sheet=sheet) for name in rule.arguments}
        path = addresses.build(rule.endpoint, named, method="POST")
        for login in ("ruiz", "teacher", "boss"):
            for token in ({}, {"csrf_token": ""}, {"csrf_token": "x.y.z"}):
                answer = attack.world.as_(login).client.post(path, data=token)
                assert answer.status_code == 400, (path, login)


def test_the_token_of_somebody_else_is_no_token(attack):
    token = attack.token(attack.world.as_("stranger"))
    answer = attack.world.as_("ruiz").client.post("/sign-out", data={"csrf_token": token})
    assert answer.status_code == 400
    assert "My run sheets" in attack.world.as_("ruiz").open("/").words


@pytest.mark.parametrize(
    "origin", ["http://localhost:9999", "https://evil.example", "null", "http://[::1", ""]
)
def test_what_another_place_sent_is_not_offered_to_be_sent_again(attack, origin):
    # Another port of this machine is the same site to a browser, which sends the cookie along.
    sheet = attack.world.begin()
    answer = attack.world.as_("ruiz").client.post(
        f"/sheets/{sheet}/incident", data={"incident-unit": "FORGED"}, headers={"Origin": origin}
    )
    assert answer.status_code == 400
    assert "FORGED" not in answer.get_data(as_text=True)


def test_what_the_page_itself_sent_is_offered_to_be_sent_again(attack):
    sheet = attack.world.begin()
    for headers in ({"Origin": "http://localhost"}, {}):
        answer = attack.world.as_("ruiz").client.post(
            f"/sheets/{sheet}/incident", data={"incident-unit": "MINE"}, headers=headers
        )
        assert answer.status_code == 400
        page = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
        assert page.find("input", attrs={"name": "incident-unit"})["value"] == "MINE"


def test_a_form_of_a_hundred_thousand_fields_is_not_sent_back(attack):
    body = "&".join(f"{number}=" for number in range(100_000))
    answer = attack.stranger().client.post(
        "/sign-in", data=body, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 400
    assert len(answer.data) < 10_000
