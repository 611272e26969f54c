"""What a verb says when it cannot be done: a sentence for the person who asked, and the field it is about."""

from __future__ import annotations


class Refused(Exception):  # noqa: N818 - it is named for what happened
    """Something that was asked for and not done. Its text says what to do instead."""

    def __init__(self, sentence: str, field: str = "") -> None:
        """Say it in a sentence; `field` names the form's field that it is about, if one is."""
        super().__init__(sentence)
        self.field = field
