"""The day of each agent: states from when to when, what became of each ring; and what all desks are told at once."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

LASTING, OPEN = sa.text("ended IS NULL"), sa.text("over IS NULL")


def upgrade() -> None:
    op.create_table(
        "agent_states",
        sa.Column("extension", sa.String(16), nullable=False),
        sa.Column("began", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended", sa.DateTime(timezone=True), nullable=True),
        sa.Column("username", sa.String(64), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(64), nullable=False),
        sa.Column("unsure", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("extension", "began", name="pk_agent_states"),
    )
    op.create_index("ix_agent_states_username_began", "agent_states", ["username", "began"])
    op.create_index(
        "ix_agent_states_lasting", "agent_states", ["extension"], sqlite_where=LASTING, postgresql_where=LASTING
    )
    op.create_table(
        "agent_rings",
        sa.Column("call_id", sa.String(64), nullable=False),
        sa.Column("extension", sa.String(16), nullable=False),
        sa.Column("rung", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered", sa.DateTime(timezone=True), nullable=True),
        sa.Column("over", sa.DateTime(timezone=True), nullable=True),
        sa.Column("username", sa.String(64), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("talked", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("call_id", "extension", "rung", name="pk_agent_rings"),
    )
    op.create_index("ix_agent_rings_username_rung", "agent_rings", ["username", "rung"])
    op.create_index("ix_agent_rings_open", "agent_rings", ["call_id"], sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_table(
        "broadcasts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_broadcasts"),
    )
    op.create_index("ix_broadcasts_ends", "broadcasts", ["ends"])
    op.create_table(
        "broadcast_reads",
        sa.Column("broadcast", sa.Integer(), nullable=False),
        sa.Column("username", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["broadcast"], ["broadcasts.id"], name="fk_broadcast_reads_broadcast_broadcasts", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("broadcast", "username", name="pk_broadcast_reads"),
    )


def downgrade() -> None:
    op.drop_table("broadcast_reads")
    op.drop_table("broadcasts")
    op.drop_table("agent_rings")
    op.drop_table("agent_states")
