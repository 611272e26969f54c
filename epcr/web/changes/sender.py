"""What a device is called where its owner must tell it from another: its kind, as its browser says, and the letters it gave itself."""

from __future__ import annotations

from typing import Final

# Words of a User-Agent, the first that is in it decides. An iPad calls itself a Macintosh since 2019 unless it is asked for phone pages.
_KINDS: Final = (
    ("iPad", "iPad"),
    ("iPhone", "iPhone"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows computer"),
    ("Macintosh", "Mac or iPad"),
    ("Linux", "Linux computer"),
)


# A browser names those that it wants to be taken for as well; the first that is in it decides.
_BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrom", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)


def named(browser: str, letters: str) -> str:
    """The device of this User-Agent that calls itself by these letters: "iPad (Safari) 3f2a"."""
    program = next((f" ({name})" for word, name in _BROWSERS if word in browser), "")
    return f"{_kind(browser)}{program} {letters}".rstrip()


def _kind(browser: str) -> str:
    if "Android" in browser:
        return "Android phone" if "Mobile" in browser else "Android tablet"
    return next((kind for word, kind in _KINDS if word in browser), "device")
