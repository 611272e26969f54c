"""The interface for machines: one JSON act a line in, one JSON verdict a line out, whatever is sent."""

from __future__ import annotations

import json
import math
from datetime import date

import pytest

from epcr.scope import Act, ActChange, Verdict, judge_json, judge_lines
from epcr.scope.cases import as_line
from tests.scope.asking import NATIONAL, TODAY, place, told

KEYS = {
    "verdict",
    "permitted",
    "layer",
    "rule",
    "rule_from",
    "item",
    "level",
    "trained_for",
    "source",
    "confidence",
    "disputed",
    "ruleset",
    "ruleset_title",
    "version",
    "in_force_from",
    "on",
    "reason",
    "note",
    "lowest_levels",
    "candidates",
    "missing",
    "changes",
}
GOOD = {"ruleset": NATIONAL, "item": "naloxone_iv", "route": "9927023", "level": "EMT"}


def lines(*texts):
    return [json.loads(line) for line in judge_lines(texts, today=TODAY)]


def test_a_refusal_has_every_key_and_tells_what_would_permit_it():
    said = told(json.dumps(GOOD))
    assert set(said) == KEYS
    assert said == {
        **said,
        "verdict": "not_permitted",
        "permitted": False,
        "layer": "rule",
        "rule": "naloxone_iv",
        "rule_from": NATIONAL,
        "item": "naloxone_iv",
        "level": "EMT",
        "trained_for": None,
        "confidence": "medium",
        "disputed": True,
        "ruleset": NATIONAL,
        "version": "2019.2",
        "in_force_from": "2021-06-01",
        "on": "2026-11-22",
        "lowest_levels": ["AEMT"],
        "reason": "Naloxone IV/IO is not in the EMT scope of practice; it starts at AEMT",
    }
    assert "DOT HS 813 151" in said["source"]
    assert "National EMS Scope of Practice Model" in said["ruleset_title"]
    assert said["changes"][-1] == {"text": "an AEMT or a Paramedic performs it", "with": {"level": "AEMT"}}


def test_a_permission_and_what_is_not_judged_have_every_key_too():
    for act in ({**GOOD, "level": "AEMT"}, {**GOOD, "other_unit": True}, {**GOOD, "level": "RN"}, {"x": 1}):
        said = told(json.dumps(act))
        assert set(said) == KEYS
        assert said["changes"] == []


def test_blank_lines_are_passed_over_and_the_rest_keep_their_order():
    permitted = json.dumps({**GOOD, "level": "AEMT"})
    said = lines("\n", json.dumps(GOOD) + "\n", "   \t\r\n", permitted, "", b"  ", permitted.encode())
    assert [one["verdict"] for one in said] == ["not_permitted", "permitted", "permitted"]
    assert lines() == lines("", " \n ") == []


def test_one_act_may_be_written_over_many_lines_and_many_acts_in_one_text():
    assert [one["verdict"] for one in lines(json.dumps(GOOD, indent=2))] == ["not_permitted"]
    both = json.dumps(GOOD) + "\n\n" + json.dumps({**GOOD, "level": "AEMT"}) + "\r\n"
    for text in (both, both.encode()):
        assert [one["verdict"] for one in lines(text)] == ["not_permitted", "permitted"]
    broken = json.dumps(GOOD) + "\n{oops\n"
    assert [one["verdict"] for one in lines(broken)] == ["not_permitted", "cannot_judge"]


def test_lines_may_end_as_any_system_ends_them_and_nowhere_else():
    one, two = json.dumps(GOOD), json.dumps({**GOOD, "level": "AEMT"})
    for end in ("\n", "\r\n", "\r"):
        for text in (f"{one}{end}{two}", f"{one}{end}{two}{end}".encode()):
            assert [said["verdict"] for said in lines(text)] == ["not_permitted", "permitted"]
    inner = json.dumps({**GOOD, "item": "a\u2028b\x85c"}, ensure_ascii=False)
    (said, after) = lines(f"{inner}\n{two}")
    assert said["reason"].startswith('The item "a')
    assert after["verdict"] == "permitted"


