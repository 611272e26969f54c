"""What the log says of a failure: its kind, and the lines of the program that led to it, never its words.

A message may hold what was typed: a narrative that could not be drawn, the line of a table that was refused, a wrong number.
"""

from __future__ import annotations

import logging
import traceback


def where(error: BaseException) -> str:
    """The lines of the program that led to the error, and the kinds of error that it came from."""
    kinds = [f"{kind.__module__}.{kind.__qualname__}" for kind in map(type, _chain(error))]
    frames = "".join(traceback.format_tb(error.__traceback__))
    return f"{' from '.join(kinds)}\n{frames}".rstrip()


def _chain(error: BaseException) -> list[BaseException]:
    chain: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and link not in chain:
        chain.append(link)
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return chain


def keep_words_out(record: logging.LogRecord) -> bool:
    """A filter for a logger that is not ours: what went wrong is told as everywhere here."""
    if record.exc_info and record.exc_info[1] is not None:
        record.msg, record.args = f"{record.getMessage()}: {where(record.exc_info[1])}", ()
        record.exc_info = None
    return True
