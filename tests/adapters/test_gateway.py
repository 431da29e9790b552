"""The SIP gateway between a real websocket client and a real websocket server in Asterisk's place."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import WSMsgType, WSServerHandshakeError, web
from aiohttp.test_utils import TestClient, TestServer

from hotline.telephony.gateway import LONGEST_FRAME, build_gateway
from hotline.telephony.tokens import sign_token

NOW = 1_800_000_000
TOKEN = sign_token("key", "web-phone", NOW + 60)
Phone = TestClient[web.Request, web.Application]


class EchoAsterisk:
    """Says back each frame with a mark; closes on "bye"."""

    def __init__(self) -> None:
        self.closed = asyncio.Event()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One websocket."""
        socket = web.WebSocketResponse(protocols=("sip",))
        await socket.prepare(request)
        async for frame in socket:
            if frame.data == "bye":
                break
            await socket.send_str(f"<{frame.data}>")
        await socket.close()
        self.closed.set()
        return socket


@pytest.fixture
async def asterisk() -> EchoAsterisk:
    """Asterisk's websocket."""
    return EchoAsterisk()


@pytest.fixture
async def phone(asterisk: EchoAsterisk) -> AsyncIterator[Phone]:
    """A browser that knows the gateway."""
    app = web.Application()
    app.router.add_get("/ws", asterisk.serve)
    async with TestServer(app) as server:
        gateway = build_gateway("key", f"ws://127.0.0.1:{server.port}/ws", clock=lambda: NOW)
        async with TestClient(TestServer(gateway)) as client:
            yield client


async def dial(
    phone: Phone, *, token: str = TOKEN, origin: str = "http://127.0.0.1:8080"
) -> aiohttp.ClientWebSocketResponse:
    """Open the phone's websocket."""
    return await phone.ws_connect(f"/sip?token={token}", protocols=("sip",), origin=origin)


async def test_frames_pass_both_ways(phone: Phone) -> None:
    """What the phone says reaches Asterisk unchanged, and the other way round; the subprotocol is SIP."""
    socket = await dial(phone)
    assert socket.protocol == "sip"
    for text in ("REGISTER sip:hotline", "张伟"):
        await socket.send_str(text)
        assert await socket.receive_str(timeout=5) == f"<{text}>"
    await socket.close()


async def test_a_ping_is_answered_by_the_gateway_itself(phone: Phone) -> None:
    """A telephone knows within a second whether the gateway lives; Asterisk has nothing to do with it."""
    socket = await dial(phone)
    await socket.send_str("\r\n\r\n")
    assert await socket.receive_str(timeout=5) == "\r\n"
    await socket.close()


async def test_when_the_phone_leaves_asterisk_hears_it(phone: Phone, asterisk: EchoAsterisk) -> None:
    """Both sides end together."""
    await (await dial(phone)).close()
    async with asyncio.timeout(5):
        await asterisk.closed.wait()


async def test_when_asterisk_leaves_the_phone_hears_it(phone: Phone) -> None:
    """Both sides end together, the other way round."""
    socket = await dial(phone)
    await socket.send_str("bye")
    assert (await socket.receive(timeout=5)).type in (WSMsgType.CLOSE, WSMsgType.CLOSED)


async def test_a_frame_too_long_ends_both(phone: Phone, asterisk: EchoAsterisk) -> None:
    """Frames are bounded."""
    socket = await dial(phone)
    await socket.send_str("x" * (LONGEST_FRAME + 1))
    assert (await socket.receive(timeout=5)).type in (WSMsgType.CLOSE, WSMsgType.CLOSED)
    async with asyncio.timeout(5):
        await asterisk.closed.wait()


@pytest.mark.parametrize("token", ["", "x", sign_token("other", "web-phone", NOW + 60), sign_token("key", "a", NOW)])
async def test_without_a_good_token_nobody_comes_in(phone: Phone, token: str) -> None:
    """No token, noise, another's signature and an old one are refused."""
    with pytest.raises(WSServerHandshakeError, match="403"):
        await dial(phone, token=token)


@pytest.mark.parametrize("origin", ["http://elsewhere.example", "null", "http://127.0.0.1.elsewhere.example:8080"])
async def test_a_foreign_page_may_not_use_the_gateway(phone: Phone, origin: str) -> None:
    """The page must come from the gateway's own host."""
    with pytest.raises(WSServerHandshakeError, match="403"):
        await dial(phone, origin=origin)


async def test_without_asterisk_the_gateway_says_so_and_lives() -> None:
    """A phone that comes while Asterisk restarts is refused, not kept waiting."""
    gateway = build_gateway("key", "ws://127.0.0.1:1/ws", clock=lambda: NOW)
    async with TestClient(TestServer(gateway)) as phone:
        for _ in range(2):
            with pytest.raises(WSServerHandshakeError, match="502"):
                await dial(phone)
