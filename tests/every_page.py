"""Every page that somebody can open, in a college where everything that people type is one hostile text.

`full_college(folder, typed)` stores `typed(most)` wherever people type (names, classes, complaints, own words, comments, titles,
reasons); `pages(college)` names who opens what. A new page that is not among them fails `left_out`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from epcr.agencies.model import AgencyFacility, AgencyPerson, AgencyUnit
from epcr.checks.verdicts import judge_intervention, recorded
from epcr.class_rules import steps as class_steps
from epcr.db import Base, now
from epcr.people.certificate import Certificate
from epcr.people.model import Came, Classroom, Person, Role, RosterLine
from epcr.people.slip import write_slip
from epcr.rehearsal import steps as rehearsal_steps
from epcr.review.frozen import freeze
from epcr.review.model import Comment, Kind, Revision, Step
from epcr.sheet.imported import ImportedReport
from epcr.sheet.kinds.choice import Choice, Several
from epcr.sheet.kinds.text import Text
from epcr.sheet.run_sheet import BY_SLUG, RunSheet
from epcr.sheet.section import SheetPart
from tests import build
from tests.review.college import give_new_ids
from tests.world import PASSWORD, World, make_world

Typed = Callable[[int], str]
# Answered by a paper, a file, a piece of a page or the way to another.
NO_PAGES = frozenset(
    {
        "static", "rulebook.matrix_paper", "rulebook.card", "batch.bundle", "paper.document", "exported.sheet", "dictionary.table",
        "batch.nemsis",
        "scope_preview.marks", "health.healthz", "trust.certificate", "offline.worker", "sheet.next_open",
    }
)  # fmt: skip
STATES: dict[str, tuple[Kind, ...]] = {
    "draft": (),
    "submitted": (Kind.SUBMITTED,),
    "in review": (Kind.SUBMITTED, Kind.OPENED),
    "returned": (Kind.SUBMITTED, Kind.OPENED, Kind.RETURNED),
    "accepted": (Kind.SUBMITTED, Kind.OPENED, Kind.ACCEPTED, Kind.ADDENDUM),
}


@dataclass
class FullCollege:
    """The world, and what stands in it by number or id."""

    world: World
    sheets: dict[str, str]
    rules: str
    classroom: int
    classrooms: tuple[int, ...]
    slip: str
    people: dict[str, int]
    comment: int
    struck: str


def fill_with(part: SheetPart, typed: Typed) -> None:
    """What can be typed in this section or entry is typed."""
    for name, spec in part.fields().items():
        if isinstance(spec, Text):
            setattr(part, name, typed(min(spec.most, 400)))
        elif isinstance(spec, Several) and spec.takes_words:
            setattr(part, name, [*(getattr(part, name) or []), typed(120)])
        elif isinstance(spec, Choice) and spec.takes_words:
            setattr(part, name, typed(120))


def typed_sheet(typed: Typed, owner: Person, classroom: Classroom) -> RunSheet:
    """A call in which everything that can be typed is, with a struck entry and acts of every kind of verdict."""
    made = build.injured_sheet(trainee_id=owner.id, classroom_id=classroom.id)
    give_new_ids(made)
    medic, basic = made.crew[0].id, made.crew[1].id
    basics = build.intervention(item="iv_access", performer=basic, performed_at=build.clock("17:15"))
    unlisted = build.intervention(item="other_medication", performer=medic, performed_at=build.clock("17:16"))
    before = build.intervention(item="aspirin_po", performer=None, before_arrival=True)
    struck = build.intervention(
        item="other_procedure", performed_at=build.clock("17:17"), performer=medic, struck_at=now()
    )
    made.interventions += [basics, unlisted, before, struck]
    made.notes = [BY_SLUG["notes"](noted_at=build.clock("17:18"))]  # type: ignore[list-item]
    made.attachments = [BY_SLUG["attachments"](kind=None)]  # type: ignore[list-item]
    for part in made.parts():
        fill_with(part, typed)
        part.version, part.saved_at = 1, now()
    fill_with(struck, typed)
    struck.struck_reason, struck.version = typed(200), 1
    for act in made.interventions:
        if not act.struck:
            act.other_name = act.other_name if act in {unlisted, struck} else None
            act.verdict = recorded(judge_intervention(made, act), now())
    return made


def full_college(folder: Path, typed: Typed) -> FullCollege:
    """A college of its own, whose people sign in with the logins of `tests.world`."""
    world = make_world(folder)
    with world.database.write("the tests") as session:
        people = {one.login: one for one in session.query(Person)}
        for number, one in enumerate(people.values()):
            one.name = typed(118) + " " + "ABCDEF"[number]  # nobody is named as another
        rooms = session.query(Classroom).order_by(Classroom.id).all()
        for number, room in enumerate(rooms):
            room.name = typed(78) + " " + "ABCDEF"[number]
            people["teacher"].classrooms = rooms
        people["ruiz"].classrooms = rooms
        room = next(one for one in rooms if one.join_code == "EVEN42")
        room.agency = {"programs": [], "medical_control": True, "standing_orders": True}
        gone = Person(login="gone", name=typed(118), role=Role.TRAINEE, password_hash="x")
        newest = Person(
            login="newest", name=typed(118), role=Role.TRAINEE, password_hash="x", must_change_password=True
        )
        session.add_all([gone, newest, *agency_lists(room.id, typed)])
        room.people.append(newest)
        session.flush()
        for one, kind, batch in ((gone, Came.REMOVED, None), (newest, Came.IMPORTED, "b" * 32)):
            session.add(
                RosterLine(
                    classroom_id=room.id, person_id=one.id, login=one.login, name=one.name, kind=kind,
                    actor="teacher", batch=batch,
                )
            )  # fmt: skip
        session.add(
            Certificate(
                person_id=people["ruiz"].id, level="EMT", certificate_number=typed(40),
                endorsements=[typed(120)], restricted_for=[typed(120)],
            )
        )  # fmt: skip
        write_slip(session, "secret of the tests", "5" * 32, people["teacher"], [newest], room)
        own = class_steps.copy(session, room, people["teacher"], parent="us-national-2019", title="Own")
        way = {"may": "yes", "source": typed(300), "confidence": "high"}
        class_steps.change(
            session, own, people["teacher"], seen=1, item="iv_access", cells={"EMT": [way]}, names={},
            reason=typed(400),
        )  # fmt: skip
        own.title = typed(118)
        sheets = {}
        comment = 0
        for state, kinds in STATES.items():
            made = typed_sheet(typed, people["ruiz"], room)
            session.add(made)
            session.flush()
            sheets[state] = made.id
            if kinds:
                session.add(Revision(run_sheet_id=made.id, number=1, snapshot=freeze(made)))
                for kind in ("must_fix", "improve"):
                    said = Comment(
                        run_sheet_id=made.id, revision=1, anchor="history-chief_complaint", kind=kind,
                        text=typed(400), value=typed(300), author_id=people["teacher"].id,
                    )  # fmt: skip
                    session.add(said)
                    session.flush()
                    comment = said.id if state == "in review" else comment
            for kind in kinds:
                actor = people["ruiz" if kind == Kind.SUBMITTED else "teacher"]
                session.add(
                    Step(run_sheet_id=made.id, actor_id=actor.id, kind=kind, revision=1, note=typed(300))
                )
            if state == "returned":
                made.history.chief_complaint = typed(100) + " now"
        for attempt in (1, 2, 3):
            sheet = session.get_one(RunSheet, sheets["draft"])
            one = rehearsal_steps.begin(
                session, sheet, people["ruiz"], listener=typed(50), seconds=60, attempt=attempt
            )
            one.listener = typed(50)
            if attempt < 3:
                one.spoken_seconds = 30
            if attempt == 1:
                rehearsal_steps_answer(one)
        draft = session.get_one(RunSheet, sheets["draft"])
        draft.imported = imported_report(typed)
        struck = next(one.id for one in draft.interventions if one.struck)
        numbers = {one.login: one.id for one in session.query(Person)}
        return FullCollege(
            world,
            sheets,
            own.name,
            room.id,
            tuple(one.id for one in rooms),
            "5" * 32,
            numbers,
            comment,
            struck,
        )


def agency_lists(classroom: int, typed: Typed) -> Iterator[Base]:
    """A line of each list of the agency that the class plays."""
    of_class: dict[str, Any] = {"classroom_id": classroom, "data_set": "DEMDataSet"}
    yield AgencyPerson(
        **of_class, name=typed(111), level="EMT", certificate_number=typed(50), certificate_state="CT"
    )
    yield AgencyUnit(**of_class, call_sign=typed(50), vehicle=typed(50))
    yield AgencyFacility(
        **of_class, name=typed(100), code=typed(50), kind="1701005", state="CT", zip_code=typed(11)
    )


def imported_report(typed: Typed) -> ImportedReport:
    """What a sheet came from, with an element that no field took."""
    element = [typed(100), [["CorrelationID", typed(50)]], False]
    tree = {"elements": {"eResponse.16": [element]}, "groups": {}, "attributes": []}
    return ImportedReport(
        number=typed(100),
        tree=tree,
        then={"said": []},
        refused={"eResponse.16[1]": f"No term for “{typed(60)}”"},
    )


def rehearsal_steps_answer(one: rehearsal_steps.Rehearsal) -> None:
    """Half of it was remembered."""
    given = [question["right"] if number % 2 else None for number, question in enumerate(one.questions)]
    one.questions = [{**question, "given": told} for question, told in zip(one.questions, given, strict=True)]
    one.score, one.answered_at = len(given) // 2, now()


def pages(college: FullCollege) -> Iterator[tuple[str, str]]:
    """Who opens which address, for every page and every role that may; "" is nobody.

    A sheet that can only be read is the same page at each of its sections, so that one of them is asked for.
    """
    room, people = college.classroom, college.people
    yield from (("", "/sign-in"), ("", "/join"), ("", "/trust"), ("", "/no-such-page"))
    yield from (("", "/offline"), ("", "/offline?sent=1"))
    for login in ("ruiz", "teacher", "boss"):
        yield from (
            (login, path)
            for path in ("/", "/password", "/dictionary", "/rulesets", "/rulesets/us-national-2019")
        )
        yield login, f"/sheets/{college.sheets['accepted']}/print"
    yield from (("teacher", path) for path in ("/rulesets/us-national-2019/items/iv_access",))
    yield "teacher", "/rulesets/compare"
    yield "teacher", f"/rulesets/compare?one=us-national-2019&other={college.rules}"
    yield from (("teacher", f"/rulesets/{college.rules}{more}") for more in ("", "/items/iv_access"))
    yield from (("ruiz", path) for path in ("/join/another", "/certificates", "/certificates?certificate=1"))
    yield "ruiz", f"/classes/{room}/leave"
    for state, sheet in college.sheets.items():
        slugs = BY_SLUG if state == "draft" else ("history", "interventions")
        yield from (("ruiz", f"/sheets/{sheet}/{slug}") for slug in (*slugs, "check"))
    draft = college.world.sheet(college.sheets["draft"])
    yield "ruiz", f"/sheets/{draft.id}/call"
    for slug, kind in BY_SLUG.items():
        if kind.many:
            last = draft.entries(slug)[-1:]  # what the hospital told nobody knows of a draft
            yield from (("ruiz", f"/sheets/{draft.id}/{slug}?entry={entry.id}") for entry in last)
    yield "ruiz", f"/sheets/{draft.id}/interventions?entry={college.struck}"
    yield "ruiz", f"/sheets/{draft.id}/exam?region=chest"
    yield "ruiz", f"/sheets/{draft.id}/rehearsals"
    yield from ((login, f"/sheets/{draft.id}/document/further") for login in ("ruiz", "teacher"))
    yield from (("teacher", f"/sheets/{draft.id}/document/{page}") for page in ("check", "exercise"))
    yield "teacher", f"/sheets/{draft.id}/model"
    yield from (("ruiz", f"/sheets/{draft.id}/rehearsals/{number}") for number in (1, 2, 3))
    for login in ("teacher", "boss"):
        yield from ((login, path) for path in ("/review", "/review?state=", "/print?state=", "/classes"))
        yield from ((login, f"/review/{one}") for one in college.sheets.values())
        yield from (
            (login, f"/classes/{room}{more}")
            for more in ("", "/settings", "/import", "/agency", "/agency/document")
        )
    yield "teacher", "/classes/new"
    yield "teacher", f"/review/{college.sheets['in review']}?at=history-chief_complaint"
    yield "teacher", f"/review/{college.sheets['in review']}?edit={college.comment}"
    rules = f"/classes/{room}/rules"
    yield from (
        ("teacher", f"{rules}{more}") for more in ("", f"/{college.rules}", f"/{college.rules}/history")
    )
    yield from (
        ("teacher", f"{rules}/{college.rules}/items/iv_access{more}")
        for more in ("", "?level=EMT", "?level=EMT&way=new", "?level=EMT&way=1&remove=1")
    )
    for path in (f"people/{people['ruiz']}/certificates", f"people/{people['newest']}/password"):
        yield "teacher", f"/classes/{room}/{path}"
    yield "teacher", f"/classes/{room}/people/{people['newest']}/remove"
    yield "teacher", f"/classes/{room}/imports/{'b' * 32}/take-back"
    yield "teacher", f"/passwords/{college.slip}"
    yield "teacher", f"/classes/{room}/people/{people['ruiz']}"
    yield "boss", f"/people/{people['ruiz']}"
    other = next(number for number in college.classrooms if number != room)
    yield from (("teacher", f"/classes/{room}/{more}") for more in ("end", "teach-no-longer"))
    yield from (("boss", path) for path in (f"/classes/{room}/end", f"/people/{people['ruiz']}/end"))
    yield from (("ruiz", f"/sheets/{draft.id}/move{more}") for more in ("", f"?to={other}"))
    yield "ruiz", f"/sheets/{college.sheets['accepted']}/move"
    yield from (("teacher", path) for path in ("/scenarios", "/scenarios/inferior-stemi"))
    yield from (("boss", path) for path in ("/people", "/people/new", f"/people/{people['ruiz']}/password"))


def left_out(college: FullCollege) -> set[str]:
    """The endpoints that answer GET with a page and are not among `pages`."""
    adapter = college.world.app.url_map.bind("localhost")
    opened = {
        adapter.match(path.partition("?")[0])[0] for _, path in pages(college) if path != "/no-such-page"
    }
    every = {
        rule.endpoint for rule in college.world.app.url_map.iter_rules() if "GET" in (rule.methods or ())
    }
    return every - opened - NO_PAGES


__all__ = ["PASSWORD", "FullCollege", "full_college", "left_out", "pages"]
