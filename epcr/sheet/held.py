"""How a run sheet holds its sections: one that stands once, or the entries of one of many; a line in `RunSheet` for each.

A sheet that was stored before a section existed has no row of it. Reading it makes the section, empty; only what is taken into
the sheet (`RunSheet.keep`) is stored, so that looking at an old sheet writes nothing.
"""

from __future__ import annotations

from typing import Any, Generic, Self, TypeVar, overload

from sqlalchemy.orm import relationship

from epcr.sheet.section import Entry, Section, SheetPart

P = TypeVar("P", bound=SheetPart)
S = TypeVar("S", bound=Section)
E = TypeVar("E", bound=Entry)


class Held(Generic[P]):
    """A section of the sheet under its slug. The rows of it stand in a relationship beside it."""

    def __init__(self, kind: type[P]) -> None:
        """Hold a section, or entries, of this class."""
        self.kind = kind

    def __set_name__(self, sheet: type, name: str) -> None:
        """Declare the relationship before the class is mapped. Refuses a name that is not the section's slug."""
        if name != self.kind.page.slug:
            message = f"{sheet.__name__}.{name}: the slug of {self.kind.__name__} is {self.kind.page.slug!r}"
            raise TypeError(message)
        self.rows = f"{name}_rows"
        rows = relationship(self.kind, cascade="all, delete-orphan", **self._options())
        setattr(sheet, self.rows, rows)

    def _options(self) -> dict[str, Any]:
        raise NotImplementedError

    def every(self, sheet: object) -> list[P]:
        """The section, or all of its entries, struck ones included."""
        raise NotImplementedError

    def keep(self, sheet: object, part: P) -> None:
        """Take it into the sheet, where it is not in it yet."""
        raise NotImplementedError


class Once(Held[S]):
    """A section that stands once."""

    def _options(self) -> dict[str, Any]:
        return {"uselist": False, "lazy": "joined"}

    @overload
    def __get__(self, sheet: None, owner: type) -> Self: ...
    @overload
    def __get__(self, sheet: object, owner: type) -> S: ...
    def __get__(self, sheet: object | None, owner: type) -> Self | S:
        """The section; an empty one where none is stored, the same whenever it is asked for."""
        if sheet is None:
            return self
        stored: S | None = getattr(sheet, self.rows)
        return self._made(sheet) if stored is None else stored

    def __set__(self, sheet: object, part: S) -> None:
        """Let this section stand in the sheet."""
        vars(sheet).pop(self._beside, None)
        setattr(sheet, self.rows, part)

    @property
    def _beside(self) -> str:
        # Beside the mapped attributes: in the relationship it would be written by the next flush, or refused by the audit.
        return f"_{self.rows}_made"

    def _made(self, sheet: object) -> S:
        made: S | None = vars(sheet).get(self._beside)
        if made is None:
            made = vars(sheet)[self._beside] = self.kind()
        return made

    def every(self, sheet: object) -> list[S]:
        """The section alone."""
        return [self.__get__(sheet, type(sheet))]

    def keep(self, sheet: object, part: S) -> None:
        """Take it into the sheet, where none is stored."""
        if getattr(sheet, self.rows) is None:
            self.__set__(sheet, part)


class Many(Held[E]):
    """The entries of a section, in the order in which they were made."""

    def _options(self) -> dict[str, Any]:
        return {"order_by": self.kind.created_at, "lazy": "selectin"}

    @overload
    def __get__(self, sheet: None, owner: type) -> Self: ...
    @overload
    def __get__(self, sheet: object, owner: type) -> list[E]: ...
    def __get__(self, sheet: object | None, owner: type) -> Self | list[E]:
        """The entries; none where the sheet is older than the section."""
        return self if sheet is None else getattr(sheet, self.rows)

    def __set__(self, sheet: object, entries: list[E]) -> None:
        """Let these entries stand in the sheet."""
        setattr(sheet, self.rows, entries)

    def every(self, sheet: object) -> list[E]:
        """All entries, struck ones included."""
        return self.__get__(sheet, type(sheet))

    def keep(self, sheet: object, part: E) -> None:
        """Add it, where it is not among them."""
        if part not in self.every(sheet):
            self.every(sheet).append(part)
