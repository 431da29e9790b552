"""The forms' desk: list, upload, replace, withdraw, download; and a procedure's forms, to be told or sent.

Rule: supervisors and admins change what citizens get; who is signed in may look.
"""

from __future__ import annotations

import structlog
from aiohttp import web

from hotline.accounts.model import Role
from hotline.answering.form_links import FormLinks
from hotline.answering.texts import text_of
from hotline.errors import NotFoundError
from hotline.ivr.waits import Item, SendWhat
from hotline.kb.forms.model import LARGEST, MOST_FORMS, TYPES
from hotline.kb.model import Kind, Procedure
from hotline.web.auth import signed_in
from hotline.web.form_shapes import file_response, form_json, link_json, users_of
from hotline.web.services import services
from hotline.web.texting import send_text
from hotline.web.uploads import received

JUDGES = (Role.SUPERVISOR, Role.ADMIN)
log = structlog.get_logger(__name__)
routes = web.RouteTableDef()


@routes.get("/api/forms")
async def forms(request: web.Request) -> web.Response:
    """The published forms with the procedures that need them; all=1 also those that were withdrawn."""
    await signed_in(request, *Role)
    hotline = services(request)
    found = await (hotline.forms.latest() if request.query.get("all") == "1" else hotline.forms.published())
    people, links = await hotline.accounts.people(), form_links(request)
    used = users_of(found, hotline.library.city.procedures)
    told = [form_json(one, links.address(one), people, used.get(one.id, ())) for one in found]
    return web.json_response({"forms": told, "types": list(TYPES), "largest": LARGEST, "most": MOST_FORMS})


@routes.post("/api/forms")
async def upload(request: web.Request) -> web.Response:
    """A file as multipart/form-data, in the part `file`: a new form, or a new version of the form of its name."""
    return await _put(request, None)


@routes.post(r"/api/forms/{id:\d{1,9}}")
async def replace(request: web.Request) -> web.Response:
    """A file for this form, whatever the file is called."""
    return await _put(request, _id(request))


async def _put(request: web.Request, replaces: int | None) -> web.Response:
    account, hotline = await signed_in(request, *JUDGES), services(request)
    file, content = await received(request, LARGEST)
    form = await hotline.forms.put(file, content, actor=account.username, replaces=replaces)
    log.info("form_published", form=form.id, sha256=form.sha256, by=account.username)
    people = await hotline.accounts.people()
    return web.json_response({"form": form_json(form, form_links(request).address(form), people)}, status=201)


@routes.post(r"/api/forms/{id:\d{1,9}}/withdraw")
async def withdraw(request: web.Request) -> web.Response:
    """Give a form out no longer."""
    account, hotline = await signed_in(request, *JUDGES), services(request)
    form = await hotline.forms.withdraw(_id(request), actor=account.username)
    log.info("form_withdrawn", form=form.id, by=account.username)
    people = await hotline.accounts.people()
    return web.json_response({"form": form_json(form, form_links(request).address(form), people)})


@routes.get(r"/api/forms/{id:\d{1,9}}/file")
async def file(request: web.Request) -> web.StreamResponse:
    """A version's file, also of one that is no longer given out."""
    await signed_in(request, *Role)
    form = await services(request).forms.version(_id(request))
    return file_response(form, await services(request).forms.file(form))


@routes.get(r"/api/forms/of/{procedure:\d{4,6}}")
async def of_procedure(request: web.Request) -> web.Response:
    """The forms of a procedure that are files, each with the procedure's own words for it."""
    await signed_in(request, *Role)
    meant = await services(request).forms.meant(_procedure(request).forms)
    links = form_links(request)
    told = [{"entry": entry, **link_json(form, links.address(form))} for entry, form in meant.items()]
    return web.json_response({"forms": told})


@routes.post(r"/api/forms/of/{procedure:\d{4,6}}/text")
async def text(request: web.Request) -> web.Response:
    """Send a procedure's forms to a telephone, as the menu does: {"number": ..., "call_id": ...}."""
    account, procedure = await signed_in(request), _procedure(request)
    item = Item(kind=Kind.PROCEDURE, title=procedure.name, code=procedure.code)
    links = await form_links(request).of(procedure)
    words = text_of(SendWhat.FORM, item, services(request).library.city, links)
    return await send_text(request, account, item, words, what=SendWhat.FORM, nothing="这个事项没有表格可以发。")


def form_links(request: web.Request) -> FormLinks:
    """The citizens' addresses of forms."""
    return FormLinks(forms=services(request).forms, public_url=services(request).settings.public_url)


def _procedure(request: web.Request) -> Procedure:
    found = services(request).library.city.procedure(request.match_info["procedure"])
    if found is None:
        raise NotFoundError("没有这个事项。")
    return found


def _id(request: web.Request) -> int:
    return int(request.match_info["id"])
