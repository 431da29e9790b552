"""What the web needs of the hotline, handed over by wiring."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from aiohttp import web

from hotline.accounts.service import AccountService
from hotline.agents.service import Agents
from hotline.answering.pop import Pop
from hotline.calls.store import CallStore
from hotline.kb.model import City
from hotline.settings import Settings
from hotline.telephony.secrets import Secrets
from hotline.tickets.service import TicketService


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of the running hotline. why: what is missing and what to do; empty where it is well."""

    ok: bool
    why: str = ""


Check = Callable[[], Awaitable[Part]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The features behind the web. names: an agent's name by extension; parts: what /health/ready asks."""

    settings: Settings
    secrets: Secrets
    city: City
    accounts: AccountService
    agents: Agents
    calls: CallStore
    tickets: TicketService
    pop: Pop
    names: Mapping[str, str]
    parts: Mapping[str, Check]


SERVICES = web.AppKey("SERVICES", Services)


def services(request: web.Request) -> Services:
    """The features behind this request."""
    return request.app[SERVICES]
