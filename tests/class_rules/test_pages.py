"""An instructor writes the class's own rules in the browser; nobody else can."""

import pytest

from epcr.class_rules.access import ACCESS
from epcr.people.model import Classroom
from epcr.scope import rulesets
from epcr.sheet.class_ruleset import ClassRuleset
from epcr.shown import Shown
from tests.class_rules.conftest import copied
from tests.class_rules.rules import ruleset, saved, versions, way

TITLE = "National EMS Scope of Practice Model 2019, with Change Notices 1.0 and 2.0"


def classroom(world):
    with world.database.read() as session:
        return session.query(Classroom).filter_by(name="Evening class").one()


def cell_page(world, begun, item="iv_access", query="", login="teacher"):
    number, name = begun
    return world.as_(login).open(f"/classes/{number}/rules/{name}/items/{item}{query}")


def written(page, answer="Yes", *levels, source="County order 12", why="We teach it so"):
    """The form filled in for a whole rule."""
    if levels:
        page.choose("Levels", *levels)
    return page.choose("May they?", answer).fill("Source", source).fill("Why", why)


# Written ----------------------------------------------------------------------------------------------------------------


def test_an_instructor_copies_a_ruleset_and_lets_the_class_be_judged_by_it(world):
    page = world.as_("teacher").open(f"/classes/{classroom(world).id}")
    assert TITLE in page.words
    page = page.follow("Write the class’s own rules").fill("Title of the class’s rules", "Evening rules")
    page = page.submit("Make a class copy")
    assert "The class is not judged by these rules yet." in page.words
    page = page.submit("Use these rules")
    assert "Evening class is judged by Evening rules from now on." in page.words
    assert "The class is judged by these rules." in page.words
    assert classroom(world).ruleset == f"class-{classroom(world).id}-1"
    assert "by Evening rules" in world.as_("teacher").open(f"/classes/{classroom(world).id}").words


def test_a_copy_needs_a_title(world):
    page = world.as_("teacher").open(f"/classes/{classroom(world).id}/rules")
    page = page.fill("Title of the class’s rules", " ").submit("Make a class copy")
    assert page.status == 422
    assert "Write a title" in page.words
    page.typed["parent"] = ["us-atlantis"]
    page = page.fill("Title of the class’s rules", "X").submit("Make a class copy")
    assert page.status == 422
    assert "Choose the ruleset to copy from its list." in page.words


def test_a_rule_is_found_by_an_abbreviation_and_opened(world, begun):
    number, name = begun
    page = world.as_("teacher").open(f"/classes/{number}/rules/{name}")
    page = page.choose("Intervention", "Peripheral IV access").submit("Open its rules")
    assert page.html.h1.get_text() == "Peripheral IV access"
    page = world.as_("teacher").open(f"/classes/{number}/rules/{name}?item=voodoo")
    assert "Choose an intervention from the list." in page.words


def test_a_rule_is_changed_for_two_levels_and_read_back(world, begun):
    number, name = begun
    page = written(cell_page(world, begun), "Yes", "EMR", "EMT")
    page = page.choose("Routes", "Intravenous (IV)").fill("Age from (years)", "8")
    page = page.choose("Agency program", "Program of the agency for: Peripheral IV access")
    page = page.fill("Another endorsement, by its name", "County IV endorsement").submit("Save as version 2")
    assert "Saved as version 2." in page.words
    own = ruleset(world, name)
    for level in ("EMR", "EMT"):
        (grant,) = own.items["iv_access"].cells[level].grants
        assert (grant.age_from, grant.program, grant.endorsement) == (8.0, "iv_access", ("county-iv",))
        assert (grant.route, grant.source, grant.confidence) == (("9927023",), "County order 12", "high")
    assert own.endorsements["county-iv"] == "County IV endorsement"
    page = world.as_("teacher").open(f"/classes/{number}/rules/{name}")
    assert page.words.count("with the County IV endorsement") == 2
    page = cell_page(world, begun, query="?level=EMT")
    assert page.value("Age from (years)") == "8"
    assert page.value("Source") == "County order 12"
    assert page.value("May they?") == "Yes"
    assert page.value("Levels") == "EMT"


