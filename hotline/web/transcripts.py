"""What was said in conversations, over HTTP: one's own while it lasts, any to who supervises, of an inspection.

Rule: whoever was not in a conversation reads it without numbers and names, and is kept as having looked before the
first word is told.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime

from aiohttp import web

from hotline.accounts.model import Account
from hotline.agents.live_call import WITH_AN_AGENT
from hotline.answering.conversation import State
from hotline.answering.five_elements import Place, elements
from hotline.calls.afterwards import Origin
from hotline.calls.transcript import Side, tells_number
from hotline.errors import InputError, NotAllowedError, NotFoundError
from hotline.storage.text import plain_text
from hotline.web.auth import signed_in
from hotline.web.quality import quality, seen_by
from hotline.web.query import before_of, limit_of
from hotline.web.screens import SUPERVISING
from hotline.web.services import services
from hotline.web.shapes import Json
from hotline.web.transcript_hints import hints_in
from hotline.web.transcript_shapes import elements_json, found_json, hint_json, utterances_json

LONGEST_QUESTION, MOST_WORDS = 60, 6
_INSPECTED = r"/api/quality/inspections/{id:\d{1,9}}/transcript"
routes = web.RouteTableDef()


@routes.get("/api/calls/{call_id}/transcript")
async def transcript(request: web.Request) -> web.Response:
    """What was said in a call so far, and how its transcript is now; without numbers to who was not in the call."""
    account, call_id = await signed_in(request), request.match_info["call_id"]
    hotline = services(request)
    own = await _own(request, account, call_id)
    if not own:
        await hotline.transcripts.keep_look(call_id, account.username)
    said = await hotline.transcripts.of(call_id)
    names = () if own else await _names(request, call_id)
    return web.json_response(
        {
            "state": str(_state(request, call_id)),
            "origin": str(await _origin(request, call_id)),
            "said": utterances_json(said, own=own, names=names),
        },
        headers={"Cache-Control": "no-store"},
    )


@routes.get("/api/calls/{call_id}/elements")
async def five(request: web.Request) -> web.Response:
    """Who, when, where, what and why, out of what the citizen has said so far: a draft for who is in the call."""
    account, call_id = await signed_in(request), request.match_info["call_id"]
    if not await _own(request, account, call_id):
        raise NotAllowedError("只能用自己通话的转写。")
    hotline = services(request)
    said = await hotline.transcripts.of(call_id)
    places = [
        Place(district=one.code, name=one.name, streets=one.streets) for one in hotline.library.city.outline.districts
    ]
    found = elements([one.text for one in said if one.side is Side.CITIZEN], places, datetime.now(UTC))
    return web.json_response({"elements": elements_json(found)}, headers={"Cache-Control": "no-store"})


@routes.get("/api/transcripts")
async def search(request: web.Request) -> web.Response:
    """Utterances with all of these words (q=, with spaces between them), the newest first, without numbers."""
    account = await signed_in(request, *SUPERVISING)
    hotline, limit = services(request), limit_of(request, 50)
    words = plain_text(request.query.get("q", ""))[:LONGEST_QUESTION].split()[:MOST_WORDS]
    if not words:
        raise InputError("请写要找的词。", fields={"q": "请写要找的词"})
    if tells_number(" ".join(words)):
        raise InputError("转写里的号码不能搜索。", fields={"q": "转写里的号码不能搜索"})
    found = await hotline.transcripts.search(words, before=before_of(request), limit=limit + 1)
    shown = found[:limit]
    for call_id in dict.fromkeys(one.utterance.call_id for one in shown):
        await hotline.transcripts.keep_look(call_id, account.username)
    people = dict(await hotline.accounts.people())
    inspections = await _inspections(request, {one.utterance.call_id for one in shown})
    items = [
        found_json(one, people, await _names(request, one.utterance.call_id))
        | {"inspection": None if one.agent == account.username else inspections.get(one.utterance.call_id, 0)}
        for one in shown
    ]
    following = str(shown[-1].utterance.id) if len(found) > len(shown) else ""
    waiting = await hotline.afterwards.waiting() if hotline.afterwards is not None else 0
    told: Json = {"items": items, "next": following, "waiting": waiting}
    return web.json_response(told, headers={"Cache-Control": "no-store"})


@routes.get(_INSPECTED)
async def inspected(request: web.Request) -> web.Response:
    """What was said in the call that is inspected, and what in it an inspector may want to listen to."""
    account, found = await seen_by(request)
    desk, hotline = quality(request), services(request)
    await desk.looks.keep_hearing(found.call_id, account.username)
    said = await hotline.transcripts.of(found.call_id)
    call = await desk.looks.behind(found.call_id)
    hints = hints_in(desk.book.words, said, [one.type for one in call.tickets])
    names = await _names(request, found.call_id)
    told: Json = {
        "origin": str(await _origin(request, found.call_id)),
        "said": utterances_json(said, own=False, names=names),
        "hints": [hint_json(one) for one in hints],
    }
    return web.json_response(told, headers={"Cache-Control": "no-store"})


async def _own(request: web.Request, account: Account, call_id: str) -> bool:
    """Whether it is this user's conversation. Raises NotAllowedError where it is not theirs to read at all."""
    hotline = services(request)
    live = hotline.agents.call(call_id)
    talks = live is not None and live.state in WITH_AN_AGENT  # whose telephone only rings has not heard a word of it
    if live is not None and talks and account.extension and live.extension == account.extension:
        return True
    if await hotline.transcripts.talked_in(call_id, account.username):
        return True
    if account.role not in SUPERVISING:
        raise NotAllowedError("只能看自己通话的转写。")
    if live is None and await hotline.calls.call(call_id) is None:
        raise NotFoundError("没有这个通话。")
    return False


async def _names(request: web.Request, call_id: str) -> tuple[str, ...]:
    """The citizen's name, as it is masked."""
    number = await services(request).transcripts.number_of(call_id)
    known = await services(request).calls.known(call_id, number) if number else None
    return (known.citizen.name,) if known is not None and known.citizen is not None else ()


async def _inspections(request: web.Request, call_ids: Collection[str]) -> dict[str, int]:
    """Those that there are, by the call: what was said in it can be heard there. Nobody inspects the own calls."""
    desk = services(request).quality
    return await desk.looks.of_calls(call_ids) if desk is not None else {}


def _state(request: web.Request, call_id: str) -> State:
    transcribing = services(request).transcribing
    return transcribing.state(call_id) if transcribing is not None else State.NONE


async def _origin(request: web.Request, call_id: str) -> Origin:
    """How it came about, or will: whoever reads none wants to know why."""
    afterwards = services(request).afterwards
    return await afterwards.origin(call_id) if afterwards is not None else Origin.NONE
