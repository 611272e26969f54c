"""The forms of a class's own rules: a copy, one way of being allowed, the agency. They read typed words as plain values.

Choices are not validated by WTForms: what a rule may say is judged where the rule is put together.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, get_args

import wtforms

from epcr.class_rules.overlay import Way
from epcr.refused import Refused
from epcr.scope.dose_limits import LIMITS
from epcr.scope.files.slips import HEAVIEST, OLDEST
from epcr.scope.range_ends import without_doses, without_patients
from epcr.scope.ruleset import Ruleset, RulesetItem
from epcr.scope.words import FOUND_WORDS, ROUTES, Confidence, Standing, spoken
from epcr.sheet.act import Formulation, Indication, Mode, Order
from epcr.sheet.listed import slug_of
from epcr.sheet.units import plain, trimmed
from epcr.sheet.units import typed as read_number
from epcr.visit.forms import Form, at_most, choices, needed, typed
from epcr.visit.meanwhile import Versioned
from epcr.wording import one_line, says_something

BACK: Final = "file"
ANSWERS: Final = (
    ("yes", "Yes"),
    ("no", "No"),
    ("assist", "The patient’s own medication only"),
    ("medical_direction", "On a physician’s order"),
    ("unknown", "No source says, so it is not judged"),
)
UNITS: Final = ("mcg", "mg", "g", "mL", "L", "units")
MODES: Final[Mapping[Mode, str]] = {
    "initiate": "Begin it", "maintain": "Maintain it", "adjust": "Adjust it", "monitor": "Monitor it",
    "acquire": "Acquire it", "interpret": "Interpret it",
}  # fmt: skip
ORDERS: Final[Mapping[Order, str]] = {
    "standing": "A standing order", "online_prior": "An online order before it", "online_concurrent": "An online order while doing it",
    "on_scene": "A physician on scene",
}  # fmt: skip
NEEDS: Final[Mapping[Standing, str]] = {
    "medical_control": "Medical control", "standing_orders": "Standing orders",
}  # fmt: skip
_LISTS: Final = ("route", "formulation", "mode", "indication", "findings", "order", "needs")
_SINGLE: Final = ("supply", "setting")
_TICKS: Final = ("indication_unsaid_is_other", "single_dose", "per_kg")
NUMBERS: Final = {
    "age_from": "an age in years", "age_under": "an age in years", "weight_from": "a weight in kilograms",
    "weight_under": "a weight in kilograms", "dose_max": "a dose", "cumulative_max": "a dose",
    "dose_min": "a dose", "absolute_max": "a dose",
}  # fmt: skip
_UNCONDITIONAL: Final = {"no": "A rule that says no", "unknown": "What no source says"}
_HARDLY_MEANT: Final = (
    ("age_from", OLDEST, "an age in years"), ("age_under", OLDEST, "an age in years"),
    ("weight_from", HEAVIEST, "a weight in kilograms"), ("weight_under", HEAVIEST, "a weight in kilograms"),
)  # fmt: skip
# The groups of conditions on the page; one opens where something in it is said.
GROUPS: Final = (
    ("With what and how", ("supply", "route", "formulation", "mode", "setting")),
    ("For which patient", ("indication", "indication_unsaid_is_other", "findings", "age_from", "age_under", "weight_from",
                           "weight_under", "tape")),
    ("Orders and doses", ("order", "control", "dose_max", "dose_min", "cumulative_max", "absolute_max", "unit", "per_kg",
                          "single_dose")),
    ("What the agency or the person must have", ("program", "endorsement", "further_endorsement", "needs")),
    ("Note for the reader", ("note",)),
)  # fmt: skip


class CopyForm(Form):
    """Which ruleset the class's own begins with."""

    parent = wtforms.SelectField("Begin with", validate_choice=False)
    title = wtforms.StringField("Title of the class’s rules", [needed("Write a title.")])


