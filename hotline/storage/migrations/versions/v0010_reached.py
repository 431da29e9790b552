"""Whether the citizen was spoken to in this round: two lists of work ask for it, and the tries are many."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TRIES = """EXISTS (SELECT 1 FROM ticket_call_backs AS tried
    WHERE tried.ticket_number = tickets.number AND tried.round = tickets.round AND tried.contacted)"""


def upgrade() -> None:
    op.add_column("tickets", sa.Column("reached", sa.Boolean(), nullable=False, server_default=sa.text("false")))
    op.execute(f"UPDATE tickets SET reached = true WHERE {TRIES}")  # noqa: S608 our own words
    undecided = sa.text("state = 'reviewed' AND reached")
    op.create_index(
        "ix_tickets_undecided", "tickets", ["due", "number"], sqlite_where=undecided, postgresql_where=undecided
    )


def downgrade() -> None:
    op.drop_index("ix_tickets_undecided", "tickets")
    with op.batch_alter_table("tickets") as tickets:
        tickets.drop_column("reached")
