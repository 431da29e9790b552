"""By which way each matter reached the desk; and marks for what parts, callbacks and cards tell by their ticket.

What is known of older tickets: one with a call came by telephone; of the others nothing was written down, and nothing
is guessed. All sums of days are let go of: they are made anew, with the new columns. What a ticket is told by may be
put right later, and then marks what counts of it; a red card marks its own day, as the rows of 0022 do.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_INDEX = ("ix_tickets_came_by_created_state", "tickets", ["came_by", "created", "state"])
_TOLD_BY = ("type", "category", "district", "came_by")
_OF_TICKET = (
    ("given", "given", "ticket_parts", ""),
    ("called_back", "at", "ticket_call_backs", ""),
    ("carded", "at", "ticket_oversight", " AND watch = 'red'"),
)


def upgrade() -> None:
    op.add_column("tickets", sa.Column("came_by", sa.String(16), nullable=False, server_default="phone"))
    op.execute("UPDATE tickets SET came_by = '' WHERE call_id = ''")
    op.create_index(*_INDEX)
    op.execute("DELETE FROM report_days")
    op.execute("DELETE FROM report_marks")
    for name, when, does in _TRIGGERS:
        _make(name, when, does)


def downgrade() -> None:
    for name, when, _ in _TRIGGERS:
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"DROP TRIGGER {name} ON {when.split(' ON ')[1].split()[0]}")
            op.execute(f"DROP FUNCTION {name}()")
        else:
            op.execute(f"DROP TRIGGER {name}")
    op.execute("DELETE FROM report_marks WHERE book = 'carded'")
    op.drop_index(_INDEX[0], _INDEX[1])
    op.drop_column("tickets", "came_by")


def _card(row: str) -> str:
    return f"SELECT 'carded', {row}.at WHERE {row}.watch = 'red'"


def _carded(row: str) -> str:
    """An appeal decides whether a red card counts."""
    return f"SELECT 'carded', at FROM ticket_oversight WHERE ticket_number = {row}.ticket_number AND watch = 'red'"  # noqa: S608 ours


_MARKED = " UNION ".join(
    f"SELECT '{book}', {column} FROM {table} WHERE ticket_number = NEW.number{also}"  # noqa: S608 names of ours
    for book, column, table, also in _OF_TICKET
)
"""All that counts of a ticket and has a moment of its own."""
_CHANGED = " OR ".join(f"OLD.{column} <> NEW.{column}" for column in _TOLD_BY)
_TRIGGERS = (
    (
        "report_marks_tickets_told_by",
        f"AFTER UPDATE OF {', '.join(_TOLD_BY)} ON tickets FOR EACH ROW WHEN ({_CHANGED})",
        _MARKED,
    ),
    *(
        (
            f"report_marks_{table}_{what}_card",
            f"AFTER {what.upper()} ON {table} FOR EACH ROW",
            " UNION ".join(map(marks, rows)),
        )
        for table, marks in (("ticket_oversight", _card), ("ticket_appeals", _carded))
        for what, rows in (("insert", ("NEW",)), ("update", ("NEW", "OLD")), ("delete", ("OLD",)))
    ),
)
"""Name, when, and what is marked."""


def _make(name: str, when: str, marks: str) -> None:
    does = f"INSERT INTO report_marks (book, at) {marks};"
    if op.get_bind().dialect.name != "postgresql":
        op.execute(f"CREATE TRIGGER {name} {when} BEGIN {does} END")
        return
    op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {does} RETURN NULL; END $$")
    op.execute(f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION {name}()")
