"""The `epcr` command as an administrator types it: what it prints, and one clear line where it cannot do what was asked."""

import json
import re
import stat
from pathlib import Path

import click
import pytest
from pypdf import PdfReader

from epcr.cli import main
from epcr.config import LIMITS, VARIABLES
from epcr.db import open_database
from epcr.people.model import Role
from epcr.people.persons import everybody, find_person, verify
from epcr.review.state import State
from epcr.scenarios import scenarios
from epcr.scenarios.demo import ACCOUNTS, JOIN_CODE
from epcr.sheet.run_sheet import RunSheet
from tests.cli.running import CHECKOUT, Epcr, refused
from tests.scope.asking import NATIONAL, cell_of, written
from tests.test_database import store_a_sheet

SETTINGS = [name for name, _ in VARIABLES]
ADD = ("user", "add", "ruiz", "--name", "Dana Ruiz", "--role", "trainee")
NOT_THERE = (
    "there is no database at {}; EPCR_HOME and DATABASE_URL say where it lies. To begin a new one: epcr begin"
)
EMT_GIVES_IV_NALOXONE = {"ruleset": NATIONAL, "item": "naloxone_iv", "route": "9927023", "level": "EMT"}
PARAMEDIC_DOES = EMT_GIVES_IV_NALOXONE | {"level": "Paramedic"}
POINTS_PER_INCH = 72


def commands(group=main, words=()):
    """Every command and group as it is typed."""
    yield words
    for name, command in getattr(group, "commands", {}).items():
        yield from commands(command, (*words, name))


def command_at(words):
    """The command or group of these words."""
    command = main
    for word in words:
        command = command.commands[word]
    return command


def listed(epcr):
    run = epcr("sheets")
    assert (run.exit_code, run.stderr) == (0, "")
    return [line.split("\t") for line in run.stdout.splitlines()]


def people(epcr):
    database = open_database(f"sqlite:///{epcr.home / 'epcr.sqlite'}")
    with database.read() as session:
        yield session
    database.engine.dispose()


@pytest.fixture
def signing_in(epcr):
    """A session on the database of the command, in which nobody is yet."""
    assert epcr("db", "upgrade").exit_code == 0
    yield from people(epcr)


def judged(run):
    assert (run.exit_code, run.stderr) == (0, "")
    return [json.loads(line) for line in run.stdout.splitlines()]


# Help -----------------------------------------------------------------------------------------------------------------


def test_the_help_lists_every_setting(epcr):
    text = epcr("--help").stdout
    for name, words in VARIABLES:
        assert f"  {name}: {words.split()[0]}" in text


def test_every_setting_that_the_source_reads_is_listed():
    source = "".join(
        path.read_text("utf-8")
        for path in (CHECKOUT / "epcr").rglob("*.py")
        if "environ" in path.read_text("utf-8")
    )
    read = set(re.findall(r"\b(?:environ|given)(?:\.get\(|\[)\"(\w+)\"", source))
    assert read - {"XDG_DATA_HOME"} == set(SETTINGS) - set(LIMITS)


@pytest.mark.parametrize("words", list(commands()), ids=" ".join)
def test_every_command_says_what_it_does_and_what_it_takes(epcr, words):
    run = epcr(*words, "--help")
    assert (run.exit_code, run.stderr) == (0, "")
    assert run.stdout.startswith(f"Usage: {' '.join(('main', *words))} ")
    command = main
    for word in words:
        command = command.commands[word]
    assert command.help
    for option in command.params:
        assert isinstance(option, click.Argument) or option.help, option.name
    assert not epcr.home.exists()


@pytest.mark.parametrize(
    "words", [("serv",), ("db", "upgrad"), ("sheets", "--all"), ("user", "add")], ids=" ".join
)
def test_a_mistyped_command_is_answered_with_its_usage(epcr, words):
    run = epcr(*words)
    assert run.exit_code == 2
    assert run.stdout == ""
    assert run.stderr.startswith("Usage: ")
    assert "--help" in run.stderr
    assert not epcr.home.exists()


# The database ---------------------------------------------------------------------------------------------------------


def test_the_database_is_made_in_an_empty_home_and_stays_as_it_is_the_second_time(epcr):
    first = epcr("db", "upgrade")
    assert (first.exit_code, first.stderr) == (0, "")
    assert first.stdout == f"The database is up to date: sqlite:///{epcr.home / 'epcr.sqlite'}\n"
    assert epcr(*ADD).exit_code == 0
    again = epcr("db", "upgrade")
    assert (again.exit_code, again.stdout, again.stderr) == (0, first.stdout, "")
    assert "already has the login ruiz" in refused(epcr(*ADD))


