"""The supervision desk: leaders' instructions followed to their end, templates in versions, callbacks handed out."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_TEXTS = (("leader", sa.String(64)), ("closed_by", sa.String(64)), ("outcome", sa.Text()))
_TIMES = ("due", "closed")


def upgrade() -> None:
    for name, kind in _TEXTS:
        op.add_column("ticket_oversight", sa.Column(name, kind, nullable=False, server_default=""))
    for name in _TIMES:
        op.add_column("ticket_oversight", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "text_templates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("use", sa.String(16), nullable=False),
        sa.Column("title", sa.String(30), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pack_sum", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_text_templates"),
        sa.UniqueConstraint("code", "version", name="uq_text_templates_code_version"),
    )
    op.create_table(
        "ticket_call_back_turns",
        sa.Column("citizen_number", sa.String(24), nullable=False),
        sa.Column("username", sa.String(64), nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("citizen_number", name="pk_ticket_call_back_turns"),
    )


def downgrade() -> None:
    op.drop_table("ticket_call_back_turns")
    op.drop_table("text_templates")
    with op.batch_alter_table("ticket_oversight") as lines:
        for name in (*(one for one, _ in _TEXTS), *_TIMES):
            lines.drop_column(name)
