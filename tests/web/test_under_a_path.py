"""The service below a path of a host that it shares: `/epcr` of a college's name, behind a proxy that passes paths as they are."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from werkzeug.test import Client

from epcr import create_app, paths
from epcr.config import Misconfigured, Settings
from epcr.public_url import read_public_url
from epcr.scenarios.demo import ACCOUNTS
from tests.demo_class import loaded_in
from tests.page import Visitor

ORIGIN = "https://training.college.example:8443"
PREFIX = "/epcr"
PLACES = ("href", "src", "action", "formaction", "poster", "srcset", "data", "cite", "content")
# What is reached by no link of the demo class, for a reason.
PASSWORDS = {account.login: account.password for account in ACCOUNTS}


pytestmark = pytest.mark.xdist_group("address")  # they share what is costly to make


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    folder = tmp_path_factory.mktemp("path")
    with loaded_in(folder) as database:
        url = database.engine.url.render_as_string(hide_password=False)
        made = create_app(
            Settings(url, "secret of the tests", testing=True, public_url=read_public_url(ORIGIN + PREFIX))
        )
        yield made
        made.extensions["epcr.database"].engine.dispose()


def asked(form):
    """What a form that only asks sends as it stands."""
    for one in form.find_all("input", attrs={"name": True}):
        if one.get("type") not in {"radio", "checkbox"} or one.has_attr("checked"):
            yield one["name"], one.get("value", "")
    for one in form.find_all("select", attrs={"name": True}):
        chosen = one.find("option", selected=True) or one.find("option")
        yield one["name"], chosen["value"]
    for one in form.find_all("button", attrs={"name": True}):
        yield one["name"], one.get("value", "")


class Walk:
    """Somebody who opens a page of every kind that links lead to, and looks at all its links; collects what is wrong."""

    def __init__(self, app, login="", password=""):
        self.app, self.client = app, Client(app)
        self.wrong, self.opened, self.files = [], Counter(), {}
        self.routes = app.url_map.bind("localhost")
        if login:
            page = self.fetch(f"{PREFIX}/sign-in")
            token = page.find("input", attrs={"name": "csrf_token"})["value"]
            sent = {"csrf_token": token, "login": login, "password": password, "next": f"{PREFIX}/"}
            answer = self.client.post(
                f"{PREFIX}/sign-in", data=sent, base_url=ORIGIN, headers={"Origin": ORIGIN}
            )
            self.check_answer(f"{PREFIX}/sign-in", answer)
            assert answer.status_code == 303

    def check_answer(self, path, answer):
        for cookie in answer.headers.getlist("Set-Cookie"):
            if f"Path={PREFIX}" not in re.split(r"; ?", cookie) or "Secure" not in cookie:
                self.wrong.append(f"{path}: the cookie {cookie}")
        if place := answer.headers.get("Location"):
            self.check_place(path, "Location", place)

    def check_place(self, page, where, place):
        """A link that stays here; give its address, or None where there is nothing to open."""
        there = urlsplit(urljoin(ORIGIN + page, place))
        if there.scheme in {"data", "blob", "mailto"}:
            return None
        if f"{there.scheme}://{there.netloc}" != ORIGIN or not f"{there.path}/".startswith(f"{PREFIX}/"):
            self.wrong.append(f"{page}: {where} leads to {place}")
            return None
        return f"{there.path}?{there.query}" if there.query else there.path

    def fetch(self, path):
        self.opened[self.kind(path)] += 1
        answer = self.client.get(path, base_url=ORIGIN)
        self.check_answer(path, answer)
        if answer.status_code in {302, 303}:
            return self.fetch(self.check_place(path, "Location", answer.headers["Location"]))
        if answer.status_code >= 400:
            self.wrong.append(f"{path}: {answer.status_code}")
        if answer.mimetype != "text/html":
            answer.close()
            return None
        return BeautifulSoup(answer.get_data(as_text=True), "html.parser")

    def kind(self, path, method="GET"):
        """Of which kind the page is: its endpoint, for a section of a sheet which, and what is asked of it."""
        path, _, query = path.removeprefix(PREFIX).partition("?")
        endpoint, values = self.routes.match(path or "/", method=method)
        return endpoint, values.get("slug", ""), " ".join(sorted(parse_qs(query)))

    def check_page(self, path, page):
        """Look at everything on a page that names a place; give the addresses that can be opened."""
        found = []
        for tag in page.find_all(True):
            for name, value in tag.attrs.items():
                text = value if isinstance(value, str) else " ".join(value)
                if name in PLACES and not (name == "content" and "/" not in text):
                    if name == "content" and tag.name == "meta" and tag.get("http-equiv") is None:
                        continue
                    place = self.check_place(path, f"{tag.name} {name}", text)
                    method = str(tag.get("method", "get")).upper() if tag.name == "form" else "GET"
                    if place is None or text.startswith("#"):
                        continue
                    self.kind(place, method)  # a page of ours takes it
                    if method == "GET" and tag.name in {"a", "form"}:
                        found.append(
                            f"{place}?{urlencode(list(asked(tag)))}" if tag.name == "form" else place
                        )
                    elif method == "GET":
                        self.files[place.partition("#")[0]] = path
                elif name.startswith("data-") and re.match(r"/[a-z]|https?:", text):
                    self.check_place(path, f"{tag.name} {name}", text)
        return found

    def everywhere(self, *starts):
        ahead, seen = [PREFIX + start for start in starts], set()
        while ahead:
            path = ahead.pop(0)
            if path in seen:
                continue
            seen.add(path)
            if self.opened[self.kind(path)]:
                continue
            page = self.fetch(path)
            if page is not None:
                ahead += self.check_page(path, page)
        return self


def below(app, login):
    """Somebody who signed in below the path; a redirect that left it would fail here."""
    visitor = Visitor(app)
    visitor.client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    assert visitor.sign_in(login, PASSWORDS[login]).status == 200
    return visitor


@pytest.fixture(scope="module")
def worked(app):
    """Where each begins to walk after an afternoon's work below the path: a list imported, rules copied, a rehearsal begun."""
    page = below(app, "instructor").open("/classes/1/import")
    page = page.fill("Paste the list", "Ana Reyes, reyes").submit("Look at the list").submit("Add 1 person")
    assert page.html.select("table.passwords code")
    page = below(app, "instructor").open("/classes/1/rules").fill("Title of the class’s rules", "Evening")
    page = page.submit("Make a class copy").submit("Use these rules")
    assert "The class is judged by these rules." in page.words
    page = below(app, "emt").open("/")
    sheet = page.html.find("a", href=re.compile(f"^{PREFIX}/sheets/[0-9a-f]+/"))["href"].split("/")[3]
    page = below(app, "emt").open(f"/sheets/{sheet}/rehearsals").fill("Who listens", "Kim Vale")
    return {
        "emt": ["/", "/join/another", page.submit("Start").address],
        "instructor": ["/", "/classes/1/rules/class-1-1/items/cric"],
        "admin": ["/"],
    }


