"""What a device's keyboard does with what is typed: one table, asked by every control of every form.

A corrected name is another name, a capitalized login is no login, and a machine that translates pages leaves names alone.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Final

from flask import Flask
from markupsafe import Markup

NOTHING_TYPED: Final = Markup()  # it is only chosen
_AS_TYPED: Final = Markup(' autocorrect="off" spellcheck="false"')
SPELLINGS: Final = MappingProxyType(
    {
        "prose": Markup(' autocapitalize="sentences" spellcheck="true" dir="auto"'),
        "name": Markup(' autocapitalize="words"') + _AS_TYPED + Markup(' translate="no" dir="auto"'),
        "code": Markup(' autocapitalize="characters"') + _AS_TYPED + Markup(' translate="no"'),
        "login": Markup(' autocapitalize="none"') + _AS_TYPED + Markup(' translate="no"'),
        "password": Markup(' autocapitalize="none"') + _AS_TYPED,
        "digits": Markup(' autocapitalize="none"') + _AS_TYPED,
        "terms": Markup(' autocapitalize="none"') + _AS_TYPED + Markup(' dir="auto"'),
    }
)
# By the kind of a run sheet's field; a text says it of itself.
_KINDS: Final = MappingProxyType(
    dict.fromkeys(("day", "moment", "decimal", "whole", "readout"), "digits")
    | dict.fromkeys(("choice", "several", "item"), "terms")
)
# By the name of a field in a form that is written by hand. `people` is a pasted list of names and logins.
_NAMED: Final = MappingProxyType(
    {"login": "login", "people": "login", "code": "code", "name": "name", "listener": "name", "by_whom": "name",
     "who": "name", "somebody": "name", "words": "terms", "further_endorsement": "terms"}
    | dict.fromkeys(("age_from", "age_under", "weight_from", "weight_under", "dose_min", "dose_max", "cumulative_max",
                     "absolute_max", "ordered_at"), "digits")
)  # fmt: skip


def typing(control: Any) -> Markup:
    """The attributes for a control of a run sheet, for one of a form written by hand, or for a name of such a one."""
    spec = getattr(control, "spec", None)
    if spec is not None:
        return SPELLINGS.get(_KINDS.get(spec.kind, getattr(spec, "spelling", "")), NOTHING_TYPED)
    if getattr(getattr(control, "widget", None), "input_type", "") == "password":
        return SPELLINGS["password"]
    return SPELLINGS[_NAMED.get(str(getattr(control, "name", control)), "prose")]


def install(app: Flask) -> None:
    """Give it to every template."""
    app.jinja_env.globals["typing"] = typing