def test_a_dose_for_each_kilogram_is_written_with_its_least_and_its_end_and_read_back(world, begun):
    page = written(cell_page(world, begun, "fentanyl"), "Yes", "Paramedic")
    assert "Least at once without asking" in page.words
    page = page.fill("Most at once without asking", "1").fill("Least at once without asking", "0.5")
    page = page.fill("Most at once, even after asking", "3").choose("Unit of the dose", "mcg")
    assert "The doses are for each kg of weight" in page.words
    page.typed["per_kg"] = ["y"]
    page = page.submit("Save as version 2")
    assert "Saved as version 2." in page.words
    (grant,) = ruleset(world, begun[1]).items["fentanyl"].cells["Paramedic"].grants
    assert (grant.dose_min, grant.dose_max, grant.absolute_max, grant.per_kg) == (0.5, 1.0, 3.0, True)
    page = cell_page(world, begun, "fentanyl", query="?level=Paramedic")
    assert page.value("Least at once without asking") == "0.5"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"levels": []}, "Choose the levels that the rule is for."),
        ({"may": ["perhaps"]}, "Choose what the rule says."),
        ({"source": [" "]}, "Write where this rule comes from."),
        ({"reason": [" "]}, "Write why"),
        ({"age_from": ["eight"]}, "Write an age in years as a number, like 12."),
        ({"age_from": ["-1"]}, "Write an age in years as a number, like 12."),
        ({"dose_max": ["nan"]}, "Write a dose as a number, like 0.5."),
        ({"dose_max": ["2"]}, "Choose the unit of the dose."),
        ({"dose_min": ["inf"]}, "Write a dose as a number, like 0.5."),
        ({"absolute_max": ["-1"]}, "Write a dose as a number, like 0.5."),
        ({"dose_min": ["2"]}, "Choose the unit of the dose."),
        ({"per_kg": ["y"]}, "Write the dose that is for each kg"),
        ({"dose_min": ["3"], "dose_max": ["2"], "unit": ["mg"]}, "Write at least 3"),
        ({"dose_max": ["3"], "absolute_max": ["2"], "unit": ["mg"]}, "Write at least 3"),
        ({"route": ["9927063"]}, "Choose from the list."),
        ({"setting": ["moon"]}, "Choose from the list."),
        ({"may": ["no"], "setting": ["scene"]}, "A rule that says no has no conditions."),
        ({"further_endorsement": ["!!"]}, "Write the endorsement in letters."),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field_and_nothing_is_saved(world, begun, typed, said):
    page = written(cell_page(world, begun), "Yes", "EMT")
    page.typed.update(typed)
    page = page.submit("Save as version 2")
    assert page.status == 422
    assert said in page.words
    assert len(versions(world, begun[1])) == 1


def test_ways_are_added_changed_and_taken_out(world, begun):
    _, name = begun
    saved(world, name, "iv_access", {"EMT": [way(age_from=18.0)]})
    page = cell_page(world, begun, query="?level=EMT&way=new")
    page = page.choose("May they?", "On a physician’s order").fill("Age under (years)", "18")
    page = page.fill("Source", "County order 13").fill("Why", "Children too").submit("Save as version 3")
    assert "age 18 years or more" in page.words
    assert "age under 18 years" in page.words
    page = cell_page(world, begun, query="?level=EMT&way=2").fill("Age from (years)", "8")
    page.fill("Why", "Not the small ones").submit("Save as version 4")
    grants = ruleset(world, name).items["iv_access"].cells["EMT"].grants
    assert [(one.may, one.age_from, one.age_under) for one in grants] == [
        ("yes", 18, None),
        ("medical_direction", 8, 18),
    ]
    page = cell_page(world, begun, query="?level=EMT&way=1&remove=1").fill("Why", "By order only")
    page.submit("Take it out")
    grants = ruleset(world, name).items["iv_access"].cells["EMT"].grants
    assert [one.may for one in grants] == ["medical_direction"]
    page = cell_page(world, begun, query="?level=EMT&way=1&remove=1").fill("Why", "All").submit("Take it out")
    assert page.status == 422
    assert "It is the only way." in page.words


