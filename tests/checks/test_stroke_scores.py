"""A stroke score is one that its scale has, and the result fits it: at both sides of each limit."""

import pytest

from epcr.broken_schema import BrokenSchema
from epcr.checks import stroke
from tests.build import FIRST, sheet, vitals
from tests.checks.saying import only, warned_by

CPSS, RACE, LAMS, NIHSS, BEFAST = "3330001", "3330021", "3330023", "3330009", "3330029"
NEGATIVE, INCONCLUSIVE, POSITIVE = "3329001", "3329003", "3329005"


def scored(scale, score, result=None):
    run_sheet = sheet()
    run_sheet.vitals[0] = vitals(
        id=FIRST,
        taken_at=run_sheet.vitals[0].taken_at,
        stroke_scale=scale,
        stroke_score=score,
        stroke_result=result,
    )
    return run_sheet


def asked(scale, score, result=None):
    return warned_by("plausibility.stroke", scored(scale, score, result))


@pytest.mark.parametrize(("scale", "highest"), [(CPSS, 3), (LAMS, 5), (RACE, 9), (NIHSS, 42)])
def test_a_score_goes_as_far_as_its_scale(scale, highest):
    """CPSS: Kothari 1999. LAMS: Nazliel 2008. RACE: Pérez de la Ossa 2014. NIHSS: Brott 1989."""
    assert asked(scale, highest) == asked(scale, 0) == []
    if highest < 42:
        assert asked(scale, highest + 1) == ["plausibility.stroke_score_off_its_scale"]


@pytest.mark.parametrize(("scale", "positive_from"), [(CPSS, 1), (LAMS, 4), (RACE, 5)])
def test_a_result_fits_the_score(scale, positive_from):
    assert asked(scale, positive_from, NEGATIVE) == ["plausibility.stroke_result_contradicts_score"]
    assert asked(scale, positive_from - 1, NEGATIVE) == []
    assert asked(scale, positive_from, POSITIVE) == []
    assert asked(scale, positive_from, INCONCLUSIVE) == []


@pytest.mark.parametrize("scale", [CPSS, LAMS, RACE, NIHSS])
def test_a_score_of_0_is_not_positive_and_between_both_stand(scale):
    assert asked(scale, 0, POSITIVE) == ["plausibility.stroke_result_contradicts_score"]
    assert asked(scale, 1, POSITIVE) == []


def test_a_scale_without_a_limit_and_a_score_without_a_scale_are_not_asked_about():
    assert asked(BEFAST, 42, NEGATIVE) == asked(None, 42, NEGATIVE) == asked(NIHSS, 20, NEGATIVE) == []


def test_the_sentences_name_the_scale():
    assert only(scored(LAMS, 7), "plausibility.stroke_score_off_its_scale").message == (
        "Check the stroke score of 7 at 17:08: Los Angeles motor score (LAMS) goes from 0 to 5"
    )
    assert only(scored(CPSS, 2, NEGATIVE), "plausibility.stroke_result_contradicts_score").message == (
        "Check the stroke result at 17:08: Negative does not fit a score of 2 on Cincinnati (CPSS), 1 and more is positive"
    )


@pytest.mark.parametrize(
    ("row", "key"),
    [
        ('scale = "LAMMS"\nhighest = 5\nsource = "x"', "LAMMS"),
        ('scale = "BEFAST"\nhighest = 5\npositive_from = 6\nsource = "x"', "BEFAST"),
        ('scale = "BEFAST"\nhighest = 5\nsource = "x"\n[[scales]]\nscale = "BEFAST"\nhighest = 5\nsource = "x"', "BEFAST"),
        ('scale = "BEFAST"\nhigest = 5\nsource = "x"', "scales 1.higest"),
    ],
)  # fmt: skip
def test_a_broken_file_of_stroke_scales_is_named(tmp_path, row, key):
    file = tmp_path / "stroke_scales.toml"
    file.write_text(f"[[scales]]\n{row}\n", "utf-8")
    with pytest.raises(BrokenSchema) as broken:
        stroke.load(file)
    assert broken.value.key == key
