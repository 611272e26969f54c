"""Classes and accounts that end, and who was put into a class by a list."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Apply it."""
    with op.batch_alter_table("classroom") as batch_op:
        batch_op.add_column(sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("drafts_until", sa.Date(), nullable=True))
    with op.batch_alter_table("person") as batch_op:
        batch_op.add_column(sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("membership") as batch_op:
        batch_op.add_column(sa.Column("listed", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "ending",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("classroom_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("actor", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_ending_classroom_id_classroom"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_ending_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ending")),
    )
    with op.batch_alter_table("ending") as batch_op:
        for column in ("classroom_id", "person_id"):
            batch_op.create_index(batch_op.f(f"ix_ending_{column}"), [column], unique=False)


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("ending") as batch_op:
        for column in ("person_id", "classroom_id"):
            batch_op.drop_index(batch_op.f(f"ix_ending_{column}"))
    op.drop_table("ending")
    with op.batch_alter_table("membership") as batch_op:
        batch_op.drop_column("listed")
    with op.batch_alter_table("person") as batch_op:
        batch_op.drop_column("ended_at")
    with op.batch_alter_table("classroom") as batch_op:
        batch_op.drop_column("drafts_until")
        batch_op.drop_column("ended_at")