@pytest.mark.parametrize("query", ["?level=EMT&way=new", "?level=AEMT&way=1"])
def test_one_way_of_several_cannot_be_a_refusal(world, begun, query):
    page = written(cell_page(world, begun, query=query), "No").submit("Save as version 2")
    assert page.status == 422
    assert "One way of several cannot be no" in page.words


def test_the_rule_of_the_file_comes_back(world, begun):
    _, name = begun
    assert "As in the file" not in cell_page(world, begun).words
    saved(world, name, "iv_access", {"EMT": [way()]})
    page = cell_page(world, begun, query="?level=EMT")
    page.choose("May they?", "As in the file").fill("Why", "It confused people").submit("Save as version 3")
    assert ruleset(world, name).items["iv_access"].cells["EMT"].ruleset == "us-national-2019"


@pytest.mark.parametrize(
    "place",
    [
        "voodoo",
        "iv_access?level=Wizard",
        "iv_access?way=1",
        "iv_access?level=AEMT&way=2",
        "iv_access?level=AEMT&way=x",
    ],
)
def test_a_rule_that_is_not_there_is_not_found(world, begun, place):
    number, name = begun
    address = f"/classes/{number}/rules/{name}/items/{place}"
    assert world.as_("teacher").client.get(address).status_code == 404


def test_what_every_level_does_is_no_rule_to_change(world, begun):
    number, name = begun
    free = next(one.id for one in ruleset(world, name).items.values() if one.unrestricted)
    address = f"/classes/{number}/rules/{name}/items/{free}"
    assert world.as_("teacher").client.get(address).status_code == 404
    assert free not in {
        option.get("value")
        for option in world.as_("teacher").open(f"/classes/{number}/rules/{name}").html.find_all("option")
    }


def test_a_ceiling_is_said_in_a_sentence(world):
    begun = copied(world, "us-vt")
    closed = next(
        one.id
        for one in rulesets()["us-vt"].items.values()
        if not one.cells["EMT"].grants and not one.unrestricted
    )
    page = written(cell_page(world, begun, closed), "Yes", "EMT").submit("Save as version 2")
    assert page.status == 422
    assert "is a ceiling, which a class may only narrow. For EMT it says: no." in page.words


# Two at once ------------------------------------------------------------------------------------------------------------


def test_of_two_instructors_the_second_sees_both_rules_and_may_save_again(world, begun):
    _, name = begun
    page = written(cell_page(world, begun, login="boss"), "The patient’s own medication only", "EMT")
    saved(world, name, "iv_access", {"EMT": [way(age_from=18.0)]}, reason="Adults first")
    page = page.submit("Save as version 2")
    assert page.status == 409
    assert "Not saved: Toni Teacher saved version 2 while you wrote" in page.words
    for words in ("Adults first", "age 18 years or more", "own medication only"):
        assert words in page.words
    assert len(versions(world, name)) == 2
    assert page.value("Why").strip() == "We teach it so"
    page = page.choose("Levels", "EMT").submit("Save as version 3")
    assert "Saved as version 3." in page.words
    (grant,) = ruleset(world, name).items["iv_access"].cells["EMT"].grants
    assert grant.may == "assist"


