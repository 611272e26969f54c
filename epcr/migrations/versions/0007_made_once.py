"""Presses that made something, and slips of the passwords that were made up."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Apply it."""
    op.create_table(
        "press",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("leads_to", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("tone", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_press")),
    )
    with op.batch_alter_table("press") as batch_op:
        batch_op.create_index(batch_op.f("ix_press_at"), ["at"], unique=False)
    op.create_table(
        "slip",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("maker_id", sa.Integer(), nullable=False),
        sa.Column("classroom_id", sa.Integer(), nullable=True),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["maker_id"], ["person.id"], name=op.f("fk_slip_maker_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_slip_classroom_id_classroom"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slip")),
    )
    with op.batch_alter_table("slip") as batch_op:
        batch_op.create_index(batch_op.f("ix_slip_maker_id"), ["maker_id"], unique=False)


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("slip") as batch_op:
        batch_op.drop_index(batch_op.f("ix_slip_maker_id"))
    op.drop_table("slip")
    with op.batch_alter_table("press") as batch_op:
        batch_op.drop_index(batch_op.f("ix_press_at"))
    op.drop_table("press")
