"""Early warnings of hot issues that were told today: a restart forgets none, and tells none anew."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hot_warnings",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("recent", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("messages", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_hot_warnings"),
    )
    op.create_index("ix_hot_warnings_day", "hot_warnings", ["day"])


def downgrade() -> None:
    op.drop_table("hot_warnings")
