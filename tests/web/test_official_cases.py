"""The official pre-testing cases 1 (overdose) and 5 (community paramedicine), keyed through the forms by label.

Every element that has a field must come back out of the database with the code of the answer key; those without a field are listed.
"""

import pytest

from epcr.sheet.context import Context
from epcr.sheet.vocabulary import vocabulary
from tests.nemsis_case import read_case

CASES = ("2025-EMS-1-Overdose_v351", "2025-EMS-5-CPMIH_v351")
# What a training sheet does not ask: payment, licenses, coordinates, odometers, computer-aided dispatch, laboratory, outcome.
NOT_ASKED = {
    "eDispatch.03", "eDispatch.04", "eDispatch.06", "eDisposition.03", "eDisposition.04", "eDisposition.08", "eDisposition.09",
    "eDisposition.10", "eHistory.02", "eHistory.03", "eHistory.04", "eHistory.13", "eHistory.14", "eHistory.15", "eHistory.16",
    "eHistory.20", "eLabs.01", "eLabs.02", "eLabs.04", "eOther.08", "ePatient.01", "ePatient.10", "ePatient.11", "ePatient.12",
    "ePatient.24", "ePayment.01", "ePayment.08", "ePayment.40", "ePayment.50", "ePayment.53", "ePayment.54", "eRecord.02", "eRecord.03",
    "eRecord.04", "eResponse.16", "eResponse.17", "eResponse.18", "eResponse.19", "eResponse.20", "eResponse.21", "eResponse.22",
    "eScene.11", "eScene.12", "eScene.20", "eScene.22", "eScene.23", "eTimes.02", "eTimes.04", "eTimes.15", "eTimes.16",
}  # fmt: skip


def keyed(world, case):
    """Key the case as a trainee would; the id of the sheet."""
    sheet = world.begin()
    own = world.sheet(sheet).crew[0].id
    first = True
    for sheetful in case.pages:
        query = ""
        if sheetful.slug == "crew" and first:
            query, first = f"?entry={own}", False
        key_page(world, sheet, sheetful, query)
    return sheet


def key_page(world, sheet, sheetful, query=""):
    """Key one section or entry and save it; an entry that is there already is named in the query."""
    if sheetful.slug == "exam":
        region = next(said for said in sheetful.said if said.name == "region")
        term = sheetful.section.fields()["region"].terms.find(region.words[0])
        query = f"?region={term.code}"
    page = world.page(sheet, sheetful.slug, query=query)
    for said in sheetful.said:
        getattr(page, said.act)(said.label, *said.words)
    answer = page.save()
    assert answer.status == 200, (
        sheetful.slug,
        [one.get_text(" ", strip=True) for one in answer.html.select("[role=alert]")],
    )


def compare(world, sheet, case):
    """Every field of the sheet holds what the case says."""
    context = world.sheet(sheet).context()
    for slug in dict.fromkeys(page.slug for page in case.pages):
        sheetfuls = case.of(slug)
        found = getattr(world.sheet(sheet), slug)
        parts = found if sheetfuls[0].section.many else [found]
        assert len(parts) == len(sheetfuls)
        for sheetful, part in zip(sheetfuls, parts, strict=True):
            inside = Context(context.customs, context.crew, {"region": getattr(part, "region", "") or ""})
            for said in sheetful.said:
                assert_holds(part, said, inside)


def assert_holds(part, said, context):
    """One field holds what was said of it."""
    spec = part.fields()[said.name]
    if said.act == "why":
        assert vocabulary("reason").label(part.why(said.name)) == said.words[0], said
    elif said.act == "lacks":
        assert {f"{said.name}:{spec.terms.find(words).code}" for words in said.words} <= set(part.absent), (
            said
        )
    elif spec.kind.endswith("ofcrew"):
        assert all(words.split(" (")[0] in part.show(said.name, context) for words in said.words), said
    elif spec.kind == "several" and not spec.open:  # a list gives its choices in its own order
        assert sorted(getattr(part, said.name)) == sorted(spec.read(list(said.words), context)), said
    else:
        assert getattr(part, said.name) == spec.read(list(said.words), context), said


@pytest.mark.parametrize("name", CASES)
def test_the_database_holds_what_the_case_says(world, shared, name):
    case = read_case(shared, name)
    assert set(case.without_field) <= NOT_ASKED
    compare(world, keyed(world, case), case)
