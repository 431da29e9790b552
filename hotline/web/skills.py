"""What each agent can do: told to supervisors, and set by them.

Rule: what is set is in force at once, and told on /api/live to every board.
"""

from __future__ import annotations

from aiohttp import web

from hotline.errors import InputError
from hotline.web.auth import signed_in
from hotline.web.faults import body_of
from hotline.web.screens import SUPERVISING
from hotline.web.services import services

MOST = 50  # codes in one request
routes = web.RouteTableDef()


@routes.get("/api/board/skills")
async def skills(request: web.Request) -> web.Response:
    """The city's skills, who has which, by extension, and why the city's file is not what is in force."""
    await signed_in(request, *SUPERVISING)
    setting = services(request).skill_setting
    known = setting.skills
    told = [{"code": one.code, "names": dict(one.names), "seconds": one.seconds} for one in known.book.skills]
    held = {desk: list(skills) for desk, skills in known.held.items()}
    return web.json_response({"skills": told, "held": held, "trouble": setting.trouble()})


@routes.put("/api/board/agents/{extension}/skills")
async def set_skills(request: web.Request) -> web.Response:
    """What an agent can do, all of it: {"skills": []}."""
    account, body = await signed_in(request, *SUPERVISING), await body_of(request)
    given = body.get("skills")
    if not isinstance(given, list) or len(given) > MOST or not all(isinstance(one, str) for one in given):
        raise InputError("请选择技能。", fields={"skills": "应为技能代码的列表"})
    held = await services(request).skill_setting.set(request.match_info["extension"], given, account)
    return web.json_response({"skills": list(held)})
