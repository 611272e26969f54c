"""Guessing past the throttles."""

from tests.world import PASSWORD

SPELLINGS = [
    "ruiz",
    "RUIZ",
    " ruiz",
    "ruiz ",
    "ruiz   ",
    "\uff52uiz",
    "r\uff55iz",
    "\truiz",
    "ruiz\u2003",
    "ru\uff29z",
    "ruiz\n",
]


def test_every_spelling_of_a_login_counts_as_the_same(attack):
    visitor = attack.stranger()
    token = attack.token(visitor, "/sign-in")
    for login in SPELLINGS[:10]:
        sent = {"csrf_token": token, "login": login, "password": "a guess"}
        assert visitor.client.post("/sign-in", data=sent).status_code == 422
    for login in SPELLINGS:
        sent = {"csrf_token": token, "login": login, "password": PASSWORD}
        assert visitor.client.post("/sign-in", data=sent).status_code == 429


def test_an_address_that_somebody_claims_is_not_believed(attack):
    visitor = attack.stranger()
    token = attack.token(visitor, "/sign-in")
    answers = []
    for number in range(12):
        claimed = f"10.0.0.{number}"
        headers = {"X-Forwarded-For": claimed, "X-Real-IP": claimed, "Forwarded": f"for={claimed}"}
        sent = {"csrf_token": token, "login": "ruiz", "password": "a guess"}
        answers.append(visitor.client.post("/sign-in", data=sent, headers=headers).status_code)
    assert answers == [422] * 10 + [429] * 2
