"""A page as a user meets it: driven by the words on it, and checked in passing.

Every page that a test fetches has one h1, unique ids, a label for every control, links of its error summary that land, a token
in every form that changes something, an id in every form that makes something, in every form that decides what its page showed, the
word TRAINING, and nothing from another place.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache, cached_property
from urllib.parse import urlsplit

import lxml.html
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from lxml.etree import XPath
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from epcr.web.lists import OTHER_WORDS_FILE, list_files

OWN = "http://localhost"
REFERRING = ("script", "link", "img", "a", "form", "use", "iframe")  # what may point to another place
TRAINING = {"en": "TRAINING", "es": "ENTRENAMIENTO"}  # in the language of the page
_BDI = re.compile(r"</?bdi[^>]*>")  # it parts no words for whoever reads them
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
_OF_THE_MACHINE = re.compile(r"\b(None(?! reported)|null|undefined|NaN)\b")
# What Beautiful Soup, too, counts as text.
_TEXTS = XPath(".//text()[not(parent::script or parent::style or ancestor::template)]", smart_strings=False)
_FORGERY, _OWN_ID, _SEEN = (XPath(f".//input[@name='{name}']") for name in ("csrf_token", "form_id", "seen"))
_INTO_THE_PAGE = XPath("//*[@role='alert']//a[starts-with(@href, '#')]/@href", smart_strings=False)


def _other_words(option: Tag) -> list[str]:
    """The other words that a script finds an option or a chip by, where its list is searched."""
    listed = option.find_parent(attrs={"data-other-words": True})
    if not isinstance(listed, Tag):
        return []
    _, _, name = str(listed["data-other-words"]).partition("#")
    return _by_list()[name].get(str(option["value"]), [])


@cache
def _by_list() -> defaultdict[str, dict[str, list[str]]]:
    return defaultdict(dict, json.loads(list_files()[OTHER_WORDS_FILE]))


def _words(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


def _words_in(tag: lxml.html.HtmlElement) -> str:
    return " ".join(" ".join(_TEXTS(tag)).split())


class Visitor:
    """Somebody with a browser."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()

    def open(self, address: str) -> Page:
        """Fetch a page, following redirects."""
        return Page(self.client, self.client.get(address, follow_redirects=True))

    def sign_in(self, login: str, password: str) -> Page:
        """Sign in and see the first page."""
        page = self.open("/sign-in")
        return page.fill("Login", login).fill("Password", password).submit("Sign in")

    def be_signed_in(self, login: str, password: str) -> None:
        """Be signed in and look at no page: the form is sent as it came, and the first page is not opened. A third of the time."""
        sent = {"csrf_token": self.token("/sign-in"), "login": login, "password": password}
        answer = self.client.post("/sign-in", data=sent)
        assert answer.status_code == 303, answer.get_data(as_text=True)

    def token(self, address: str) -> str:
        """What the forms of a page carry to be taken for their own; nothing else of the page is read."""
        found = _TOKEN.search(self.client.get(address, follow_redirects=True).get_data(as_text=True))
        assert found is not None, f"{address} has no form"
        return found[1]


