"""Calls of ours to citizens: what they are about and who called; no citizen is called twice at a time."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

CALLING = sa.text("direction = 'out' AND ended IS NULL")


def upgrade() -> None:
    op.add_column("calls", sa.Column("direction", sa.String(8), nullable=False, server_default="in"))
    op.add_column("calls", sa.Column("ticket", sa.String(12), nullable=False, server_default=""))
    op.add_column("calls", sa.Column("request", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("calls", sa.Column("by", sa.String(64), nullable=False, server_default=""))
    op.create_index(
        "uq_calls_calling", "calls", ["number"], unique=True, sqlite_where=CALLING, postgresql_where=CALLING
    )


def downgrade() -> None:
    op.drop_index("uq_calls_calling", "calls")
    with op.batch_alter_table("calls") as calls:
        for name in ("by", "request", "ticket", "direction"):
            calls.drop_column(name)
