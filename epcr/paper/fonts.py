"""The fonts of every document, and text turned into characters that they have.

Latin, Greek, Cyrillic, Arabic, Hebrew and Thai come from FiraGO, which is always there; Chinese, Japanese and Korean from an
optional package. Arabic letters are joined here, those of Devanagari are not; the order of right-to-left text is settled line by
line in `epcr.paper.lines`. What no font has becomes a word in brackets, so that a missing glyph never prints as a box.
"""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path

import arabic_reshaper
import pymupdf_fonts
from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR = "FiraGO"
BOLD = "FiraGO-Bold"
ASCENT = 0.74  # of the letters' size; FiraGO's capitals are 0.69 high, its accents 0.9

# The glyphs of FiraGO 1.001's feature `tnum`: figures of one width, so that numbers stand under each other. They are known by
# index only, which is safe for these very files and for no other: a wrong index would print a wrong number.
_TABULAR = {
    "0": 3543,
    "1": 3552,
    "2": 3558,
    "3": 3564,
    "4": 3574,
    "5": 3582,
    "6": 3588,
    "7": 3594,
    "8": 3600,
    "9": 3606,
}
_TABULAR_WIDTH = 560
_TABULAR_FILES = {
    "495901c0c608ea265f4c31aa2a4c7a313e5cc2a3dd610da78a447fe8e07454a2",
    "ab720753c39073556260ebbaee7e7af89f9ca202a7c7abc257d935db590a1e35",
}

# Files of the optional package, in the order in which they are asked for a character of a script.
_EAST_ASIAN_FILES = {
    "SC": "notosanssc/NotoSansSC[wght].ttf",
    "TC": "notosanstc/NotoSansTC[wght].ttf",
    "JP": "notosansjp/NotoSansJP[wght].ttf",
    "KR": "notosanskr/NotoSansKR[wght].ttf",
}
_KOREAN = re.compile("[\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff]")
_JAPANESE = re.compile("[\u3040-\u30ff\u31f0-\u31ff]")
EAST_ASIAN = re.compile(
    "[\u1100-\u11ff\u2e80-\u2fdf\u2ff0-\u303f\u3040-\u30ff\u3100-\u312f\u3130-\u318f\u3190-\u319f\u31a0-\u31bf\u31c0-\u31ff\u3200-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U0001b000-\U0001b16f\U00020000-\U000323af]"
)
# The variable fonts open at their thinnest weight (100). Stroking the outlines by this share of the size makes them 400 and 700.
_STROKE = {False: 0.03, True: 0.07}

_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff]")
_DEVANAGARI = re.compile(
    "[\u0900-\u0963\u0970-\u097f\ua8e0-\ua8ff]"
)  # its punctuation and digits stand alone
# Marks that only steer how neighbors are drawn: joiners, direction marks, variation selectors, skin tones, soft hyphen.
_STEERING = re.compile(
    "[\u00ad\u034f\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U0001f3fb-\U0001f3ff\U000e0000-\U000e01ef]"
)
_MARKS = frozenset({"Mn", "Me"})  # that take no room of their own
_CARRIER = "\u25cc"  # the dotted circle on which Unicode shows a mark without a letter
_FLAG = re.compile("([\U0001f1e6-\U0001f1ff])([\U0001f1e6-\U0001f1ff])")
_SCRIPT_WORDS = {
    "Cjk": "Chinese",
    "Hiragana": "Japanese",
    "Katakana": "Japanese",
    "Hangul": "Korean",
    "Bopomofo": "Chinese",
}

_RESHAPER = arabic_reshaper.ArabicReshaper(
    # FiraGO has no isolated presentation forms; marks are kept, since the text is printed as typed.
    configuration={"use_unshaped_instead_of_isolated": True, "delete_harakat": False, "support_zwj": True}
)


@dataclass(frozen=True)
class Printable:
    """Text in characters that the fonts have, in logical order, Arabic joined. `without_font` are the ones it had to replace,
    `unshaped` the script whose letters stand side by side here and grow together in writing.
    """

    text: str
    without_font: str = ""
    unshaped: str = ""


@dataclass(frozen=True)
class Run:
    """A piece of a line in one font. `stroke` is the share of the size by which its outlines are thickened."""

    font: str
    text: str
    stroke: float = 0.0


@cache
def register() -> None:
    """Make the fonts known to ReportLab, once a process (60 ms). Callers hold the lock of `epcr.paper.blocks`."""
    rl_config.useA85 = 0  # streams as bytes, not as letters: smaller files, made in less time
    for name, key in ((REGULAR, "figo"), (BOLD, "figbo")):
        content = bytes(pymupdf_fonts.myfont(key))
        pdfmetrics.registerFont(read_font(name, content))


def read_font(name: str, content: bytes) -> TTFont:
    """A font with figures of one width, where it is a file whose glyphs are known; else as it is."""
    font = TTFont(name, io.BytesIO(content), shapable=False)
    if hashlib.sha256(content).hexdigest() in _TABULAR_FILES:
        for digit, glyph in _TABULAR.items():
            font.face.charToGlyph[ord(digit)] = glyph
            font.face.charWidths[ord(digit)] = _TABULAR_WIDTH
    return font


def east_asian_folder() -> Path | None:
    """Where the optional East Asian fonts lie, or None where they are not installed."""
    spec = find_spec("justmytype_intl_cjk")
    return Path(spec.origin).parent / "fonts" / "ofl" if spec and spec.origin else None


@cache
def _east_asian(script: str) -> str | None:
    """Register the font of a script and return its name; None where it is not installed."""
    folder = east_asian_folder()
    path = folder / _EAST_ASIAN_FILES[script] if folder else None
    if path is None or not path.is_file():
        return None
    name = f"NotoSans{script}"
    pdfmetrics.registerFont(TTFont(name, str(path), shapable=False))
    return name


