"""What reading a trainee's words costs: 10,000 characters against what a page of the check takes, and by length."""

from __future__ import annotations

from statistics import median
from time import process_time

from epcr import checks
from epcr.prose import read
from tests import build
from tests.words_corpus.sentences import sentences

TIMES = 10
CHARACTERS = 10_000


def ratio() -> str:
    """One line for `make bench`."""
    text = "\n".join(sentence.text for sentence in sentences("true", "open"))
    text = (text * (1 + CHARACTERS // len(text)))[:CHARACTERS]
    took = median(_seconds(text + str(number)) for number in range(TIMES))
    longer = median(_seconds(text * 2 + str(number)) for number in range(TIMES))
    share = _share(text)
    return (
        f"10,000 characters of words, never read before: {1000 * took:.0f} ms of processor time (aim: under 300);"
        f" twice the text takes {longer / took:.1f} times as long; {share:.0%} of all checks of a sheet with that narrative"
    )


def _seconds(text: str) -> float:
    began = process_time()
    read(text)
    return process_time() - began


def _share(text: str) -> float:
    """The share of reading in all that is checked of a sheet with this narrative."""
    reading = _seconds(f"{text} .")
    sheet = build.sheet()
    sheet.narrative.text = f"{text} .."
    began = process_time()
    checks.findings(sheet)
    return reading / (process_time() - began)
