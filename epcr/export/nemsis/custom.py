"""What leaves beside the standard, in the way it has for that: elements of one's own, described once in the header of a document.

The verdict of the scope check, which rules gave it and why; and words that an element of the standard does not take, with what they
were said of. They refer to the group that they are about by its CorrelationID.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from epcr.export.nemsis.filled import ElementValue, FilledGroup
from epcr.export.nemsis.legal import legal
from epcr.sheet.verdict import KeptVerdict
from epcr.sheet.verdict_marks import VERDICT_MARKS

VERDICT: Final = "epcr.scope.verdict"
REASON: Final = "epcr.scope.reason"
RULES: Final = "epcr.scope.ruleset"
WORDS: Final = "epcr.words"

_TEXT, _OPTIONAL = "9902009", "9903007"  # eCustomConfiguration.03 Text/String, .05 Optional
_YES, _NO = "9923003", "9923001"
RESULTS: Final = ("eCustomResults", "eCustomResults.ResultsGroup")
LONGEST: Final = 100_000  # characters of eCustomResults.01


@dataclass(frozen=True)
class CustomElement:
    """An element of our own: its id, what it is called and means, the values that it can have with their words; empty for any."""

    id: str
    title: str
    definition: str
    values: tuple[tuple[str, str], ...] = ()


CUSTOM_ELEMENTS: Final = (
    CustomElement(
        VERDICT,
        "Scope of practice verdict",
        "Whether whoever performed the intervention may do it, by the rules of the class. Training only.",
        tuple((word, mark.page) for word, mark in VERDICT_MARKS.items()),
    ),
    CustomElement(
        REASON,
        "Scope of practice reason",
        "Why the scope check gave its verdict, in a sentence. Training only.",
    ),
    CustomElement(
        RULES,
        "Scope of practice ruleset",
        "The ruleset that the verdict was given by, and its version. Training only.",
    ),
    CustomElement(
        WORDS,
        "Words that an element does not take",
        "What the sheet says where the standard's element takes only a code or fewer characters: the name of the field, then the words.",
    ),
)


def configuration() -> FilledGroup:
    """The descriptions, for the header of a document."""
    described = FilledGroup()
    for custom in CUSTOM_ELEMENTS:
        group = described.inside(
            ("eCustomConfiguration", "eCustomConfiguration.CustomGroup"), (None, custom.id)
        )
        group.correlation = custom.id
        group.put("eCustomConfiguration.01", ElementValue(custom.title))
        group.put("eCustomConfiguration.02", ElementValue(custom.definition))
        group.put("eCustomConfiguration.03", ElementValue(_TEXT))
        group.put("eCustomConfiguration.04", ElementValue(_YES if custom.id == WORDS else _NO))
        group.put("eCustomConfiguration.05", ElementValue(_OPTIONAL))
        for value, words in custom.values:
            group.put("eCustomConfiguration.06", ElementValue(value, (("customValueDescription", words),)))
    return described


def results_of(verdict: KeptVerdict) -> Iterator[tuple[str, str]]:
    """What a verdict leaves as: the id of an element of our own, and its text. Nothing of what was not judged."""
    if verdict.verdict is None:
        return
    yield VERDICT, verdict.verdict
    if verdict.reason:
        yield REASON, verdict.reason
    if verdict.ruleset:
        yield RULES, " ".join(filter(None, (verdict.ruleset, verdict.version)))


def put_result(
    report: FilledGroup, custom: str, text: str, about: FilledGroup | None, correlation: str
) -> None:
    """Let a text stand as the result of an element of our own, about a group where it is about one."""
    _section, name = RESULTS
    number = len(report.groups.get(_section, {}).get(None, FilledGroup()).groups.get(name, {}))
    group = report.inside(RESULTS, (None, number))
    group.put("eCustomResults.01", ElementValue(legal(text)[:LONGEST]))
    group.put("eCustomResults.02", ElementValue(custom))
    if about is not None:
        about.correlation = about.correlation or correlation
        group.put("eCustomResults.03", ElementValue(about.correlation))
