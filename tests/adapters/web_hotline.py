"""The web side with all behind it but Asterisk, and the desk of an editor at it."""

from __future__ import annotations

import asyncio
import contextlib
import io
import shutil
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp.test_utils import TestClient
from argon2 import PasswordHasher
from sqlalchemy import update

from hotline.accounts.passwords import Passwords
from hotline.accounts.service import AccountService
from hotline.agents.acts import Acts
from hotline.agents.broadcasts import Broadcasts
from hotline.agents.daybook import Daybook
from hotline.agents.model import board_of
from hotline.agents.overflow import Overflow
from hotline.agents.service import Agents
from hotline.agents.skill_file import load_skills
from hotline.agents.skill_store import SkillStore
from hotline.agents.skilled import Skills
from hotline.agents.skills import Member
from hotline.answering.calling_out import CallingOut
from hotline.answering.consulting import Consults
from hotline.answering.contact_keeper import ContactKeeper
from hotline.answering.day_so_far import DaySoFar, look_into
from hotline.answering.pop import Pop
from hotline.answering.skill_setting import SkillSetting
from hotline.answering.supervising import Supervising
from hotline.applications.service import Applications
from hotline.bus import Bus
from hotline.calls.holds import Holds
from hotline.calls.marks import Marks
from hotline.calls.outgoing import Outgoing
from hotline.calls.store import CallStore
from hotline.calls.transcripts import Transcripts
from hotline.errors import TelephonyError
from hotline.events import AgentStateChanged
from hotline.kb.at_hand import AtHand
from hotline.kb.forms.service import Forms
from hotline.kb.health.service import HealthService
from hotline.kb.library import Library
from hotline.kb.load import load_outline
from hotline.kb.reminders import Reminders
from hotline.kb.service import KnowledgeService
from hotline.kb.upkeep import Upkeep, utc_now
from hotline.kb.uses import Uses
from hotline.notices.gateway import LocalGateway
from hotline.notices.service import Outbox
from hotline.quality.sounds import Sounds
from hotline.requests.service import Requests
from hotline.settings import ROOT, Settings
from hotline.storage.engine import Database, open_database
from hotline.storage.migrate import migrate
from hotline.storage.tables import UserRow
from hotline.telephony.consulting import Key
from hotline.telephony.dialler import Ringing
from hotline.telephony.secrets import load_secrets
from hotline.telephony.watching import Way
from hotline.tickets.books import ticket_books
from hotline.tickets.duplicates.service import Duplicates
from hotline.tickets.duty import SILENT, DutyRules
from hotline.tickets.policies import load_policies
from hotline.tickets.routing.lines import DispatchLines
from hotline.tickets.routing.service import Routing
from hotline.tickets.service import Customs, TicketService
from hotline.tickets.templates.service import Templates
from hotline.web.app import build_app
from hotline.web.department_live import DepartmentLive
from hotline.web.doors import Doors
from hotline.web.live import Beside, Live
from hotline.web.services import Part, Services
from hotline.wiring.quality_side import quality_side
from hotline.wiring.report_side import whole_report_side
from hotline.wiring.routing_pack import model_file, routing_city
from hotline.wiring.telling import telling
from hotline.wiring.ticket_city import ticket_city
from hotline.wiring.ticket_telling import enlisting
from tests.adapters.described import witnessed
from tests.adapters.heard_afterwards import waiting_recordings
from tests.fakes.clock import works
from tests.fakes.scripts import small_menus

NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
PASSWORD = "hotline-demo"
CHEAP = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))  # nine accounts are made for each test
Told = dict[str, Any]
QUESTION = {"question": "猫丢了找谁", "answer": "请拨派出所电话。", "department": "市公安局"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """The demo city once read: a database that holds it, to be copied, and the library."""

    file: Path
    library: Library
    revision: int


class EchoQueue:
    """The queue, which answers what it is asked with the event that Asterisk would send."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus

    async def _say(self, extension: str, state: str, reason: str = "") -> None:
        await self._bus.publish(AgentStateChanged(at=NOW, extension=extension, state=state, reason=reason))

    async def add(self, extension: str, name: str, *, reason: str) -> None:
        """Paused."""
        await self._say(extension, "paused", reason)

    async def pause(self, extension: str, *, reason: str) -> None:
        """Paused for this reason."""
        await self._say(extension, "paused", reason)

    async def unpause(self, extension: str) -> None:
        """Ready."""
        await self._say(extension, "ready")

    async def remove(self, extension: str) -> None:
        """Gone."""
        await self._say(extension, "offline")


class NoLines:
    """The lines of the skills, with nobody in them."""

    async def members(self) -> dict[Member, bool]:
        """Nobody."""
        return {}

    async def add(self, member: Member, name: str, *, paused: bool) -> None:
        """Nothing."""

    async def pause(self, member: Member, *, paused: bool) -> None:
        """Nothing."""

    async def remove(self, member: Member) -> None:
        """Nothing."""


class Rung:
    """Asterisk, which rings nobody: what it was asked to ring, and with which fault it answers."""

    def __init__(self) -> None:
        self.asked: list[Ringing] = []
        self.fault: TelephonyError | None = None
        self.consulted: list[tuple[str, ...]] = []

    async def ring(self, wanted: Ringing) -> None:
        """Note it."""
        self.asked.append(wanted)
        if self.fault is not None:
            raise self.fault

    async def begin(self, call_id: str, extension: str, to: str, *, is_desk: bool) -> None:
        """Note whom an agent wants to ask."""
        self.consulted.append((call_id, extension, to, "desk" if is_desk else "outside"))

    async def press(self, call_id: str, extension: str, key: Key) -> None:
        """Note what an agent does with the two calls."""
        self.consulted.append((call_id, extension, key.name))

    async def drop(self, call_id: str, extension: str, to: str) -> None:
        """Note whom an agent lets go."""
        self.consulted.append((call_id, extension, "drop", to))


class Heard:
    """Asterisk, which lets nobody hear: what supervisors asked of it, and with which fault it answers."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []
        self.fault: TelephonyError | None = None

    async def begin(self, watch: str, call_id: str, agent: str, own: str, way: Way) -> None:
        """Note it."""
        self._note("begin", watch, call_id, agent, own, way)

    async def turn(self, watch: str, way: Way) -> None:
        """Note it."""
        self._note("turn", watch, way)

    async def end(self, watch: str) -> None:
        """Note it."""
        self._note("end", watch)

    async def take_over(self, call_id: str, agent: str, own: str) -> None:
        """Note it."""
        self._note("take_over", call_id, agent, own)

    def _note(self, *asked: str) -> None:
        self.asked.append(asked)
        if self.fault is not None:
            raise self.fault


@dataclass
class WebHotline:
    """The web side with all behind it but Asterisk."""

    bus: Bus
    client: TestClient[Any, Any]
    services: Services
    rung: Rung
    heard: Heard
    day: DaySoFar
    consoles: Live
    database: Database
    parts: dict[str, Part] = field(default_factory=dict)

    @property
    def origin(self) -> str:
        """The address of our own pages."""
        return f"http://{self.client.host}:{self.client.port}"

    async def sign_in(self, username: str = "agent1") -> None:
        """The client's cookie is this user's from now on."""
        body = {"username": username, "password": PASSWORD}
        async with self.client.post("/api/session", json=body) as response:
            assert response.status == 200, await response.text()

    async def give_phone(self, username: str, phone: str) -> None:
        """The telephone of whoever has an account."""
        async with self.database.transaction() as session:
            await session.execute(update(UserRow).where(UserRow.username == username).values(phone=phone))

    async def live(self) -> aiohttp.ClientWebSocketResponse:
        """The signed-in user's live websocket."""
        return await self.client.ws_connect("/api/live", headers={"Origin": self.origin})


@contextlib.asynccontextmanager
async def web_hotline(
    settings: Settings,
    shelf: Shelf | None = None,
    now: Callable[[], datetime] = utc_now,
    clock: Callable[[], datetime] = utc_now,
    duty: DutyRules = SILENT,
) -> AsyncIterator[WebHotline]:
    """The web side over the pack of the settings, read now, or over the demo city as it lies on the shelf.

    now: the clock by which entries grow stale; clock: the one of the tickets.
    """
    if shelf is None:
        await migrate(settings.database)
    else:
        shutil.copyfile(shelf.file, settings.state_dir / "hotline.db")
    database, bus = open_database(settings.database), Bus()
    accounts, books, days = AccountService(database, passwords=CHEAP), CallStore(database), Daybook(database)
    knowledge = KnowledgeService(database, bus, load_outline(settings.kb_dir), now)
    library = await _library(settings, shelf, accounts, knowledge)
    names = await accounts.agent_names()
    policies, city = load_policies(ROOT / "kb"), ticket_city(lambda: library.city)
    outbox, templates = Outbox(database, LocalGateway(settings.outbox_file), clock), await _templates(database, clock)
    enlist = enlisting(outbox, duty, accounts.phones_in)
    tickets = TicketService(
        database,
        bus,
        clock,
        city=city,
        policies=lambda: policies,
        enlist=enlist,
        customs=Customs(texts=lambda: templates.cards, late_soon=duty.late_soon),
    )
    duplicates = Duplicates(database, bus, tickets)
    route_city = routing_city(lambda: library.city)
    lines = DispatchLines(database, lambda: route_city().known, clock)
    await lines.renew()
    agents, heard = Agents(EchoQueue(bus), board_of(names)), Heard()
    recorded = Sounds(settings.recordings_dir, settings.state_dir).has
    pop = Pop(books=books, tickets=tickets.of_caller, live=agents.call, recorded=recorded)
    day, overflow = DaySoFar(look_into(database), _settled, clock), Overflow()
    supervising = Supervising(
        line=heard, acts=Acts(database, clock), agents=agents, names=lambda: names, publish=bus.publish, now=clock
    )
    skills = Skills(NoLines(), load_skills(ROOT / "kb"), lambda: agents.board, names)
    skills.recall(await SkillStore(database).held())
    skill_setting = SkillSetting(
        skills=skills,
        store=SkillStore(database),
        acts=supervising.acts,
        names=lambda: names,
        publish=bus.publish,
        now=clock,
    )
    live = Live(
        agents, pop.card, names, _beside(day, overflow, settings, clock), _handlers(tickets), Doors(accounts.living)
    )
    requests = Requests(database, settings.messages_dir)
    ticket_side = ticket_books(database, bus, tickets, settings.ticket_files_dir, enlist=enlist)
    outgoing, rung = Outgoing(database, clock), Rung()
    keeper = ContactKeeper(outgoing, ticket_side.contacts, requests, clock)
    calling_out = CallingOut(
        calls=outgoing,
        books=ticket_side,
        requests=requests,
        person=accounts.person,
        board=lambda: agents.board,
        world=tickets.world,
        ring=rung.ring,
        publish=bus.publish,
        has_trunk=True,
    )
    consults = Consults(
        rung,
        board=lambda: agents.board,
        city=lambda: library.city,
        numbers=settings.outside_known,
        publish=bus.publish,
        now=clock,
    )
    for listener in (
        *(agents.hear, skills.hear, keeper.hear, consults.hear, books.hear, days.hear, Holds(database).hear),
        *(supervising.acts.hear, overflow.hear, day.hear, live.hear),
    ):
        bus.join(listener)
    keeping = asyncio.create_task(keeper.run())
    parts = {"asterisk": Part(ok=True)}

    async def part() -> Part:
        return parts["asterisk"]

    told = whole_report_side(settings, database, lambda: library.city, Upkeep(database, now), clock)
    services = Services(
        settings=settings,
        secrets=load_secrets(settings.secrets_file),
        library=library,
        knowledge=knowledge,
        forms=Forms(database, settings.forms_dir),
        upkeep=Upkeep(database, now),
        at_hand=AtHand(database, now),
        uses=Uses(database, now),
        hot=told.hot,
        warnings=told.warnings,
        reports=told.reports,
        mails=told.mails,
        health=HealthService(database, city=lambda: library.city, people=accounts.handlers_by_department, now=now),
        reminders=Reminders(database, tell=telling(accounts, outbox), works=works, now=now),
        accounts=accounts,
        agents=agents,
        days=days,
        broadcasts=Broadcasts(database, bus, clock),
        calls=books,
        calling_out=calling_out,
        consults=consults,
        supervising=supervising,
        skill_setting=skill_setting,
        tickets=tickets,
        books=ticket_side,
        templates=templates,
        duplicates=duplicates,
        routing=Routing(lines, city=route_city, labels={}, model_file=model_file(settings)),
        applications=Applications(database, city=lambda: library.city, works=works),
        works=works,
        outbox=outbox,
        requests=requests,
        marks=Marks(database),
        menus=small_menus(settings.state_dir / "ivr"),
        pop=pop,
        transcripts=Transcripts(database, clock),
        afterwards=waiting_recordings(database, settings, clock),
        names=names,
        parts={"asterisk": part},
        quality=quality_side(
            settings, database, bus, outline=library.city.outline, calendar=policies.calendar, now=clock
        ),
    )
    client, witness = await witnessed(build_app(services, live))
    try:
        yield WebHotline(
            bus=bus,
            client=client,
            services=services,
            parts=parts,
            rung=rung,
            heard=heard,
            day=day,
            consoles=live,
            database=database,
        )
    finally:
        await client.close()
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)
        await duplicates.close()
        await database.close()
    witness.check()


