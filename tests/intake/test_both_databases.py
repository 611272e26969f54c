"""What comes in is stored and goes out alike on SQLite and on PostgreSQL."""

from tests.intake.conftest import CRASH, Intake, lines_of


def test_a_report_is_the_same_on_either_database(world_on_either, case):
    intake = Intake(world_on_either)
    text = case(CRASH)
    sheet = intake.sheet(text)
    assert intake.take(text)[0][1] == "unchanged"
    assert lines_of(intake.given_out(sheet)) == lines_of(text)
