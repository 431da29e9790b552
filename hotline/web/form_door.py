"""The citizens' way to a form: the short address that a text carries. Only what is published is here.

Rule: what a citizen reads when there is no form is Chinese text that says what to do, never an error's code.
"""

from __future__ import annotations

from datetime import UTC, datetime

from aiohttp import web

from hotline.accounts.throttle import Throttle
from hotline.answering.form_links import PATH
from hotline.errors import NotFoundError, StorageError
from hotline.web.client_address import asker
from hotline.web.form_shapes import file_response
from hotline.web.services import services

MOST_MISSES = 30  # wrong addresses from one network address within a quarter of an hour
MISSES = web.AppKey("MISSES", Throttle)
_GONE = "这份表格已经停止下载，或者地址不完整。请核对短信里的地址，或者拨打12345。"
_OFTEN = "尝试的次数太多，请十五分钟后再试，或者拨打12345。"
_LATER = "现在下载不了，请稍后再试，或者拨打12345。"
routes = web.RouteTableDef()


@routes.get(PATH + "{code}")
async def download(request: web.Request) -> web.StreamResponse:
    """The form behind an address; whoever tries many wrong ones waits."""
    misses, who, now = request.app[MISSES], asker(request), datetime.now(UTC)
    if misses.is_spent(who, now):
        return _told(429, _OFTEN)
    try:
        form = await services(request).forms.out(request.match_info["code"])
        return file_response(form, await services(request).forms.file(form))
    except NotFoundError:
        misses.may_try(who, now)
        return _told(404, _GONE)
    except StorageError:
        return _told(503, _LATER)


def _told(status: int, words: str) -> web.Response:
    return web.Response(status=status, text=words, content_type="text/plain", charset="utf-8")
