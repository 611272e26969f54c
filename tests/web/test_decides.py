"""Every address that takes a form either decides on what its page showed, and then asks for it, or says why it need not."""

import hashlib
from datetime import date

import pytest
from sqlalchemy import select

from epcr.models import METADATA
from epcr.people.certificate import Certificate
from epcr.people.model import Classroom, Person
from epcr.review import steps
from tests import build
from tests.agencies.conftest import RIVERSIDE, look_at
from tests.build import keep_verdict
from tests.changing import contested_sheet
from tests.class_rules.conftest import copied
from tests.class_rules.rules import saved, way
from tests.people.test_slips import import_two
from tests.review.college import College
from tests.two_classes import put_into

# Each of these decides nothing that could have moved on since its page was drawn; why.
NOTHING_SHOWN = {
    "agencies.look": "only reads",
    "changes.take": "carries of each field what was known of it, and leaves what is otherwise now",
    "class_rules.copy": "begins a ruleset over one from a file",
    "endings.open_account": "lets somebody sign in again, and takes nothing away",
    "endings.open_class": "lets a class go on, and takes nothing away",
    "intake.exercise": "gives each who is chosen a sheet, and changes none that is there",
    "moments.dates": "only reads",
    "people.add_instructor": "adds somebody by their login",
    "people.join": "asks for the code of the class",
    "people.join_another": "asks for the code of the class",
    "people.new_class": "makes a class",
    "people.new_person": "makes a person",
    "people.password": "asks for the password until now",
    "people.sign_in": "asks for the password",
    "people.sign_out": "ends one's own sign-ins",
    "rehearsal.answer": "answers questions that stay as they were drawn",
    "rehearsal.begin": "begins a rehearsal",
    "rehearsal.end_speech": "ends what one began",
    "review.discard": "is refused where anything was ever saved",
    "roster.add_back": "names the person, and takes nothing away",
    "roster.import_people": "carries a sum of the list that was looked at, and adds no other",
    "roster.leave": "ends one's own membership",
    "roster.remove": "names the person, and takes no sheet away",
    "scenarios.model_sheet": "keeps a sheet as it is stored, and says that another model is replaced",
    "scope_preview.brief": "only reads",
    "scope_preview.judged": "only reads",
    "sheet.begin": "makes a sheet",
    "somebody_else.ask": "only reads",
    "somebody_else.go_on": "asks for a password, and is refused where anything was saved",
    "sheet.no_abnormality": "is refused where anything is recorded of the region",
    "sheet.take_back": "strikes what one tap wrote, and nothing that was changed since",
}


