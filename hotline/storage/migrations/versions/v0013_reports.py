"""Reports: closed months, what became of parts and callbacks, and the indexes that figures are counted by."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_FLAGS, _OF_PART = ("concluded", "first_answer", "final_answer"), ("urged", "returned")
_INDEXES: tuple[tuple[str, str, list[str], str], ...] = (
    *(
        (f"ix_tickets_{column}_created_state", "tickets", [column, "created", "state"], "")
        for column in ("department", "type", "category", "district", "urgency", "created_by")
    ),
    ("ix_tickets_state_created", "tickets", ["state", "created"], ""),
    (
        "ix_tickets_on_the_spot",
        "tickets",
        ["created_by", "created"],
        "state = 'finished' AND dispatched IS NULL AND parent = ''",
    ),
    (
        "ix_tickets_finished",
        "tickets",
        ["department", "finished", "round"],
        "state = 'finished' AND dispatched IS NOT NULL AND parent = ''",
    ),
    (
        "ix_tickets_assessed",
        "tickets",
        ["department", "due", "answered"],
        "parent = '' AND state NOT IN ('draft', 'transferred', 'declined', 'withdrawn', 'merged')",
    ),
    (
        "ix_ticket_parts_given",
        "ticket_parts",
        ["department", "lead", "given", "signed", "urged", "returned", "id"],
        "",
    ),
    (
        "ix_ticket_call_backs_answers",
        "ticket_call_backs",
        ["department", "at", "concluded", "contacted", "first_answer", "final_answer", "solved", "satisfied", "id"],
        "",
    ),
    ("ix_ticket_oversight_department_watch_at_id", "ticket_oversight", ["department", "watch", "at", "id"], ""),
    (
        "ix_calls_extension_arrived_direction_outcome_talked",
        "calls",
        ["extension", "arrived", "direction", "outcome", "talked"],
        "",
    ),
)


def upgrade() -> None:
    op.create_table(
        "report_closings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("correction", sa.Integer(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("closed", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by", sa.String(64), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id", name="pk_report_closings"),
        sa.UniqueConstraint("name", "month", "correction", name="uq_report_closings_name_month_correction"),
    )
    op.create_index("ix_report_closings_month", "report_closings", ["month"])
    op.add_column("ticket_call_backs", sa.Column("department", sa.String(16), nullable=False, server_default=""))
    for name in _FLAGS:
        op.add_column(
            "ticket_call_backs", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.text("false"))
        )
    for name in _OF_PART:
        op.add_column("ticket_parts", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.text("false")))
    for statement in _FILL:
        op.execute(statement)
    for name, table, columns, only in _INDEXES:
        where = sa.text(only) if only else None
        op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


_PART_AT = """
    UPDATE ticket_parts SET {flag} = true WHERE id IN (SELECT (SELECT p.id FROM ticket_parts p
        WHERE p.ticket_number = w.ticket_number AND p.lead AND p.given <= w.at ORDER BY p.given DESC, p.id DESC LIMIT 1)
        FROM {written} w WHERE {where})
"""
_FILL = (
    _PART_AT.format(flag="urged", written="ticket_oversight", where="w.watch = 'urge' AND w.\"by\" = 'clock'"),
    _PART_AT.format(flag="returned", written="ticket_history", where="w.action = 'return'"),
    """
    UPDATE ticket_call_backs SET department = coalesce(
        (SELECT p.department FROM ticket_parts p WHERE p.ticket_number = ticket_call_backs.ticket_number
            AND p.round = ticket_call_backs.round AND p.lead AND p.state = 'replied' ORDER BY p.id DESC LIMIT 1),
        (SELECT t.department FROM tickets t WHERE t.number = ticket_call_backs.ticket_number), '')
    """,
    """
    UPDATE ticket_call_backs SET concluded = true WHERE contacted OR 2 <= (SELECT count(*) FROM ticket_call_backs b
        WHERE b.ticket_number = ticket_call_backs.ticket_number AND b.round = ticket_call_backs.round
            AND b.id < ticket_call_backs.id)
    """,
    """
    UPDATE ticket_call_backs SET first_answer = true WHERE contacted AND NOT EXISTS (SELECT 1 FROM ticket_call_backs b
        WHERE b.ticket_number = ticket_call_backs.ticket_number AND b.contacted AND b.id < ticket_call_backs.id)
    """,
    """
    UPDATE ticket_call_backs SET final_answer = true WHERE contacted AND NOT EXISTS (SELECT 1 FROM ticket_call_backs b
        WHERE b.ticket_number = ticket_call_backs.ticket_number AND b.contacted AND b.id > ticket_call_backs.id)
    """,
)
"""What parts and callbacks would have said of themselves: three tries in a round conclude it, as they did until now."""


def downgrade() -> None:
    for name, table, _, _ in reversed(_INDEXES):
        op.drop_index(name, table)
    with op.batch_alter_table("ticket_call_backs") as call_backs:
        for column in ("department", *_FLAGS):
            call_backs.drop_column(column)
    with op.batch_alter_table("ticket_parts") as parts:
        for column in _OF_PART:
            parts.drop_column(column)
    op.drop_table("report_closings")
