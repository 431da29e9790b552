"""The first tables: users, sessions, citizens, calls and tickets."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

INDEXES = {
    "sessions": (["user_id"], ["expires"]),
    "calls": (["number", "arrived"], ["arrived"], ["ended"]),
    "call_steps": (["call_id"],),
    "tickets": (["department"], ["citizen_number"], ["call_id"], ["state"], ["created"]),
    "ticket_history": (["ticket_number"],),
    "ticket_keys": (["ticket_number"],),
}


def _words(name: str, length: int, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=nullable)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _whole(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _yes(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _time(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _key(table: str, column: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(column, name=f"pk_{table}")


def _child(table: str, column: str, parent: str, parent_key: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{parent}.{parent_key}"], name=f"fk_{table}_{column}_{parent}", ondelete="CASCADE"
    )


# children after their parents
TABLES: dict[str, tuple[SchemaItem, ...]] = {
    "users": (
        _whole("id"),
        _words("username", 64),
        _words("name", 64),
        _words("role", 16),
        _words("extension", 16, nullable=True),
        _words("password_hash", 255),
        _yes("active"),
        _key("users", "id"),
        sa.UniqueConstraint("username", name="uq_users_username"),
        sa.UniqueConstraint("extension", name="uq_users_extension"),
    ),
    "sessions": (
        _words("token_hash", 64),
        _whole("user_id"),
        _time("created"),
        _time("expires"),
        _time("last_seen"),
        _key("sessions", "token_hash"),
        _child("sessions", "user_id", "users", "id"),
    ),
    "citizens": (_words("number", 24), _words("name", 64), _text("note"), _time("updated"), _key("citizens", "number")),
    "calls": (
        _words("id", 64),
        _words("number", 24),
        _words("dialled", 16),
        _time("arrived"),
        _time("queued", nullable=True),
        _time("answered", nullable=True),
        _time("released", nullable=True),
        _time("ended", nullable=True),
        _words("extension", 16),
        _whole("waited"),
        _whole("talked"),
        _words("outcome", 16),
        _whole("cause", nullable=True),
        _key("calls", "id"),
    ),
    "call_steps": (
        _whole("id"),
        _words("call_id", 64),
        _time("at"),
        _words("node", 64),
        _words("pressed", 64),
        _text("heard"),
        _key("call_steps", "id"),
        _child("call_steps", "call_id", "calls", "id"),
        sa.UniqueConstraint("call_id", "at", "node", "pressed", name="uq_call_steps_call_id_at_node_pressed"),
    ),
    "tickets": (
        _words("number", 12),
        _words("type", 16),
        _words("category", 16),
        _words("place", 200),
        _text("content"),
        _words("department", 16),
        _yes("confidential"),
        _words("citizen_number", 24),
        _words("citizen_name", 64),
        _words("call_id", 64),
        _words("state", 16),
        _time("created"),
        _words("created_by", 64),
        _time("updated"),
        _whole("version"),
        _key("tickets", "number"),
    ),
    "ticket_history": (
        _whole("id"),
        _words("ticket_number", 12),
        _time("at"),
        _words("actor", 64),
        _words("action", 32),
        _text("reason"),
        sa.Column("changes", sa.JSON(), nullable=False),
        _key("ticket_history", "id"),
        _child("ticket_history", "ticket_number", "tickets", "number"),
    ),
    "ticket_keys": (
        _words("key", 100),
        _words("ticket_number", 12),
        _words("created_by", 64),
        _words("fingerprint", 64),
        _key("ticket_keys", "key"),
        _child("ticket_keys", "ticket_number", "tickets", "number"),
    ),
}


def upgrade() -> None:
    for table, items in TABLES.items():
        op.create_table(table, *items)
        for columns in INDEXES.get(table, ()):
            op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
