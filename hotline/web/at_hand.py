"""The knowledge at an agent's hand: favourites, what is new since the last shift, a text to read aloud or to send."""

from __future__ import annotations

import dataclasses

from aiohttp import web

from hotline.agents.shifts import last_shift_end
from hotline.answering.items import entry_item
from hotline.answering.openings import now, opening_said
from hotline.answering.texts import text_of
from hotline.errors import InputError, NotFoundError
from hotline.ivr.waits import Item, SendWhat
from hotline.kb.at_hand import LONGEST_AGO
from hotline.kb.model import Department, Kind
from hotline.kb.uses import RECENT, Way
from hotline.web.auth import signed_in
from hotline.web.faults import body_of
from hotline.web.services import services
from hotline.web.shapes import moment
from hotline.web.texting import send_text
from hotline.web.using import note_use

_ONE = r"/api/kb/at-hand/{kind:department|procedure|question|bulletin}/{code:[0-9A-Za-z-]{1,16}}"
TELLING = (Way.OPENED, Way.HELPFUL, Way.UNHELPFUL)
"""What only the screen knows."""
routes = web.RouteTableDef()


@routes.get("/api/kb/at-hand")
async def at_hand(request: web.Request) -> web.Response:
    """The own favourites, and what came out since the end of the own last shift."""
    account, hotline = await signed_in(request), services(request)
    here = hotline.at_hand.now()
    spells = (await hotline.days.of(account.username, here - LONGEST_AGO, here)).spells
    since = hotline.at_hand.since(last_shift_end(spells, here))
    fresh = await hotline.at_hand.fresh(since)
    return web.json_response(
        {
            "since": moment(since),
            "starred": [dataclasses.asdict(one) for one in await hotline.at_hand.starred(account.username)],
            "fresh": [dataclasses.asdict(one) | {"at": moment(one.at)} for one in fresh],
        }
    )


@routes.put(_ONE + "/star")
async def star(request: web.Request) -> web.Response:
    """Make an entry a favourite."""
    account, item = await signed_in(request), _item(request)
    await services(request).at_hand.star(account.username, item.kind, item.code)
    return web.json_response({})


@routes.delete(_ONE + "/star")
async def unstar(request: web.Request) -> web.Response:
    """No favourite any more."""
    account = await signed_in(request)
    await services(request).at_hand.unstar(account.username, *_key(request))
    return web.json_response({})


@routes.get(_ONE + "/aloud")
async def aloud(request: web.Request) -> web.Response:
    """What the menus say of an entry, for the agent to read out."""
    account, item = await signed_in(request), _item(request)
    note_use(request, account, Way.ALOUD, item.kind, item.code)
    return web.json_response({"text": item.spoken})


@routes.post(_ONE + "/text")
async def text(request: web.Request) -> web.Response:
    """Send an entry to a telephone, as the menus do: {"number": ..., "call_id": ...}."""
    account, item = await signed_in(request), _item(request)
    words = text_of(SendWhat.TEXT, item, services(request).library.city)
    return await send_text(request, account, item, words, what=SendWhat.TEXT, nothing="这条资料没有可以发的内容。")


@routes.post(_ONE + "/uses")
async def use(request: web.Request) -> web.Response:
    """An agent has opened an entry, or says of it whether it helped: {"way": "opened", "helpful" or "unhelpful"}."""
    account, item = await signed_in(request), _item(request)
    way = (await body_of(request)).get("way")
    if way not in TELLING:
        known = "、".join(TELLING)
        raise InputError(f"way只能是{known}。", fields={"way": f"只能是{known}"})
    note_use(request, account, Way(way), item.kind, item.code)
    return web.json_response({})


@routes.get(_ONE + "/uses")
async def uses(request: web.Request) -> web.Response:
    """How often an entry was used lately, by way; what nobody did is left out."""
    await signed_in(request)
    found = await services(request).uses.lately(*_key(request))
    return web.json_response({"days": RECENT.days, "ways": {str(way): times for way, times in found.items()}})


def _key(request: web.Request) -> tuple[str, str]:
    return request.match_info["kind"], request.match_info["code"]


def _item(request: web.Request) -> Item:
    """What is published, as the menus tell it. Raises NotFoundError."""
    kind, code = _key(request)
    hotline = services(request)
    found = next((one for one in hotline.library.city.entries()[Kind(kind)] if one.code == code), None)
    if found is None:
        raise NotFoundError("没有这条资料，或者已经撤下。")
    opening = opening_said(found, now(), hotline.works) if isinstance(found, Department) else ""
    return entry_item(found, opening)
