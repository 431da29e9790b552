"""What any citizen may ask without signing in: a ticket's progress with its code, the knowledge, the departments.

Rule: only what is published leaves, and of a ticket the one sentence that its citizen hears on the telephone; whoever
guesses learns nothing, not even whether a number exists.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from aiohttp import web

from hotline.accounts.throttle import Throttle
from hotline.answering.openings import now as moment_now
from hotline.answering.openings import opening_of
from hotline.errors import InputError, NotAllowedError, NotFoundError, TooManyTriesError
from hotline.kb.city import City
from hotline.kb.model import Bulletin, Entry, Kind
from hotline.kb.uses import Door, Way
from hotline.reports.standing import today_of
from hotline.tickets.number import QUERY_CODE, is_number
from hotline.web.client_address import asker
from hotline.web.faults import body_of
from hotline.web.public_shapes import entry_json, office_json
from hotline.web.services import services

TRIES = 30  # wrong codes an hour, of one network address and of one ticket
SEARCHES, SEARCHES_OF_ALL = 60, 900  # a minute, of one network address and of all: callers come first
LONGEST_QUERY = 100  # characters
LONGEST_KEYED = 40  # characters of a number or a code with all that people write between digits
MOST = 10  # entries that answer a question
_HOUR, _MINUTE = timedelta(hours=1), timedelta(minutes=1)
_KINDS = frozenset({Kind.DEPARTMENT, Kind.PROCEDURE, Kind.QUESTION, Kind.BULLETIN})
_NOT_FOUND = "没有查到。请核对工单编号和6位查询码，或者拨打热线询问。"
_LATER = "查询的次数太多，请一小时后再试，或者拨打热线询问。"
_BUSY = "现在查询的人太多，请稍后再试，或者拨打热线询问。"
_ALL = "all"
routes = web.RouteTableDef()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """How often everybody has tried and asked."""

    of_address: Throttle = field(default_factory=lambda: Throttle(TRIES, _HOUR))
    of_ticket: Throttle = field(default_factory=lambda: Throttle(TRIES, _HOUR))
    searches: Throttle = field(default_factory=lambda: Throttle(SEARCHES, _MINUTE))
    all_searches: Throttle = field(default_factory=lambda: Throttle(SEARCHES_OF_ALL, _MINUTE))


TRIED = web.AppKey("TRIED", Tried)


@routes.get("/api/public")
async def about(request: web.Request) -> web.Response:
    """The city and its lines."""
    city = services(request).library.city
    lines = [{"number": line.number, "name": line.name} for line in city.outline.lines]
    return web.json_response({"city": city.name, "lines": lines})


@routes.post("/api/public/progress")
async def progress(request: web.Request) -> web.Response:
    """How far a ticket is ({"number": ..., "code": ...}), as on the telephone; one answer for whatever is wrong."""
    body = await body_of(request)
    number, code = _digits(body.get("number")), _digits(body.get("code"))
    if not is_number(number) or len(code) != QUERY_CODE:
        raise NotFoundError(_NOT_FOUND)  # no such ticket can be there: nothing is guessed
    tried, who, at = request.app[TRIED], asker(request), datetime.now(UTC)
    if tried.of_address.is_spent(who, at) or tried.of_ticket.is_spent(number, at):
        raise TooManyTriesError(_LATER)
    tried.of_address.may_try(who, at)
    tried.of_ticket.may_try(number, at)
    try:
        told = await services(request).tickets.progress(number, code=code)
    except NotAllowedError:
        told = None
    if told is None:
        raise NotFoundError(_NOT_FOUND)
    tried.of_address.take_back(who, at)
    tried.of_ticket.take_back(number, at)
    return web.json_response({"progress": told}, headers={"Cache-Control": "no-store"})


@routes.get("/api/public/departments")
async def departments(request: web.Request) -> web.Response:
    """All departments, and whether they are open now."""
    hotline, at = services(request), moment_now()
    told = [office_json(one, opening_of(one, at, hotline.works), at) for one in hotline.library.city.departments]
    return web.json_response({"departments": told})


@routes.get("/api/public/search")
async def search(request: web.Request) -> web.Response:
    """What answers a question (q=), the best first, and whether that is sure."""
    words = request.query.get("q", "")[:LONGEST_QUERY]
    if not words.strip():
        raise InputError("请写明要问什么。", fields={"q": "请写明要问什么"})
    tried, at = request.app[TRIED], datetime.now(UTC)
    if not (tried.searches.may_try(asker(request), at) and tried.all_searches.may_try(_ALL, at)):
        raise TooManyTriesError(_BUSY)
    city, today = services(request).library.city, today_of(at)
    answer = await services(request).library.ask(words, limit=MOST, kinds=_KINDS)
    hits = [
        {"kind": str(hit.kind), "code": hit.code, "title": hit.title, "passage": hit.passage}
        for hit in answer.hits
        if _entry(city, hit.kind, hit.code, today) is not None
    ]
    services(request).uses.searched(Door.PUBLIC, words=words, nothing=not hits, unsure=answer.unsure)
    return web.json_response({"hits": hits, "unsure": answer.unsure or not hits})


@routes.get("/api/public/entries/{kind}/{code}")
async def entry(request: web.Request) -> web.Response:
    """One entry with what is public of it."""
    hotline, at = services(request), moment_now()
    kind, city = request.match_info["kind"], hotline.library.city
    found = _entry(city, Kind(kind), request.match_info["code"], today_of(at)) if kind in _KINDS else None
    if found is None:
        raise NotFoundError("没有这条信息，可能已经撤下。")
    told = await entry_json(found, hotline, at)
    hotline.uses.used(Way.PUBLIC, kind, found.code)
    return web.json_response({"entry": told})


def _entry(city: City, kind: Kind, code: str, today: date) -> Entry | None:
    """What is published under this code and holds today; news that is over is told to nobody."""
    found = next((one for one in city.entries()[kind] if one.code == code), None)
    return None if isinstance(found, Bulletin) and not found.is_current(today) else found


def _digits(value: object) -> str:
    """A number as people write it: with blanks or strokes between, with full-width digits; "" for anything else."""
    if not isinstance(value, str) or len(value) > LONGEST_KEYED:
        return ""
    plain = "".join(sign for sign in unicodedata.normalize("NFKC", value) if not sign.isspace() and sign not in "-—–")
    return plain if plain.isascii() and plain.isdigit() else ""
