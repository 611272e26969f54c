"""Hospital events."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Apply it."""
    op.create_table(
        "hospital_event",
        sa.Column("what", sa.String(length=120), nullable=True),
        sa.Column("code", sa.String(length=20), nullable=True),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=True),
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
            name=op.f("fk_hospital_event_run_sheet_id_run_sheet"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hospital_event")),
    )
    with op.batch_alter_table("hospital_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hospital_event_run_sheet_id"), ["run_sheet_id"], unique=False)

    with op.batch_alter_table("disposition", schema=None) as batch_op:
        batch_op.add_column(sa.Column("protocols", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("disposition", schema=None) as batch_op:
        batch_op.drop_column("protocols")

    with op.batch_alter_table("hospital_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hospital_event_run_sheet_id"))

    op.drop_table("hospital_event")
