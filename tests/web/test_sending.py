"""How answers are sent: files once a year, pages compressed, and nothing of a sheet kept by a browser."""

import gzip
import re
from urllib.parse import urljoin

import pytest

from epcr.sheet.run_sheet import BY_SLUG

KIB = 1024
GZIP = {"Accept-Encoding": "gzip, deflate"}  # what browsers offer over plain HTTP
NAMES = {
    ".css": re.compile(r"""url\(\s*["']?(?!data:|#)([^"')]+)"""),
    ".js": re.compile(r"""\b(?:from|import)\s*\(?\s*["']([^"']+)["']"""),
}


def fetched(client, address):
    """An answer as a browser gets it."""
    return client.get(address, headers=GZIP)


def words(answer):
    packed = answer.headers.get("Content-Encoding") == "gzip"
    return (gzip.decompress(answer.data) if packed else answer.data).decode()


def files_of(client, page, *, fonts=True):
    """Each file that a page loads, by its address, with all that those load."""
    ahead = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', page))
    seen = {}
    while ahead:
        address = ahead.pop()
        seen[address] = fetched(client, address)
        named = NAMES.get(address[address.rfind(".") :])
        text = words(seen[address]) if named else ""
        found = {urljoin(address, one) for one in named.findall(text)} if named else set()
        ahead |= {one for one in found if fonts or not one.endswith(".woff")} - set(seen)
    return seen


@pytest.mark.parametrize("slug", ["vitals", "interventions"])
def test_every_file_of_a_page_is_kept_for_a_year_under_a_name_of_its_content(world, slug):
    client = world.as_("ruiz").client
    page = fetched(client, f"/sheets/{world.begin()}/{slug}")
    files = files_of(client, words(page))
    assert len(files) > 20
    for address, answer in files.items():
        assert answer.status_code == 200, address
        assert re.fullmatch(r"/static/[\w-]+\.[0-9a-f]{12}\.\w+", address)
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "ETag" not in answer.headers
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Content-Type"].split("/")[0] in {"text", "image", "font"}


def test_a_first_visit_and_a_section_are_small_on_the_wire(world):
    """Nothing but bytes is counted; the fonts are for machines that have none of their own."""
    client = world.app.test_client()
    page = fetched(client, "/sign-in")
    files = files_of(client, words(page), fonts=False)
    assert len(page.data) + sum(len(one.data) for one in files.values()) < 130 * KIB
    sheet = world.begin()
    for slug in BY_SLUG:
        section = fetched(world.as_("ruiz").client, f"/sheets/{sheet}/{slug}")
        assert section.status_code == 200
        assert len(section.data) < 20 * KIB, slug


@pytest.mark.parametrize("name", ["epcr.css", "epcr.000000000000.css", "nothing.js"])
def test_a_file_by_another_name_is_not_found_and_that_is_not_kept(world, name):
    answer = world.app.test_client().get(f"/static/{name}")
    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", ["/sign-in", "/nothing"])
def test_a_page_is_compressed_for_whoever_takes_it_so_and_else_it_is_not(world, address):
    client = world.app.test_client()
    packed, plain, refused = (
        client.get(address, headers=headers) for headers in (GZIP, {}, {"Accept-Encoding": "gzip;q=0, *"})
    )
    assert packed.headers["Content-Encoding"] == "gzip"
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data)
    assert gzip.decompress(packed.data).startswith(b"<!doctype html>")
    for answer in (plain, refused):
        assert "Content-Encoding" not in answer.headers
        assert answer.data.startswith(b"<!doctype html>")
    for answer in (packed, plain, refused):
        assert "Accept-Encoding" in answer.headers["Vary"]


def test_a_form_that_comes_back_with_an_error_is_compressed_too(world):
    sheet = world.begin()
    client = world.as_("ruiz").client
    token = world.page(sheet, "patient").hidden("csrf_token")
    form = {"csrf_token": token, "version": "0", "patient-age": "four hundred"}
    answer = client.post(f"/sheets/{sheet}/patient", data=form, headers=GZIP)
    assert answer.status_code == 422
    assert answer.headers["Content-Encoding"] == "gzip"


@pytest.mark.parametrize(
    ("site", "packed"), [("cross-site", False), ("same-site", False), ("same-origin", True), ("none", True)]
)
def test_a_page_that_another_place_made_the_browser_ask_for_tells_nothing_by_its_length(world, site, packed):
    answer = world.as_("ruiz").client.get("/", headers=GZIP | {"Sec-Fetch-Site": site})
    assert ("Content-Encoding" in answer.headers) is packed


def test_paper_is_kept_by_no_browser_and_goes_out_as_it_is(world):
    sheet = world.begin()
    pages = [
        ("ruiz", f"/sheets/{sheet}/sbar.pdf"),
        ("ruiz", f"/sheets/{sheet}/run-sheet.pdf"),
        ("teacher", "/print/bundle?state=draft"),
        ("teacher", "/print/bundle?state=draft&as=zip"),
        ("teacher", "/print/bundle?state=draft&told=1"),
    ]
    for login, address in pages:
        answer = fetched(world.as_(login).client, address)
        assert answer.status_code == 200, address
        assert answer.headers["Cache-Control"] == "no-store", address
        assert "Content-Encoding" not in answer.headers, address


@pytest.mark.parametrize("paper", ["matrix", "card"])
def test_the_papers_of_a_ruleset_are_kept_by_no_browser_either(world, paper):
    answer = fetched(world.as_("ruiz").client, f"/rulesets/us-mt/{paper}.pdf?level=EMT")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
