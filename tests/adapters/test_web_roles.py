"""Every route is asked as every role: whom the API's description does not name is refused, whom it names is not."""

from __future__ import annotations

import re

import pytest

from hotline.accounts.model import Role
from hotline.web.openapi.document import described
from hotline.web.openapi.operations import Operation
from tests.adapters.web_hotline import WebHotline

USERS = {Role.AGENT: "agent1", Role.SUPERVISOR: "supervisor1", Role.ADMIN: "admin1", Role.HANDLER: "handler1"}
NAMES = {
    "kind": "question",
    "id": "999999",
    "of": "oversight",
    "what": "abort",
    "procedure": "999999",
    "version": "1",
    "move": "submit",
    "way": "listen",
    "mark": "elderly",
    "month": "2020-01",
    "name": "tickets",
}
ROLE = "您的角色"
"""How a refusal for the role begins; refusals for what a department or a desk may not have other words."""
ENDS = "DELETE /api/session"


def _address(one: Operation) -> str:
    return re.sub(r"{(\w+)}", lambda found: NAMES.get(found.group(1), "999999"), one.path)


async def _answer(web: WebHotline, one: Operation) -> tuple[int, str]:
    """The status, and the sentence of a refusal."""
    async with web.client.request(one.method, _address(one), json={} if one.body is not None else None) as response:
        told = await response.json() if response.status >= 400 and "json" in response.content_type else {}
        return response.status, str(told.get("error", {}).get("message", ""))


def _asked() -> list[Operation]:
    """All but the websocket, which has tests of its own, and signing out, which would end the asking."""
    return [one for name, one in described().items() if 101 not in one.answers and name != ENDS]


async def test_nobody_who_is_not_signed_in_gets_in(web: WebHotline) -> None:
    """What has roles answers 401 without a session, and what has none does not."""
    wrong = []
    for one in _asked():
        status, _ = await _answer(web, one)
        if (status == 401) != bool(one.who) and one.name != "POST /api/session":
            wrong.append(f"{one.name} answered {status} to nobody, and is described for {list(one.who)}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", list(Role))
async def test_a_role_that_is_not_named_is_refused(web: WebHotline, role: Role) -> None:
    """By 403; and whoever is named is not refused for his role."""
    await web.sign_in(USERS[role])
    wrong = []
    for one in _asked():
        if not one.who or one.path == "/api/session":
            continue
        status, words = await _answer(web, one)
        refused = status == 403 if role not in one.who else status == 403 and words.startswith(ROLE)
        if refused != (role not in one.who):
            wrong.append(f"{one.name} answered {status} {words} to {role}, and is described for {list(one.who)}")
    assert not wrong, "\n".join(wrong)
