"""How hospitals are called in prose: by the names that their sheet has for them, and by the shape of a name.

A reader of prose knows no hospital. Who compares a text with a sheet gives the names of that sheet, and where one of them stands
"the hospital" is read, of another hospital of the sheet "the other hospital". A name is told by its beginning, without the words for its
kind: "Mercy Ridge" of "Mercy Ridge Regional Hospital".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache, partial
from typing import Final, NamedTuple

from epcr.letters import Flat, plain
from epcr.prose.normal import rewritten
from epcr.prose.spoken_file import listed, spoken_lists
from epcr.prose.tokens import words

KIND: Final = "«hospitals»"  # what a hospital is called behind its name
# Where a name is expected, in small letters: "the hospital", "St. Brigid", "Mercy Ridge".
ANY_NAME: Final = r"(?:the )?(?:st\.? )?[a-z]+(?: [a-z]+){0,2}?"
KEPT: Final = 256  # sets of names
THE_OTHER: Final = "other hospital"  # one that the sheet names, and not as its destination
_FURTHER_KINDS: Final = words("centre health healthcare system campus clinic")
# Alone these name no hospital: nobody says "County" for "County General".
_NO_NAME: Final = words(
    "county city north south east west central valley lake national state good sacred our children's sharp swedish"
)
# With one of these a destination is no hospital.
_NO_HOSPITAL: Final = words("home house residence apartment scene school work jail shelter rendezvous")
_SPELLINGS: Final = {
    word: spelling
    for alike, spelling in (("st saint", r"(?:st\b\.?|saint\b)"), ("mt mount", r"(?:mt\b\.?|mount\b)"))
    for word in alike.split()
}
_ANY_HOSPITAL: Final = words("medical trauma center hospital clinic")  # no name, but what any is
# Behind a name these make it one of something else: "Mercy Ridge Road", "Alder County EMS" in the county of Alder County Hospital.
_OF_ELSE: Final = (
    r"(?! (?:street|st\b|avenue|ave\b|road|rd\b|lane|ln\b|court|ct\b|drive|dr\b|boulevard|blvd|way\b|circle|highway|hwy\b|apartments?|"
    r"elementary|high school|school|church|park\b|mall|ems\b|fire\b|fd\b|pd\b|police|sheriff\w*|deput\w+|rescue|dispatch\w*|911))"
)
# A name of one word is told with a capital, or as a place: "hope" alone is none.
_AS_A_PLACE: Final = r"(?:(?<=\bto )|(?<=\bat )|(?<=\bfor )|(?<=\bfrom )|(?<=\bthe ))"
_WORD: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


class HospitalNames(NamedTuple):
    """How the hospitals of a sheet are called: the one where the patient was taken, and others."""

    destination: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def named(text: str, names: HospitalNames) -> Iterator[Flat]:
    """The text with each name read as "the hospital", then with each of the others read, and the ways back; nothing where it has none."""
    for called, read_as in ((names.destination, "the hospital"), (names.others, f"the {THE_OTHER}")):
        pattern = _any_of(called)
        flat = rewritten(text, pattern, partial(_read_as, read_as)) if pattern is not None else None
        if flat is not None:
            text = flat.text
            yield flat


def _read_as(words: str, match: re.Match[str]) -> str:
    return words.upper() if match.group().isupper() else words


@lru_cache(maxsize=KEPT)
def _any_of(names: tuple[str, ...]) -> re.Pattern[str] | None:
    """The pattern of some names, the longest first; None where none of them is one."""
    forms = sorted({form for name in names if (form := _form(name))}, key=len, reverse=True)
    return (
        listed(rf"(?i:\b(?:the )?(?:{'|'.join(forms)})(?:['’]s)?(?: {KIND}\b)*{_OF_ELSE})")()
        if forms
        else None
    )


def _form(name: str) -> str:
    """The pattern of one name; empty where it says only what kind of hospital it is."""
    written = _WORD.findall(plain(name).casefold())
    written = written[written[:1] == ["the"] :]
    length, kinds = len(written), _kinds()
    while length and written[length - 1] in kinds:
        length -= 1
    if length < 2 and not set(written[:1]) - kinds - _NO_NAME:
        length = 3 if written[1:2] == ["medical"] else 2  # "University Medical Center", "County General"
    core = written[:length]
    if len(core) < length or set(core) <= _ANY_HOSPITAL or _NO_HOSPITAL & set(written):
        return ""
    if len(core) == 1:
        return rf"(?:(?-i:{_spelled(core[0].title())}|{_spelled(core[0].upper())})|{_AS_A_PLACE}{_spelled(core[0])})"
    return r"[ -]{1,2}".join(_SPELLINGS.get(word) or _spelled(word) for word in core)


@cache
def _kinds() -> frozenset[str]:
    """The words of what hospitals are called behind their name."""
    return _FURTHER_KINDS | {word for kind in spoken_lists()["hospitals"].split("|") for word in kind.split()}


def _spelled(word: str) -> str:
    """A word with its apostrophe or without: "Mary's", "Marys"."""
    return re.escape(word).replace("'", "'?") + r"\b"
