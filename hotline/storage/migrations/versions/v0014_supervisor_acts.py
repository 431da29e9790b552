"""What supervisors did to calls and desks."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "supervisor_acts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("act", sa.String(16), nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("call_id", sa.String(64), nullable=False),
        sa.Column("extension", sa.String(16), nullable=False),
        sa.Column("watch", sa.String(64), nullable=False),
        sa.Column("mode", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(64), nullable=False),
        sa.Column("began", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_supervisor_acts"),
    )
    op.create_index("ix_supervisor_acts_act", "supervisor_acts", ["act"])
    op.create_index("ix_supervisor_acts_watch", "supervisor_acts", ["watch"])


def downgrade() -> None:
    op.drop_table("supervisor_acts")
