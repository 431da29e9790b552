"""The controller, put together: what hears what stands here on one screen, and nothing else does the joining."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Coroutine, Mapping
from typing import Any

import structlog
from aiohttp import web

from hotline.accounts.service import AccountService
from hotline.agents.broadcasts import Broadcasts
from hotline.agents.daybook import Daybook
from hotline.agents.model import board_of
from hotline.agents.service import Agents
from hotline.answering.asked import Asked
from hotline.answering.checks import Checks
from hotline.answering.city_lookups import CityLookUps
from hotline.answering.city_services import CityServices
from hotline.answering.door import answer
from hotline.answering.form_links import FormLinks
from hotline.answering.line import Desk
from hotline.answering.menus import Menus
from hotline.answering.openings import now, opening_said
from hotline.answering.pop import Pop
from hotline.answering.recorder import Recorder
from hotline.answering.recording import Recording
from hotline.answering.said import Said
from hotline.applications.service import Applications
from hotline.bus import Bus
from hotline.calls.marks import Marks
from hotline.calls.places import Places
from hotline.calls.store import CallStore
from hotline.calls.writer import CallWriter
from hotline.errors import SetupError
from hotline.events import Event
from hotline.kb.forms.service import Forms
from hotline.kb.library import Library
from hotline.kb.load import load_outline
from hotline.kb.reminders import Reminders
from hotline.kb.service import KnowledgeService
from hotline.kb.upkeep import Upkeep
from hotline.notices.gateway import LocalGateway
from hotline.notices.service import Outbox
from hotline.redis_bus import RedisBus
from hotline.requests.service import Requests
from hotline.settings import Settings
from hotline.speech.reading import clauses
from hotline.speech.speaker import Speaker
from hotline.storage.engine import open_database
from hotline.storage.migrate import migrate
from hotline.telephony.agi_channel import CallChannel
from hotline.telephony.agi_server import AgiServer
from hotline.telephony.queue import MemberQueue
from hotline.telephony.secrets import load_secrets
from hotline.web.app import build_app
from hotline.web.live import Live
from hotline.web.services import Services
from hotline.wiring import parts
from hotline.wiring.outgoing_side import outgoing_side
from hotline.wiring.report_side import hot_side, report_side
from hotline.wiring.telephone import Telephone
from hotline.wiring.telling import telling
from hotline.wiring.ticket_side import ticket_side

SETTLE_SECONDS = 5.0
log = structlog.get_logger(__name__)


@contextlib.asynccontextmanager
async def controller(settings: Settings) -> AsyncIterator[tuple[Coroutine[Any, Any, None], ...]]:
    """Everything, joined; yields what must be kept running for as long as the controller lives."""
    secrets, outline = load_secrets(settings.secrets_file), load_outline(settings.kb_dir)
    scripts = Menus(settings.ivr_dir, settings.recorded_dir)
    await migrate(settings.database)
    database = open_database(settings.database)
    bus = RedisBus(settings.redis_url) if settings.redis_url else Bus()
    accounts, books, days = AccountService(database), CallStore(database), Daybook(database)
    names = await accounts.agent_names()
    knowledge = KnowledgeService(database, bus, outline)
    await knowledge.sync_pack(settings.kb_dir)
    forms = Forms(database, settings.forms_dir)
    await forms.sync_pack(settings.kb_dir)
    library = await Library.open(knowledge)
    outbox = Outbox(database, LocalGateway(settings.outbox_file))
    tickets = await ticket_side(settings, database, bus, outbox, library)
    applications = Applications(database, city=lambda: library.city, works=tickets.works)
    telephone = Telephone(settings, secrets, bus)
    agents, places = Agents(MemberQueue(telephone.link), board_of(names)), Places()
    writer, day_writer, recorder = CallWriter(books.hear), CallWriter(days.hear), Recorder(bus.publish)
    pop = Pop(books=books, tickets=tickets.service.list_for, live=agents.call)
    live = Live(agents, pop.card, names)
    speaker, upkeep = Speaker(settings), Upkeep(database)
    asked, reminders = (
        Asked(settings.prompts_dir / "asked.json"),
        Reminders(database, tell=telling(accounts, outbox), works=tickets.works),
    )
    said = Said(scripts=scripts, published=library, asked=asked, menus_only=settings.speak_ahead == "menus")
    requests, marks = Requests(database, settings.messages_dir), Marks(database)
    ours = outgoing_side(
        telephone,
        database=database,
        tickets=tickets,
        requests=requests,
        accounts=accounts,
        agents=agents,
        city=lambda: library.city,
    )
    desk = Desk(
        scripts=scripts,
        prompts=speaker.prompts,
        manners=speaker.manners,
        clauses=clauses,
        lookups=CityLookUps(
            published=library,
            progress=tickets.service.progress,
            application=applications.progress,
            opening=lambda department: opening_said(department, now(), tickets.works),
        ),
        record=recorder.record,
        position=places.position,
        services=CityServices(
            recording=_recording(settings, requests),
            put=outbox.put,
            requests=requests,
            checks=Checks(
                hours=lambda: library.city.outline.hours,
                board=lambda: agents.board,
                overload=settings.overload_callers,
                citizens=marks,
                works=tickets.works,
            ),
            city=lambda: library.city,
            links=FormLinks(forms=forms, public_url=settings.public_url).of,
        ),
    )

    async def handle(channel: CallChannel, path: str, query: Mapping[str, str]) -> None:
        await answer(channel, path, query, desk=desk)

    async def remember(event: Event) -> None:
        places.hear(event)
        writer.put(event)
        day_writer.put(event)

    # the whole fan-out: the board first, for the consoles read it
    for listener in (
        *(agents.hear, ours.keeper.hear, ours.consults.hear, remember, live.hear),
        *(library.hear, asked.hear, tickets.duplicates.hear),
    ):
        bus.join(listener)

    agi = AgiServer("127.0.0.1", settings.agi_port, handle)
    services = Services(
        settings=settings,
        secrets=secrets,
        library=library,
        knowledge=knowledge,
        upkeep=upkeep,
        reports=report_side(database, lambda: library.city, upkeep),
        hot=hot_side(settings, database),
        reminders=reminders,
        forms=forms,
        accounts=accounts,
        agents=agents,
        days=days,
        broadcasts=Broadcasts(database, bus),
        calls=books,
        calling_out=ours.calling,
        consults=ours.consults,
        tickets=tickets.service,
        books=tickets.books,
        duplicates=tickets.duplicates,
        routing=tickets.routing,
        applications=applications,
        works=tickets.works,
        outbox=outbox,
        requests=requests,
        marks=marks,
        menus=scripts,
        pop=pop,
        names=names,
        parts={
            "asterisk": telephone.part,
            "database": lambda: parts.database_part(database),
            "gateway": lambda: parts.gateway_part(settings),
            "voice": lambda: parts.voice_part(speaker),
            "menus": lambda: parts.menus_part(scripts),
            "pages": lambda: parts.pages_part(settings),
            "routing": lambda: parts.routing_part(tickets.routing),
            **({"redis": lambda: parts.redis_part(bus)} if isinstance(bus, RedisBus) else {}),
        },
    )
    runner = web.AppRunner(build_app(services, live), access_log=None, shutdown_timeout=2.0)
    async with contextlib.AsyncExitStack() as opened:
        opened.push_async_callback(database.close)
        opened.push_async_callback(speaker.close)
        opened.push_async_callback(_settle, writer)
        opened.push_async_callback(_settle, day_writer)
        opened.push_async_callback(tickets.duplicates.close)
        await agi.start()
        opened.push_async_callback(agi.close)
        opened.push_async_callback(runner.cleanup)
        await runner.setup()
        await web.TCPSite(runner, settings.http_host, settings.http_port).start()
        working = [
            *(telephone.link.run(), live.run(), writer.run(), day_writer.run(), recorder.run()),
            *(outbox.run(), reminders.run(), ours.keeper.run()),
            *(library.keep(knowledge), scripts.keep(), speaker.warm_up(), speaker.keep_ahead(said)),
            *(tickets.falling_due.run(), tickets.duplicates.run(), tickets.routing.run()),
        ]
        yield (*working, bus.run()) if isinstance(bus, RedisBus) else tuple(working)


def _recording(settings: Settings, requests: Requests) -> Recording:
    """Its folder and its tone are made before the first caller needs them. Raises SetupError."""
    tone = settings.prompts_dir / "tones" / "message.wav"
    recording = Recording(folder=settings.messages_dir, tone=tone, keep=requests.keep_message)
    try:
        recording.prepare()
    except OSError as fault:
        raise SetupError(f"Voice messages cannot be kept: {fault.filename}: {fault.strerror}.") from fault
    return recording


async def _settle(writer: CallWriter) -> None:
    try:
        async with asyncio.timeout(SETTLE_SECONDS):
            await writer.settle()
    except TimeoutError:
        log.error("calls_not_written")  # noqa: TRY400 the time limit says all