async def _library(
    settings: Settings, shelf: Shelf | None, accounts: AccountService, knowledge: KnowledgeService
) -> Library:
    """Of the shelf, or of the pack read now, with the demo's accounts."""
    if shelf is not None:
        return Library(shelf.library.city, shelf.library.search, revision=shelf.revision)
    await accounts.ensure_demo_accounts()
    await knowledge.sync_pack(settings.kb_dir)
    return await Library.open(knowledge)


async def _templates(database: Database, clock: Callable[[], datetime]) -> Templates:
    templates = Templates(database, clock)
    await templates.sync_pack(ROOT / "kb")
    return templates


def _beside(day: DaySoFar, overflow: Overflow, settings: Settings, clock: Callable[[], datetime]) -> Beside:
    return Beside(
        now=clock,
        today=lambda: day.today,
        overflow=overflow,
        callers=settings.overload_callers,
        tell_of_listening=settings.tell_of_listening,
    )


def _handlers(tickets: TicketService) -> DepartmentLive:
    return DepartmentLive(tickets.whole, lambda: tickets.world().city)


async def _settled() -> None:
    """Here each event is written before the next is told."""


class Desk:
    """A client that tells status and JSON in one word."""

    def __init__(self, hotline: WebHotline) -> None:
        self.hotline = hotline

    async def sign_in(self, username: str) -> None:
        """Ask as this user from now on."""
        await self.hotline.sign_in(username)

    async def get(self, path: str, status: int = 200, **params: str) -> Told:
        """What is told."""
        async with self.hotline.client.get(f"/api/kb/{path}", params=params) as response:
            told: Told = await response.json()
            assert response.status == status, told
            return told

    async def post(self, path: str, body: Told | None = None, status: int = 200) -> Told:
        """What is answered."""
        async with self.hotline.client.post(f"/api/kb/{path}", json=body or {}) as response:
            told: Told = await response.json()
            assert response.status == status, told
            return told

    async def bring(
        self, name: str, content: bytes | io.BytesIO | AsyncIterator[bytes], status: int = 200, **params: str
    ) -> Told:
        """What importing a file answers."""
        sent = self.hotline.client.post("/api/kb/import", params={"name": name, **params}, data=content)
        async with sent as response:
            told: Told = await response.json()
            assert response.status == status, told
            return told

    async def renew(self) -> None:
        """The library takes what was published, as the process's own task does."""
        await self.hotline.services.library.renew(self.hotline.services.knowledge)

    async def publish_question(self, fields: Told) -> str:
        """A question written and handed in by agent1, published by supervisor1, who is then signed in; its code."""
        await self.sign_in("agent1")
        written = await self.post("entries/question", {"fields": fields}, 201)
        code = str(written["version"]["code"])
        await self.post(f"entries/question/{code}/1/submit")
        await self.sign_in("supervisor1")
        await self.post(f"entries/question/{code}/1/publish")
        await self.renew()
        return code
