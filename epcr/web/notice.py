"""What is said on a page about something that went wrong: the cause, the one way back, and whether sending it again can help."""

from __future__ import annotations

from dataclasses import dataclass, replace

from epcr.words.language import gettext, marked


@dataclass(frozen=True)
class Notice:
    """`title` and `next_step` are messages of the catalog. `again`: what was typed can be sent again as it is; without it the way
    back is to the page where it was typed.
    """

    title: str
    next_step: str
    code: int
    again: bool = True

    def said(self) -> Notice:
        """The same in the language spoken."""
        return replace(self, title=gettext(self.title), next_step=gettext(self.next_step))


BROKEN = Notice(
    marked("Something broke on our side"),
    marked("What was saved before is safe. Try again; if it happens again, tell your instructor."),
    500,
)
SIGNED_OUT = Notice(
    marked("You are signed out"),
    marked("Nothing was saved yet. Sign in in another tab, then come back here and send it again."),
    401,
)
