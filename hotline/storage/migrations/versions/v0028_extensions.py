"""Who is asked for behind a citizen's switchboard: the number leads there, the extension to the person.

Of older tickets it is not known: it was dropped.
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tickets", sa.Column("citizen_extension", sa.String(8), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("tickets", "citizen_extension")
