"""What the log says of a failure: its kind, and the lines of the program that led to it, never its words.

A message may hold what was typed: a narrative that could not be drawn, the line of a table that was refused, a wrong number.
"""

from __future__ import annotations

import logging
import traceback


def where(error: BaseException) -> str:
    """The lines of the program that led to the error, and the kinds of error that it came from."""
    told = [f"{one.__module__}.{one.__qualname__}" for one in map(type, _chain(error))]
    frames = "".join(traceback.format_tb(error.__traceback__))
    return f"{' from '.join(told)}\n{frames}".rstrip()


def _chain(error: BaseException) -> list[BaseException]:
    chain: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and one not in chain:
        chain.append(one)
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return chain


def keep_words_out(record: logging.LogRecord) -> bool:
    """A filter for a logger that is not ours: what went wrong is told as everywhere here."""
    if record.exc_info and record.exc_info[1] is not None:
        record.msg, record.args = f"{record.getMessage()}: {where(record.exc_info[1])}", ()
        record.exc_info = None
    return True
