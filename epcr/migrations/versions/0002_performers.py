"""Who performed it: the certificates of people, and what a crew member's certificate and studies cover."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

ADDED: tuple[tuple[str, sa.types.TypeEngine[Any]], ...] = (
    ("endorsements", sa.JSON(none_as_null=True)),
    ("restricted_for", sa.JSON(none_as_null=True)),
    ("not_educated_for", sa.JSON(none_as_null=True)),
    ("compact_privilege", sa.Boolean()),
    ("on_duty", sa.Boolean()),
    ("program", sa.String(length=120)),
    ("preceptor_present", sa.Boolean()),
    ("cleared_for", sa.JSON(none_as_null=True)),
)
# A performer as an act kept it before the issuing state was one of its facts.
UNTOLD = (
    "certificate_valid_from",
    "certificate_valid_to",
    "state",
    "endorsements",
    "restricted",
    "on_duty",
    "educated",
)


def upgrade() -> None:
    """Apply it."""
    op.create_table(
        "certificate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("level", sa.String(length=120), nullable=False),
        sa.Column("certificate_number", sa.String(length=50), nullable=True),
        sa.Column("certificate_state", sa.String(length=120), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("endorsements", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("restricted_for", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("not_educated_for", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("compact_privilege", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_certificate_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
    )
    with op.batch_alter_table("certificate") as batch_op:
        batch_op.create_index(batch_op.f("ix_certificate_person_id"), ["person_id"], unique=False)
    with op.batch_alter_table("crew_member") as batch_op:
        for name, kind in ADDED:
            batch_op.add_column(sa.Column(name, kind, nullable=True))
    _keep_the_state(op.get_bind())


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("crew_member") as batch_op:
        for name, _kind in reversed(ADDED):
            batch_op.drop_column(name)
    with op.batch_alter_table("certificate") as batch_op:
        batch_op.drop_index(batch_op.f("ix_certificate_person_id"))
    op.drop_table("certificate")


def _keep_the_state(connection: sa.Connection) -> None:
    """Add the issuing state to the acts that verdicts were given on: else they would count as acts that changed since."""
    crew = sa.table("crew_member", sa.column("id"), sa.column("certificate_state"))
    acts = sa.table(
        "intervention",
        sa.column("id"),
        sa.column("performer"),
        sa.column("verdict", sa.JSON(none_as_null=True)),
    )
    judged = sa.select(acts.c.id, acts.c.verdict, crew.c.certificate_state).join_from(
        acts, crew, acts.c.performer == crew.c.id
    )
    told = crew.c.certificate_state.is_not(None) & acts.c.verdict.is_not(None)
    for number, verdict, state in connection.execute(judged.where(told)).all():
        act = verdict.get("act")
        if not act:
            continue
        performer = {**dict.fromkeys(UNTOLD), **(act.get("performer") or {}), "state": state}
        kept = {**verdict, "act": {**act, "performer": performer}}
        connection.execute(sa.update(acts).where(acts.c.id == number).values(verdict=kept))
