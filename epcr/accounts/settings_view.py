"""The page on which a class is made or its settings are changed, without the form on it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from epcr.people.model import Classroom


@dataclass(frozen=True)
class SettingsPage:
    """The page. `of` is the name of the class, and empty for one that is to be made."""

    heading: str
    of: str
    lead: str
    address: str
    button: str
    back: str


def settings_page(classroom: Classroom | None) -> SettingsPage:
    """The page of a class, or of none yet."""
    if classroom is None:
        return SettingsPage(
            "New class",
            "",
            "It gets a code that trainees join with.",
            url_for("people.new_class"),
            "Make the class",
            url_for("people.classes"),
        )
    return SettingsPage(
        "Settings of ",
        classroom.name,
        "Sheets that were begun before keep their mode, zone and units, and the verdicts they have; the current ruleset judges "
        "what is saved on them next.",
        url_for("people.class_settings", number=classroom.id),
        "Save",
        url_for("people.classroom", number=classroom.id),
    )
