"""What the city tells a caller, for the agent's screen."""

from __future__ import annotations

import dataclasses

from aiohttp import web

from hotline.answering.openings import now, opening_of
from hotline.errors import InputError, NotFoundError
from hotline.kb.model import Kind
from hotline.storage.text import plain_text
from hotline.web.faults import body_of
from hotline.web.opening_shapes import opening_json
from hotline.web.query import limit_of
from hotline.web.rights import Action, allowed
from hotline.web.services import services
from hotline.web.shapes import category_json, department_json, procedure_json

LONGEST_QUERY = 300  # characters
MOST = 20  # entries in one answer
routes = web.RouteTableDef()


@routes.get("/api/config")
async def config(request: web.Request) -> web.Response:
    """The city and its lines; public, for the sign-in page and the citizen's phone."""
    city = services(request).library.city
    lines = [{"number": line.number, "name": line.name} for line in city.outline.lines]
    numbers = [line.number for line in city.outline.lines]
    return web.json_response(
        {"city": city.name, "numbers": numbers, "lines": lines, "languages": ["zh-CN", "zh-TW", "en"]}
    )


@routes.get("/api/kb/departments")
async def departments(request: web.Request) -> web.Response:
    """Departments that answer a question; all without one."""
    await allowed(request, Action.READ)
    city = services(request).library.city
    codes = await _found(request, Kind.DEPARTMENT)
    found = city.departments if codes is None else map(city.department, codes)
    return web.json_response({"departments": [department_json(one) for one in found if one]})


@routes.get("/api/kb/departments/{code}/opening")
async def opening(request: web.Request) -> web.Response:
    """Whether a department is open now; null where its hours are not understood or do not say."""
    await allowed(request, Action.READ)
    found = services(request).library.city.department(request.match_info["code"])
    if found is None:
        raise NotFoundError("没有这个部门。")
    moment = now()
    told = opening_of(found, moment, services(request).works)
    return web.json_response({"opening": opening_json(told, moment) if told else None})


@routes.get("/api/kb/procedures")
async def procedures(request: web.Request) -> web.Response:
    """Procedures that answer a question; all without one."""
    await allowed(request, Action.READ)
    city = services(request).library.city
    codes = await _found(request, Kind.PROCEDURE)
    found = city.procedures if codes is None else map(city.procedure, codes)
    return web.json_response({"procedures": [procedure_json(one) for one in found if one]})


async def _found(request: web.Request, kind: Kind) -> list[str] | None:
    """The codes of what answers a question; None where nothing is asked."""
    words = _words(request)
    if not words:
        return None
    answer = await services(request).library.ask(words, limit=MOST, kinds=frozenset({kind}))
    return [hit.code for hit in answer.hits]


@routes.get("/api/kb/search")
async def search(request: web.Request) -> web.Response:
    """What answers a question, of every kind, the best first; and whether that is sure.

    automatic=1: nobody asked, a screen looks for what fits to what is said; it does not count as a search.
    """
    account, words, hotline = await allowed(request, Action.READ), _words(request), services(request)
    answer = await hotline.library.ask(words, limit=limit_of(request, 8))
    if words.strip() and request.query.get("automatic") != "1":
        hotline.uses.typed(account.username, words.strip(), nothing=not answer.hits, unsure=answer.unsure)
    return web.json_response({"hits": [dataclasses.asdict(hit) for hit in answer.hits], "unsure": answer.unsure})


@routes.post("/api/kb/missed")
async def missed(request: web.Request) -> web.Response:
    """Somebody says that a question was not answered ({"question": ..., "unhelpful": true or false})."""
    account, hotline = await allowed(request, Action.MISSES), services(request)
    body = await body_of(request)
    question = body.get("question", "")
    told = plain_text(question) if isinstance(question, str) else ""
    if not told:
        raise InputError("请写明问题。", fields={"question": "请写明问题"})
    await hotline.knowledge.missed(told, unhelpful=body.get("unhelpful") is True)
    hotline.uses.told(account.username)
    return web.json_response({})


@routes.get("/api/kb/categories")
async def categories(request: web.Request) -> web.Response:
    """The categories of tickets."""
    await allowed(request, Action.READ)
    return web.json_response(
        {"categories": [category_json(top) for top in services(request).library.city.outline.categories]}
    )


def _words(request: web.Request) -> str:
    return request.query.get("q", "")[:LONGEST_QUERY]
