"""The controller, put together: what hears what stands here on one screen, and nothing else does the joining."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from functools import partial
from typing import Any

import structlog
from aiohttp import web

from hotline.accounts.agent_names import AgentNames
from hotline.accounts.service import AccountService
from hotline.agents.broadcasts import Broadcasts
from hotline.agents.daybook import Daybook
from hotline.agents.model import board_of
from hotline.agents.service import Agents
from hotline.answering.asked import Asked
from hotline.answering.checks import Checks
from hotline.answering.city_lookups import CityLookUps
from hotline.answering.city_services import CityServices
from hotline.answering.desk import Desk
from hotline.answering.door import answer
from hotline.answering.form_links import FormLinks
from hotline.answering.menus import Menus
from hotline.answering.openings import now, opening_said
from hotline.answering.pop import Pop
from hotline.answering.reaching import reaching
from hotline.answering.recorder import Recorder
from hotline.answering.recording import Recording
from hotline.answering.said import Said
from hotline.applications.service import Applications
from hotline.bus import Bus, Listener
from hotline.calls.asides import Asides
from hotline.calls.holds import Holds
from hotline.calls.joins import Joins
from hotline.calls.marks import Marks
from hotline.calls.places import Places
from hotline.calls.recordings_kept import none_needed
from hotline.calls.store import CallStore
from hotline.calls.writer import CallWriter, in_turn
from hotline.errors import SetupError
from hotline.events import Event
from hotline.kb.at_hand import AtHand
from hotline.kb.forms.service import Forms
from hotline.kb.health.service import HealthService
from hotline.kb.library import Library
from hotline.kb.load import load_outline
from hotline.kb.reminders import Reminders
from hotline.kb.service import KnowledgeService
from hotline.kb.upkeep import Upkeep
from hotline.kb.uses import Door, Uses, Way
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
from hotline.web.department_live import DepartmentLive
from hotline.web.doors import Doors
from hotline.web.live import Live
from hotline.web.services import Services
from hotline.wiring import parts
from hotline.wiring.board_side import board_side
from hotline.wiring.ear_side import ear_part, ear_side, keep_hearing
from hotline.wiring.listening_side import listening_side, tell_unheard
from hotline.wiring.outgoing_side import outgoing_side
from hotline.wiring.quality_side import quality_side
from hotline.wiring.report_side import whole_report_side
from hotline.wiring.sense_side import sense_of
from hotline.wiring.skill_side import skill_side
from hotline.wiring.telephone import Telephone
from hotline.wiring.telling import telling
from hotline.wiring.ticket_side import ticket_side
from hotline.wiring.transcript_side import transcript_side

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
    names = await AgentNames.of(accounts)
    knowledge = KnowledgeService(database, bus, outline)
    await knowledge.sync_pack(settings.kb_dir)
    forms = Forms(database, settings.forms_dir)
    await forms.sync_pack(settings.kb_dir)
    library = await Library.open(knowledge, sense=sense_of(settings))
    outbox = Outbox(database, LocalGateway(settings.outbox_file))
    tickets = await ticket_side(settings, database, bus, outbox, library, accounts.phones_in)
    applications = Applications(database, city=lambda: library.city, works=tickets.works)
    telephone = Telephone(settings, secrets, bus)
    agents, places = Agents(MemberQueue(telephone.link), board_of(names)), Places()
    writer, day_writer = (
        CallWriter(books.hear),
        CallWriter(in_turn(days.hear, *(one(database).hear for one in (Holds, Asides, Joins)))),
    )
    board = await board_side(
        telephone, database, agents=agents, names=names, days=days, calls=books, writer=writer, accounts=accounts
    )
    skills = await skill_side(
        telephone, database, agents=agents, names=names, places=places, acts=board.supervising.acts
    )
    handlers = DepartmentLive(tickets.service.whole, lambda: tickets.service.world().city)
    quality = quality_side(settings, database, bus, outline=outline, calendar=tickets.calendar)
    pop = Pop(
        books=books,
        tickets=tickets.service.of_caller,
        live=agents.call,
        recorded=quality.sounds.has if quality else lambda _: False,
    )
    live = Live(agents, pop.card, names, board.beside, handlers, Doors(accounts.living))
    speaker, upkeep, ear, uses = Speaker(settings), Upkeep(database), ear_side(settings), Uses(database)
    sockets, listening = listening_side(settings, ear, lambda: library.city)
    heard = transcript_side(
        settings, database, telephone.link, live, ear, sockets, needed=quality.looks.needed if quality else none_needed
    )
    asked, reminders = (
        Asked(settings.prompts_dir / "asked.json"),
        Reminders(database, tell=telling(accounts, outbox), works=tickets.works),
    )
    said = Said(
        scripts=scripts,
        published=library,
        asked=asked,
        menus_only=settings.speak_ahead == "menus",
        by_voice=bool(settings.ear),
    )
    recorder, requests, marks = Recorder(bus.publish), Requests(database, settings.messages_dir), Marks(database)
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
            reach=reaching(settings.outside_trunk, settings.outside_known),
            searched=partial(uses.searched, Door.MENU),
            asked=asked,
        ),
        record=recorder.record,
        position=places.position,
        wishes=skills.wishes,
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
                overflow=lambda: board.overflow.set.mode,
            ),
            city=lambda: library.city,
            links=FormLinks(forms=forms, public_url=settings.public_url).of,
            listening=listening,
            used=partial(uses.used, in_call=True),
        ),
        told=partial(uses.used, Way.HEARD, in_call=True),
        refused=partial(uses.refused, Door.MENU),
    )

    async def handle(channel: CallChannel, path: str, query: Mapping[str, str]) -> None:
        await answer(channel, path, query, desk=desk)

    # the whole fan-out: the board first, for the consoles read it
    for listener in (
        *(agents.hear, skills.skills.hear, ours.keeper.hear, ours.consults.hear),
        _all_of(places.hear, writer.put, day_writer.put, board.put),
        *(board.overflow.hear, board.day.hear, live.hear, heard.hear),
        *(library.hear, asked.hear, tickets.duplicates.hear),
    ):
        bus.join(listener)

    told, agi = (
        whole_report_side(settings, database, lambda: library.city, upkeep),
        AgiServer("127.0.0.1", settings.agi_port, handle),
    )
    services = Services(
        settings=settings,
        secrets=secrets,
        library=library,
        knowledge=knowledge,
        upkeep=upkeep,
        at_hand=AtHand(database),
        uses=uses,
        reports=told.reports,
        mails=told.mails,
        hot=told.hot,
        warnings=told.warnings,
        health=HealthService(database, city=lambda: library.city, people=accounts.handlers_by_department),
        reminders=reminders,
        forms=forms,
        accounts=accounts,
        agents=agents,
        days=days,
        broadcasts=Broadcasts(database, bus),
        calls=books,
        calling_out=ours.calling,
        consults=ours.consults,
        supervising=board.supervising,
        skill_setting=skills.setting,
        tickets=tickets.service,
        books=tickets.books,
        templates=tickets.templates,
        duplicates=tickets.duplicates,
        routing=tickets.routing,
        applications=applications,
        works=tickets.works,
        outbox=outbox,
        requests=requests,
        marks=marks,
        menus=scripts,
        pop=pop,
        transcripts=heard.store,
        transcribing=heard.transcribing,
        afterwards=heard.afterwards,
        names=names,
        quality=quality,
        parts={
            "asterisk": telephone.part,
            "database": lambda: parts.database_part(database),
            "gateway": lambda: parts.gateway_part(settings),
            "voice": lambda: parts.voice_part(speaker),
            "ear": lambda: ear_part(ear, heard.afterwards),
            "menus": lambda: parts.menus_part(scripts),
            "skills": lambda: parts.skills_part(skills.renewal),
            "pages": lambda: parts.pages_part(settings),
            "routing": lambda: parts.routing_part(tickets.routing),
            **({"redis": lambda: parts.redis_part(bus)} if isinstance(bus, RedisBus) else {}),
        },
    )
    runner = web.AppRunner(build_app(services, live), access_log=None, shutdown_timeout=2.0)
    async with contextlib.AsyncExitStack() as opened:
        for end in (database.close, uses.close, speaker.close, library.close, heard.close):
            opened.push_async_callback(end)
        for each in (writer, day_writer, board.writer):
            opened.push_async_callback(_settle, each)
        opened.push_async_callback(tickets.duplicates.close)
        for server in (sockets, agi):
            await server.start()
            opened.push_async_callback(server.close)
        opened.push_async_callback(runner.cleanup)
        await runner.setup()
        await web.TCPSite(runner, settings.http_host, settings.http_port).start()
        working = [
            *(telephone.link.run(), live.run(), writer.run(), day_writer.run(), recorder.run()),
            *(outbox.run(), reminders.run(), ours.keeper.run(), board.writer.run(), board.day.run()),
            *(skills.skills.run(), skills.renewal.keep(), live.doors.run()),
            *(library.keep(knowledge), scripts.keep(), *((library.keep_sense(),) if settings.embedding else ())),
            *(speaker.warm_up(), speaker.keep_ahead(said), keep_hearing(ear), tell_unheard(ear, listening.words)),
            *(tickets.falling_due.run(), tickets.duplicates.run(), tickets.routing.run()),
            *(told.mails.run(), told.days.run(), told.warnings.run()),
            *((quality.drawing.run(),) if quality else ()),
            *(tickets.templates.keep(), tickets.views_kept.run(), heard.run(), uses.run(), names.keep()),
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


def _all_of(*hearers: Callable[[Event], None]) -> Listener:
    async def hear(event: Event) -> None:
        for hearer in hearers:
            hearer(event)

    return hear


async def _settle(writer: CallWriter) -> None:
    try:
        async with asyncio.timeout(SETTLE_SECONDS):
            await writer.settle()
    except TimeoutError:
        log.error("calls_not_written")  # noqa: TRY400 the time limit says all
