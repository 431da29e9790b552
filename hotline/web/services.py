"""What the web needs of the hotline, handed over by wiring."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from aiohttp import web

from hotline.accounts.service import AccountService
from hotline.agents.broadcasts import Broadcasts
from hotline.agents.daybook import Daybook
from hotline.agents.service import Agents
from hotline.answering.afterwards import Afterwards
from hotline.answering.calling_out import CallingOut
from hotline.answering.consulting import Consults
from hotline.answering.menus import Menus
from hotline.answering.pop import Pop
from hotline.answering.skill_setting import SkillSetting
from hotline.answering.supervising import Supervising
from hotline.answering.transcribing import Transcribing
from hotline.applications.service import Applications
from hotline.calls.marks import Marks
from hotline.calls.store import CallStore
from hotline.calls.transcripts import Transcripts
from hotline.kb.at_hand import AtHand
from hotline.kb.forms.service import Forms
from hotline.kb.health.service import HealthService
from hotline.kb.hours.opening import Works
from hotline.kb.library import Library
from hotline.kb.reminders import Reminders
from hotline.kb.service import KnowledgeService
from hotline.kb.upkeep import Upkeep
from hotline.kb.uses import Uses
from hotline.notices.service import Outbox
from hotline.quality.desk import Quality
from hotline.reports.hot.service import HotIssues
from hotline.reports.hot.watch import HotWatch
from hotline.reports.mail.service import Mails
from hotline.reports.service import Reports
from hotline.requests.service import Requests
from hotline.settings import Settings
from hotline.telephony.secrets import Secrets
from hotline.tickets.books import TicketBooks
from hotline.tickets.duplicates.service import Duplicates
from hotline.tickets.routing.service import Routing
from hotline.tickets.service import TicketService
from hotline.tickets.templates.service import Templates


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of the running hotline. why: what is missing and what to do, "" where it is well; note: how it goes."""

    ok: bool
    why: str = ""
    note: str = ""


Check = Callable[[], Awaitable[Part]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The features behind the web.

    works: whether offices work on a day, by the city's calendar; names: an agent's name by extension; parts: what
    /health/ready asks; quality: None where the city has no rules for it; transcribing, afterwards: None where nothing
    listens.
    """

    settings: Settings
    secrets: Secrets
    library: Library
    knowledge: KnowledgeService
    upkeep: Upkeep
    at_hand: AtHand
    uses: Uses
    health: HealthService
    reminders: Reminders
    forms: Forms
    accounts: AccountService
    agents: Agents
    days: Daybook
    broadcasts: Broadcasts
    calls: CallStore
    calling_out: CallingOut
    consults: Consults
    supervising: Supervising
    skill_setting: SkillSetting
    tickets: TicketService
    books: TicketBooks
    templates: Templates
    duplicates: Duplicates
    routing: Routing
    applications: Applications
    works: Works
    reports: Reports
    mails: Mails
    hot: HotIssues
    warnings: HotWatch
    outbox: Outbox
    requests: Requests
    marks: Marks
    menus: Menus
    pop: Pop
    transcripts: Transcripts
    names: Mapping[str, str]
    parts: Mapping[str, Check]
    quality: Quality | None = None
    transcribing: Transcribing | None = None
    afterwards: Afterwards | None = None


SERVICES = web.AppKey("SERVICES", Services)


def services(request: web.Request) -> Services:
    """The features behind this request."""
    return request.app[SERVICES]
