"""What kind of call it was, and what a transfer or a visit is about."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Apply it. A sheet from before says nothing of its kind: its other answers tell it."""
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind_of_call", sa.String(length=120), nullable=True))
        batch_op.add_column(sa.Column("encounter_reason", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("transfer_reason", sa.String(length=120), nullable=True))
        batch_op.add_column(sa.Column("sending_facility", sa.String(length=100), nullable=True))
        batch_op.add_column(sa.Column("sending_physician", sa.String(length=120), nullable=True))
        batch_op.add_column(sa.Column("receiving_physician", sa.String(length=120), nullable=True))
        batch_op.add_column(sa.Column("receiving_unit", sa.String(length=120), nullable=True))
        batch_op.add_column(sa.Column("infusions", sa.Text(), nullable=True))


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.drop_column("infusions")
        batch_op.drop_column("receiving_unit")
        batch_op.drop_column("receiving_physician")
        batch_op.drop_column("sending_physician")
        batch_op.drop_column("sending_facility")
        batch_op.drop_column("transfer_reason")
        batch_op.drop_column("encounter_reason")
        batch_op.drop_column("kind_of_call")
