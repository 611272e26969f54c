"""The usual doses that the call screen offers to be tapped.

Most are the same for every adult, so that those of an adult come once, with the list of what can be done; a page has what is another for
its own patient.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final, cast

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from epcr.doses import DoseChoice, DosePatient, dose_choices
from epcr.sheet.catalog import catalog
from epcr.sheet.interventions import Intervention
from epcr.sheet.kinds.number import Number
from epcr.sheet.units import trimmed
from epcr.sheet.vocabulary import vocabulary

# A number, the code of its unit and those of its routes, as the fields of an intervention take them.
Offered = tuple[str, str, tuple[str, ...]]

DOSE_PLACES: Final = cast(Number, Intervention.fields()["dose"]).places
_ADULT: Final = DosePatient(age_years=40)  # chosen here: an adult whose weight nobody knows


@cache
def of_an_adult() -> Mapping[str, tuple[Offered, ...]]:
    """The doses of an adult, by item; of one that has none nothing."""
    return MappingProxyType({item: doses for item, doses in _of(_ADULT).items() if doses})


@lru_cache(maxsize=256)
def unlike_an_adult(patient: DosePatient) -> Markup:
    """The doses for a patient of each item that has others for an adult, as JSON; none of one that is not for this patient."""
    adult = of_an_adult()
    others = {item: doses for item, doses in _of(patient).items() if doses != adult.get(item, ())}
    return htmlsafe_json_dumps(others, separators=(",", ":"))


def _of(patient: DosePatient) -> dict[str, tuple[Offered, ...]]:
    return {
        item.id: tuple(_offered(choice) for choice in dose_choices(item.id, patient)) for item in catalog()
    }


def _offered(choice: DoseChoice) -> Offered:
    label = choice.amount.measure.label
    unit = vocabulary("dose_unit").find(label)
    code = unit.code if unit is not None else label
    return trimmed(float(choice.amount.number), DOSE_PLACES), code, choice.routes
