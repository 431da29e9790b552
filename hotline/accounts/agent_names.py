"""Who sits at which extension, as the running hotline knows it.

Rule: accounts are kept by another process (`hotline accounts`), so they are read again and again: a new agent has a
name on every screen without a restart, and whoever is ended loses it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from typing import Protocol

import structlog

from hotline.errors import StorageError

EVERY = 10.0  # seconds
log = structlog.get_logger(__name__)


class Accounts(Protocol):
    """Where they are kept (accounts.service.AccountService)."""

    async def agent_names(self) -> Mapping[str, str]:
        """Extension to name, of everybody who has a phone. Raises StorageError."""


class AgentNames(Mapping[str, str]):
    """Extension to name, always the same mapping: whoever holds it sees the newest."""

    def __init__(self, accounts: Accounts, names: Mapping[str, str]) -> None:
        self._accounts, self._names = accounts, names

    @classmethod
    async def of(cls, accounts: Accounts) -> AgentNames:
        """As they are now. Raises StorageError."""
        return cls(accounts, await accounts.agent_names())

    async def renew(self) -> None:
        """Read them again; where the database does not answer they stay as they are."""
        try:
            self._names = await self._accounts.agent_names()
        except StorageError as fault:
            log.warning("agent_names_not_read", why=fault.message)

    async def keep(self) -> None:
        """Keep them right until cancelled."""
        while True:
            await asyncio.sleep(EVERY)
            await self.renew()

    def __getitem__(self, extension: str) -> str:
        return self._names[extension]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
