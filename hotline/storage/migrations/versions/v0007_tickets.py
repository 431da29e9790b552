"""The whole life of tickets: rounds, limits, departments, extensions, callbacks, timers, supervision, files."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
_INDEXES: tuple[tuple[str, list[str], sa.TextClause | None], ...] = (
    ("ix_tickets_parent", ["parent"], None),
    ("ix_tickets_department_state_due_number", ["department", "state", "due", "number"], None),
    ("ix_tickets_state_due_number", ["state", "due", "number"], None),
    ("ix_tickets_created_by_number", ["created_by", "number"], None),
    ("ix_tickets_again", ["department", "state", "due", "number"], sa.text("round > 1")),
    ("ix_tickets_to_call", ["state", "answered", "number"], sa.text("state = 'reviewed'")),
    ("ix_tickets_same_call", ["state", "citizen_number", "answered"], sa.text("state = 'reviewed'")),
    ("ix_tickets_drafts", ["created_by", "number"], sa.text("state = 'draft'")),
    ("ix_tickets_returned", ["state", "due", "number"], sa.text("returns > 1")),
)


def upgrade() -> None:
    for column in _new_columns():
        op.add_column("tickets", column)
    op.drop_index("ix_tickets_department", "tickets")
    op.drop_index("ix_tickets_state", "tickets")
    for name, columns, only in _INDEXES:
        op.create_index(name, "tickets", columns, sqlite_where=only, postgresql_where=only)
    op.create_table(
        "ticket_counters",
        sa.Column("year", sa.String(2), nullable=False),
        _int("last"),
        _key("ticket_counters", "year"),
    )
    _table(
        "ticket_parts",
        _text("department", 16),
        sa.Column("lead", sa.Boolean(), nullable=False),
        _text("state", 16),
        _int("round"),
        sa.Column("given", TIME, nullable=False),
        sa.Column("signed", TIME),
        sa.Column("replied", TIME),
        _text("note"),
        _text("answer"),
        _text("by", 64),
    )
    op.create_index("ix_ticket_parts_department_state", "ticket_parts", ["department", "state"])
    _table(
        "ticket_extensions",
        _int("round"),
        _int("days"),
        _text("reason"),
        _text("asked_by", 64),
        sa.Column("asked", TIME, nullable=False),
        _text("approver", 64),
        sa.Column("decided", TIME),
        sa.Column("granted", sa.Boolean()),
        _text("comment"),
    )
    op.create_index("ix_ticket_extensions_decided", "ticket_extensions", ["decided"])
    _table(
        "ticket_call_backs",
        _int("round"),
        sa.Column("at", TIME, nullable=False),
        _text("by", 64),
        sa.Column("contacted", sa.Boolean(), nullable=False),
        _text("solved", 16),
        _text("satisfied", 16),
        _text("words"),
    )
    op.create_index("ix_ticket_call_backs_at", "ticket_call_backs", ["at"])
    _table(
        "ticket_timers",
        _text("due", 16),
        _int("round"),
        sa.Column("at", TIME, nullable=False),
        sa.Column("done", TIME),
    )
    op.create_index(
        "ix_ticket_timers_open",
        "ticket_timers",
        ["at"],
        sqlite_where=sa.text("done IS NULL"),
        postgresql_where=sa.text("done IS NULL"),
    )
    _table(
        "ticket_oversight",
        _text("watch", 16),
        _text("department", 16),
        _text("reason"),
        _text("rule"),
        _text("by", 64),
        sa.Column("at", TIME, nullable=False),
        _text("answer"),
        _text("answered_by", 64),
        sa.Column("answered", TIME),
    )
    op.create_index("ix_ticket_oversight_at", "ticket_oversight", ["at"])
    for columns in (["department", "answered"], ["answered", "id"], ["watch", "id"]):
        op.create_index(f"ix_ticket_oversight_{'_'.join(columns)}", "ticket_oversight", columns)
    _table(
        "ticket_files",
        _text("name", 200),
        _text("type", 100),
        _int("size"),
        _text("sha256", 64),
        _text("department", 16),
        _text("by", 64),
        sa.Column("at", TIME, nullable=False),
    )
    _table("ticket_misrouted", _text("wrong", 16), _text("right", 16), sa.Column("at", TIME, nullable=False))
    op.create_index("ix_ticket_misrouted_at", "ticket_misrouted", ["at"])
    _appeals()
    _views_and_claims()
    op.add_column("citizen_marks", sa.Column("reviewed_by", sa.String(64), nullable=False, server_default=""))
    op.add_column("citizen_marks", sa.Column("reviewed", TIME))
    _bring_over()


def _appeals() -> None:
    _table(
        "ticket_appeals",
        _text("of", 16),
        _int("target"),
        _text("department", 16),
        _text("reason"),
        _text("by", 64),
        sa.Column("at", TIME, nullable=False),
        _text("decided_by", 64),
        sa.Column("decided", TIME),
        sa.Column("upheld", sa.Boolean()),
        _text("comment"),
        sa.UniqueConstraint("of", "target", name="uq_ticket_appeals_of_target"),
    )
    for columns in (["department", "decided"], ["decided"]):
        op.create_index(f"ix_ticket_appeals_{'_'.join(columns)}", "ticket_appeals", columns)


def _views_and_claims() -> None:
    op.create_table(
        "ticket_views",
        _text("ticket_number", 12),
        sa.Column("at", TIME, nullable=False),
        _text("username", 64),
        sa.ForeignKeyConstraint(
            ["ticket_number"], ["tickets.number"], name="fk_ticket_views_ticket_number_tickets", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("ticket_number", "at", "username", name="pk_ticket_views"),
    )
    op.create_index("ix_ticket_views_at", "ticket_views", ["at"])
    op.create_table(
        "ticket_claims",
        _text("citizen_number", 24),
        _text("username", 64),
        sa.Column("until", TIME, nullable=False),
        _key("ticket_claims", "citizen_number"),
    )


def _bring_over() -> None:
    """What was saved before was given to its department at once; no limit was promised for it."""
    op.execute(
        "UPDATE tickets SET state = 'dispatched', dispatched = created WHERE state = 'accepted' AND department <> ''"
    )
    op.execute(
        "INSERT INTO ticket_parts (ticket_number, department, lead, state, round, given, note, answer, by)"
        " SELECT number, department, true, 'to_sign', 1, created, '', '', '' FROM tickets WHERE state = 'dispatched'"
    )


def downgrade() -> None:
    with op.batch_alter_table("citizen_marks") as marks:
        marks.drop_column("reviewed")
        marks.drop_column("reviewed_by")
    for name in (
        "ticket_claims",
        "ticket_views",
        "ticket_appeals",
        "ticket_misrouted",
        "ticket_files",
        "ticket_oversight",
        "ticket_timers",
        "ticket_call_backs",
        "ticket_extensions",
        "ticket_parts",
        "ticket_counters",
    ):
        op.drop_table(name)
    for index, _, _ in _INDEXES:
        op.drop_index(index, "tickets")
    op.execute("UPDATE tickets SET state = 'accepted'")
    with op.batch_alter_table("tickets") as table:
        for column in _new_columns():
            table.drop_column(column.name)
    op.create_index("ix_tickets_department", "tickets", ["department"])
    op.create_index("ix_tickets_state", "tickets", ["state"])


def _new_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("urgency", sa.String(16), nullable=False, server_default="normal"),
        sa.Column("district", sa.String(16), nullable=False, server_default=""),
        sa.Column("title", sa.String(100), nullable=False, server_default=""),
        sa.Column("query_code", sa.String(8), nullable=False, server_default=""),
        sa.Column("round", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("dispatched", TIME),
        sa.Column("due", TIME),
        sa.Column("extended", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("returns", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("adjudicated", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("profile", sa.String(64), nullable=False, server_default=""),
        sa.Column("public_answer", sa.Text(), nullable=False, server_default=""),
        sa.Column("answered", TIME),
        sa.Column("finished", TIME),
        sa.Column("parent", sa.String(12), nullable=False, server_default=""),
        sa.Column("limits", sa.JSON(), nullable=False, server_default="[]"),
    ]


def _table(name: str, *columns: sa.Column[Any] | sa.Constraint) -> None:
    """A table of rows of tickets, which go with their ticket."""
    op.create_table(
        name,
        _int("id"),
        sa.Column("ticket_number", sa.String(12), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["ticket_number"], ["tickets.number"], name=f"fk_{name}_ticket_number_tickets", ondelete="CASCADE"
        ),
        _key(name, "id"),
    )
    op.create_index(f"ix_{name}_ticket_number", name, ["ticket_number"])


def _int(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _text(name: str, longest: int = 0) -> sa.Column[Any]:
    return sa.Column(name, sa.String(longest) if longest else sa.Text(), nullable=False)


def _key(table: str, column: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(column, name=f"pk_{table}")
