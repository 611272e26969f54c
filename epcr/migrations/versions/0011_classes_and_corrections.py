"""The level that somebody plays in a class, corrections of people, and the names that steps and comments were written with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Apply it."""
    with op.batch_alter_table("membership") as batch_op:
        batch_op.add_column(sa.Column("level", sa.String(length=40), nullable=True))
    with op.batch_alter_table("roster_line") as batch_op:
        batch_op.add_column(sa.Column("level", sa.String(length=40), nullable=True))
    op.execute(
        "UPDATE membership SET level = (SELECT level FROM person WHERE person.id = membership.person_id)"
    )
    op.execute(
        "UPDATE roster_line SET level = (SELECT level FROM person WHERE person.id = roster_line.person_id) "
        "WHERE kind IN ('removed', 'left')"
    )
    with op.batch_alter_table("person") as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), server_default="1", nullable=False))
    for table, who in (("step", "actor"), ("comment", "author")):
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(
                sa.Column(f"{who}_name", sa.String(length=120), server_default="", nullable=False)
            )
        op.execute(
            f"UPDATE {table} SET {who}_name = (SELECT name FROM person WHERE person.id = {table}.{who}_id)"  # noqa: S608 - both are written above
        )
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("classroom_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("was", sa.String(length=120), nullable=False),
        sa.Column("became", sa.String(length=120), nullable=False),
        sa.Column("actor", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_correction_classroom_id_classroom"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_correction_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    with op.batch_alter_table("correction") as batch_op:
        batch_op.create_index(batch_op.f("ix_correction_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("correction") as batch_op:
        batch_op.drop_index(batch_op.f("ix_correction_person_id"))
    op.drop_table("correction")
    for table, column in (
        ("comment", "author_name"),
        ("step", "actor_name"),
        ("person", "version"),
        ("roster_line", "level"),
        ("membership", "level"),
    ):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column(column)
