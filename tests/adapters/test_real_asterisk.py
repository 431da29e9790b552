"""Our configuration and our link on a real Asterisk: what it opens, whom it lets in, and what it tells us."""

from __future__ import annotations

import re

from hotline.events import AgentStateChanged
from tests.adapters.listener import listening
from tests.adapters.real_asterisk import DESK, RealAsterisk

LOOPBACK = "0100007F"


async def test_it_starts_without_a_complaint(asterisk: RealAsterisk) -> None:
    """Nothing in our files is unknown, missing or deprecated: the log has no warning and no error."""
    assert "hotline" in await asterisk.ask("queue show")
    assert [line for line in asterisk.log() if re.search(r"\b(WARNING|ERROR)\b", line)] == []


async def test_what_is_not_a_telephone_listens_on_the_loopback_only(asterisk: RealAsterisk) -> None:
    """The manager interface and the SIP websocket are there for this machine, and there is no other TCP port."""
    ports = asterisk.settings.ami_port, asterisk.settings.asterisk_http_port
    assert asterisk.listens() == {(LOOPBACK, port) for port in ports}


async def test_the_queues_members_are_told(asterisk: RealAsterisk) -> None:
    """Sign-in, break, ready and sign-off come back as events; an agent whose telephone is not there is offline."""
    async with listening(asterisk) as (ears, queue, _):
        await queue.add("1001", "1001", reason="signed-in")
        await queue.add(DESK, DESK, reason="signed-in")
        await queue.add(DESK, DESK, reason="again")  # a member already: no error, and nothing changes
        await queue.pause(DESK, reason="break:会议")
        await queue.unpause(DESK)
        await queue.remove(DESK)
        await queue.remove(DESK)
        await ears.until(lambda: ears.member(DESK) == "offline")
        found = [event for event in ears.told if isinstance(event, AgentStateChanged)]
        assert [(event.extension, event.state, event.reason) for event in found] == [
            ("1001", "offline", "signed-in"),
            (DESK, "paused", "signed-in"),
            (DESK, "paused", "break:会议"),
            (DESK, "ready", ""),
            (DESK, "offline", ""),
        ]


async def test_members_outlive_a_reload_and_a_crash(asterisk: RealAsterisk) -> None:
    """Who was signed in is signed in, with the same pause, after `core reload` and a second later after a kill."""
    async with listening(asterisk) as (ears, queue, _):
        await queue.add("1001", "1001", reason="signed-in")
        await queue.add(DESK, DESK, reason="signed-in")
        await queue.pause(DESK, reason="break:会议")
        await asterisk.ask("core reload")
        shown = await asterisk.ask("queue show hotline")
        assert all(f"PJSIP/{extension}" in shown for extension in ("1001", DESK))
        assert ears.state.fresh
        await asterisk.until_kept("break:会议")
        await asterisk.kill()
        await ears.until(lambda: not ears.state.up)
        await asterisk.start()
        await ears.until(lambda: ears.state.fresh, limit=30)
        assert ears.member("1001") == "offline signed-in"
        assert ears.member(DESK) == "paused break:会议"
