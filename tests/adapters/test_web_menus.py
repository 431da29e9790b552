"""The voice menus on the web side: who may look at them, and what is told when a file is refused."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update

from hotline.accounts.model import Role
from hotline.storage.tables import UserRow
from tests.adapters.web_hotline import WebHotline
from tests.fakes.scripts import GOOD


async def told(web: WebHotline, status: int = 200) -> dict[str, Any]:
    """What is answered."""
    async with web.client.get("/api/menus") as response:
        assert response.status == status, await response.text()
        found: dict[str, Any] = await response.json()
        return found


async def test_who_answers_citizens_may_look_at_the_menus(web: WebHotline) -> None:
    """Nobody without a sign-in, and no clerk of a department."""
    await told(web, 401)
    async with web.services.accounts._database.transaction() as session:
        await session.execute(update(UserRow).where(UserRow.username == "agent2").values(role=str(Role.HANDLER)))
    await web.sign_in("agent2")
    await told(web, 403)
    await web.sign_in("agent1")
    (menu,) = (await told(web))["menus"]
    assert (menu["name"], menu["line"], menu["entries"]) == (
        "114",
        "114政务查询台",
        [{"name": "start", "node": "hello"}],
    )
    assert menu["edges"] == [{"from": "hello", "to": "person", "label": "", "quiet": False}]


async def test_a_refused_file_is_told_beside_what_is_still_served(web: WebHotline) -> None:
    """With each fault's line; mended, the menu is another version."""
    await web.sign_in("supervisor1")
    before = await told(web)
    file = web.services.settings.state_dir / "ivr" / "114.yaml"
    file.write_text(GOOD.replace("next: person", "next: nobody"), encoding="utf-8")
    await web.services.menus.renew()
    refused = await told(web)
    assert refused["menus"] == before["menus"]
    assert refused["trouble"]["what"] == "The voice menu is not valid"
    faults = refused["trouble"]["faults"]
    assert [(fault["file"], fault["line"], fault["code"], fault["params"]) for fault in faults] == [
        ("114.yaml", 2, "nobody_helps", {}),
        ("114.yaml", 8, "no_node", {"node": "nobody"}),
    ]
    file.write_text(GOOD.replace("您好", "早上好"), encoding="utf-8")
    await web.services.menus.renew()
    mended = await told(web)
    assert mended["trouble"] is None
    assert mended["menus"][0]["prompts"]["hello"]["zh-CN"]["text"] == "早上好"
    assert mended["menus"][0]["version"] != before["menus"][0]["version"]
