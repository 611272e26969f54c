"""Two people with one tablet, through the pages: begin, speak, hand it over, answer."""

from __future__ import annotations

from epcr.rehearsal import steps
from epcr.rehearsal.model import Rehearsal
from epcr.sheet.run_sheet import RunSheet
from tests.page import Page
from tests.review.college import College


class Rehearsing(College):
    """What a test of the rehearsal says in one word."""

    def start(self, sheet: str, login: str = "ruiz") -> Page:
        return self.world.as_(login).open(f"/sheets/{sheet}/rehearsals")

    def begin(self, sheet: str, login: str = "ruiz", listener: str = "Kim Vale") -> Page:
        return self.start(sheet, login).fill("Who listens", listener).submit("Start")

    def questions(self, sheet: str, login: str = "ruiz") -> Page:
        return self.begin(sheet, login).submit("Done speaking")

    def stored(self, sheet: str, attempt: int = 1) -> Rehearsal:
        return self.asking(sheet, lambda session, found: steps.rehearsal(session, found, attempt))

    def all_stored(self, sheet: str) -> list[Rehearsal]:
        with self.world.database.read() as session:
            return steps.rehearsals(session, session.get_one(RunSheet, sheet))

    def answered(self, page: Page, sheet: str, right: int = 6, attempt: int = 1) -> Page:
        """The result after so many right answers; of the others one is wrong and the rest are not remembered."""
        for number, one in enumerate(self.stored(sheet, attempt).questions):
            wrong = [option for option in one["options"] if option != one["options"][one["right"]]]
            told = one["options"][one["right"]] if number < right else "I do not remember"
            if number == right:
                told = wrong[0]
            page.choose(legend(page, number + 1), told)
        return page.submit("Show the result")


def legend(page: Page, number: int) -> str:
    """The words of a question as they stand on the page."""
    return " ".join(page.html.find(id=f"question-{number}").find("legend").get_text(" ").split())
