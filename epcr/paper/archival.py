"""What a PDF says of itself so that it can be read in decades and by everybody: metadata, the meaning of its grays, and three things
that ReportLab 5.1 writes otherwise than PDF/A-2 (ISO 19005-2) and PDF/UA-1 (ISO 14289-1) want.

It knows no page and no content.
"""

from __future__ import annotations

import zlib
from functools import cache
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from PIL import ImageCms
from reportlab.pdfbase import pdfdoc, ttfonts
from reportlab.pdfbase.pdfdoc import PDFObject

Document = Any  # ReportLab's PDFDocument, of which its types know too little

VERSION: Final = (1, 7)  # ISO 32000-1
MAKER: Final = "Training ePCR"
LANGUAGE: Final = "en-US"
# Parts of ISO 19005: papers are PDF/A-2, those that carry files PDF/A-3.
PART: Final = 2
PART_WITH_FILES: Final = 3
# Two bytes end the line: with one, a stream whose last byte is a carriage return would seem to be a byte shorter.
END_OF_STREAM: Final = b"\r\nendstream\n"

_PAGE: Final = ("StructParents", "Tabs")
_CATALOG: Final = ("OutputIntents", "AF")


class Literal(PDFObject):
    """An object that is written as it stands; `content` may be set until the document is finished."""

    __RefOnly__ = 1

    def __init__(self, content: str = "") -> None:
        self.content = content

    def format(self, document: Document) -> bytes:
        return self.content.encode("ascii")


class Stream(PDFObject):
    """Bytes that are written as they stand, under the keys of a dictionary."""

    __RefOnly__ = 1

    def __init__(self, keys: str, content: bytes) -> None:
        self.keys, self.content = keys, content

    def format(self, document: Document) -> bytes:
        head = f"<< {self.keys} /Length {len(self.content)} >>\nstream\n"
        return head.encode("ascii") + self.content + END_OF_STREAM


def hexadecimal(text: str) -> str:
    """A text string in hexadecimal digits, which needs no escapes (ISO 32000-1, 7.9.2.2)."""
    return f"<FEFF{text.encode('utf-16-be').hex()}>"


@cache
def correct_the_library() -> None:
    """Once a process: let ReportLab end streams on a line of their own, list only the characters that a font's subset has, and
    write the keys of pages and catalog that say what is what.
    """
    pdfdoc.PDFPage.__NoDefault__ = [*pdfdoc.PDFPage.__NoDefault__, *_PAGE]
    pdfdoc.PDFCatalog.__NoDefault__ = [*pdfdoc.PDFCatalog.__NoDefault__, *_CATALOG]
    written = pdfdoc.PDFStream.format

    def with_line(stream: Any, document: Document) -> bytes:
        stream_bytes: bytes = written(stream, document)
        return stream_bytes.removesuffix(b"endstream\n") + END_OF_STREAM

    pdfdoc.PDFStream.format = with_line  # type: ignore[method-assign, assignment]
    ttfonts.makeToUnicodeCMap = _characters_of  # type: ignore[assignment]


def describe(
    document: Document, *, title: str, subject: str, language: str = LANGUAGE, part: int = PART
) -> None:
    """Say title, subject and language, to which part of PDF/A the document conforms, and which grays its grays are."""
    catalog = document.Catalog
    catalog.Metadata = metadata(title, subject, language, part)
    document.Reference(profile())
    catalog.OutputIntents = Literal(intent(document.objectcounter))


def metadata(title: str, subject: str, language: str = LANGUAGE, part: int = PART) -> Stream:
    """What the document is, and what it conforms to."""
    return Stream("/Type /Metadata /Subtype /XML", _packet(title, subject, language, part).encode())


def profile() -> Stream:
    """The profile of the grays."""
    return Stream("/N 3 /Filter /FlateDecode", _srgb())


def intent(number: int) -> str:
    """That the profile with this number is meant."""
    return (
        "[<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB) /Info (sRGB) "
        f"/DestOutputProfile {number} 0 R >>]"
    )


def properties(title: str, subject: str) -> str:
    """What older readers look for in place of the metadata, in the same words (ISO 19005-2, 6.6.3)."""
    texts = {"Title": title, "Subject": subject, "Author": MAKER, "Creator": MAKER, "Producer": MAKER}
    return f"<< {' '.join(f'/{key} {hexadecimal(words)}' for key, words in texts.items())} >>"


_NAMESPACES: Final = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}
# PDF/A knows no word of PDF/UA: the extension schema declares its one property (ISO 19005-2, 6.6.2.3).
_DECLARED: Final = f"""<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>{_NAMESPACES["pdfuaid"]}</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>"""


def _packet(title: str, subject: str, language: str, part: int) -> str:
    """The XMP packet (ISO 16684-1)."""
    names = " ".join(f"xmlns:{prefix}={quoteattr(address)}" for prefix, address in _NAMESPACES.items())
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF {names}><rdf:Description rdf:about="">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{escape(subject)}</rdf:li></rdf:Alt></dc:description>
<dc:creator><rdf:Seq><rdf:li>{MAKER}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{MAKER}</xmp:CreatorTool><pdf:Producer>{MAKER}</pdf:Producer>
<pdfaid:part>{part}</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>
{_DECLARED}
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


@cache
def _srgb() -> bytes:
    """The sRGB profile, compressed; without the time at which it was made, so that it is the same each time."""
    made = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    made[24:36] = bytes.fromhex("07d0 0001 0001 0000 0000 0000")  # ICC.1, 7.2.8: January 1, 2000
    made[84:100] = bytes(16)  # ICC.1, 7.2.18: no checksum was calculated
    return zlib.compress(bytes(made), 9)


def _characters_of(name: str, subset: list[int]) -> str:
    """Which character each code of a font's subset stands for (ISO 32000-1, 9.10.3); unused codes are left out."""
    used = [(code, character) for code, character in enumerate(subset) if character]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def",
        f"/CMapName /{name} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        f"<00> <{len(subset) - 1:02X}>",
        "endcodespacerange",
    ]
    for first in range(0, len(used), 100):  # a list has at most a hundred entries
        some = used[first : first + 100]
        lines.append(f"{len(some)} beginbfchar")
        lines += [
            f"<{code:02X}> <{chr(character).encode('utf-16-be').hex().upper()}>" for code, character in some
        ]
        lines.append("endbfchar")
    return "\n".join([*lines, "endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"])
