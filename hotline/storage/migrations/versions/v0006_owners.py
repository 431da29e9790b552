"""Whose knowledge is whose: the department and the telephone of an account, and the reminders of what is stale."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("users", sa.Column("department", sa.String(16), nullable=False, server_default=""))
    op.add_column("users", sa.Column("phone", sa.String(24), nullable=False, server_default=""))
    op.create_index("ix_users_department", "users", ["department"])
    op.create_table(
        "kb_reminders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("code", sa.String(16), nullable=False),
        sa.Column("why", sa.String(16), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("stage", sa.String(16), nullable=False),
        sa.Column("owner", sa.String(16), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_kb_reminders"),
        sa.UniqueConstraint("kind", "code", "why", "until", "stage", name="uq_kb_reminders_kind_code_why_until_stage"),
    )
    op.create_index("ix_kb_reminders_owner", "kb_reminders", ["owner"])


def downgrade() -> None:
    op.drop_table("kb_reminders")
    with op.batch_alter_table("users") as users:
        users.drop_index("ix_users_department")
        users.drop_column("phone")
        users.drop_column("department")
