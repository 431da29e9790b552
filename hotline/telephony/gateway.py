"""The SIP gateway: a browser's websocket carried frame by frame to Asterisk's loopback one.

A process of its own, so that phones outlive the controller. Rule: whatever ends one side ends the other, and every
frame and every wait is bounded.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from urllib.parse import urlsplit

import aiohttp
import structlog
from aiohttp import WSMsgType, web

from hotline.logs import configure_logs
from hotline.settings import Settings
from hotline.telephony.secrets import load_secrets
from hotline.telephony.tokens import check_token

log = structlog.get_logger(__name__)

LONGEST_FRAME = 64 * 1024  # bytes; a SIP message with a browser's SDP is about 8 kB
HEARTBEAT_SECONDS = 10.0
CONNECT_SECONDS = 5.0
CLOSE_SECONDS = 2.0
SEND_SECONDS = 5.0
MOST_PHONES = 1000
SUBPROTOCOL = "sip"
PING, PONG = "\r\n\r\n", "\r\n"
"""A telephone asks whether anybody is there (RFC 5626, 4.4.1, over a websocket as in RFC 7118, 6): answered here."""
_SECRET = web.AppKey("_SECRET", str)
_TARGET = web.AppKey("_TARGET", str)
_CLOCK: web.AppKey[Callable[[], float]] = web.AppKey("_CLOCK")
_CLIENT = web.AppKey("_CLIENT", aiohttp.ClientSession)
_OPEN: web.AppKey[set[web.WebSocketResponse]] = web.AppKey("_OPEN")
_Socket = web.WebSocketResponse | aiohttp.ClientWebSocketResponse


def build_gateway(secret: str, target: str, *, clock: Callable[[], float] = time.time) -> web.Application:
    """The application with its one path, /sip. target: Asterisk's websocket, ws://...; clock: Unix time in seconds."""
    app = web.Application()
    app[_SECRET], app[_TARGET], app[_CLOCK] = secret, target, clock
    app[_OPEN] = set()
    app.on_shutdown.append(_close_all)
    app.cleanup_ctx.append(_client)
    app.router.add_get("/sip", _sip)
    return app


def run_gateway(settings: Settings) -> None:
    """Serve the gateway until SIGINT or SIGTERM."""
    configure_logs(settings)
    target = f"ws://127.0.0.1:{settings.asterisk_http_port}/ws"
    app = build_gateway(load_secrets(settings.secrets_file).gateway, target)
    web.run_app(
        app,
        host=settings.http_host,
        port=settings.gateway_port,
        access_log=None,
        print=None,
        shutdown_timeout=CLOSE_SECONDS,
    )


async def _client(app: web.Application) -> AsyncIterator[None]:
    async with aiohttp.ClientSession() as client:
        app[_CLIENT] = client
        yield


async def _close_all(app: web.Application) -> None:
    sockets = app[_OPEN]
    await asyncio.gather(*[_close(socket) for socket in sockets])


async def _sip(request: web.Request) -> web.StreamResponse:
    subject = _admit(request)
    open_sockets = request.app[_OPEN]
    if len(open_sockets) >= MOST_PHONES:
        raise web.HTTPServiceUnavailable(text="Too many phones")
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            asterisk = await request.app[_CLIENT].ws_connect(
                request.app[_TARGET],
                protocols=(SUBPROTOCOL,),
                max_msg_size=LONGEST_FRAME,
                heartbeat=HEARTBEAT_SECONDS,
            )
    except (aiohttp.ClientError, OSError, TimeoutError) as fault:
        log.warning("gateway_no_asterisk", why=str(fault))
        raise web.HTTPBadGateway(text="Asterisk does not answer") from fault
    browser = web.WebSocketResponse(
        protocols=(SUBPROTOCOL,), max_msg_size=LONGEST_FRAME, heartbeat=HEARTBEAT_SECONDS, timeout=CLOSE_SECONDS
    )
    open_sockets.add(browser)
    try:
        await browser.prepare(request)
        log.info("gateway_open", phone=subject)
        await _carry_both(browser, asterisk)
    finally:
        open_sockets.discard(browser)
        await asyncio.gather(_close(browser), _close(asterisk))
        log.info("gateway_closed", phone=subject)
    return browser


def _admit(request: web.Request) -> str:
    """The phone that may come in. Raises the HTTP refusal otherwise."""
    origin = urlsplit(request.headers.get("Origin", "")).hostname
    if origin is None or origin != urlsplit(f"//{request.host}").hostname:
        raise web.HTTPForbidden(text="This page may not use the gateway")
    now = int(request.app[_CLOCK]())
    subject = check_token(request.app[_SECRET], request.query.get("token", ""), now)
    if subject is None:
        raise web.HTTPForbidden(text="The token is not valid")
    offered = request.headers.get("Sec-WebSocket-Protocol", "")
    if SUBPROTOCOL not in [name.strip() for name in offered.split(",")]:
        raise web.HTTPBadRequest(text="This websocket speaks SIP only")
    return subject


async def _carry_both(browser: _Socket, asterisk: _Socket) -> None:
    """Until either side ends."""
    ways = [asyncio.create_task(_carry(browser, asterisk)), asyncio.create_task(_carry(asterisk, browser))]
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)


async def _carry(source: _Socket, target: _Socket) -> None:
    try:
        while True:
            frame = await source.receive()
            if frame.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                return
            async with asyncio.timeout(SEND_SECONDS):
                if frame.data == PING:
                    await source.send_str(PONG)
                elif frame.type is WSMsgType.TEXT:
                    await target.send_str(frame.data)
                else:
                    await target.send_bytes(frame.data)
    except (OSError, TimeoutError, aiohttp.ClientError):
        return  # the other side is gone or does not read: both are closed


async def _close(socket: _Socket) -> None:
    try:
        async with asyncio.timeout(CLOSE_SECONDS):
            await socket.close()
    except (OSError, TimeoutError, RuntimeError, aiohttp.ClientError):
        log.debug("gateway_close_failed")
