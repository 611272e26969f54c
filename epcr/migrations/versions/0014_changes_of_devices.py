"""The changes that a device sends by themselves: their number, what became of them, and the device."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Apply it."""
    with op.batch_alter_table("audit_line", schema=None) as batch_op:
        batch_op.add_column(sa.Column("op", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("outcome", sa.String(length=12), nullable=True))
        batch_op.add_column(sa.Column("settles", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("device", sa.String(length=60), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_audit_line_op"), ["op"])


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("audit_line", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_audit_line_op"), type_="unique")
        batch_op.drop_column("device")
        batch_op.drop_column("settles")
        batch_op.drop_column("outcome")
        batch_op.drop_column("op")
