"""From where a question came that was not answered: callers, the citizens' page, agents. Before, only agents told."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

TABLE, COLUMNS = "kb_misses", ("callers", "citizens", "agents")


def upgrade() -> None:
    for name in COLUMNS:
        op.add_column(TABLE, sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE kb_misses SET agents = times + unhelpful")


def downgrade() -> None:
    for name in reversed(COLUMNS):
        op.drop_column(TABLE, name)
