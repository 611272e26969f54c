"""How crews tell in prose what the sheet has in closed lists: `schemas/told.toml`, checked when it is read.

It knows phrases and codes, and no text. A phrase is a row of words as `tokens.split` parts them; hyphens and strokes are passed over.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final, Literal, NamedTuple

from msgspec import Struct, field

from epcr import paths
from epcr.broken_schema import BrokenSchema
from epcr.prose.scope_words import ScopeKind
from epcr.prose.scopes import NOT_OURS
from epcr.prose.tokens import TextToken, split, words
from epcr.sheet.catalog import catalog
from epcr.sheet.vocabulary import vocabulary
from epcr.toml_rows import read_rows, unknown

Look = Literal["", "first", "now"]
Kind = Literal["one", "each"]
REACH: Final = 8  # tokens between a term and what says that it is meant
_ANY_OWNER: Final = words("his her their the a an pt patient our own my some")
_OWNER: Final = "his"
_PASSED_OVER: Final = frozenset({"-", "/", "–", "'", "’"})


class PhraseWord(NamedTuple):
    """A word of a phrase: `begins` is one of which only the beginning is given, `optional` one that may be left out."""

    low: str
    begins: bool
    optional: bool

    def is_said(self, low: str) -> bool:
        """Whether a word of a text is this one."""
        if self.low == _OWNER:
            return low in _ANY_OWNER
        return low.startswith(self.low) if self.begins else low == self.low


Phrase = tuple[PhraseWord, ...]


class TopicRow(Struct, frozen=True):
    """A closed list as it stands in the file."""

    name: str
    says: str
    words: dict[str, str]
    fields: list[str] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    like: dict[str, str] = field(default_factory=dict)
    about: str = ""
    unless: str = ""
    kind: Kind = "one"
    look: Look = ""
    allow: list[str] = field(default_factory=list)
    none_by: list[str] = field(default_factory=list)
    others: bool = False


class ToldRegion(Struct, frozen=True):
    """What a region of the body is called."""

    region: str
    words: str


class FindingRow(Struct, frozen=True):
    """A finding of the examination: what it is called, what denies it, and its labels in the lists of the regions."""

    name: str
    labels: list[str]
    words: str
    no: str
    opposed: list[str] = field(default_factory=list)
    region: str = ""


class ActRow(Struct, frozen=True):
    """An act by its names: the items of the catalog that it may be, and whether one that was done is always written down."""

    name: str
    words: str
    items: list[str]
    written: bool = True


class ToldFile(Struct, frozen=True):
    """The whole file."""

    topics: list[TopicRow]
    regions: list[ToldRegion]
    findings: list[FindingRow]
    acts: list[ActRow]


class ToldTopic(NamedTuple):
    """A closed list: its terms, the codes of each and the terms that do not exclude it."""

    name: str
    says: str
    kind: Kind
    look: Look
    fields: tuple[tuple[str, str], ...]
    needs_about: bool
    blocked: frozenset[ScopeKind]
    told_by_others: bool
    codes: dict[str, frozenset[str]]
    like: dict[str, frozenset[str]]
    none_by: frozenset[str]

    def terms_of(self, code: str) -> frozenset[str]:
        """The terms that a code of the sheet stands for."""
        return frozenset(term for term, codes in self.codes.items() if code in codes)


def told_path() -> Path:
    """Where the file lies."""
    return paths.schemas() / "told.toml"


@cache
def told_file() -> ToldFile:
    """The file as it is. Raises BrokenSchema with the place and the reason."""
    rows: dict[str, type[Struct]] = {
        "topics": TopicRow,
        "regions": ToldRegion,
        "findings": FindingRow,
        "acts": ActRow,
    }
    file = read_rows(told_path(), ToldFile, rows, "the words of crews")
    for topic in file.topics:
        _check(topic)
    regions = frozenset(term.code for term in vocabulary("exam_region"))
    labels = frozenset(term.label for term in vocabulary("exam_finding"))
    for region in file.regions:
        _require_known("regions", "region", [region.region], regions)
    for act in file.acts:
        _require_known(f"acts.{act.name}", "item", act.items, catalog().rows)
    for finding in file.findings:
        _require_known(f"findings.{finding.name}", "finding", [*finding.labels, *finding.opposed], labels)
    return file


def _require_known(place: str, what: str, names: Iterable[str], known: Collection[str]) -> None:
    """Raises BrokenSchema where a row names what there is not."""
    for name in names:
        if name not in known:
            raise BrokenSchema(told_path(), place, unknown(what, name, known))


def _check(topic: TopicRow) -> None:
    """Raises BrokenSchema where a row names a term, a scope or a first word that cannot be."""
    liked = (term for listed in topic.like.values() for term in listed.split("|"))
    for key, names, known in (
        ("codes", topic.codes, topic.words),
        ("like", (*topic.like, *liked), topic.words),
        ("allow", topic.allow, [str(scope) for scope in ScopeKind]),
    ):
        _require_known(f"{topic.name}.{key}", "word", names, known)
    for cell in (topic.about, topic.unless, *topic.words.values()):
        for phrase in phrases_of(cell):
            if (
                phrase[0].low == _OWNER
                or phrase[0].optional
                or any(set(word.low) & set("()") for word in phrase)
            ):
                raise BrokenSchema(
                    told_path(), topic.name, "a phrase begins with a word, and brackets hold one word of it"
                )


@cache
def told_topics() -> dict[str, ToldTopic]:
    """The closed lists by name."""
    return {row.name: _topic(row) for row in told_file().topics}


def _topic(row: TopicRow) -> ToldTopic:
    allowed = {ScopeKind(scope) for scope in row.allow}
    like: dict[str, set[str]] = {term: {term} for term in row.words}
    for term, names in row.like.items():
        like[term].update(names.split("|"))
    fields = tuple((section, name) for section, _, name in (path.partition(".") for path in row.fields))
    return ToldTopic(
        row.name, row.says, row.kind, row.look, fields, bool(row.about), frozenset(NOT_OURS - allowed),
        ScopeKind.SOMEBODY_ELSE in allowed and not row.others,
        {term: frozenset(row.codes.get(term, "").split("|")) - {""} for term in row.words},
        {term: frozenset(names) for term, names in like.items()}, frozenset(row.none_by),
    )  # fmt: skip


def phrases_of(listed: str) -> Iterator[Phrase]:
    """The phrases of a cell."""
    for phrase in listed.split("|"):
        if phrase.strip():
            yield tuple(word for written in phrase.split() for word in _words_of(written))


def _words_of(written: str) -> Iterator[PhraseWord]:
    optional = written.startswith("(") and written.endswith(")")
    bare = written[1:-1] if optional else written
    lows = spoken(token for tokens, _ in split(bare.removesuffix("*")) for token in tokens)
    for low in lows:
        yield PhraseWord(low.low, bare.endswith("*"), optional)


def spoken(tokens: Iterator[TextToken]) -> list[TextToken]:
    """The tokens that phrases are made of: words, numbers and marks, without hyphens and strokes."""
    return [token for token in tokens if token.low not in _PASSED_OVER]
