"""The files that pages load, each under a name with the mark of its content: `epcr.0f3a91c2b7de.css`.

What has such a name never changes, so that a browser asks for it once and keeps it. A script or style sheet that names another one
names it by that name too, and a style sheet that imports another holds it, so that a browser asks once for both. Nothing is written: they
are read, renamed and compressed when the application is made.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

# `import "./clock.js"`, `from "./drafts.js"`, `import("./crew.js")`: beginning, name, end.
_IN_SCRIPTS: Final = re.compile(rb"""(\b(?:from|import)\s*\(?\s*["']\./)([^"'/]+)(["'])""")
_IN_STYLES: Final = re.compile(rb"""(url\(\s*["']?)(?!data:|#)([^"')]+?)(["']?\s*\))""")
_IMPORTED: Final = re.compile(rb'@import "([^"/]+)";')
_NAMES: Final = {".js": _IN_SCRIPTS, ".css": _IN_STYLES}
_LETTERS: Final = 12  # of the hash: 48 bits tell apart whatever files a browser ever keeps
# Of a system without a table of its own they would be `None`, or on Windows whatever a program has put into the registry.
_TYPES: Final = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".woff": "font/woff",
}


@dataclass(frozen=True)
class Asset:
    """A file as it is sent. `compressed` is empty where that would not be smaller, as with fonts."""

    name: str
    mimetype: str
    plain: bytes
    compressed: bytes


@cache
def assets(folder: Path) -> dict[str, Asset]:
    """Each file of this folder by its name there. Raises ValueError where one names a file that is not there, or itself in a ring."""
    by_name: dict[str, Asset] = {}
    contents = {file.name: file.read_bytes() for file in sorted(folder.iterdir()) if file.is_file()}
    for name in contents:
        _add(name, contents, by_name, ())
    return by_name


def _add(name: str, contents: dict[str, bytes], assets: dict[str, Asset], above: tuple[str, ...]) -> Asset:
    if name in assets:
        return assets[name]
    if name not in contents or name in above:
        why = "is named in a ring" if name in above else "is not there"
        message = f"{name} {why}: {' names '.join([*above, name])}"
        raise ValueError(message)

    def renamed(match: re.Match[bytes]) -> bytes:
        other = _add(match[2].decode(), contents, assets, (*above, name))
        return match[1] + other.name.encode() + match[3]

    names = _NAMES.get(Path(name).suffix)
    plain = names.sub(renamed, contents[name]) if names else contents[name]
    if name.endswith(".css"):
        plain = _IMPORTED.sub(
            lambda match: _add(match[1].decode(), contents, assets, (*above, name)).plain, plain
        )
    assets[name] = asset(name, plain)
    return assets[name]


def asset(name: str, plain: bytes) -> Asset:
    """A file of this name with this content, under the name with its mark."""
    stem, ending = Path(name).stem, Path(name).suffix
    mark = hashlib.sha256(plain).hexdigest()[:_LETTERS]
    compressed = gzip.compress(plain, 9, mtime=0)
    kind = _TYPES.get(ending) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Asset(f"{stem}.{mark}{ending}", kind, plain, compressed if len(compressed) < len(plain) else b"")
