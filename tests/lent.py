"""Applications that are lent to one test after the other, which finds statements and templates compiled by the one before.

Each test gets the database as it was made, the settings as they were, and nobody counted at the sign-in or the door. An application that a
test hung something on, a listener or a wrapping, is not lent again; Flask itself refuses views and hooks after the first request.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Engine

from epcr.visit.throttle import Throttle
from tests.world import World, college_in, make_world


@dataclass(frozen=True)
class _Kept:
    """A world, and what of its application a test may have changed, as it was."""

    world: World
    config: dict[str, Any]
    limits: dict[str, Any]
    hung: tuple[Any, ...]


class Lender:
    """Lends applications whose databases lie in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept: list[_Kept] = []
        self._made = 0

    @contextmanager
    def lend(self, mode: str = "teach") -> Iterator[World]:
        """A college of the borrower's own, whose classes are in this mode."""
        kept = self._kept.pop() if self._kept else self._make()
        again = World(kept.world.app, kept.world.database)
        college_in(again.database, mode=mode)
        yield again
        again.database.engine.dispose()
        if _hung_on(again.app, again.database.engine) == kept.hung:
            _put_back(kept)
            self._kept.append(kept)

    def _make(self) -> _Kept:
        folder = self._folder / str(self._made)
        folder.mkdir()
        self._made += 1
        world = make_world(folder)
        world.database.engine.dispose()
        limits = deepcopy(_throttle(world.app)._limits)
        return _Kept(world, dict(world.app.config), limits, _hung_on(world.app, world.database.engine))


def _throttle(app: Flask) -> Throttle:
    found: Throttle = app.extensions["epcr.throttle"]
    return found


def _put_back(kept: _Kept) -> None:
    app = kept.world.app
    app.config.clear()
    app.config.update(kept.config)
    _throttle(app)._limits = deepcopy(kept.limits)
    _throttle(app)._strategy.storage.reset()
    app.extensions["epcr.arrivals"]._seen.clear()
    file = kept.world.file
    for left in file.parent.glob(f"{file.name}*"):  # also what a journal that was never closed left beside it
        left.unlink()


def _hung_on(app: Flask, engine: Engine) -> tuple[Any, ...]:
    listeners = tuple(
        (name, len(getattr(heard.dispatch, name)))
        for heard in (engine, engine.pool, engine.dialect)
        for name in heard.dispatch._event_names
    )
    return (vars(app).get("wsgi_app"), dict(app.extensions), dict(app.view_functions), listeners)
