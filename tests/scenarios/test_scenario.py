"""Scenarios are files; a broken one is named by file and key."""

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest
from sqlalchemy import select

from epcr.broken_schema import BrokenSchema
from epcr.people.model import Person
from epcr.scenarios import begin, scenarios
from epcr.scenarios import beginning as beginning_module
from epcr.scenarios.beginning import new_sheet, start_clock
from epcr.scenarios.scenario import TOLD_BY_DISPATCH, folder, read_file, read_folder
from epcr.sheet.run_sheet import SECTIONS

GOOD = (folder() / "inferior-stemi.toml").read_text("utf-8")


def broken(tmp_path: Path, old: str, new: str, name: str = "changed.toml") -> BrokenSchema:
    """What is said when one word of a good file is another."""
    assert old in GOOD
    file = tmp_path / name
    file.write_text(GOOD.replace(old, new, 1), "utf-8")
    with pytest.raises(BrokenSchema) as caught:
        read_file(file)
    assert caught.value.file == str(file)
    return caught.value


def test_there_is_a_scenario_of_every_kind():
    assert {one.kind for one in scenarios().values()} == {"medical", "trauma", "cardiac_arrest", "refusal"}


def test_a_scenario_is_known_by_the_name_of_its_file():
    assert {name: one.id for name, one in scenarios().items()} == {
        file.stem: file.stem for file in folder().glob("*.toml")
    }


def test_scenarios_are_read_once():
    assert scenarios() is scenarios()


@pytest.mark.parametrize(
    ("old", "new", "key", "words"),
    [
        ('kind = "medical"', 'kind = "surgical"', "kind", "surgical"),
        ('title = "Pressure', 'titel = "Pressure', "titel", "title"),
        ("minutes = 25", 'minutes = "long"', "minutes", "whole number"),
        ('summary = "', 'id = "x"\nsummary = "', "id", "name of the file"),
        ('level = "Paramedic"', 'level = "Wizard"', "level", "Wizard"),
        ('ruleset = "us-national-2019"', 'ruleset = "nowhere"', "ruleset", "nowhere"),
        ('state = "NY"', 'state = "Nowhere"', "dispatch.state", "Nowhere"),
        ('street = "14 Maple Court"', 'street = ""', "dispatch.street", "leave the key out"),
        ('zip_code = "00141"', 'zip_code = "00141"\nhazards = "gas"', "dispatch.hazards", "hazards"),
        ("systolic = 98", "systolic = 998", "vitals[0].readings.systolic", "between 0 and 500"),
        ("systolic = 98", "systolix = 98", "vitals[0].readings.systolix", "no field of this name"),
        ("minute = 9", "minute = 1", "vitals[1].minute", "order of time"),
        ("minute = 2\n", "minute = -2\n", "vitals[0].minute", "negative"),
        ('item = "aspirin_po"', 'item = "aspirine"', "expected[0].item", "aspirine"),
        ('cue = "At the hospital"\ntext = "', 'cue = "At the hospital"\ntext = ""\n#', "steps[8]", "text to read out"),
    ],
)  # fmt: skip
def test_a_broken_scenario_is_named_by_file_key_and_reason(tmp_path, old, new, key, words):
    said = broken(tmp_path, old, new)
    assert said.key == key
    assert words in said.reason


def test_a_scenario_that_is_not_toml_is_named(tmp_path):
    assert "cannot be read as TOML: line 3" in broken(tmp_path, 'title = "', "title = ").reason


def test_a_scenario_that_is_not_text_is_named(tmp_path):
    (tmp_path / "bytes.toml").write_bytes(b'title = "\xff"')
    with pytest.raises(BrokenSchema, match="not saved as UTF-8"):
        read_file(tmp_path / "bytes.toml")


def test_a_scenario_whose_file_name_is_no_id_is_named(tmp_path):
    (tmp_path / "Chest Pain.toml").write_text(GOOD, "utf-8")
    with pytest.raises(BrokenSchema, match="lower-case letters"):
        read_folder(tmp_path)


def test_a_scenario_without_vital_signs_is_named(tmp_path):
    start = GOOD.index("[[vitals]]")
    (tmp_path / "none.toml").write_text(
        GOOD[:start].replace("minutes = 25", "minutes = 25\nvitals = []"), "utf-8"
    )
    with pytest.raises(BrokenSchema, match="at least one set"):
        read_file(tmp_path / "none.toml")


def test_the_vital_signs_of_a_turn_of_events_are_a_table_of_their_own():
    anyway, after_nitro, after_fluid = scenarios()["inferior-stemi"].tracks()
    assert (anyway.only_if, after_nitro.only_if) == ("", "nitroglycerin was given or assisted")
    assert [look.minute for look in after_fluid.looks] == [15, 24]
    told = dict(after_nitro.measures())
    assert told["Blood pressure"] == ["66, palpated", "88/50"]
    assert told["GCS"] == ["14 (E3 V5 M6)", "15 (E4 V5 M6)"]
    assert "Blood glucose" not in told


# beginning a sheet


