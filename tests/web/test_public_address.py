"""Behind a proxy the service is where PUBLIC_URL says, whatever the proxy makes of the address on the way."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from bs4 import BeautifulSoup
from werkzeug.test import Client

from epcr import create_app
from epcr.config import Settings
from epcr.public_url import read_public_url
from epcr.review import printing
from tests.page import Visitor
from tests.world import PASSWORD

ADDRESSES = [
    "https://training.college.example",
    "https://training.college.example:8443",
    "https://training.college.example/epcr",
    "https://training.college.example:8443/ems/epcr",
    "http://epcr.local:8000",
    "https://[2001:db8::1]:444/epcr",
]
# What is left of the host, once a proxy passed it on.
HOSTS = ["127.0.0.1:8000", "training.college.example", ".."]


@dataclass
class Behind:
    """Somebody's browser, which the service meets behind a proxy that says what it likes about the host."""

    app: object
    url: str
    host: str = "127.0.0.1:8000"

    def __post_init__(self):
        self.client = Client(self.app)
        self.public = read_public_url(self.url)

    def send(self, method, path, **more):
        headers = {"Host": self.host, **more.pop("headers", {})}
        return self.client.open(self.public.prefix + path, method=method, headers=headers, **more)

    def get(self, path):
        return self.send("GET", path)

    def post(self, path, data, **headers):
        """Send a form as a browser does that says nothing but the origin."""
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.send("POST", path, data=data, headers={"Origin": str(self.public.origin), **headers})

    def page(self, path):
        return BeautifulSoup(self.get(path).get_data(as_text=True), "html.parser")

    def token(self, path="/password"):
        return self.page(path).find("input", attrs={"name": "csrf_token"})["value"]

    def sign_in(self, login="ruiz", **more):
        sent = {"csrf_token": self.token("/sign-in"), "login": login, "password": PASSWORD, **more}
        answer = self.post("/sign-in", sent)
        assert answer.status_code == 303, answer.get_data(as_text=True)
        return answer

    def begin(self):
        answer = self.post("/sheets", {"csrf_token": self.token("/"), "classroom": "1"})
        assert answer.status_code == 303
        return answer.headers["Location"].removeprefix(self.public.prefix).split("/")[2]


pytestmark = pytest.mark.xdist_group("address")  # they share what is costly to make


@pytest.fixture(scope="module")
def world(lasting_world):
    return lasting_world


@pytest.fixture(scope="module")
def applications(world):
    """The same college's service at each of the addresses."""
    database = world.database.engine.url.render_as_string(hide_password=False)
    made = {}
    for url in ADDRESSES:
        settings = Settings(database, "secret of the tests", testing=True, public_url=read_public_url(url))
        made[url] = create_app(settings)
        made[url].jinja_env.bytecode_cache = world.app.jinja_env.bytecode_cache
    yield made
    for app in made.values():
        app.extensions["epcr.database"].engine.dispose()


@pytest.fixture
def behind(applications):
    return lambda url, host="127.0.0.1:8000": Behind(applications[url], url, host)


def words(answer):
    return " ".join(BeautifulSoup(answer.get_data(as_text=True), "html.parser").get_text(" ").split())


# What is read out and printed -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("url", ADDRESSES)
@pytest.mark.parametrize("host", HOSTS)
def test_the_class_is_told_the_public_address_whatever_the_host_says(behind, url, host):
    college = behind(url, host)
    college.sign_in("teacher")
    page = college.get("/classes/1").get_data(as_text=True)
    assert f'<span class="num">{url}/join</span>' in page
    assert "8000" not in page.replace("8000/join", "")
    assert "evil" not in page


@pytest.mark.parametrize("url", ADDRESSES)
def test_a_slip_with_passwords_says_where_to_sign_in(behind, url):
    college = behind(url)
    college.sign_in("boss")
    form = college.page("/people/new").find("form", attrs={"action": f"{college.public.prefix}/people/new"})
    sent = {
        one["name"]: one.get("value", "") for one in form.find_all("input") if one.get("type") == "hidden"
    }
    answer = college.post(
        "/people/new",
        sent | {"name": "Ana Mora", "login": f"mora{ADDRESSES.index(url)}", "role": "instructor"},
    )
    slip = college.page(answer.headers["Location"].removeprefix(college.public.prefix))
    assert slip.find("td", attrs={"data-label": "Sign in at"}).get_text() == f"{url}/sign-in"


@pytest.mark.parametrize("url", ADDRESSES)
def test_the_code_on_paper_leads_to_the_public_address(behind, url, monkeypatch):
    college = behind(url)
    seen = []
    real = printing.addresses

    def noted():
        found = real()
        seen.append(found)
        return found

    monkeypatch.setattr(printing, "addresses", noted)
    college.sign_in()
    sheet = college.begin()
    answer = college.get(f"/sheets/{sheet}/sbar.pdf")
    assert answer.mimetype == "application/pdf"
    assert [one(sheet) for one in seen] == [f"{url}/sheets/{sheet}/handoff"]