def test_absent_and_null_are_the_same():
    empty = dict.fromkeys(
        [
            "route",
            "on",
            "supply",
            "formulation",
            "mode",
            "setting",
            "order",
            "patient",
            "dose",
            "unit",
            "agency",
            "dose_given_before",
            "performer",
            "student",
            "prior_to_arrival",
            "other_unit",
            "not_given",
            "code",
        ]
    )
    assert told(json.dumps({**empty, **GOOD})) == told(json.dumps(GOOD))
    for part, keys in {
        "patient": ["age_years", "weight_kg", "shorter_than_tape", "indication"],
        "agency": ["programs", "medical_control", "standing_orders"],
        "performer": [
            "certificate_valid_from",
            "certificate_valid_to",
            "state",
            "endorsements",
            "restricted",
            "on_duty",
            "educated",
        ],
    }.items():
        assert (
            told(json.dumps({**GOOD, part: dict.fromkeys(keys)}))["reason"]
            == told(json.dumps(GOOD))["reason"]
        )
    assert told("null")["verdict"] == "cannot_judge"
    assert told(json.dumps(dict.fromkeys(GOOD)))["verdict"] == "cannot_judge"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"levl": "EMT"}, ['"levl"', '"level"']),
        ({"Route": "Oral"}, ['"Route"', '"route"']),
        ({"patient": {"age": 3}}, ['"patient.age"', '"patient.age_years"']),
        ({"agency": {"program": []}}, ['"agency.program"', '"agency.programs"']),
        ({"performer": {"certificate_valid": "2026-01-01"}}, ['"performer.certificate_valid_to"']),
        ({"student": {"trained_for": "EMT"}}, ['"student.training_for"']),
        ({"": 1}, ['The key ""']),
        ({"supply": "agncy"}, ['"agncy"', '"agency"']),
        ({"mode": "Initiate"}, ['"Initiate"', '"initiate"']),
        ({"setting": "interfacilty"}, ['"interfacility"']),
        ({"order": "online"}, ['"online"', '"online_prior"']),
        ({"formulation": "unit-dose"}, ['"unit_dose"']),
        ({"patient": {"indication": "chest pain"}}, ['"chest_pain"', "patient.indication"]),
        ({"supply": 3}, ['"supply" must be a text']),
        ({"item": {"id": "bvm"}}, ['"item" must be a text']),
        ({"level": ["EMT"]}, ['"level" must be a text']),
        ({"route": 9927023}, ['"route" must be a text']),
        ({"code": 7242}, ['"code" must be a text']),
        ({"ruleset": True}, ['"ruleset" must be a text']),
        ({"patient": 3}, ['"patient" must be an object']),
        ({"student": []}, ['"student" must be an object']),
        ({"agency": {"programs": "bvm"}}, ['"agency.programs" must be a list']),
        ({"agency": {"programs": ["bvm", None]}}, ['"agency.programs[1]" must be a text']),
        ({"agency": {"medical_control": 1}}, ['"agency.medical_control" must be true or false']),
        ({"performer": {"restricted": "bvm"}}, ['"performer.restricted" must be true or false or a list']),
        ({"performer": {"on_duty": "no"}}, ['"performer.on_duty" must be true or false']),
        ({"student": {"cleared": 1}}, ['"student.cleared" must be true or false or a list']),
        ({"prior_to_arrival": "yes"}, ['"prior_to_arrival" must be true or false']),
        ({"on": "22.11.2026"}, ['"on" must be a date, like 2026-01-31']),
        ({"on": "2026-02-30"}, ['"on" must be a date']),
        ({"on": "2026-11-22T10:00:00Z"}, ['"on" must be a date']),
        ({"on": 20261122}, ['"on" must be a date']),
        (
            {"performer": {"certificate_valid_to": "soon"}},
            ['"performer.certificate_valid_to" must be a date'],
        ),
        (
            {"performer": {"certificate_valid_from": ""}},
            ['"performer.certificate_valid_from" must be a date'],
        ),
        ({"dose": -1}, ['"dose" must be a number 0 or more']),
        ({"dose": "50"}, ['"dose" must be a number']),
        ({"dose": True}, ['"dose" must be a number']),
        ({"dose_given_before": -0.1}, ['"dose_given_before" must be a number 0 or more']),
        ({"dose": 10**400}, ['"dose" must be a number']),
        ({"patient": {"age_years": -1}}, ['"patient.age_years" must be a number from 0 to 150']),
        ({"patient": {"age_years": 151}}, ['"patient.age_years" must be a number from 0 to 150']),
        ({"patient": {"weight_kg": 0}}, ['"patient.weight_kg" must be a number above 0 and at most 1000']),
        ({"patient": {"weight_kg": 1001}}, ['"patient.weight_kg" must be a number']),
    ],
)
def test_a_key_or_value_that_cannot_be_read_is_named(change, said):
    verdict = told(json.dumps({**GOOD, **change}))
    assert (verdict["verdict"], verdict["permitted"]) == ("cannot_judge", None)
    for part in said:
        assert part in verdict["reason"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "is not JSON"),
        ("nonsense", "is not JSON"),
        ('{"a": 1} {"b": 2}', "is not JSON"),
        ("{'level': 'EMT'}", "is not JSON"),
        ('{"level": "EMT",}', "is not JSON"),
        ("[]", "must be an object"),
        ('["ruleset"]', "must be an object"),
        ('"EMT"', "must be an object"),
        ("3", "must be an object"),
        ("true", "must be an object"),
        ('{"dose": NaN}', "NaN"),
        ('{"dose": -Infinity}', "-Infinity"),
        ('{"dose": 1e999}', '"dose" must be a number 0 or more'),
        ('{"patient": {"weight_kg": 1e999}}', '"patient.weight_kg" must be a number'),
        ('{"dose": ' + "9" * 5000 + "}", "too long"),
        ('{"level": "EMT", "level": "Paramedic"}', '"level" stands twice'),
        ('{"patient": {"age_years": 3, "age_years": 30}}', '"age_years" stands twice'),
        ("[" * 100_000, "nested too deeply"),
        ('{"a":' * 100_000, "nested too deeply"),
        ("\x00", "is not JSON"),
        (b"\xff\xfe{}", "UTF-8"),
        (b'{"item": "\xe9"}', "UTF-8"),
    ],
)
def test_what_is_no_act_is_answered_with_the_reason(text, said):
    (verdict,) = lines(text)
    assert verdict["verdict"] == "cannot_judge"
    assert said in verdict["reason"]


