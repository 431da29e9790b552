"""The controller, put together: what hears what stands here on one screen, and nothing else does the joining."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import signal
import tempfile
from collections.abc import AsyncIterator, Coroutine, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog
import uvloop
from aiohttp import web

from hotline.accounts.service import AccountService
from hotline.agents.model import board_of
from hotline.agents.service import Agents
from hotline.answering.city_lookups import CityLookUps
from hotline.answering.door import answer
from hotline.answering.line import Desk
from hotline.answering.pop import Pop
from hotline.answering.recorder import Recorder
from hotline.bus import Bus
from hotline.calls.places import Places
from hotline.calls.store import CallStore
from hotline.calls.writer import CallWriter
from hotline.errors import StorageError, VoiceError
from hotline.events import Event, LinkChanged
from hotline.ivr.load import load_scripts
from hotline.kb.load import load_city
from hotline.kb.model import City
from hotline.logs import configure_logs
from hotline.redis_bus import RedisBus
from hotline.settings import Settings
from hotline.speech.prompts import PromptCache
from hotline.speech.reading import clauses
from hotline.speech.voice import Voice, build_voice, pyttsx3_voice
from hotline.storage.engine import Database, open_database
from hotline.storage.migrate import migrate
from hotline.telephony.agi_channel import CallChannel
from hotline.telephony.agi_server import AgiServer
from hotline.telephony.ami_link import AmiLink, LinkState
from hotline.telephony.provisioning import AMI_USER
from hotline.telephony.queue import MemberQueue
from hotline.telephony.resync import resync
from hotline.telephony.secrets import Secrets, load_secrets
from hotline.telephony.translate import Translator
from hotline.tickets.service import TicketService
from hotline.web.app import build_app
from hotline.web.live import Live
from hotline.web.services import Part, Services

BEAT_SECONDS = 0.5
SETTLE_SECONDS = 5.0
log = structlog.get_logger(__name__)


def run_controller(settings: Settings, *, heartbeat_fd: int = -1) -> None:
    """Run the controller until SIGINT or SIGTERM. Raises SetupError, ScriptError or CityPackError at its start.

    heartbeat_fd: a pipe to write a byte to twice a second, from the loop itself; -1 for none.
    """
    configure_logs(settings)
    uvloop.run(_run(settings, heartbeat_fd))


async def _run(settings: Settings, heartbeat_fd: int) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    beating = asyncio.create_task(_beat(heartbeat_fd), name="heartbeat")
    try:
        async with _controller(settings) as working:
            log.info("controller_up", pid=os.getpid())
            _spare_the_collector()
            stopping = asyncio.create_task(stop.wait())
            tasks = [*(asyncio.create_task(part) for part in working), beating]
            try:
                done, _ = await asyncio.wait([*tasks, stopping], return_when=asyncio.FIRST_COMPLETED)
                for task in done - {stopping}:
                    task.result()  # none of them ends by itself, unless it failed or the supervisor is gone
            finally:
                for task in (*tasks, stopping):
                    task.cancel()
                await asyncio.gather(*tasks, stopping, return_exceptions=True)
    finally:
        beating.cancel()


def _spare_the_collector() -> None:
    """What was made at the start stays: looking through it again and again would be heard as late prompts."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)


async def _beat(pipe: int) -> None:
    """Write to the pipe for as long as the loop turns; ends when nobody reads it any more."""
    while True:
        if pipe >= 0:
            try:
                os.write(pipe, b".")
            except BrokenPipeError:
                return
        await asyncio.sleep(BEAT_SECONDS)


