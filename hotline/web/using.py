"""Counting what an agent does with an entry of the knowledge."""

from __future__ import annotations

from aiohttp import web

from hotline.accounts.model import Account
from hotline.kb.uses import Way
from hotline.web.services import services


def note_use(request: web.Request, account: Account, way: Way, kind: str, code: str) -> None:
    """An agent used an entry, with or without a citizen on the line; written later, and never in the way."""
    hotline = services(request)
    in_call = bool(account.extension) and hotline.agents.board.call_at(account.extension or "") is not None
    hotline.uses.used(way, kind, code, in_call=in_call)