def test_a_byte_order_mark_is_no_hindrance():
    text = "\ufeff" + json.dumps(GOOD)
    assert told(text)["verdict"] == told(text.encode())["verdict"] == "not_permitted"


@pytest.mark.parametrize(
    "word",
    [
        "\ud800",
        "\u202emoc",
        "名前",
        "x" * 1_000_000,
        "'; DROP TABLE x; --",
        "\u0000",
        "../../etc/passwd",
        "\U0001d53c\U0001d544\U0001d54b",
    ],
)
@pytest.mark.parametrize("key", ["ruleset", "item", "code", "route", "level", "unit"])
def test_any_text_anywhere_gets_one_line_of_plain_ascii(key, word):
    (line,) = judge_lines([json.dumps({**GOOD, key: word})], today=TODAY)
    assert line.isascii()
    assert "\n" not in line
    said = json.loads(line)
    assert said["verdict"] == ("not_permitted" if key == "unit" else "cannot_judge")
    assert len(said["reason"]) < 400


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"levl": "EMT"}, 'The key "levl" is unknown; the nearest known is "level"'),
        (
            {"performer": {"educatd": True}},
            'The key "performer.educatd" is unknown; the nearest known is "performer.educated"',
        ),
        ({"supply": "agncy"}, 'The supply "agncy" is unknown; the nearest known is "agency"'),
        (
            {"patient": {"indication": "chest pain"}},
            'The patient.indication "chest pain" is unknown; the nearest known is "chest_pain"',
        ),
        (
            {"supply": "a - at `$.b"},
            'The supply "a - at `$.b" is unknown; write agency, patient or another',
        ),
        ({"supply": 3}, '"supply" must be a text'),
        ({"patient": 3}, '"patient" must be an object'),
        ({"agency": {"programs": ["bvm", None]}}, '"agency.programs[1]" must be a text'),
        ({"agency": {"medical_control": 1}}, '"agency.medical_control" must be true or false'),
        ({"performer": {"restricted": "bvm"}}, '"performer.restricted" must be true or false or a list'),
        ({"on": "22.11.2026"}, '"on" must be a date, like 2026-01-31'),
        ({"dose": -1}, '"dose" must be a number 0 or more'),
        ({"dose": 10**400}, '"dose" must be a number 0 or more'),
        ({"patient": {"age_years": 151}}, '"patient.age_years" must be a number from 0 to 150'),
        ({"patient": {"weight_kg": 0}}, '"patient.weight_kg" must be a number above 0 and at most 1000'),
        ({"supply": "\ud800"}, "The act has half a character; send it as whole ones"),
    ],
)
def test_the_sentence_on_a_key_that_cannot_be_read_is_whole(change, sentence):
    assert told(json.dumps({**GOOD, **change}))["reason"] == sentence


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[]", "The act must be an object of keys and values, like {...}"),
        ("{", "The act is not JSON: Expecting property name enclosed in double quotes at character 2"),
        ('{"dose": NaN}', "NaN is not a number of JSON"),
        ('{"dose": 1e999}', '"dose" must be a number 0 or more'),
        ('{"dose_given_before": 1e999}', '"dose_given_before" must be a number 0 or more'),
        ('{"patient": {"age_years": 1e999}}', '"patient.age_years" must be a number from 0 to 150'),
        (
            '{"patient": {"weight_kg": 1e999}}',
            '"patient.weight_kg" must be a number above 0 and at most 1000',
        ),
        ('{"dose": ' + "9" * 5000 + "}", "The act has a number that is too long"),
        ("[" * 100_000, "The act is nested too deeply"),
        ('{"level": "EMT", "level": "RN"}', 'The key "level" stands twice'),
        (b"\xff\xfe{}", "The act is not written in UTF-8"),
    ],
)
def test_the_sentence_on_what_is_no_act_is_whole(text, sentence):
    (said,) = lines(text)
    assert said["reason"] == sentence