class Page:
    """One fetched page and what was typed into it so far."""

    def __init__(self, client: FlaskClient, response: TestResponse) -> None:
        self.client = client
        self.response = response
        self.status = response.status_code
        self.address = response.request.path if response.request else ""
        self.is_html = response.mimetype == "text/html"
        self.typed: dict[str, list[str]] = {}
        self.form: Tag | None = None
        if self.is_html:
            complaints = list(self.complaints())
            assert not complaints, f"{self.address}: {complaints}"

    @cached_property
    def soup(self) -> BeautifulSoup | None:
        """The page's tree as tests walk in it; made when one does, since it takes as long as the page itself."""
        return BeautifulSoup(self._text, "html.parser") if self.is_html else None

    @cached_property
    def _text(self) -> str:
        return _BDI.sub("", self.response.get_data(as_text=True))

    @cached_property
    def _tree(self) -> lxml.html.HtmlElement:
        """The same page for what is asked of every page: read in a twentieth of the time."""
        assert self.is_html, f"{self.address} is no page"
        return lxml.html.document_fromstring(self._text)

    @property
    def html(self) -> BeautifulSoup:
        """The page's tree."""
        assert self.soup is not None, f"{self.address} is no page"
        return self.soup

    @cached_property
    def words(self) -> str:
        """All words on the page, in one line."""
        return _words_in(self._tree)

    def hidden(self, name: str) -> str | None:
        """What the first control of this name carries, be it the token of a form or what the page showed."""
        return next((str(one) for one in self._tree.xpath("//input[@name=$name]/@value", name=name)), None)

    def complaints(self) -> Iterator[str]:
        """What is wrong with this page, whatever it is about."""
        tags = list(self._tree.iter("*"))
        named: defaultdict[str, list[lxml.html.HtmlElement]] = defaultdict(list)
        for tag in tags:
            named[tag.tag].append(tag)
        if len(named["h1"]) != 1:
            yield f"{len(named['h1'])} h1"
        training = TRAINING[self._tree.get("lang")]
        if training not in self.words.upper():
            yield f"it does not say {training}"
        known = Counter(tag.get("id") for tag in tags if "id" in tag.attrib)
        yield from (f"id {one} stands twice" for one, times in sorted(known.items()) if times > 1)
        labeled = {label.get("for") for label in named["label"] if _words_in(label)}
        for control in (*named["input"], *named["select"], *named["textarea"]):
            if control.get("type") in {"hidden", "submit"} or control.get("aria-label"):
                continue
            if (control.get("id") or None) not in labeled and not any(
                _words_in(label) for label in control.iterancestors("label")
            ):
                yield f"no label for {lxml.html.tostring(control, encoding='unicode')}"
        for tag in tags:
            yield from (
                f"{one} describes nothing"
                for one in tag.get("aria-describedby", "").split()
                if one not in known
            )
        for link in _INTO_THE_PAGE(self._tree):
            if link[1:] not in known:
                yield f"the error link {link} does not land"
        for form in named["form"]:
            if form.get("method", "").lower() != "post":
                continue
            view = self._view(form.get("action") or self.address)
            if not _FORGERY(form):
                yield f"no token in {form.get('action')}"
            if hasattr(view, "makes") and not _OWN_ID(form):
                yield f"no id of its own in {form.get('action')}, which makes something"
            if hasattr(view, "decides") and not _SEEN(form):
                yield f"nothing of what the page showed in {form.get('action')}, which decides on it"
        for tag in (one for name in REFERRING for one in named[name]):
            for place in ("src", "href", "action"):
                if place in tag.attrib and urlsplit(tag.get(place)).netloc not in {"", "localhost"}:
                    yield f"{tag.tag} points to {tag.get(place)}"
        if named["style"] or any("style" in tag.attrib for tag in tags):
            yield "an inline style, which the policy refuses"
        if any(not tag.get("src") and tag.get("type") != "application/json" for tag in named["script"]):
            yield "an inline script, which the policy refuses"
        if any(name.startswith("on") for tag in tags for name in tag.attrib):
            yield "an inline handler, which the policy refuses"
        if found := _OF_THE_MACHINE.search(self.words):
            yield f"a word of the machine: …{self.words[max(found.start() - 40, 0) : found.end() + 20]}"

    def _view(self, action: str) -> object:
        """The view that a form is sent to; it is marked where it makes something, or decides on something."""
        app = self.client.application
        try:
            endpoint, _ = app.url_map.bind("localhost").match(action.partition("?")[0], method="POST")
        except HTTPException:  # an error page sends what cannot be sent to the same address again
            return None
        return app.view_functions[endpoint]

    @cached_property
    def _labels(self) -> dict[str, list[Tag]]:
        """The labels by the id of what they name; looked for once a page, since a search walks over all of it."""
        found = defaultdict(list)
        for label in self.html.find_all("label"):
            found[str(label.get("for", ""))].append(label)
        return found

    def _label_of(self, control: Tag) -> str:
        if control.get("aria-label"):
            return str(control["aria-label"])
        labels = self._labels.get(str(control["id"]), []) if control.get("id") else []
        wrapping = control.find_parent("label")
        return " ".join(_words(label) for label in [*labels, *([wrapping] if wrapping else [])])

    def _field(self, label: str) -> Tag:
        """The control, or the group of controls, with exactly this label."""
        found = []
        for tag in self.html.find_all("label"):
            if _words(tag) == label and tag.get("for"):
                control = self.html.find(id=tag["for"])
                if isinstance(control, Tag) and control.get("type") not in {"radio", "checkbox"}:
                    found.append(control)
        legends = self.html.find_all("legend")
        found += [tag.parent for tag in legends if _words(tag) == label and tag.parent is not None]
        assert found, f"there is no field “{label}” on {self.address}; there are {sorted(self.labels())}"
        assert len(found) == 1, f"“{label}” stands {len(found)} times on {self.address}"
        self._stay_in(found[0])
        return found[0]

    def labels(self) -> set[str]:
        """The names of all fields on the page."""
        return {_words(tag) for tag in self.html.find_all(["label", "legend"])}

    def _stay_in(self, tag: Tag) -> None:
        form = tag.find_parent("form")
        assert form is not None, "that control is in no form"
        if self.form is not None and form is not self.form:
            self.typed = {}
        self.form = form

    def fill(self, label: str, text: str) -> Page:
        """Type into the field with this label."""
        control = self._field(label)
        assert control.name in {"input", "textarea"}, f"“{label}” is not typed into"
        self.typed[str(control["name"])] = [text]
        return self

    def choose(self, label: str, *choices: str) -> Page:
        """Choose by the words of the choices, or by other words they are found by; what was chosen before is let go."""
        field = self._field(label)
        options = (
            field.find_all("option")
            if field.name == "select"
            else field.find_all("input", type=["radio", "checkbox"])
        )
        name = str(field["name"]) if field.name == "select" else str(options[0]["name"])
        options = [option for option in options if field.name == "select" or option["name"] == name]
        sent_anyway = self.form.find_all("input", attrs={"name": name, "type": "hidden"}) if self.form else []
        self.typed[name] = [str(tag.get("value", "")) for tag in sent_anyway]
        self.typed[name] += [self._option(options, choice, label) for choice in choices]
        return self

    def _option(self, options: list[Tag], choice: str, label: str) -> str:
        wanted = choice.casefold()
        for exactly in (True, False):
            for option in options:
                words = _words(option) if option.name == "option" else self._label_of(option)
                others = [word.casefold() for word in _other_words(option)]
                if words.casefold() in {wanted, f"no {wanted}"} or (
                    not exactly
                    and (
                        words.casefold().endswith(wanted) or wanted in others or option.get("value") == choice
                    )
                ):
                    return str(option["value"])
        raise AssertionError(f"“{choice}” cannot be chosen for {label}")

    def why(self, label: str, reason: str) -> Page:
        """Say why the field has no value, or what stands beside it."""
        field = self._field(label)
        name = str(field.get("name") or field.get("id"))
        self.typed[f"{name}-why"] = [self._option(self._reasons(f"{name}-why"), reason, label)]
        return self

    def _reasons(self, name: str) -> list[Tag]:
        """The reasons that can be chosen at a field, as a browser with scripts offers them."""
        if chooser := self.html.find("select", attrs={"name": name}):
            return list(chooser.find_all("option"))
        control = self.html.find(id=name.removesuffix("-why"))
        field = (
            control.find_parent(class_="field")
            if isinstance(control, Tag) and control.name != "fieldset"
            else control
        )
        folded = field.find("details", attrs={"data-reasons": True}) if isinstance(field, Tag) else None
        assert isinstance(folded, Tag), f"{name} offers no reasons"
        held = self.html.find("template", id="reasons")
        assert isinstance(held, Tag)
        reasons = BeautifulSoup(held.decode_contents(), "html.parser").find_all(
            "option"
        )  # as a script reads them
        return [reasons[int(place)] for place in str(folded["data-reasons"]).split()]

    def lacks(self, label: str, *choices: str) -> Page:
        """Choose what was looked for and is not there."""
        name = str(self._field(label).get("name") or self._field(label).get("id"))
        boxes = self.html.find_all("input", attrs={"name": f"{name}-not", "type": "checkbox"})
        if boxes:
            self.typed[f"{name}-not"] = [self._option(boxes, choice, label) for choice in choices]
        else:
            self.typed[f"{name}-not"] = ["\n".join(choices)]
        return self

    def submit(self, button: str | None = None) -> Page:
        """Press a button by its words, in the form that was typed into when there is one."""
        scope = self.form or self.html
        found = scope.find_all("button")
        if self.form is not None and self.form.get("id"):  # a button may stand elsewhere and name its form
            found += self.html.find_all("button", attrs={"form": self.form["id"]})
        buttons = [tag for tag in found if tag.get("type", "submit") == "submit"]
        if button is not None:
            buttons = [tag for tag in buttons if _words(tag) == button or tag.get("aria-label") == button]
        assert buttons, f"there is no button “{button}” on {self.address}"
        pressed = buttons[0]
        named = self.html.find("form", id=pressed["form"]) if pressed.get("form") else None
        form = self.form or named or pressed.find_parent("form")
        assert isinstance(form, Tag)
        sent = self._sent(form)
        if pressed.get("name"):
            sent.add(str(pressed["name"]), str(pressed.get("value", "")))
        address = str(pressed.get("formaction") or form.get("action") or self.address)
        if str(form.get("method", "get")).lower() == "get":
            return Page(self.client, self.client.get(address, query_string=sent, follow_redirects=True))
        return Page(self.client, self.client.post(address, data=sent, follow_redirects=True))

    def save(self) -> Page:
        """Press the save button of the section or entry."""
        form = self.html.find("form", id="sheet-form")
        assert isinstance(form, Tag), f"{self.address} has no form of a section"
        if self.form is not form:
            self.typed = {} if self.form is not None else self.typed
        self.form = form
        return self.submit()

    def _sent(self, form: Tag) -> MultiDict[str, str]:
        sent: MultiDict[str, str] = MultiDict()
        for control in form.find_all(["input", "select", "textarea"]):
            name = str(control.get("name", ""))
            if not name or name in self.typed or control.has_attr("disabled"):
                continue
            if control.name == "select":
                for option in control.find_all("option"):
                    if option.has_attr("selected"):
                        sent.add(name, str(option["value"]))
            elif control.name == "textarea":
                sent.add(name, control.get_text())
            elif control.get("type") in {"radio", "checkbox"}:
                if control.has_attr("checked"):
                    sent.add(name, str(control.get("value", "on")))
            elif control.get("type") not in {"submit", "file"}:
                sent.add(name, str(control.get("value", "")))
        for name, values in self.typed.items():
            for value in values:
                sent.add(name, value)
        return sent

    def seen(self, action: str, **hidden: str) -> str:
        """What the form with this address, and with these hidden values, says that the page showed; empty where there is none."""
        for form in self.html.find_all("form", action=action):
            named = {
                str(one["name"]): str(one.get("value", ""))
                for one in form.find_all("input", attrs={"name": True})
            }
            if named.items() >= hidden.items():
                return named.get("seen", "")
        return ""

    def follow(self, link: str) -> Page:
        """Follow a link by its words."""
        for tag in self.html.find_all("a", href=True):
            if _words(tag) == link:
                return Page(self.client, self.client.get(str(tag["href"]), follow_redirects=True))
        raise AssertionError(f"there is no link “{link}” on {self.address}")

    def value(self, label: str) -> str:
        """What stands in a field."""
        control = self._field(label)
        if control.name == "textarea":
            return control.get_text()
        if control.name == "select":
            chosen = control.find("option", selected=True)
            return _words(chosen) if isinstance(chosen, Tag) else ""
        if control.name == "input":
            return str(control.get("value", ""))
        return "; ".join(self._label_of(one) for one in control.find_all("input", checked=True))
