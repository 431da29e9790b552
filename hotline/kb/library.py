"""The knowledge base at hand: what is published now, ready to be told and asked; replaced as a whole."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

import structlog

from hotline.errors import HotlineError
from hotline.events import Event, KnowledgeChanged
from hotline.kb.city import City
from hotline.kb.embedding import EmbeddingError
from hotline.kb.model import Kind
from hotline.kb.search.search import Answer, Search
from hotline.kb.sense import Sense
from hotline.kb.service import KnowledgeService

EVERY = 2.0  # seconds between two looks for what another process published
AGAIN = 600.0  # seconds until a model that failed is asked again
log = structlog.get_logger(__name__)


class Library:
    """Holds one city and its search. A call that has begun with a city may keep it; the next asks again."""

    def __init__(self, city: City, search: Search, *, revision: int = 0, sense: Sense | None = None) -> None:
        self.city = city
        self.search = search
        self._revision = revision
        self._sense = sense
        self._changed, self._renewed = asyncio.Event(), asyncio.Event()

    async def ask(self, question: str, *, limit: int = 5, kinds: frozenset[Kind] = frozenset()) -> Answer:
        """The entries that answer best, by their sense too where a model of sentences is configured. Never raises."""
        vector = await self._sense.of(question) if self._sense else None
        return self.search.ask(question, limit=limit, kinds=kinds, sense=vector)

    @classmethod
    async def open(
        cls,
        service: KnowledgeService,
        make: Callable[[City], Search] = Search.of,
        *,
        sense: Sense | None = None,
    ) -> Library:
        """What is published now."""
        revision, city = await service.revision(), await service.city()
        return cls(city, await asyncio.to_thread(make, city), revision=revision, sense=sense)

    async def close(self) -> None:
        """Give back the model of sentences, where there is one."""
        if self._sense is not None:
            await self._sense.close()

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
        self._renewed.set()
        log.info("knowledge_renewed", revision=revision)

    async def keep_sense(self) -> None:
        """Make vectors of what is published, now and whenever it changes, until cancelled. Owned as keep() is."""
        while self._sense is not None:
            self._renewed.clear()
            search, patience = self.search, None
            try:
                knowing = await self._sense.given_to(search)
                if self.search is search:
                    self.search = knowing
                    log.info("sense_at_hand", entries=len(search.documents))
            except EmbeddingError as fault:
                log.warning("sense_not_at_hand", why=fault.message)
                patience = AGAIN
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(patience):
                    await self._renewed.wait()

    def _search_of(self, city: City) -> Search:
        """Where only synonyms changed the index stays."""
        same = city.without_synonyms() == self.city.without_synonyms()
        return self.search.with_synonyms(city.synonyms) if same else Search.of(city)


def shelf(city: City) -> Library:
    """A city that nobody changes: for a walk in the terminal, a test."""
    return Library(city, Search.of(city))
