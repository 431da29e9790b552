"""Limits set by hand: why the finish of a ticket's round was set, and by what law or order."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

COLUMNS = ("due_reason", "due_basis")


def upgrade() -> None:
    for name in COLUMNS:
        op.add_column("tickets", sa.Column(name, sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("tickets") as tickets:
        for name in COLUMNS:
            tickets.drop_column(name)
