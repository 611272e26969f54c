"""Who may open which page of the people. Whether they may see this class or person is decided where it is loaded."""

from __future__ import annotations

from epcr.people.model import Role

ALL = frozenset(Role)
TRAINEE = frozenset({Role.TRAINEE})
TEACHING = frozenset({Role.INSTRUCTOR, Role.ADMINISTRATOR})
ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})

# None: open to everybody, signed in or not.
ACCESS: dict[str, frozenset[Role] | None] = {
    "people.sign_in": None,
    "people.join": None,
    "people.sign_out": ALL,
    "people.password": ALL,
    "people.join_another": TRAINEE,
    "certificates.mine": TRAINEE,
    "certificates.remove": TRAINEE,
    "people.classes": TEACHING,
    "people.new_class": TEACHING,
    "people.classroom": TEACHING,
    "people.class_settings": TEACHING,
    "people.class_code": TEACHING,
    "roster.import_people": TEACHING,
    "roster.take_back": TEACHING,
    "roster.remove": TEACHING,
    "roster.add_back": TEACHING,
    "roster.leave": TRAINEE,
    "people.reset_trainee": TEACHING,
    "slips.show": TEACHING,
    "slips.noted": TEACHING,
    "certificates.of_trainee": TEACHING,
    "certificates.remove_of_trainee": TEACHING,
    "people.add_instructor": ADMINISTRATOR,
    "people.everybody": ADMINISTRATOR,
    "people.new_person": ADMINISTRATOR,
    "people.reset_person": ADMINISTRATOR,
}
# Open to somebody who must choose a new password first.
BEFORE_NEW_PASSWORD = frozenset(
    {
        "people.sign_in",
        "people.sign_out",
        "people.password",
        "static",
        "health.healthz",
    }
)
