"""Where the files beside the code lie: in a checkout beside the package, in an installed wheel inside it.

It finds folders and refuses to know what is in them.
"""

from __future__ import annotations

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
CARRIED = PACKAGE / "_data"  # made only by the wheel; see [tool.hatch] in pyproject.toml
CHECKOUT = PACKAGE.parent


def templates() -> Path:
    """The pages."""
    return _beside_code("templates")


def schemas() -> Path:
    """The rules, vocabularies and scenarios."""
    return _beside_code("schemas")


def static() -> Path:
    """The style sheet and the scripts."""
    return PACKAGE / "static"


def translations() -> Path:
    """The sentences in other languages than English, a folder a language."""
    return PACKAGE / "translations"


def instance() -> Path:
    """The folder of the database and the secret: EPCR_HOME, else `instance` of the checkout or of the user.

    Whoever writes there makes it first.
    """
    chosen = os.environ.get("EPCR_HOME")
    if chosen:
        return Path(chosen).expanduser().resolve()
    if not CARRIED.is_dir():
        return CHECKOUT / "instance"
    of_user = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(of_user).expanduser() / "epcr"


def local_rulesets() -> Path:
    """The rulesets of this installation: imported ones, and those that somebody wrote. It may not be there."""
    return instance() / "rulesets"


def _beside_code(folder: str) -> Path:
    return (CARRIED if CARRIED.is_dir() else CHECKOUT) / folder
