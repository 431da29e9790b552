"""Quality inspection: draws, inspections, answers, history, who listened; and when citizens were on hold."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "quality_draws",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(8), nullable=False),
        sa.Column("seed", sa.String(64), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("silent", sa.Integer(), nullable=False),
        sa.Column("drawn", sa.Integer(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_quality_draws"),
        sa.UniqueConstraint("period", name="uq_quality_draws_period"),
    )
    _inspections()
    op.create_table(
        "quality_answers",
        sa.Column("inspection", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(32), nullable=False),
        sa.Column("name", sa.String(30), nullable=False),
        sa.Column("answer", sa.String(8), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        _of("quality_answers"),
        sa.PrimaryKeyConstraint("inspection", "item", name="pk_quality_answers"),
    )
    op.create_index("ix_quality_answers_item_at_answer", "quality_answers", ["item", "at", "answer"])
    op.create_table(
        "quality_history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inspection", sa.Integer(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("actor", sa.String(64), nullable=False),
        sa.Column("act", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        _of("quality_history"),
        sa.PrimaryKeyConstraint("id", name="pk_quality_history"),
    )
    op.create_index("ix_quality_history_inspection", "quality_history", ["inspection"])
    _of_calls()


def _of(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["inspection"],
        ["quality_inspections.id"],
        name=f"fk_{table}_inspection_quality_inspections",
        ondelete="CASCADE",
    )


def _inspections() -> None:
    name = "quality_inspections"
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.String(64), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("draw", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(32), nullable=False),
        sa.Column("by_chance", sa.Boolean(), nullable=False),
        sa.Column("why", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("agent", sa.String(64), nullable=False),
        sa.Column("inspector", sa.String(64), nullable=False),
        sa.Column("drawn", _TIME, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.JSON(), nullable=False),
        sa.Column("form", sa.JSON(), nullable=True),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("submitted", _TIME, nullable=True),
        sa.Column("seen", _TIME, nullable=True),
        sa.Column("appeal_until", _TIME, nullable=True),
        sa.Column("appealed", _TIME, nullable=True),
        sa.Column("appeal_reason", sa.Text(), nullable=False),
        sa.Column("decided", _TIME, nullable=True),
        sa.Column("decided_by", sa.String(64), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_quality_inspections"),
        sa.UniqueConstraint("call_id", name="uq_quality_inspections_call_id"),
    )
    op.create_index("ix_quality_inspections_state_inspector_id", name, ["state", "inspector", "id"])
    op.create_index(
        "ix_quality_inspections_agent_submitted_by_chance_total_passed",
        name,
        ["agent", "submitted", "by_chance", "total", "passed"],
    )
    op.create_index("ix_quality_inspections_submitted", name, ["submitted"])


def _of_calls() -> None:
    op.create_table(
        "call_hearings",
        sa.Column("call_id", sa.String(64), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("username", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("call_id", "at", "username", name="pk_call_hearings"),
    )
    op.create_index("ix_call_hearings_at", "call_hearings", ["at"])
    op.create_table(
        "call_holds",
        sa.Column("call_id", sa.String(64), nullable=False),
        sa.Column("extension", sa.String(16), nullable=False),
        sa.Column("began", _TIME, nullable=False),
        sa.Column("ended", _TIME, nullable=True),
        sa.PrimaryKeyConstraint("call_id", "extension", "began", name="pk_call_holds"),
    )


def downgrade() -> None:
    for table in (
        "call_holds",
        "call_hearings",
        "quality_history",
        "quality_answers",
        "quality_inspections",
        "quality_draws",
    ):
        op.drop_table(table)
