"""A class's own rulesets, and the agency that a class and its sheets work for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

WITH_AGENCY = ("classroom", "run_sheet")


def upgrade() -> None:
    """Apply it."""
    op.create_table(
        "class_ruleset",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("classroom_id", sa.Integer(), nullable=False),
        sa.Column("parent", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id"], ["classroom.id"], name=op.f("fk_class_ruleset_classroom_id_classroom")
        ),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_class_ruleset")),
    )
    with op.batch_alter_table("class_ruleset") as batch_op:
        batch_op.create_index(batch_op.f("ix_class_ruleset_classroom_id"), ["classroom_id"], unique=False)
    op.create_table(
        "class_ruleset_version",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("changed", sa.JSON(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["name"], ["class_ruleset.name"], name=op.f("fk_class_ruleset_version_name_class_ruleset")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_class_ruleset_version_author_id_person")
        ),
        sa.PrimaryKeyConstraint("name", "version", name=op.f("pk_class_ruleset_version")),
    )
    for table in WITH_AGENCY:
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(sa.Column("agency", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    """Take it back."""
    for table in WITH_AGENCY:
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column("agency")
    op.drop_table("class_ruleset_version")
    with op.batch_alter_table("class_ruleset") as batch_op:
        batch_op.drop_index(batch_op.f("ix_class_ruleset_classroom_id"))
    op.drop_table("class_ruleset")
