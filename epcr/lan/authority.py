"""The certificates of a machine: a small authority of its own, and from it a certificate for the addresses it has now.

A device that trusts the authority trusts this machine at whatever address it has next time. What the authority may vouch for is
written into it: numbers of local networks and names that end in `.local`, and no name of the internet.
"""

from __future__ import annotations

import ipaddress
import os
import secrets
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from epcr.config import Misconfigured
from epcr.database_file import give_to_owner_of

AUTHORITY: Final = "authority.pem"
ADDRESS: Final = "address.pem"
YEARS: Final = 5  # that devices trust it for, chosen here: a course's laptop is not older
# Apple takes no certificate of a server for more than 825 days (support.apple.com/103769), browsers none of the public for more than 398.
DAYS: Final = 397
RENEWED_BEFORE: Final = timedelta(days=30)
_BEFORE: Final = timedelta(days=2)  # a tablet's clock may be wrong by that much
_LOCAL: Final = (
    "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10",  # RFC 1122, 1918, 3927, 6598
    "::1/128", "fc00::/7", "fe80::/10",  # RFC 4291, 4193
)  # fmt: skip
HERE: Final = ("localhost", "127.0.0.1", "::1")

Key = ec.EllipticCurvePrivateKey


@dataclass(frozen=True)
class KeptCertificate:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: Key

    @property
    def fingerprint(self) -> str:
        """SHA-256 in pairs with colons, as devices show it, in four groups so that two people can compare it."""
        pairs = self.certificate.fingerprint(hashes.SHA256()).hex(":").upper().split(":")
        return " ".join(":".join(pairs[start : start + 8]) for start in range(0, len(pairs), 8))

    @property
    def name(self) -> str:
        """What a device calls it in its list."""
        return str(self.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value)

    @property
    def der(self) -> bytes:
        """The certificate alone, in the form that every device takes."""
        return self.certificate.public_bytes(serialization.Encoding.DER)

    def pem(self) -> bytes:
        """Both, for a file."""
        key = self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return key + self.certificate.public_bytes(serialization.Encoding.PEM)


def kept_authority(
    folder: Path, numbers: Iterable[str], names: Sequence[str], at: datetime
) -> KeptCertificate:
    """The authority of this machine, made where there is none, where it has run out, or where it may not vouch for a number.

    Raises Misconfigured where its file holds something else, OSError where it cannot be kept.
    """
    file = folder / AUTHORITY
    kept = _read(file) if file.exists() else None
    if (
        kept is not None
        and at < kept.certificate.not_valid_after_utc
        and all(may_vouch(kept.certificate, number) for number in numbers)
    ):
        return kept
    made = _authority(numbers, names, at)
    if kept is None:
        _keep(folder, file, made, first_wins=True)
        return _read(file)  # of two processes that begin at once, both take what the first one made
    _keep(folder, file, made)
    return made


def certificate_for(
    folder: Path, authority: KeptCertificate, numbers: Iterable[str], names: Iterable[str], at: datetime
) -> Path:
    """The file with the certificate for these numbers and names, and for this machine itself, made anew where it must be."""
    file = folder / ADDRESS
    wanted = tuple(
        dict.fromkeys(place for place in (*HERE, *numbers, *names) if may_vouch(authority.certificate, place))
    )
    with suppress(OSError, Misconfigured):
        kept = _read(file).certificate
        if _holds(kept, authority, wanted, at):
            return file
    _keep(folder, file, _signed(authority, wanted, at))
    return file


def may_vouch(authority: x509.Certificate, place: str) -> bool:
    """Whether the authority's own limits let it vouch for a number or a name."""
    permitted = (
        authority.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees or []
    )
    for limit in permitted:
        if isinstance(limit, x509.IPAddress):
            with suppress(ValueError):  # it is a name
                if ipaddress.ip_address(place) in ipaddress.ip_network(limit.value):
                    return True
        elif f".{place}".endswith(f".{limit.value}"):
            return True
    return False


