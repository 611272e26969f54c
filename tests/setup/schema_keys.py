"""The keys of the files in `schemas/`, as the classes that read them say: docs/schemas.md. Rulesets have a page of their own."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

from msgspec import NODEFAULT, Struct
from msgspec import inspect as types

from epcr.checks.conditions import CONDITIONS
from epcr.checks.home_medications import Classes
from epcr.checks.kinds_of_call import KindsFile
from epcr.checks.normal import NormalTerms
from epcr.checks.pairs_file import PairsFile
from epcr.checks.requirements import Requirements
from epcr.checks.stroke import StrokeScales
from epcr.checks.usual import Bands
from epcr.doses.table import DoseFile, JudgingFile
from epcr.handoff.priorities import Priorities
from epcr.people import headings
from epcr.prose.denials_file import DenialsFile
from epcr.prose.spoken_file import SpokenFile
from epcr.prose.told_file import ToldFile
from epcr.rehearsal.others import Others
from epcr.scenarios.scenario import Scenario
from epcr.scenarios.worked import FILE as WORKED
from epcr.sheet.weights_file import Weights

READ_AS: dict[str, type[Struct]] = {
    "scenarios/*.toml": Scenario,
    "demo/*.toml": WORKED,
    "completeness.toml": Requirements,
    "kinds_of_call.toml": KindsFile,
    "normal.toml": NormalTerms,
    "pairs.toml": PairsFile,
    "plausibility.toml": Bands,
    "doses/*.toml": DoseFile,
    "doses/judging.toml": JudgingFile,
    "stroke_scales.toml": StrokeScales,
    "weights.toml": Weights,
    "told.toml": ToldFile,
    "denials.toml": DenialsFile,
    "spoken.toml": SpokenFile,
    "medications_that_matter.toml": Classes,
    "handoff.toml": Priorities,
    "rehearsal.toml": Others,
    "class_list.toml": headings._File,
}
SAYS = """What each file of `schemas/` may say; `epcr check-schemas` reads them all and names file, key and reason. How the keys are meant
stands at the head of the files. Rulesets: [rulesets.md](rulesets.md)."""
CONDITION = """The words that `when` knows, in `completeness.toml` and `pairs.toml`: {}."""
PLAIN = {
    types.StrType: "text",
    types.IntType: "whole number",
    types.FloatType: "number",
    types.BoolType: "true or false",
    types.DateType: "date",
    types.TimeType: "time",
    types.DateTimeType: "date and time",
    types.AnyType: "anything",
    types.NoneType: "",
}


def keys() -> str:
    """The page, without its first two paragraphs."""
    parts = [SAYS, CONDITION.format(", ".join(f"`{word}`" for word in CONDITIONS))]
    for file, read_as in READ_AS.items():
        parts += [f"## {file}", *([words] if (words := _words(read_as)) else [])]
        parts += _tables(read_as, "", set())
    return "\n\n".join(parts) + "\n"


def _tables(read_as: type[Struct], place: str, seen: set[type]) -> Iterator[str]:
    """A table for a class, then one for each class that stands in it."""
    seen.add(read_as)
    info = types.type_info(read_as)
    assert isinstance(info, types.StructType)
    rows = [
        f"| `{one.encode_name}` | {_kind(one.type)} | {'yes' if one.required else _default(one)} |"
        for one in info.fields
    ]
    head = f"In `{place}`: {_words(read_as)}".removesuffix(": ") + "\n\n" if place else ""
    yield head + "\n".join(["| key | what it holds | needed |", "| --- | --- | --- |", *rows])
    for one in info.fields:
        for inner in _structs(one.type):
            if inner not in seen:
                yield from _tables(inner, f"{place}.{one.encode_name}".strip("."), seen)


def _kind(kind: types.Type) -> str:
    """What a key holds, in words."""
    if isinstance(kind, types.Metadata):
        return _kind(kind.type)
    if isinstance(kind, types.UnionType):
        return " or ".join(dict.fromkeys(word for one in kind.types if (word := _kind(one))))
    if isinstance(kind, types.VarTupleType | types.ListType | types.SetType | types.FrozenSetType):
        return f"list of {_many(_kind(kind.item_type))}"
    if isinstance(kind, types.TupleType):
        return f"list: {', '.join(_kind(one) for one in kind.item_types)}"
    if isinstance(kind, types.DictType):
        return f"table: key = {_kind(kind.value_type)}"
    if isinstance(kind, types.StructType):
        return "table"
    if isinstance(kind, types.LiteralType):
        return " or ".join(f"`{one}`" for one in kind.values)
    if isinstance(kind, types.EnumType):
        return " or ".join(f"`{one.value}`" for one in kind.cls)
    return PLAIN[type(kind)]


def _many(word: str) -> str:
    return {"text": "texts", "table": "tables", "whole number": "whole numbers", "number": "numbers"}.get(
        word, word
    )


def _default(one: types.Field) -> str:
    if one.default is NODEFAULT or not one.default or one.default == ("always",):
        return "no"
    return f"no: `{one.default}`"


def _structs(kind: types.Type) -> Iterator[type[Struct]]:
    if isinstance(kind, types.StructType):
        yield kind.cls
    for name in ("type", "item_type", "value_type"):
        inner = getattr(kind, name, None)
        if isinstance(inner, types.Type):
            yield from _structs(inner)
    for inner in getattr(kind, "types", ()):
        yield from _structs(inner)


def _words(read_as: type[Struct]) -> str:
    """What a class says of itself, on one line."""
    own = read_as.__dict__.get("__doc__") or ""
    return " ".join(inspect.cleandoc(own).split())