def test_the_folder_of_the_records_and_its_secret_are_for_their_owner_alone(epcr):
    assert epcr("db", "upgrade").exit_code == 0
    assert stat.S_IMODE(epcr.home.stat().st_mode) == 0o700
    assert stat.S_IMODE((epcr.home / "secret").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://root:hidden@host/epcr", "DATABASE_URL must start with sqlite: or postgresql:, not mysql:"),
        ("epcr.sqlite", "DATABASE_URL must start with sqlite: or postgresql:"),
        ("sqlite:epcr.sqlite", "DATABASE_URL must be like sqlite:"),
        ("postgresql://epcr:hidden@host:port/epcr", "DATABASE_URL must be like sqlite:"),
        ("postgresql://epcr:hidden@127.0.0.1:1/epcr", "the database cannot be used: "),
    ],
)
@pytest.mark.parametrize("words", [("db", "upgrade"), ("sheets",)], ids=" ".join)
def test_an_address_of_no_database_is_named_without_its_password(epcr, words, url, said):
    sentence = refused(epcr(*words, DATABASE_URL=url))
    assert sentence.startswith(said)
    assert "hidden" not in sentence


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("db", "upgrade"), "the database cannot be used: unable to open database file"),
        (("sheets",), NOT_THERE.format("/no/such/folder/epcr.sqlite")),
    ],
)
def test_a_folder_that_is_not_there_is_named(epcr, words, said):
    assert refused(epcr(*words, DATABASE_URL="sqlite:////no/such/folder/epcr.sqlite")) == said


@pytest.mark.parametrize("words", [("db", "upgrade"), ("demo",), ("begin",), ("serve",)], ids=" ".join)
def test_a_home_that_cannot_be_made_is_named_with_what_to_set(tmp_path, words):
    (tmp_path / "taken").write_text("a file, no folder", "utf-8")
    home = tmp_path / "taken" / "home"
    sentence = refused(Epcr(home)(*words))
    assert (
        sentence
        == f"cannot make the folder {home} (Not a directory); set EPCR_HOME to a folder that can be written"
    )


@pytest.mark.parametrize("words", [("db", "upgrade"), ("sheets",), ("serve",)], ids=" ".join)
def test_a_file_that_is_no_database_is_left_alone(epcr, words):
    epcr.home.mkdir()
    (epcr.home / "epcr.sqlite").write_text("minutes of the meeting\n" * 100, "utf-8")
    assert refused(epcr(*words)) == "the database cannot be used: file is not a database"
    assert (epcr.home / "epcr.sqlite").read_text("utf-8").startswith("minutes")


def test_a_database_of_a_newer_version_is_left_alone(epcr):
    assert epcr("db", "upgrade").exit_code == 0
    database = open_database(f"sqlite:///{epcr.home / 'epcr.sqlite'}")
    with database.write("a newer version") as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = 'newer'")
    database.engine.dispose()
    for words in (("db", "upgrade"), ("serve",)):
        assert "of another version of epcr" in refused(epcr(*words))


def test_a_limit_of_tries_that_cannot_be_read_is_named(epcr):
    sentence = refused(epcr("serve", JOINS_PER_ADDRESS="a few"))
    assert sentence == "JOINS_PER_ADDRESS must be a number and a time, like 120 per hour, not 'a few'"


def test_a_place_to_count_attempts_that_nobody_knows_is_named(epcr):
    sentence = refused(epcr("serve", RATELIMIT_STORAGE_URI="abacus://shelf"))
    assert sentence.startswith("RATELIMIT_STORAGE_URI cannot be used: ")
    assert "abacus" in sentence


# The demo class and its sheets ----------------------------------------------------------------------------------------


def test_the_demo_class_comes_with_its_accounts_and_sheets(demo_class):
    _, said = demo_class
    for account in ACCOUNTS:
        assert re.search(
            rf"^  {account.login} +{account.password}  \({account.role}, {account.name}\)$",
            said,
            re.MULTILINE,
        )
    assert JOIN_CODE in said