class Scene:
    """A college in which everything stands that can be decided on."""

    def __init__(self, world):
        self.world, self.college = world, College(world)
        with world.database.write("x") as session:
            self.number = session.query(Classroom).filter_by(name="Evening class").one().id
            ruiz = session.query(Person).filter_by(login="ruiz").one()
            self.ruiz = ruiz.id
            held = Certificate(
                level="EMT", certificate_number="E-1", valid_to=date(2027, 1, 1), person_id=ruiz.id
            )
            session.add(held)

    def desk(self, query="", *, accepted=False):
        sheet = self.college.submitted()
        if accepted:
            with self.college.acting("teacher", sheet) as (session, found, who):
                steps.accept(session, found, who)
        return self.college.desk(sheet, query=query)

    def class_page(self, rest="", login="teacher"):
        return self.world.as_(login).open(f"/classes/{self.number}{rest}")

    def form_of(self, page, button):
        """The page with the form of this button chosen, where nothing is typed into it."""
        page.form = next(
            tag for tag in page.html.find_all("button") if " ".join(tag.get_text(" ").split()) == button
        ).find_parent("form")
        return page, button

    def sheet_page(self, slug="check", **values):
        made = build.sheet()
        for name, value in values.items():
            setattr(made.vitals[0], name, value)
        sheet = self.world.keep(made)
        if slug == "check":
            return self.world.page(sheet, "check")
        return self.world.page(sheet, slug, query=f"?entry={build.FIRST}" if slug == "vitals" else "")

    def taken(self):
        return look_at(self.world, self.number, RIVERSIDE).submit("Take all of this")

    def outside(self):
        made = build.sheet()
        keep_verdict(made, made.interventions[0], verdict="not_permitted", level="EMT",
                     rule="iv_access", reason="IV access starts at AEMT", source="x")  # fmt: skip
        page = self.world.page(self.world.keep(made), "interventions")
        page.form = next(
            form
            for form in page.html.select("form.answer-form")
            if form.find("input", attrs={"name": "kind", "value": "exceeded"})
        )
        page.typed["why"] = ["The medic was driving"]
        return page

    def rules(self, rest="", **changed):
        _, name = copied(self.world, "us-national-2019")
        saved(self.world, name, "iv_access", {"EMT": [way("yes")]})
        return self.class_page(f"/rules/{name}{rest}")

    def warned(self):
        page = self.sheet_page(heart_rate=190)
        page.form = page.html.select_one(".warning-answer form")
        page.typed["text"] = ["Measured twice"]
        return page

    def taking_back(self):
        page = import_two(self.world).submit("I have written them down")
        return self.world.as_("teacher").open(page.html.select_one("a[href*='take-back']")["href"])

    def leaving(self):
        with self.world.database.write("x") as session:
            room = session.get_one(Classroom, self.number)
            room.people.append(session.query(Person).filter_by(login="other_teacher").one())
        return self.class_page("/teach-no-longer")

    def moving(self):
        other = put_into(self.world, "ruiz", "Other class")
        return self.world.as_("ruiz").open(f"/sheets/{self.college.sheet()}/move?to={other}")

    def two_values(self):
        sheet = self.world.keep(build.sheet())
        contested_sheet(self.world, sheet)
        return self.form_of(self.world.page(sheet, "incident"), "Take Marlow")

    def withdrawing(self):
        return self.world.page(self.college.submitted(), "check")