def test_a_way_that_somebody_took_out_meanwhile_is_said(world, begun):
    _, name = begun
    saved(world, name, "iv_access", {"EMT": [way(age_from=18.0), way("medical_direction")]})
    page = cell_page(world, begun, query="?level=EMT&way=2").fill("Why", "Late")
    saved(world, name, "iv_access", {"EMT": [way()]})
    page = page.submit("Save as version 3")
    assert "Somebody else changed this rule" in page.words
    assert len(versions(world, name)) == 3


# History ----------------------------------------------------------------------------------------------------------------


def history(world, begun):
    number, name = begun
    return world.as_("teacher").open(f"/classes/{number}/rules/{name}/history")


def test_the_history_says_who_when_why_what_it_was_and_what_it_is(world, begun):
    saved(world, begun[1], "iv_access", {"EMT": [way()]}, reason="EMTs place lines here")
    page = history(world, begun)
    for words in (
        "Version 2 holds now",
        "Toni Teacher",
        "EMTs place lines here",
        "as in the file: no. Source:",
        "yes. Source: Order of the medical director",
        f"Copied from {TITLE}",
    ):
        assert words in page.words


def test_a_change_is_taken_back_in_the_history(world, begun):
    _, name = begun
    saved(world, name, "iv_access", {"EMT": [way()]})
    page = history(world, begun).fill("Why it is taken back", " ").submit("Take it back")
    assert page.status == 422
    assert "Write why" in page.words
    page = page.fill("Why it is taken back", "It was wrong").submit("Take it back")
    assert "Version 2 is taken back; this is version 3 now." in page.words
    assert "Version 2 taken back: It was wrong" in page.words
    assert ruleset(world, name).items == rulesets()["us-national-2019"].items


def test_taking_back_says_when_somebody_was_faster(world, begun):
    _, name = begun
    saved(world, name, "iv_access", {"EMT": [way()]})
    page = history(world, begun).fill("Why it is taken back", "It was wrong")
    saved(world, name, "aspirin_po", {"EMR": [way("no")]})
    page = page.submit("Take it back")
    assert page.status == 409
    assert "Somebody else saved another version." in page.words
    assert len(versions(world, name)) == 3


# A file that is gone ------------------------------------------------------------------------------------------------------


def gone(world, name, parent="us-atlantis"):
    """The class's rules stand on a file that is no longer there."""
    with world.database.write("the tests") as session:
        own = session.get(ClassRuleset, name)
        newest = own.newest()
        told = {**newest.told, "parent": parent, "version": "2"}
        own.parent, own.version = parent, 2
        made = {one.key: getattr(newest, one.key) for one in type(newest).__mapper__.column_attrs}
        session.add(type(newest)(**{**made, "version": 2, "told": told, "digest": f"gone-{name}-{parent}"}))


def test_rules_whose_file_is_gone_say_so_and_break_no_page(world, begun):
    number, name = begun
    saved_sheet = world.begin()
    gone(world, name)
    for page in ("", "/items/iv_access", "?item=iv_access"):
        shown = world.as_("teacher").open(f"/classes/{number}/rules/{name}{page}")
        assert shown.status == 200
        assert "They build on the ruleset us-atlantis, whose file is no longer there." in shown.words
    assert "Take this change back" not in history(world, begun).words
    world.as_("teacher").open(f"/classes/{number}/rules")
    with world.database.write("teacher") as session:
        session.get(Classroom, number).ruleset = name
    page = world.as_("teacher").open(f"/classes/{number}/settings")
    assert "the class’s own" in page.value("Scope of practice by")
    assert "Saved." in page.submit("Save").words
    page = world.page(saved_sheet, "interventions")
    assert page.status == 200
    assert "Nothing new can be judged, so tell your instructor." in page.words
    world.as_("teacher").open(f"/classes/{number}/agency")


# Kept out ----------------------------------------------------------------------------------------------------------------


def test_every_page_is_for_those_who_teach():
    assert {role.value for roles in ACCESS.values() for role in roles} == {"instructor", "administrator"}


