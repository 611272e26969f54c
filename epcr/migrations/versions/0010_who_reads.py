"""Who has the desk of a sheet open."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Apply it."""
    op.create_table(
        "reading",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("run_sheet_id", sa.String(length=32), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_reading_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["run_sheet_id"],
            ["run_sheet.id"],
            name=op.f("fk_reading_run_sheet_id_run_sheet"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_reading")),
    )
    with op.batch_alter_table("reading") as batch_op:
        batch_op.create_index(batch_op.f("ix_reading_run_sheet_id"), ["run_sheet_id"], unique=False)


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("reading") as batch_op:
        batch_op.drop_index(batch_op.f("ix_reading_run_sheet_id"))
    op.drop_table("reading")
