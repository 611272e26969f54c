"""The agency that a class plays, as the standard asks for it in every document: what the class says, else `schemas/nemsis/agency.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from msgspec import Struct

from epcr import paths
from epcr.broken_schema import BrokenSchema
from epcr.export.nemsis.table import elements
from epcr.toml_file import read_toml


class AgencyFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file; its comments say which element each key is of."""

    state_id: str
    number: str
    state: str
    creator: str
    software: str
    capability: str
    response_mode: str
    dispatch_reason: str


@dataclass(frozen=True)
class PlayedAgency:
    """What a class says of its agency; what it does not say is empty.

    `state_id` is the agency's id in its state, `state` the state's number (ANSI INCITS 38), `payment` and `service_level` codes of
    ePayment.01 and ePayment.50: empty where nobody is billed.
    """

    state_id: str = ""
    number: str = ""
    name: str = ""
    state: str = ""
    payment: str = ""
    service_level: str = ""


# The element of each of them.
ELEMENTS = {
    "state_id": "dAgency.01", "number": "dAgency.02", "name": "eResponse.02", "state": "dAgency.04", "payment": "ePayment.01",
    "service_level": "ePayment.50",
}  # fmt: skip


def played(stored: Mapping[str, Any] | None) -> PlayedAgency:
    """The agency as a class keeps it; a word that this version does not know is passed over."""
    known = {known_field.name for known_field in fields(PlayedAgency)}
    return PlayedAgency(**{name: str(text) for name, text in (stored or {}).items() if name in known})


def file() -> Path:
    """Where the usual answers lie."""
    return paths.schemas() / "nemsis" / "agency.toml"


@cache
def usual() -> AgencyFile:
    """What holds where nothing is said. Raises BrokenSchema for what the standard does not take."""
    path = file()
    read = read_toml(path, AgencyFile, "the agency")
    places = {
        "state_id": "dAgency.01", "number": "dAgency.02", "state": "dAgency.04", "creator": "eRecord.02", "software": "eRecord.03",
        "capability": "eResponse.07", "response_mode": "eResponse.23", "dispatch_reason": "eDispatch.01",
    }  # fmt: skip
    for key, element in places.items():
        kind = elements()[element].type
        if kind is None or not kind.fits(getattr(read, key)):
            raise BrokenSchema(path, key, f"{element} takes no {getattr(read, key)!r}")
    return read


@cache
def software_version() -> str:
    """The version of this software."""
    return version("epcr")


__all__ = ["ELEMENTS", "AgencyFile", "PlayedAgency", "file", "played", "software_version", "usual"]
