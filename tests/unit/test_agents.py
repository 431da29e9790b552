"""Agents come and go: what Asterisk's queue is asked."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from hotline.agents.model import board_of
from hotline.agents.service import Agents, clean_reason
from hotline.errors import InputError
from hotline.events import AgentStateChanged, Resynced


class FakeQueue:
    """Writes down what it is asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []

    async def add(self, extension: str, name: str, *, reason: str) -> None:
        """As agents.service.Queue."""
        self.asked.append(("add", extension, name, reason))

    async def pause(self, extension: str, *, reason: str) -> None:
        """As agents.service.Queue."""
        self.asked.append(("pause", extension, reason))

    async def unpause(self, extension: str) -> None:
        """As agents.service.Queue."""
        self.asked.append(("unpause", extension))

    async def remove(self, extension: str) -> None:
        """As agents.service.Queue."""
        self.asked.append(("remove", extension))


@pytest.fixture
def queue() -> FakeQueue:
    """A queue that writes down."""
    return FakeQueue()


@pytest.fixture
def agents(queue: FakeQueue) -> Agents:
    """One agent, offline."""
    return Agents(queue, board_of(("1001",)))


async def test_signing_in_makes_a_paused_member(agents: Agents, queue: FakeQueue) -> None:
    """Nobody is rung before the agent said so."""
    await agents.sign_in("1001", "林晓燕")
    assert queue.asked == [("add", "1001", "林晓燕", "signed-in"), ("pause", "1001", "signed-in")]


async def test_signing_in_again_changes_nothing(agents: Agents, queue: FakeQueue) -> None:
    """A second page of an agent who is ready does not pause the first."""
    now = datetime(2026, 11, 21, tzinfo=UTC)
    await agents.hear(AgentStateChanged(at=now, extension="1001", state="ready", reason=""))
    await agents.sign_in("1001", "林晓燕")
    assert queue.asked == []


async def test_ready_paused_offline(agents: Agents, queue: FakeQueue) -> None:
    """Each is one word to the queue; an agent whom Asterisk forgot is added first."""
    await agents.set_state("1001", "林晓燕", state="ready")
    await agents.set_state("1001", "林晓燕", state="paused", reason="用餐")
    await agents.set_state("1001", "林晓燕", state="offline")
    assert [asked[0] for asked in queue.asked] == ["add", "unpause", "add", "pause", "remove"]
    assert ("pause", "1001", "break:用餐") in queue.asked


async def test_no_other_state_can_be_asked_for(agents: Agents, queue: FakeQueue) -> None:
    """Talking comes from talking."""
    with pytest.raises(InputError):
        await agents.set_state("1001", "林晓燕", state="talking")
    assert queue.asked == []


def test_a_reason_is_one_short_harmless_line() -> None:
    """It passes through Asterisk to every screen."""
    assert clean_reason("会议\r\nAction: Originate") == "会议 Action Originate"
    assert len(clean_reason("长" * 100)) == 40


async def test_whom_asterisk_forgot_is_brought_back_as_they_were(agents: Agents, queue: FakeQueue) -> None:
    """A crash loses what Asterisk had not written down yet; those who signed out stay out."""
    now = datetime(2026, 11, 21, tzinfo=UTC)
    await agents.set_state("1001", "林晓燕", state="ready")
    await agents.set_state("1002", "周建国", state="paused", reason="会议")
    await agents.set_state("1003", "陈思", state="ready")
    await agents.set_state("1003", "陈思", state="offline")
    queue.asked.clear()
    kept = AgentStateChanged(at=now, extension="1002", state="paused", reason="break:会议")
    await agents.hear(Resynced(at=now, agents=(kept,), calls=()))
    assert queue.asked == [("add", "1001", "林晓燕", "signed-in"), ("unpause", "1001")]
