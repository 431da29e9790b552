"""A real PostgreSQL for tests: its own folder and a socket in it, no port, ended by process id.

Rule: no process of it is left when the tests end, also where they are killed: the server dies with whoever started it.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import threading
from collections import deque
from collections.abc import AsyncIterator, Mapping
from concurrent.futures import Future
from contextlib import asynccontextmanager
from pathlib import Path
from types import MappingProxyType

import asyncpg

from hotline.cli.packages import postgresql_programs
from hotline.storage.migrate import migrate

START_SECONDS = 60.0
CAREFREE: Mapping[str, str] = MappingProxyType({"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"})
"""No test pulls the machine's plug: what a commit has written need not reach the disk."""
_ALWAYS = {
    "listen_addresses": "",
    "max_connections": "300",  # eight processes with two pools each
    "timezone": "Asia/Shanghai",  # whoever forgets a zone is found out
    "deadlock_timeout": "200ms",
    "log_min_messages": "log",  # that it is ready, and why it ends; no fault of a statement
    "log_checkpoints": "off",
}
_OWNERS = ("postgres", "nobody")  # initdb refuses root
_READY = b"database system is ready to accept connections"


class _Log:
    """What the server says, read to its end so that it never waits for a reader; it says when it is ready.

    pg_ctl would wait too, but the server would be its child and not ours, and outlive tests that are killed.
    """

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._said: deque[str] = deque(maxlen=50)
        self._ready: Future[bool] = Future()
        self._ready.set_running_or_notify_cancel()  # whoever stops waiting does not take it away from the reader
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    async def ready(self) -> None:
        """Wait until it takes connections. Raises RuntimeError with its last words where it ends before that."""
        async with asyncio.timeout(START_SECONDS):
            if not await asyncio.wrap_future(self._ready):
                raise RuntimeError(f"PostgreSQL did not start: {''.join(self._said)}")

    def close(self) -> None:
        """After its end."""
        self._reader.join(START_SECONDS)
        if self._process.stdout is not None:
            self._process.stdout.close()

    def _read(self) -> None:
        for line in self._process.stdout or ():
            self._said.append(line.decode(errors="replace"))
            if _READY in line and not self._ready.done():
                self._ready.set_result(True)
        if not self._ready.done():
            self._ready.set_result(False)


class PostgreSQL:
    """A running server, whose superuser anybody on its socket is."""

    def __init__(self, settings: Mapping[str, str] = CAREFREE) -> None:
        self._settings = {**_ALWAYS, **settings}
        self._folder = Path(tempfile.mkdtemp(prefix="hotline-pg-"))  # short, for a socket's path has 107 bytes
        self._process: subprocess.Popen[bytes] | None = None
        self._log: _Log | None = None
        self._template = ""
        self._one_at_a_time = asyncio.Lock()

    async def start(self) -> None:
        """Make the cluster and wait until it answers. Raises RuntimeError where it does not come up."""
        programs = postgresql_programs()
        if programs is None:
            raise RuntimeError("PostgreSQL is not installed: run `hotline setup --for-tests`.")
        owner = next((pwd.getpwnam(name) for name in _OWNERS if _is_user(name)), None) if os.geteuid() == 0 else None
        if owner is not None:
            os.chown(self._folder, owner.pw_uid, owner.pw_gid)
        data = self._folder / "data"
        made = [str(programs / "initdb"), "-D", str(data), "-U", "hotline", "-A", "trust", "-E", "UTF8"]
        await asyncio.to_thread(_run, [*_as(owner), *made, "--no-locale", "--no-sync"], self._folder)
        options = [word for name, value in self._settings.items() for word in ("-c", f"{name}={value}")]
        server = [str(programs / "postgres"), "-D", str(data), "-k", str(self._folder), *options]
        self._process = _spawn([*_as(owner, dies_with_us=True), *server], self._folder)
        self._log = _Log(self._process)
        await self._log.ready()

    async def stop(self) -> None:
        """End it at once and remove its folder."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            await asyncio.to_thread(self._process.wait, START_SECONDS)
        if self._log is not None:
            await asyncio.to_thread(self._log.close)
        shutil.rmtree(self._folder)

    async def _connect(self, database: str = "postgres") -> asyncpg.Connection:
        return await asyncpg.connect(host=str(self._folder), user="hotline", database=database)

    async def run(self, *statements: str) -> None:
        """Outside of any transaction and any database of ours."""
        connection = await self._connect()
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()

    @asynccontextmanager
    async def connection(self, url: str) -> AsyncIterator[asyncpg.Connection]:
        """The driver's own, to one of its databases."""
        connection = await self._connect(url.partition("@/")[2].partition("?")[0])
        try:
            yield connection
        finally:
            await connection.close()

    async def deadlocks(self, url: str) -> int:
        """How many the server has broken in this database."""
        asked = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
        async with self.connection(url) as connection:
            return int(await connection.fetchval(asked))

    @asynccontextmanager
    async def database(self, *, with_tables: bool) -> AsyncIterator[str]:
        """The URL of a database of one's own, dropped at the end."""
        name = f"t{secrets.token_hex(6)}"
        template = await self._with_tables() if with_tables else "template0"
        async with self._one_at_a_time:  # a template is copied by one at a time
            await self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield self._url(name)
        finally:
            await self.run(f"DROP DATABASE {name} WITH (FORCE)")

    async def _with_tables(self) -> str:
        """The name of the database with empty tables that all others are copied from."""
        async with self._one_at_a_time:
            if not self._template:
                await self.run("CREATE DATABASE empty")
                await migrate(self._url("empty"))
                self._template = "empty"
        return self._template

    def _url(self, database: str) -> str:
        return f"postgresql+asyncpg://hotline@/{database}?host={self._folder}"


def _is_user(name: str) -> bool:
    with contextlib.suppress(KeyError):
        return bool(pwd.getpwnam(name))
    return False


def _as(owner: pwd.struct_passwd | None, *, dies_with_us: bool = False) -> list[str]:
    """The words before a program that is to run as somebody else, and to end when we do."""
    words = ["setpriv"]
    if owner is not None:
        words += [f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups"]
    if dies_with_us:
        words.append("--pdeathsig=INT")
    return words if len(words) > 1 else []


def _spawn(command: list[str], folder: Path) -> subprocess.Popen[bytes]:
    """From this thread, at whose end the server ends too."""
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=START_SECONDS, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed: {done.stderr[-2000:]}")
