"""What must be past is read backward from the call, its date stands beside it, and what is later is asked about."""

import pytest

from tests import build


def early_call(world, received="0630", patient="0640"):
    sheet = world.begin()
    page = world.page(sheet, "incident").fill("Date of call", "11/10/2026")
    page.fill("Call received", received).fill("At patient", patient).save()
    return sheet


def beside(page, label):
    """What stands beside the control of how its time was understood."""
    return page.html.find(id=f"{page._field(label)['id']}-date").get_text()


PAST = [("Onset", "onset"), ("Last known well", "last_known_well"), ("Last oral intake", "last_oral_intake")]


@pytest.mark.parametrize(("label", "name"), PAST)
@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("1000", "11/09/2026 10:00"),
        ("0631", "11/09/2026 06:31"),
        ("0630", "11/10/2026 06:30"),
        ("0015", "11/10/2026 00:15"),
        ("2359", "11/09/2026 23:59"),
        ("11/08 1000", "11/08/2026 10:00"),
    ],
)
def test_what_is_past_is_never_read_forward(world, label, name, typed, stored):
    sheet = early_call(world)
    page = world.page(sheet, "history").fill(label, typed).save()
    found = world.sheet(sheet)
    assert found.customs().dated(getattr(found.history, name)) == stored
    assert (
        beside(page, label)
        == {
            "11/10/2026": "",
            "11/09/2026": "Mon 11/09/2026, the day before the date of call",
            "11/08/2026": "Sun 11/08/2026, 2 days before the date of call",
        }[stored.split()[0]]
    )


def test_only_what_is_past_tells_the_page_that_now_needs_its_date(world):
    sheet = early_call(world)
    page = world.page(sheet, "history")
    assert {control["name"] for control in page.html.select("[data-moment][data-past]")} == {
        page._field(label)["name"] for label, _ in PAST
    }
    assert not world.page(sheet, "incident").html.select("[data-past]")


@pytest.mark.parametrize(("label", "name"), PAST)
def test_a_full_date_after_the_call_is_kept_and_asked_about(world, label, name):
    sheet = early_call(world)
    page = world.page(sheet, "history").fill(label, "11/10/2026 10:00").save()
    assert f"{label} 10:00 is after the call at 06:30" in page.words
    assert page.value(label) == "11/10/2026 10:00"
    page.fill("Chief complaint", "Weakness").save()
    found = world.sheet(sheet)
    assert found.customs().dated(getattr(found.history, name)) == "11/10/2026 10:00"


def test_an_arrest_before_us_is_read_backward_and_one_with_us_forward(world):
    sheet = early_call(world)
    page = world.page(sheet, "arrest").choose("Cardiac arrest", "Yes, before EMS arrived")
    page.fill("Time of arrest", "1000").fill("CPR first given at", "1004").save()
    found = world.sheet(sheet)
    assert [found.customs().dated(at) for at in (found.arrest.arrest_at, found.arrest.cpr_at)] == [
        "11/09/2026 10:00", "11/09/2026 10:04",
    ]  # fmt: skip
    page = world.page(sheet, "arrest")
    assert "Check the date of the arrest" in page.words
    page.fill("Time of arrest", "0636").fill("CPR first given at", "0641").save()
    found = world.sheet(sheet)
    assert [found.customs().dated(at) for at in (found.arrest.arrest_at, found.arrest.cpr_at)] == [
        "11/10/2026 06:36", "11/10/2026 06:41",
    ]  # fmt: skip
    page = (
        world.page(sheet, "arrest")
        .choose("Cardiac arrest", "Yes, after EMS arrived")
        .fill("Time of arrest", "0652")
    )
    assert "it is after our arrival" not in page.save().words
    found = world.sheet(sheet)
    assert found.customs().dated(found.arrest.arrest_at) == "11/10/2026 06:52"


def test_an_arrest_before_us_that_is_later_than_our_arrival_is_asked_about(world):
    sheet = early_call(world)
    page = world.page(sheet, "arrest").choose("Cardiac arrest", "Yes, before EMS arrived")
    page.fill("Time of arrest", "11/10/2026 06:52")
    assert "Time of arrest 06:52 is after our arrival at 06:40" in page.save().words


