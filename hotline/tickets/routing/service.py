"""Which departments an agent is shown for what he writes: directory, classifier and duties, as they are now.

Rule: what is suggested can be chosen: a department that is no longer published is never told, whoever names it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import structlog

from hotline.errors import HotlineError
from hotline.tickets.routing.category import weights_of
from hotline.tickets.routing.directory import DispatchLine, Matter
from hotline.tickets.routing.directory_table import Known
from hotline.tickets.routing.labels_table import Label
from hotline.tickets.routing.lines import DispatchLines
from hotline.tickets.routing.model_at_hand import ModelAtHand
from hotline.tickets.routing.model_file import Model
from hotline.tickets.routing.suggest import Answer, Router, Suggestion

EVERY = 2.0  # seconds between two looks for what another process changed
AT_ONCE = 2  # suggestions made at a time; more wait
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingCity:
    """The city as routing sees it. duties: by the departments' codes; districts, categories: names by code."""

    known: Known
    duties: Mapping[str, str]
    districts: Mapping[str, str]
    categories: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ready:
    """A router, and what it was made of."""

    lines: tuple[DispatchLine, ...]
    model: Model | None
    city: RoutingCity
    router: Router


class Routing:
    """Suggests. lines: the directory; city: as it is published now; labels: as in the city pack, by name."""

    def __init__(
        self,
        lines: DispatchLines,
        *,
        city: Callable[[], RoutingCity],
        labels: Mapping[str, Label],
        model_file: Path,
    ) -> None:
        self.lines = lines
        self._city = city
        self._labels = labels
        self._model = ModelAtHand(model_file)
        self._ready: _Ready | None = None
        self._turns = asyncio.Semaphore(AT_ONCE)

    @property
    def note(self) -> str:
        """What health tells of the classifier, "" where it speaks."""
        return self._model.note

    async def suggest(self, *, title: str, content: str, category: str, district: str, place: str) -> Answer:
        """Up to three departments with reasons. category, district: codes or empty; off the event loop."""
        where = f"{self._city().districts.get(district, '')} {place}"
        matter = Matter(title=title, content=content, place=where, category=category)
        async with self._turns:
            router = self._router()
            answer = await asyncio.to_thread(router.suggest, matter)
        told = [one for one in answer.suggestions if one.department in router.duties]
        return replace(answer, suggestions=tuple(_with_known(one, router.duties) for one in told))

    def _router(self) -> Router:
        """Made anew when the directory, the model or the city is another."""
        made_of = (self.lines.lines, self._model.model, self._city())
        ready = self._ready
        if ready is None or any(
            now is not then for now, then in zip(made_of, (ready.lines, ready.model, ready.city), strict=True)
        ):
            ready = self._ready = self._made(*made_of)
        return ready.router

    def _made(self, lines: tuple[DispatchLine, ...], model: Model | None, city: RoutingCity) -> _Ready:
        router = Router(
            lines=tuple(
                replace(line, category_name=city.categories.get(line.category, ""))
                for line in lines
                if line.lead in city.duties
            ),
            classifier=model.classifier if model else None,
            labels=self._labels,
            duties=city.duties,
            categories=weights_of(city.categories),
        )
        return _Ready(lines=lines, model=model, city=city, router=router)

    async def run(self) -> None:
        """Follow the directory and the model until cancelled. The owner of the process owns this task."""
        while True:
            await self.look()
            await asyncio.sleep(EVERY)

    async def look(self) -> None:
        """Take what others changed: the lines in force and the model's file."""
        await self._model.look()
        try:
            await self.lines.renew()
        except HotlineError as fault:  # the directory at hand serves on
            log.warning("directory_not_read", why=fault.message)


def _with_known(one: Suggestion, departments: Mapping[str, str]) -> Suggestion:
    known = tuple(code for code in one.assisting if code in departments)
    return one if known == one.assisting else replace(one, assisting=known)
