"""The dispatch directory: every version of each line, of which at most one is current."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "dispatch_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("category", sa.String(16), nullable=False),
        sa.Column("place", sa.String(64), nullable=False),
        sa.Column("keywords", sa.JSON(), nullable=False),
        sa.Column("lead", sa.String(16), nullable=False),
        sa.Column("assisting", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pack_sum", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_dispatch_lines"),
        sa.UniqueConstraint("number", "version", name="uq_dispatch_lines_number_version"),
    )


def downgrade() -> None:
    op.drop_table("dispatch_lines")
