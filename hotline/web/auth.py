"""Who asks: the session cookie, the page's origin, the role.

Rule: where no role is named, only those who answer citizens get in: a department's handler must be named.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from aiohttp import web

from hotline.accounts.model import Account, Role
from hotline.errors import NotAllowedError, NotSignedInError
from hotline.web.faults import Handler
from hotline.web.services import services

ANSWERING = (Role.AGENT, Role.SUPERVISOR, Role.ADMIN)
EVERYBODY = tuple(Role)
COOKIE = "hotline_session"
COOKIE_SECONDS = 7 * 24 * 3600
_CHANGES = frozenset({"POST", "PUT", "PATCH", "DELETE"})


async def signed_in(request: web.Request, *roles: Role) -> Account:
    """The account behind the request. roles: those who may; none named are those who answer citizens.

    Raises NotSignedInError; NotAllowedError where the account has none of the roles.
    """
    token = request.cookies.get(COOKIE, "")
    if not token:
        raise NotSignedInError("请先登录。")
    account = await services(request).accounts.account_of(token)
    if account.role not in (roles or ANSWERING):
        raise NotAllowedError("您的角色不能进行这项操作。")
    return account


async def seated(request: web.Request) -> Account:
    """The account behind the request, which has a phone. Raises as signed_in, NotAllowedError where it has none."""
    account = await signed_in(request)
    if not account.extension:
        raise NotAllowedError("您的账号没有分机。")
    return account


def same_origin(request: web.Request) -> bool:
    """Whether the page that asks came from this server."""
    origin = request.headers.get("Origin", "")
    return bool(origin) and urlsplit(origin).netloc == request.host


@web.middleware
async def own_pages_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A change that another site's page asks for is refused; a program without a browser sends no Origin."""
    if request.method in _CHANGES and "Origin" in request.headers and not same_origin(request):
        raise NotAllowedError("这个页面不能进行这项操作。")
    return await handler(request)