@pytest.mark.parametrize("login", ["ruiz", "stranger", "other_teacher"])
def test_whoever_does_not_teach_the_class_finds_none_of_it(world, begun, login):
    number, name = begun
    saved(world, name, "iv_access", {"EMT": [way()]})
    client = world.as_(login).client
    token = world.as_(login).open("/").hidden("csrf_token")
    for path in (
        "/rules",
        f"/rules/{name}",
        f"/rules/{name}/history",
        f"/rules/{name}/items/iv_access",
        "/agency",
    ):
        assert client.get(f"/classes/{number}{path}").status_code == 404
    for path in (
        "/rules",
        f"/rules/{name}/judge",
        f"/rules/{name}/history/2/take-back",
        f"/rules/{name}/items/iv_access",
        "/agency",
    ):
        typed = {
            "csrf_token": token,
            "reason": "x",
            "seen": str(Shown.of({"version-2": ()})),
            "title": "x",
            "parent": "us-vt",
        }
        assert client.post(f"/classes/{number}{path}", data=typed).status_code == 404
    assert len(versions(world, name)) == 2


def test_the_rules_of_one_class_are_not_found_at_another(world, begun):
    _, name = begun
    with world.database.read() as session:
        other = session.query(Classroom).filter_by(name="Other class").one().id
    assert world.as_("boss").client.get(f"/classes/{other}/rules/{name}").status_code == 404
    assert world.as_("other_teacher").client.get(f"/classes/{other}/rules/{name}").status_code == 404
    page = world.as_("other_teacher").open(f"/classes/{other}/settings")
    page.typed["ruleset"] = [name]
    page.form = page.html.find("form", action=f"/classes/{other}/settings")
    assert page.submit("Save").status == 422


# The agency --------------------------------------------------------------------------------------------------------------


def agency_page(world):
    return world.as_("teacher").open(f"/classes/{classroom(world).id}/agency")


def test_the_agency_of_a_class_takes_part_in_programs(world):
    number = classroom(world).id
    with world.database.write("teacher") as session:
        session.get(Classroom, number).ruleset = "us-ca-los-angeles"
    programs = rulesets()["us-ca-los-angeles"].programs
    first, second = list(programs)[:2]
    page = agency_page(world).choose("Programs it takes part in", programs[first])
    page = page.choose("Does it have standing orders?", "No").submit("Save")
    assert "medical control, no standing orders, 1 program" in page.words
    assert classroom(world).agency == {"programs": [first], "medical_control": True, "standing_orders": False}
    with world.database.write("teacher") as session:
        session.get(Classroom, number).ruleset = "us-national-2019"
    page = agency_page(world)
    assert page.value("Programs it takes part in") == f"{first} (not in this ruleset)"
    page.typed["programs"] = [second]
    page.form = page.html.find("form", action=f"/classes/{number}/agency")
    page = page.submit("Save")
    assert page.status == 422
    assert "Choose the programs from the list." in page.words


def test_the_usual_agency_is_kept_as_nothing_told(world):
    agency_page(world).choose("Does it have medical control?", "No").submit("Save")
    assert classroom(world).agency == {"programs": [], "medical_control": False, "standing_orders": True}
    agency_page(world).choose("Does it have medical control?", "Yes").submit("Save")
    assert classroom(world).agency is None


def test_the_source_of_the_file_is_not_put_into_the_mouth_of_the_class(world, begun):
    assert cell_page(world, begun, query="?level=AEMT").value("Source") == ""
    saved(world, begun[1], "iv_access", {"AEMT": [way(age_from=18.0)]})
    assert cell_page(world, begun, query="?level=AEMT").value("Source") == "Order of the medical director"


def test_all_rules_of_the_class_can_be_read(world, begun):
    number, name = begun
    page = world.as_("teacher").open(f"/classes/{number}/rules/{name}").follow("Read all rules")
    assert page.status == 200
    assert "Evening rules" in page.words