@lru_cache(maxsize=8192)
def font_of(character: str) -> str | None:
    """The name of the regular font that has a character; None where no font has it."""
    register()
    code = ord(character)
    if code in glyphs(REGULAR):
        return REGULAR
    if not EAST_ASIAN.match(character):
        return None
    first = ("KR",) if _KOREAN.match(character) else ("JP",) if _JAPANESE.match(character) else ()
    for script in (*first, *_EAST_ASIAN_FILES):
        name = _east_asian(script)
        if name and code in glyphs(name):
            return name
    return None


def glyphs(font: str) -> dict[int, int]:
    """The cmap of a registered font: code point to glyph index."""
    return pdfmetrics.getFont(font).face.charToGlyph  # type: ignore[no-any-return, attr-defined]


@lru_cache(maxsize=8192)
def printable(text: str) -> Printable:
    """Turn typed text into characters that can be drawn. Line breaks stay, other control characters become spaces."""
    if text.isascii() and text.isprintable():
        return Printable(text)
    text = unicodedata.normalize("NFC", text)
    text = _FLAG.sub(
        lambda pair: f"[flag {''.join(chr(ord(half) - 0x1F1E6 + 65) for half in pair.groups())}]", text
    )
    if _ARABIC.search(text):
        text = _joined(text)
    seen = _STEERING.sub("", text)
    if text and not seen:
        return Printable(f"[invisible ×{len(text)}]")
    text = _carried(seen)
    missing: list[str] = []
    written = "".join(_spelled(run, missing) for run in _alike(text))
    unshaped = "Devanagari" if _DEVANAGARI.search(written) else ""
    return Printable(written, "".join(dict.fromkeys(missing)), unshaped)


def _joined(text: str) -> str:
    """Arabic letters in the forms in which they grow together."""
    try:
        return str(_RESHAPER.reshape(text))
    except IndexError:
        # arabic-reshaper 3.1 loses count where a joiner stands before a ligature, as lam with alef.
        return str(_RESHAPER.reshape(text.replace("\u200d", "")))


def _carried(text: str) -> str:
    """Text in which every mark has a letter to stand on: a lone one gets a dotted circle, and is not drawn over a neighbor."""
    kinds = [unicodedata.category(character) for character in text]
    return "".join(
        f"{_CARRIER}{character}"
        if kind in _MARKS and (number == 0 or kinds[number - 1][0] not in "LMN")
        else character
        for number, (character, kind) in enumerate(zip(text, kinds, strict=True))
    )


def runs(text: str, *, bold: bool) -> Iterator[Run]:
    """A line of printable text, cut where the font changes."""
    base = BOLD if bold else REGULAR
    if text.isascii() or not EAST_ASIAN.search(text):
        yield Run(base, text)
        return
    for name, characters in groupby(text, key=font_of):
        piece = "".join(characters)
        yield Run(base, piece) if name in {REGULAR, None} else Run(str(name), piece, _STROKE[bold])


@lru_cache(maxsize=32768)
def em_width(text: str, bold: bool) -> float:  # noqa: FBT001 - a key of the cache
    """The width of printable text as a multiple of its size."""
    register()
    return (
        float(sum(pdfmetrics.stringWidth(run.text, run.font, 1000) for run in runs(text, bold=bold))) / 1000
    )


def right_to_left(text: str) -> bool:
    """Whether a line has letters that are written from right to left."""
    return not text.isascii() and _RIGHT_TO_LEFT.search(text) is not None


def forget() -> None:
    """Ask again which fonts there are, as after installing one."""
    for known in (_east_asian, font_of, printable, em_width):
        known.cache_clear()


def _alike(text: str) -> Iterator[tuple[str, str]]:
    """Neighboring characters of one sort: drawn as they are, spaces, letters of a script without a font, other signs."""
    for sort, characters in groupby(text, key=_sort):
        yield sort, "".join(characters)


# By the general category of Unicode: controls and separators, and what has no letter to name.
_SORTS = {
    **dict.fromkeys(("Cc", "Zs", "Zl", "Zp"), "space"),
    **dict.fromkeys(("Cf", "Cs", "Co", "Cn"), "unknown"),
}


def _sort(character: str) -> str:
    if character == "\n" or font_of(character) is not None:
        return "drawn"
    category = unicodedata.category(character)
    if category in _SORTS:
        return _SORTS[category]
    plain = unicodedata.normalize("NFKC", character)
    if plain != character and all(font_of(part) is not None for part in plain):
        return "compatible"
    if category[0] in "LMN":
        script = unicodedata.name(character, "unknown").split()[0].capitalize()
        return f"script {_SCRIPT_WORDS.get(script, script)}"
    return "sign"


def _spelled(run: tuple[str, str], missing: list[str]) -> str:
    sort, text = run
    if sort == "drawn":
        return text
    if sort == "space":
        return " " * len(text)
    if sort == "compatible":
        return "".join(_plain(character) for character in text)
    if sort == "sign":
        return "".join(f"[{unicodedata.name(character, 'sign').lower()}]" for character in text)
    missing.extend(text)
    word = sort.removeprefix("script ")
    return f"[{word} ×{len(text)}]"


def _plain(character: str) -> str:
    """A character by its plain equivalent. Figures are kept apart, so that "5⅔" never reads as fifty-two thirds."""
    plain = unicodedata.normalize("NFKC", character)
    if unicodedata.category(character)[0] != "N":
        return plain
    return f"^{plain}" if unicodedata.decomposition(character).startswith("<super>") else f" {plain} "
