"""Certificates on the crew page: filled in for the level chosen, limits in words, students and their preceptors."""

from datetime import date, timedelta

import pytest

from epcr.people.certificate import Certificate
from epcr.people.model import Classroom, Person

TODAY = date.today()  # noqa: DTZ011 - as the sheets begin
LATER = TODAY + timedelta(days=400)


def holds(world, *certificates, login="ruiz", ruleset=None):
    with world.database.write("tests") as session:
        owner = session.query(Person).filter_by(login=login).one()
        session.add_all(Certificate(person_id=owner.id, **one) for one in certificates)
        if ruleset:
            session.query(Classroom).filter_by(name="Evening class").one().ruleset = ruleset


EMT = {
    "level": "EMT",
    "certificate_number": "E-100",
    "certificate_state": "MT",
    "valid_from": date(2025, 1, 1),
    "valid_to": LATER,
}
MEDIC = {
    "level": "Paramedic", "certificate_number": "P-7", "certificate_state": "ID", "valid_to": TODAY - timedelta(days=40),
    "restricted_for": ["cric"],
}  # fmt: skip


def own_entry(world, sheet):
    return world.page(sheet, "crew", query=f"?entry={world.entry(sheet, 'crew', 0)}")


def performs(world, sheet, item, who="Dana Ruiz", **chosen):
    page = world.page(sheet, "interventions").choose("Intervention", item)
    name = next(one for one in world.sheet(sheet).context().crew.values() if one.startswith(who))
    page.choose("Performed by", name)
    for label, choice in chosen.items():
        page.choose(label, choice)
    return page.save()


def test_a_new_sheet_begins_with_the_certificate_that_is_valid(world):
    holds(world, {**EMT, "endorsements": ["EMT Airway Endorsement"]})
    sheet = world.begin()
    (member,) = world.sheet(sheet).crew
    assert (member.level, member.certificate_number, member.certificate_state) == ("EMT", "E-100", "MT")
    assert (member.valid_to, member.endorsements) == (LATER, ["EMT Airway Endorsement"])
    page = own_entry(world, sheet)
    assert "E-100 · Montana" in page.words
    assert page.value("Endorsements").strip() == "EMT Airway Endorsement"


def test_choosing_the_level_fills_in_its_certificate_when_saved_without_the_script(world):
    holds(world, EMT, MEDIC)
    sheet = world.begin()
    own_entry(world, sheet).choose("Certification level on this call", "Paramedic").save()
    (member,) = world.sheet(sheet).crew
    assert (member.certificate_number, member.certificate_state, member.restricted_for) == (
        "P-7",
        "ID",
        ["cric"],
    )
    own_entry(world, sheet).choose("Certification level on this call", "AEMT").save()
    (member,) = world.sheet(sheet).crew
    assert (member.certificate_number, member.certificate_state, member.restricted_for) == (None, None, None)


def test_what_was_typed_by_hand_stays(world):
    holds(world, EMT, MEDIC)
    sheet = world.begin()
    page = own_entry(world, sheet).choose("Certification level on this call", "Paramedic")
    page.fill("Certificate number", "P-8").save()
    assert world.sheet(sheet).crew[0].certificate_number == "P-8"
    # A later save that leaves the level as it is fills in nothing.
    own_entry(world, sheet).fill("Certificate number", "").save()
    assert world.sheet(sheet).crew[0].certificate_number is None


def test_what_the_script_filled_in_and_was_changed_since_stays(world):
    holds(world, EMT, MEDIC)
    sheet = world.begin()
    page = own_entry(world, sheet).choose("Certification level on this call", "Paramedic")
    page.typed["filled"] = ["1"]
    page.fill("Valid to", "").save()
    assert world.sheet(sheet).crew[0].certificate_number == "E-100"


def test_nobody_elses_entry_is_filled_in_from_ones_own_certificates(world):
    holds(world, EMT, MEDIC)
    sheet = world.begin()
    page = world.page(sheet, "crew").fill("Crew member", "I. Okafor")
    page.choose("Certification level on this call", "Paramedic").save()
    assert world.sheet(sheet).crew[1].certificate_number is None


def test_without_certificates_the_page_carries_none(world):
    sheet = world.begin()
    assert own_entry(world, sheet).html.find("script", attrs={"data-certificates": True}) is None
    holds(world, EMT)
    assert own_entry(world, sheet).html.find("script", attrs={"data-certificates": True}) is not None


@pytest.mark.parametrize(
    ("certificate", "item", "reason"),
    [
        (MEDIC, "Oxygen", "The certificate was valid only until"),
        ({**EMT, "valid_from": LATER}, "Oxygen", "The certificate is valid only from"),
        ({**EMT, "restricted_for": ["oxygen"]}, "Oxygen", "The certificate is restricted for this"),
        ({**EMT, "restricted_for": ["everything"]}, "Oxygen", "The certificate is restricted for this"),
        ({**EMT, "not_educated_for": ["oxygen"]}, "Oxygen", "The performer was not educated for this"),
    ],
)
def test_what_the_certificate_does_not_cover_is_said_at_the_intervention(world, certificate, item, reason):
    holds(world, certificate)
    sheet = world.begin()
    if certificate is MEDIC:
        own_entry(world, sheet).choose("Certification level on this call", "Paramedic").save()
    assert reason in performs(world, sheet, item).words


def test_off_duty_is_said_at_the_intervention_and_at_the_member(world):
    sheet = world.begin()
    page = own_entry(world, sheet).choose("On duty", "No").save()
    assert "EMT · off duty" in page.words
    assert "The performer was off duty" in performs(world, sheet, "Oxygen").words


