"""Letting go of who looked at which ticket, on a real database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
import pytest_asyncio

from hotline.tickets.views import Views
from hotline.tickets.views_kept import LEAST, views_kept
from tests.adapters.storage import Place, fresh_database
from tests.adapters.ticket_desk import DRAFT, TicketDesk


class Desk(TicketDesk):
    """A desk on which looks are kept."""

    number = ""

    async def look(self, username: str, at: datetime) -> None:
        """Somebody looks at the ticket at a moment."""
        await Views(self.database, lambda: at).keep([self.number], username)

    async def who(self) -> list[str]:
        """Who is known to have looked, by name."""
        return sorted(view.username for view in await Views(self.database, self.clock).of(self.number))


@pytest_asyncio.fixture
async def desk(place: Place) -> AsyncIterator[Desk]:
    """One with a ticket."""
    async with fresh_database(place) as database:
        desk = Desk(database)
        desk.number = (await desk.tickets.save(DRAFT, actor="agent1", key="k1")).number
        yield desk


async def test_a_look_is_kept_for_as_long_as_the_city_says_and_then_let_go(desk: Desk) -> None:
    """On the last day it is there, and after it gone; later ones stay; and what is gone is not looked for again."""
    kept = timedelta(days=400)
    hour = desk.clock.now.replace(minute=0, second=0, microsecond=0)
    await desk.look("yesterday", hour - timedelta(days=1))
    await desk.look("on-the-last-day", hour - kept + timedelta(hours=1))
    await desk.look("too-long-ago", hour - kept - timedelta(hours=1))
    keeping = views_kept(desk.database, kept, desk.clock)
    assert await keeping.round() == 1
    assert await desk.who() == ["on-the-last-day", "yesterday"]
    assert await keeping.round() == 0


async def test_many_go_a_few_at_a_time_and_all_of_them(desk: Desk) -> None:
    """More than one transaction holds, and none is left over."""
    long_ago = desk.clock.now - timedelta(days=1000)
    for n in range(7):
        await desk.look(f"somebody{n}", long_ago + timedelta(hours=n))
    assert await views_kept(desk.database, LEAST, desk.clock, together=3).round() == 7
    assert await desk.who() == []


async def test_nobody_lets_them_go_before_the_law_does() -> None:
    """Less than six months is refused at the start, whoever wired it."""
    with pytest.raises(ValueError, match="184"):
        views_kept(None, LEAST - timedelta(days=1))  # type: ignore[arg-type]
