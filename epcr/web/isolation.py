"""What people typed, set apart from the sentence around it, so that its direction of reading turns nothing else on the page.

Three filters, one for each thing that is shown: `name` (of a person or a class, a login, a code), `quoted` (any other typed words)
and `sentence` (words of ours that quote typed ones). `isolated` is for titles and attributes, which can hold no element.
"""

from __future__ import annotations

import re
from typing import Final

from flask import Flask
from markupsafe import Markup, escape

from epcr.isolates import FIRST_STRONG, POP, reads_the_other_way
from epcr.letters import unturned

_QUOTED = re.compile(f'(?P<open>[“"{FIRST_STRONG}])(?P<words>[^“”"{FIRST_STRONG}{POP}]+)(?P<close>[”"{POP}])')

_BDI, _BEGUN, _ENDED = Markup("<bdi"), Markup(">"), Markup("</bdi>")
MOST_IN_A_BAR: Final = 16  # letters, chosen here: what a phone's bar has room for beside the patient
_AFTER_A_NAME: Final = frozenset({"jr", "sr", "ii", "iii", "iv"})


def name(text: object) -> Markup | str:
    """A name in an element of its own, which no machine translates; nothing for no name."""
    return _in_bdi(text, Markup(' translate="no"'))


def quoted(text: object) -> Markup | str:
    """Typed words in an element of their own; nothing for none."""
    return _in_bdi(text, Markup(""))


def sentence(text: object) -> Markup | str:
    """A sentence with what it quotes, between quotation marks or isolated by `epcr.isolates.isolated`, in elements of their own."""
    if not text or hasattr(text, "__html__"):
        return text or ""  # type: ignore[return-value]
    words, pieces, at = str(text), Markup(""), 0
    for match in _QUOTED.finditer(words):
        before, typed, after = (match[part].strip(FIRST_STRONG + POP) for part in ("open", "words", "close"))
        pieces += escape(words[at : match.start()]) + Markup("{}<bdi>{}</bdi>{}").format(before, typed, after)
        at = match.end()
    return pieces + escape(words[at:])


def in_attribute(text: object) -> str:
    """The words without turns of direction and, where they read the other way, between two isolates."""
    plain = unturned(str(text or ""))
    return f"{FIRST_STRONG}{plain}{POP}" if reads_the_other_way(plain) else plain


def short(full: str) -> str:
    """A name for where there is little room: whole where it is short, else the first and the last of it and initials between.

    Nobody of one class is easily taken for another by it: the first name stays, and what has no room is left off at the end.
    """
    given, *others = full.split() or [""]
    if len(full) <= MOST_IN_A_BAR or not others:
        return full
    *between, last = (
        others if others[-1].rstrip(".").casefold() not in _AFTER_A_NAME else others[:-1] or others
    )
    return " ".join([given, *(f"{word[0]}." for word in between), last])


def install(app: Flask) -> None:
    """Give the filters to every template."""
    app.jinja_env.filters.update(
        name=name, quoted=quoted, sentence=sentence, isolated=in_attribute, short=short
    )


def _in_bdi(text: object, attributes: Markup) -> Markup | str:
    if not text or hasattr(text, "__html__"):
        return text or ""  # type: ignore[return-value]
    # Not by Markup.format, which reads its pattern anew each time: a desk has some hundreds of these.
    return _BDI + attributes + _BEGUN + escape(text) + _ENDED
