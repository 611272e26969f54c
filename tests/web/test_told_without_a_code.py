"""What published records tell and the standard has no element for stands in a small field of its own, on page and paper."""

from epcr.audit.model import AuditLine
from epcr.report.handoff_page.formats import FORMATS
from epcr.sheet.arrest import CardiacArrest
from epcr.sheet.injury import Injury
from epcr.sheet.interventions import Intervention
from epcr.sheet.run_sheet import SECTIONS
from epcr.sheet.vitals import VitalSigns
from tests.report import reading
from tests.sheet.own_words import sheet_of_own_words


def printed(world, sheet, slug):
    return " ".join(reading.texts(world.as_("ruiz").client.get(f"/sheets/{sheet}/{slug}.pdf").get_data()))


def audited(world, sheet, anchor):
    with world.database.read() as session:
        return [
            line.after for line in session.query(AuditLine).filter_by(run_sheet_id=sheet, anchor=str(anchor))
        ]


def test_the_pressure_of_cpap_is_printed_with_its_unit(world):
    sheet = world.begin()
    page = world.page(sheet, "interventions").choose("Intervention", "CPAP").fill("Airway pressure", "7.5")
    page = page.fill("Time performed", "1710").save()
    assert "7.5 cmH2O" in page.words
    for slug in (*FORMATS, "run-sheet"):
        assert "7.5 cmH2O" in printed(world, sheet, slug), slug
    assert len(audited(world, sheet, world.sheet(sheet).interventions[0].anchor("airway_pressure"))) == 1


def test_two_large_bore_lines_are_two_in_one_entry(world):
    sheet = world.begin("okafor")
    page = world.page(sheet, "interventions", "okafor").choose("Intervention", "IV access, peripheral")
    page.fill("How many placed", "2").fill("Size", "14 G").fill("Time performed", "1710")
    page = page.save()
    assert "2 placed" in page.words
    text = " ".join(reading.texts(world.as_("okafor").client.get(f"/sheets/{sheet}/sbar.pdf").get_data()))
    assert "2 placed, 14 G" in text


def test_nitroglycerin_ointment_is_told_in_inches_on_the_skin(world):
    sheet = world.begin()
    page = world.page(sheet, "interventions").choose("Intervention", "nitro paste").fill("Dose", "1")
    page.choose("Dose unit", "inches").choose("Route", "Transdermal").fill("Time performed", "1710").save()
    assert "Nitroglycerin ointment" in printed(world, sheet, "sbar")
    assert "1 inches, transdermal" in printed(world, sheet, "sbar")
    kept = world.sheet(sheet).interventions[0].verdict
    assert kept.verdict == "not_permitted"
    assert "Nitroglycerin ointment has no rule of its own" in kept.reason


def test_a_pulse_that_is_felt_stands_where_no_pressure_was_measured(world):
    sheet = world.begin()
    page = world.page(sheet, "vitals").choose("Pulse felt at", "Radial").fill("Heart rate", "118")
    page.fill("Time taken", "1710").why("Systolic blood pressure", "Unable to complete").save()
    assert "Radial" in world.page(sheet, "vitals").html.select_one("table.vitals-grid").get_text(" ")
    assert "radial pulse" in printed(world, sheet, "sbar")
    assert "Pulse felt at Radial" in printed(world, sheet, "run-sheet").replace("  ", " ")


def test_that_no_pulse_was_found_is_said_in_those_words(world):
    sheet = world.begin()
    world.page(sheet, "vitals").choose("Pulse felt at", "No pulse found").fill("Heart rate", "0").fill(
        "Time taken", "1710"
    ).save()
    text = printed(world, sheet, "sbar")
    assert "no pulse found" in text
    assert "no pulse found pulse" not in text


def test_the_speed_at_impact_stands_with_the_injury(world):
    sheet = world.begin()
    world.page(sheet, "history").choose("Possible injury", "Yes").save()
    world.page(sheet, "injury").fill("Speed at impact", "45 mph").save()
    assert world.sheet(sheet).injury.speed == 45
    for slug in ("sbar", "run-sheet"):
        assert "45 mph" in printed(world, sheet, slug), slug
    assert len(audited(world, sheet, world.sheet(sheet).injury.anchor("speed"))) == 1


