"""What a page says to whoever looks at it or hears it: its text, and the attributes that are read out or shown."""

from __future__ import annotations

from collections.abc import Iterator

from bs4 import BeautifulSoup

ATTRIBUTES = ("aria-label", "alt", "title", "placeholder")


def spoken_words(page: BeautifulSoup) -> Iterator[str]:
    """Its text, then each attribute. Names of people and words that they typed are nobody's to translate."""
    for typed in page.select("[translate=no], bdi, script"):
        typed.decompose()
    yield page.get_text(" ")
    for tag in page.find_all(True):
        yield from (str(tag[name]) for name in ATTRIBUTES if tag.get(name))
