"""Forms as files: every version of each, of which at most one is published."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kb_forms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(16), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("file", sa.String(120), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(8), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("uploaded_by", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", sa.String(64), nullable=False),
        sa.Column("ended", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pack_sum", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_kb_forms"),
    )
    op.create_index("ix_kb_forms_code", "kb_forms", ["code"])
    op.create_index("ix_kb_forms_name", "kb_forms", ["name"])
    one_out = sa.text("state = 'published'")
    op.create_index(
        "uq_kb_forms_published", "kb_forms", ["name"], unique=True, sqlite_where=one_out, postgresql_where=one_out
    )


def downgrade() -> None:
    op.drop_table("kb_forms")