def test_without_the_setting_the_code_on_paper_is_not_what_a_request_calls_its_host(world, monkeypatch):
    with world.app.test_request_context("/", base_url="http://evil.example"):
        assert printing.addresses()("a" * 32) is None
        monkeypatch.setitem(world.app.config, "SERVED_ON", ("192.0.2.20", 8000))
        assert printing.addresses()("a" * 32) == f"http://192.0.2.20:8000/sheets/{'a' * 32}/handoff"


# Cookies, next and redirects --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("url", ADDRESSES)
def test_cookies_belong_to_the_path_and_are_secure_where_the_address_is(behind, url):
    college = behind(url)
    cookies = college.sign_in().headers.getlist("Set-Cookie")
    sheet = college.begin()
    form = {"csrf_token": college.token(), "draft": "a" * 32, "entry": "", "version": "0"}
    saved = college.post(f"/sheets/{sheet}/narrative", form | {"narrative-text": "Sat up in bed"})
    cookies += saved.headers.getlist("Set-Cookie")
    assert {one.partition("=")[0] for one in cookies} >= {"epcr", "epcr-device", f"saved-{'a' * 32}"}
    for one in cookies:
        parts = one.split("; ")
        assert f"Path={college.public.prefix or '/'}" in parts, one
        assert ("Secure" in parts) is college.public.secure, one


@pytest.mark.parametrize("url", ADDRESSES)
def test_who_is_asked_to_sign_in_arrives_where_they_wanted_to_go(behind, url):
    college = behind(url)
    asked = college.get("/password?from=a%26b")
    assert asked.headers["Location"].startswith(f"{college.public.prefix}/sign-in?next=")
    page = college.page(asked.headers["Location"].removeprefix(college.public.prefix))
    wanted = page.find("input", attrs={"name": "next"})["value"]
    assert college.sign_in(next=wanted).headers["Location"] == f"{college.public.prefix}/password?from=a%26b"


@pytest.mark.parametrize(
    "target",
    [
        "/mail/", "/epcr", "/epcr2/", "//evil.example", "/epcr//evil.example", "/epcr/\\evil.example", "https://evil.example",
        "https://training.college.example/epcr/", "/epcr/../mail/", "/epcr/%2e%2e/mail/", "/epcr/sheets/..", "/epcr/.%2E/x",
        "/epcr/sign-out", "/epcr/ ", "",
    ],
)  # fmt: skip
def test_signing_in_leads_to_no_neighbor_on_the_host_and_to_no_other_host(behind, target):
    college = behind("https://training.college.example/epcr")
    assert college.sign_in(next=target).headers["Location"] == "/epcr/"


def test_a_host_shared_with_others_is_not_bound_to_https_by_us(behind):
    bound = {url: "Strict-Transport-Security" in behind(url).get("/sign-in").headers for url in ADDRESSES}
    assert [url for url, here in bound.items() if here] == ["https://training.college.example"]


# Forms ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("url", ADDRESSES)
@pytest.mark.parametrize("host", HOSTS)
def test_a_form_is_taken_whatever_the_proxy_made_of_the_host(behind, url, host):
    college = behind(url, host)
    college.sign_in()
    sheet = college.begin()
    sent = {"csrf_token": college.token(), "entry": "", "version": "0", "narrative-text": "Sat up in bed"}
    assert college.post(f"/sheets/{sheet}/narrative", sent).status_code == 303


STALE = {  # a page that was drawn before something happened: what happened, and how it is told
    "the session ran out": "You are signed out",
    "the person signed in again": "You signed in again after this page was opened",
    "the cookie is gone": "You are signed out",
}


@pytest.mark.parametrize("url", ADDRESSES)
@pytest.mark.parametrize("happened", STALE)
def test_a_stale_form_is_told_as_stale_and_its_words_are_kept(behind, url, happened):
    college = behind(url)
    college.sign_in()
    sheet = college.begin()
    old = college.token()
    if happened == "the session ran out":
        college.post("/sign-out", {"csrf_token": college.token()})
    else:
        college.client = Client(college.app)
        if happened == "the person signed in again":
            college.sign_in()
    sent = {"csrf_token": old, "entry": "", "version": "0", "narrative-text": "Sat up in bed"}
    answer = college.post(f"/sheets/{sheet}/narrative", sent)
    assert answer.status_code in {400, 401, 403}
    assert STALE[happened] in words(answer)
    assert "Another place" not in words(answer)
    page = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
    again = page.find("input", attrs={"name": "narrative-text"})
    assert again["value"] == "Sat up in bed"
    assert again.find_parent("form")["action"] == f"{college.public.prefix}/sheets/{sheet}/narrative"


ELSEWHERE = {
    "another port": {"Origin": "https://training.college.example:9000"},
    "the usual port": {"Origin": "https://training.college.example"},
    "another name": {"Origin": "https://evil.example:8443"},
    "a name that begins alike": {"Origin": "https://training.college.example.evil.example:8443"},
    "nobody": {"Origin": "null"},
    "a broken word": {"Origin": "https://[::1"},
    "a port that is none": {"Origin": "https://training.college.example:99999"},
    "what the browser calls another site": {
        "Origin": "https://training.college.example:8443",
        "Sec-Fetch-Site": "cross-site",
    },
    "what the browser calls a neighbor": {
        "Origin": "https://training.college.example:8443",
        "Sec-Fetch-Site": "same-site",
    },
}


