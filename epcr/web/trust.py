"""How a device comes to trust the secure address of `epcr serve --lan`: the certificate to fetch, and the steps in plain words.

Open to everybody, since it is needed before anybody signs in; there is no secret in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Response, abort, render_template, url_for

from epcr.visit.reach import reached_securely_at, secured

FILE: Final = "training-epcr.crt"

blueprint = Blueprint("trust", __name__, url_prefix="/trust")


@dataclass(frozen=True)
class TrustPage:
    """The page; without a secure address all of it is empty. `name` is what the certificate is called in a device's list."""

    name: str
    fingerprint: str
    certificate: str
    addresses: Sequence[str]


@blueprint.get("")
def steps() -> str:
    """What trusting is good for, and how it is done on each kind of device."""
    beside = secured()
    page = TrustPage(
        name=beside.name if beside else "",
        fingerprint=beside.fingerprint if beside else "",
        certificate=url_for("trust.certificate") if beside else "",
        addresses=reached_securely_at("/"),
    )
    return render_template("people/trust.html", page=page)


@blueprint.get(f"/{FILE}")
def certificate() -> Response:
    """The certificate to trust, as a device takes it: in DER, with the type that iOS opens as a profile."""
    beside = secured()
    if beside is None:
        abort(404)
    answer = Response(beside.certificate, mimetype="application/x-x509-ca-cert")
    answer.headers["Content-Disposition"] = f"attachment; filename={FILE}"
    return answer
