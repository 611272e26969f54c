"""`make messages`: the sentences that sources and templates mark, taken into the catalog of each language.

What is new stands there untranslated, what is no longer said is at the end behind `#~`. Nothing is guessed from sentences that are
like it: a sentence that was changed is translated again. The page is text; nothing is compiled.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT: Final = Path(__file__).resolve().parents[2]
CATALOGS: Final = ROOT / "epcr" / "translations"
# Which functions of `epcr.words.language` and of templates are given a message, and in which of their arguments.
KEYWORDS: Final = {"gettext": None, "ngettext": (1, 2), "marked": None, "later": None}
SOURCES: Final = {"epcr": [("**.py", "python")], "templates": [("**.html", "jinja2.ext:babel_extract")]}
OPTIONS: Final = {"**.html": {"trimmed": "true", "silent": "false"}}


def files() -> list[Path]:
    """The catalog of each language."""
    return sorted(CATALOGS.glob("*/LC_MESSAGES/epcr.po"))


def marked_sentences() -> Catalog:
    """What sources and templates say, without translation."""
    found = Catalog(charset="utf-8")
    for folder, methods in SOURCES.items():
        for name, _, message, _, context in extract_from_dir(ROOT / folder, methods, OPTIONS, KEYWORDS):
            found.add(message, locations=[(f"{folder}/{name}", 0)], context=context)
    return found


def renewed(file: Path) -> str:
    """The text of a catalog with what is said now."""
    text = file.read_text("utf-8")
    head, _, _ = text.partition("\n\n")  # as somebody wrote it; Babel's own names its version and the day
    catalog = read_po(io.StringIO(text), locale=file.parts[-3], abort_invalid=True)
    catalog.update(marked_sentences(), no_fuzzy_matching=True, update_creation_date=False)
    written = io.BytesIO()
    # Without numbers of lines: a line more above a sentence would change the catalog.
    write_po(written, catalog, width=132, omit_header=True, sort_output=True, include_lineno=False)
    return f"{head}\n\n{written.getvalue().decode('utf-8').strip()}\n"


if __name__ == "__main__":
    for one in files():
        text = renewed(one)
        one.write_text(text, encoding="utf-8")
        sys.stdout.write(f"{one.relative_to(ROOT)}: {text.count('msgid') - 1} sentences\n")
