"""Who took a version off, when and why: it was written over who had approved it, and over its author's note.

Of what was taken off by hand before, who approved it is lost, and is told as unknown. Imports left no such trace.
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

TABLE = "kb_versions"


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("withdrawn_by", sa.String(64), nullable=False, server_default=""))
    op.add_column(TABLE, sa.Column("withdrawn", sa.DateTime(timezone=True)))
    op.add_column(TABLE, sa.Column("withdrawn_why", sa.Text(), nullable=False, server_default=""))
    op.execute(
        "UPDATE kb_versions SET withdrawn_by = judged_by, withdrawn = judged, withdrawn_why = note,"
        " judged_by = '', judged = NULL, note = ''"
        " WHERE state = 'withdrawn' AND judged IN (SELECT at FROM kb_revisions WHERE summary LIKE '% withdrawn')"
    )


def downgrade() -> None:
    op.execute(
        "UPDATE kb_versions SET judged_by = withdrawn_by, judged = withdrawn, note = withdrawn_why"
        " WHERE withdrawn IS NOT NULL"
    )
    op.drop_column(TABLE, "withdrawn_why")
    op.drop_column(TABLE, "withdrawn")
    op.drop_column(TABLE, "withdrawn_by")
