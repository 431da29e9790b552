"""Reports by mail over HTTP: who gets which, how its last sendings went, and one sent at once.

Rule: a department's handlers see and change their own department's subscriptions alone, whatever they ask.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from hotline.accounts.model import Account, Role
from hotline.errors import InputError, NotAllowedError, NotFoundError
from hotline.reports.catalogue import CATALOGUE
from hotline.reports.mail.drafting import FORMS, wanted_of
from hotline.reports.mail.model import Sending, Subscription, Wanted, next_due
from hotline.reports.mail.service import NO_POST
from hotline.reports.writers import WRITERS
from hotline.sentences import said_json
from hotline.web.faults import body_of
from hotline.web.screens import SUPERVISING, everybody
from hotline.web.services import services
from hotline.web.shapes import Json, moment

routes = web.RouteTableDef()


@routes.get("/api/reports/mails")
async def listed(request: web.Request) -> web.Response:
    """The subscriptions, where mails may go, in which formats, and why none goes out (lacking)."""
    account = await _allowed(request)
    hotline = services(request)
    people, mails = await hotline.accounts.people(), hotline.mails
    found = await mails.all_of(_own(account))
    return web.json_response(
        {
            "subscriptions": [_subscription_json(request, one, people) for one in found],
            "reports": [
                {"name": kind.name, "title": kind.title, "to_departments": kind.to_departments}
                for kind in CATALOGUE.values()
                if account.role in SUPERVISING or kind.to_departments
            ],
            "formats": {form: WRITERS[form].lacks() for form in FORMS},
            "domains": list(mails.way.domains),
            "sender": mails.way.sender,
            "lacking": "" if mails.way.post is not None else NO_POST,
        }
    )


@routes.post("/api/reports/mails")
async def add(request: web.Request) -> web.Response:
    """A new one: {report, department, every, hour, format, recipients: [address]}."""
    account = await _allowed(request)
    made = await services(request).mails.add(await _wanted(request, account), by=account.username)
    return await _answer(request, made, 201)


@routes.put("/api/reports/mails/{id}")
async def change(request: web.Request) -> web.Response:
    """As it is wanted now, whole."""
    account, number = await _allowed(request), await _number(request)
    wanted = await _wanted(request, account)
    return await _answer(request, await services(request).mails.change(number, wanted, by=account.username))


@routes.post("/api/reports/mails/{id}/switch")
async def switch(request: web.Request) -> web.Response:
    """Let it go out from now on, or no more: {"on": true}."""
    account, number = await _allowed(request), await _number(request)
    on = (await body_of(request)).get("on")
    if not isinstance(on, bool):
        raise InputError("on应为true或false。", fields={"on": "应为true或false"})
    return await _answer(request, await services(request).mails.switch(number, on=on, by=account.username))


@routes.post("/api/reports/mails/{id}/now")
async def now(request: web.Request) -> web.Response:
    """Send the last period that is over at once: {"from", "to", "missed": whom it did not reach}."""
    number = await _number(request)
    period, missed = await services(request).mails.send_now(number)
    return web.json_response({"from": period.first.isoformat(), "to": period.last.isoformat(), "missed": missed})


@routes.delete("/api/reports/mails/{id}")
async def remove(request: web.Request) -> web.Response:
    """With what is known of its sendings."""
    await services(request).mails.remove(await _number(request))
    return web.json_response({})


async def _allowed(request: web.Request) -> Account:
    """Who asks. Raises NotAllowedError."""
    account = await everybody(request)
    if account.role not in (*SUPERVISING, Role.HANDLER):
        raise NotAllowedError("您的角色不能订阅报表。")
    return account


def _own(account: Account) -> str | None:
    """The department whose subscriptions alone an account sees, None for all."""
    return account.department if account.role is Role.HANDLER else None


async def _number(request: web.Request) -> int:
    """The subscription that is named, which this account may touch. Raises NotFoundError."""
    account, text = await _allowed(request), request.match_info["id"]
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise NotFoundError("没有这个订阅。")
    found = await services(request).mails.one(int(text))
    if _own(account) not in (None, found.wanted.department):
        raise NotFoundError("没有这个订阅。")
    return found.id


async def _wanted(request: web.Request, account: Account) -> Wanted:
    """What is asked for; a handler's is about the own department. Raises InputError."""
    hotline, body = services(request), await body_of(request)
    own = _own(account)
    asked: dict[str, Any] = body if own is None else {**body, "department": own}
    return wanted_of(asked, domains=hotline.mails.way.domains, departments=hotline.library.city.department_codes)


async def _answer(request: web.Request, made: Subscription, status: int = 200) -> web.Response:
    people = await services(request).accounts.people()
    return web.json_response({"subscription": _subscription_json(request, made, people)}, status=status)


def _subscription_json(request: web.Request, one: Subscription, people: Mapping[str, str]) -> Json:
    wanted, hotline = one.wanted, services(request)
    department = hotline.library.city.department(wanted.department)
    return {
        "id": one.id,
        "report": wanted.report,
        "department": wanted.department,
        "department_name": department.name if department else wanted.department,
        "every": str(wanted.every),
        "hour": wanted.hour,
        "format": wanted.form,
        "recipients": list(wanted.recipients),
        "active": one.active,
        "next": moment(next_due(wanted, hotline.mails.now)) if one.active else None,
        "created_by_name": people.get(one.created_by, one.created_by),
        "changed_by_name": people.get(one.changed_by, one.changed_by),
        "changed": moment(one.changed),
        "sendings": [_sending_json(sending) for sending in one.last],
    }


def _sending_json(one: Sending) -> Json:
    return {
        "from": one.period.first.isoformat(),
        "to": one.period.last.isoformat(),
        "state": str(one.state),
        "tries": one.tries,
        "next_try": moment(one.next_try),
        "sent": moment(one.sent),
        "why": one.why,
        "why_said": said_json(one.why),
    }
