"""Gathers the lists while a document passes: which element means what, in the state's and in the agency's document.

It refuses to know how XML is read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Final, Literal

from epcr.permissions.lists import (
    Code,
    ListedAgency,
    Lists,
    NotCarried,
    Section,
    in_order,
    level_of,
    medication_code,
    procedure_code,
    state_of,
)
from epcr.words.naming import quoted

Part = Literal["state", "number", "name", "licensed", "level", "procedure", "medication"]

MOST_CODES: Final = 50_000  # of all levels; the official state's lists hold 433

# Which element says what (NEMSIS v3.5.1). A report is a document's own; a configuration holds one state's lists.
_REPORTS: Final = {"StateDataSet": ("timestamp", "effectiveDate"), "DemographicReport": ("timeStamp", "")}
_CONFIGURATIONS: Final = {"StateDataSet", "dConfiguration.ConfigurationGroup"}
_GROUPS: Final[Mapping[str, Section]] = {
    "sConfiguration.ProcedureGroup": "procedure",
    "sConfiguration.MedicationGroup": "medication",
    "dConfiguration.ProcedureGroup": "procedure",
    "dConfiguration.MedicationGroup": "medication",
}
_LEAVES: Final[Mapping[str, Mapping[str, Part]]] = {
    "StateDataSet": {
        "sState.01": "state",
        "sConfiguration.01": "licensed",
        "sConfiguration.02": "level",
        "sConfiguration.03": "procedure",
        "sConfiguration.04": "level",
        "sConfiguration.05": "medication",
    },
    "DEMDataSet": {
        "dAgency.02": "number",
        "dAgency.03": "name",
        "dConfiguration.01": "state",
        "dConfiguration.06": "level",
        "dConfiguration.07": "procedure",
        "dConfiguration.08": "level",
        "dConfiguration.09": "medication",
    },
}
ROOTS: Final = tuple(_LEAVES)
_MOMENT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,20}([+-][0-9]{2}:[0-9]{2}|Z)?")


@dataclass
class _Report:
    made: str | None = None
    since: date | None = None
    number: str | None = None
    name: str | None = None


@dataclass
class _Group:
    section: Section
    level: str | None = None
    codes: set[Code] = field(default_factory=set)


@dataclass
class _Configuration:
    report: _Report
    state: str | None = None
    licensed: set[str] = field(default_factory=set)
    groups: list[_Group] = field(default_factory=list)


class Gathered:
    """What was read so far of one document with this root."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._report = _Report()
        self._configurations: list[_Configuration] = []
        self._group: _Group | None = None
        self._codes = 0

    def is_leaf(self, name: str) -> bool:
        """Whether an element of this name holds a word of the lists."""
        return name in _LEAVES[self._root]

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if name in _REPORTS:
            made, since = (attributes.get(key) for key in _REPORTS[name])
            self._report = _Report(_moment(name, made), _day(name, since or None))
        if name in _CONFIGURATIONS:
            self._configurations.append(_Configuration(self._report))
        if name in _GROUPS:
            self._group = _Group(_GROUPS[name])
            self._configuration(name).groups.append(self._group)

    def end(self, name: str) -> None:
        """An element ends."""
        if name in _GROUPS:
            self._group = None

    def leaf(self, name: str, word: str, code_type: str | None) -> None:
        """An element that holds a word has ended."""
        part = _LEAVES[self._root][name]
        match part:
            case "state":
                self._configuration(name).state = state_of(word, name).code
            case "number":
                self._report.number = word
            case "name":
                self._report.name = word
            case "licensed":
                self._configuration(name).licensed.add(level_of(word, name))
            case "level":
                self._set_level(name, level_of(word, name))
            case "procedure" | "medication":
                self._add(name, part, word, code_type)

    def lists(self) -> tuple[Lists, ...]:
        """The lists of the whole document, by state; NotCarried where it has none."""
        lists = self.lists_if_any()
        if not lists:
            groups = "dConfiguration.06 to .09" if self._root == "DEMDataSet" else "sConfiguration.02 to .05"
            raise NotCarried(f"the document has no permission lists; it must have {groups}")
        return lists

    def lists_if_any(self) -> tuple[Lists, ...]:
        """The same, and nothing where no level has a list."""
        lists = tuple(
            self._of(configuration) for configuration in self._configurations if configuration.groups
        )
        return lists if any(of_state.levels for of_state in lists) else ()

    def _add(self, name: str, section: Section, word: str, code_type: str | None) -> None:
        code = procedure_code(word) if section == "procedure" else medication_code(word, code_type)
        if code is None:
            system = "SNOMED CT" if section == "procedure" else "RxNorm, or of SNOMED CT for a blood product"
            of_type = f" with the CodeType {quoted(code_type)}" if code_type else ""
            raise NotCarried(
                f"{name}: {quoted(word)}{of_type} is no code of {system}; write its digits alone"
            )
        group = self._in_group(name)
        if group.section != section:
            raise NotCarried(f"{name} stands in the other group; put it into its own")
        group.codes.add(code)
        self._codes += 1
        if self._codes > MOST_CODES:
            raise NotCarried(f"the lists hold more than {MOST_CODES} codes; import fewer at a time")

    def _set_level(self, name: str, level: str) -> None:
        group = self._in_group(name)
        if group.level not in {None, level}:
            raise NotCarried(f"{name} stands twice in one group; write a group for each level")
        group.level = level

    def _configuration(self, name: str) -> _Configuration:
        if not self._configurations:
            raise NotCarried(
                f"{name} stands outside of its group; write the document in the standard's order"
            )
        return self._configurations[-1]

    def _in_group(self, name: str) -> _Group:
        if self._group is None:
            raise NotCarried(
                f"{name} stands outside of its group; write the document in the standard's order"
            )
        return self._group

    def _of(self, configuration: _Configuration) -> Lists:
        if configuration.state is None:
            place = "sState.01" if self._root == "StateDataSet" else "dConfiguration.01"
            raise NotCarried(f"{place} is missing; say the state, like 09 for Connecticut")
        levels: set[str] = set()
        permitted: dict[Code, frozenset[str]] = {}
        for group in configuration.groups:
            if group.level is None:  # marked as not applicable or not recorded
                continue
            levels.add(group.level)
            for code in group.codes:
                permitted[code] = permitted.get(code, frozenset()) | {group.level}
        return Lists(
            state=state_of(configuration.state, "state"),
            agency=_agency(configuration.report) if self._root == "DEMDataSet" else None,
            levels=in_order(levels),
            permitted=MappingProxyType(dict(sorted(permitted.items()))),
            unlisted=in_order(configuration.licensed - levels),
            made=configuration.report.made,
            since=configuration.report.since,
        )


def _agency(report: _Report) -> ListedAgency:
    return ListedAgency(report.number or "", report.name or report.number or "")


def _moment(place: str, moment: str | None) -> str | None:
    if moment is None:
        return None
    if _day(place, moment) is None or not _MOMENT.fullmatch(moment):
        raise NotCarried(
            f"{place}: {quoted(moment)} is no date and time; write it like 2026-01-31T09:30:00-05:00"
        )
    return moment


def _day(place: str, moment: str | None) -> date | None:
    """The day of a moment as it is written there, whatever its offset."""
    try:
        return None if moment is None else date.fromisoformat(moment[:10])
    except ValueError:
        raise NotCarried(
            f"{place}: {quoted(moment or '')} is no date and time; write it like 2026-01-31T09:30:00-05:00"
        ) from None
