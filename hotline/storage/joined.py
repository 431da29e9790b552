"""Several services' writing as one transaction: all of it is kept, or none.

Rule: what is published on a bus within it is told before it is kept; whoever has listeners tells them afterwards.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncSession

from hotline.storage.engine import Database


@asynccontextmanager
async def one_transaction(database: Database) -> AsyncGenerator[Database]:
    """A database whose transactions are all one: it commits at the end of the block, and rolls back on any error.

    Raises as Database.transaction() does.
    """
    async with database.transaction() as session:
        yield _Joined(session)


class _Joined(Database):
    """A transaction under way, as a database to those who begin one of their own."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[AsyncSession]:
        """The one that is under way; what fails in it ends it."""
        yield self._session

    @asynccontextmanager
    async def reading(self) -> AsyncGenerator[AsyncSession]:
        """As it stands within the transaction."""
        yield self._session

    async def close(self) -> None:
        """Nothing to close: the connection is of whoever began it."""
