"""What a verdict is called stands in one table: no module and no template says it a second time."""

import ast
import re
from pathlib import Path

from epcr.sheet.verdict_marks import NOT_JUDGED, PERMITTED, REFUSED, VERDICT_MARKS, mark_of

ROOT = Path(__file__).parents[2]
TABLE = Path("epcr/sheet/verdict_marks.py")
# The scope check gives the verdicts, and asks whether one is given; what it says stays with it.
ENGINE = Path("epcr/scope")
MODULES = [path.relative_to(ROOT) for path in sorted((ROOT / "epcr").rglob("*.py"))]
TEMPLATES = [path.relative_to(ROOT) for path in sorted((ROOT / "templates").rglob("*.html"))]
SCRIPTS = [path.relative_to(ROOT) for path in sorted((ROOT / "epcr/static").glob("*.js"))]
KEYS = re.compile("|".join((*(PERMITTED - {"permitted"}), *REFUSED)))
WORDS = {
    words.casefold()
    for mark in (*VERDICT_MARKS.values(), NOT_JUDGED)
    for words in (mark.page, mark.paper, mark.counted, mark.heading, mark.in_list)
    if words
}
# A rule that needs an order, and a code that nothing judges, are called so in a rulebook: there they are no verdict on an act.
OF_RULES = {
    "epcr/scope/difference.py", "epcr/scope/item_list.py", "epcr/rulebook/paper.py",
    "epcr/rulebook/result_view.py",
    "templates/rulebook/result.html",
}  # fmt: skip


def texts(path):
    """The texts in a module, without what only explains: of an f-string each piece."""
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    explains = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in explains:
            yield node.value


def pieces(path):
    """The texts of a template: what stands between tags, and what stands in quotation marks; without comments."""
    text = re.sub(r"\{#.*?#\}", "", (ROOT / path).read_text("utf-8"), flags=re.DOTALL)
    yield from re.findall(r'"([^"]*)"', text)
    yield from re.split(r"<[^>]*>|\{[{%].*?[%}]\}", text)


def twice(said):
    return sorted({text.strip() for text in said if text.strip().casefold() in WORDS})


def test_no_module_words_a_verdict():
    modules = (one for one in MODULES if one != TABLE and str(one) not in OF_RULES)
    assert {str(one): said for one in modules if (said := twice(texts(one)))} == {}


def test_no_template_words_a_verdict():
    templates = (one for one in TEMPLATES if str(one) not in OF_RULES)
    assert {str(one): said for one in templates if (said := twice(pieces(one)))} == {}


def test_no_page_tells_verdicts_apart_by_their_keys():
    pages = (*TEMPLATES, *SCRIPTS)
    assert {str(one): said for one in pages if (said := KEYS.findall((ROOT / one).read_text("utf-8")))} == {}


def test_only_the_table_and_the_scope_check_name_the_keys():
    modules = (one for one in MODULES if one != TABLE and ENGINE not in one.parents)
    assert [str(one) for one in modules if any(KEYS.fullmatch(text) for text in texts(one))] == []


def test_what_is_looked_for_is_found():
    assert "outside scope" in WORDS
    assert twice(["Cannot be judged", "A dose", "It cannot be judged"]) == ["Cannot be judged"]
    assert KEYS.search('{% if verdict == "not_permitted" %}')


def test_every_verdict_has_its_words_tone_and_shape():
    assert set(VERDICT_MARKS) == PERMITTED | REFUSED | {"cannot_judge"}
    for word, mark in VERDICT_MARKS.items():
        assert all((mark.page, mark.tone, mark.shape, mark.paper)), word
        assert bool(mark.counted and mark.heading) is (word in REFUSED), word
    icons = (ROOT / "epcr/static/icons.svg").read_text("utf-8")
    for mark in (*VERDICT_MARKS.values(), NOT_JUDGED):
        assert f'id="{mark.shape}"' in icons


def test_no_two_verdicts_are_told_alike():
    marks = [*VERDICT_MARKS.values(), NOT_JUDGED]
    for words in ("page", "paper"):
        said = [getattr(mark, words) for mark in marks]
        assert len(set(said)) == len(said)


def test_a_person_who_may_not_act_is_told_so_and_not_that_the_level_may_not():
    assert mark_of("not_permitted", "student").in_list == "Not as a student"
    assert mark_of("not_permitted", "certificate").heading == "Not covered by the certificate"
    assert mark_of("not_permitted", "rule") is VERDICT_MARKS["not_permitted"]
    assert mark_of(None) is NOT_JUDGED