@pytest.mark.parametrize("headers", ELSEWHERE.values(), ids=ELSEWHERE)
@pytest.mark.parametrize("token", ["none", "right"])
def test_what_another_place_sent_is_not_taken_and_not_offered_again(behind, headers, token):
    college = behind("https://training.college.example:8443/ems/epcr")
    college.sign_in()
    sheet = college.begin()
    sent = {"entry": "", "version": "0", "narrative-text": "FORGED"}
    if token == "right":
        sent["csrf_token"] = college.token()
    answer = college.post(f"/sheets/{sheet}/narrative", sent, **headers)
    assert answer.status_code == 400
    if token == "none":
        assert "FORGED" not in answer.get_data(as_text=True)
        assert "at https://training.college.example:8443/ems/epcr/" in words(answer)
    stored = college.get(f"/sheets/{sheet}/narrative").get_data(as_text=True)
    assert "FORGED" not in stored


OURS = {
    "the browser says so, though a proxy took the referrer and the origin away": {
        "Origin": "null",
        "Sec-Fetch-Site": "same-origin",
    },
    "an old browser that names the origin only": {"Origin": "https://training.college.example:8443"},
    "one that writes the name in capitals": {"Origin": "https://Training.College.Example:8443"},
}


@pytest.mark.parametrize("headers", OURS.values(), ids=OURS)
def test_what_our_own_page_sent_is_taken(behind, headers):
    college = behind("https://training.college.example:8443/ems/epcr")
    college.sign_in()
    sheet = college.begin()
    sent = {"csrf_token": college.token(), "entry": "", "version": "0", "narrative-text": "Sat up in bed"}
    assert college.post(f"/sheets/{sheet}/narrative", sent, **headers).status_code == 303


def test_a_referrer_counts_where_the_browser_names_no_origin(behind):
    college = behind("https://training.college.example:8443/ems/epcr")
    for referrer, status in (
        ("https://training.college.example:8443/ems/epcr/sign-in", 303),
        ("https://training.college.example/epcr/sign-in", 400),
        ("http://training.college.example:8443/ems/epcr/sign-in", 400),
        ("", 400),
    ):
        college.client = Client(college.app)
        sent = {"csrf_token": college.token("/sign-in"), "login": "ruiz", "password": PASSWORD}
        answer = college.send(
            "POST", "/sign-in", data=sent, headers={"Referer": referrer} if referrer else {}
        )
        assert answer.status_code == status, referrer


def test_whoever_typed_http_before_the_address_is_told_to_type_https(behind):
    college = behind("https://training.college.example/epcr")
    college.client = Client(college.app, use_cookies=False)
    sent = {"csrf_token": college.token("/sign-in"), "login": "ruiz", "password": PASSWORD}
    answer = college.post("/sign-in", sent, Origin="http://training.college.example")
    assert "This address must begin with https://" in words(answer)


@pytest.mark.parametrize("site", [{}, {"HTTP_SEC_FETCH_SITE": "same-origin"}])
def test_a_stale_form_is_no_other_place_even_where_nobody_set_the_public_address(world, site):
    # The proxy passes the name without its port, and says nothing of HTTPS.
    visitor = Visitor(world.app)
    visitor.sign_in("ruiz", PASSWORD)
    sheet = world.begin()
    old = visitor.open("/password").hidden("csrf_token")
    visitor.client.delete_cookie("epcr")
    answer = visitor.client.post(
        f"/sheets/{sheet}/narrative",
        data={"csrf_token": old, "narrative-text": "Sat up in bed"},
        headers={"Origin": "https://localhost:8443"},
        environ_base=site,
    )
    assert "You are signed out" in words(answer)
    assert "Sat up in bed" in answer.get_data(as_text=True)


def test_where_the_proxy_names_another_address_whoever_runs_it_is_told_which_setting_helps(world):
    visitor = Visitor(world.app)
    visitor.sign_in("ruiz", PASSWORD)
    token = visitor.open("/password").hidden("csrf_token")
    answer = visitor.client.post(
        "/password",
        data={"csrf_token": token, "next": "x"},
        base_url="https://localhost",
        headers={"Origin": "https://localhost:8443"},
    )
    assert answer.status_code == 400
    assert "set PUBLIC_URL" in words(answer)


@pytest.mark.parametrize("referrer", ["/epcr/password", "/password", "/mail/"])
def test_an_error_leads_back_to_a_page_of_ours_only(behind, referrer):
    college = behind("https://training.college.example/epcr")
    college.sign_in()
    answer = college.send(
        "GET", "/sheets/x/y", headers={"Referer": f"https://training.college.example{referrer}"}
    )
    page = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
    back = page.select_one("main a.btn")["href"]
    assert back == ("/epcr/password" if referrer == "/epcr/password" else "/epcr/")