def test_an_endorsement_typed_on_the_sheet_opens_what_it_opens(world):
    holds(world, EMT, ruleset="us-mt")
    sheet = world.begin()
    page = performs(world, sheet, "IV access, peripheral")
    assert "EMT IV/IO Initiation Endorsement" in page.words
    own_entry(world, sheet).fill("Endorsements", "emt-iv-io-initiation").save()
    assert world.sheet(sheet).crew[0].endorsements == ["EMT IV/IO Initiation Endorsement"]
    assert world.sheet(sheet).interventions[0].verdict.permitted is True


def test_an_endorsement_that_nobody_knows_is_kept_and_noted(world):
    sheet = world.begin()
    page = own_entry(world, sheet).fill("Endorsements", "EMT Airwy Endorsement").save()
    assert page.status == 200
    assert "the nearest known is “EMT Airway Endorsement”" in own_entry(world, sheet).words


def test_a_word_that_several_interventions_share_restricts_none_of_them_by_a_guess(world):
    sheet = world.begin()
    page = own_entry(world, sheet).fill("Restricted for", "12-lead").save()
    assert page.status == 422
    assert (
        "“12-lead” can be several: 12-lead ECG, acquire and send or 12-lead ECG, interpret. Choose one"
        in page.words
    )


def test_an_intervention_that_nobody_knows_is_refused_with_the_nearest(world):
    sheet = world.begin()
    page = own_entry(world, sheet).fill("Restricted for", "CPAP\nIV accss").save()
    assert page.status == 422
    assert (
        "“IV accss” is not an intervention on the list; the nearest is “IV access, peripheral”" in page.words
    )
    assert page.value("Restricted for").strip() == "CPAP\nIV accss"


def test_a_level_of_the_ruleset_can_be_chosen(world):
    holds(world, ruleset="us-vt")
    sheet = world.begin()
    own_entry(world, sheet).choose("Certification level on this call", "VEFR").save()
    assert world.sheet(sheet).crew[0].level == "VEFR"


# ---- students


def studying(world):
    """A sheet of the trainee as a student for Paramedic under a paramedic of the crew, cleared for one skill."""
    sheet = world.begin()
    page = world.page(sheet, "crew").fill("Crew member", "R. Alder")
    page.choose("Certification level on this call", "Paramedic").save()
    page = own_entry(world, sheet).choose("Here as a student", "Yes").choose("Level trained for", "Paramedic")
    page.fill("Program", "Valley College").choose("Shift of the training program", "Yes")
    page.choose("Preceptor", "R. Alder (Paramedic)").choose("Preceptor was with the patient", "Yes")
    page.fill("Cleared for", "IV access, peripheral").save()
    return sheet


def test_a_student_does_what_was_cleared_and_nothing_else(world):
    sheet = studying(world)
    assert world.sheet(sheet).crew[0].called() == "Dana Ruiz (EMT, student for Paramedic)"
    assert "In scope under a preceptor" in performs(world, sheet, "IV access, peripheral").words
    assert "The student was not cleared for this" in performs(world, sheet, "IO access").words
    assert "student for Paramedic" in own_entry(world, sheet).words


def test_a_preceptor_who_was_not_with_the_patient_supervises_nobody(world):
    sheet = studying(world)
    performs(world, sheet, "IV access, peripheral")
    own_entry(world, sheet).choose("Preceptor was with the patient", "No").save()
    assert "only with a preceptor present" in world.sheet(sheet).interventions[0].verdict.reason


def test_a_student_cannot_be_their_own_preceptor(world):
    sheet = studying(world)
    entry = world.entry(sheet, "crew", 0)
    page = own_entry(world, sheet)
    page.choose("Here as a student", "Yes")
    page.typed[f"crew-{entry}-preceptor"] = [entry]
    page = page.save()
    assert page.status == 422
    assert "Choose somebody else as preceptor: students cannot be their own" in page.words


def refused(page):
    """The title and the sentences of the refusal at the intervention, before what is folded."""
    panel = page.html.select_one(".acts .verdict .panel")
    said = " ".join(panel.get_text(" ", strip=True).split())
    return panel.select_one(".panel-title").get_text(" ", strip=True), said.partition("Rule, source")[0]


def test_an_expired_certificate_is_the_heading_and_the_day_is_written_as_on_the_sheet(world):
    holds(world, {**EMT, "valid_to": date(2022, 12, 31)})
    sheet = world.begin()
    own_entry(world, sheet).choose("Certification level on this call", "AEMT").save()
    own_entry(world, sheet).choose("Certification level on this call", "EMT").save()
    page = performs(world, sheet, "IV access, peripheral")
    title, said = refused(page)
    assert title == "Not covered by the certificate"
    assert "The certificate was valid only until 12/31/2022." in said
    assert "starts at" not in said
    assert "2022-12-31" not in page.words
    performer = world.sheet(sheet).crew[0].id
    marks = (
        world.as_("ruiz").client.get(f"/sheets/{sheet}/interventions/marks?performer={performer}").get_json()
    )
    assert marks["oxygen"] == ["stop", "stop", "Not covered by the certificate"]


def test_what_a_student_lacks_is_the_heading_and_leads_to_the_crew_entry(world):
    sheet = studying(world)
    page = performs(world, sheet, "IO access")
    title, said = refused(page)
    assert title == "Not as a student here"
    assert "starts at" not in said
    me = world.sheet(sheet).crew[0].id
    (link,) = {
        one["href"]
        for one in page.html.select(".acts .verdict a")
        if "“Student” under Crew" in one.get_text()
    }
    assert link == f"/sheets/{sheet}/crew?entry={me}#entry"
    marks = world.as_("ruiz").client.get(f"/sheets/{sheet}/interventions/marks?performer={me}").get_json()
    assert marks["io_access"] == ["stop", "stop", "Not as a student"]
