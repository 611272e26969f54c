"""One ruleset file while it is read: its sources, the words it declares, and what is complained of, each once.

It refuses to know what the entries mean together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from epcr.broken_schema import Complain
from epcr.scope.files.entries import Entry, RulesetFile, converted
from epcr.scope.ruleset import Ruleset
from epcr.scope.words import route_code, unknown_route
from epcr.words.near import unknown


class Draft:
    """A file and its parent, with the endorsements and programs that its rules may ask for."""

    def __init__(self, path: Path, file: RulesetFile, parent: Ruleset | None, complain: Complain) -> None:
        self.path = path
        self.file = file
        self.parent = parent
        self.complain_of_file = complain
        self.endorsements = {**(parent.endorsements if parent else {}), **file.endorsements}
        self.programs = {**(parent.programs if parent else {}), **file.programs}
        self._complained: set[tuple[str, str]] = set()

    def complain(self, key: str, reason: str) -> None:
        """Complain of a key of this file; of the same thing once."""
        if (key, reason) not in self._complained:
            self._complained.add((key, reason))
            self.complain_of_file(self.path, key, reason)

    def entries(
        self, key: str, tables: Iterable[dict[str, Any]], kind: type[Entry]
    ) -> Iterator[tuple[str, Entry]]:
        """The entries of one list that can be read, each with its place in the file; no id twice."""
        seen: set[str] = set()
        for number, entry in enumerate(tables, start=1):
            name = entry.get("id", entry.get("name"))
            place = f"{key}.{name}" if isinstance(name, str) else f"{key} (entry {number})"
            read = converted(entry, kind, self.path, place, self.complain_of_file)
            if read is None:
                continue
            if name in seen:
                self.complain(place, "stands twice; keep one")
                continue
            seen.add(str(name))
            yield place, read

    def source(self, place: str, name: str) -> str:
        """The source in full for its short name."""
        if name not in self.file.sources:
            self.complain(
                f"{place}.source", unknown("The source", name, self.file.sources) + "; list it in [sources]"
            )
            return name
        return self.file.sources[name]

    def routes(self, place: str, words: Iterable[str]) -> tuple[str, ...]:
        """The standard's codes of routes told by code or label."""
        codes = []
        for word in words:
            code = route_code(word)
            if code is None:
                self.complain(place, unknown_route(word))
            else:
                codes.append(code)
        return tuple(codes)
