"""Odd words in a terminal, and odd acts for the scope check: one line each, never a traceback."""

import json

import pytest

from epcr.scope.cases import judge_lines
from tests.cli.running import Epcr

NO_TEXT = "a\udcffb"  # how Python holds a byte that is no UTF-8
NAMED = ("--name", "Ada", "--role", "trainee")


@pytest.mark.parametrize(
    "words",
    [
        ("pdf", "sbar", NO_TEXT, "-o", "-"),
        ("user", "add", "ada", "--name", NO_TEXT, "--role", "trainee"),
        ("user", "add", "ada", *NAMED, "--password", f"{NO_TEXT}cdefghij"),  # refused whatever it is
        ("user", "add", NO_TEXT, *NAMED),
    ],
)
def test_a_word_that_is_no_text_is_refused_in_one_line(tmp_path, words):
    epcr = Epcr(tmp_path)
    assert epcr("db", "upgrade").exit_code == 0
    result = epcr(*words)
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: ")
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("url", [f"sqlite:////tmp/{NO_TEXT}.sqlite", "sqlite:////tmp/x.sqlite?timeout=soon"])
def test_an_address_of_a_database_that_cannot_be_read_is_refused_in_one_line(tmp_path, url):
    result = Epcr(tmp_path)("sheets", DATABASE_URL=url)
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1


LONE = r'"\ud800"'
ODD = [
    LONE, r'"\udfff\ud800x"', "1e999", "-1e999", "-0.0", "1" + "0" * 400, "1" + "0" * 5000, "1e-400", "NaN", "-Infinity", "null",
    "true", "[]", "{}", '""', r'"\u0000"', f'"{"x" * 100_000}"', f"[{LONE}]", f"{{{LONE}:1}}", "[" * 900 + "]" * 900,
    '"0001-01-01"', '"9999-12-31"', '"2026-02-30"', '"\u00b2"', '{"age_years":1e400}', '{"age_years":' + "9" * 400 + "}",
    f'{{"indication":{LONE}}}', f'{{"programs":[{LONE}]}}', f'{{"state":{LONE}}}', f'{{"certificate_valid_to":{LONE}}}',
    '{"certificate_valid_from":"9999-12-31","certificate_valid_to":"0001-01-01"}', f'{{"restricted":[{LONE}]}}',
    f'{{"training_for":{LONE},"program_shift":true,"cleared":true,"preceptor_level":{LONE}}}',
]  # fmt: skip
KEYS = (
    "ruleset", "item", "code", "route", "level", "on", "supply", "formulation", "mode", "setting", "order", "patient", "dose",
    "unit", "agency", "performer", "student", "not_given", LONE[1:-1],
)  # fmt: skip


@pytest.mark.parametrize("key", KEYS)
def test_every_odd_act_gets_a_verdict(key):
    plain = {"ruleset": "us-national-2019", "item": "oxygen", "level": "EMT"}
    beside = ",".join(
        f"{json.dumps(name)}:{json.dumps(value)}" for name, value in plain.items() if name != key
    )
    for odd in ODD:
        (line,) = judge_lines([f'{{{beside},"{key}":{odd}}}'])
        assert "verdict" in json.loads(line), odd


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, '{"act":' * 100_000, '{"a":1,"a":2}', '{"act":{"act":{}}}', "null", "\x00", "\ufeff{}", '{"item":"\u2028"}',
     '{"item":"' + "x" * 5_000_000 + '"}', '{"dose":' + "1" * 5_000_000 + "}", b"\xff\xfe{\x00", '{"item":"\ud800"}'],
)  # fmt: skip
def test_whatever_is_sent_as_a_line_gets_a_verdict(text):
    (line,) = judge_lines([text])
    assert json.loads(line)["verdict"] == "cannot_judge"
