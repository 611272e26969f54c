"""HEAD answers as GET does, on every page: somebody looks whether a page is there before it is opened."""

import pytest

from tests import build

PEOPLE = ("ruiz", "teacher", "boss", None)


def addresses(world):
    """Every page without an argument in its address, and those of one sheet."""
    sheet = world.keep(build.sheet())
    found = {
        str(rule) for rule in world.app.url_map.iter_rules() if "GET" in rule.methods and not rule.arguments
    }
    return sorted(
        found | {f"/sheets/{sheet}/{slug}" for slug in ("vitals", "check", "print")} | {f"/review/{sheet}"}
    )


@pytest.mark.parametrize("login", PEOPLE, ids=lambda login: login or "nobody")
def test_head_answers_as_get_does(world, login):
    asked = addresses(world)
    client = world.as_(login).client if login else world.app.test_client()
    answers = {}
    for address in asked:
        got, head = client.get(address), client.head(address)
        answers[address] = (got.status_code, head.status_code)
        assert head.get_data() == b""
    assert {address: both for address, both in answers.items() if both[0] != both[1]} == {}
    assert len(answers) > 15