def test_an_act_beside_anything_but_what_is_expected_of_it_is_unknown():
    assert told(json.dumps({"id": "V1", "act": GOOD, "verdict": "permitted"}))["verdict"] == "not_permitted"
    assert '"act"' in told(json.dumps({"act": GOOD, "item": "bvm"}))["reason"]
    assert '"act"' in told(json.dumps({"act": "bvm"}))["reason"]


def test_an_act_without_a_day_is_judged_on_the_day_that_stands_for_today(tmp_path):
    known = place(tmp_path)
    act = json.dumps({**GOOD, "ruleset": "place", "level": "AEMT"})
    for today, verdict in ((date(2021, 5, 31), "cannot_judge"), (date(2021, 6, 1), "permitted")):
        assert judge_json(act, known, today=today).verdict == verdict
        (line,) = judge_lines([act], known, today=today)
        said = json.loads(line)
        assert (said["verdict"], said["on"], said["ruleset"]) == (verdict, str(today), "place")
        dated = json.dumps({**json.loads(act), "on": "2021-06-02"})
        assert judge_json(dated, known, today=today).verdict == "permitted"
    assert '"place" is unknown' in judge_json(act, today=date(2021, 6, 1)).reason


def test_a_verdict_never_holds_a_number_that_json_lacks():
    endless = Verdict(
        verdict="not_permitted", sentence="x", act=Act(), changes=(ActChange("y", Act(dose=math.inf)),)
    )
    with pytest.raises(ValueError, match="not JSON compliant"):
        as_line(endless)


def test_an_act_without_a_day_is_judged_today():
    said = json.loads(next(judge_lines([json.dumps(GOOD)])))
    assert said["verdict"] == "not_permitted"
    assert said["on"] >= "2026-01-01"


def test_the_changes_are_told_as_the_keys_that_they_set():
    act = {**GOOD, "item": "airway_npa", "level": "EMR", "route": None, "student": {"training_for": "EMT"}}
    said = told(json.dumps(act))
    assert said["layer"] == "student"
    assert said["changes"][0]["with"] == {
        "student": {"training_for": "EMT", "program_shift": True, "cleared": True, "preceptor_level": "EMT"}
    }


@pytest.mark.parametrize(
    ("key", "meant"),
    [("date", "on"), ("drug", "item"), ("weight", "patient.weight_kg"), ("indication", "patient.indication")],
)
def test_a_key_that_people_write_is_answered_with_the_one_that_is_meant(key, meant):
    said = told(json.dumps({"item": "bvm", key: "x"}))
    assert (said["verdict"], said["reason"]) == (
        "cannot_judge",
        f'The key "{key}" is unknown; write "{meant}"',
    )


def test_a_word_that_is_like_none_of_a_short_list_is_answered_with_the_list():
    said = told('{"item": "bvm", "order": "xyzzy"}')
    assert said["reason"] == (
        'The order "xyzzy" is unknown; write standing, online_prior, online_concurrent, on_scene or none'
    )
