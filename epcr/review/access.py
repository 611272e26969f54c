"""Who may open which page of the review. Whether they may see this sheet is decided where it is loaded."""

from __future__ import annotations

from epcr.people.model import Role

REVIEWERS = frozenset({Role.INSTRUCTOR, Role.ADMINISTRATOR})
TRAINEE = frozenset({Role.TRAINEE})

ACCESS: dict[str, frozenset[Role] | None] = {
    "review.queue": REVIEWERS,
    "review.desk": REVIEWERS,
    "review.open_sheet": REVIEWERS,
    "review.comment": REVIEWERS,
    "review.give_back": REVIEWERS,
    "review.accept": REVIEWERS,
    "review.reopen": REVIEWERS,
    "review.withdraw": TRAINEE,
    "review.discard": TRAINEE,
    "review.addendum": frozenset(Role),
}
