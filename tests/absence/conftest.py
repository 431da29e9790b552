"""A whole hotline in which one agent, agent4, has a plain telephone where a browser would be."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.fakes.talking_phone import TalkingPhone
from tests.hotline_process import HotlineProcess, free_ports

AGENT_HERTZ = 440
_TRUNK = """
[1004](+type=endpoint)
transport = transport-udp
webrtc = no
ice_support = no
use_avpf = no
media_encryption = no
rtcp_mux = no
bundle = no
[1004](+type=aor)
contact = sip:1004@127.0.0.1:{port}
qualify_frequency = 0
"""


@pytest.fixture(scope="package")
def desk_port() -> int:
    """The port of agent4's telephone."""
    return free_ports(1, socket.SOCK_DGRAM)[0]


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def hotline(tmp_path_factory: pytest.TempPathFactory, desk_port: int) -> AsyncIterator[HotlineProcess]:
    """A running hotline, stopped at the end."""
    rings_long = {"HOTLINE_QUEUE_RING_SECONDS": "60"}  # longer than a controller takes to come back on a busy machine
    running = HotlineProcess(tmp_path_factory.mktemp("absence"), rings_long)
    custom = running.state / "asterisk" / "custom"
    custom.mkdir(parents=True)
    (custom / "trunk.conf").write_text(_TRUNK.format(port=desk_port))
    await running.start()
    yield running
    assert await running.stop() == 0


@pytest_asyncio.fixture(loop_scope="session")
async def phone(desk_port: int) -> AsyncIterator[TalkingPhone]:
    """The telephone of agent4, who says AGENT_HERTZ."""
    async with TalkingPhone(desk_port, hertz=AGENT_HERTZ) as phone:
        yield phone
