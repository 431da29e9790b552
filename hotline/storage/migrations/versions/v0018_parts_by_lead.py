"""Parts of a department by state and by who leads: SQLite took the reports' index for two lists of work."""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TABLE = "ticket_parts"


def upgrade() -> None:
    op.create_index("ix_ticket_parts_department_state_lead", TABLE, ["department", "state", "lead"])
    op.drop_index("ix_ticket_parts_department_state", TABLE)


def downgrade() -> None:
    op.create_index("ix_ticket_parts_department_state", TABLE, ["department", "state"])
    op.drop_index("ix_ticket_parts_department_state_lead", TABLE)
