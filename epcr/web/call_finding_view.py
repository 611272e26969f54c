"""The sheet of findings on the call screen: airway, breathing and circulation with "all normal", and the exam by regions of the body."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import url_for

from epcr.sheet.context import Context
from epcr.sheet.exam import NO_ABNORMALITY, ExamFinding
from epcr.sheet.kinds.choice import Several
from epcr.sheet.primary import NORMAL, PrimaryAssessment
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.section import Group
from epcr.sheet.vocabulary import vocabulary
from epcr.words.naming import lower


@dataclass(frozen=True)
class LetterRow:
    """A letter of the primary assessment. `stands` is what is documented there, `writes` what its button writes, in words.

    `changes` are those of the button, as JSON; "" where every field that it would write has been documented.
    """

    letter: str
    title: str
    stands: tuple[str, ...]
    words: str
    writes: str
    changes: str
    link: str


@dataclass(frozen=True)
class RegionRow:
    """A region of the body: what was found there, or the code by which one tap says that nothing was. `link` writes a finding."""

    code: str
    label: str
    findings: tuple[str, ...]
    normal: str
    link: str


@dataclass(frozen=True)
class FindingSheet:
    """The sheet; `left` is how many regions are not examined yet."""

    letters: tuple[LetterRow, ...]
    regions: tuple[RegionRow, ...]
    left: int


def finding_sheet(sheet: RunSheet) -> FindingSheet:
    """How the findings of a sheet stand."""
    context = sheet.context()
    regions = tuple(_regions(sheet, context))
    return FindingSheet(
        letters=tuple(_letter(sheet, letter, terms, context) for letter, terms in NORMAL.items()),
        regions=regions,
        left=sum(not region.findings for region in regions),
    )


def _letter(
    sheet: RunSheet, letter: str, terms: Mapping[str, tuple[str, ...]], context: Context
) -> LetterRow:
    primary, group = sheet.primary, group_of(letter)
    open_fields = {name: codes for name, codes in terms.items() if not primary.documented(name)}
    there = stands(primary, group, context)
    changes = [{"anchor": str(primary.anchor(name)), "value": codes} for name, codes in open_fields.items()]
    return LetterRow(
        letter=letter,
        title=group.title.partition(" · ")[2],
        stands=there,
        words="Rest normal" if there else "All normal",
        writes=_sentence(", ".join(_term(name, codes, context) for name, codes in open_fields.items())),
        changes=json.dumps(changes) if changes else "",
        link=url_for(
            "sheet.section", sheet_id=sheet.id, slug="primary", _anchor=str(primary.anchor(group.names[0]))
        ),
    )


def group_of(letter: str) -> Group:
    """The fields of a letter of the primary assessment, with its title."""
    return next(group for group in PrimaryAssessment.groups() if group.title.startswith(f"{letter} "))


def stands(primary: PrimaryAssessment, group: Group, context: Context) -> tuple[str, ...]:
    """What is documented of these fields, each with its label."""
    return tuple(
        f"{primary.fields()[name].label}: {primary.show(name, context)}"
        for name in group.names
        if primary.documented(name)
    )


def is_normal(primary: PrimaryAssessment, letter: str) -> bool:
    """Whether a letter says what its button writes, all of it and nothing else."""
    written = {name: getattr(primary, name) for name in group_of(letter).names if primary.documented(name)}
    fields = primary.fields()
    return written == {
        name: list(codes) if isinstance(fields[name], Several) else codes[0]
        for name, codes in NORMAL[letter].items()
    }


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _term(name: str, codes: tuple[str, ...], context: Context) -> str:
    """A term with its field where it does not name it itself: "skin color normal", "no obstruction"."""
    spec = PrimaryAssessment.fields()[name]
    term = lower(spec.show(list(codes) if isinstance(spec, Several) else codes[0], context))
    return term if term.startswith("no ") else f"{lower(spec.label)} {term}"


def _regions(sheet: RunSheet, context: Context) -> Iterator[RegionRow]:
    entries = sheet.entries("exam")
    base = url_for("sheet.section", sheet_id=sheet.id, slug="exam")
    for term in vocabulary("exam_region"):
        there = [entry for entry in entries if entry.region == term.code]
        yield RegionRow(
            code=term.code,
            label=term.label,
            findings=tuple(exam_words(entry, context) for entry in there),
            normal=NO_ABNORMALITY[term.code],
            link=f"{base}?region={term.code}#entry",
        )


def exam_words(entry: ExamFinding, context: Context) -> str:
    """What was found, in a line: where in the region, and what."""
    where = entry.show("location", context)
    words = entry.show("findings", context) or entry.show("remark", context) or "nothing documented yet"
    return f"{where}: {words}" if where else words
