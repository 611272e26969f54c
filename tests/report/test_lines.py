from __future__ import annotations

import pytest

from epcr.paper import fonts, lines, style
from epcr.paper.fitting import Row, fit
from epcr.paper.style import BODY, NAME, STRONG, Style


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("plain", "plain"),
        ("<b>x</b> &amp;", "<b>x</b> &amp;"),
        ("e\u0301 and é", "é and é"),
        ("a\tb\x07c", "a b c"),
        ("soft\u00adhyphen \u202eleft", "softhyphen left"),
        ("😀", "[grinning face]"),
        ("👍🏽", "[thumbs up sign]"),
        ("🇵🇱", "[flag PL]"),
        ("℃", "°C"),
        ("1①", "1 1 "),
        ("தமிழ்", "[Tamil ×5]"),
        ("Łódź", "Łódź"),
    ],
)
def test_text_is_printed_as_typed_or_in_words(typed, printed):
    assert fonts.printable(typed).text == printed


def test_letters_without_a_font_are_reported():
    assert fonts.printable("தமிழ் x தமிழ்").without_font == "தமிழ்"
    assert fonts.printable("Łódź 😀").without_font == ""


def test_letters_that_are_not_joined_are_reported():
    assert fonts.printable("नमस्ते").unshaped == "Devanagari"
    assert [fonts.printable(text).unshaped for text in ("Łódź", "مرحبا", "१२")] == ["", "", ""]


@pytest.mark.parametrize(
    "text",
    ["five words to be wrapped", "x" * 200, "欧阳晓明患者体重七十公斤", "mixed 欧阳 words and " + "y" * 90],
)
def test_no_line_is_wider_than_its_column_and_nothing_is_lost(text):
    wrapped = list(lines.wrap(text, BODY, 60))
    assert all(lines.width(line, BODY) <= 60 for line in wrapped)
    assert "".join("".join(wrapped).split()) == "".join(text.split())


def test_lines_that_were_typed_stay_lines():
    assert list(lines.wrap("one\ntwo\n\nthree", BODY, 100)) == ["one", "two", "three"]


def test_what_is_left_out_is_counted_in_words():
    kept, left_out = lines.first_lines("word " * 100, BODY, 100, 2)
    assert len(kept) == 2
    assert kept[-1].endswith("…")
    assert lines.width(kept[-1], BODY) <= 100
    assert left_out + sum(len(line.split()) for line in kept) in {100, 101}


def test_what_fits_is_left_alone():
    assert lines.first_lines("two words", BODY, 100, 2) == (["two words"], 0)


@pytest.mark.parametrize("room", [5, 20, 40, 80])
def test_a_cut_line_fits_and_ends_with_an_ellipsis(room):
    line = lines.cut("a rather long line of words", NAME, room)
    assert lines.width(line, NAME) <= room
    assert line == "" or line.endswith("…")


def test_the_order_of_drawing_is_that_of_most_letters():
    assert lines.drawn("abc") == "abc"
    assert lines.drawn("שלום abc defgh") == "םולש abc defgh"
    assert lines.drawn("שלום וברכה abc") == "abc הכרבו םולש"


def test_east_asian_characters_are_thickened_and_latin_ones_are_not():
    latin, chinese = list(fonts.runs("Wang 欧阳", bold=True))
    assert (latin.font, latin.stroke) == (fonts.BOLD, 0.0)
    assert chinese.font == "NotoSansSC"
    assert chinese.stroke > 0


def test_korean_comes_from_its_own_font():
    assert [run.font for run in fonts.runs("한국", bold=False)] == ["NotoSansKR"]


ROOM = 100.0


def told(fitted):
    return [(one.row.label, len(one.written)) for one in fitted.rows]


def test_a_box_with_room_shows_everything():
    fitted = fit([Row("a", "short"), Row("b", "short")], BODY, STRONG, ROOM, 4)
    assert told(fitted) == [("a", 1), ("b", 1)]
    assert fitted.shortened == ""


def test_long_statements_are_shortened_to_two_lines_before_anything_is_left_out():
    long = "word " * 30
    fitted = fit([Row("a", long), Row("b", long), Row("c", "x", optional=True)], BODY, STRONG, ROOM, 6)
    assert told(fitted) == [("a", 3), ("b", 2), ("c", 1)]
    assert fitted.shortened.endswith("more words, see run sheet")


def test_optional_statements_go_first_from_the_last():
    long = "word " * 30
    rows = [Row("a", long), Row("b", "x", optional=True), Row("c", long), Row("d", "x", optional=True)]
    assert told(fit(rows, BODY, STRONG, ROOM, 5)) == [("a", 2), ("b", 1), ("c", 2)]
    cut = fit(rows, BODY, STRONG, ROOM, 5)
    assert cut.shortened == f"+1 more and {sum(row.left_out for row in cut.rows)} words, see run sheet"
    assert told(fit(rows, BODY, STRONG, ROOM, 4)) == [("a", 2), ("c", 2)]


def test_then_statements_are_cut_to_one_line_and_only_then_left_out():
    long = "word " * 30
    rows = [Row(label, long) for label in "abc"]
    assert told(fit(rows, BODY, STRONG, ROOM, 4)) == [("a", 2), ("b", 1), ("c", 1)]
    assert told(fit(rows, BODY, STRONG, ROOM, 2)) == [("a", 1), ("b", 1)]
    assert fit(rows, BODY, STRONG, ROOM, 2).shortened.startswith("+1 more and ")


def test_what_was_left_out_is_told_in_fewer_words_where_there_is_less_room():
    long, short = Row("a", "word " * 30), Row("b", "x", optional=True)
    assert fit([long, short], BODY, STRONG, ROOM, 9).notes == ()
    assert fit([short, short, short], BODY, STRONG, ROOM, 2).notes == ("+1 more, see run sheet", "+1 more")
    whole, both, least = fit([long, long, short], BODY, STRONG, ROOM, 4).notes
    assert whole == f"{both}, see run sheet"
    assert both.startswith(f"{least} and ")
    assert least == "+1 more"


def test_a_single_statement_takes_the_whole_box():
    (only,) = fit([Row("", "word " * 500)], BODY, STRONG, ROOM, 7).rows
    assert len(only.written) == 7
    assert only.left_out > 300


def test_no_style_of_paper_is_smaller_than_nine_points():
    assert min(one.size for one in vars(style).values() if isinstance(one, Style)) >= 9
