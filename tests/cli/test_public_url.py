"""The settings of a service behind a proxy: what they may be, and what `epcr serve` makes of them over real connections."""

import http.client
import re
import signal
from urllib.parse import urlencode, urlsplit

import pytest

from epcr.config import Misconfigured, from_environment
from tests.cli.running import refused

PUBLIC = "https://training.college.example:8443/epcr"
PASSWORD = "kept over the weekend"


def settings(**environment):
    return from_environment({"SECRET_KEY": "0123456789abcdef0123456789abcdef", **environment})


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("https://training.college.edu", "https://training.college.edu"),
        ("https://training.college.edu/", "https://training.college.edu"),
        ("https://training.college.edu/epcr/", "https://training.college.edu/epcr"),
        (" HTTPS://Training.College.edu:443/epcr\n", "https://training.college.edu/epcr"),
        ("https://training.college.edu:8443/a/b-c_d.e~f", "https://training.college.edu:8443/a/b-c_d.e~f"),
        ("http://epcr.local:80", "http://epcr.local"),
        ("http://192.168.1.20:8000", "http://192.168.1.20:8000"),
        ("https://[2001:DB8::1]:8443/epcr", "https://[2001:db8::1]:8443/epcr"),
        ("https://schule-münchen.example", "https://xn--schule-mnchen-3ob.example"),
        ("https://epcr_test.college.edu", "https://epcr_test.college.edu"),
    ],
)
def test_an_address_is_read_as_a_browser_writes_it(words, meant):
    assert str(settings(PUBLIC_URL=words).public_url) == meant


@pytest.mark.parametrize(
    "words",
    [
        "training.college.edu", "training.college.edu/epcr", "//training.college.edu", "/epcr", "8443", "https://", "https:///epcr",
        "ftp://training.college.edu", "https://training.college.edu:port", "https://training.college.edu:99999",
        "https://training.college.edu:0", "https://training.college.edu:", "https://training college.edu", "https://-x.edu",
        "https://[2001:db8::1", "https://training.college.edu/epcr?x=1", "https://training.college.edu/epcr#top",
        "https://training.college.edu/?", "https://training.college.edu/a b", "https://training.college.edu/../epcr",
        "https://training.college.edu/a/./b", "https://training.college.edu//epcr", "https://training.college.edu/%65pcr",
        "https://training.college.edu/epcr;x", "https://training.college.edu\\epcr", "https://*.college.edu",
        "https://boss:pass@training.college.edu", "https://a.edu, https://b.edu", "https://" + "a" * 64 + ".edu",
        "https://training..college.edu", "https://training.college.edu/\u00e9pcr",
    ],
)  # fmt: skip
def test_what_is_no_address_is_told_in_a_sentence(words):
    with pytest.raises(Misconfigured) as refusal:
        settings(PUBLIC_URL=words)
    sentence = str(refusal.value)
    assert sentence.startswith("PUBLIC_URL must be the address that people open, like https://")
    assert "\n" not in sentence
    assert "pass@" not in sentence


def test_the_command_says_it_in_one_line(epcr):
    assert refused(epcr("db", "upgrade", PUBLIC_URL="training.college.edu")).startswith("PUBLIC_URL must be")


@pytest.mark.parametrize(
    ("public", "given", "secure"),
    [
        ("https://a.example", "", True), ("https://a.example", "1", True), ("http://a.example", "", False),
        ("http://a.example", "0", False), ("", "1", True), ("", "", False),
    ],
)  # fmt: skip
def test_cookies_are_secure_where_the_public_address_is(public, given, secure):
    assert settings(PUBLIC_URL=public, SECURE_COOKIES=given).secure_cookies is secure


@pytest.mark.parametrize(("public", "given"), [("https://a.example", "0"), ("http://a.example", "1")])
def test_two_settings_that_contradict_each_other_are_named(public, given):
    with pytest.raises(Misconfigured, match=r"^SECURE_COOKIES is .*PUBLIC_URL.*leave SECURE_COOKIES out$"):
        settings(PUBLIC_URL=public, SECURE_COOKIES=given)


@pytest.mark.parametrize("words", ["0.0.0.0/0", "::/0", "127.0.0.1, 0.0.0.0/0"])
def test_everybody_cannot_be_a_trusted_proxy(words):
    with pytest.raises(Misconfigured, match="TRUSTED_PROXIES must name the proxies"):
        settings(TRUSTED_PROXIES=words)


