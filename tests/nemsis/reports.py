"""Reports compared element by element, and checked by the published schema and rules. A report is read as lines, so that a difference is
a line: its place, its value, its attributes.

The order of groups that repeat says nothing in the standard, nor does that of values of one element: both are compared without it.
"""

from __future__ import annotations

import importlib.util
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

from lxml import etree

from tests.left_out import left_out

NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
# What each document makes anew, and who wrote it.
GENERATED = {"eRecord.01", "eRecord.02", "eRecord.03", "eRecord.04"}


def report_in(document: bytes | Path) -> etree._Element:
    """The one report of a document."""
    root = etree.parse(document).getroot() if isinstance(document, Path) else etree.fromstring(document)
    (report,) = root.iterfind(".//{*}PatientCareReport")
    return report


def as_lines(group: etree._Element, above: str = "") -> list[str]:
    """The elements of a group, a line each, sorted; those of a group that repeats stay together."""
    blocks: list[list[str]] = []
    for child in group.iterchildren("{*}*"):
        name = etree.QName(child).localname
        place = f"{above}/{name}"
        if len(child):
            blocks.append([f"{place}:", *as_lines(child, place)])
        elif name not in GENERATED:
            attributes = {etree.QName(key).localname: value for key, value in child.attrib.items()}
            blocks.append(
                [
                    " ".join(
                        [
                            place,
                            "=",
                            child.text or "",
                            *(f"{key}={value}" for key, value in sorted(attributes.items())),
                        ]
                    )
                ]
            )
    return [line for block in sorted(blocks) for line in block]


def differences(ours: etree._Element, theirs: etree._Element) -> list[str]:
    """Each line that only one of two reports has: - what only theirs has, + what only ours has."""
    mine, wanted = as_lines(ours), as_lines(theirs)
    left = list(mine)
    lacking = []
    for line in wanted:
        if line in left:
            left.remove(line)
        else:
            lacking.append(line)
    return [*(f"- {line}" for line in lacking), *(f"+ {line}" for line in left)] or (
        [] if mine == wanted else ["the same lines stand in other groups"]
    )


@cache
def checker(shared: Path) -> ModuleType:
    """The shared checker: the published XSD, and Schematron by an XPath 2 engine."""
    if importlib.util.find_spec("elementpath") is None:
        left_out("elementpath, which evaluates the rules of Schematron", "make test installs it")
    spec = importlib.util.spec_from_file_location("nemsis_check", shared / "tools" / "nemsis_check.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def complaints(shared: Path, path: Path) -> list[str]:
    """What XSD and Schematron say of a document: `[WARNING] nemSch_e057: …`."""
    return [f"{finding.role} {finding.origin}: {finding.message}" for finding in checker(shared).check(path)]


def is_valid(shared: Path, document: bytes) -> list[str]:
    """What the XSD says of a document."""
    schema = checker(shared).schema("EMSDataSet")
    tree = etree.fromstring(document)
    return [] if schema.validate(tree) else [f"{entry.line}: {entry.message}" for entry in schema.error_log]
