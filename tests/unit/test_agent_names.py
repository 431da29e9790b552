"""The names of agents, who come and go while the hotline runs."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from hotline.accounts.agent_names import AgentNames
from hotline.errors import StorageError


class Book:
    """The accounts as another process keeps them."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {"1001": "林晓燕"}
        self.there = True

    async def agent_names(self) -> Mapping[str, str]:
        """As they are now."""
        if not self.there:
            raise StorageError("gone")
        return dict(self.names)


def test_a_new_agent_has_a_name_without_a_restart() -> None:
    """Whoever holds the mapping sees who came and who went; a database that is gone takes nobody's name."""

    async def run() -> None:
        book = Book()
        names = await AgentNames.of(book)
        book.names = {"1040": "李伟"}
        await names.renew()
        assert dict(names) == {"1040": "李伟"}
        book.there = False
        await names.renew()
        assert names["1040"] == "李伟"

    asyncio.run(run())
