"""What a real refusal means: the same sentence from SQLite and from PostgreSQL, and nothing typed in the log."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from epcr.migrations import upgrade
from epcr.people.model import Classroom, Person
from epcr.review.model import Comment
from epcr.web.database_errors import for_the_log, notice_of


def refusal(database, act):
    """What the database raises when something is done in a session that writes."""
    with pytest.raises(SQLAlchemyError) as raised, database.write("the tests") as session:
        act(session)
    return raised.value


def test_two_of_a_kind_are_told_as_there_already(either_database):
    upgrade(either_database.engine)
    twice = [Classroom(name="Evening class", join_code="SAME42", mode="teach") for _ in range(2)]
    error = refusal(either_database, lambda session: session.add_all(twice))
    notice = notice_of(error, either_database.engine)
    assert (notice.title, notice.code) == ("This is there already", 409)
    assert "SAME42" not in for_the_log(error, notice)


def test_what_belongs_to_something_removed_is_told_so(either_database):
    upgrade(either_database.engine)
    orphan = Comment(
        run_sheet_id="a" * 32,
        revision=1,
        anchor="narrative",
        kind="improve",
        text="Secret words",
        author_id=4711,
    )
    error = refusal(either_database, lambda session: session.add(orphan))
    notice = notice_of(error, either_database.engine)
    assert notice.title == "What this belongs to is no longer there"
    assert "Secret words" not in str(error)


def test_a_database_without_tables_is_not_of_this_version(either_database):
    error = refusal(either_database, lambda session: session.scalars(select(Person)).all())
    assert "epcr db upgrade" in notice_of(error, either_database.engine).next_step
