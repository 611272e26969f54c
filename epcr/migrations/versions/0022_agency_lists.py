"""The lists of the agency that a class plays: its people, its units, its destinations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

TABLES = {
    "agency_person": (
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=True),
        sa.Column("certificate_number", sa.String(length=50), nullable=False),
        sa.Column("certificate_state", sa.String(length=2), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
    ),
    "agency_unit": (
        sa.Column("call_sign", sa.String(length=50), nullable=False),
        sa.Column("vehicle", sa.String(length=50), nullable=False),
    ),
    "agency_facility": (
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("code", sa.String(length=50), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=2), nullable=False),
        sa.Column("zip_code", sa.String(length=11), nullable=False),
    ),
}


def upgrade() -> None:
    """Apply it."""
    for table, columns in TABLES.items():
        op.create_table(
            table,
            sa.Column("id", sa.Integer(), nullable=False),
            sa.Column("classroom_id", sa.Integer(), nullable=False),
            sa.Column("data_set", sa.String(length=20), nullable=False),
            *columns,
            sa.ForeignKeyConstraint(
                ["classroom_id"],
                ["classroom.id"],
                name=op.f(f"fk_{table}_classroom_id_classroom"),
                ondelete="CASCADE",
            ),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        )
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.create_index(batch_op.f(f"ix_{table}_classroom_id"), ["classroom_id"], unique=False)


def downgrade() -> None:
    """Take it back."""
    for table in TABLES:
        op.drop_table(table)
