"""The version of a scenario that a sheet was begun from, and when a device wrote what the server saved."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

OF_A_DEVICE = (
    "incident", "crew_member", "patient", "primary_assessment", "history", "injury", "cardiac_arrest", "exam_finding",
    "vital_signs", "intervention", "narrative", "handoff", "disposition", "signature", "attachment", "audit_line",
)  # fmt: skip


def upgrade() -> None:
    """Apply it. Sheets that were begun before have no version: nobody kept what their scenario told then."""
    op.create_table(
        "scenario_version",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("scenario", sa.String(length=80), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_scenario_version")),
    )
    op.create_index(op.f("ix_scenario_version_scenario"), "scenario_version", ["scenario"])
    op.add_column("run_sheet", sa.Column("scenario_version", sa.String(length=64), nullable=True))
    for table in OF_A_DEVICE:
        op.add_column(table, sa.Column("device_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take it back."""
    for table in OF_A_DEVICE:
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column("device_at")
    with op.batch_alter_table("run_sheet") as batch_op:
        batch_op.drop_column("scenario_version")
    op.drop_table("scenario_version")