def test_the_estimated_downtime_stands_with_the_arrest(world):
    sheet = world.begin()
    page = world.page(sheet, "arrest").choose("Cardiac arrest", "Yes, before EMS arrived")
    page.fill("Estimated downtime", "8").save()
    for slug in ("sbar", "run-sheet"):
        assert "8 min" in printed(world, sheet, slug), slug


def test_fields_without_an_element_claim_none():
    for section, name in (
        (Intervention, "airway_pressure"), (Intervention, "placed"), (Intervention, "other_name"), (Injury, "speed"),
        (CardiacArrest, "downtime"), (VitalSigns, "pulse_site"),
    ):  # fmt: skip
        assert section.fields()[name].elements == (), name


# Own words beside a list ----------------------------------------------------------------------------------------------


def test_a_destination_of_no_listed_type_is_kept_shown_again_and_printed(world):
    sheet = world.begin()
    page = (
        world.page(sheet, "disposition")
        .fill("Type of destination, in your own words", "Sobering center")
        .save()
    )
    assert page.status == 200
    page = world.page(sheet, "disposition")
    assert page.value("Type of destination, in your own words") == "Sobering center"
    assert world.sheet(sheet).disposition.destination_type == "Sobering center"
    assert "Sobering center" in printed(world, sheet, "run-sheet")


def test_several_words_stand_beside_what_is_chosen_and_saving_again_keeps_them(world):
    sheet = world.begin()
    world.page(sheet, "incident").choose("Hazards", "Traffic").fill(
        "Hazards, in your own words", "Bees; Unstable trench"
    ).save()
    assert world.sheet(sheet).incident.hazards[1:] == ["Bees", "Unstable trench"]
    world.page(sheet, "incident").save()
    page = world.page(sheet, "incident")
    assert page.value("Hazards, in your own words") == "Bees; Unstable trench"
    assert len(world.sheet(sheet).incident.hazards) == 3


def test_two_answers_to_one_question_come_back_with_both(world):
    sheet = world.begin()
    page = world.page(sheet, "disposition").choose("Type of destination", "Clinic")
    page = page.fill("Type of destination, in your own words", "Sobering center").save()
    assert page.status == 422
    assert "Keep either “Clinic” or “Sobering center” in Type of destination, not both" in page.words
    assert page.value("Type of destination, in your own words") == "Sobering center"


def test_an_unlisted_indication_counts_as_another_one(world):
    sheet = world.begin()
    page = world.page(sheet, "interventions").choose("Intervention", "Oxygen")
    page.fill("Indication, in your own words", "Cluster headache").fill("Time performed", "1710").save()
    act = world.sheet(sheet).interventions[0]
    assert act.indication == "Cluster headache"
    assert act.verdict.act.patient.indication == "other"
    assert "Cluster headache" in printed(world, sheet, "run-sheet")


def test_every_page_shows_words_that_are_in_no_list_and_saving_keeps_them(world):
    sheet = world.keep(sheet_of_own_words())
    kept = world.sheet(sheet)
    for section in SECTIONS:
        slug = section.page.slug
        entries = kept.entries(slug)[:1] if section.many else [None]
        for entry in entries:
            page = world.page(sheet, slug, query=f"?entry={entry.id}" if entry else "")
            assert page.save().status == 200, slug
    stored = world.sheet(sheet)
    assert stored.disposition.destination_type == kept.disposition.destination_type
    assert stored.vitals[0].rhythm == kept.vitals[0].rhythm
    assert stored.interventions[0].complications == kept.interventions[0].complications
    assert stored.exam[0].findings == kept.exam[0].findings
    for login, address in (
        ("teacher", f"/review/{sheet}"),
        ("teacher", "/review"),
        ("ruiz", f"/sheets/{sheet}/check"),
        ("ruiz", f"/sheets/{sheet}/rehearsals"),
    ):
        assert world.as_(login).open(address).status == 200, address