def test_sheets_are_listed_one_a_line_by_id_state_login_and_scenario(demo_class):
    epcr, _ = demo_class
    sheets = listed(epcr)
    assert len(sheets) >= 8
    assert {len(sheet) for sheet in sheets} == {4}
    ids, states, logins, ran = zip(*sheets, strict=True)
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[0-9a-f]{12}", one) for one in ids)
    assert set(states) == set(State)
    assert set(logins) <= {account.login for account in ACCOUNTS if account.role == Role.TRAINEE}
    assert all(ran.count(one) >= 2 for one in scenarios())
    assert set(ran) == set(scenarios())


def test_the_demo_class_is_loaded_once(demo_class):
    epcr, _ = demo_class
    before = listed(epcr)
    assert "there are people in this database already" in refused(epcr("demo"))
    assert listed(epcr) == before


def test_the_demo_class_is_not_mixed_with_a_real_one(epcr):
    assert epcr("db", "upgrade").exit_code == 0
    assert epcr(*ADD).exit_code == 0
    assert "EPCR_HOME" in refused(epcr("demo"))
    assert listed(epcr) == []


def test_sheets_of_a_database_that_is_not_set_up_are_none_but_a_next_step(epcr):
    assert refused(epcr("sheets")) == NOT_THERE.format(epcr.home / "epcr.sqlite")
    assert epcr("db", "upgrade").exit_code == 0
    assert listed(epcr) == []


# People ---------------------------------------------------------------------------------------------------------------


def test_somebody_is_added_with_a_chosen_password(epcr, signing_in):
    run = epcr(
        "user",
        "add",
        "J.Okafor",
        "--name",
        "Ike Okafor",
        "--role",
        "instructor",
        "--password",
        typed="third floor left\n",
    )
    assert (run.exit_code, run.stdout) == (0, "j.okafor can sign in now.\n")
    assert run.stderr == f"Database: sqlite:///{epcr.home / 'epcr.sqlite'}\n"
    added = verify(signing_in, "J.Okafor", "third floor left")
    assert (added.name, added.role, added.must_change_password) == ("Ike Okafor", Role.INSTRUCTOR, False)


def test_a_password_that_is_made_is_printed_once_and_must_be_changed(epcr, signing_in):
    run = epcr(*ADD)
    assert run.exit_code == 0
    (password,) = re.findall(r"\b[a-z]{4}-[a-z]{4}-[a-z]{4}\b", run.stdout)
    assert run.stdout.count("\n") == 1
    assert verify(signing_in, "ruiz", password).must_change_password
    assert password not in run.stdout.replace(password, "", 1)


@pytest.mark.parametrize(
    ("words", "typed", "said"),
    [
        ((*ADD, "--password"), "short\n", "Choose a password of at least 8 characters."),
        ((*ADD, "--password"), "", "Choose a password of at least 8 characters."),
        ((*ADD, "--password"), "paramedic\n", "among the first that anybody would guess"),
        (("user", "add", "ruiz", "--name", "", "--role", "trainee"), "", "Write the name."),
        (
            ("user", "add", "dana ruiz", "--name", "Dana Ruiz", "--role", "trainee"),
            "",
            "Write a login of 2 to 60 letters",
        ),
    ],
)
def test_somebody_who_cannot_be_added_is_not(epcr, signing_in, words, typed, said):
    assert said in refused(epcr(*words, typed=typed))
    assert everybody(signing_in) == []


def test_a_login_is_given_once_whatever_its_case(epcr, signing_in):
    assert epcr(*ADD, "--password", typed="first come first served\n").exit_code == 0
    again = ("user", "add", "RUIZ", "--name", "Another Ruiz", "--role", "administrator")
    assert refused(epcr(*again)) == "Somebody already has the login ruiz; choose another."
    assert find_person(signing_in, "ruiz").role == Role.TRAINEE


def test_a_role_is_one_of_three(epcr):
    run = epcr("user", "add", "ruiz", "--name", "Dana Ruiz", "--role", "captain")
    assert run.exit_code == 2
    assert all(role in run.stderr for role in Role)
    assert not epcr.home.exists()


# The handoff ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("paper", "inches"), [("letter", (8.5, 11)), ("a4", (8.27, 11.69))])
def test_a_handoff_is_written_as_one_page(demo_class, tmp_path, paper, inches):
    epcr, _ = demo_class
    sheet = next(one for one, state, *_ in listed(epcr) if state == State.ACCEPTED)
    run = epcr("pdf", "sbar", sheet.upper(), "-o", str(tmp_path / "handoff.pdf"), "--paper", paper)
    assert (run.exit_code, run.stdout, run.stderr) == (0, "", f"wrote {tmp_path / 'handoff.pdf'}\n")
    (page,) = PdfReader(tmp_path / "handoff.pdf").pages
    assert [float(side) / POINTS_PER_INCH for side in page.mediabox[2:]] == pytest.approx(inches, abs=0.01)
    assert "TRAINING RECORD" in page.extract_text()