def _holds(kept: x509.Certificate, authority: KeptCertificate, wanted: Iterable[str], at: datetime) -> bool:
    """Whether a certificate is of this authority, is valid for a while yet, and names all that is wanted."""
    try:
        kept.verify_directly_issued_by(authority.certificate)
    except (ValueError, TypeError, InvalidSignature):
        return False
    named = kept.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    places = {str(name.value) for name in named}
    return kept.not_valid_before_utc <= at < kept.not_valid_after_utc - RENEWED_BEFORE and places >= set(
        wanted
    )


def _authority(numbers: Iterable[str], names: Sequence[str], at: datetime) -> KeptCertificate:
    key = ec.generate_private_key(ec.SECP256R1())
    label = names[0].removesuffix(".local") if names else "this computer"
    # The day stands in its name, so that of two in a device's list the newer one can be told.
    subject = _named(f"Training ePCR on {label[:30]}, {at:%Y-%m-%d}")
    permitted = [
        *(x509.IPAddress(ipaddress.ip_network(network)) for network in (*_LOCAL, *_others(numbers))),
        *(x509.DNSName(name) for name in ("localhost", "local")),
    ]
    public = key.public_key()
    builder = (
        _begun(subject, subject, public, at, timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(x509.NameConstraints(permitted, None), critical=True)
    )
    return KeptCertificate(builder.sign(key, hashes.SHA256()), key)


def _others(numbers: Iterable[str]) -> Iterable[str]:
    """The networks of numbers that are not of a local network: some colleges give out public ones. A sixteenth of it is chosen here."""
    local = [ipaddress.ip_network(network) for network in _LOCAL]
    for number in numbers:
        there = ipaddress.ip_address(number)
        if not any(there in network for network in local):
            length = 16 if there.version == 4 else 64
            yield str(ipaddress.ip_network((there, length), strict=False))


def _signed(authority: KeptCertificate, places: Sequence[str], at: datetime) -> KeptCertificate:
    key = ec.generate_private_key(ec.SECP256R1())
    public = key.public_key()
    identifier = x509.SubjectKeyIdentifier.from_public_key(authority.key.public_key())
    builder = (
        _begun(_named("Training ePCR"), authority.certificate.subject, public, at, timedelta(days=DAYS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName([_alternative(place) for place in places]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier), critical=False
        )
    )
    return KeptCertificate(builder.sign(authority.key, hashes.SHA256()), key)


def _begun(
    subject: x509.Name, issuer: x509.Name, public: ec.EllipticCurvePublicKey, at: datetime, lasts: timedelta
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - _BEFORE)
        .not_valid_after(at - _BEFORE + lasts)
    )


def _alternative(place: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(place))
    except ValueError:
        return x509.DNSName(place)


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates, key_cert_sign=signs_certificates, crl_sign=signs_certificates,
        content_commitment=False, key_encipherment=False, data_encipherment=False, key_agreement=False,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])  # of 64 letters at most, RFC 5280, A.1


def _read(file: Path) -> KeptCertificate:
    text = file.read_bytes()
    try:
        key = serialization.load_pem_private_key(text, password=None)
        certificate = x509.load_pem_x509_certificate(text)
        if isinstance(key, ec.EllipticCurvePrivateKey) and key.public_key() == certificate.public_key():
            return KeptCertificate(certificate, key)
    except (ValueError, TypeError):
        pass
    message = (
        f"{file} holds no certificate with its key; delete it and start again: a new one is made, and devices that trusted the old"
        " one are asked to trust that"
    )
    raise Misconfigured(message)


def _keep(folder: Path, file: Path, made: KeptCertificate, *, first_wins: bool = False) -> None:
    """Write it for its owner alone: whole, under another name first."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    give_to_owner_of(folder.parent, folder)
    fresh = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(made.pem())
        give_to_owner_of(folder, fresh)
        if first_wins:
            with suppress(FileExistsError):
                os.link(fresh, file)
        else:
            fresh.replace(file)
    finally:
        fresh.unlink(missing_ok=True)
