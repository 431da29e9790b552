"""A real Asterisk for tests: our own configuration, a state folder and ports of its own, stopped by process id."""

from __future__ import annotations

import asyncio
import os
import re
import secrets
import signal
import socket
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Self

from hotline.settings import Settings
from hotline.telephony.asterisk_install import find_or_install_asterisk
from hotline.telephony.asterisk_process import ask, start_command, stop_process, wait_booted
from hotline.telephony.provisioning import provision
from hotline.telephony.secrets import load_secrets
from hotline.telephony.static_prompts import STATIC_PROMPTS
from tests.fakes.tones import tone, write_wav
from tests.hotline_process import free_ports

DESK = "2001"  # a plain SIP telephone that sits where a browser would
TRUNK = """
[{desk}]
type = endpoint
transport = transport-udp
context = from-agent
disallow = all
allow = alaw
aors = {desk}
direct_media = no
[{desk}]
type = aor
contact = sip:{desk}@127.0.0.1:{port}
"""


class RealAsterisk:
    """A running Asterisk. desk_port: where the desk phone's telephone must be (see fakes.desk_phone).

    custom: the owner's own files by name; a desk phone where not given.
    """

    def __init__(self, folder: Path, custom: Mapping[str, str] | None = None) -> None:
        ami, agi, http = free_ports(3)
        sip, self.desk_port = free_ports(2, socket.SOCK_DGRAM)
        first = 30000 + secrets.randbelow(60) * 400
        self.settings = Settings(
            state_dir=folder,
            ami_port=ami,
            agi_port=agi,
            asterisk_http_port=http,
            sip_port=sip,
            rtp_ports=f"{first}-{first + 399}",
        )
        self.installed = find_or_install_asterisk(Settings())  # one for all tests
        self.carrier_port = self.colleague_port = self.other_port = 0  # where a test has a carrier, and further desks
        self.secrets = load_secrets(self.settings.secrets_file)
        self.custom = custom or {"trunk.conf": TRUNK.format(desk=DESK, port=self.desk_port)}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """Its process id."""
        assert self._process is not None
        return self._process.pid

    async def start(self) -> Self:
        """Configure it as `hotline run` does, start it and wait until it is ready."""
        provision(self.settings, self.secrets, self.installed)
        for name, text in self.custom.items():
            (self.settings.asterisk_dir / "custom" / name).write_text(text, encoding="utf-8")
        for number, name in enumerate(STATIC_PROMPTS):
            write_wav(self.settings.prompts_dir / "static" / f"{name}.wav", tone(600 + 100 * number, 0.5))
        self._process = self._spawn()
        await wait_booted(self.installed, self.settings)
        return self

    async def stop(self) -> None:
        """End it as `hotline run` does."""
        await stop_process(self.pid)
        self._reap()

    async def kill(self) -> None:
        """End it as a crash does."""
        os.kill(self.pid, signal.SIGKILL)
        self._reap()

    async def ask(self, command: str) -> str:
        """What its console answers."""
        return await ask(self.installed, self.settings, command)

    async def until_kept(self, text: str, patience: float = 10) -> None:
        """Wait until a text is in its database on the disk, which it writes once a second."""
        async with asyncio.timeout(patience):
            while not self._kept(text):  # noqa: ASYNC110 a file gives no event to wait for
                await asyncio.sleep(0.05)

    def log(self) -> list[str]:
        """The lines of its log."""
        return (self.settings.asterisk_dir / "log" / "messages.log").read_text(errors="replace").splitlines()

    def listens(self) -> set[tuple[str, int]]:
        """The TCP addresses at which this process listens, as hexadecimal address and port."""
        own = {path.readlink().name for path in _descriptors(self.pid)}
        found = set()
        for table in ("tcp", "tcp6"):
            for line in Path(f"/proc/{self.pid}/net/{table}").read_text().splitlines()[1:]:
                words = line.split()
                address, _, port = words[1].partition(":")
                if words[3] == "0A" and f"socket:[{words[9]}]" in own:
                    found.add((address, int(port, 16)))
        return found

    def _kept(self, text: str) -> bool:
        path = self.settings.asterisk_dir / "db" / "astdb.sqlite3"
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            return any(text in value for (value,) in database.execute("SELECT value FROM astdb"))

    def _spawn(self) -> subprocess.Popen[bytes]:
        with (self.settings.state_dir / "asterisk.out").open("ab") as out:
            return subprocess.Popen(
                start_command(self.installed, self.settings), stdin=subprocess.DEVNULL, stdout=out, stderr=out
            )

    def _reap(self) -> None:
        assert self._process is not None
        self._process.wait(10)


def _descriptors(pid: int) -> Iterator[Path]:
    for path in Path(f"/proc/{pid}/fd").iterdir():
        try:
            if re.match(r"socket:", str(path.readlink())):
                yield path
        except FileNotFoundError:
            continue  # closed meanwhile
