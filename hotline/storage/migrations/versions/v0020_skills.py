"""What each agent can do, as a supervisor has set it; second scores of the quality inspection."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agent_skills",
        sa.Column("username", sa.String(64), nullable=False),
        sa.Column("skill", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("username", "skill", name="pk_agent_skills"),
    )
    op.create_table(
        "quality_calibrations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inspection", sa.Integer(), nullable=False),
        sa.Column("username", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sheet", sa.JSON(), nullable=False),
        sa.Column("form", sa.JSON(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["inspection"],
            ["quality_inspections.id"],
            name="fk_quality_calibrations_inspection_quality_inspections",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_quality_calibrations"),
        sa.UniqueConstraint("inspection", "username", name="uq_quality_calibrations_inspection_username"),
    )
    op.create_index("ix_quality_calibrations_at", "quality_calibrations", ["at"])


def downgrade() -> None:
    op.drop_table("quality_calibrations")
    op.drop_table("agent_skills")
