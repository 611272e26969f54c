"""What each piece of a document is, in the order in which it is read: the structure that screen readers and converters follow.

Elements have the standard's names (ISO 32000-1, 14.8.4): H1 to H3, P, Sect, Table, TR, TH, TD, Figure. It knows no patient and no
place on paper; `epcr.paper.blocks` says which marks on a page belong to which element.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from reportlab.pdfbase.pdfdoc import PDFObject

from epcr.paper.archival import LANGUAGE, Document, Literal, hexadecimal

# Elements that hold elements; text that is written directly in one becomes a paragraph of its own.
GROUPS: Final = frozenset({"Document", "Sect", "Table", "TR"})


class StructureElement:
    """A piece of the structure. `kids` are elements, or marks as (page, number on that page); `language` is said where it is
    another one than around it.
    """

    __slots__ = ("alt", "box", "kids", "kind", "language", "number", "parent", "scope", "span")

    def __init__(
        self,
        kind: str,
        parent: StructureElement | None,
        *,
        alt: str = "",
        scope: str = "",
        span: int = 1,
        box: tuple[float, float, float, float] | None = None,
    ) -> None:
        self.kind, self.parent = kind, parent
        self.alt, self.scope, self.span, self.box = alt, scope, span, box
        self.kids: list[StructureElement | tuple[int, int]] = []
        self.number, self.language = 0, ""
        if parent is not None:
            parent.kids.append(self)


class Structure:
    """The structure of one document while it is written."""

    def __init__(self, language: str = LANGUAGE) -> None:
        self.root = StructureElement("Document", None)
        if (
            language != LANGUAGE
        ):  # said here too, since the document may be bound into one of the usual language
            self.root.language = language
        # For each page the element of each mark, in the order of their numbers.
        self._marked: list[list[StructureElement]] = [[]]

    def mark(self, element: StructureElement) -> int:
        """The number of a new mark on the present page that belongs to the element."""
        marks = self._marked[-1]
        marks.append(element)
        number = len(marks) - 1
        element.kids.append((len(self._marked) - 1, number))
        return number

    def turn(self) -> None:
        """What is marked from now on stands on the next page."""
        self._marked.append([])

    def write_into(self, document: Document) -> None:
        """Hand the elements to the document, whose pages are all written."""
        pages = self._marked[:-1]
        elements = list(_within(self.root))
        root = Literal()
        root_at = _number_of(document, root)
        literals = []
        for element in elements:
            literals.append(Literal())
            element.number = _number_of(document, literals[-1])
        page_at = [
            document.idToObjectNumberAndVersion[f"Page{number + 1}"][0] for number in range(len(pages))
        ]
        for element, literal in zip(elements, literals, strict=True):
            literal.content = _written(element, root_at, page_at)
        parents = []
        for number, marks in enumerate(pages):
            of_page = Literal(f"[{' '.join(f'{element.number} 0 R' for element in marks)}]")
            parents.append(f"{number} {_number_of(document, of_page)} 0 R")
            page = document.idToObject[f"Page{number + 1}"]
            page.StructParents = number
            page.Tabs = Literal("/S")
        root.content = (
            f"<< /Type /StructTreeRoot /K [{self.root.number} 0 R] /ParentTreeNextKey {len(pages)} "
            f"/ParentTree << /Nums [{' '.join(parents)}] >> >>"
        )
        catalog = document.Catalog
        catalog.StructTreeRoot = root
        catalog.MarkInfo = Literal("<< /Marked true >>")


def _within(element: StructureElement) -> Iterator[StructureElement]:
    """The element and everything in it; what holds nothing is left out, from the inside."""
    yield element
    kept: list[StructureElement | tuple[int, int]] = []
    for kid in element.kids:
        if isinstance(kid, StructureElement):
            below = list(_within(kid))
            if not kid.kids and kid.kind not in {"TD", "TH"}:
                continue
            yield from below
        kept.append(kid)
    element.kids = kept


def _written(element: StructureElement, root_at: int, page_at: list[int]) -> str:
    above = element.parent.number if element.parent else root_at
    pages = {kid[0] for kid in element.kids if isinstance(kid, tuple)}
    own = page_at[next(iter(pages))] if len(pages) == 1 else None
    kids = " ".join(_kid(kid, own, page_at) for kid in element.kids)
    parts = [f"<< /S /{element.kind} /P {above} 0 R /K [{kids}]"]
    if own:
        parts.append(f"/Pg {own} 0 R")
    if element.language:
        parts.append(f"/Lang ({element.language})")
    if element.alt:
        parts.append(f"/Alt {hexadecimal(element.alt)}")
    return " ".join([*parts, *_attributes(element), ">>"])


def _kid(kid: StructureElement | tuple[int, int], own: int | None, page_at: Sequence[int]) -> str:
    """An element by its number; a mark by its own, with its page where the element does not name the one page of all."""
    if isinstance(kid, StructureElement):
        return f"{kid.number} 0 R"
    page, number = kid
    return str(number) if own else f"<< /Type /MCR /Pg {page_at[page]} 0 R /MCID {number} >>"


def _attributes(element: StructureElement) -> Iterator[str]:
    """Where a figure stands; what a cell is the head of, and how many columns it takes (ISO 32000-1, 14.8.5)."""
    if element.box:
        corners = " ".join(f"{at:.2f}" for at in element.box)
        yield f"/A << /O /Layout /Placement /Block /BBox [{corners}] >>"
    elif element.scope or element.span > 1:
        scope = f" /Scope /{element.scope}" if element.scope else ""
        span = f" /ColSpan {element.span}" if element.span > 1 else ""
        yield f"/A << /O /Table{scope}{span} >>"


def _number_of(document: Document, made: PDFObject) -> int:
    """The number that the document gives an object."""
    document.Reference(made)
    return int(document.objectcounter)
