"""A document becomes what a class plays: all of it or nothing, twice changes nothing, and no sheet gets a word of it."""

import pytest
from sqlalchemy import select

from epcr.agencies import taking
from epcr.agencies.model import AgencyFacility, AgencyPerson, AgencyUnit
from epcr.checks.own_rules import own_ruleset
from epcr.db import now
from epcr.people.model import Classroom
from epcr.refused import Refused
from epcr.sheet.class_ruleset import ClassRuleset
from tests.agencies.conftest import RIVERSIDE, STATE


def rules(playing):
    with playing.world.database.read() as session:
        own = session.scalars(select(ClassRuleset)).all()
        return [(ruleset.name, own_ruleset(ruleset.newest())) for ruleset in own]


def test_an_agency_fills_names_lists_and_rules(playing):
    change = playing.take(RIVERSIDE)
    assert change.differs
    assert playing.classroom.agency == {
        "name": "Riverside Rescue",
        "number": "351-A17",
        "state_id": "A17",
        "state": "09",
    }
    assert [person.name for person in playing.lines(AgencyPerson)] == ["Pat Example", "Kit Sample"]
    assert [unit.call_sign for unit in playing.lines(AgencyUnit)] == ["Medic 4", "Rescue 9"]
    assert [place.code for place in playing.lines(AgencyFacility)] == ["H-77", "N-5"]
    ((name, ruleset),) = rules(playing)
    assert playing.classroom.ruleset == name
    # The list has the tourniquet and no bleeding control by dressing for the EMT, and nothing of any other level.
    assert ruleset.items["tourniquet"].cells["EMT"].grants
    iv = ruleset.items["iv_access"]
    assert [grant.may for grant in iv.cells["EMT"].grants] == ["yes"]
    assert "351-A17" in iv.cells["EMT"].source
    assert iv.cells["Paramedic"].ruleset == ruleset.parent.id


@pytest.mark.parametrize("documents", [(RIVERSIDE,), (STATE,), (RIVERSIDE, STATE)])
def test_the_same_document_again_changes_nothing(playing, documents):
    for text in documents:
        playing.take(text)
    before = playing.stored()
    assert not playing.take(documents[-1]).differs
    assert playing.stored() == before
    assert len(rules(playing)) == len(documents)


def test_the_official_documents_twice_change_nothing(playing, official):
    playing.take(official("DEM"))
    before = playing.stored()
    assert not playing.take(official("DEM")).differs
    assert playing.stored() == before


def test_a_newer_document_brings_who_is_new_and_takes_who_is_gone(playing):
    playing.take(RIVERSIDE)
    ids = playing.stored()[3][0]
    newer = RIVERSIDE.replace(">Kit<", ">Robin<").replace(">Riverside Rescue<", ">Riverside EMS<")
    change = playing.take(newer)
    assert change.names == {"name": ("Riverside Rescue", "Riverside EMS")}
    (people, units, _) = change.lists
    assert [person.name for person in people.new] == ["Robin Sample"]
    assert [line.name for line in people.go] == ["Kit Sample"]
    assert not units.differs
    assert playing.stored()[3][0][0] == ids[0]


def test_a_state_leaves_the_agencys_people_and_destinations_and_adds_its_own(playing):
    playing.take(RIVERSIDE)
    playing.take(STATE)
    assert [person.name for person in playing.lines(AgencyPerson)] == ["Pat Example", "Kit Sample"]
    assert [place.name for place in playing.lines(AgencyFacility)] == [
        "Example General Hospital",
        "Sample Nursing Home",
        "Example State Hospital",
    ]
    assert playing.classroom.agency["number"] == "351-A17"


def test_a_state_alone_says_the_state_and_nothing_of_an_agency(playing):
    playing.take(STATE)
    assert playing.classroom.agency == {"state": "09"}


def test_what_the_class_says_of_its_agency_otherwise_stays(playing):
    with playing.world.database.write("teacher") as session:
        playing.room(session).agency = {"programs": [], "medical_control": False, "standing_orders": True}
    playing.take(RIVERSIDE)
    assert playing.classroom.agency["medical_control"] is False
    assert playing.classroom.agency["name"] == "Riverside Rescue"


def test_rules_that_were_changed_by_hand_since_stay_and_judge(playing):
    playing.take(RIVERSIDE)
    with playing.world.database.write("teacher") as session:
        playing.room(session).ruleset = "us-national-2019"
    playing.take(RIVERSIDE)
    assert playing.classroom.ruleset == rules(playing)[0][0]
    assert len(rules(playing)) == 1


def test_a_list_that_says_otherwise_becomes_another_ruleset(playing):
    playing.take(RIVERSIDE)
    playing.take(RIVERSIDE.replace("<dConfiguration.07>392230005</dConfiguration.07>", ""))
    first, second = rules(playing)
    assert playing.classroom.ruleset == second[0]
    assert first[1].items["iv_access"].cells["EMT"].grants
    assert not second[1].items["iv_access"].cells["EMT"].grants


def test_a_document_without_lists_leaves_the_rules(playing):
    begin, end = RIVERSIDE.index("<dConfiguration.ProcedureGroup"), RIVERSIDE.index("<dConfiguration.10>")
    playing.take(RIVERSIDE[:begin] + RIVERSIDE[end:])
    assert rules(playing) == []
    assert playing.classroom.ruleset == "us-national-2019"


def test_under_a_ceiling_a_list_only_narrows(playing):
    with playing.world.database.write("teacher") as session:
        playing.room(session).ruleset = "us-vt"
    vermont = RIVERSIDE.replace("<dAgency.04>09", "<dAgency.04>50").replace(
        "<dConfiguration.01>09", "<dConfiguration.01>50"
    )
    change = playing.take(vermont)
    assert change.rules.listed.parent.id == "us-vt"
    assert set(change.rules.listed.cells.values()) == {"no"}
    assert any(excess.level == "EMT" for excess in change.rules.listed.excess)


def test_what_fails_at_the_end_leaves_nothing(playing, monkeypatch):
    before = playing.stored()

    def broken(*_parts):
        raise Refused("broken")

    monkeypatch.setattr(taking.steps, "begin_listed", broken)
    with pytest.raises(Refused):
        playing.take(RIVERSIDE)
    assert playing.stored() == before


def test_a_class_that_has_ended_takes_nothing(playing):
    with playing.world.database.write("teacher") as session:
        playing.room(session).ended_at = now()
    with pytest.raises(Refused, match="Its agency stays as it is"):
        playing.take(RIVERSIDE)


def test_another_class_has_nothing_of_it(playing):
    playing.take(RIVERSIDE)
    with playing.world.database.read() as session:
        other = session.scalars(select(Classroom).where(Classroom.name == "Other class")).one()
        assert other.agency is None
        assert [taking.lines_of(session, other.id, table) for table in taking.TABLES] == [[], [], []]
