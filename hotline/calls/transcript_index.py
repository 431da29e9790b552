"""Words found in what was said without a look at every line: an index of pairs of signs, as each database has it.

Rule: the index only narrows down, and every line that it gives is looked at for the words themselves, so that both
databases, and one without the index, find the same. Lines are written by add_utterances() alone.

Pairs, because most Chinese words have two signs: the databases' own indexes (SQLite's FTS5 trigram, PostgreSQL's
pg_trgm) begin at three. PostgreSQL makes the pairs itself (hotline_pairs, migration 0021: no extension is needed);
SQLite's FTS5 is told them here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from sqlalchemy import ColumnElement, Select, cast, column, func, literal, literal_column, select, table, text
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.calls.transcript import Side
from hotline.storage.tables import CallUtteranceRow

TABLE: Final = "call_utterance_pairs"
MOST_PAIRS = 16  # of a question: more narrow nothing down
_LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")
_KNOWN = text("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = :name").bindparams(name=TABLE)
_PAIRS = table(TABLE, column("rowid"), column("pairs"))
_Asked = Select[tuple[CallUtteranceRow]]


def pairs(line: str) -> tuple[str, ...]:
    """Each two signs that stand together, once, and the last of each run alone; what is no letter parts runs."""
    return tuple(dict.fromkeys(run[at : at + 2] for run in _runs(line) for at in range(len(run))))


def wanted(words: Collection[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the index is asked for: pairs that must be there, and signs with which a pair must begin."""
    runs = [run for word in words for run in _runs(word)]
    whole = dict.fromkeys(run[at : at + 2] for run in runs for at in range(len(run) - 1))
    begun = dict.fromkeys(run for run in runs if len(run) == 1)
    return tuple(whole)[:MOST_PAIRS], tuple(begun)[:MOST_PAIRS]


async def add_utterances(session: AsyncSession, rows: Sequence[CallUtteranceRow]) -> None:
    """Add rows, each with its index; they have their ids then."""
    session.add_all(rows)
    await session.flush()
    told = [{"rowid": row.id, "pairs": " ".join(pairs(row.text))} for row in rows if row.side != Side.NOTE]
    if told and not _is_postgresql(session) and await _has_index(session):
        await session.execute(_PAIRS.insert(), told)


async def find_utterances(
    session: AsyncSession, words: Sequence[str], *, before: int, limit: int
) -> Sequence[CallUtteranceRow]:
    """Lines with all of these words, the last kept first; a to z are A to Z. before: an id, 0 for the beginning."""
    row = CallUtteranceRow
    asked = await _narrowed(session, select(row), words)
    said = func.lower(row.text.collate("C")) if _is_postgresql(session) else func.lower(row.text)
    for word in words:
        asked = asked.where(said.contains(word.translate(_LOWER), autoescape=True))
    if before:
        asked = asked.where(row.id < before)
    return list(await session.scalars(asked.where(row.side != Side.NOTE).limit(limit)))


async def _narrowed(session: AsyncSession, asked: _Asked, words: Sequence[str]) -> _Asked:
    """The lines that may have these words, in order: all of them where there is no index, or no letter is asked for."""
    row = CallUtteranceRow
    whole, begun = wanted(words)
    newest = asked.order_by(row.id.desc())
    if not whole and not begun:
        return newest
    if _is_postgresql(session):
        terms = " & ".join([*(f"'{each}'" for each in whole), *(f"'{each}':*" for each in begun)])
        return newest.where(_vector().op("@@")(cast(literal(terms), TSQUERY)))
    if not await _has_index(session):
        return newest
    terms = " AND ".join([*(f'"{each}"' for each in whole), *(f'"{each}" *' for each in begun)])
    return (
        asked.join(_PAIRS, _PAIRS.c.rowid == row.id)
        .where(literal_column(TABLE).op("MATCH")(terms))
        .order_by(_PAIRS.c.rowid.desc())  # the index's own order: it is read from its end until there is enough
    )


def _vector() -> ColumnElement[object]:
    """As in the index of PostgreSQL, to the letter."""
    return func.array_to_tsvector(func.hotline_pairs(CallUtteranceRow.text))


def _is_postgresql(session: AsyncSession) -> bool:
    return session.get_bind().dialect.name == "postgresql"


async def _has_index(session: AsyncSession) -> bool:
    """Whether this SQLite has FTS5, and had it when the tables were made."""
    return await session.scalar(_KNOWN) is not None


def _runs(line: str) -> Iterator[str]:
    yield from "".join(sign if sign.isalnum() else " " for sign in line.translate(_LOWER)).split()
