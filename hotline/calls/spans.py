"""Stretches of calls that one event begins and another ends, as they are kept: holds, asides and joins.

Rule: a stretch whose end was not told ends with the call; hearing an event twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import update

from hotline.events import CallEvent, CallJoined
from hotline.storage.engine import Database
from hotline.storage.insert import insert_missing
from hotline.storage.tables import CallAsideRow, CallHoldRow, CallJoinRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """The beginning or the end of a stretch. of: what else tells it from others of the same call, by column."""

    event: CallEvent | CallJoined
    begins: bool
    of: Mapping[str, str] = field(default_factory=dict)


async def keep(database: Database, row: type[CallHoldRow | CallAsideRow | CallJoinRow], edges: Sequence[Edge]) -> None:
    """Keep them in one transaction, in their order. Raises StorageError where the database does not answer."""
    if not edges:
        return
    async with database.transaction() as session:
        for edge in edges:
            event = edge.event
            if edge.begins:
                values = {"call_id": event.call_id, **edge.of, "began": event.at, "ended": None}
                await insert_missing(session, row, values)
                continue
            over = update(row).where(row.call_id == event.call_id, row.ended.is_(None), row.began <= event.at)
            await session.execute(over.filter_by(**edge.of).values(ended=event.at))
