"""A text as words, numbers, clock times and marks, and where its sentences end. It knows spelling, and no word's meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple


def words(text: str) -> frozenset[str]:
    """The words of a list in one string."""
    return frozenset(text.split())


def by_spelling(listed: Mapping[str, str]) -> dict[str, str]:
    """What each spelling means, of a list in which those of one meaning stand in one string."""
    return {spelling: meaning for meaning, spellings in listed.items() for spelling in spellings.split()}


# Each alternative begins and ends where it cannot be read another way, so that the time grows with the text and not faster.
_TOKEN: Final = re.compile(
    r"(?P<clock>(?<![\w:./])[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?(?!:?[0-9]|,[0-9]))"
    r"|(?P<number>[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+(?:\.[0-9]+)?|(?<![\w.])\.[0-9]+)"
    r"|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+|[0-9]+[^\W\d_]*)*)"
    r"|(?P<line>\n)"
    r"|(?P<mark>->|[^\s\w])"
)
# Written without a space before the number: "BP98/58", "HR54", "x2".
_GLUED: Final = re.compile(
    r"(bp|hr|rr|gcs|bgl?|cbg|temp|sats?|pulse|resps?|pain|etco2|spo2|nibp|sbp|x)([0-9]+)", re.IGNORECASE
)
LONGEST_SENTENCE: Final = (
    200  # tokens; a table or a text without stops is read in pieces, so that the time grows with its length
)
LONGEST_NUMBER: Final = 9  # digits; a longer row of digits is no number that anybody measured or gave
# A full stop after one of these ends no sentence.
_SHORTENED: Final = words("""
    dr mr mrs ms st approx appx pt pts vs no temp resp resps hx dx tx rx sec est ave rd wt ht e.g i.e eg ie lt rt
    bilat max min syst diast tab tabs inj
""")
# A line that ends with one of these goes on in the next.
_GOES_ON: Final = words("""
    at to of the a an and with by not no was were is are for if or in on about given gave from per than then under
    over above below
""")


class TextToken(NamedTuple):
    """A piece of a text: `kind` is clock, number, word or mark; `low` is the text in small letters."""

    kind: str
    text: str
    low: str
    value: float
    start: int
    end: int

    @property
    def decimals(self) -> int:
        """How many decimals a number was written with."""
        return len(self.text.partition(".")[2])


NOTHING: Final = TextToken("", "", "", 0.0, 0, 0)


def split(text: str) -> Iterator[tuple[list[TextToken], bool]]:
    """The sentences of a text as tokens, and whether each begins a line."""
    sentence: list[TextToken] = []
    begins, new_line = True, True
    for token in _tokens(text):
        is_line = token.kind == "line"
        if not is_line:
            begins = begins if sentence else new_line
            sentence.append(token)
        new_line = is_line
        if sentence and (len(sentence) >= LONGEST_SENTENCE or _is_over(text, sentence, token)):
            yield sentence, begins
            sentence = []
    if sentence:
        yield sentence, begins


def _is_over(text: str, sentence: list[TextToken], token: TextToken) -> bool:
    """Whether a sentence is over with a token, which is its last one or the end of its line."""
    if token.kind == "line":
        return not _goes_on(text, sentence[-1], token.end)
    return token.kind == "mark" and _ends(text, sentence)


def _tokens(text: str) -> Iterator[TextToken]:
    for match in _TOKEN.finditer(text):
        kind, piece, start = str(match.lastgroup), match.group(), match.start()
        if kind == "word":
            glued = _GLUED.fullmatch(piece)
            if glued is None:
                yield TextToken(kind, piece, piece.lower().replace("’", "'"), 0.0, start, match.end())
                continue
            yield TextToken("word", glued[1], glued[1].lower(), 0.0, start, start + len(glued[1]))
            yield _number(glued[2], start + len(glued[1]))
        elif kind == "number":
            yield _number(piece, start)
        else:
            yield TextToken(kind, piece, piece, 0.0, start, match.end())


def _number(piece: str, start: int) -> TextToken:
    digits = piece.replace(",", "")
    if len(digits) > LONGEST_NUMBER:
        return TextToken("mark", piece[:1], "…", 0.0, start, start + len(piece))
    return TextToken("number", piece, digits, float(digits), start, start + len(piece))


def _ends(text: str, sentence: list[TextToken]) -> bool:
    last = sentence[-1]
    if last.text in ";!?":
        return True
    if last.text != "." or not text[last.end : last.end + 1].isspace():
        return False
    before = sentence[-2] if len(sentence) > 1 else NOTHING
    if before.kind != "word" or before.end != last.start:
        return True
    after_a_number = len(sentence) > 2 and sentence[-3].kind == "number"
    return before.low not in _SHORTENED and (len(before.text) > 1 or after_a_number)


def _goes_on(text: str, last: TextToken, at: int) -> bool:
    """Whether a sentence goes on in the next line: the line was broken where the paper ended."""
    following = text[at : at + 80].lstrip(" \t")[:1]
    if not following or following == "\n":
        return False
    return last.low in _GOES_ON or (following.islower() and last.kind in {"word", "number"})
