"""A page hears nothing more when the sign-in behind it has ended."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest
from aiohttp import WSMsgType
from sqlalchemy import update

from hotline.storage.tables import UserRow
from tests.adapters.ticket_screens import Screens


async def ended(live: aiohttp.ClientWebSocketResponse) -> None:
    """Wait until the server has closed it."""
    async with asyncio.timeout(5):
        while (await live.receive()).type not in (WSMsgType.CLOSE, WSMsgType.CLOSED, WSMsgType.CLOSING):
            pass


async def hears(live: aiohttp.ClientWebSocketResponse) -> bool:
    """Whether it is open, and says something."""
    async with asyncio.timeout(5):
        return (await live.receive()).type is WSMsgType.TEXT


@pytest.mark.parametrize("username", ["agent1", "supervisor1", "handler1"])
async def test_signing_out_ends_the_own_pages_at_once(screens: Screens, username: str) -> None:
    """Those of the same person who signed in elsewhere stay."""
    await screens.be(username)
    elsewhere = await screens.web.live()
    await screens.be(username)
    page = await screens.web.live()
    assert await hears(page)
    await screens.call("DELETE", "session")
    await ended(page)
    assert await hears(elsewhere)


async def test_an_account_that_was_ended_elsewhere_hears_nothing_more(screens: Screens) -> None:
    """Its page is found at the next look; nobody else's is touched."""
    await screens.be("agent1")
    page = await screens.web.live()
    await screens.be("agent2")
    other = await screens.web.live()
    assert await hears(page)
    async with screens.web.database.transaction() as session:
        await session.execute(update(UserRow).where(UserRow.username == "agent1").values(active=False))
    await screens.web.consoles.doors.look()
    await ended(page)
    assert await hears(other)
