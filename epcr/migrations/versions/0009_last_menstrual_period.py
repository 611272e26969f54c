"""When the last menstrual period began."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Apply it."""
    with op.batch_alter_table("history") as batch_op:
        batch_op.add_column(sa.Column("last_menstrual_period", sa.Date(), nullable=True))


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("history") as batch_op:
        batch_op.drop_column("last_menstrual_period")
