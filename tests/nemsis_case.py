"""An official pre-testing case of NEMSIS as what a person keys into the forms: for each section, which field gets which words.

The case is read from its answer key (`shared/nemsis/cases/full`); which field an element belongs to is read from the
declarations of the run sheet. Elements that have no field are returned too, so that a test can say which they are.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import zip_longest
from pathlib import Path

from lxml import etree

from epcr.sheet.catalog import catalog
from epcr.sheet.field import Spec
from epcr.sheet.kinds.choice import Choice, Item, Several
from epcr.sheet.kinds.day import Day
from epcr.sheet.kinds.moment import Moment
from epcr.sheet.kinds.yes_no import YesNo
from epcr.sheet.outcome import CODES as OUTCOME_CODES
from epcr.sheet.outcome import TIMES as OUTCOME_TIMES
from epcr.sheet.run_sheet import INTERFACILITY, SECTIONS
from epcr.sheet.section import SheetPart
from epcr.sheet.vocabulary import vocabulary

NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
ONCE = [section for section in SECTIONS if not section.many]
SECTION = {section.page.slug: section for section in SECTIONS}
EXAM_GROUPS = {"AbdomenGroup", "SpineGroup", "ExtremityGroup", "EyeGroup", "LungGroup", "ChestGroup"}
OF_TRANSFERS = {"transfer_reason", "receiving_unit"}  # not applicable on other calls, and not asked there
COMPLAINTS = {
    "2803001": ("chief_complaint", "chief_duration", "chief_duration_units"),
    "2803005": ("secondary_complaint", "secondary_duration", "secondary_duration_units"),
    "2803003": ("other_complaint", "other_duration", "other_duration_units"),
}


@dataclass(frozen=True)
class Said:
    """One thing done to one field: `fill`, `choose`, `why` or `lacks`, with the words for it."""

    act: str
    name: str
    label: str
    words: tuple[str, ...]


@dataclass
class Sheetful:
    """What is keyed into one section, or into one entry of it."""

    slug: str
    said: list[Said] = field(default_factory=list)

    @property
    def section(self) -> type[SheetPart]:
        """The section's class."""
        return SECTION[self.slug]

    def say(self, act: str, name: str, *words: str) -> None:
        """Add one thing."""
        self.said.append(Said(act, name, self.section.fields()[name].label, words))


@dataclass
class Case:
    """A whole case."""

    name: str
    day: str
    pages: list[Sheetful]
    without_field: list[str]

    def of(self, slug: str) -> list[Sheetful]:
        """What is keyed into one section."""
        return [page for page in self.pages if page.slug == slug]

    def in_short(self) -> Case:
        """The crew, and each page that says something of a field that no page before it said in this way: what a second page of a kind
        would show of the keying, the first showed.
        """
        said: set[tuple[str, str, str]] = set()
        pages = []
        for page in self.pages:
            says = {(page.slug, one.act, one.name) for one in page.said}
            if page.slug == "crew" or not says <= said:
                pages.append(page)
            said |= says
        return Case(self.name, self.day, pages, self.without_field)


def read_case(shared: Path, name: str) -> Case:
    """Read one case, such as `2025-EMS-3-MVC_v351`."""
    report = (
        etree.parse(shared / "nemsis" / "cases" / "full" / f"{name}.xml")
        .getroot()
        .find(".//{*}PatientCareReport")
    )
    assert report is not None
    script = (shared / "nemsis" / "cases" / "html" / f"{name}.html").read_text(encoding="utf-8")
    return _Reader(report, name, _spelled_out(script)).read()


def _spelled_out(script: str) -> dict[str, str]:
    """The words that the data-entry script prints behind a code."""
    text = " ".join(html.unescape(re.sub(r"<[^>]+>", "\n", script)).split(" "))
    lines = " ".join(text.split())
    return {
        code: words.strip()
        for code, words in re.findall(
            r"\b([0-9A-Z][0-9A-Z.]{2,}) - ([^|]{3,110}?)(?= e[A-Z]\w+\.\d| [0-9A-Z.]{3,} - |$)", lines
        )
    }