# Served -----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def college(epcr):
    assert epcr("db", "upgrade").exit_code == 0
    words = ("user", "add", "mora", "--name", "Ana Mora", "--role", "instructor", "--password")
    assert epcr(*words, typed=f"{PASSWORD}\n").exit_code == 0
    return epcr


class Asking:
    """A browser at an address of its own, as a proxy on this machine tells it."""

    def __init__(self, server, forwarded):
        self.port = int(re.search(r"listens on .*:(\d+)", server.said[0])[1])
        self.headers = {
            "Host": "127.0.0.1",
            "X-Forwarded-For": forwarded,
            "Origin": PUBLIC.rpartition("/")[0],
        }
        self.cookie = ""

    def ask(self, method, path, sent=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = self.headers | ({"Cookie": self.cookie} if self.cookie else {})
        body = urlencode(sent) if sent else None
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        if cookie := re.search(r"(epcr=[^;]+)", answer.headers.get("Set-Cookie", "")):
            self.cookie = cookie[1]
        connection.close()
        return answer, text

    def sign_in(self, login, password):
        _, page = self.ask("GET", "/epcr/sign-in")
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
        return self.ask("POST", "/epcr/sign-in", {"csrf_token": token, "login": login, "password": password})[
            0
        ]


def test_a_served_service_says_where_it_is_and_where_it_listens(college):
    with college.serving(PUBLIC_URL=PUBLIC, TRUSTED_PROXIES="127.0.0.1") as server:
        assert re.fullmatch(
            rf"The training ePCR is at {PUBLIC}/ and listens on 127\.0\.0\.1:\d+ for the proxy in front\.",
            server.said[0],
        )
        assert "one address" not in " ".join(server.said)


def test_a_served_service_whose_proxy_is_not_named_says_that_all_are_one_address(college):
    with college.serving(PUBLIC_URL=PUBLIC) as server:
        assert "all people count as one address" in server.said[1]
        assert "proxy in front" not in server.said[0]
        assert "plain HTTP" not in " ".join(server.said)


def test_a_public_address_over_plain_http_is_told_as_such(college):
    with college.serving(
        PUBLIC_URL="http://epcr.college.example:8000", TRUSTED_PROXIES="127.0.0.1"
    ) as server:
        assert "This is plain HTTP" in server.said[1]


def stopped(server):
    """Stop it; whence its log says that sign-ins were refused."""
    server.process.send_signal(signal.SIGINT)
    _, log = server.process.communicate(timeout=90)
    return re.findall(r"sign-in refused: .*, from (\S+)", log)


BEHIND = {"PUBLIC_URL": PUBLIC, "TRUSTED_PROXIES": "127.0.0.1", "SIGN_IN_FAILURES": "2 per 15 minutes"}


def test_people_behind_the_proxy_of_a_served_service_do_not_hold_each_other_up(college):
    with college.serving(**BEHIND) as server:
        guesser = Asking(server, "203.0.113.9")
        assert [guesser.sign_in("mora", "a guess").status for _ in range(3)] == [422, 422, 429]
        answer = Asking(server, "203.0.113.10").sign_in("mora", PASSWORD)
        assert answer.status == 303
        assert urlsplit(answer.headers["Location"]).path == "/epcr/"
        assert stopped(server) == ["203.0.113.9"] * 3


DRESSED = [
    "{number}, 203.0.113.9",
    '"{number}, 203.0.113.9',
    "203.0.113.9:{port}",
    "[2001:db8::9]:{port}",
    "x{number}, 2001:db8::9",
]


def test_a_guesser_behind_the_proxy_of_a_served_service_is_one_however_they_dress(college):
    with college.serving(**BEHIND) as server:
        for login, forwarded in enumerate(DRESSED):
            dressed = [forwarded.format(number=f"198.51.100.{one}", port=4000 + one) for one in range(3)]
            answers = [Asking(server, one).sign_in(f"nobody{login}", "a guess").status for one in dressed]
            assert answers == [422, 422, 429], forwarded
        assert set(stopped(server)) == {"203.0.113.9", "2001:db8::9"}


def test_the_demo_class_is_not_served_at_a_public_address(demo_class):
    epcr, _ = demo_class
    assert "are published" in refused(epcr.apart("serve", "--port", "0", PUBLIC_URL=PUBLIC))
