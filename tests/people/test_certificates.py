"""The certificates that a trainee keeps: the page, who may see it, and the one that a new sheet begins with."""

from datetime import date

import pytest

from epcr.people.certificate import Certificate
from epcr.people.certificates import MOST, fill, first_member, is_entry_of, worked_on
from epcr.people.model import Person
from tests.build import crew_member

TODAY = date(2026, 6, 15)
RUIZ = Person(id=1, login="ruiz", name="Dana Ruiz", role="trainee", level="EMT", password_hash="x")


def certificate(level, **values):
    told = {
        "certificate_number": f"{level}-1",
        "valid_from": date(2025, 1, 1),
        "valid_to": date(2027, 12, 31),
    }
    return Certificate(level=level, **{**told, **values})


# ---- the page


def add(page, **more):
    page.choose("Certification level", more.pop("level", "EMT"))
    for label, text in {
        "Certificate number": "E-100",
        "Valid from": "01/01/2025",
        "Valid to": "12/31/2027",
        **more,
    }.items():
        page.fill(label, text)
    return page.submit("Add the certificate")


def test_a_trainee_adds_a_certificate_changes_it_and_removes_it(world):
    page = world.as_("ruiz").open("/certificates")
    assert "No certificates on file" in page.words
    page.choose("Issued by", "Montana")
    page = add(
        page,
        Endorsements="emt-airway",
        **{"Restricted for": "12-lead ECG, interpret\nAspirin", "Not educated for": "CPAP"},
    )
    assert page.status == 200
    for words in (
        "E-100",
        "Montana",
        "01/01/2025 to 12/31/2027",
        "EMT Airway Endorsement",
        "Not educated for CPAP",
    ):
        assert words in page.words
    page = page.follow("Change EMT E-100")
    assert page.value("Endorsements").strip() == "EMT Airway Endorsement"
    page = page.fill("Certificate number", "E-200").fill("Endorsements", "").submit("Save the certificate")
    assert "E-200" in page.words
    assert "EMT Airway" not in page.words.replace("like EMT Airway Endorsement", "")
    page = page.submit("Remove EMT E-200")
    assert "No certificates on file" in page.words


def test_a_certificate_that_is_over_says_so(world):
    page = add(world.as_("ruiz").open("/certificates"), **{"Valid to": "12/31/2025", "Valid from": ""})
    assert "Expired" in page.words
    assert "to 12/31/2025" in page.words
    page = add(page, **{"Valid from": "01/01/2099", "Valid to": ""})
    assert "Not valid yet" in page.words


@pytest.mark.parametrize("old", ["EMT-Basic", "EMT-Paramedic", "EMT-Intermediate 85", "EMT-Intermediate 99"])
def test_old_names_of_levels_are_read_and_the_intermediates_kept_apart(world, old):
    page = world.as_("ruiz").open("/certificates")
    page.fill("Certificate number", "1")
    page.typed["level"] = [old]
    assert page.submit("Add the certificate").status == 200
    with world.database.read() as session:
        kept = session.query(Certificate).one().level
    assert kept == {
        "EMT-Basic": "EMT", "EMT-Paramedic": "Paramedic", "EMT-Intermediate 85": "EMT-I/85", "EMT-Intermediate 99": "EMT-I/99",
    }[old]  # fmt: skip


