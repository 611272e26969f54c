"""Notes with a time each, written while the call runs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Apply it."""
    op.create_table(
        "timed_note",
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("struck_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("struck_reason", sa.String(length=200), nullable=True),
        sa.Column("run_sheet_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("absent", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("device_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["run_sheet_id"],
            ["run_sheet.id"],
            name=op.f("fk_timed_note_run_sheet_id_run_sheet"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timed_note")),
    )
    with op.batch_alter_table("timed_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_timed_note_run_sheet_id"), ["run_sheet_id"], unique=False)


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("timed_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_timed_note_run_sheet_id"))

    op.drop_table("timed_note")
