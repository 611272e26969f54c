"""Interventions: procedures and medications, in one list in the order of time.

An intervention keeps the verdict that the scope check gave when it was recorded; it does not judge itself.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from epcr.isolates import isolated_where_needed
from epcr.letters import compared
from epcr.sheet.catalog import OTHERS, catalog
from epcr.sheet.context import Context
from epcr.sheet.element import Element
from epcr.sheet.field import RECORDED, field
from epcr.sheet.kinds.choice import Choice, Item, Several
from epcr.sheet.kinds.crew_member import OfCrew
from epcr.sheet.kinds.moment import Moment
from epcr.sheet.kinds.number import Decimal, Whole
from epcr.sheet.kinds.text import Text
from epcr.sheet.kinds.yes_no import YesNo
from epcr.sheet.section import Entry, Group, Page
from epcr.sheet.verdict import KeptVerdict, VerdictAsJson
from epcr.words.naming import abbreviated, lower

NOT_GIVEN = (
    "contraindication_noted", "denied_by_order", "medication_allergy", "medication_already_taken", "refused",
    "unable_to_complete", "order_criteria_not_met",
)  # fmt: skip
PROCEDURE = ("kind", ("procedure",))
MEDICATION = ("kind", ("medication",))


def _of_intervention(medication: str, procedure: str) -> tuple[Element, ...]:
    """The two elements that a field means: of a medication, or of a procedure."""
    return (
        Element(f"eMedications.{medication}", when=MEDICATION),
        Element(f"eProcedures.{procedure}", when=PROCEDURE),
    )


class Intervention(Entry):
    """One procedure performed or medication given, or deliberately not given."""

    __tablename__ = "intervention"
    noun = "intervention"
    timed_by, begins_as_before, of_care, judged = "performed_at", ("performer",), True, True
    page = Page(
        "interventions",
        "Interventions",
        (
            Group("What and who", ("item", "other_name", "performer", "performed_at")),
            Group("Dose", ("route", "dose", "dose_unit", "supply"), when=MEDICATION),
            Group("Procedure", ("attempts", "successful", "placed", "site", "size", "airway_pressure"), when=PROCEDURE),
            Group("Why and result", ("indication", "response", "complications")),
            Group("Authorization", ("authorization", "authorized_by", "ordered_at", "order_read_back", "protocol")),
            Group("Before us or by another unit", ("before_arrival", "other_unit", "performer_role", "performed_by"), folded=True),
            Group("Details for the scope check", ("mode", "formulation", "assisted", "remark"), folded=True),
        ),
    )  # fmt: skip

    item: Mapped[str | None] = field(
        Item("Intervention", reasons=NOT_GIVEN, beside=NOT_GIVEN, why="Not given or not done because",
             hint="Name, abbreviation or code", nemsis=_of_intervention("03", "03"))
    )  # fmt: skip
    other_name: Mapped[str | None] = field(
        Text(
            "Name, where it is not in the list",
            spelling="terms",
            hint="Only for what the list above does not have: write what it is called",
            reasons=(),
        )
    )
    performer: Mapped[str | None] = field(OfCrew("Performed by", nemsis=_of_intervention("09", "09")))
    performed_at: Mapped[datetime | None] = field(
        Moment("Time performed", nemsis=_of_intervention("01", "01"), past_when=("before_arrival", ("yes",)))
    )
    route: Mapped[str | None] = field(Choice("Route", "route", own_words=True, nemsis="eMedications.04"))
    dose: Mapped[float | None] = field(
        Decimal("Dose", nemsis="eMedications.05", possible=(0, 1_000_000), places=4, example="0.4", unit_field="dose_unit",
                unit_words="dose_unit")
    )  # fmt: skip
    dose_unit: Mapped[str | None] = field(
        Choice("Dose unit", "dose_unit", own_words=True, nemsis="eMedications.06")
    )
    supply: Mapped[str | None] = field(Choice("Taken from", "supply", reasons=()))
    attempts: Mapped[int | None] = field(
        Whole("Attempts", nemsis="eProcedures.05", possible=(1, 10), example="1", spellings=("attempts",))
    )
    successful: Mapped[bool | None] = field(YesNo("Successful", nemsis="eProcedures.06"))
    # The standard has no element for this count nor for the pressure: they are told like a remark, under labels of their own.
    placed: Mapped[int | None] = field(
        Whole(
            "How many placed", hint="Two lines of the same kind: 2", possible=(1, 10), example="2", reasons=()
        )
    )
    airway_pressure: Mapped[float | None] = field(
        Decimal(
            "Airway pressure",
            unit="cmH2O",
            hint="Of CPAP, or PEEP",
            possible=(0, 100),
            example="10",
            reasons=(),
        )
    )
    site: Mapped[str | None] = field(Choice("Site", "access_site", open=True, nemsis="eProcedures.13"))
    size: Mapped[str | None] = field(
        Text(
            "Size",
            spelling="terms",
            hint="Of the device, with its unit",
            nemsis="eProcedures.04",
            most=20,
            reasons=(),
        )
    )
    indication: Mapped[str | None] = field(Choice("Indication", "indication", own_words=True, reasons=()))
    response: Mapped[str | None] = field(Choice("Response", "response", nemsis=_of_intervention("07", "08")))
    complications: Mapped[list[str] | None] = field(
        Several("Complications", "complication", own_words=True, nemsis=_of_intervention("08", "07"))
    )
    authorization: Mapped[str | None] = field(
        Choice("Authorized by", "authorization", nemsis=_of_intervention("11", "11"), reasons=())
    )
    authorized_by: Mapped[str | None] = field(
        Text("Name of who gave the order", spelling="name", nemsis=_of_intervention("12", "12"), reasons=())
    )
    ordered_at: Mapped[datetime | None] = field(Moment("Time of the order", reasons=()))
    order_read_back: Mapped[bool | None] = field(YesNo("Order read back", reasons=()))
    protocol: Mapped[str | None] = field(
        Choice("Protocol used", "protocol", own_words=True, nemsis="eProtocols.01")
    )
    before_arrival: Mapped[bool | None] = field(
        YesNo("Done before our arrival", nemsis=_of_intervention("02", "02"))
    )
    other_unit: Mapped[bool | None] = field(
        YesNo("Done by another unit", nemsis=_of_intervention("13", "15"), reasons=())
    )
    performer_role: Mapped[str | None] = field(
        Choice(
            "Role of who did it",
            "performer_role",
            own_words=True,
            nemsis=_of_intervention("10", "10"),
            reasons=RECORDED,
        )
    )
    performed_by: Mapped[str | None] = field(Text("Name or unit of who did it", spelling="name", reasons=()))
    mode: Mapped[str | None] = field(Choice("What was done with it", "mode", reasons=()))
    formulation: Mapped[str | None] = field(Choice("Formulation", "formulation", reasons=()))
    assisted: Mapped[str | None] = field(OfCrew("Assisted by", reasons=()))
    remark: Mapped[str | None] = field(Text("Remark", lines=2, most=500, reasons=()))

    # What the scope check said when it was recorded. Whoever shows a verdict asks which one stands: epcr.checks.verdicts.
    verdict: Mapped[KeptVerdict | None] = mapped_column(VerdictAsJson(), default=None, active_history=True)

    @property
    def kind(self) -> str:
        """`procedure`, `medication`, or empty while no item is chosen."""
        return catalog().kind(self.item)

    @property
    def what(self) -> str | None:
        """What was done, to tell it from other things: the id of the item; with the name of what is not in the list."""
        return f"{self.item}: {compared(self._named)}" if self._named else self.item

    def name(self) -> str:
        """What it is called wherever it is named: as the list calls it, else as it was typed; empty where nothing is chosen."""
        if self._named:
            return self._named[:1].upper() + self._named[1:]
        return catalog().terms.label(self.item) if self.item is not None else ""

    @property
    def _named(self) -> str:
        return (self.other_name or "") if self.item in OTHERS else ""

    def show(self, name: str, context: Context) -> str:
        """A field in words; the item by its name."""
        words = super().show(name, context)
        return (
            words.replace(catalog().terms.label(str(self.item)), self.name(), 1)
            if name == "item" and self._named
            else words
        )

    @property
    def given(self) -> bool:
        """Whether it was done at all, and not deliberately left."""
        return self.item is not None and not self.why("item")

    @property
    def happened(self) -> bool:
        """Whether it was given."""
        return self.given

    def facts(self, context: Context) -> list[str]:
        """How much by which route, how it went, and what came of it."""
        return [*filter(None, (*self._dose(context), *self._procedure(context), *self._result(context)))]

    def _dose(self, context: Context) -> tuple[str, ...]:
        unit = abbreviated(self.show("dose_unit", context))
        return (
            f"{self.show('dose', context)} {unit}".strip() if self.dose is not None else "",
            abbreviated(self.show("route", context)) if self.route else "",
            "the patient’s own" if self.supply == "patient" and "own" not in self.name() else "",
            "somebody else’s" if self.supply == "another" else "",
        )

    def _procedure(self, context: Context) -> tuple[str, ...]:
        attempts = f"{self.attempts} attempt{'' if self.attempts == 1 else 's'}" if self.attempts else ""
        went = {True: "successful", False: "not successful", None: ""}[self.successful]
        return (
            attempts,
            went,
            f"{self.placed} placed" if self.placed is not None and self.placed > 1 else "",
            self.show("airway_pressure", context) if self.airway_pressure is not None else "",
            self.show("site", context) if self.site else "",
            self.size or "",
        )

    def _result(self, context: Context) -> tuple[str, ...]:
        return (
            f"response {self.show('response', context).lower()}" if self.response else "",
            self.show("complications", context).lower() if self.complications else "",
        )

    def subject(self, context: Context) -> str:
        """What was done and when: "Aspirin at 17:05"."""
        named = isolated_where_needed(self.name()) if self.other_name else self.name()
        return f"{named or 'the intervention not chosen yet'} {self.at(context)}".rstrip()

    def where(self, context: Context) -> str:
        """For Aspirin at 17:05."""
        return f" for {self.subject(context)}"

    def of_it(self, context: Context) -> str:
        """Nitroglycerin at 14:05."""
        return " ".join(filter(None, (lower(self.name()), self.at(context)))) or "without a time"
