"""The knowledge base: entries, their versions, what changed when, and what nobody could answer."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kb_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("code", sa.String(16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("published", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("owner", sa.String(16), nullable=False),
        sa.Column("pack_sum", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_kb_entries"),
        sa.UniqueConstraint("kind", "code", name="uq_kb_entries_kind_code"),
    )
    op.create_index("ix_kb_entries_owner", "kb_entries", ["owner"])
    op.create_table(
        "kb_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("author", sa.String(64), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("judged_by", sa.String(64), nullable=False),
        sa.Column("judged", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_kb_versions"),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["kb_entries.id"], name="fk_kb_versions_entry_id_kb_entries", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("entry_id", "version", name="uq_kb_versions_entry_id_version"),
    )
    op.create_index("ix_kb_versions_state", "kb_versions", ["state"])
    op.create_table(
        "kb_revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(64), nullable=False),
        sa.Column("source", sa.String(300), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("pack_sum", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_kb_revisions"),
    )
    op.create_table(
        "kb_misses",
        sa.Column("question", sa.String(300), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("unhelpful", sa.Integer(), nullable=False),
        sa.Column("last", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("question", name="pk_kb_misses"),
    )
    op.create_index("ix_kb_misses_last", "kb_misses", ["last"])


def downgrade() -> None:
    for table in ("kb_misses", "kb_revisions", "kb_versions", "kb_entries"):
        op.drop_table(table)
