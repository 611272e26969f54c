"""Run sheets with anything on them that can be typed, for hypothesis."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from epcr.sheet.kinds.choice import Choice, Item, Several
from epcr.sheet.kinds.crew_member import OfCrew, SeveralOfCrew
from epcr.sheet.kinds.day import Day
from epcr.sheet.kinds.drawn import Drawing
from epcr.sheet.kinds.moment import Moment
from epcr.sheet.kinds.number import Decimal, Readout, Whole
from epcr.sheet.kinds.text import Text
from epcr.sheet.kinds.yes_no import YesNo
from epcr.sheet.listed import Endorsements, Items, Level
from tests.build import MEDIC, clock, sheet

MOMENTS = st.sampled_from([clock("00:00"), clock("12:00:01"), clock("17:05"), clock("23:59:59")])
MEMBERS = st.sampled_from([MEDIC, "0" * 32])


def codes(spec):
    return st.sampled_from(
        [*(term.code for term in spec.terms), *(["What somebody typed"] if spec.open else [])]
    )


def whole(spec):
    return st.integers(int(spec.possible[0]), int(spec.possible[1]))


STRATEGIES = {
    SeveralOfCrew: lambda _spec: st.lists(MEMBERS, min_size=1, max_size=2),
    OfCrew: lambda _spec: MEMBERS,
    Several: lambda spec: st.lists(codes(spec), min_size=1, max_size=3),
    Items: lambda spec: st.lists(codes(spec), min_size=1, max_size=3),
    Endorsements: lambda spec: st.lists(codes(spec), min_size=1, max_size=3),
    Choice: codes,
    Level: codes,
    Item: codes,
    Readout: lambda spec: st.one_of(st.sampled_from([word for word, *_ in spec.words]), whole(spec)),
    Whole: whole,
    Decimal: lambda spec: st.one_of(st.floats(*spec.possible), st.just(float(spec.possible[0]))),
    YesNo: lambda _spec: st.booleans(),
    Day: lambda _spec: st.dates(min_value=date(1880, 1, 1), max_value=date(2100, 12, 31)),
    Moment: lambda _spec: MOMENTS,
    Drawing: lambda _spec: st.just([[[0, 0], [10, 10]]]),
    Text: lambda _spec: st.text(min_size=1, max_size=20),
}


@st.composite
def sheets(draw):
    """The built sheet with up to 25 fields changed to anything that they can hold, or to nothing with a reason."""
    run_sheet = sheet()
    run_sheet.ruleset = draw(st.sampled_from(["us-national-2019", "us-atlantis"]))
    parts = list(run_sheet.parts())
    for _ in range(draw(st.integers(1, 25))):
        part = draw(st.sampled_from(parts))
        name = draw(st.sampled_from(list(part.fields())))
        spec = part.fields()[name]
        setattr(part, name, draw(st.one_of(st.none(), STRATEGIES[type(spec)](spec))))
        if spec.reasons and draw(st.booleans()):
            part.absent = {**part.absent, name: draw(st.sampled_from(spec.reasons))}
    return run_sheet