@pytest.fixture(scope="module")
def walks(app, worked):
    people = [Walk(app, login, PASSWORDS[login]).everywhere(*starts) for login, starts in worked.items()]
    return [*people, Walk(app).everywhere("/join")]


def test_every_link_form_file_redirect_and_cookie_stays_below_the_path(walks):
    assert [wrong for walk in walks for wrong in walk.wrong] == []


def test_nearly_every_page_was_opened(app, walks):
    opened = {kind[0] for walk in walks for kind in walk.opened}
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in rule.methods}
    assert len(pages & opened) > 0.8 * len(pages), pages - opened
    assert sum(sum(walk.opened.values()) for walk in walks) > 80


def test_no_page_and_no_script_names_a_place_of_its_own():
    # What no link of the demo class leads to is read here: every address comes from url_for, which knows the path.
    named = re.compile(
        r"""(?:href|src|action|data-[a-z-]+)=["'](?:/|https?:)|_external|(?:fetch|assign)\(["'`]/|request\.\w*path"""
    )
    sends = re.compile(r"redirect\((?:f?[\"']/|request\.(?:full_)?path)|_external")
    found = {
        str(file): match[0]
        for folder in (paths.templates(), paths.PACKAGE)
        for file in folder.rglob("*")
        if file.suffix in {".html", ".js", ".py"}
        and (match := (sends if file.suffix == ".py" else named).search(file.read_text("utf-8")))
    }
    assert found == {}


def test_every_file_and_whatever_it_asks_for_is_found_below_the_path(app, walks):
    walk = Walk(app)
    ahead = {file for one in walks for file in one.files}
    assert {f"{PREFIX}/static/page", f"{PREFIX}/static/epcr"} <= {path.split(".")[0] for path in ahead}
    seen = set()
    while ahead:
        path = ahead.pop()
        seen.add(path)
        answer = walk.client.get(path, base_url=ORIGIN)
        assert answer.status_code == 200, path
        text = answer.get_data(as_text=True) if re.search(r"\.(css|js|svg)$", path) else ""
        answer.close()
        named = re.findall(r"url\(['\"]?([^'\")]+)", text) if path.endswith(".css") else []
        if path.endswith(".js"):
            named += re.findall(r"(?:from|import)\s*\(?[\"']([^\"']+)[\"']", text)
            assert not re.findall(r"[\"'`](?:/[a-z]|https?://(?!www\.w3\.org/))[^\"'`]*[\"'`]", text), (
                f"{path} names a place of its own"
            )
        ahead |= {place for one in named if (place := walk.check_place(path, "a file", one))} - seen
    assert walk.wrong == []
    assert len(seen) > 15


@pytest.mark.parametrize("path", ["/epcr", "/epcr/", "/", "/epcr/sign-in", "/sign-in"])
def test_a_proxy_may_pass_the_path_with_or_without_its_beginning(app, path):
    answer = Client(app).get(path, base_url="http://127.0.0.1:8000", follow_redirects=False)
    assert answer.status_code in {200, 302}
    assert answer.headers.get("Location", f"{PREFIX}/").startswith(f"{PREFIX}/")


@pytest.mark.parametrize("path", ["/epcr2/sign-in", "/epcrsign-in", "/EPCR/sign-in", "/epcr/epcr/sign-in"])
def test_what_only_looks_like_the_path_is_no_page(app, path):
    assert Client(app).get(path, base_url=ORIGIN).status_code == 404


@pytest.mark.parametrize("prefix", ["/review", "/sign-in", "/static", "/sheets/epcr", "/print/"])
def test_the_path_of_a_page_cannot_be_the_path_of_the_service(tmp_path, prefix):
    public = read_public_url(ORIGIN + prefix)
    with pytest.raises(Misconfigured, match="is a page of its own; choose another path"):
        create_app(
            Settings(
                f"sqlite:///{tmp_path / 'x.sqlite'}", "secret of the tests", testing=True, public_url=public
            )
        )