SCENES = {
    "agencies.empty": lambda at: at.form_of(at.taken(), "Empty these lists"),
    "agencies.take": lambda at: at.form_of(look_at(at.world, at.number, RIVERSIDE), "Take all of this"),
    "certificates.mine": lambda at: (
        at.world.as_("ruiz").open("/certificates").follow("Change EMT E-1").fill("Certificate number", "E-9"),
        "Save the certificate",
    ),
    "certificates.of_trainee": lambda at: (
        at.class_page(f"/people/{at.ruiz}/certificates")
        .follow("Change EMT E-1")
        .fill("Valid to", "01/02/2028"),
        "Save the certificate",
    ),
    "certificates.remove": lambda at: at.form_of(
        at.world.as_("ruiz").open("/certificates"), "Remove EMT E-1"
    ),
    "certificates.remove_of_trainee": lambda at: at.form_of(
        at.class_page(f"/people/{at.ruiz}/certificates"), "Remove EMT E-1"
    ),
    "changes.settle": lambda at: at.two_values(),
    "class_rules.agency": lambda at: (
        at.class_page("/agency").choose("Does it have medical control?", "No"),
        "Save",
    ),
    "class_rules.cell": lambda at: (
        at.rules("/items/iv_access?level=EMT")
        .choose("May they?", "No")
        .fill("Source", "Order 7")
        .fill("Why", "So"),
        "Save as version 3",
    ),
    "class_rules.judge_by": lambda at: at.form_of(at.rules(), "Use these rules"),
    "class_rules.take_back": lambda at: (
        at.rules("/history").fill("Why it is taken back", "It was wrong"),
        "Take it back",
    ),
    "endings.end_account": lambda at: at.form_of(
        at.world.as_("boss").open(f"/people/{at.ruiz}/end"), "End the account"
    ),
    "endings.end_class": lambda at: at.form_of(at.class_page("/end"), "End the class"),
    "endings.teach_no_longer": lambda at: at.form_of(at.leaving(), "Teach it no longer"),
    "moving.move": lambda at: at.form_of(at.moving(), "Move it"),
    "person.anybody": lambda at: (
        at.world.as_("boss").open(f"/people/{at.ruiz}").fill("Login", "dana"),
        "Save",
    ),
    "person.in_class": lambda at: (at.class_page(f"/people/{at.ruiz}").fill("Name", "Dana Rui"), "Save"),
    "people.class_code": lambda at: at.form_of(at.class_page(), "Make a new code"),
    "people.class_settings": lambda at: (
        at.class_page("/settings").fill("Name of the class", "Night class"),
        "Save",
    ),
    "people.reset_person": lambda at: at.form_of(
        at.world.as_("boss").open(f"/people/{at.ruiz}/password"), "Make a new password"
    ),
    "people.reset_trainee": lambda at: at.form_of(
        at.class_page(f"/people/{at.ruiz}/password"), "Make a new password"
    ),
    "review.accept": lambda at: (at.desk().fill("A note, if you like", "Fine"), "Accept it"),
    "review.addendum": lambda at: (at.desk(accepted=True).fill("Addendum", "Filed"), "Add it"),
    "review.comment": lambda at: (
        at.desk("?at=incident-unit").fill("Comment", "Which?"),
        "Save",
    ),
    "review.give_back": lambda at: (at.desk().fill("What should they fix?", "More"), "Return it"),
    "review.open_sheet": lambda at: at.form_of(at.desk(), "Begin review"),
    "review.reopen": lambda at: (at.desk(accepted=True).fill("Why it is reopened", "Look"), "Reopen it"),
    "review.withdraw": lambda at: at.form_of(at.withdrawing(), "Withdraw to change it"),
    "roster.take_back": lambda at: at.form_of(
        at.taking_back(),
        "Take the import back",
    ),
    "sheet.answer": lambda at: (at.warned(), None),
    "sheet.answer_scope": lambda at: (at.outside(), "Answer with this reason"),
    "sheet.save": lambda at: (at.sheet_page("patient").fill("Last name", "Brandt"), None),
    "sheet.strike": lambda at: (at.sheet_page("vitals").fill("Why is it struck?", "Wrong"), "Strike it"),
    "sheet.submit": lambda at: at.form_of(at.sheet_page(), "Submit to your instructor"),
    "slips.noted": lambda at: at.form_of(import_two(at.world), "I have written them down"),
}


@pytest.fixture
def at(world):
    return Scene(world)


def stored(world):
    """A sum of all that is stored, who reads what aside."""
    told = hashlib.sha256()
    with world.database.read() as session:
        for table in METADATA.sorted_tables:
            if table.name != "reading":
                rows = sorted(repr(tuple(row)) for row in session.execute(select(table)))
                told.update(repr((table.name, rows)).encode())
    return told.hexdigest()


def test_every_address_that_takes_a_form_decides_on_what_was_shown_or_says_why_it_need_not(world_to_read):
    app = world_to_read.app
    taking = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in rule.methods}
    assert taking == set(SCENES) | set(NOTHING_SHOWN)
    assert not set(SCENES) & set(NOTHING_SHOWN)
    assert {one for one in taking if hasattr(app.view_functions[one], "decides")} == set(SCENES)


@pytest.mark.parametrize("endpoint", SCENES)
def test_a_form_that_decides_carries_what_its_page_showed_and_decides_nothing_without(at, endpoint):
    page, button = SCENES[endpoint](at)
    assert page.form.find("input", attrs={"name": "seen"})["value"]
    if endpoint == "sheet.save":
        page.typed["version"] = ["99"]  # of a section the version says whether there is anything to compare
    before = stored(at.world)
    page.typed["seen"] = [""]
    answer = page.submit(button)
    assert stored(at.world) == before
    assert answer.status == (200 if endpoint == "review.withdraw" else 409)
    del page.typed["seen"]
    page.typed.pop("version", None)
    page.submit(button)
    assert stored(at.world) != before
