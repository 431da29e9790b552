"""Transcripts: an index by pairs of signs, how each came about, and when the citizen heard music beside a question.

SQLite's index is FTS5's, where it has that; PostgreSQL's is its own, over a function that makes the pairs.
"""

import sqlite3

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

SAID, TABLE, INDEX = "call_utterances", "call_utterance_pairs", "ix_call_utterances_pairs"
TOGETHER = 2000  # rows
DELETING_WITHOUT_TEXT = (3, 43)  # SQLite: before it an index must keep the text once more, or cannot forget it
FUNCTION = """
CREATE FUNCTION hotline_pairs(said text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(DISTINCT substr(lower(said COLLATE "C"), at, 2)), '{}')
  FROM generate_series(1, length(said)) AS at
$$
"""


def upgrade() -> None:
    op.create_table(
        "call_transcripts",
        sa.Column("call_id", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("origin", sa.String(8), nullable=False),
        sa.PrimaryKeyConstraint("call_id", name="pk_call_transcripts"),
    )
    op.create_index("ix_call_transcripts_at", "call_transcripts", ["at"])
    op.create_table(
        "call_asides",
        sa.Column("call_id", sa.String(64), nullable=False),
        sa.Column("began", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("call_id", "began", name="pk_call_asides"),
    )
    # what was written before nobody knew of gaps stays as it is
    op.execute(
        f"INSERT INTO call_transcripts (call_id, at, origin) "  # noqa: S608 ours
        f"SELECT call_id, max(at), 'live' FROM {SAID} WHERE side <> 'note' GROUP BY call_id"
    )
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        op.execute(FUNCTION)
        op.execute(  # no list of what is new, which every search would read
            f"CREATE INDEX {INDEX} ON {SAID} USING gin (array_to_tsvector(hotline_pairs(text))) WITH (fastupdate = off)"
        )
    else:
        _index_of_sqlite(connection)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_index(INDEX, SAID)
        op.execute("DROP FUNCTION hotline_pairs(text)")
    else:
        op.execute("DROP TRIGGER IF EXISTS call_utterances_forgotten")
        op.execute(f"DROP TABLE IF EXISTS {TABLE}")
    op.drop_table("call_asides")
    op.drop_table("call_transcripts")


def _index_of_sqlite(connection: sa.Connection) -> None:
    bare = sqlite3.sqlite_version_info >= DELETING_WITHOUT_TEXT
    options = "content='', contentless_delete=1, " if bare else ""
    known = connection.execute(sa.text("SELECT 1 FROM pragma_module_list WHERE name = 'fts5'"))
    if known.first() is None:
        return  # the search looks at every line
    op.execute(
        f"CREATE VIRTUAL TABLE {TABLE} USING fts5"
        f"(pairs, {options}detail=none, tokenize='unicode61 remove_diacritics 0')"
    )
    op.execute(
        f"CREATE TRIGGER call_utterances_forgotten AFTER DELETE ON {SAID} "  # noqa: S608 ours
        f"BEGIN DELETE FROM {TABLE} WHERE rowid = old.id; END"
    )
    last = 0
    while rows := connection.execute(
        sa.text(f"SELECT id, text FROM {SAID} WHERE id > :last AND side <> 'note' ORDER BY id LIMIT {TOGETHER}"),  # noqa: S608 ours
        {"last": last},
    ).all():
        told = [{"id": row.id, "pairs": _pairs(row.text)} for row in rows]
        connection.execute(sa.text(f"INSERT INTO {TABLE} (rowid, pairs) VALUES (:id, :pairs)"), told)  # noqa: S608 ours
        last = rows[-1].id


def _pairs(line: str) -> str:
    """As calls.transcript_index tells the index of new lines."""
    runs = "".join(sign if sign.isalnum() else " " for sign in line.lower()).split()
    return " ".join(dict.fromkeys(run[at : at + 2] for run in runs for at in range(len(run))))
