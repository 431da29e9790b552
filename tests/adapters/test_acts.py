"""What supervisors did, on a real database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest_asyncio

from hotline.acts import WatchChanged
from hotline.agents.acts import Act, Acts, NewAct
from hotline.agents.overflow import Mode
from hotline.events import Resynced
from hotline.storage.engine import Database
from tests.adapters.storage import START, Place, fresh_database


def at(second: float) -> datetime:
    """So many seconds after the start."""
    return START + timedelta(seconds=second)


def changed(way: str, second: float, watch: str = "watch-1") -> WatchChanged:
    """A supervisor's telephone in a call."""
    return WatchChanged(at=at(second), call_id="c1", watch=watch, agent="1001", by="1005", way=way)


@pytest_asyncio.fixture
async def database(place: Place) -> AsyncIterator[Database]:
    """A fresh one."""
    async with fresh_database(place) as opened:
        yield opened


async def test_an_act_has_its_row_and_the_time_it_lasted(database: Database) -> None:
    """Listening, then a whisper, then nothing: each from when to when, however often it is told."""
    acts = Acts(database, lambda: at(0))
    for act in (Act.LISTEN, Act.WHISPER):
        await acts.keep(NewAct(act=act, by="supervisor1", call_id="c1", extension="1001", watch="watch-1"))
    for event in (changed("listen", 3), changed("listen", 4), changed("whisper", 20), changed("over", 60)):
        await acts.hear(event)
    await acts.hear(changed("over", 70))
    whisper, listen = await acts.latest()
    assert (listen.act, listen.began, listen.ended) == (Act.LISTEN, at(3), at(20))
    assert (whisper.act, whisper.began, whisper.ended) == (Act.WHISPER, at(20), at(60))
    assert (listen.by, listen.call_id, listen.extension, listen.failed) == ("supervisor1", "c1", "1001", "")


async def test_an_end_that_nobody_saw_is_the_next_that_is_known(database: Database) -> None:
    """After a gap those that Asterisk does not know are over, and those that it knows go on."""
    acts = Acts(database, lambda: at(0))
    for watch in ("watch-1", "watch-2"):
        await acts.keep(NewAct(act=Act.LISTEN, by="supervisor1", call_id="c1", extension="1001", watch=watch))
        await acts.hear(changed("listen", 1, watch))
    await acts.hear(Resynced(at=at(90), agents=(), calls=(changed("listen", 1, "watch-2"),)))
    second, first = await acts.latest()
    assert (first.ended, second.ended) == (at(90), None)


async def test_an_act_that_came_to_nothing_says_so(database: Database) -> None:
    """Its row stays, without a beginning."""
    acts = Acts(database, lambda: at(0))
    number = await acts.keep(NewAct(act=Act.JOIN, by="supervisor1", call_id="c\x001", reason="长" * 99))
    await acts.failed(number, "Asterisk does not answer.")
    (told,) = await acts.latest()
    assert (told.failed, told.began, len(told.reason)) == ("Asterisk does not answer.", None, 64)


async def test_overflow_is_what_was_set_last(database: Database) -> None:
    """Through a restart, with who set it and why; nothing where nobody ever did."""
    acts = Acts(database, lambda: at(0))
    assert await acts.overflow() is None
    for mode, reason in ((Mode.OPEN, "暴雨"), (Mode.CLOSED, "")):
        await acts.keep(NewAct(act=Act.OVERFLOW, by="supervisor1", mode=mode, reason=reason))
    kept = await acts.overflow()
    assert kept is not None
    assert (kept.mode, kept.actor, kept.at) == (Mode.CLOSED, "supervisor1", at(0))
