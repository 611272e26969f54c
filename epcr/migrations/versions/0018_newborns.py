"""Newborns."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Apply it."""
    with op.batch_alter_table("patient", schema=None) as batch_op:
        batch_op.add_column(sa.Column("time_of_birth", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("vital_signs", schema=None) as batch_op:
        batch_op.add_column(sa.Column("apgar_appearance", sa.String(length=120), nullable=True))
        batch_op.add_column(sa.Column("apgar_grimace", sa.String(length=120), nullable=True))
        batch_op.add_column(sa.Column("apgar_activity", sa.String(length=120), nullable=True))
        batch_op.add_column(sa.Column("apgar_respirations", sa.String(length=120), nullable=True))


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("vital_signs", schema=None) as batch_op:
        batch_op.drop_column("apgar_respirations")
        batch_op.drop_column("apgar_activity")
        batch_op.drop_column("apgar_grimace")
        batch_op.drop_column("apgar_appearance")

    with op.batch_alter_table("patient", schema=None) as batch_op:
        batch_op.drop_column("time_of_birth")