@pytest.mark.parametrize(
    ("label", "text", "sentence"),
    [
        ("Valid to", "12/31/2024", "Type a last day that is not before the first, 01/01/2025."),
        ("Valid to", "soon", "Type Valid to as month/day/year, like 03/14/1958; you typed “soon”"),
        ("Restricted for", "Narcam", "“Narcam” is not an intervention on the list; the nearest is “Naloxone"),
        ("Not educated for", "xqzw", "“xqzw” is not an intervention on the list. Choose one from the list"),
        ("Certificate number", "9" * 51, "Shorten Certificate number to 50 characters; it has 51"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field_and_kept(world, label, text, sentence):
    page = add(world.as_("ruiz").open("/certificates"), **{label: text})
    assert page.status == 422
    assert sentence in page.words
    assert page.value(label).strip() == text
    with world.database.read() as session:
        assert session.query(Certificate).count() == 0


def test_a_certificate_needs_a_level_that_is_one(world):
    for level in ("", "No certificate"):
        page = world.as_("ruiz").open("/certificates")
        page = page.choose("Certification level", level).submit("Add the certificate") if level else page.fill(
            "Certificate number", "1"
        ).submit("Add the certificate")  # fmt: skip
        assert page.status == 422
        assert "Choose the level of the certificate." in page.words


def test_nobody_keeps_more_certificates_than_one_can_hold(world):
    with world.database.write("tests") as session:
        owner = session.query(Person).filter_by(login="ruiz").one()
        session.add_all(certificate("EMT", person_id=owner.id) for _ in range(MOST))
    page = add(world.as_("ruiz").open("/certificates"))
    assert page.status == 422
    assert "remove one that is no longer needed" in page.words


# ---- who sees whose


def kept(world, login):
    with world.database.write("tests") as session:
        owner = session.query(Person).filter_by(login=login).one()
        session.add(one := certificate("EMT", person_id=owner.id))
        session.flush()
        return owner.id, one.id, owner.classrooms[0].id


def test_a_certificate_of_somebody_else_is_not_found(world):
    _, number, _ = kept(world, "okafor")
    me = world.as_("ruiz")
    assert me.client.get(f"/certificates?certificate={number}").status_code == 404
    token = me.open("/certificates").hidden("csrf_token")
    assert me.client.post(f"/certificates/{number}/remove", data={"csrf_token": token}).status_code == 404
    sent = {"csrf_token": token, "certificate": number, "level": "Paramedic"}
    assert me.client.post("/certificates", data=sent).status_code == 404


def test_an_instructor_keeps_the_certificates_of_the_trainees_taught(world):
    owner, _, classroom = kept(world, "ruiz")
    page = world.as_("teacher").open(f"/classes/{classroom}").follow("Certificates of Dana Ruiz")
    assert "Certificates of Dana Ruiz" in page.words
    page = add(page, level="AEMT", **{"Certificate number": "A-1"})
    assert "A-1" in page.words
    assert "A-1" not in page.submit("Remove AEMT A-1").words
    for login in ("other_teacher", "okafor"):
        address = f"/classes/{classroom}/people/{owner}/certificates"
        assert world.as_(login).client.get(address).status_code == 404


def test_an_instructor_sees_nobodys_certificates_by_way_of_a_class_of_another(world):
    owner, number, classroom = kept(world, "stranger")
    page = world.as_("teacher")
    with world.database.read() as session:
        own = next(one.id for one in session.query(Person).filter_by(login="teacher").one().classrooms)
    assert own != classroom
    assert page.client.get(f"/classes/{own}/people/{owner}/certificates").status_code == 404
    token = page.open(f"/classes/{own}").hidden("csrf_token")
    for where in (own, classroom):
        address = f"/classes/{where}/people/{owner}/certificates/{number}/remove"
        assert page.client.post(address, data={"csrf_token": token}).status_code == 404


# ---- the one that a call is worked on


def test_of_one_level_the_valid_one_counts_then_the_one_of_the_state_then_the_one_that_lasts():
    expired = certificate("EMT", valid_to=date(2025, 12, 31), certificate_state="VT")
    idaho, vermont = certificate("EMT", certificate_state="ID"), certificate("EMT", certificate_state="VT")
    longer = certificate("EMT", certificate_state="ID", valid_to=date(2029, 1, 1))
    assert worked_on([expired, idaho, vermont, longer], "EMT", TODAY, "VT") is vermont
    assert worked_on([expired, idaho, longer], "EMT", TODAY, "VT") is longer
    assert worked_on([idaho, longer], "EMT", TODAY, None) is longer
    assert worked_on([expired], "EMT", TODAY, "VT") is expired
    assert worked_on([idaho], "Paramedic", TODAY, "VT") is None


def test_who_begins_a_sheet_works_on_the_certificate_that_is_valid():
    aemt = certificate(
        "AEMT", certificate_state="MT", endorsements=["AEMT-99 Endorsement"], restricted_for=["cric"]
    )
    old = certificate("Paramedic", valid_to=date(2020, 1, 1))
    member = first_member(RUIZ, [old, aemt], TODAY, "MT")
    assert (member.member, member.level, member.certificate_number) == ("Dana Ruiz", "AEMT", "AEMT-1")
    assert (member.certificate_state, member.valid_to) == ("MT", date(2027, 12, 31))
    assert (member.endorsements, member.restricted_for) == (["AEMT-99 Endorsement"], ["cric"])


def test_of_several_valid_ones_the_usual_level_counts_and_otherwise_nobody_guesses():
    emt, medic = certificate("EMT"), certificate("Paramedic")
    assert first_member(RUIZ, [emt, medic], TODAY, None).certificate_number == "EMT-1"
    nurse = Person(id=2, login="n", name="N", role="trainee", level="RN", password_hash="x")
    undecided = first_member(nurse, [emt, medic], TODAY, None)
    assert (undecided.level, undecided.certificate_number) == (None, None)


def test_without_certificates_a_sheet_begins_with_the_usual_level():
    member = first_member(RUIZ, [], TODAY, None)
    assert (member.level, member.certificate_number, member.valid_to) == ("EMT", None, None)


def test_an_expired_certificate_is_filled_in_so_that_the_check_can_say_so():
    member = first_member(RUIZ, [certificate("EMT", valid_to=date(2020, 1, 1))], TODAY, None)
    assert member.valid_to == date(2020, 1, 1)


def test_what_was_typed_by_hand_is_not_replaced():
    held = [certificate("EMT"), certificate("Paramedic")]
    member = crew_member(level="Paramedic", certificate_number="TYPED")
    fill(member, held, TODAY, None)
    assert member.certificate_number == "TYPED"
    own = crew_member(level="EMT")
    fill(own, held, TODAY, None)
    own.level = "Paramedic"
    fill(own, held, TODAY, None)
    assert own.certificate_number == "Paramedic-1"
    own.level = "AEMT"
    fill(own, held, TODAY, None)
    assert (own.certificate_number, own.valid_to) == (None, None)


def test_an_entry_is_ones_own_by_ones_name():
    assert is_entry_of(crew_member(member=" dana  ruiz "), RUIZ)
    assert not is_entry_of(crew_member(member="D. Ruiz"), RUIZ)
    assert not is_entry_of(crew_member(member=None), RUIZ)