class _Reader:
    def __init__(self, report: etree._Element, name: str, spelled_out: dict[str, str]) -> None:
        self.spelled_out = spelled_out
        self.report = report
        self.name = name
        self.seen: set[etree._Element] = set()
        notified = self._text("eTimes.03")
        self.day = datetime.fromisoformat(notified).date()
        self.crew = {}
        levels = vocabulary("level")
        for group in self._all("eCrew.CrewGroup"):
            number = _in(group, "eCrew.01")[0].text
            code = _in(group, "eCrew.02")[0].text
            self.crew[number] = f"{number} ({next(term.label for term in levels if term.standard == code)})"

    def _all(self, element: str, within: etree._Element | None = None) -> list[etree._Element]:
        return (self.report if within is None else within).findall(f".//{{*}}{element}")

    def _text(self, element: str) -> str:
        return self._all(element)[0].text

    def read(self) -> Case:
        pages = [
            *self._crew(),
            *self._once(),
            *self._exam(),
            *self._vitals(),
            *self._interventions(),
            *self._outcome(),
        ]
        left = sorted(
            {
                _tag(one)
                for one in self.report.iter("{*}*")
                if not len(one) and one not in self.seen and one.text and _tag(one) != "eRecord.01"
            }
        )
        order = [section.page.slug for section in SECTIONS]
        order.insert(0, order.pop(order.index("crew")))
        pages = [page for page in pages if page.said]
        return Case(
            self.name, f"{self.day:%m/%d/%Y}", sorted(pages, key=lambda page: order.index(page.slug)), left
        )

    def _once(self) -> Iterator[Sheetful]:
        complaints = self._complaints()
        arrested = self._text("eArrest.01") != "3001001"
        for section in ONCE:
            page = Sheetful(section.page.slug)
            if page.slug == "incident":
                page.say("fill", "date_of_call", f"{self.day:%m/%d/%Y}")
            if page.slug == "history":
                page.said += complaints
            if page.slug == "disposition":
                self._exposure(page)
            for name, spec in section.fields().items():
                if not spec.elements or _only(spec) in {
                    "eSituation.04",
                    "eSituation.05",
                    "eSituation.06",
                    "eOther.04",
                    "eOther.05",
                    "eOther.06",
                }:
                    continue
                if name == "protocols" and self._acts():  # each act names its own
                    continue
                if name in OF_TRANSFERS and self._text("eResponse.05") not in INTERFACILITY:
                    self.seen.update(self._all(_only(spec)))
                    continue
                if page.slug == "arrest" and name != "cardiac_arrest" and not arrested:
                    self.seen.update(self._all(_only(spec)))
                    continue
                self._say(page, name, spec, self._all(_only(spec)))
            yield page

    def _complaints(self) -> list[Said]:
        page = Sheetful("history")
        for group in self._all("eSituation.PatientComplaintGroup"):
            kind = _in(group, "eSituation.03")[0]
            self.seen.add(kind)
            for name, element in zip(
                COMPLAINTS[kind.text], ("eSituation.04", "eSituation.05", "eSituation.06"), strict=True
            ):
                self._say(page, name, page.section.fields()[name], _in(group, element))
        return page.said

    def _exposure(self, page: Sheetful) -> None:
        groups = self._all("eOther.EMSCrewMemberGroup")
        exposed = [group for group in groups if _in(group, "eOther.05")[0].text == "9923003"]
        for group in groups:
            self.seen.update(group.iter("{*}*"))
        if groups:
            page.say("choose", "crew_exposed", "Yes" if exposed else "No")
        for group in exposed:
            page.say("choose", "exposed_members", *[self.crew[one.text] for one in _in(group, "eOther.04")])
            page.say(
                "choose",
                "exposure_types",
                *[_label("exposure_type", one.text) for one in _in(group, "eOther.06")],
            )

    def _crew(self) -> Iterator[Sheetful]:
        for group in self._all("eCrew.CrewGroup"):
            page = Sheetful("crew")
            for name, spec in page.section.fields().items():
                if spec.elements:
                    self._say(page, name, spec, _in(group, _only(spec)))
            yield page

    def _vitals(self) -> Iterator[Sheetful]:
        for group in self._all("eVitals.VitalGroup"):
            page = Sheetful("vitals")
            for name, spec in page.section.fields().items():
                if spec.elements:
                    self._say(page, name, spec, _in(group, _only(spec)))
            for one in _in(group, "eVitals.16"):
                if one.get("ETCO2Type"):
                    page.say("choose", "etco2_unit", _label("etco2_unit", one.get("ETCO2Type")))
            if any(said.act == "why" and said.name == "taken_at" for said in page.said):
                page.say("fill", "taken_at", "")  # a new set starts now
            self.seen.update(_in(group, "eVitals.23"))  # the total is derived from its parts
            yield page

    def _exam(self) -> Iterator[Sheetful]:
        regions = {term.standard: term for term in vocabulary("exam_region")}
        locations = {term.standard: term for term in vocabulary("exam_location")}
        for group in self._all("eExam.AssessmentGroup"):
            times = _in(group, "eExam.03")
            for holder in [group, *[one for one in group if _tag(one).split(".")[-1] in EXAM_GROUPS]]:
                for element, region in regions.items():
                    found = [one for one in holder if _tag(one) == element]
                    if not found:
                        continue
                    page = Sheetful("exam")
                    page.say("choose", "region", region.label)
                    places = [one for one in holder if one.text in locations and one not in found]
                    self.seen.update(places)
                    if places:
                        page.say("choose", "location", locations[places[0].text].label)
                    for name, elements in (("examined_at", times), ("findings", found)):
                        self._say(page, name, page.section.fields()[name], elements)
                    yield page

    def _interventions(self) -> Iterator[Sheetful]:
        protocols = [one for one in self._all("eProtocols.01") if one.text]
        self.seen.update([*protocols, *self._all("eProtocols.02")])
        for kind, group_name in (
            ("eMedications", "eMedications.MedicationGroup"),
            ("eProcedures", "eProcedures.ProcedureGroup"),
        ):
            for group in self._all(group_name):
                page = Sheetful("interventions")
                what = _in(group, f"{kind}.03")[0]
                if not what.text:
                    self.seen.update(group.iter("{*}*"))
                    continue
                for name, spec in page.section.fields().items():
                    element = next((one.name for one in spec.elements if one.name.startswith(kind)), "")
                    if element and (what.get("PN") is None or name == "item"):
                        self._say(page, name, spec, _in(group, element))
                self.seen.update(group.iter("{*}*"))
                if protocols and what.get("PN") is None:
                    page.say("choose", "protocol", _label("protocol", protocols.pop(0).text))
                yield page

    def _acts(self) -> list[etree._Element]:
        """What was done or deliberately left."""
        named = [*self._all("eMedications.03"), *self._all("eProcedures.03")]
        return [one for one in named if one.text]

    def _outcome(self) -> Iterator[Sheetful]:
        """A line for each thing that the hospital told: its code, its time, or both in a group."""
        spec = SECTION["outcome"].fields()
        for kind in [term.code for term in spec["what"].terms]:
            code, time = OUTCOME_CODES.get(kind), OUTCOME_TIMES.get(kind)
            codes, times = (self._all(f"eOutcome.{number}") if number else [] for number in (code, time))
            self.seen.update([*codes, *times])
            for told, at in zip_longest(codes, times):
                page = Sheetful("outcome")
                page.say("choose", "what", vocabulary("hospital_event").label(kind))
                for name, one in (("code", told), ("happened_at", at)):
                    if one is not None and one.text:
                        page.say("fill", name, self._words(spec[name], one))
                if len(page.said) > 1:
                    yield page

    def _say(self, page: Sheetful, name: str, spec: Spec, elements: list[etree._Element]) -> None:
        """Turn the elements of one field into what is keyed."""
        self.seen.update(elements)
        present = [one for one in elements if one.text and not (isinstance(spec, Several) and one.get("PN"))]
        absent = [one for one in elements if one.text and isinstance(spec, Several) and one.get("PN")]
        reasons = {term.standard: term for term in vocabulary("reason")}
        if present:
            words = [self._words(spec, one) for one in present]
            if isinstance(spec, Several) and spec.open:
                page.say("fill", name, "\n".join(words))
            elif (
                isinstance(spec, Choice | YesNo) and not getattr(spec, "open", False)
            ) or spec.kind == "ofcrew":
                page.say("choose", name, *words)
            else:
                page.say("fill", name, words[0])
        if absent and isinstance(spec, Several):
            page.say("lacks", name, *[self._words(spec, one) for one in absent])
        for one in elements:
            code = one.get("PN") or one.get("NV")
            if code and one not in absent and reasons[code].code in spec.reasons:
                page.say("why", name, reasons[code].label)

    def _words(self, spec: Spec, one: etree._Element) -> str:
        text = str(one.text)
        if isinstance(spec, Moment):
            at = datetime.fromisoformat(text)
            return f"{at:%H:%M:%S}" if at.date() == self.day else f"{at:%Y-%m-%d %H:%M:%S}"
        if isinstance(spec, Day):
            return datetime.fromisoformat(text).strftime("%m/%d/%Y")
        if isinstance(spec, YesNo):
            return {"9923001": "No", "9923003": "Yes"}[text]
        if isinstance(spec, Item):
            return _item(text)
        if spec.kind == "ofcrew":
            return self.crew[text]
        if isinstance(spec, Choice):
            label = _label(spec.vocabulary, text)
            return self.spelled_out.get(text, label) if label == text else label
        return text


def _item(code: str) -> str:
    rows = [row for row in catalog().rows.values() if row.code == code]
    assert rows, f"the catalog has no intervention with the code {code}"
    return rows[0].label


def _label(name: str, code: str) -> str:
    """The words for a standard code; a code that the list does not have is typed as it is."""
    words = vocabulary(name)
    return next(
        (term.label for term in words if code in {term.standard, *dict(term.by_element).values()}), code
    )


def _only(spec: Spec) -> str:
    """The one element of a field that has one."""
    (element,) = spec.elements
    return element.name


def _in(group: etree._Element, element: str) -> list[etree._Element]:
    return group.findall(f".//{{*}}{element}")


def _tag(one: etree._Element) -> str:
    return etree.QName(one).localname
