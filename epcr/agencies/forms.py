"""The form of an agency's document: a file to look at, and the same document carried along until somebody confirms it.

It is carried as it came, packed, so that what is taken is read by the same reader as what was shown.
"""

from __future__ import annotations

import binascii
import zlib
from base64 import b64decode, b64encode
from io import BytesIO
from typing import Final

import wtforms
from flask import request
from flask_wtf.file import FileField

from epcr.agencies.agency_set import AgencySet
from epcr.agencies.reading import agency_set
from epcr.hardened_xml import DocumentRefused
from epcr.refused import Refused
from epcr.standard.document import read
from epcr.visit.forms import Form, typed

LARGEST: Final = 2 * 1024 * 1024  # bytes, what a page takes at all; the official agency has 75 thousand
MOST_PACKED: Final = 1_500_000  # characters, so that the form that carries it is taken too
_TOO_LARGE: Final = (
    "The document is too large for this page. Whoever runs the server can take it with “epcr nemsis agency”."
)


class LookForm(Form):
    """A document to look at."""

    file = FileField("The file of the agency or the state")

    def packed(self) -> str:
        """The document that was sent, packed. Raises Refused."""
        sent = request.files.get(self.file.name)
        content = sent.read(LARGEST + 1) if sent else b""
        if not content:
            raise Refused("Choose a file.", "file")
        packed = b64encode(zlib.compress(content, 9)).decode()
        if len(content) > LARGEST or len(packed) > MOST_PACKED:
            raise Refused(_TOO_LARGE, "file")
        return packed


class TakeForm(Form):
    """A document that was looked at."""

    document = wtforms.HiddenField()

    def packed(self) -> str:
        """The document, packed."""
        return typed(self.document)


def unpacked(packed: str) -> AgencySet:
    """What a packed document says. Raises Refused with the line and the element of what cannot be taken."""
    try:
        whole = zlib.decompressobj().decompress(b64decode(packed, validate=True), LARGEST + 1)
    except (binascii.Error, zlib.error, ValueError):
        raise Refused("Choose the file once more; it did not arrive whole.", "file") from None
    if len(whole) > LARGEST:
        raise Refused(_TOO_LARGE, "file")
    try:
        return agency_set(read(BytesIO(whole)))
    except DocumentRefused as error:
        where = f"Line {error.line}: " if error.line else ""
        raise Refused(f"{where}{error}. Nothing was taken.", "file") from None
