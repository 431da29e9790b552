"""Letting go of rows when they are old enough: what a law or the city allows to be kept for so long, and no longer.

Rule: a few rows at a time, so that nobody who writes waits for it; what two processes do at once, or one does again,
comes to the same.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import CursorResult, delete, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from hotline.errors import HotlineError
from hotline.storage.engine import Database

LOOK_SECONDS = 3600.0  # between two rounds
log = structlog.get_logger(__name__)


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class LettingGo:
    """Rows of one table and how long they are kept.

    key: the columns of its primary key; at: the one that tells how old a row is; together: rows of one transaction.
    """

    database: Database
    key: tuple[InstrumentedAttribute[Any], ...]
    at: InstrumentedAttribute[datetime]
    kept: timedelta
    together: int
    now: Callable[[], datetime] = utc_now

    async def run(self) -> None:
        """Make a round every hour until cancelled. The owner of the process owns this task."""
        while True:
            try:
                await self.round()
            except HotlineError as fault:
                log.warning("letting_go_waits", rows=self._table, why=fault.message)
            except Exception:  # the rows are there still, and the next round may pass
                log.exception("letting_go_failed", rows=self._table)
            await asyncio.sleep(LOOK_SECONDS)

    async def round(self) -> int:
        """Let go of all that is older; how many rows. Raises StorageError."""
        before, gone = self.now() - self.kept, 0
        while found := await self._some(before):
            gone += found
        if gone:
            log.info("let_go", rows=self._table, count=gone, before=before.isoformat())
        return gone

    @property
    def _table(self) -> str:
        return str(self.at.class_.__tablename__)

    async def _some(self, before: datetime) -> int:
        oldest = select(*self.key).where(self.at < before).order_by(self.at).limit(self.together)
        async with self.database.transaction() as session:
            keys = [tuple(one) for one in await session.execute(oldest)]
            if not keys:
                return 0
            done = await session.execute(delete(self.at.class_).where(tuple_(*self.key).in_(keys)))
        return done.rowcount if isinstance(done, CursorResult) else 0