def test_a_handoff_is_on_letter_and_on_standard_output_where_that_is_asked(demo_class):
    epcr, _ = demo_class
    run = epcr("pdf", "sbar", listed(epcr)[0][0], "-o", "-")
    assert run.exit_code == 0
    assert run.stdout_bytes.startswith(b"%PDF-")
    assert b"/MediaBox [ 0 0 612 792 ]" in run.stdout_bytes


def test_a_sheet_is_called_by_the_number_that_stands_on_its_papers(demo_class):
    epcr, _ = demo_class
    sheet = listed(epcr)[0][0]
    by_id, by_number = (
        epcr("pdf", "sbar", name, "-o", "-").stdout_bytes for name in (sheet, sheet[:4].upper())
    )
    assert by_number == by_id
    assert "there is no run sheet" in refused(epcr("pdf", "sbar", sheet[:3], "-o", "-"))


OF_ONE_SHEET = (
    ("audit",), ("check",), ("fhir", "export", "-o", "-"), ("nemsis", "export"), ("pdf", "-o", "-", "run-sheet"),
    ("transfer-of-care", "-o", "-"),
)  # fmt: skip


def test_all_commands_of_one_sheet_are_tried_here():
    tried = {words[:2] if words[1:2] == ("export",) else words[:1] for words in OF_ONE_SHEET}
    assert tried == {
        words for words in commands() if "run_sheet" in {given.name for given in command_at(words).params}
    }


@pytest.mark.parametrize("words", OF_ONE_SHEET, ids=" ".join)
def test_every_command_takes_the_number_in_any_case_and_a_longer_beginning(demo_class, words):
    epcr, _ = demo_class
    sheet = listed(epcr)[0][0]
    for name in (sheet, sheet[:4].upper(), sheet[:4], sheet[:9]):
        assert (run := epcr(*words, name)).exit_code == 0, run.stderr
    assert refused(epcr(*words, sheet[:3])) == f"there is no run sheet {sheet[:3]}; `epcr sheets` lists them"


def test_a_number_that_two_sheets_have_names_both(epcr):
    epcr("db", "upgrade")
    first, second = "e595" + "a" * 8, "e595" + "b" * 8
    database = open_database(f"sqlite:///{epcr.home / 'epcr.sqlite'}")
    store_a_sheet(database)
    with database.write("ruiz") as session:
        for number in (first, second):
            session.add(
                RunSheet(id=number, classroom_id=1, trainee_id=1, ruleset=NATIONAL, zone="America/New_York")
            )
    database.engine.dispose()
    both = f"several run sheets begin with E595: {first}, {second}; give one of these"
    assert refused(epcr("audit", "E595")) == both
    assert epcr("audit", "e595a").exit_code == 0


def test_the_handoff_of_an_unknown_sheet_leaves_the_file_as_it_was(demo_class, tmp_path):
    epcr, _ = demo_class
    (tmp_path / "handoff.pdf").write_bytes(b"of yesterday")
    sentence = refused(epcr("pdf", "sbar", "no-such-sheet", "-o", str(tmp_path / "handoff.pdf")))
    assert sentence == "there is no run sheet no-such-sheet; `epcr sheets` lists them"
    assert (tmp_path / "handoff.pdf").read_bytes() == b"of yesterday"


def test_a_handoff_before_the_database_is_set_up_is_refused(epcr, tmp_path):
    assert refused(epcr("pdf", "sbar", "x", "-o", str(tmp_path / "handoff.pdf"))) == NOT_THERE.format(
        epcr.home / "epcr.sqlite"
    )
    assert not (tmp_path / "handoff.pdf").exists()


def test_a_handoff_that_cannot_be_written_says_where(demo_class, tmp_path):
    epcr, _ = demo_class
    sheet = listed(epcr)[0][0]
    nowhere = tmp_path / "no-such-folder" / "handoff.pdf"
    assert f"there is no folder {nowhere.parent};" in refused(epcr("pdf", "sbar", sheet, "-o", str(nowhere)))
    assert str(tmp_path) in refused(epcr("pdf", "sbar", sheet, "-o", f"{tmp_path}/"))


