"""The sums of days that are over, and what marks those that are no longer right: triggers, which forget no writer.

A row is marked by its moment before and after a change. An appeal marks what counts of its ticket, for whatever a
department was right about is left out. Lines of supervision have no mark: they are counted each time.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_MOMENTS = {
    "tickets": (("created", "created"), ("due", "due"), ("finished", "finished")),
    "ticket_parts": (("given", "given"),),
    "ticket_call_backs": (("called_back", "at"),),
    "calls": (("arrived", "arrived"),),
}
"""By table: book and column."""
_OF_TICKET = (("given", "given", "ticket_parts"), ("called_back", "at", "ticket_call_backs"))
_EVENTS = {"insert": ("NEW",), "update": ("NEW", "OLD"), "delete": ("OLD",)}


def upgrade() -> None:
    op.create_table(
        "report_days",
        sa.Column("what", sa.String(48), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("book", sa.String(16), nullable=False),
        sa.Column("sums", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("what", "day", name="pk_report_days"),
    )
    op.create_index("ix_report_days_book_day", "report_days", ["book", "day"])
    op.create_table(
        "report_marks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("book", sa.String(16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_report_marks"),
    )
    op.create_index("ix_report_marks_book_at", "report_marks", ["book", "at"])
    for table in (*_MOMENTS, "ticket_appeals"):
        for event, rows in _EVENTS.items():
            _make(table, event, f"INSERT INTO report_marks (book, at) {_marks(table, rows)};")


def downgrade() -> None:
    for table in (*_MOMENTS, "ticket_appeals"):
        for event in _EVENTS:
            name = f"report_marks_{table}_{event}"
            if op.get_bind().dialect.name == "postgresql":
                op.execute(f"DROP TRIGGER {name} ON {table}")
                op.execute(f"DROP FUNCTION {name}()")
            else:
                op.execute(f"DROP TRIGGER {name}")
    op.drop_table("report_marks")
    op.drop_table("report_days")


def _marks(table: str, rows: tuple[str, ...]) -> str:
    """UNION leaves out what is the same before and after."""
    if table == "ticket_appeals":
        return " UNION ".join(
            f"SELECT '{book}', {column} FROM {of} WHERE ticket_number = {row}.ticket_number"  # noqa: S608 names of ours
            for book, column, of in _OF_TICKET
            for row in rows
        )
    return " UNION ".join(
        f"SELECT '{book}', {row}.{column} WHERE {row}.{column} IS NOT NULL"
        for book, column in _MOMENTS[table]
        for row in rows
    )


def _make(table: str, event: str, does: str) -> None:
    name, when = f"report_marks_{table}_{event}", f"AFTER {event.upper()} ON {table}"
    if op.get_bind().dialect.name != "postgresql":
        op.execute(f"CREATE TRIGGER {name} {when} BEGIN {does} END")
        return
    op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {does} RETURN NULL; END $$")
    op.execute(f"CREATE TRIGGER {name} {when} FOR EACH ROW EXECUTE FUNCTION {name}()")
