"""A whole hotline for tests: `hotline run` in a state folder and on ports of its own, stopped by process id."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import signal
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import aiohttp

from hotline.settings import ROOT, Settings
from hotline.telephony.asterisk_install import find_or_install_asterisk
from hotline.telephony.asterisk_process import ask

DEMO_PASSWORD = "hotline-demo"


def free_ports(count: int, kind: int = socket.SOCK_STREAM) -> list[int]:
    """So many different ports that nobody holds now."""
    held = []
    for _ in range(count):
        probe = socket.socket(socket.AF_INET, kind)
        probe.bind(("127.0.0.1", 0))
        held.append(probe)
    ports = [probe.getsockname()[1] for probe in held]
    for probe in held:
        probe.close()
    return ports


@dataclass
class HotlineProcess:
    """A running hotline; the fields are what a test needs to reach it."""

    state: Path
    extra: dict[str, str] = field(default_factory=dict)
    ports: dict[str, int] = field(default_factory=dict)
    process: asyncio.subprocess.Process | None = None

    def __post_init__(self) -> None:
        names = ("http_port", "gateway_port", "ami_port", "agi_port", "asterisk_http_port", "audiosocket_port")
        self.ports = dict(zip(names, free_ports(len(names)), strict=True))
        self.ports["sip_port"] = free_ports(1, socket.SOCK_DGRAM)[0]

    @property
    def environment(self) -> dict[str, str]:
        """What makes this hotline's settings its own."""
        first = 20000 + (self.ports["sip_port"] * 7) % 100 * 400
        settings = {f"HOTLINE_{name.upper()}": str(port) for name, port in self.ports.items()}
        settings |= {
            "HOTLINE_STATE_DIR": str(self.state),
            "HOTLINE_RTP_PORTS": f"{first}-{first + 399}",
            "HOTLINE_SIP_HOST": "127.0.0.1",
            "HOTLINE_VOICE": "pyttsx3",
            "HOTLINE_SPEAK_AHEAD": "nothing",  # the machine is the test's
            "HOTLINE_LOG_LEVEL": "info",
        }
        copy = ROOT / ".state" / "asterisk-copy"
        if copy.exists():
            settings["HOTLINE_ASTERISK"] = str(copy)
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("HOTLINE_")}
        return {**inherited, **settings, **self.extra}

    @property
    def web(self) -> str:
        """The address of the web server."""
        return f"http://127.0.0.1:{self.ports['http_port']}"

    async def start(self) -> None:
        """Set up and start; raises AssertionError with what was printed where it does not come up."""
        self.state.mkdir(parents=True, exist_ok=True)
        with (self.state / "run.log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "hotline.cli.main", "run", "--setup", env=self.environment, stdout=log, stderr=log
            )
        async with asyncio.timeout(120):
            while not await self.ready():
                assert self.process.returncode is None, self.printed()
                await self._tick()

    async def stop(self) -> int:
        """Ctrl-C, as a person would; returns the exit code."""
        assert self.process is not None
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGINT)
        async with asyncio.timeout(30):
            return await self.process.wait()

    def printed(self) -> str:
        """Everything that `hotline run` has printed."""
        return (self.state / "run.log").read_text()

    async def ready(self) -> bool:
        """Whether every part is there."""
        with contextlib.suppress(aiohttp.ClientError, TimeoutError, OSError):
            async with (
                aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=2)) as session,
                session.get(f"{self.web}/health/ready") as response,
            ):
                return response.status == 200
        return False

    def pid_of(self, part: str) -> int:
        """The process id of "serve", "gateway" or "asterisk" under this hotline."""
        assert self.process is not None
        for child in Path("/proc").iterdir():
            if not child.name.isdigit():
                continue
            with contextlib.suppress(OSError):
                parent = re.search(r"(?m)^PPid:\s+(\d+)", (child / "status").read_text())
                words = (child / "cmdline").read_bytes().split(b"\0")
                if parent and int(parent[1]) == self.process.pid and any(part in word.decode() for word in words):
                    return int(child.name)
        raise AssertionError(f"no process {part}")

    async def asterisk(self, command: str) -> str:
        """What this hotline's Asterisk answers on its own console."""
        settings = Settings(state_dir=self.state, asterisk=self.environment.get("HOTLINE_ASTERISK", ""))
        return await ask(find_or_install_asterisk(settings), settings, command)

    async def until(self, test: Callable[[], Any], patience: float = 10) -> Any:
        """Ask again and again until the answer is true, and return it."""
        async with asyncio.timeout(patience):
            while True:
                answer = test()
                if asyncio.iscoroutine(answer):
                    answer = await answer
                if answer:
                    return answer
                await self._tick()

    async def _tick(self) -> None:
        # the world outside gives no event to wait for: processes and files are looked at again
        await asyncio.sleep(0.05)


class Desk:
    """A signed-in user without a browser: REST and the live websocket, connected again whenever it is lost."""

    def __init__(self, hotline: HotlineProcess, username: str) -> None:
        self.hotline, self.username = hotline, username
        self.messages: list[dict[str, Any]] = []
        self.calls: dict[str, dict[str, Any]] = {}
        self.fresh = False
        self._reader: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self.session = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))  # cookies of an IP address
        body = {"username": self.username, "password": DEMO_PASSWORD}
        async with self.session.post(f"{self.hotline.web}/api/session", json=body) as response:
            assert response.status == 200, await response.text()
        self._reader = asyncio.create_task(self._follow())
        await self.hotline.until(lambda: self.messages)
        return self

    async def __aexit__(self, *exc: object) -> None:
        if self._reader is not None:
            self._reader.cancel()
            await asyncio.gather(self._reader, return_exceptions=True)
        await self.session.close()

    async def _follow(self) -> None:
        address = self.hotline.web.replace("http", "ws") + "/api/live"
        while True:
            with contextlib.suppress(aiohttp.ClientError, OSError):
                async with self.session.ws_connect(address, headers={"Origin": self.hotline.web}) as live:
                    async for message in live:
                        self._hear(json.loads(message.data))
            self.fresh = False
            await asyncio.sleep(0.1)

    def _hear(self, message: dict[str, Any]) -> None:
        self.messages.append(message)
        if message["type"] in ("hello", "board"):
            self.calls = {call["id"]: call for call in message["board"]["calls"]}
            self.fresh = message["board"]["fresh"]
        elif message["type"] == "link":
            self.fresh = message["fresh"]
        elif message["type"] == "call" and message["call"]["state"] == "ended":
            self.calls.pop(message["call"]["id"], None)
        elif message["type"] == "call":
            self.calls[message["call"]["id"]] = message["call"]

    def state_of(self, number: str) -> str:
        """Where the newest call from this number is, as this screen shows it now; "" where there is none."""
        calls = [call for call in self.calls.values() if call["number"] == number]
        return str(max(calls, key=lambda call: str(call["arrived"]))["state"]) if calls else ""

    def heard(self, kind: str, after: int = 0) -> list[dict[str, Any]]:
        """The messages of a kind after so many."""
        return [message for message in self.messages[after:] if message["type"] == kind]

    async def get(self, path: str) -> Any:
        """The JSON at a path."""
        async with self.session.get(self.hotline.web + path) as response:
            return await response.json()

    async def post(self, path: str, body: Any, **headers: str) -> Any:
        """Send JSON and return the answer's."""
        async with self.session.post(self.hotline.web + path, json=body, headers=headers) as response:
            return await response.json()
