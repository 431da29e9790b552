"""The knowledge base at hand: what is published now, ready to be told and asked; replaced as a whole."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import structlog

from hotline.errors import HotlineError
from hotline.events import Event, KnowledgeChanged
from hotline.kb.city import City
from hotline.kb.search.search import Search
from hotline.kb.service import KnowledgeService

EVERY = 2.0  # seconds between two looks for what another process published
log = structlog.get_logger(__name__)


class Library:
    """Holds one city and its search. A call that has begun with a city may keep it; the next asks again."""

    def __init__(self, city: City, search: Search, *, revision: int = 0) -> None:
        self.city = city
        self.search = search
        self._revision = revision
        self._changed = asyncio.Event()

    @classmethod
    async def open(cls, service: KnowledgeService, make: Callable[[City], Search] = Search.of) -> Library:
        """What is published now."""
        revision, city = await service.revision(), await service.city()
        return cls(city, await asyncio.to_thread(make, city), revision=revision)

    async def hear(self, event: Event) -> None:
        """Something was published: look at once."""
        if isinstance(event, KnowledgeChanged):
            self._changed.set()

    async def keep(self, service: KnowledgeService) -> None:
        """Follow what is published until cancelled. The owner of the process owns this task."""
        while True:
            try:
                async with asyncio.timeout(EVERY):
                    await self._changed.wait()
            except TimeoutError:
                pass
            self._changed.clear()
            try:
                await self.renew(service)
            except HotlineError as fault:  # the old city serves on
                log.warning("knowledge_not_read", why=fault.message)

    async def renew(self, service: KnowledgeService) -> None:
        """Take what is published now, where it is not what is at hand."""
        revision = await service.revision()
        if revision == self._revision:
            return
        city = await service.city()
        search = await asyncio.to_thread(self._search_of, city)
        self.city, self.search, self._revision = city, search, revision
        log.info("knowledge_renewed", revision=revision)

    def _search_of(self, city: City) -> Search:
        """Where only synonyms changed the index stays."""
        same = city.without_synonyms() == self.city.without_synonyms()
        return self.search.with_synonyms(city.synonyms) if same else Search.of(city)


def shelf(city: City) -> Library:
    """A city that nobody changes: for a walk in the terminal, a test."""
    return Library(city, Search.of(city))
