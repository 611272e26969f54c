"""What is not in a list by its name, and what had no place: pressures, counts, speeds, downtimes, pulses felt."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_ADDED = {
    "intervention": (
        sa.Column("other_name", sa.String(length=120), nullable=True),
        sa.Column("airway_pressure", sa.Float(), nullable=True),
        sa.Column("placed", sa.Integer(), nullable=True),
    ),
    "injury": (sa.Column("speed", sa.Integer(), nullable=True),),
    "cardiac_arrest": (sa.Column("downtime", sa.Integer(), nullable=True),),
    "vital_signs": (sa.Column("pulse_site", sa.JSON(), nullable=True),),
}


def upgrade() -> None:
    """Apply it."""
    for table, columns in _ADDED.items():
        with op.batch_alter_table(table) as batch_op:
            for column in columns:
                batch_op.add_column(column)


def downgrade() -> None:
    """Take it back."""
    for table, columns in _ADDED.items():
        with op.batch_alter_table(table) as batch_op:
            for column in columns:
                batch_op.drop_column(column.name)
