"""Files under a name of their content: what changes anywhere below a file changes its name, and every name leads somewhere."""

import gzip
import re

import pytest

from epcr.fingerprints import assets


@pytest.fixture
def folder(tmp_path):
    """Makes a folder of files; a second one with the same names for what comes after a change."""
    many = []

    def made(**files):
        there = tmp_path / str(len(many))
        many.append(there)
        there.mkdir()
        for name, text in files.items():
            (there / name.replace("_", ".")).write_text(text, "utf-8")
        return assets(there)

    return made


def test_a_name_follows_from_the_content_alone(folder):
    one, same, other = (folder(a_css=text)["a.css"].name for text in ("b{}", "b{}", "i{}"))
    assert re.fullmatch(r"a\.[0-9a-f]{12}\.css", one)
    assert one == same != other


def test_what_a_file_names_it_names_by_content_and_a_change_below_changes_all_above(folder):
    page = 'import "./a.js"; // first\nimport { b } from "./b.js";\nconst later = import("./a.js");\nconst words = "./no.js";'
    before = folder(page_js=page, a_js="1", b_js='export { b } from "./a.js";')
    after = folder(page_js=page, a_js="2", b_js='export { b } from "./a.js";')
    text = before["page.js"].plain.decode()
    assert text.count(before["a.js"].name) == 2
    assert f'from "./{before["b.js"].name}"' in text
    assert '"./no.js"' in text
    assert {name for name in before if before[name].name != after[name].name} == {"page.js", "a.js", "b.js"}


def test_a_style_sheet_names_its_fonts_and_keeps_the_pictures_within_it(folder):
    style = """a{src:url("f.woff") format("woff")} b{c:url(f.woff)} d{e:url('data:image/svg+xml,x')} g{filter:url(#h)}"""
    made = folder(a_css=style, f_woff="font")
    font = made["f.woff"].name
    assert made["a.css"].plain.decode() == style.replace("f.woff", font)


def test_a_style_sheet_holds_what_it_imports_before_its_own(folder):
    made = folder(a_css='@import "b.css";\nh{}', b_css="b{src:url(f.woff)}", f_woff="font")
    assert made["a.css"].plain.decode() == f"b{{src:url({made['f.woff'].name})}}\nh{{}}"


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"a_js": 'import "./b.js";'}, "b.js is not there: a.js names b.js"),
        ({"a_css": '@import "b.css";'}, "b.css is not there: a.css names b.css"),
        ({"a_js": 'import "./b.js";', "b_js": 'import "./a.js";'}, "in a ring: a.js names b.js names a.js"),
    ],
)
def test_a_name_that_leads_nowhere_is_told_when_the_application_is_made(folder, files, why):
    with pytest.raises(ValueError, match=re.escape(why)):
        folder(**files)


def test_what_gets_no_smaller_is_not_compressed(folder):
    made = folder(a_css="b{}" * 1000, c_css="d")
    assert gzip.decompress(made["a.css"].compressed) == made["a.css"].plain
    assert made["c.css"].compressed == b""
