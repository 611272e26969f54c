"""Looks on while the server makes a batch: which sheets are begun, and when it is done with the request.

From a certain sheet on the drawing waits until it is let go, so that what happens meanwhile happens for certain.
"""

from __future__ import annotations

import threading

import pytest
from flask import Flask
from werkzeug.wsgi import ClosingIterator

from epcr.batch import drawing

PATIENCE = 60  # seconds, on a machine that does other things too


class Watched:
    """`begun` are the ids of the sheets; `busy`, `let_go` and `ended` are moments that either side waits for."""

    def __init__(self, app: Flask, monkeypatch: pytest.MonkeyPatch, *, free: int) -> None:
        """So many sheets are drawn at once; the next one waits."""
        self.begun: list[str] = []
        self.busy, self.let_go, self.ended = threading.Event(), threading.Event(), threading.Event()
        standing, answer = drawing.standing, app.wsgi_app

        def standing_of(session, sheet):
            self.begun.append(sheet.id)
            if len(self.begun) > free:
                self.busy.set()
                self.let_go.wait(PATIENCE)
            return standing(session, sheet)

        def answered(environ, start):
            told = answer(environ, start)
            return ClosingIterator(told, self.ended.set) if environ["PATH_INFO"] == "/print/bundle" else told

        monkeypatch.setattr(drawing, "standing", standing_of)
        monkeypatch.setattr(app, "wsgi_app", answered)