@pytest.mark.parametrize("name", ["class-1-9", "us-vt", "%00", "class-1-1%00", "..", "x" * 500])
def test_rules_that_are_not_there_are_not_found(world, begun, name):
    assert world.as_("teacher").client.get(f"/classes/{begun[0]}/rules/{name}").status_code == 404


# What rules can say more ------------------------------------------------------------------------------------------------


def test_findings_and_medical_control_are_conditions_that_are_read_back(world, begun):
    page = written(cell_page(world, begun), "Yes", "EMT")
    page = page.choose("The patient must be", "Apneic", "Not awake")
    page = page.choose("Medical control", "Only where it cannot be reached").submit("Save as version 2")
    assert "Saved as version 2." in page.words
    assert "patient apneic and not awake" in page.words
    assert "only where medical control cannot be reached" in page.words
    (grant,) = ruleset(world, begun[1]).items["iv_access"].cells["EMT"].grants
    assert (grant.findings, grant.control) == (("apneic", "not_awake"), "unreachable")
    again = cell_page(world, begun, query="?level=EMT&way=1")
    again = again.fill("Why", "Again").submit("Save as version 3")
    (grant,) = ruleset(world, begun[1]).items["iv_access"].cells["EMT"].grants
    assert (grant.findings, grant.control) == (("apneic", "not_awake"), "unreachable")


def test_a_class_may_say_that_no_source_says(world, begun):
    page = written(cell_page(world, begun), "No source says, so it is not judged", "AEMT").submit(
        "Save as version 2"
    )
    assert "not known" in page.words
    assert ruleset(world, begun[1]).items["iv_access"].cells["AEMT"].unknown
    page = written(cell_page(world, begun), "No source says, so it is not judged", "AEMT")
    page = page.fill("Age from (years)", "8").submit("Save as version 3")
    assert (page.status, "What no source says has no conditions." in page.words) == (422, True)


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("Age from (years)", "123", "Write an age in years of at most 122."),
        ("Age under (years)", "180", "Write an age in years of at most 122."),
        ("Weight from (kg)", "301", "Write a weight in kilograms of at most 300."),
        ("Most at once without asking", "0", "Write a dose above 0."),
        ("Most in all without asking", "0", "Write a dose above 0."),
    ],
)
def test_what_is_hardly_meant_is_refused_at_its_field(world, begun, field, typed, words):
    page = written(cell_page(world, begun), "Yes", "EMT").fill(field, typed)
    if typed == "0":
        page = page.choose("Unit of the dose", "mg")
    page = page.submit("Save as version 2")
    assert (page.status, words in page.words) == (422, True)


def test_the_oldest_and_the_heaviest_are_taken(world, begun):
    page = written(cell_page(world, begun), "Yes", "EMT").fill("Age from (years)", "122")
    page = page.fill("Weight from (kg)", "300").submit("Save as version 2")
    assert "Saved as version 2." in page.words


def test_the_agency_says_what_documents_for_other_systems_say_of_it(world):
    page = agency_page(world).fill("Number of the agency", "351-C034P2").fill("Its ID in the state", "C034")
    page = page.choose("State", "Connecticut").choose("Method of payment", "Insurance").submit("Save")
    assert classroom(world).agency == {
        "number": "351-C034P2",
        "state_id": "C034",
        "state": "09",
        "payment": "2601001",
    }
    page = agency_page(world)
    assert page.value("Number of the agency") == "351-C034P2"
    page = page.fill("Number of the agency", "x" * 16).submit("Save")
    assert page.status == 422
    assert "Write at most 15 characters, or leave it empty." in page.words
    page = agency_page(world).fill("Number of the agency", "").fill("Its ID in the state", "")
    page.choose("State", "Not said").choose("Method of payment", "Nobody is billed").submit("Save")
    assert classroom(world).agency is None
