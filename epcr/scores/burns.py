"""The rule of nines: the share of the body surface that regions have, in percent. Redness alone is not counted by who asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

# Adult: head 9, each arm 9, chest and abdomen 18, back 18, each leg 18, perineum 1 (Wallace AB. Lancet 1951;257:501-504). Child: head
# 18, each leg 14 (National Model EMS Clinical Guidelines, NASEMSO, 2022: Burns). Chest and abdomen have half of the front each.
# Adult and child agree with the facts of the project (high).
ADULT: Final[Mapping[str, float]] = MappingProxyType(
    {"head": 9, "arm_left": 9, "arm_right": 9, "chest": 9, "abdomen": 9, "back": 18, "leg_left": 18, "leg_right": 18, "perineum": 1}
)  # fmt: skip
CHILD: Final[Mapping[str, float]] = MappingProxyType(
    {**ADULT, "head": 18, "leg_left": 14, "leg_right": 14, "perineum": 0}
)
# Whose body has a child's shares, in years: chosen here, for no source of the rule names an age.
CHILD_UNDER: Final = 10


def burned(regions: Iterable[str], *, child: bool) -> float:
    """How much of the body surface (%) these regions are, each counted once and as if it were burned all over."""
    shares = CHILD if child else ADULT
    return sum(shares[region] for region in set(regions))
