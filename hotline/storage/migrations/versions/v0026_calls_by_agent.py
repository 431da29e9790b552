"""Who answered each call, by user name: an extension is given to another once its owner has left.

Of older calls it is the ring that the telephone answered that tells who; where no ring was written, the extension's
present owner, if nobody else was ever seen there; else nobody. The marks that this leaves are let go of: nothing that
was kept of a day is told by it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_OLD, _NEW = (
    (f"ix_calls_{first}_arrived_direction_outcome_talked", [first, "arrived", "direction", "outcome", "talked"])
    for first in ("extension", "agent")
)
_BY_RING = """UPDATE calls SET agent = (
    SELECT ring.username FROM agent_rings AS ring
    WHERE ring.call_id = calls.id AND ring.extension = calls.extension AND ring.answered IS NOT NULL
    ORDER BY ring.rung DESC LIMIT 1)
WHERE extension <> '' AND answered IS NOT NULL AND EXISTS (
    SELECT 1 FROM agent_rings AS ring
    WHERE ring.call_id = calls.id AND ring.extension = calls.extension AND ring.answered IS NOT NULL)"""
_BY_DESK = """UPDATE calls SET agent = (SELECT users.username FROM users WHERE users.extension = calls.extension)
WHERE agent = '' AND answered IS NOT NULL AND extension IN (
    SELECT users.extension FROM users WHERE users.extension IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM agent_rings AS ring
        WHERE ring.extension = users.extension AND ring.username NOT IN ('', users.username))
    AND NOT EXISTS (SELECT 1 FROM agent_states AS spell
        WHERE spell.extension = users.extension AND spell.username NOT IN ('', users.username)))"""


def upgrade() -> None:
    op.add_column("calls", sa.Column("agent", sa.String(64), nullable=False, server_default=""))
    last = op.get_bind().scalar(sa.text("SELECT COALESCE(MAX(id), 0) FROM report_marks"))
    op.execute(_BY_RING)
    op.execute(_BY_DESK)
    op.execute(sa.text("DELETE FROM report_marks WHERE book = 'arrived' AND id > :last").bindparams(last=last))
    op.drop_index(_OLD[0], "calls")
    op.create_index(_NEW[0], "calls", _NEW[1])


def downgrade() -> None:
    op.drop_index(_NEW[0], "calls")
    op.create_index(_OLD[0], "calls", _OLD[1])
    op.drop_column("calls", "agent")