@pytest.mark.parametrize(("typed", "stored"), [("1000", "11/09/2026 10:00"), ("0635", "11/10/2026 06:35")])
def test_care_before_us_is_read_backward_from_our_arrival(world, typed, stored):
    sheet = early_call(world)
    page = world.page(sheet, "vitals").fill("Heart rate", "88").fill("Time taken", typed)
    page.choose("Taken before our arrival", "Yes").save()
    found = world.sheet(sheet)
    assert found.customs().dated(found.vitals[0].taken_at) == stored
    page = world.page(sheet, "interventions").choose("Intervention", "Oxygen").fill("Time performed", typed)
    page.choose("Done before our arrival", "Yes").save()
    found = world.sheet(sheet)
    assert found.customs().dated(found.interventions[0].performed_at) == stored


def test_care_with_us_is_read_forward(world):
    sheet = early_call(world)
    world.page(sheet, "vitals").fill("Heart rate", "88").fill("Time taken", "1000").save()
    found = world.sheet(sheet)
    assert found.customs().dated(found.vitals[0].taken_at) == "11/10/2026 10:00"


def test_the_first_time_on_another_date_than_the_call_is_asked_about(world):
    sheet = world.begin()
    page = world.page(sheet, "incident").fill("Date of call", "11/10/2026")
    page = page.fill("Call received", "11/09/2026 23:50").save()
    assert "Check the date of call 11/10/2026: call received was on 11/09/2026" in page.words
    assert beside(page, "Call received") == "Mon 11/09/2026, the day before the date of call"
    page = page.fill("Call received", "2350").save()
    assert "Check the date of call" not in page.words


def test_the_hour_that_repeats_is_told_apart_on_the_page(world):
    sheet = world.begin()
    page = world.page(sheet, "incident").fill("Date of call", "11/01/2026")
    page = page.fill("Call received", "0150").fill("On scene", "0105").fill("At patient", "01:30 EST").save()
    assert (page.value("Call received"), page.value("On scene")) == ("01:50 EDT", "01:05 EST")
    assert beside(page, "On scene") == "01:05 EST; it came twice, for the other type 01:05 EDT"
    assert "01:30 EST" in page.html.find(id="timeline").get_text()
    again = world.sheet(sheet).incident
    page.fill("Unit", "Medic 4").save()
    stored = world.sheet(sheet).incident
    assert (stored.call_received, stored.on_scene) == (again.call_received, again.on_scene)


def test_a_set_after_another_of_the_hour_that_repeats_follows_it(world):
    sheet = world.begin()
    page = world.page(sheet, "incident").fill("Date of call", "11/01/2026")
    page.fill("Call received", "0020").fill("At patient", "0040").save()
    for typed in ("0150", "0110", "0125"):
        world.page(sheet, "vitals").fill("Heart rate", "88").fill("Time taken", typed).save()
    found = world.sheet(sheet)
    assert [found.customs().time(one.taken_at) for one in found.entries("vitals")] == [
        "01:50 EDT", "01:10 EST", "01:25 EST",
    ]  # fmt: skip


def test_the_page_asks_how_a_time_is_understood_before_it_is_saved(world):
    sheet = early_call(world)
    page = (
        world.page(sheet, "history")
        .fill("Onset", "1000")
        .fill("Last oral intake", "0600")
        .fill("Last known well", "soon")
    )
    page._field("Onset")
    answer = world.as_("ruiz").client.post(f"/sheets/{sheet}/history/dates", data=page._sent(page.form))
    said = answer.get_json()
    assert said["history-onset"] == "Mon 11/09/2026, the day before the date of call"
    assert (said["history-last_oral_intake"], said["history-last_known_well"]) == ("", "")
    assert world.sheet(sheet).history.onset is None


def test_the_dates_of_another_persons_sheet_are_not_told(world):
    sheet = world.keep(build.sheet())
    page = world.page(world.begin("okafor"), "history", "okafor").fill("Onset", "1000")
    answer = world.as_("okafor").client.post(f"/sheets/{sheet}/history/dates", data=page._sent(page.form))
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("typed", "stored", "asked"),
    [("10/28", "10/28/2026", False), ("12/20", "12/20/2025", False), ("11/10", "11/10/2026", False),
     ("11/12/2026", "11/12/2026", True)],
)  # fmt: skip
def test_a_last_menstrual_period_is_the_last_such_date_before_the_call(world, typed, stored, asked):
    sheet = early_call(world)
    page = world.page(sheet, "history").fill("Last menstrual period", typed).save()
    assert page.value("Last menstrual period") == stored
    assert (" is after the call on " in page.words) == asked