class ReasonForm(Form):
    """A change that needs a reason."""

    reason = wtforms.TextAreaField("Why", [needed("Write why."), at_most(1000, "the reason")])


class WayForm(ReasonForm):
    """One way of being allowed, or a whole rule."""

    levels = wtforms.SelectMultipleField(
        "Levels", description="The rule is the same for each of them", validate_choice=False
    )
    may = wtforms.RadioField("May they?", validate_choice=False)
    supply = wtforms.RadioField(
        "Taken from",
        choices=choices(
            ("", "Either"),
            ("agency", "The agency’s stock"),
            ("patient", "The patient’s own"),
            ("another", "Somebody else’s"),
        ),
        default="",
        validate_choice=False,
    )
    route = wtforms.SelectMultipleField("Routes", validate_choice=False)
    formulation = wtforms.SelectMultipleField(
        "Formulations",
        choices=choices(*((word, spoken(word).capitalize()) for word in get_args(Formulation))),
        validate_choice=False,
    )
    mode = wtforms.SelectMultipleField(
        "What may be done with it", choices=choices(*MODES.items()), validate_choice=False
    )
    setting = wtforms.RadioField(
        "Where",
        choices=choices(("", "Anywhere"), ("scene", "On scene"), ("interfacility", "Between facilities")),
        default="",
        validate_choice=False,
    )
    indication = wtforms.SelectMultipleField(
        "Indications",
        choices=choices(*((word, spoken(word).capitalize()) for word in get_args(Indication))),
        validate_choice=False,
    )
    indication_unsaid_is_other = wtforms.BooleanField("If no indication is recorded, it counts as another")
    age_from = wtforms.StringField("Age from (years)")
    age_under = wtforms.StringField("Age under (years)")
    weight_from = wtforms.StringField("Weight from (kg)")
    weight_under = wtforms.StringField("Weight under (kg)")
    tape = wtforms.RadioField(
        "Length-based tape",
        choices=choices(("", "Either"), ("longer", "Longer than the tape"), ("shorter", "Shorter than the tape")),
        default="",
        validate_choice=False,
    )  # fmt: skip
    findings = wtforms.SelectMultipleField(
        "The patient must be",
        description="All that you choose. It is read from the vital signs before the act",
        choices=choices(*((word, words.capitalize()) for word, words in FOUND_WORDS.items())),
        validate_choice=False,
    )
    control = wtforms.RadioField(
        "Medical control",
        choices=choices(
            ("", "Either"),
            ("reachable", "Only while it can be reached"),
            ("unreachable", "Only where it cannot be reached"),
        ),
        default="",
        validate_choice=False,
    )
    program = wtforms.SelectField("Agency program", validate_choice=False)
    endorsement = wtforms.SelectMultipleField("Personal endorsements", validate_choice=False)
    further_endorsement = wtforms.StringField(
        "Another endorsement, by its name", [at_most(80, "the endorsement")]
    )
    needs = wtforms.SelectMultipleField(
        "The agency must have", choices=choices(*NEEDS.items()), validate_choice=False
    )
    order = wtforms.SelectMultipleField(
        "Orders that will do",
        description="Without a choice a Yes asks for no order, and any order of a physician is one",
        choices=choices(*ORDERS.items()),
        validate_choice=False,
    )
    dose_max = wtforms.StringField("Most at once without asking")
    dose_min = wtforms.StringField("Least at once without asking")
    cumulative_max = wtforms.StringField("Most in all without asking")
    absolute_max = wtforms.StringField("Most at once, even after asking")
    unit = wtforms.SelectField(
        "Unit of the dose",
        choices=choices(("", ""), *((unit, unit) for unit in UNITS)),
        validate_choice=False,
    )
    per_kg = wtforms.BooleanField("The doses are for each kg of weight")
    single_dose = wtforms.BooleanField("Only the first dose without asking")
    note = wtforms.StringField("Note", [at_most(300, "the note")])
    source = wtforms.StringField(
        "Source",
        [at_most(300, "the source")],
        description="Where this rule is written: a protocol, a statute, a decision of the medical director",
    )
    confidence = wtforms.RadioField(
        "How sure is the source",
        choices=choices(*((word, word.capitalize()) for word in get_args(Confidence))),
        default="high",
        validate_choice=False,
    )

    def offer(self, ruleset: Ruleset, item: RulesetItem, *, overridden: bool) -> None:
        """Offer what this ruleset and item know: levels, routes, programs, endorsements, and the way back to the file."""
        own = [level for level in ruleset.levels if level not in ruleset.functions_as]
        self.levels.choices = choices(*((level, level) for level in own))
        self.may.choices = choices(*ANSWERS, *([(BACK, "As in the file")] if overridden else []))
        asked = (route for cell in item.cells.values() for grant in cell.grants for route in grant.route)
        routes = tuple(dict.fromkeys((*item.routes, *asked))) or tuple(ROUTES)
        self.route.choices = choices(*((code, ROUTES[code]) for code in routes))
        declared = dict(ruleset.programs)
        declared.setdefault(item.id, program_name(item))
        self.program.choices = choices(("", "No program needed"), *declared.items())
        self.endorsement.choices = choices(*ruleset.endorsements.items())

    def fill(self, way: Way) -> None:
        """Show a way that stands."""
        self.may.data = way["may"]
        for name in (*_LISTS, "endorsement"):
            self[name].data = list(way.get(name, ()))
        for name in _SINGLE:
            words = way.get(name, ())
            self[name].data = words[0] if len(words) == 1 else ""
        for name in NUMBERS:
            self[name].data = trimmed(way[name], 6) if name in way else ""
        for name in _TICKS:
            self[name].data = bool(way.get(name))
        for name in ("tape", "control", "program", "unit", "note"):
            self[name].data = way.get(name, "")
        self.source.data = way.get("source", "")
        self.confidence.data = way.get("confidence", "high")

    def forget_source(self) -> None:
        """Show no source, so that whoever changes the rule says theirs."""
        self.source.data, self.confidence.data = "", "high"

    def group_is_filled(self, names: Sequence[str]) -> bool:
        """Whether something is said, or is to be mended, in a group."""
        return any(self[name].data or self[name].errors for name in names)

    def way(self, ruleset: Ruleset) -> Way:
        """The way that is typed. Raises Refused with the field that cannot be read."""
        way: Way = {"may": typed(self.may), **dict(self._conditions(ruleset))}
        asked = [name for name in way if name not in {"may", "note"}]
        if way["may"] in _UNCONDITIONAL and asked:
            what = _UNCONDITIONAL[way["may"]]
            raise Refused(f"{what} has no conditions. Clear them, or choose another answer.", "may")
        _refuse_odd_limits(way)
        _refuse_odd_patients(way)
        source = one_line(typed(self.source))
        if not says_something(source):
            raise Refused("Write where this rule comes from.", "source")
        return {**way, "source": source, "confidence": self._choice("confidence") or "medium"}

    def names(self, item: RulesetItem) -> dict[str, dict[str, str]]:
        """The endorsements and programs that this rule is the first to ask for, with their names."""
        further = one_line(typed(self.further_endorsement))
        return {
            "endorsements": {slug_of(further): further} if slug_of(further) else {},
            "programs": {item.id: program_name(item)} if typed(self.program) == item.id else {},
        }

    def _conditions(self, ruleset: Ruleset) -> Iterator[tuple[str, Any]]:
        yield from ((name, words) for name in _LISTS if (words := self._several(name)))
        yield from ((name, [word]) for name in _SINGLE if (word := self._choice(name)))
        yield from (
            (name, word) for name in ("tape", "control", "program", "unit") if (word := self._choice(name))
        )
        yield from ((name, True) for name in _TICKS if self[name].data)
        for name, what in NUMBERS.items():
            if (number := self._number(name, what)) is not None:
                yield name, number
        if endorsements := self._endorsements(ruleset):
            yield "endorsement", endorsements
        if note := one_line(typed(self.note)):
            yield "note", note

    def _endorsements(self, ruleset: Ruleset) -> list[str]:
        further = one_line(typed(self.further_endorsement))
        slugs = self._several("endorsement")
        if not further:
            return slugs
        slug = slug_of(further)
        if not slug:
            raise Refused("Write the endorsement in letters.", "further_endorsement")
        known = {slug_of(name): key for key, name in ruleset.endorsements.items()}
        return list(dict.fromkeys((*slugs, known.get(slug, slug))))

    def _several(self, name: str) -> list[str]:
        offered = {str(value) for value, *_ in self[name].iter_choices()}
        words = list(dict.fromkeys(self[name].data or ()))
        if not offered.issuperset(words):
            raise Refused("Choose from the list.", name)
        return words

    def _choice(self, name: str) -> str:
        word = typed(self[name])
        if word not in {str(value) for value, *_ in self[name].iter_choices()} | {""}:
            raise Refused("Choose from the list.", name)
        return word

    def _number(self, name: str, what: str) -> float | None:
        text = typed(self[name]).strip()
        if not text:
            return None
        reading = read_number(text)
        number = reading.number if reading is not None and not reading.unit else math.nan
        if not 0 <= number < 1_000_000:
            raise Refused(f"Write {what} as a number, like {'0.5' if what == 'a dose' else '12'}.", name)
        return abs(number)  # "-0" is nought


