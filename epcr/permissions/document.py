"""Writes permission lists as a NEMSIS v3.5.1 document: a whole StateDataSet, or the agency's groups of a DEMDataSet.

It says only what a ruleset knows; what a state must say beyond it is marked as not recorded. It refuses to know rules.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from importlib.metadata import version
from itertools import product
from typing import Final
from uuid import NAMESPACE_OID, uuid5

from lxml import etree

from epcr.permissions.lists import CODE_OF, RXNORM, SNOMED, Code, ListedAgency, Lists, NotCarried, Section

_NAMESPACE: Final = "http://www.nemsis.org"
_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
_NOT_APPLICABLE: Final = "7701001"
_NOT_RECORDED: Final = "7701003"
_SECTIONS: Final[tuple[Section, ...]] = ("procedure", "medication")
# The elements of a group: level and code (NEMSIS v3.5.1).
_OF_STATE: Final[Mapping[Section, tuple[str, str]]] = {"procedure": ("02", "03"), "medication": ("04", "05")}
_OF_AGENCY: Final[Mapping[Section, tuple[str, str]]] = {"procedure": ("06", "07"), "medication": ("08", "09")}
_TRAINING: Final = (
    " TRAINING: written from a ruleset. Compare it with the published rules before anyone relies on it. "
)
_MOMENT: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?[+-][0-9]{2}:[0-9]{2}"
)


def state_document(lists: Lists, *, at: datetime) -> bytes:
    """A StateDataSet with the lists, valid by the published schema; `at` (aware) is when it was made.

    The elements that the state collects, its protocols and the software's creator are marked as not recorded.
    """
    root = _root("StateDataSet", timestamp=_made(lists, at), effectiveDate=f"{lists.since}T00:00:00+00:00")
    _add(_add(root, "sState"), "sState.01", lists.state.standard)
    software = _add(_add(root, "sSoftware"), "sSoftware.SoftwareGroup")
    _nil(software, "sSoftware.01", _NOT_RECORDED)
    _add(software, "sSoftware.02", "epcr")
    _add(software, "sSoftware.03", version("epcr"))
    _nil(_add(root, "sElement"), "sElement.01", _NOT_RECORDED)
    configuration = _add(root, "sConfiguration")
    for level in lists.levels:
        _add(configuration, "sConfiguration.01", CODE_OF[level])
    for section in _SECTIONS:
        for level in lists.levels:
            _state_group(configuration, section, level, lists)
    _nil(configuration, "sConfiguration.06", _NOT_RECORDED)
    return _text(root)


def agency_document(lists: Lists, agency: ListedAgency | None, *, at: datetime) -> bytes:
    """The permission groups of a DEMDataSet, with the agency's number and name where they are told; NotCarried where XML cannot hold one.

    It is no whole document: a ruleset knows nothing else of an agency, and these elements take no "not recorded".
    """
    root = _root("DEMDataSet")
    report = _add(root, "DemographicReport", timeStamp=_made(lists, at))
    if agency is not None:
        _agency(report, agency)
    place = f"{agency.number if agency else ''}/{lists.state.standard}"
    group = _add(
        _add(report, "dConfiguration"),
        "dConfiguration.ConfigurationGroup",
        UUID=str(uuid5(NAMESPACE_OID, place)),
    )
    _add(group, "dConfiguration.01", lists.state.standard)
    for section, level in product(_SECTIONS, lists.levels):
        if _permitted(lists, section, level):
            own = _add(
                group, _group("d", section), UUID=str(uuid5(NAMESPACE_OID, f"{place}/{section}/{level}"))
            )
            _fill(own, "dConfiguration", _OF_AGENCY[section], section, level, lists)
    return _text(root)


def _agency(report: etree._Element, agency: ListedAgency) -> None:
    element = _add(report, "dAgency")
    try:
        _add(element, "dAgency.02", agency.number)
        _add(element, "dAgency.03", agency.name)
    except ValueError:  # like NUL, ESC or a lone surrogate
        raise NotCarried(
            "the agency's number or name has a character that no XML holds; type it again"
        ) from None


def _permitted(lists: Lists, section: Section, level: str) -> list[Code]:
    """The codes of a section that a level may do."""
    return [code for code, may in lists.permitted.items() if code.section == section and level in may]


def _state_group(configuration: etree._Element, section: Section, level: str, lists: Lists) -> None:
    group = _add(configuration, _group("s", section))
    _fill(group, "sConfiguration", _OF_STATE[section], section, level, lists)
    if len(group) == 1:  # the level may do nothing of this kind
        _nil(group, f"sConfiguration.{_OF_STATE[section][1]}", _NOT_APPLICABLE)


def _fill(
    group: etree._Element, of: str, elements: tuple[str, str], section: Section, level: str, lists: Lists
) -> None:
    _add(group, f"{of}.{elements[0]}", CODE_OF[level])
    for code in _permitted(lists, section, level):
        _add(group, f"{of}.{elements[1]}", code.code, **_code_type(code))


def _code_type(code: Code) -> dict[str, str]:
    """The attribute that says of which system a medication's code is; a procedure's is always of SNOMED CT."""
    if code.section == "procedure":
        return {}
    return {"CodeType": RXNORM if code.system == "RxNorm" else SNOMED}


def _group(letter: str, section: Section) -> str:
    return f"{letter}Configuration.{section.capitalize()}Group"


def _made(lists: Lists, at: datetime) -> str:
    """The moment of the lists themselves where they have one, else now."""
    if lists.made is not None and _MOMENT.fullmatch(lists.made):
        return lists.made
    return at.isoformat(timespec="seconds")


def _root(name: str, **attributes: str) -> etree._Element:
    root = etree.Element(f"{{{_NAMESPACE}}}{name}", nsmap={"xsi": _XSI, None: _NAMESPACE})  # type: ignore[dict-item]  # None is the prefix of the default namespace, which the stubs do not know
    for key, value in attributes.items():
        root.set(key, value)
    root.append(etree.Comment(_TRAINING))
    return root


def _add(parent: etree._Element, name: str, word: str | None = None, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{_NAMESPACE}}}{name}")
    for key, value in attributes.items():
        element.set(key, value)
    element.text = word
    return element


def _nil(parent: etree._Element, name: str, why: str) -> None:
    _add(parent, name, NV=why).set(f"{{{_XSI}}}nil", "true")


def _text(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
