"""A text that an agent sends to a citizen's telephone: to whom, during which call, and why it was not taken."""

from __future__ import annotations

import structlog
from aiohttp import web

from hotline.accounts.model import Account
from hotline.errors import InputError
from hotline.ivr.waits import Item, SendWhat
from hotline.kb.uses import Way
from hotline.notices.model import Draft, Refused
from hotline.web.faults import body_of
from hotline.web.services import services
from hotline.web.using import note_use

_REFUSED = {
    Refused.NUMBER: "这个号码收不到短信，只有手机可以。",
    Refused.LIMIT: "这个号码或者这次通话发的短信已经够多了。",
}
log = structlog.get_logger(__name__)


async def send_text(
    request: web.Request, account: Account, item: Item, words: str, *, what: SendWhat, nothing: str
) -> web.Response:
    """Send these words about an entry to the telephone in the body: {"number": ..., "call_id": ...}.

    what: they are; nothing: what is said where there are no words. Raises InputError where nobody can get them.
    """
    body = await body_of(request)
    draft = Draft(
        to=str(body.get("number") or ""),
        text=words,
        kind=item.kind,
        code=item.code,
        call_id=str(body.get("call_id") or ""),
    )
    refused = await services(request).outbox.put(draft) if words else Refused.NOTHING
    if refused:
        told = _REFUSED.get(refused, nothing)
        raise InputError(told, fields={"number": told})
    note_use(request, account, Way.FORMS if what is SendWhat.FORM else Way.TEXTED, item.kind, item.code)
    log.info("entry_sent", kind=item.kind, code=item.code, by=account.username)
    return web.json_response({})
