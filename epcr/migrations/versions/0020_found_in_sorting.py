"""Found in sorting."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Apply it."""
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sorting_found", sa.String(length=120), nullable=True))


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.drop_column("sorting_found")