class AgencyForm(Versioned):
    """The agency that the class plays."""

    programs = wtforms.SelectMultipleField("Programs it takes part in", validate_choice=False)
    medical_control = wtforms.RadioField(
        "Does it have medical control?",
        choices=choices(("yes", "Yes"), ("no", "No")),
        default="yes",
        validate_choice=False,
    )
    standing_orders = wtforms.RadioField(
        "Does it have standing orders?",
        choices=choices(("yes", "Yes"), ("no", "No")),
        default="yes",
        validate_choice=False,
    )
    name = wtforms.StringField("Name of the agency")
    number = wtforms.StringField("Number of the agency")
    state_id = wtforms.StringField("Its ID in the state")
    state = wtforms.SelectField("State", validate_choice=False)
    payment = wtforms.SelectField("Method of payment", validate_choice=False)
    service_level = wtforms.SelectField("Level of service billed", validate_choice=False)


def _refuse_odd_limits(way: Way) -> None:
    """Refuse, at its field, a dose without a unit, and limits that no dose keeps."""
    has_dose = not way.keys().isdisjoint(LIMITS)
    if has_dose and "unit" not in way:
        raise Refused("Choose the unit of the dose.", "unit")
    if "per_kg" in way and not has_dose:
        raise Refused("Write the dose that is for each kg, or take the tick away.", "dose_max")
    for low, high in without_doses(way):
        raise Refused(f"Write at least {plain(way[low])}, or leave one of the two empty.", high)
    for name in ("dose_max", "cumulative_max"):
        if way.get(name) == 0:
            raise Refused(
                "Write a dose above 0. If every dose needs an order, choose “On a physician’s order”.", name
            )


def _refuse_odd_patients(way: Way) -> None:
    """Refuse, at its field, ages and weights that leave nobody between them, and those that are hardly meant."""
    for low, under in without_patients(way):
        raise Refused(f"Write a number above {plain(way[low])}, or leave one of the two empty.", under)
    for name, most, what in _HARDLY_MEANT:
        if way.get(name, 0) > most:
            raise Refused(f"Write {what} of at most {most}.", name)


def program_name(item: RulesetItem) -> str:
    """What the program for an item is called that no file names."""
    return f"Program of the agency for: {item.name}"
