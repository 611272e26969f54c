"""Names of 120 letters, versions of class and certificate, first sign-ins, and who came into a class or left it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Apply it."""
    with op.batch_alter_table("person") as batch_op:
        batch_op.alter_column(
            "name", existing_type=sa.String(length=50), type_=sa.String(length=120), existing_nullable=False
        )
        batch_op.add_column(sa.Column("first_sign_in_at", sa.DateTime(timezone=True), nullable=True))
    for table in ("classroom", "certificate"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(sa.Column("version", sa.Integer(), server_default="1", nullable=False))
    op.create_table(
        "roster_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("classroom_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("login", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("actor", sa.String(length=60), nullable=False),
        sa.Column("batch", sa.String(length=32), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_roster_line_classroom_id_classroom"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_roster_line_person_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_line")),
    )
    with op.batch_alter_table("roster_line") as batch_op:
        for column in ("classroom_id", "person_id", "batch"):
            batch_op.create_index(batch_op.f(f"ix_roster_line_{column}"), [column], unique=False)


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("roster_line") as batch_op:
        for column in ("batch", "person_id", "classroom_id"):
            batch_op.drop_index(batch_op.f(f"ix_roster_line_{column}"))
    op.drop_table("roster_line")
    for table in ("certificate", "classroom"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column("version")
    with op.batch_alter_table("person") as batch_op:
        batch_op.drop_column("first_sign_in_at")
        batch_op.alter_column(
            "name", existing_type=sa.String(length=120), type_=sa.String(length=50), existing_nullable=False
        )
