"""Versions that are not out yet: what waits for review, what its author has not handed in; and lists to choose from.

Rule: a version that is older than the published one is told as outdated, for it can no longer be published; whoever
sees only what his own department keeps sees it here too.
"""

from __future__ import annotations

from collections.abc import Sequence

from aiohttp import web

from hotline.kb.model import Channel, District
from hotline.kb.records import kind_of
from hotline.kb.spelling import initials_of
from hotline.kb.versions import Version, VersionState, owner_of
from hotline.web.knowledge_shapes import heard_before, version_json
from hotline.web.rights import Action, allowed, within
from hotline.web.services import Services, services
from hotline.web.shapes import Json

routes = web.RouteTableDef()


@routes.get("/api/kb/review")
async def review(request: web.Request) -> web.Response:
    """What waits for somebody to publish or refuse it, each with what it changes of what is published."""
    account = await allowed(request, Action.UNPUBLISHED)
    hotline, own = services(request), within(account, Action.UNPUBLISHED)
    waiting = [one for one in await hotline.knowledge.waiting() if own in ("", owner_of(one.entry))]
    return web.json_response({"versions": await _told(hotline, waiting)})


@routes.get("/api/kb/drafts")
async def drafts(request: web.Request) -> web.Response:
    """What the signed-in author has begun and not handed in, or got back, the latest first."""
    account = await allowed(request, Action.WRITE)
    hotline = services(request)
    begun = await hotline.knowledge.drafts(account.username)
    return web.json_response({"versions": await _told(hotline, begun)})


@routes.get("/api/kb/outline")
async def outline(request: web.Request) -> web.Response:
    """The channels of bulletins, those of the villages, the villages in the order of their codes; where a matter is."""
    await allowed(request, Action.READ)
    city = services(request).library.city.outline
    villages = [{"code": one.code, "name": one.name, "town": one.town} for one in city.villages]
    return web.json_response(
        {
            "channels": _channels(city.channels),
            "village_channels": _channels(city.village_channels),
            "villages": villages,
            "districts": [_district(one) for one in city.districts],
        }
    )


def _district(one: District) -> Json:
    streets = [{"name": street, "letters": initials_of(street)} for street in one.streets]
    return {"code": one.code, "name": one.name, "letters": initials_of(one.name), "streets": streets}


def _channels(channels: Sequence[Channel]) -> list[Json]:
    return [{"code": one.code, "name": one.name} for one in channels]


async def _told(hotline: Services, found: Sequence[Version]) -> list[Json]:
    people = await hotline.accounts.people()
    told = []
    for one in found:
        versions = await hotline.knowledge.versions(kind_of(one.entry), one.entry.code)
        if not _went_on(one, versions):
            outdated = any(other.version > one.version for other in versions if other.state is VersionState.PUBLISHED)
            told.append(version_json(one, heard_before(one, versions), people) | {"outdated": outdated})
    return told


def _went_on(one: Version, versions: Sequence[Version]) -> bool:
    """Whether a draft is only a step on the way to what its author has handed in since."""
    later = (other for other in versions if other.version > one.version and other.author == one.author)
    return one.state is VersionState.DRAFT and any(other.state is not VersionState.DRAFT for other in later)