@pytest.fixture
def class_of_ruiz(world):
    with world.database.write("ruiz") as session:
        person = session.scalars(select(Person).where(Person.login == "ruiz")).one()
        yield session, person.classrooms[0], person


def touched(sheet):
    return {
        f"{part.page.slug}.{name}"
        for part in sheet.parts()
        for name in part.fields()
        if part.documented(name)
    }


def test_a_sheet_begins_with_what_dispatch_told_and_who_writes_and_nothing_else(class_of_ruiz):
    session, classroom, person = class_of_ruiz
    sheet = begin(session, classroom, person, scenarios()["ladder-fall"])
    assert touched(sheet) == {
        "incident.date_of_call", "incident.unit_notified", "crew.member", "crew.level",
        *(f"incident.{name}" for name in TOLD_BY_DISPATCH),
    }  # fmt: skip
    assert sheet.incident.city == "Thistle Creek"
    assert sheet.incident.dispatch_reason == "2301033"
    assert (sheet.crew[0].member, sheet.crew[0].level) == ("Dana Ruiz", "EMT")
    assert (sheet.scenario, sheet.trainee_id, sheet.classroom_id) == ("ladder-fall", person.id, classroom.id)


def test_a_blank_sheet_begins_with_the_day_and_who_writes(class_of_ruiz):
    session, classroom, person = class_of_ruiz
    sheet = begin(session, classroom, person, None)
    assert touched(sheet) == {"incident.date_of_call", "crew.member", "crew.level"}
    assert sheet.scenario is None


def test_a_sheet_keeps_the_customs_of_its_class(class_of_ruiz):
    session, classroom, person = class_of_ruiz
    classroom.mode, classroom.zone, classroom.weight = "strict", "America/Denver", "lb"
    sheet = begin(session, classroom, person, None)
    kept = ("ruleset", "mode", "zone", "temperature", "weight", "glucose")
    assert [getattr(sheet, name) for name in kept] == [getattr(classroom, name) for name in kept]


def test_the_day_of_the_call_is_today_where_the_class_is(class_of_ruiz, monkeypatch):
    session, classroom, person = class_of_ruiz
    classroom.zone = "Pacific/Guam"
    late = datetime(2026, 3, 1, 20, 0, tzinfo=UTC)
    monkeypatch.setattr(beginning_module, "now", lambda: late)
    sheet = begin(session, classroom, person, None)
    assert sheet.incident.date_of_call == late.astimezone(ZoneInfo("Pacific/Guam")).date()
    assert sheet.incident.date_of_call != late.date()


def test_every_section_of_a_new_sheet_is_there(class_of_ruiz):
    session, classroom, person = class_of_ruiz
    sheet = begin(session, classroom, person, scenarios()["vf-arrest"])
    session.refresh(sheet)
    assert all(getattr(sheet, section.page.slug) is not None for section in SECTIONS)


# the clock


def with_clock(tmp_path, clock, name="own-call"):
    text = (folder() / "inferior-stemi.toml").read_text("utf-8")
    file = tmp_path / f"{name}.toml"
    line = next(line for line in text.splitlines() if line.startswith("time_out"))
    file.write_text(text.replace(line, f'time_out = "{clock}"' if clock else ""), "utf-8")
    return file


@pytest.mark.parametrize("clock", ["4:48", "24:00", "1648", "16:60", "now"])
def test_a_clock_that_nobody_can_read_is_named(tmp_path, clock):
    with pytest.raises(BrokenSchema, match=r"dispatch\.time_out.*like 16:48"):
        read_file(with_clock(tmp_path, clock))


def test_a_clock_that_is_not_the_one_which_the_trainee_is_told_is_named(tmp_path):
    with pytest.raises(BrokenSchema, match=r"dispatch\.time_out.*the text does not say 17:48"):
        read_file(with_clock(tmp_path, "17:48"))


def test_a_scenario_that_tells_no_time_has_no_clock_and_is_the_version_that_it_was(tmp_path, class_of_ruiz):
    session, classroom, person = class_of_ruiz
    scenario = read_file(with_clock(tmp_path, ""))
    assert (
        "time_out" not in msgspec.to_builtins(scenario)["dispatch"]
    )  # else each sheet of it would say that it was changed
    sheet = begin(session, classroom, person, scenario)
    assert (sheet.scenario_began_at, sheet.scenario_zero, sheet.incident.unit_notified) == (None, None, None)


def test_a_clock_that_was_put_forward_over_the_time_of_dispatch_is_one_that_nobody_had_set(class_of_ruiz):
    _, classroom, person = class_of_ruiz
    scenario = msgspec.structs.replace(scenarios()["inferior-stemi"])
    told = msgspec.structs.replace(scenario.dispatch, time_out="02:30")
    sheet = new_sheet(classroom, person, scenario)
    sheet.incident.date_of_call = date(2026, 3, 8)
    start_clock(sheet, msgspec.structs.replace(scenario, dispatch=told))
    assert sheet.customs().wall(sheet.scenario_zero) == datetime.fromisoformat("2026-03-08 03:30")
