"""A lead department asks that another one helps, and a supervisor decides.

With it goes what stood among the requests for more time for ever: those of tickets that have left who asked.
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

TABLE = "ticket_assist_requests"
OPEN = sa.text("decided IS NULL")


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_number", sa.String(12), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("department", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.String(64), nullable=False),
        sa.Column("asked", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approver", sa.String(64), nullable=False),
        sa.Column("decided", sa.DateTime(timezone=True)),
        sa.Column("granted", sa.Boolean()),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_number"], ["tickets.number"], name=f"fk_{TABLE}_ticket_number_tickets", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{TABLE}"),
    )
    op.create_index(f"ix_{TABLE}_ticket_number", TABLE, ["ticket_number"])
    op.create_index(
        f"ix_{TABLE}_open",
        TABLE,
        ["ticket_number", "department"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.execute(
        "UPDATE ticket_extensions SET decided = CURRENT_TIMESTAMP, granted = false, comment = '工单已不在该单位办理'"
        " WHERE decided IS NULL AND ticket_number NOT IN (SELECT number FROM tickets WHERE state = 'signed')"
    )


def downgrade() -> None:
    op.drop_table(TABLE)
