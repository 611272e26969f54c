"""A catalog that puts every sentence in brackets: what stands outside of them on a page was never asked of a catalog."""

from __future__ import annotations

import re
from gettext import NullTranslations

import pytest

from epcr.words import language

_SAID = re.compile("«[^«»]*»")


class InBrackets(NullTranslations):
    """Says each sentence in English, in brackets."""

    def gettext(self, message: str) -> str:
        """The sentence."""
        return f"«{message}»"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The sentence for so many."""
        return f"«{msgid1 if n == 1 else msgid2}»"


def speak_in_brackets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every language but English be that one."""
    real = language.sentences
    brackets = InBrackets()
    monkeypatch.setattr(language, "sentences", lambda one: real(one) if one == language.ENGLISH else brackets)


def outside(text: str) -> str:
    """What no catalog was asked for: words, and nothing else."""
    while _SAID.search(text):  # one may stand in another
        text = _SAID.sub(" ", text)
    return " ".join(re.findall(r"[^\W\d_]+", text))
