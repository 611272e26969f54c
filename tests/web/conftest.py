"""Every page of every role, fetched once for all that is asked of each.

What people typed is a name that reads from the right and turns directions, everywhere. Tests that ask only read; they run in one process.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from bs4 import BeautifulSoup, SoupStrainer

from tests.every_page import FullCollege, full_college, pages
from tests.page import Visitor

HEBREW, ARABIC, OVERRIDE = "\u05d6\u05d3\u05d3\u05e7", "\u0637\u0636\u0638\u063a", "\u202e"


@dataclass(frozen=True)
class EveryPage:
    """The college, and what it answered to whom at which address."""

    college: FullCollege
    answers: tuple[
        tuple[str, str], ...
    ]  # who and where, the page; kept as text: as trees they fill a gigabyte

    def read(self, *tags: str) -> Iterator[tuple[str, BeautifulSoup]]:
        """Who and where, and the page's tree; of these tags and what is in them alone, where some are named."""
        only = SoupStrainer(list(tags)) if tags else None
        for asked, text in self.answers:
            yield asked, BeautifulSoup(text, "html.parser", parse_only=only)


@pytest.fixture(scope="session")
def every_page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EveryPage]:
    """All of them."""
    college = full_college(
        tmp_path_factory.mktemp("every"), lambda most: f"{OVERRIDE}{HEBREW} 5 {ARABIC}"[:most]
    )
    nobody = Visitor(college.world.app)
    answers = []
    for login, path in pages(college):
        visitor = college.world.as_(login) if login else nobody
        answer = visitor.client.get(path, follow_redirects=True)
        answers.append((f"{login} {path}", answer.get_data(as_text=True)))
    yield EveryPage(college, tuple(answers))
    college.world.database.engine.dispose()