@contextlib.asynccontextmanager
async def _controller(settings: Settings) -> AsyncIterator[tuple[Coroutine[Any, Any, None], ...]]:
    """Everything, joined; yields what must be kept running for as long as the controller lives."""
    secrets, city = load_secrets(settings.secrets_file), load_city(settings.kb_dir)
    scripts = load_scripts(settings.ivr_dir)
    await migrate(settings.database)
    database = open_database(settings.database)
    bus = RedisBus(settings.redis_url) if settings.redis_url else Bus()
    accounts, books = AccountService(database), CallStore(database)
    names = await accounts.agent_names()
    tickets = _tickets(database, bus, city)
    telephone = Telephone(settings, secrets, bus)
    agents, places = Agents(MemberQueue(telephone.link), board_of(names)), Places()
    writer, recorder = CallWriter(books.hear), Recorder(bus.publish)
    pop = Pop(books=books, tickets=tickets.list_for, live=agents.call)
    live = Live(agents, pop.card, names)
    speaker = Speaker(settings)
    desk = Desk(
        scripts=scripts,
        prompts=speaker.prompts,
        clauses=clauses,
        lookups=CityLookUps(city=city, progress=tickets.progress),
        record=recorder.record,
        position=places.position,
    )

    async def handle(channel: CallChannel, path: str, query: Mapping[str, str]) -> None:
        await answer(channel, path, query, desk=desk)

    async def remember(event: Event) -> None:
        places.hear(event)
        writer.put(event)

    # the whole fan-out: the board first, for the consoles read it
    for listener in (agents.hear, remember, live.hear):
        bus.join(listener)

    agi = AgiServer("127.0.0.1", settings.agi_port, handle)
    services = Services(
        settings=settings,
        secrets=secrets,
        city=city,
        accounts=accounts,
        agents=agents,
        calls=books,
        tickets=tickets,
        pop=pop,
        names=names,
        parts={
            "asterisk": telephone.part,
            "database": lambda: _database_part(database),
            "gateway": lambda: _gateway_part(settings),
            "voice": speaker.part,
            "pages": lambda: _pages_part(settings),
            **({"redis": lambda: _redis_part(bus)} if isinstance(bus, RedisBus) else {}),
        },
    )
    runner = web.AppRunner(build_app(services, live), access_log=None, shutdown_timeout=2.0)
    async with contextlib.AsyncExitStack() as opened:
        opened.push_async_callback(database.close)
        opened.push_async_callback(speaker.close)
        opened.push_async_callback(_settle, writer)
        await agi.start()
        opened.push_async_callback(agi.close)
        opened.push_async_callback(runner.cleanup)
        await runner.setup()
        await web.TCPSite(runner, settings.http_host, settings.http_port).start()
        working = [telephone.link.run(), live.run(), writer.run(), recorder.run(), speaker.warm_up()]
        yield (*working, bus.run()) if isinstance(bus, RedisBus) else tuple(working)


def _tickets(database: Database, bus: Bus, city: City) -> TicketService:
    return TicketService(
        database,
        bus,
        department_codes=frozenset(department.code for department in city.departments),
        category_codes=frozenset(child.code for top in city.categories for child in top.children),
    )


async def _settle(writer: CallWriter) -> None:
    try:
        async with asyncio.timeout(SETTLE_SECONDS):
            await writer.settle()
    except TimeoutError:
        log.error("calls_not_written")  # noqa: TRY400 the time limit says all


class Telephone:
    """The link to Asterisk, its words turned into our events and published."""

    def __init__(self, settings: Settings, secrets: Secrets, bus: Bus) -> None:
        self._bus, self._translator = bus, Translator()
        self.link = AmiLink(
            host="127.0.0.1",
            port=settings.ami_port,
            username=AMI_USER,
            secret=secrets.ami,
            on_event=self._hear,
            on_sync=self._resync,
            on_state=self._state,
        )

    async def _hear(self, message: Mapping[str, str]) -> None:
        event = self._translator.translate(message, datetime.now(UTC))
        if event is not None:
            await self._bus.publish(event)

    async def _resync(self, link: AmiLink) -> None:
        truth = await resync(link)
        self._translator.restart(truth)
        await self._bus.publish(truth)

    async def _state(self, state: LinkState) -> None:
        await self._bus.publish(LinkChanged(at=datetime.now(UTC), fresh=state.fresh, why=state.why))

    async def part(self) -> Part:
        """Whether Asterisk is heard."""
        return Part(ok=self.link.state.fresh, why=self.link.state.why)


class Speaker:
    """The voice with its cache and its stand-in."""

    def __init__(self, settings: Settings) -> None:
        self._voice: Voice = build_voice(settings)
        stand_by = pyttsx3_voice() if settings.voice != "pyttsx3" else None
        self.prompts = PromptCache(self._voice, settings.prompts_dir, settings.recorded_dir, stand_by)

    async def warm_up(self) -> None:
        """Start the voice's process before the first caller needs it; then wait until cancelled."""
        with tempfile.TemporaryDirectory() as folder:
            try:
                await self._voice.speak("您好。", Path(folder) / "first.wav")
            except VoiceError as fault:
                log.warning("voice_failed", voice=self._voice.name, why=fault.message)
                self.prompts.trouble = f"{self._voice.name}: {fault.message}"
        await asyncio.Event().wait()

    async def part(self) -> Part:
        """Whether the voice of the settings speaks."""
        return Part(ok=not self.prompts.trouble, why=self.prompts.trouble)

    async def close(self) -> None:
        """End the voices."""
        await self.prompts.close()


async def _database_part(database: Database) -> Part:
    try:
        await database.check()
    except StorageError as fault:
        return Part(ok=False, why=fault.message)
    return Part(ok=True)


async def _gateway_part(settings: Settings) -> Part:
    try:
        _, writer = await asyncio.open_connection(settings.local_host, settings.gateway_port)
    except OSError:
        return Part(ok=False, why=f"The SIP gateway does not answer on port {settings.gateway_port}.")
    writer.close()
    return Part(ok=True)


async def _redis_part(bus: RedisBus) -> Part:
    return Part(ok=not bus.trouble, why=bus.trouble)


async def _pages_part(settings: Settings) -> Part:
    built = (settings.ui_dir / "index.html").is_file()
    return Part(ok=built, why="" if built else "The web consoles are not built: run `hotline setup`.")
