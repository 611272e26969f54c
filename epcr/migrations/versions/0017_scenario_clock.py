"""Scenario clock."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Apply it."""
    with op.batch_alter_table("run_sheet", schema=None) as batch_op:
        batch_op.add_column(sa.Column("scenario_began_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("scenario_zero", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("run_sheet", schema=None) as batch_op:
        batch_op.drop_column("scenario_zero")
        batch_op.drop_column("scenario_began_at")
