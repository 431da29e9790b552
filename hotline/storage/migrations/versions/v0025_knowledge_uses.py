"""How the knowledge is used: entries by day and way, searches by day and where from."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kb_uses",
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("code", sa.String(16), nullable=False),
        sa.Column("way", sa.String(16), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("in_calls", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "kind", "code", "way", name="pk_kb_uses"),
    )
    op.create_table(
        "kb_searches",
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("door", sa.String(16), nullable=False),
        sa.Column("username", sa.String(64), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("missed", sa.Integer(), nullable=False),
        sa.Column("unsure", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "door", "username", name="pk_kb_searches"),
    )


def downgrade() -> None:
    op.drop_table("kb_searches")
    op.drop_table("kb_uses")
