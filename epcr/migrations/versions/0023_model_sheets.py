"""Model sheets."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Apply it."""
    op.create_table(
        "model_sheet",
        sa.Column("classroom_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("snapshot", sa.JSON(), nullable=False),
        sa.Column("made_of", sa.String(length=32), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_model_sheet_classroom_id_classroom"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["digest"],
            ["scenario_version.digest"],
            name=op.f("fk_model_sheet_digest_scenario_version"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("classroom_id", "digest", name=op.f("pk_model_sheet")),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("model_sheet")
