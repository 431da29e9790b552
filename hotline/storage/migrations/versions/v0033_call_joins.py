"""When citizens were joined with somebody, which is when their calls were recorded."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

TABLE = "call_joins"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("call_id", sa.String(64), nullable=False),
        sa.Column("began", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("call_id", "began", name="pk_call_joins"),
    )
    op.create_index("ix_call_joins_began", TABLE, ["began"])


def downgrade() -> None:
    op.drop_table(TABLE)
