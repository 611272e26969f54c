"""The forms of who signs in, joins, and is added."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import wtforms
from flask import request
from flask_wtf.file import FileField
from wtforms.validators import AnyOf

from epcr.people.listing import LONGEST_NAME
from epcr.people.model import Classroom, Role
from epcr.people.spreadsheet import letters_of
from epcr.refused import Refused
from epcr.sheet.units import CHOSEN
from epcr.sheet.vocabulary import vocabulary
from epcr.visit.forms import Form, at_most, choices, needed, shorter, typed
from epcr.words.language import later

LONGEST_LIST = 200_000  # characters; 500 people with forty columns of a learning platform


def units(quantity: str) -> list[Any]:
    """The units a quantity can be read in, as choices."""
    return choices(*((unit, unit) for unit in CHOSEN[quantity]))


def levels() -> list[Any]:
    """The certification levels as choices, before them that there is none yet."""
    known = [(term.code, term.label) for term in vocabulary("level") if term.code != "none"]
    return choices(("", "Not certified yet"), *known)


class SignInForm(Form):
    """Who signs in."""

    login = wtforms.StringField(
        later("Login"),
        [needed(later("Type your login.")), shorter(200, later("Shorten the login to %(max)d characters."))],
    )
    password = wtforms.PasswordField(
        later("Password"),
        [
            needed(later("Type your password.")),
            shorter(1000, later("Shorten the password to %(max)d characters.")),
        ],
    )


class _Newcomer(Form):
    name = wtforms.StringField("Your name", [needed("Type your name."), at_most(LONGEST_NAME, "the name")])
    login = wtforms.StringField("Login", [needed("Choose a login."), at_most(60, "the login")])
    level = wtforms.SelectField("Certification level", default="", validate_choice=False)

    def __init__(self, *given: Any, **named: Any) -> None:
        """Offer the levels."""
        super().__init__(*given, **named)
        self.level.choices = levels()


class JoinForm(_Newcomer):
    """A trainee who is new here joins a class."""

    code = wtforms.StringField(
        "Class code", [needed("Type the code of your class."), at_most(40, "the code")]
    )
    password = wtforms.PasswordField(
        "Password", [needed("Choose a password."), at_most(1000, "the password")]
    )


class JoinAnotherForm(Form):
    """A trainee who is here already joins another class."""

    code = wtforms.StringField("Class code", [needed("Type the code of the class."), at_most(40, "the code")])
    level = wtforms.SelectField("You play there as", default="", validate_choice=False)

    def __init__(self, *given: Any, **named: Any) -> None:
        """Offer the levels."""
        super().__init__(*given, **named)
        self.level.choices = levels()


class PasswordForm(Form):
    """One's own new password."""

    current_password = wtforms.PasswordField(
        "Current password", [needed("Type your current password."), at_most(1000, "it")]
    )
    new_password = wtforms.PasswordField(
        "New password", [needed("Choose a new password."), at_most(1000, "the password")]
    )
    repeat_password = wtforms.PasswordField("New password again", [needed("Type the new password again.")])

    def validate_repeat_password(self, field: wtforms.Field) -> None:
        """Both must be the same."""
        if field.data != self.new_password.data:
            raise wtforms.ValidationError("Type the same new password both times.")


class ImportForm(Form):
    """A list of people, pasted or as a file, and what was answered about it."""

    people = wtforms.TextAreaField("Paste the list", [at_most(LONGEST_LIST, "the list")])
    file = FileField("Or choose a file")
    heading = wtforms.RadioField(
        "Is the first line a heading?",
        choices=choices(("yes", "Yes, a heading"), ("no", "No, a person")),
        validate_choice=False,
    )

    def read(self) -> tuple[str, str]:
        """The list, and what the letters of a file were taken for where that is a guess. Raises Refused."""
        sent = request.files.get(self.file.name)
        if not sent:
            return typed(self.people), ""
        content = sent.read(4 * LONGEST_LIST + 1)
        sent.seek(0)  # it is read once more before anything is made of it
        text, letters = letters_of(content)
        if len(text) > LONGEST_LIST or len(content) > 4 * LONGEST_LIST:
            raise Refused(f"Choose a shorter list; this one has over {LONGEST_LIST:,} characters.", "file")
        return text, letters


class PersonForm(_Newcomer):
    """Somebody whom the administrator adds."""

    role = wtforms.RadioField(
        "Role",
        [needed("Choose a role."), AnyOf([role.value for role in Role], "Choose a role.")],
        validate_choice=False,
        choices=choices(
            *(
                (role.value, role.value.capitalize())
                for role in (Role.INSTRUCTOR, Role.ADMINISTRATOR, Role.TRAINEE)
            )
        ),
    )

    classroom = wtforms.SelectField("Class", default="", validate_choice=False)

    def __init__(self, classes: Sequence[Classroom], *given: Any, **named: Any) -> None:
        """The words are those of somebody else; `classes` are those that somebody can be put into."""
        super().__init__(*given, **named)
        self.name.label.text = "Name"
        self.classroom.choices = choices(
            ("", "No class yet"), *((str(room.id), room.name) for room in classes)
        )


class LoginForm(Form):
    """Whom to add, by login."""

    login = wtforms.StringField(
        "Login of the instructor", [needed("Type the login."), at_most(60, "the login")]
    )
