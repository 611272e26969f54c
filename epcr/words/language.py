"""Which language is spoken now, and sentences in it.

The English sentence is the message; what is put into it has a name (`%(sheet)s`), and what is counted is `%(num)d`. A catalog is the text
`epcr/translations/<language>/LC_MESSAGES/epcr.po`, read once a process; a sentence that it lacks is said in English. It knows no
request: `epcr.visit.spoken` chooses for a page, an order for a paper (docs/adr/0029).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Final, cast

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import LazyProxy

from epcr import paths

ENGLISH: Final = "en"
_SPOKEN: ContextVar[str] = ContextVar("spoken", default=ENGLISH)


def spoken() -> str:
    """The language spoken now: `en`, `es`."""
    return _SPOKEN.get()


def spoken_here() -> str:
    """The same with the country whose words and dates they are (BCP 47): `es-US`."""
    return f"{spoken()}-US"


def speak(language: str) -> None:
    """Speak it from here on, in this thread."""
    _SPOKEN.set(language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak it inside. Never around a `yield`: whoever takes what is yielded would speak it too."""
    before = _SPOKEN.set(language)
    try:
        yield
    finally:
        _SPOKEN.reset(before)


def gettext(message: str, /, **named: object) -> str:
    """The sentence in the language spoken, with what is named put into it."""
    sentence = sentences(spoken()).gettext(message)
    return sentence % named if named else sentence


def ngettext(singular: str, plural: str, num: int, /, **named: object) -> str:
    """The sentence for so many, of the two in English or of as many as the language tells apart."""
    return sentences(spoken()).ngettext(singular, plural, num) % {"num": num, **named}


def marked(message: str) -> str:
    """A sentence that is said elsewhere, by `gettext`: with this the catalog has it."""
    return message


def later(message: str) -> str:
    """A sentence of a form, which is declared before it is known who reads it: said anew wherever it is used as text."""
    return cast(str, LazyProxy(gettext, message, enable_cache=False))


@cache
def sentences(language: str) -> NullTranslations:
    """The sentences of a language. Raises OSError or PoFileError where its catalog cannot be read."""
    if language == ENGLISH:
        return NullTranslations()
    with catalog_file(language).open("rb") as file:
        read = read_po(file, locale=language, ignore_obsolete=True, abort_invalid=True)
    compiled = io.BytesIO()
    write_mo(compiled, read)
    compiled.seek(0)
    return GNUTranslations(compiled)


def catalog_file(language: str) -> Path:
    """Where the catalog of a language lies."""
    return paths.translations() / language / "LC_MESSAGES" / "epcr.po"
