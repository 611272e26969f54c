"""Reports of the standard that sheets were imported from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Apply it."""
    op.create_table(
        "imported_report",
        sa.Column("run_sheet_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=True),
        sa.Column("tree", sa.JSON(), nullable=False),
        sa.Column("then", sa.JSON(), nullable=False),
        sa.Column("refused", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_sheet_id"],
            ["run_sheet.id"],
            name=op.f("fk_imported_report_run_sheet_id_run_sheet"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("run_sheet_id", name=op.f("pk_imported_report")),
    )
    with op.batch_alter_table("imported_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_imported_report_number"), ["number"], unique=False)
        batch_op.create_index(batch_op.f("ix_imported_report_uuid"), ["uuid"], unique=False)


def downgrade() -> None:
    """Take it back."""
    op.drop_table("imported_report")
