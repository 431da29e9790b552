"""The desk of those who keep the knowledge base: write, hand in, publish, withdraw; what is missing.

Rule: who wrote a version does not publish it, but for a saying; callers hear nothing that nobody published. Who may do
what stands in rights.py.
"""

from __future__ import annotations

from aiohttp import web

from hotline.errors import InputError, NotFoundError
from hotline.kb.headings import sheet_of
from hotline.kb.model import Kind
from hotline.kb.rows import Row
from hotline.kb.versions import OWN_WORK, Move, VersionState, title_of
from hotline.storage.text import plain_text
from hotline.web.faults import body_of
from hotline.web.knowledge_shapes import field_texts, heard_before, sheet_json, short_json, version_json
from hotline.web.query import limit_of
from hotline.web.rights import Action, allowed, may, require, within
from hotline.web.services import services
from hotline.web.shapes import Json, moment

LONGEST_NOTE = 500  # characters
routes = web.RouteTableDef()


@routes.get("/api/kb/fields")
async def fields(request: web.Request) -> web.Response:
    """The columns of each kind, to make a form of."""
    await allowed(request, Action.READ)
    return web.json_response({"kinds": {str(kind): sheet_json(sheet_of(kind)) for kind in Kind}})


@routes.get("/api/kb/entries/{kind}")
async def entries(request: web.Request) -> web.Response:
    """The published entries of a kind, short; q narrows by words in their names."""
    await allowed(request, Action.READ)
    wanted, words = _kind(request), request.query.get("q", "").strip()
    found = [one for one in services(request).library.city.entries()[wanted] if words in title_of(one)]
    told = [short_json(one) for one in found[: limit_of(request, 200)]]
    return web.json_response({"entries": told, "count": len(found)})


@routes.get("/api/kb/entries/{kind}/{code}")
async def entry(request: web.Request) -> web.Response:
    """Every version of an entry, the newest first, each with what it changes of what callers hear; what one may do.

    Who may not see what is not out is told the published version alone.
    """
    account = await allowed(request, Action.READ)
    kind, code, hotline = _kind(request), request.match_info["code"], services(request)
    owner, versions = await hotline.knowledge.owner(kind, code), await hotline.knowledge.versions(kind, code)
    seen = versions
    if not may(account, Action.UNPUBLISHED, owner):
        seen = tuple(one for one in versions if one.state is VersionState.PUBLISHED)
    if not seen:
        raise NotFoundError("没有这一条资料。")
    people = await hotline.accounts.people()
    rights = [str(action) for action in (Action.WRITE, Action.JUDGE) if may(account, action, owner)]
    told = [version_json(one, heard_before(one, versions), people) for one in seen]
    return web.json_response({"versions": told, "may": rights})


@routes.post("/api/kb/entries/{kind}")
async def write_new(request: web.Request) -> web.Response:
    """A new entry as a draft: {"fields": {name: text or list}, "more": [[title, text], ...], "note": ...}."""
    return await _write(request, "")


@routes.post("/api/kb/entries/{kind}/{code}")
async def write(request: web.Request) -> web.Response:
    """A new version of an entry as a draft; without "more" it keeps its further columns."""
    return await _write(request, request.match_info["code"])


async def _write(request: web.Request, code: str) -> web.Response:
    account, kind = await allowed(request, Action.WRITE), _kind(request)
    if code:
        require(account, Action.WRITE, await services(request).knowledge.owner(kind, code))
    body = await body_of(request)
    given = body.get("fields")
    if not isinstance(given, dict):
        raise InputError("缺少fields。", fields={"fields": "应为各栏的内容"})
    known = {heading.field for heading in sheet_of(kind).headings}
    cells = {name: text for name, text in field_texts(given).items() if name in known}
    row = Row(kind=kind, file="", line=0, cells=cells, titles={}, more=await _further(request, kind, code, body))
    knowledge, note = services(request).knowledge, _note(body)
    own = within(account, Action.WRITE)
    version = await knowledge.draft(row, code=code, actor=account.username, note=note, within=own)
    return await _told(request, kind, version.entry.code, version.version, status=201)


async def _further(request: web.Request, kind: Kind, code: str, body: Json) -> tuple[tuple[str, str], ...]:
    """The further columns of a draft: those sent, else those of the entry's newest version."""
    sent = body.get("more")
    if sent is None:
        versions = await services(request).knowledge.versions(kind, code) if code else ()
        return versions[0].entry.more if versions else ()
    if not isinstance(sent, list) or not all(isinstance(one, list) and len(one) == 2 for one in sent):
        raise InputError("more应为[列名, 内容]的列表。", fields={"more": "应为[列名, 内容]的列表"})
    pairs = ((plain_text(str(title)), plain_text(str(text), lines=True)) for title, text in sent)
    return tuple((title, text) for title, text in pairs if title and text)


@routes.post("/api/kb/entries/{kind}/{code}/{version:[0-9]{1,6}}/{move}")
async def move(request: web.Request) -> web.Response:
    """Hand a version in (submit), publish it, refuse it, withdraw it; the last two with a reason ({"note": ...})."""
    try:
        wanted = Move(request.match_info["move"])
    except ValueError:
        raise NotFoundError("没有这样的操作。") from None
    kind, code, version = _kind(request), request.match_info["code"], int(request.match_info["version"])
    own = wanted is Move.PUBLISH and kind in OWN_WORK
    action = Action.WRITE if wanted is Move.SUBMIT or own else Action.JUDGE
    account, body = await allowed(request, action), await body_of(request)
    if own and account.username != await _author(request, kind, code, version):
        action = Action.JUDGE
    require(account, action, await services(request).knowledge.owner(kind, code))
    await services(request).knowledge.move(kind, code, version, wanted, actor=account.username, note=_note(body))
    return await _told(request, kind, code, version)


async def _author(request: web.Request, kind: Kind, code: str, version: int) -> str:
    """Who wrote a version, "" where there is none."""
    versions = await services(request).knowledge.versions(kind, code)
    return next((one.author for one in versions if one.version == version), "")


async def _told(request: web.Request, kind: Kind, code: str, version: int, *, status: int = 200) -> web.Response:
    """One version of an entry, as it stands now."""
    versions = await services(request).knowledge.versions(kind, code)
    people = await services(request).accounts.people()
    one = next(one for one in versions if one.version == version)
    return web.json_response({"version": version_json(one, heard_before(one, versions), people)}, status=status)


@routes.get("/api/kb/misses")
async def misses(request: web.Request) -> web.Response:
    """Questions that were not answered, the most wanted first, with from where they came."""
    await allowed(request, Action.MISSES)
    found = await services(request).knowledge.misses(limit_of(request, 100))
    told = [
        {
            "question": one.question,
            "times": one.times,
            "unhelpful": one.unhelpful,
            "last": moment(one.last),
            "doors": {str(door): many for door, many in one.doors.items()},
        }
        for one in found
    ]
    return web.json_response({"misses": told})


@routes.post("/api/kb/misses/settle")
async def settle(request: web.Request) -> web.Response:
    """An editor has dealt with a question: {"question": ...}."""
    await allowed(request, Action.MISSES)
    body = await body_of(request)
    await services(request).knowledge.settle(plain_text(str(body.get("question", ""))))
    return web.json_response({})


def _note(body: Json) -> str:
    return plain_text(str(body.get("note") or ""), lines=True)[:LONGEST_NOTE]


def _kind(request: web.Request) -> Kind:
    try:
        return Kind(request.match_info["kind"])
    except ValueError:
        raise NotFoundError("没有这一类资料。") from None
