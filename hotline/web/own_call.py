"""The citizen of a ticket that was written in a call of one's own.

Rule: what a screen left out is filled in; what it sent stays, an empty number too: a citizen may wish not to be named.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from aiohttp import web

from hotline.accounts.model import Account
from hotline.tickets.model import TicketDraft
from hotline.web.services import services


async def with_citizen(
    request: web.Request, account: Account, body: Mapping[str, object], draft: TicketDraft
) -> TicketDraft:
    """The draft with the number of its call, where the body has none and this account had the call."""
    if "citizen_number" in body or not isinstance(draft.call_id, str) or draft.call_id == "":
        return draft
    call = await services(request).calls.call(draft.call_id)
    if call is None or account.username not in (call.agent, call.by):
        return draft
    return replace(draft, citizen_number=call.number)
