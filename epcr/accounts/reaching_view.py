"""How devices get to the page to join: the code to scan, the secure address, and how many have come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

import segno
from flask import url_for

from epcr.people.model import Classroom
from epcr.sheet.customs import Customs
from epcr.visit.arrivals import HOURS, arrivals
from epcr.visit.reach import reached_at, reached_securely_at, secured
from epcr.words.counting import counted

_NOBODY: Final = f"No other device has reached this server in the last {HOURS} hours."
_QUIET_ZONE: Final = 4  # modules, ISO/IEC 18004, 9.1: dark pages surround it


@dataclass(frozen=True)
class Reaching:
    """`qr` is a picture as an address, empty where nobody can join or reach the page; without a secure address `secure` is empty.

    `trusted_at` is the page that tells how a device trusts it, at the plain address, which every device opens.
    """

    qr: str
    qr_words: str
    secure: Sequence[str]
    fingerprint: str
    trusted_at: Sequence[str]
    devices: str


def reaching(classroom: Classroom) -> Reaching:
    """For the page of this class, as asked for now."""
    here, beside = reached_at(url_for("people.join")), secured()
    joined_at = f"{here[0]}?code={quote(classroom.join_code)}" if here and classroom.join_open else ""
    return Reaching(
        qr=_picture(joined_at) if joined_at else "",
        qr_words=f"QR code that opens {joined_at}",
        secure=reached_securely_at(url_for("people.join")),
        fingerprint=beside.fingerprint if beside else "",
        trusted_at=reached_at(url_for("trust.steps")) if beside else (),
        devices=_devices(classroom),
    )


def _devices(classroom: Classroom) -> str:
    came = arrivals().reached()
    if came.last is None:
        return _NOBODY
    at = Customs(classroom.zone).time(came.last.replace(second=0))
    return (
        f"{counted(came.devices, 'device')} reached this server in the last {HOURS} hours, the last at {at}."
    )


def _picture(address: str) -> str:
    return str(segno.make(address, error="m", micro=False).svg_data_uri(border=_QUIET_ZONE, light="#fff"))
