"""Rules of a class in short: a way, a change saved by the instructor, a verdict by them."""

from epcr.checks.own_rules import own_ruleset
from epcr.class_rules import steps
from epcr.people.model import Person
from epcr.scope import Act, judge
from epcr.sheet.class_ruleset import ClassRuleset


def way(may="yes", **conditions):
    return {
        "may": may,
        "source": "Order of the medical director",
        "confidence": "high",
        **conditions,
    }


def saved(world, name, item, cells, *, seen=None, login="teacher", names=None, reason="We teach it so"):
    """Save cells as this instructor; the number of the version."""
    with world.database.write(login) as session:
        own = session.get(ClassRuleset, name)
        author = session.query(Person).filter_by(login=login).one()
        made = steps.change(
            session, own, author, seen=own.version if seen is None else seen, item=item, cells=cells, names=names or {}, reason=reason
        )  # fmt: skip
        return made.version


def ruleset(world, name):
    """The ruleset as it holds now."""
    with world.database.read() as session:
        return own_ruleset(session.get(ClassRuleset, name).newest())


def verdict(world, name, **act):
    """What the class's rules say of an act."""
    rules = ruleset(world, name)
    return judge(Act(**{"ruleset": name, "level": "EMT", **act}), {name: rules})


def versions(world, name):
    with world.database.read() as session:
        return list(session.get(ClassRuleset, name).versions)