def test_a_handoff_to_a_full_disk_is_refused_and_a_device_stays_a_device(demo_class):
    epcr, _ = demo_class
    assert "No space left on device" in refused(epcr("pdf", "sbar", listed(epcr)[0][0], "-o", "/dev/full"))
    assert Path("/dev/full").is_char_device()


# The scope check ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("indent", [None, 2])
def test_an_act_is_judged_from_standard_input_on_one_line_or_many(epcr, indent):
    (verdict,) = judged(epcr("scope", "judge", typed=json.dumps(EMT_GIVES_IV_NALOXONE, indent=indent)))
    assert (verdict["verdict"], verdict["permitted"]) == ("not_permitted", False)
    assert verdict["layer"]
    assert verdict["rule"]
    assert verdict["source"]
    assert verdict["reason"]
    assert not epcr.home.exists()


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_several_acts_are_judged_a_line_each(epcr, end):
    with_a_separator = json.dumps(EMT_GIVES_IV_NALOXONE | {"item": "iv\u2028access"}, ensure_ascii=False)
    acts = end.join([json.dumps(EMT_GIVES_IV_NALOXONE), "", json.dumps(PARAMEDIC_DOES), with_a_separator])
    told = [one["verdict"] for one in judged(epcr("scope", "judge", typed=acts))]
    assert told == ["not_permitted", "permitted", "cannot_judge"]


@pytest.mark.parametrize("typed", ["may I?", '{"ruleset": ', "[]", "null", b"\xff\xfe\x00", "[" * 100_000])
def test_what_is_no_act_is_no_verdict_but_a_reason(epcr, typed):
    (verdict,) = judged(epcr("scope", "judge", typed=typed))
    assert (verdict["verdict"], verdict["permitted"]) == ("cannot_judge", None)
    assert verdict["reason"]


@pytest.mark.parametrize("typed", ["", " \n\t\n"])
def test_nothing_to_judge_is_refused(epcr, typed, tmp_path):
    assert refused(epcr("scope", "judge", typed=typed)).startswith("nothing to judge; ")
    (tmp_path / "acts.jsonl").write_text(typed, "utf-8")
    assert refused(epcr("scope", "judge", "--cases", str(tmp_path / "acts.jsonl"))).startswith(
        "nothing to judge; "
    )


def test_a_file_of_cases_is_judged_line_by_line(epcr, tmp_path):
    lines = [json.dumps(EMT_GIVES_IV_NALOXONE), "no act", json.dumps({"id": "1", "act": PARAMEDIC_DOES})]
    (tmp_path / "acts.jsonl").write_text("\n".join(lines), "utf-8")
    run = epcr("scope", "judge", "--cases", str(tmp_path / "acts.jsonl"))
    assert [one["verdict"] for one in judged(run)] == ["not_permitted", "cannot_judge", "permitted"]


def test_a_file_or_folder_that_is_not_there_is_named(epcr, tmp_path):
    for option, kind in (("--cases", "file"), ("--rulesets", "folder")):
        said = refused(epcr("scope", "judge", option, str(tmp_path / "gone"), typed="{}"))
        assert said == f"there is no {kind} {tmp_path / 'gone'}; check its name"


def test_the_rulesets_of_a_folder_join_those_that_are_shipped(epcr, tmp_path):
    written(tmp_path / "rules", cell_of("naloxone_iv", "EMT", '"yes"'))
    acts = [json.dumps(EMT_GIVES_IV_NALOXONE | {"ruleset": name}) for name in ("place", NATIONAL)]
    run = epcr("scope", "judge", "--rulesets", str(tmp_path / "rules"), typed="\n".join(acts))
    assert [one["verdict"] for one in judged(run)] == ["permitted", "not_permitted"]


def test_a_broken_ruleset_of_a_folder_is_named_by_file_key_and_reason(epcr, tmp_path):
    file = written(tmp_path / "rules", cell_of("naloxone_iv", "EMT", '"perhaps"'))
    run = epcr("scope", "judge", "--rulesets", str(file.parent), typed=json.dumps(EMT_GIVES_IV_NALOXONE))
    sentence = refused(run)
    assert sentence.startswith(f"{file}: items.naloxone_iv.cells.EMT: ")
    assert '"perhaps" is unknown' in sentence


def test_the_shipped_schemas_are_in_order(epcr):
    run = epcr("check-schemas")
    assert (run.exit_code, run.stderr) == (0, "")
    assert run.stdout.startswith("All schemas are in order. ")
    assert "us-national-2019" in run.stdout
    assert not epcr.home.exists()
