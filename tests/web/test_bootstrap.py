"""Of Bootstrap the pages load the part that they use; what is kept of it is whole, and nothing that a page uses is missing."""

import re

from epcr import paths
from tests.bootstrap.cut import FILE, KEPT, OURS, RELEASE, classes, cut
from tests.bootstrap.door import FILE as DOOR

IN_TEMPLATES = re.compile(r'class="((?:[^"{]|\{\{.*?\}\}|\{%.*?%\})*)"')
IN_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
IN_SCRIPTS = re.compile(r"""["'`]([\w -]+)["'`]""")

MAKING = re.compile(r"class(?:Name|List)\b[^;\n]*|(?:element|link)\([^;\n]*")
ELEMENT = re.compile(r'element\("\w+"')


def test_the_kept_part_is_that_of_the_installed_release():
    assert FILE.read_text("utf-8") == cut(), "run make bootstrap"


def test_the_style_sheet_of_the_door_has_no_measure_of_a_sheet():
    text = DOOR.read_text("utf-8")
    ours = set(re.findall(r"(--(?!bs-)[\w-]+):", text))
    assert len(ours) > 10
    assert {name for name in ours if f"var({name}" not in text} == {
        "--shade"
    }  # stands in one rule with the colors


def test_every_class_of_bootstrap_that_a_page_names_is_kept():
    known = classes(RELEASE.read_text("utf-8"))
    assert {
        "btn-outline-danger",
        "d-none",
        "form-check",
        "card",
    } <= known  # as it is read, there is much more in it
    named = set()
    for file in paths.templates().rglob("*.html"):
        for found in IN_TEMPLATES.findall(file.read_text("utf-8")):
            named |= set(re.findall(r"[\w-]+", IN_JINJA.sub(_quoted, found)))
    for file in paths.static().glob("*.js"):
        for found in MAKING.findall(file.read_text("utf-8")):
            named |= {word for one in IN_SCRIPTS.findall(ELEMENT.sub("", found)) for word in one.split()}
    assert named & known <= KEPT | OURS
    assert named & KEPT == KEPT


def _quoted(said):
    return " ".join(re.findall(r'"([^"]*)"', said[0]))
