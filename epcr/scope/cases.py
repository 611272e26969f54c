"""The interface for machines: acts as lines of JSON in, verdicts as lines of JSON out.

Whatever is sent gets a verdict; it refuses to stop at a line that cannot be read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from io import StringIO
from typing import Any, NoReturn

from epcr.scope.act import UnreadableAct, read_act
from epcr.scope.judgment import judge
from epcr.scope.ruleset import Ruleset
from epcr.scope.verdict import Verdict
from epcr.words.naming import quoted

# A row of a file of cases may carry the act beside what is expected of it.
_BESIDE_THE_ACT = {"id", "verdict", "permitted", "context", "why"}


def judge_lines(
    lines: Iterable[str | bytes], known: Mapping[str, Ruleset] | None = None, *, today: date | None = None
) -> Iterator[str]:
    """A verdict as a line of JSON, in ASCII and without its line end, for each act; blank lines are passed over.

    What is handed over as one line may be a whole text: one act over as many lines as it likes, or one act a line.
    """
    for act in acts_in(lines):
        yield as_line(judge_json(act, known, today=today))


def acts_in(lines: Iterable[str | bytes]) -> Iterator[str | bytes]:
    """The text of each act: one a line, or one over several lines; blank lines are passed over."""
    return (act for _, act in numbered_acts(lines))


def numbered_acts(lines: Iterable[str | bytes]) -> Iterator[tuple[int, str | bytes]]:
    """As acts_in, each with the number of the line where it starts."""
    number = 1
    for line in lines:
        if _is_one_act(line):
            acts, taken = [line], max(1, len(list(_lines(line))))
        else:
            acts = list(_lines(line))
            taken = len(acts)
        yield from ((number + place, act) for place, act in enumerate(acts) if act.strip())
        number += taken


def judge_json(
    text: str | bytes, known: Mapping[str, Ruleset] | None = None, *, today: date | None = None
) -> Verdict:
    """The verdict on one act in JSON; `cannot_judge` with the reason where it cannot be read."""
    try:
        act = read_act(_act_in(parsed(text)))
    except UnreadableAct as unreadable:
        return Verdict(verdict="cannot_judge", sentence=str(unreadable))
    return judge(act, known, today=today)


def as_line(verdict: Verdict) -> str:
    """The verdict as one line of JSON in ASCII."""
    return json.dumps(verdict.as_json(), allow_nan=False)


def _act_in(parsed: object) -> object:
    if (
        isinstance(parsed, dict)
        and isinstance(parsed.get("act"), dict)
        and _BESIDE_THE_ACT.issuperset(parsed.keys() - {"act"})
    ):
        return parsed["act"]
    return parsed


def parsed(text: str | bytes) -> object:
    """The plain values that a JSON text holds; raises UnreadableAct with the reason where it is none."""
    try:
        readable = text.decode("utf-8-sig") if isinstance(text, bytes) else text.removeprefix("\ufeff")
        return json.loads(readable, object_pairs_hook=_unrepeated, parse_constant=_not_json)
    except UnicodeDecodeError:
        raise UnreadableAct("The act is not written in UTF-8") from None
    except json.JSONDecodeError as error:
        raise UnreadableAct(f"The act is not JSON: {error.msg} at character {error.pos + 1}") from None
    except RecursionError:
        raise UnreadableAct("The act is nested too deeply") from None
    except ValueError:  # a whole number of more digits than Python reads
        raise UnreadableAct("The act has a number that is too long") from None


def _is_one_act(text: str | bytes) -> bool:
    """Whether a text is to be read whole: it has one line, or its lines together are JSON."""
    ends = (b"\n", b"\r") if isinstance(text, bytes) else ("\n", "\r")
    if not any(end in text.strip() for end in ends):  # type: ignore[operator]  # each kind has its own ends
        return True
    try:
        parsed(text)
    except UnreadableAct:
        return False
    return True


def _lines(text: str | bytes) -> Iterable[str | bytes]:
    # Not str.splitlines: it also parts at characters that may stand in a string of JSON, like U+2028.
    return StringIO(text, newline=None) if isinstance(text, str) else text.splitlines()


def _unrepeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table: dict[str, Any] = {}
    for key, value in pairs:
        if key in table:
            raise UnreadableAct(f"The key {quoted(key)} stands twice")
        table[key] = value
    return table


def _not_json(constant: str) -> NoReturn:
    raise UnreadableAct(f"{constant} is not a number of JSON")
